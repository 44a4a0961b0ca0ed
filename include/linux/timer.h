/* SPDX-License-Identifier: MIT */
/*
 * linux/timer.h - a function called at a time.
 */
#ifndef DOOR_LINUX_TIMER_H
#define DOOR_LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <octavo/timer.h>

#endif
