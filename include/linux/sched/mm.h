/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/mm.h - address spaces of tasks.
 */
#ifndef DOOR_LINUX_SCHED_MM_H
#define DOOR_LINUX_SCHED_MM_H

#include <linux/sched.h>

#endif
