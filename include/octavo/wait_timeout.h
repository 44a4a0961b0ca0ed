/* SPDX-License-Identifier: MIT */
/*
 * wait_timeout.h - waits of wait.h that end at a time, too, or that give a lock
 * back meanwhile.
 *
 * Those with a time answer what is left of it, 1 at least if the condition
 * holds; 0: it is over and the condition does not; -ERESTARTSYS: a signal.
 */
#ifndef OCTAVO_WAIT_TIMEOUT_H
#define OCTAVO_WAIT_TIMEOUT_H

#include <octavo/sched.h>
#include <octavo/spinlock.h>
#include <octavo/wait.h>

/* A wait begins that time may end: is it to? Asked in drivers only. */
#ifdef OCTAVO_DRIVER
#define wait_is_over()		should_fail(FAULT_TIMEOUT)
#else
#define wait_is_over()		false
#endif

#define WAIT_MAY_BE_INTERRUPTED(state)	\
	(((state) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) != 0)

/* @before and @after are done around each sleep. */
#define __wait_event_loop(wq, cond, prepare, state, timeout, before, after) \
	({								\
		long wait_left = (timeout);				\
		DEFINE_WAIT(wait_entry);				\
		for (;;) {						\
			prepare(&(wq), &wait_entry, state);		\
			if (cond) {					\
				wait_left = wait_left ? wait_left : 1;	\
				break;					\
			}						\
			if (signal_pending_state(state, current)) {	\
				wait_left = -ERESTARTSYS;		\
				break;					\
			}						\
			if (!wait_left)					\
				break;					\
			before;						\
			wait_left = schedule_timeout(wait_left);	\
			after;						\
		}							\
		finish_wait(&(wq), &wait_entry);			\
		wait_left;						\
	})

#define __wait_event_time(wq, cond, prepare, state, timeout)		\
	({								\
		long wait_limit = (timeout), wait_ret;			\
		might_sleep();						\
		if (WAIT_MAY_BE_INTERRUPTED(state) && wait_is_interrupted()) \
			wait_ret = -ERESTARTSYS;			\
		else if (wait_is_over())				\
			wait_ret = 0;					\
		else if (cond)						\
			wait_ret = wait_limit ? wait_limit : 1;		\
		else							\
			wait_ret = __wait_event_loop(wq, cond, prepare,	\
					state, wait_limit, , );		\
		wait_ret;						\
	})

#define wait_event_timeout(wq, cond, timeout)				\
	__wait_event_time(wq, cond, prepare_to_wait,			\
			  TASK_UNINTERRUPTIBLE, timeout)
#define wait_event_idle_timeout(wq, cond, timeout)			\
	__wait_event_time(wq, cond, prepare_to_wait, TASK_IDLE, timeout)
#define wait_event_idle_exclusive_timeout(wq, cond, timeout)		\
	__wait_event_time(wq, cond, prepare_to_wait_exclusive, TASK_IDLE, timeout)
#define wait_event_interruptible_timeout(wq, cond, timeout)		\
	__wait_event_time(wq, cond, prepare_to_wait,			\
			  TASK_INTERRUPTIBLE, timeout)
#define wait_event_freezable_timeout(wq, cond, timeout)			\
	wait_event_interruptible_timeout(wq, cond, timeout)
#define wait_event_killable_timeout(wq, cond, timeout)			\
	__wait_event_time(wq, cond, prepare_to_wait, TASK_KILLABLE, timeout)
#define wait_event_freezable(wq, cond)	wait_event_interruptible(wq, cond)
#define wait_event_idle(wq, cond)	wait_event(wq, cond)
#define wait_event_idle_exclusive(wq, cond)	wait_event_exclusive(wq, cond)
#define io_wait_event(wq, cond)		wait_event(wq, cond)
#define wait_event_killable_exclusive(wq, cond)				\
	__wait_event_signal(wq, cond, prepare_to_wait_exclusive, TASK_KILLABLE)

/* Nanoseconds; 0, -ETIME, -ERESTARTSYS. */
#define __wait_event_ns(wq, cond, state, time)				\
	({								\
		u64 wait_ns = (u64)(time);				\
		long wait_res = __wait_event_time(wq, cond,		\
			prepare_to_wait, state,				\
			(time) == KTIME_MAX ? MAX_SCHEDULE_TIMEOUT :	\
			(long)nsecs_to_jiffies(wait_ns + NSEC_PER_JIFFY - 1)); \
		wait_res > 0 ? 0 : !wait_res ? -ETIME : (int)wait_res;	\
	})
#define wait_event_hrtimeout(wq, cond, time)				\
	__wait_event_ns(wq, cond, TASK_UNINTERRUPTIBLE, time)
#define wait_event_interruptible_hrtimeout(wq, cond, time)		\
	__wait_event_ns(wq, cond, TASK_INTERRUPTIBLE, time)

/* @cmd1 before each sleep, @cmd2 after it. */
#define wait_event_cmd(wq, cond, cmd1, cmd2)				\
	do {								\
		if (!(cond))						\
			(void)__wait_event_loop(wq, cond,		\
				prepare_to_wait, TASK_UNINTERRUPTIBLE,	\
				MAX_SCHEDULE_TIMEOUT, cmd1, cmd2);	\
	} while (0)

/* With @lock held by spin_lock_irq(), which is not held while it sleeps. */
#define wait_event_lock_irq(wq, cond, lock)				\
	wait_event_cmd(wq, cond, spin_unlock_irq(&(lock)),		\
		       spin_lock_irq(&(lock)))
#define wait_event_lock_irq_cmd(wq, cond, lock, cmd)			\
	wait_event_cmd(wq, cond,					\
		       do { spin_unlock_irq(&(lock)); cmd; } while (0),	\
		       spin_lock_irq(&(lock)))
#define wait_event_interruptible_lock_irq_timeout(wq, cond, lock, timeout) \
	({								\
		long wait_lim = (timeout);				\
		wait_is_interrupted() ? -ERESTARTSYS :			\
		(cond) ? (wait_lim ? wait_lim : 1) :			\
		__wait_event_loop(wq, cond, prepare_to_wait,		\
				  TASK_INTERRUPTIBLE, wait_lim,		\
				  spin_unlock_irq(&(lock)),		\
				  spin_lock_irq(&(lock)));		\
	})
#define wait_event_interruptible_lock_irq(wq, cond, lock)		\
	({								\
		long wait_res = wait_event_interruptible_lock_irq_timeout( \
			wq, cond, lock, MAX_SCHEDULE_TIMEOUT);		\
		wait_res < 0 ? (int)wait_res : 0;			\
	})
#define wait_event_interruptible_lock_irq_cmd(wq, cond, lock, cmd)	\
	wait_event_interruptible_lock_irq(wq, cond, lock)
#define wait_event_lock_irq_timeout(wq, cond, lock, timeout)		\
	({								\
		long wait_lim = (timeout);				\
		(cond) ? (wait_lim ? wait_lim : 1) :			\
		__wait_event_loop(wq, cond, prepare_to_wait,		\
				  TASK_UNINTERRUPTIBLE, wait_lim,	\
				  spin_unlock_irq(&(lock)),		\
				  spin_lock_irq(&(lock)));		\
	})

/* With the queue's own lock held, which is not held while it sleeps. */
#define __wait_event_locked(wq, cond, state, lock, unlock)		\
	({								\
		int wait_res = wait_is_interrupted() ? -ERESTARTSYS : 0; \
		while (!wait_res && !(cond)) {				\
			DEFINE_WAIT(wait_entry);			\
			unlock(&(wq).lock);				\
			prepare_to_wait_exclusive(&(wq), &wait_entry, state); \
			if (signal_pending_state(state, current))	\
				wait_res = -ERESTARTSYS;		\
			else if (!(cond))				\
				schedule_current();			\
			finish_wait(&(wq), &wait_entry);		\
			lock(&(wq).lock);				\
		}							\
		wait_res;						\
	})
#define wait_event_interruptible_locked(wq, cond)			\
	__wait_event_locked(wq, cond, TASK_INTERRUPTIBLE, spin_lock, spin_unlock)
#define wait_event_interruptible_locked_irq(wq, cond)			\
	__wait_event_locked(wq, cond, TASK_INTERRUPTIBLE,		\
			    spin_lock_irq, spin_unlock_irq)

/**
 * wait_woken() - sleep unless woken_wake_function() was called since the last
 * @wait: in a queue, made by DEFINE_WAIT_FUNC(name, woken_wake_function)
 * @mode: TASK_*
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: May sleep.
 * Return: what was left of @timeout.
 */
long wait_woken(wait_queue_entry_t *wait, unsigned int mode, long timeout);

/**
 * woken_wake_function() - wake who sleeps in wait_woken()
 * @wait: in a queue
 * @mode: states to be woken
 * @flags: for others
 * @key: for others
 *
 * Context: Any context.
 * Return: 1 if it was woken.
 */
int woken_wake_function(wait_queue_entry_t *wait, unsigned int mode, int flags,
			void *key);

#define WQ_FLAG_WOKEN		0x02u	/* since the last wait_woken() */

/* ---- completions ------------------------------------------------------------ */

/**
 * completion_wait() - sleep until let pass
 * @x: the completion
 * @state: TASK_*
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * A point of FAULT_SIGNAL if @state lets signals end it, and of FAULT_TIMEOUT
 * if there is a limit.
 *
 * Context: May sleep.
 * Return: what was left of @timeout, 1 at least; 0: the time is over;
 *	-ERESTARTSYS: a signal.
 */
long completion_wait(struct completion *x, unsigned int state, long timeout);

static inline int completion_wait_signal(struct completion *x,
					 unsigned int state)
{
	const long ret = completion_wait(x, state, MAX_SCHEDULE_TIMEOUT);

	return ret < 0 ? (int)ret : 0;
}

#define wait_for_completion_interruptible(x)				\
	completion_wait_signal(x, TASK_INTERRUPTIBLE)
#define wait_for_completion_killable(x)					\
	completion_wait_signal(x, TASK_KILLABLE)
#define wait_for_completion_timeout(x, timeout)				\
	((unsigned long)completion_wait(x, TASK_UNINTERRUPTIBLE,	\
					(long)(timeout)))
#define wait_for_completion_interruptible_timeout(x, timeout)		\
	completion_wait(x, TASK_INTERRUPTIBLE, (long)(timeout))
#define wait_for_completion_killable_timeout(x, timeout)		\
	completion_wait(x, TASK_KILLABLE, (long)(timeout))
#define wait_for_completion_io(x)		wait_for_completion(x)
#define wait_for_completion_io_timeout(x, t)	wait_for_completion_timeout(x, t)

#endif
