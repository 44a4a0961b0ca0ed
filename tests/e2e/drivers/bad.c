// SPDX-License-Identifier: MIT
/*
 * bad.c - a driver that does what it must not, as asked for.
 */
#include <linux/init.h>
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

static DEFINE_MUTEX(outer);
static DEFINE_SPINLOCK(inner);
static char *how = "";
module_param(how, charp, 0);

static noinline int wild(volatile int *p)
{
	return *p;
}

/* Crash with a mutex, a spin lock, three objects and four pages. */
static int laden(void)
{
	mutex_lock(&outer);
	spin_lock(&inner);
	for (int i = 0; i < 3; i++)
		if (!kmalloc(100, GFP_ATOMIC))
			return -ENOMEM;
	if (!__get_free_pages(GFP_ATOMIC, 2))
		return -ENOMEM;
	return wild((int *)0x30);
}

static int do_it(void)
{
	char *p;

	if (strcmp(how, "laden") == 0)
		return laden();

	if (strcmp(how, "wild") == 0)
		return wild((int *)0x10);
	if (strcmp(how, "bug") == 0)
		BUG();
	if (strcmp(how, "loop") == 0)
		for (;;)
			barrier();
	if (strcmp(how, "errno") == 0)
		return -EBUSY;
	if (strcmp(how, "leak") == 0)
		return kmalloc(100, GFP_KERNEL) ? 0 : -ENOMEM;
	if (strcmp(how, "twice") == 0) {
		p = kmalloc(100, GFP_KERNEL);
		kfree(p);
		kfree(p);
	}
	return 0;
}

static int __init bad_init(void)
{
	return do_it();
}

static void __exit bad_exit(void)
{
	if (strcmp(how, "exit") == 0)
		wild((int *)0x20);
}

module_init(bad_init);
module_exit(bad_exit);
MODULE_LICENSE("Dual MIT/GPL");
