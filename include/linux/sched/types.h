/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/types.h - scheduling parameters.
 */
#ifndef DOOR_LINUX_SCHED_TYPES_H
#define DOOR_LINUX_SCHED_TYPES_H

#include <linux/types.h>

#endif
