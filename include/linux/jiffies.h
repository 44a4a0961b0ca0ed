/* SPDX-License-Identifier: MIT */
/*
 * linux/jiffies.h - time in steps.
 */
#ifndef DOOR_LINUX_JIFFIES_H
#define DOOR_LINUX_JIFFIES_H

#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/types.h>
#include <linux/time.h>
#include <octavo/jiffies.h>

#define jiffies_delta_to_msecs(d)	jiffies_to_msecs((unsigned long)(d))
#define time_in_range64(a, b, c)	((s64)((a) - (b)) >= 0 && (s64)((c) - (a)) >= 0)

#endif
