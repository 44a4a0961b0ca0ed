/* SPDX-License-Identifier: MIT */
/*
 * linux/delay.h - doing nothing for a while.
 */
#ifndef DOOR_LINUX_DELAY_H
#define DOOR_LINUX_DELAY_H

#include <linux/math.h>
#include <linux/sched.h>
#include <octavo/delay.h>

#endif
