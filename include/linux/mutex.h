/* SPDX-License-Identifier: MIT */
/*
 * linux/mutex.h - locks that one sleeps for.
 */
#ifndef DOOR_LINUX_MUTEX_H
#define DOOR_LINUX_MUTEX_H

#include <linux/list.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>
#include <octavo/mutex.h>
#include <octavo/lockcheck.h>

#endif
