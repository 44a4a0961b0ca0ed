/* SPDX-License-Identifier: MIT */
/*
 * linux/rwlock_types.h - their types.
 */
#ifndef DOOR_LINUX_RWLOCK_TYPES_H
#define DOOR_LINUX_RWLOCK_TYPES_H

#include <linux/spinlock_types.h>

#endif
