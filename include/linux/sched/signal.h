/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/signal.h - signals of tasks.
 */
#ifndef DOOR_LINUX_SCHED_SIGNAL_H
#define DOOR_LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>
#include <linux/signal.h>

static inline int signal_pending(const struct task_struct *task)
{
	return READ_ONCE(task->sigpending);
}

static inline int fatal_signal_pending(const struct task_struct *task)
{
	return READ_ONCE(task->sigkill);
}

/* Kernel threads take no signals: these say so of themselves. */
#define allow_signal(sig)	((void)(sig))
#define disallow_signal(sig)	((void)(sig))
#define flush_signals(task)	((void)(task))

#endif
