/* SPDX-License-Identifier: MIT */
/*
 * linux/semaphore.h - counts that one sleeps for.
 */
#ifndef DOOR_LINUX_SEMAPHORE_H
#define DOOR_LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <octavo/semaphore.h>

#endif
