/* SPDX-License-Identifier: MIT */
/*
 * of_irq.h - a machine without a device tree.
 */
#ifndef DOOR_LINUX_OF_IRQ_H
#define DOOR_LINUX_OF_IRQ_H

#include <linux/of.h>

static inline unsigned int irq_of_parse_and_map(struct device_node *np,
						int index)
{
	return 0;
}

static inline int of_irq_get(struct device_node *np, int index)
{
	return 0;
}

#endif
