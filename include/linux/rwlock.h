/* SPDX-License-Identifier: MIT */
/*
 * linux/rwlock.h - locks of readers and writers.
 */
#ifndef DOOR_LINUX_RWLOCK_H
#define DOOR_LINUX_RWLOCK_H

#include <linux/spinlock.h>

#endif
