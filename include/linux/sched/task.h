/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/task.h - keeping tasks.
 */
#ifndef DOOR_LINUX_SCHED_TASK_H
#define DOOR_LINUX_SCHED_TASK_H

#include <linux/sched.h>

#endif
