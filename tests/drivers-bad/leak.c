// SPDX-License-Identifier: MIT
/* Leaves an object and a block of pages behind; gives others back. */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/slab.h>

static void *kept;

static int __init leak_init(void)
{
	struct page *page, *good;

	kfree(kmalloc(100, GFP_KERNEL));
	kept = kmalloc(100, GFP_KERNEL);	/* BAD: leaked object */
	if (!kept)
		return -ENOMEM;
	good = alloc_pages(GFP_KERNEL, 0);
	page = alloc_pages(GFP_KERNEL, 2);	/* BAD: leaked pages */
	if (!page || !good)
		return -ENOMEM;
	__free_pages(good, 0);
	return 0;
}

static void __exit leak_exit(void)
{
}

module_init(leak_init);
module_exit(leak_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("leaves memory behind");
