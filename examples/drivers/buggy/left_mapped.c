// SPDX-License-Identifier: MIT
/*
 * left_mapped.c - a driver with a bug: when a copy fails, its window into high
 * memory stays open.
 *
 * /dev/left_mapped is one page of high memory.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

static struct page *page;

static ssize_t left_mapped_read(struct file *file, char __user *buf, size_t len,
				loff_t *pos)
{
	char *addr;

	if (*pos >= PAGE_SIZE)
		return 0;
	len = min_t(size_t, len, PAGE_SIZE - *pos);
	addr = kmap_local_page(page);
	if (copy_to_user(buf, addr + *pos, len))
		return -EFAULT;		/* BUG: addr stays mapped */
	kunmap_local(addr);
	*pos += len;
	return len;
}

static ssize_t left_mapped_write(struct file *file, const char __user *buf,
				 size_t len, loff_t *pos)
{
	unsigned long left;
	char *addr;

	if (*pos >= PAGE_SIZE)
		return -ENOSPC;
	len = min_t(size_t, len, PAGE_SIZE - *pos);
	addr = kmap_local_page(page);
	left = copy_from_user(addr + *pos, buf, len);
	kunmap_local(addr);
	if (left)
		return -EFAULT;
	*pos += len;
	return len;
}

static const struct file_operations left_mapped_fops = {
	.owner	= THIS_MODULE,
	.read	= left_mapped_read,
	.write	= left_mapped_write,
	.llseek	= default_llseek,
};

static struct miscdevice left_mapped_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "left_mapped",
	.fops	= &left_mapped_fops,
};

static int __init left_mapped_init(void)
{
	int err;

	page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	if (!page)
		return -ENOMEM;
	err = misc_register(&left_mapped_misc);
	if (err)
		__free_page(page);
	return err;
}

static void __exit left_mapped_exit(void)
{
	misc_deregister(&left_mapped_misc);
	__free_page(page);
}

module_init(left_mapped_init);
module_exit(left_mapped_exit);

MODULE_LICENSE("Dual MIT/GPL");
