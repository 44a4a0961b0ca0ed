/* SPDX-License-Identifier: MIT */
/*
 * linux/cdev.h - character devices.
 */
#ifndef DOOR_LINUX_CDEV_H
#define DOOR_LINUX_CDEV_H

#include <linux/kdev_t.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <octavo/cdev.h>

#endif
