/* SPDX-License-Identifier: MIT */
/*
 * of_platform.h - a machine without a device tree.
 */
#ifndef DOOR_LINUX_OF_PLATFORM_H
#define DOOR_LINUX_OF_PLATFORM_H

#include <linux/of_device.h>

#endif
