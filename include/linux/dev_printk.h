/* SPDX-License-Identifier: MIT */
/*
 * linux/dev_printk.h - messages of devices.
 */
#ifndef DOOR_LINUX_DEV_PRINTK_H
#define DOOR_LINUX_DEV_PRINTK_H

#include <linux/printk.h>
#include <octavo/device.h>

#endif
