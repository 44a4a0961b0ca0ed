/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/user.h - nothing that drivers use.
 */
#ifndef DOOR_LINUX_SCHED_USER_H
#define DOOR_LINUX_SCHED_USER_H

#include <linux/sched.h>

#endif
