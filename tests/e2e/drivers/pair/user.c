// SPDX-License-Identifier: MIT
#include <linux/init.h>
#include <linux/module.h>
#include <pair.h>

static int __init user_init(void)
{
	pr_info("user: %d\n", pair_double(21));
	return 0;
}

static void __exit user_exit(void)
{
	pr_info("user ends\n");
}

module_init(user_init);
module_exit(user_exit);
MODULE_LICENSE("Dual MIT/GPL");
