/* SPDX-License-Identifier: MIT */
/*
 * linux/kdev_t.h - numbers of devices.
 */
#ifndef DOOR_LINUX_KDEV_T_H
#define DOOR_LINUX_KDEV_T_H

#include <linux/types.h>
#include <octavo/kdev_t.h>

#endif
