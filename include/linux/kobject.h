/* SPDX-License-Identifier: MIT */
/*
 * linux/kobject.h - names, parents, counts and directories.
 */
#ifndef DOOR_LINUX_KOBJECT_H
#define DOOR_LINUX_KOBJECT_H

#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/kobject_ns.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/sysfs.h>
#include <linux/types.h>
#include <octavo/atomic.h>
#include <octavo/kobject.h>
#include <octavo/spinlock.h>
#include <octavo/wait.h>

#endif
