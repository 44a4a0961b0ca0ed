/* SPDX-License-Identifier: MIT */
/*
 * linux/mmap_lock.h - the lock of an address space.
 */
#ifndef DOOR_LINUX_MMAP_LOCK_H
#define DOOR_LINUX_MMAP_LOCK_H

#include <linux/mm_types.h>

#endif
