/* SPDX-License-Identifier: MIT */
/*
 * linux/capability.h - what a task may do.
 */
#ifndef DOOR_LINUX_CAPABILITY_H
#define DOOR_LINUX_CAPABILITY_H

#include <linux/types.h>
#include <octavo/cred.h>

#define capable(cap)			task_capable(cap)
#define ns_capable(ns, cap)		((void)(ns), task_capable(cap))
#define has_capability_noaudit(t, cap)	((void)(t), task_capable(cap))

#endif
