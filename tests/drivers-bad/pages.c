// SPDX-License-Identifier: MIT
/*
 * Holds pages of programs wrongly. The parameter says how:
 *	1 puts what it pinned, 2 unpins what it got, 3 does not say that it
 *	wrote, 4 keeps a pin, 5 and 6 none of these.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/string.h>

static int how = 6;
module_param(how, int, 0);

static int hold(unsigned long addr, bool pin, struct page **page)
{
	int n;

	if (pin)
		n = pin_user_pages_fast(addr, 1, FOLL_WRITE, page);
	else
		n = get_user_pages_fast(addr, 1, FOLL_WRITE, page);
	return n == 1 ? 0 : -EFAULT;
}

static void fill(struct page *page)
{
	char *p = kmap_local_page(page);

	memset(p, 0x33, 16);
	kunmap_local(p);
}

static ssize_t pages_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	struct page *page;

	if (hold((unsigned long)buf, how != 2 && how != 5, &page))
		return -EFAULT;
	switch (how) {
	case 1:
		put_page(page);			/* BAD: put */
		break;
	case 2:
		unpin_user_page(page);		/* BAD: unpin */
		break;
	case 3:
		fill(page);
		unpin_user_page(page);		/* BAD: dirty */
		break;
	case 4:
		break;				/* BAD: kept */
	case 5:
		put_page(page);
		break;
	default:
		fill(page);
		unpin_user_pages_dirty_lock(&page, 1, true);
	}
	return (ssize_t)len;
}

static const struct file_operations pages_fops = {
	.owner = THIS_MODULE,
	.write = pages_write,
};

static struct miscdevice pages_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "pages",
	.fops = &pages_fops,
};

module_misc_device(pages_dev);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("holds pages of programs wrongly");
