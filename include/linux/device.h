/* SPDX-License-Identifier: MIT */
/*
 * linux/device.h - devices and classes.
 */
#ifndef DOOR_LINUX_DEVICE_H
#define DOOR_LINUX_DEVICE_H

#include <linux/compiler.h>
#include <linux/dev_printk.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/types.h>
#include <octavo/atomic.h>
#include <octavo/device.h>
#include <octavo/devres.h>
#include <octavo/driver.h>
#include <octavo/mutex.h>
#include <octavo/slab.h>

#endif
