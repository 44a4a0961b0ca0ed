/* SPDX-License-Identifier: MIT */
/*
 * of_device.h - a machine without a device tree.
 */
#ifndef DOOR_LINUX_OF_DEVICE_H
#define DOOR_LINUX_OF_DEVICE_H

#include <linux/of.h>
#include <linux/platform_device.h>

#define of_device_get_match_data(dev)	device_get_match_data(dev)

#endif
