/* SPDX-License-Identifier: MIT */
/*
 * llist.h - lists without a lock.
 */
#ifndef DOOR_LINUX_LLIST_H
#define DOOR_LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <octavo/llist.h>

#endif
