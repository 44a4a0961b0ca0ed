// SPDX-License-Identifier: MIT
#include <linux/init.h>
#include <linux/module.h>
#include <pair.h>

int pair_double(int x)
{
	return pair_part(x) + x;
}
EXPORT_SYMBOL_GPL(pair_double);

static int __init maker_init(void)
{
	pr_info("maker of " WHO "\n");
	return 0;
}

static void __exit maker_exit(void)
{
	pr_info("maker ends\n");
}

module_init(maker_init);
module_exit(maker_exit);
MODULE_LICENSE("Dual MIT/GPL");
