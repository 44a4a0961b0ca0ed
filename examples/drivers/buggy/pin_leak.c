// SPDX-License-Identifier: MIT
/*
 * pin_leak.c - a driver with a bug: when only some of the pages of a buffer
 * can be pinned, those stay so.
 *
 * An ioctl of /dev/pin_leak adds up the bytes of up to 16 pages of a program.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include "pin_leak.h"

#define MAX_PAGES	16

static u64 sum_page(struct page *page)
{
	const u8 *addr = kmap_local_page(page);
	u64 sum = 0;
	size_t i;

	for (i = 0; i < PAGE_SIZE; i++)
		sum += addr[i];
	kunmap_local(addr);
	return sum;
}

static long pin_leak_sum(struct pin_leak_sum *req)
{
	struct page *pages[MAX_PAGES];
	int i, pinned;

	if (!req->pages || req->pages > MAX_PAGES || req->addr & ~PAGE_MASK)
		return -EINVAL;
	pinned = pin_user_pages_fast(req->addr, req->pages, 0, pages);
	if (pinned < 0)
		return pinned;
	if (pinned < (int)req->pages)
		return -EFAULT;		/* BUG: those that are stay pinned */
	req->sum = 0;
	for (i = 0; i < pinned; i++)
		req->sum += sum_page(pages[i]);
	unpin_user_pages(pages, pinned);
	return 0;
}

static long pin_leak_ioctl(struct file *file, unsigned int cmd,
			   unsigned long arg)
{
	struct pin_leak_sum req;
	long err;

	if (cmd != PIN_LEAK_SUM)
		return -ENOTTY;
	if (copy_from_user(&req, (void __user *)arg, sizeof(req)))
		return -EFAULT;
	err = pin_leak_sum(&req);
	if (err)
		return err;
	return copy_to_user((void __user *)arg, &req, sizeof(req)) ? -EFAULT : 0;
}

static const struct file_operations pin_leak_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= pin_leak_ioctl,
};

static struct miscdevice pin_leak_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "pin_leak",
	.fops	= &pin_leak_fops,
};
module_misc_device(pin_leak_misc);

MODULE_LICENSE("Dual MIT/GPL");
