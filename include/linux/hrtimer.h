/* SPDX-License-Identifier: MIT */
/*
 * linux/hrtimer.h - the same in nanoseconds.
 */
#ifndef DOOR_LINUX_HRTIMER_H
#define DOOR_LINUX_HRTIMER_H

#include <linux/ktime.h>
#include <linux/timer.h>
#include <octavo/hrtimer.h>

#endif
