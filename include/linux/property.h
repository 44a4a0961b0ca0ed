/* SPDX-License-Identifier: MIT */
/*
 * property.h - what firmware says of a device.
 */
#ifndef DOOR_LINUX_PROPERTY_H
#define DOOR_LINUX_PROPERTY_H

#include <linux/types.h>
#include <linux/bits.h>
#include <octavo/property.h>

static inline void fwnode_handle_put(struct fwnode_handle *fwnode)
{
}

static inline struct fwnode_handle *fwnode_handle_get(struct fwnode_handle *fwnode)
{
	return fwnode;
}

#define device_for_each_child_node(dev, child)	\
	for ((child) = NULL; (child);)
#define device_get_child_node_count(dev)	(0)

#endif
