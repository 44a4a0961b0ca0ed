/* SPDX-License-Identifier: MIT */
/*
 * linux/swait.h - the same, simpler.
 */
#ifndef DOOR_LINUX_SWAIT_H
#define DOOR_LINUX_SWAIT_H

#include <linux/wait.h>

#define swait_queue_head		wait_queue_head
#define init_swait_queue_head(wq)	init_waitqueue_head(wq)
#define DECLARE_SWAIT_QUEUE_HEAD(name)	DECLARE_WAIT_QUEUE_HEAD(name)
#define swait_active(wq)		waitqueue_active(wq)
#define swake_up_one(wq)		wake_up(wq)
#define swake_up_all(wq)		wake_up_all(wq)
#define swait_event_exclusive(wq, cond)	wait_event_exclusive(wq, cond)
#define swait_event_interruptible_exclusive(wq, cond)	\
	wait_event_interruptible_exclusive(wq, cond)
#define swait_event_timeout_exclusive(wq, cond, timeout)	\
	wait_event_timeout(wq, cond, timeout)

#endif
