/* SPDX-License-Identifier: MIT */
/*
 * linux/sysfs.h - files of objects.
 */
#ifndef DOOR_LINUX_SYSFS_H
#define DOOR_LINUX_SYSFS_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/stat.h>
#include <linux/stringify.h>
#include <linux/types.h>
#include <octavo/sysfs.h>

#endif
