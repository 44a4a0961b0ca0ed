/* SPDX-License-Identifier: MIT */
/*
 * copier.c - the driver of copier_model.c: what is written to /dev/copier is
 * copied to the device by DMA, and comes back from there when it is read.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define SIZE	64

struct copier {
	struct pci_dev *pdev;
	void __iomem *regs;
	u8 *mem;			/* the second region, as memory */
	void *buf;
	dma_addr_t addr;
	struct completion done;
	struct miscdevice misc;
};

static irqreturn_t copier_irq(int irq, void *dev_id)
{
	struct copier *c = dev_id;

	if (!ioread32(c->regs + 12))
		return IRQ_NONE;
	iowrite32(0, c->regs + 12);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t copier_thread(int irq, void *dev_id)
{
	struct copier *c = dev_id;

	might_sleep();
	complete(&c->done);
	return IRQ_HANDLED;
}

static int order(struct copier *c, u32 what)
{
	reinit_completion(&c->done);
	writel((u32)c->addr, c->regs + 4);
	writel(what, c->regs + 8);
	return wait_for_completion_interruptible(&c->done);
}

static ssize_t copier_read(struct file *file, char __user *buf, size_t len,
			   loff_t *pos)
{
	struct copier *c = container_of(file->private_data, struct copier,
					misc);
	int err;

	if (*pos || len < SIZE)
		return 0;
	err = order(c, 2);
	if (err)
		return err;
	*pos += SIZE;
	return copy_to_user(buf, c->buf, SIZE) ? -EFAULT : SIZE;
}

static ssize_t copier_write(struct file *file, const char __user *buf,
			    size_t len, loff_t *pos)
{
	struct copier *c = container_of(file->private_data, struct copier,
					misc);
	int err;

	if (len > SIZE)
		return -ENOSPC;
	memset(c->buf, 0, SIZE);
	if (copy_from_user(c->buf, buf, len))
		return -EFAULT;
	err = order(c, 1);
	return err ? err : (ssize_t)len;
}

static const struct file_operations copier_fops = {
	.owner = THIS_MODULE, .read = copier_read, .write = copier_write,
};

static int copier_start(struct copier *c)
{
	struct pci_dev *pdev = c->pdev;
	int err = pcim_enable_device(pdev);

	if (!err)
		err = pcim_iomap_regions(pdev, 1 << 0 | 1 << 2, "copier");
	if (err)
		return err;
	pci_set_master(pdev);
	c->regs = pcim_iomap_table(pdev)[0];
	c->mem = (u8 __force *)pcim_iomap_table(pdev)[2];
	memcpy_toio(c->mem, "octavo", 6);
	if (c->mem[5] != 'o')
		return -EIO;
	c->buf = dmam_alloc_coherent(&pdev->dev, SIZE, &c->addr, GFP_KERNEL);
	return c->buf ? 0 : -ENOMEM;
}

static int copier_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct copier *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	int err;

	if (!c)
		return -ENOMEM;
	c->pdev = pdev;
	init_completion(&c->done);
	err = copier_start(c);
	if (err)
		return err;
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	err = devm_request_threaded_irq(&pdev->dev, pci_irq_vector(pdev, 0),
					copier_irq, copier_thread, IRQF_SHARED,
					"copier", c);
	if (err)
		return err;
	pci_set_drvdata(pdev, c);
	c->misc.minor = MISC_DYNAMIC_MINOR;
	c->misc.name = "copier";
	c->misc.fops = &copier_fops;
	c->misc.mode = 0666;
	return misc_register(&c->misc);
}

static void copier_remove(struct pci_dev *pdev)
{
	struct copier *c = pci_get_drvdata(pdev);

	misc_deregister(&c->misc);
}

static const struct pci_device_id copier_ids[] = {
	{ PCI_DEVICE(0x1234, 0xc0de) },
	{ }
};
MODULE_DEVICE_TABLE(pci, copier_ids);

static struct pci_driver copier_driver = {
	.name = "copier",
	.id_table = copier_ids,
	.probe = copier_probe,
	.remove = copier_remove,
};
module_pci_driver(copier_driver);

MODULE_LICENSE("GPL");
