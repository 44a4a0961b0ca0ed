/* SPDX-License-Identifier: MIT */
/*
 * fwnode.h - what has properties.
 */
#ifndef DOOR_LINUX_FWNODE_H
#define DOOR_LINUX_FWNODE_H

#include <linux/property.h>

#endif
