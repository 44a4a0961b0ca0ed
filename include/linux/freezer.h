/* SPDX-License-Identifier: MIT */
/*
 * linux/freezer.h - there is no sleep of the whole machine.
 */
#ifndef DOOR_LINUX_FREEZER_H
#define DOOR_LINUX_FREEZER_H

#include <linux/sched.h>
#include <linux/wait.h>

#define try_to_freeze()		false
#define set_freezable()		false
#define freezing(task)		((void)(task), false)
#define kthread_freezable_should_stop(was)	\
	({ bool *frozen_p = (was); if (frozen_p) *frozen_p = false; kthread_should_stop(); })

#endif
