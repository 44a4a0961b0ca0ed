/* SPDX-License-Identifier: MIT */
/*
 * linux/timekeeping.h - the clocks.
 */
#ifndef DOOR_LINUX_TIMEKEEPING_H
#define DOOR_LINUX_TIMEKEEPING_H

#include <linux/errno.h>
#include <octavo/ktime.h>

#endif
