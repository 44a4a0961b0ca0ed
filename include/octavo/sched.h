/* SPDX-License-Identifier: MIT */
/*
 * sched.h - the running task, and giving the CPU away, for drivers.
 *
 *	set_current_state(TASK_INTERRUPTIBLE);
 *	if (!condition)
 *		schedule();		sleeps until wake_up_process()
 *	__set_current_state(TASK_RUNNING);
 *
 * The kernel is not preemptible and runs on one CPU: between two calls that may
 * sleep nobody else's code runs but interrupts'.
 */
#ifndef OCTAVO_SCHED_H
#define OCTAVO_SCHED_H

#include <octavo/atomic.h>
#include <octavo/cpu.h>
#include <octavo/jiffies.h>
#include <octavo/wait.h>

#define MAX_SCHEDULE_TIMEOUT	LONG_MAX

#define get_current_state()	READ_ONCE(current->__state)
#define __set_current_state(s)	WRITE_ONCE(current->__state, (s))
#define set_current_state(s)						\
	do {								\
		WRITE_ONCE(current->__state, (s));			\
		smp_mb();						\
	} while (0)

/**
 * schedule_current() - sleep as the task's state says
 *
 * Linux's schedule(): in TASK_RUNNING others have a turn. In another state it
 * sleeps until wake_up_process() or, where the state allows that, a signal; the
 * state is TASK_RUNNING afterwards.
 *
 * Context: May sleep.
 */
void schedule_current(void);

/**
 * schedule_timeout() - as schedule_current(), for a limited time
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: May sleep.
 * Return: what was left of @timeout; 0: the time is over.
 */
long schedule_timeout(long timeout);

/**
 * schedule_timeout_state() - set a state, then schedule_timeout()
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 * @state: TASK_*
 *
 * Context: May sleep.
 * Return: what was left of @timeout; 0: the time is over.
 */
long schedule_timeout_state(long timeout, unsigned int state);

#define schedule_timeout_interruptible(timeout)		\
	schedule_timeout_state(timeout, TASK_INTERRUPTIBLE)
#define schedule_timeout_killable(timeout)		\
	schedule_timeout_state(timeout, TASK_KILLABLE)
#define schedule_timeout_uninterruptible(timeout)	\
	schedule_timeout_state(timeout, TASK_UNINTERRUPTIBLE)
#define schedule_timeout_idle(timeout)			\
	schedule_timeout_state(timeout, TASK_IDLE)

/**
 * schedule_ns() - sleep for a time in the state that is set
 * @ns: nanoseconds
 *
 * Context: May sleep.
 * Return: nanoseconds that were left, 0: the time is over.
 */
u64 schedule_ns(u64 ns);

/**
 * cond_resched_task() - let others run whose turn it is
 *
 * Timers and tasklets that are due run, too. What long loops call.
 *
 * Context: May sleep.
 * Return: 1 if somebody else ran.
 */
int cond_resched_task(void);

/**
 * yield() - let everybody else run who is ready
 *
 * Context: May sleep.
 */
void yield(void);

/**
 * get_task_struct() - keep a task's structure
 * @task: any
 *
 * Context: Any context.
 * Return: @task.
 * Pairs with: put_task_struct().
 */
struct task_struct *get_task_struct(struct task_struct *task);

/**
 * put_task_struct() - undo get_task_struct()
 * @task: any
 *
 * Context: Any context.
 */
void put_task_struct(struct task_struct *task);

/**
 * task_is_known() - is there such a task?
 * @task: perhaps a task that is over
 *
 * Context: Any context.
 * Return: true if it runs or somebody keeps it.
 */
bool task_is_known(const struct task_struct *task);

/**
 * send_sig() - send a signal to a task
 * @sig: which
 * @task: to whom; one of the kernel's own takes none
 * @priv: for others
 *
 * Context: Any context.
 * Return: 0, -EINVAL: there is no such signal, -ESRCH: it is over.
 */
int send_sig(int sig, struct task_struct *task, int priv);

/**
 * nr_cpus_for_drivers() - CPUs that drivers' code may run on
 *
 * Context: Any context.
 * Return: 1.
 */
#define nr_cpus_for_drivers()	1u

#endif
