// SPDX-License-Identifier: MIT
/*
 * not_dirty.c - a driver with a bug: it writes into pages of a program and
 * does not say so, so that a page of a file may lose what was written.
 *
 * read(2) of /dev/not_dirty fills whole pages with the letter A.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>

static ssize_t not_dirty_read(struct file *file, char __user *buf, size_t len,
			      loff_t *pos)
{
	unsigned long addr = (unsigned long)buf;
	struct page *page;
	size_t done = 0;
	char *kaddr;

	if ((addr | len) & ~PAGE_MASK)
		return -EINVAL;
	while (done < len) {
		if (pin_user_pages_fast(addr + done, 1, FOLL_WRITE, &page) != 1)
			break;
		kaddr = kmap_local_page(page);
		memset(kaddr, 'A', PAGE_SIZE);
		kunmap_local(kaddr);
		unpin_user_page(page);	/* BUG: not ..._dirty_lock() */
		done += PAGE_SIZE;
	}
	return len && !done ? -EFAULT : done;
}

static const struct file_operations not_dirty_fops = {
	.owner	= THIS_MODULE,
	.read	= not_dirty_read,
};

static struct miscdevice not_dirty_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "not_dirty",
	.fops	= &not_dirty_fops,
};
module_misc_device(not_dirty_misc);

MODULE_LICENSE("Dual MIT/GPL");
