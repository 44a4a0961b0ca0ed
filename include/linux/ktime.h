/* SPDX-License-Identifier: MIT */
/*
 * linux/ktime.h - time in nanoseconds.
 */
#ifndef DOOR_LINUX_KTIME_H
#define DOOR_LINUX_KTIME_H

#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <octavo/ktime.h>

#endif
