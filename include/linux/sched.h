/* SPDX-License-Identifier: MIT */
/*
 * linux/sched.h - the running task, and giving the CPU away.
 */
#ifndef DOOR_LINUX_SCHED_H
#define DOOR_LINUX_SCHED_H

#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/signal.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <asm/current.h>
#include <octavo/sched.h>
#include <octavo/slab.h>

#define schedule()		schedule_current()
#define cond_resched()		cond_resched_task()
#define cond_resched_lock(lock)	\
	({ spin_unlock(lock); int cond_ran = cond_resched(); spin_lock(lock); cond_ran; })
#define io_schedule()		schedule_current()
#define io_schedule_timeout(t)	schedule_timeout(t)
#define task_pid_nr(task)	((task)->pid)
#define task_tgid_nr(task)	((task)->tgid)
#define task_pid_vnr(task)	((task)->pid)
#define task_tgid_vnr(task)	((task)->tgid)
#define get_task_comm(buf, task)					\
	({								\
		__builtin_memcpy(buf, (task)->comm, TASK_COMM_LEN);	\
		buf;							\
	})
#define task_cpu(task)		((void)(task), 0)
#define task_is_running(task)	(READ_ONCE((task)->__state) == TASK_RUNNING)
#define is_global_init(task)	((task)->tgid == 1)

/* Is the kernel to give the CPU to somebody else? */
bool need_resched(void);

#endif
