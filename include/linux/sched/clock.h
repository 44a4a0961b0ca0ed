/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/clock.h - a clock for measuring.
 */
#ifndef DOOR_LINUX_SCHED_CLOCK_H
#define DOOR_LINUX_SCHED_CLOCK_H

#include <linux/ktime.h>

#endif
