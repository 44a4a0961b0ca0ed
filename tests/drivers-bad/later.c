// SPDX-License-Identifier: MIT
/* Leaves a timer behind (how=0), or frees memory with one in it (how=1). */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

static int how;
module_param(how, int, 0444);

struct late {
	int n;
	struct timer_list timer;
};

static struct late own;

static void later_ring(struct timer_list *timer)
{
}

static int __init later_init(void)
{
	struct late *late = how == 0 ? &own : kmalloc(sizeof(*late), GFP_KERNEL);

	if (!late)
		return -ENOMEM;
	timer_setup(&late->timer, later_ring, 0);
	mod_timer(&late->timer, jiffies + 1000 * HZ);
	if (how == 2)
		del_timer_sync(&late->timer);
	if (late != &own)
		kfree(late);	/* BAD: freed early */
	return 0;
}

static void __exit later_exit(void)
{
}

module_init(later_init);
module_exit(later_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("timers that are forgotten");
