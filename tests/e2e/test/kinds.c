// SPDX-License-Identifier: MIT
/*
 * kinds.c - a driver that has a place of every kind where something can fail:
 * /dev/kinds, one ioctl for each. Its error paths are right.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>
#include <linux/xarray.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static DEFINE_XARRAY(numbers);
static struct device dma_device;

static long kinds_wait(void)
{
	long left = wait_event_interruptible_timeout(queue, true, HZ);

	if (left < 0)
		return left;
	return left ? 0 : -ETIMEDOUT;
}

static long kinds_complete(void)
{
	struct completion done;

	init_completion(&done);
	complete(&done);
	return wait_for_completion_timeout(&done, HZ) ? 0 : -ETIMEDOUT;
}

static long kinds_vmalloc(void)
{
	char *p = vmalloc(3 * PAGE_SIZE);

	if (!p)
		return -ENOMEM;
	p[2 * PAGE_SIZE] = 1;
	vfree(p);
	return 0;
}

static long kinds_store(void)
{
	void *old = xa_store(&numbers, 1000, &queue, GFP_KERNEL);

	if (xa_is_err(old))
		return xa_err(old);
	xa_erase(&numbers, 1000);
	return 0;
}

/* A page of the program's, given to a device and taken back. */
static long kinds_dma(unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;
	long ret = pin_user_pages_fast(addr & PAGE_MASK, 1, FOLL_WRITE, &page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	dma = dma_map_page(&dma_device, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = dma_mapping_error(&dma_device, dma) ? -EIO : 0;
	if (!ret)
		dma_unmap_page(&dma_device, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_pages_dirty_lock(&page, 1, true);
	return ret;
}

static long kinds_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case 1:
		return kinds_wait();
	case 2:
		return kinds_complete();
	case 3:
		return kinds_vmalloc();
	case 4:
		return kinds_store();
	case 5:
		return kinds_dma(arg);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations kinds_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = kinds_ioctl,
};

static struct miscdevice kinds_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "kinds",
	.fops = &kinds_fops,
};

static int __init kinds_init(void)
{
	int err = misc_register(&kinds_misc);

	if (err)
		return err;
	device_initialize(&dma_device);
	dma_device.dma_mask = &dma_device.coherent_dma_mask;
	err = dma_set_mask_and_coherent(&dma_device, DMA_BIT_MASK(64));
	if (err)
		misc_deregister(&kinds_misc);
	return err;
}

static void __exit kinds_exit(void)
{
	misc_deregister(&kinds_misc);
	xa_destroy(&numbers);
}

module_init(kinds_init);
module_exit(kinds_exit);
MODULE_LICENSE("Dual MIT/GPL");
