// SPDX-License-Identifier: MIT
/* Uses objects where it must not: what=0 after free, 1 one byte too far,
 * 2 one byte too early, 3 frees twice, 4 a page after free, 5 none of these. */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

static int what;
module_param(what, int, 0);

static noinline void touch(char *p, int i)
{
	for (int n = 0; n < 3; n++)
		p[i] = 1;		/* BAD */
}

static noinline void misuse(char *p)
{
	switch (what) {
	case 0:
		kfree(p);
		touch(p, 5);
		break;
	case 1:
		touch(p, 60);
		kfree(p);
		break;
	case 2:
		touch(p, -1);
		kfree(p);
		break;
	case 3:
		kfree(p);
		kfree(p);		/* BAD: again */
		break;
	default:
		touch(p, 0);
		touch(p, 59);
		kfree(p);
	}
}

static void pages(void)
{
	char *p = (char *)__get_free_page(GFP_KERNEL);

	if (!p)
		return;
	free_page((unsigned long)p);
	touch(p, 100);
}

static int __init heap_init(void)
{
	char *p;

	if (what == 4) {
		pages();
		return 0;
	}
	p = kmalloc(60, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	misuse(p);
	return 0;
}

static void __exit heap_exit(void)
{
}

module_init(heap_init);
module_exit(heap_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("misuses the heap");
