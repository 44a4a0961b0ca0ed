/* SPDX-License-Identifier: MIT */
/*
 * linux/rwsem.h - readers and writers that one sleeps for.
 */
#ifndef DOOR_LINUX_RWSEM_H
#define DOOR_LINUX_RWSEM_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <octavo/rwsem.h>
#include <octavo/lockcheck.h>

#endif
