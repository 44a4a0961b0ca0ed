/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/debug.h - nothing that drivers use.
 */
#ifndef DOOR_LINUX_SCHED_DEBUG_H
#define DOOR_LINUX_SCHED_DEBUG_H

#include <linux/sched.h>

#endif
