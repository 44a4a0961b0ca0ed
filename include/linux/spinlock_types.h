/* SPDX-License-Identifier: MIT */
/*
 * linux/spinlock_types.h - their types.
 */
#ifndef DOOR_LINUX_SPINLOCK_TYPES_H
#define DOOR_LINUX_SPINLOCK_TYPES_H

#include <octavo/spinlock.h>
#include <octavo/lockcheck.h>

#endif
