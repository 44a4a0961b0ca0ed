/* SPDX-License-Identifier: MIT */
/*
 * linux/bottom_half.h - keeping tasklets and timers out.
 */
#ifndef DOOR_LINUX_BOTTOM_HALF_H
#define DOOR_LINUX_BOTTOM_HALF_H

#include <octavo/spinlock.h>
#include <octavo/lockcheck.h>

#endif
