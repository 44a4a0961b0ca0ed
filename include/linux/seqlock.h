/* SPDX-License-Identifier: MIT */
/*
 * linux/seqlock.h - readers that look again.
 */
#ifndef DOOR_LINUX_SEQLOCK_H
#define DOOR_LINUX_SEQLOCK_H

#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <octavo/seqlock.h>

#endif
