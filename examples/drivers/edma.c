// SPDX-License-Identifier: MIT
/*
 * edma.c - /dev/edma: the 4 KiB inside of QEMU's teaching device "edu", which
 * a program reads and writes by DMA straight from and into its own memory.
 *
 *	write(2):  user pages --pin--> scatterlist --map--> device, piece by piece
 *	read(2):   the same the other way; what the device wrote is dirty
 *
 * The device reaches 28 bits of addresses; pages above are bounced by the DMA
 * layer. It does one piece at a time and interrupts when that is done.
 *
 * Locking: edma->lock, a mutex, is held for a whole transfer. A transfer is
 * not interrupted by signals: the device would go on with pages that are given
 * back. A device that says nothing for a second loses the right to do DMA.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define EDU_ID			0x00	/* 0xRRrr00ed: version RR.rr */
#define EDU_IRQ_STATUS		0x24
#define EDU_IRQ_ACK		0x64
#define EDU_DMA_FROM		0x80
#define EDU_DMA_TO		0x88
#define EDU_DMA_COUNT		0x90
#define EDU_DMA_COMMAND		0x98
#define EDU_DMA_START		0x1
#define EDU_DMA_TO_MEMORY	0x2
#define EDU_DMA_INTERRUPT	0x4
#define EDU_DMA_DONE		0x100	/* in EDU_IRQ_STATUS */
#define EDU_BUFFER		0x40000	/* the device's name for its memory */
#define EDU_BUFFER_SIZE		4096

struct edma {
	struct mutex lock;
	struct pci_dev *pdev;
	void __iomem *regs;
	struct completion done;
	struct miscdevice misc;
	bool dead;			/* did not answer in time */
};

/* ---- one transfer --------------------------------------------------------------- */

/* A part of the program's memory while the device works on it. */
struct edma_pages {
	struct page **page;
	unsigned int nr;
	struct sg_table sgt;
	enum dma_data_direction dir;
};

static irqreturn_t edma_irq(int irq, void *data)
{
	struct edma *edma = data;
	u32 status = readl(edma->regs + EDU_IRQ_STATUS);

	if (!status)
		return IRQ_NONE;
	writel(status, edma->regs + EDU_IRQ_ACK);
	if (status & EDU_DMA_DONE)
		complete(&edma->done);
	return IRQ_HANDLED;
}

static int edma_piece(struct edma *edma, dma_addr_t memory, u32 at, u32 len,
		      enum dma_data_direction dir)
{
	bool to_memory = dir == DMA_FROM_DEVICE;
	u32 command = EDU_DMA_START | EDU_DMA_INTERRUPT;

	if (to_memory)
		command |= EDU_DMA_TO_MEMORY;
	reinit_completion(&edma->done);
	writel(to_memory ? EDU_BUFFER + at : memory, edma->regs + EDU_DMA_FROM);
	writel(to_memory ? memory : EDU_BUFFER + at, edma->regs + EDU_DMA_TO);
	writel(len, edma->regs + EDU_DMA_COUNT);
	writel(command, edma->regs + EDU_DMA_COMMAND);
	if (wait_for_completion_timeout(&edma->done, HZ))
		return 0;
	dev_err(&edma->pdev->dev, "DMA of %u bytes did not end\n", len);
	pci_clear_master(edma->pdev);
	edma->dead = true;
	return -EIO;
}

static int edma_all_pieces(struct edma *edma, struct edma_pages *p, u32 at)
{
	struct scatterlist *sg;
	int i, err;

	for_each_sgtable_dma_sg(&p->sgt, sg, i) {
		err = edma_piece(edma, sg_dma_address(sg), at, sg_dma_len(sg),
				 p->dir);
		if (err)
			return err;
		at += sg_dma_len(sg);
	}
	return 0;
}

static int edma_pin(struct edma_pages *p, unsigned long addr, size_t len)
{
	unsigned int flags = p->dir == DMA_FROM_DEVICE ? FOLL_WRITE : 0;
	unsigned int want = DIV_ROUND_UP(offset_in_page(addr) + len, PAGE_SIZE);
	int got;

	p->page = kcalloc(want, sizeof(*p->page), GFP_KERNEL);
	if (!p->page)
		return -ENOMEM;
	got = pin_user_pages_fast(addr & PAGE_MASK, want, flags, p->page);
	if (got == (int)want) {
		p->nr = want;
		return 0;
	}
	if (got > 0)
		unpin_user_pages(p->page, got);
	kfree(p->page);
	return got < 0 ? got : -EFAULT;
}

static void edma_unpin(struct edma_pages *p, bool written)
{
	unpin_user_pages_dirty_lock(p->page, p->nr, written);
	kfree(p->page);
}

static int edma_transfer(struct edma *edma, unsigned long addr, u32 at,
			 size_t len, enum dma_data_direction dir)
{
	struct edma_pages p = { .dir = dir };
	int err;

	if (edma->dead)
		return -EIO;
	err = edma_pin(&p, addr, len);
	if (err)
		return err;
	err = sg_alloc_table_from_pages(&p.sgt, p.page, p.nr,
					offset_in_page(addr), len, GFP_KERNEL);
	if (err)
		goto no_table;
	err = dma_map_sgtable(&edma->pdev->dev, &p.sgt, dir, 0);
	if (err)
		goto no_map;
	err = edma_all_pieces(edma, &p, at);
	dma_unmap_sgtable(&edma->pdev->dev, &p.sgt, dir, 0);
no_map:
	sg_free_table(&p.sgt);
no_table:
	edma_unpin(&p, dir == DMA_FROM_DEVICE);
	return err;
}

/* ---- the file --------------------------------------------------------------------- */

static ssize_t edma_rw(struct file *file, unsigned long addr, size_t len,
		       loff_t *pos, enum dma_data_direction dir)
{
	struct edma *edma = container_of(file->private_data, struct edma, misc);
	int err;

	if (*pos >= EDU_BUFFER_SIZE || !len)
		return 0;
	len = min_t(size_t, len, EDU_BUFFER_SIZE - *pos);
	if (mutex_lock_interruptible(&edma->lock))
		return -ERESTARTSYS;
	err = edma_transfer(edma, addr, *pos, len, dir);
	mutex_unlock(&edma->lock);
	if (err)
		return err;
	*pos += len;
	return len;
}

static ssize_t edma_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	return edma_rw(file, (unsigned long)buf, len, pos, DMA_FROM_DEVICE);
}

static ssize_t edma_write(struct file *file, const char __user *buf, size_t len,
			  loff_t *pos)
{
	if (len && *pos >= EDU_BUFFER_SIZE)
		return -ENOSPC;
	return edma_rw(file, (unsigned long)buf, len, pos, DMA_TO_DEVICE);
}

static loff_t edma_llseek(struct file *file, loff_t off, int whence)
{
	return fixed_size_llseek(file, off, whence, EDU_BUFFER_SIZE);
}

static const struct file_operations edma_fops = {
	.owner	= THIS_MODULE,
	.read	= edma_read,
	.write	= edma_write,
	.llseek	= edma_llseek,
};

/* ---- the device ------------------------------------------------------------------- */

static int edma_start(struct edma *edma)
{
	struct pci_dev *pdev = edma->pdev;
	int err;

	if ((readl(edma->regs + EDU_ID) & 0xff) != 0xed)
		return -ENODEV;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(28));
	if (err)
		return err;
	pci_set_master(pdev);
	err = request_irq(pdev->irq, edma_irq, IRQF_SHARED, "edma", edma);
	if (err)
		goto no_irq;
	err = misc_register(&edma->misc);
	if (err)
		goto no_misc;
	return 0;

no_misc:
	free_irq(pdev->irq, edma);
no_irq:
	pci_clear_master(pdev);
	return err;
}

static struct edma *edma_alloc(struct pci_dev *pdev)
{
	struct edma *edma = kzalloc(sizeof(*edma), GFP_KERNEL);

	if (!edma)
		return NULL;
	mutex_init(&edma->lock);
	init_completion(&edma->done);
	edma->pdev = pdev;
	edma->misc.minor = MISC_DYNAMIC_MINOR;
	edma->misc.name = "edma";
	edma->misc.fops = &edma_fops;
	edma->misc.parent = &pdev->dev;
	return edma;
}

static int edma_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edma *edma = edma_alloc(pdev);
	int err;

	if (!edma)
		return -ENOMEM;
	err = pci_enable_device(pdev);
	if (err)
		goto no_device;
	err = pci_request_regions(pdev, "edma");
	if (err)
		goto no_regions;
	edma->regs = pci_iomap(pdev, 0, 0);
	if (!edma->regs) {
		err = -ENOMEM;
		goto no_regs;
	}
	err = edma_start(edma);
	if (err)
		goto no_start;
	pci_set_drvdata(pdev, edma);
	return 0;

no_start:
	pci_iounmap(pdev, edma->regs);
no_regs:
	pci_release_regions(pdev);
no_regions:
	pci_disable_device(pdev);
no_device:
	kfree(edma);
	return err;
}

static void edma_remove(struct pci_dev *pdev)
{
	struct edma *edma = pci_get_drvdata(pdev);

	misc_deregister(&edma->misc);
	free_irq(pdev->irq, edma);
	pci_clear_master(pdev);
	pci_iounmap(pdev, edma->regs);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	kfree(edma);
}

static const struct pci_device_id edma_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, edma_ids);

static struct pci_driver edma_driver = {
	.name		= "edma",
	.id_table	= edma_ids,
	.probe		= edma_probe,
	.remove		= edma_remove,
};
module_pci_driver(edma_driver);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("The edu device's memory by DMA from user pages");
