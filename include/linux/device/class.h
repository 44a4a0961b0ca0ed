/* SPDX-License-Identifier: MIT */
/*
 * linux/device/class.h - classes.
 */
#ifndef DOOR_LINUX_DEVICE_CLASS_H
#define DOOR_LINUX_DEVICE_CLASS_H

#include <linux/device.h>

#endif
