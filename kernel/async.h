/* SPDX-License-Identifier: MIT */
/*
 * async.h - what calls functions later: timers, tasklets, works, threads.
 */
#ifndef KERNEL_ASYNC_H
#define KERNEL_ASYNC_H

#include <octavo/async.h>
#include <octavo/cpu.h>
#include <octavo/ktimer.h>

/* For raise_pending(), beside those of internal.h. */
#define PENDING_TIMERS		4u
#define PENDING_RCU		8u
#define PENDING_WORKERS		16u

void run_timers(void);
void run_rcu(void);
/* See to it that a worker is there: 0 or -ENOMEM. */
int workers_start(gfp_t gfp);
void kthreads_exit(void);
/* A thread is over and its structure goes; NULL: none. */
void kthread_forget(struct kthread *kt);
void workqueue_exit(void);
struct kthread *kthread_make(int (*fn)(void *data), void *data,
			     const char *name, gfp_t gfp);
struct task_struct *kthread_task(struct kthread *kt);

/* Around a function that runs where softirqs do on Linux. */
static inline unsigned int softirq_enter(void)
{
	this_cpu_var(preempt_count) += SOFTIRQ_OFFSET;
	barrier();
	return preempt_count();
}

static inline void softirq_exit(void)
{
	barrier();
	this_cpu_var(preempt_count) -= SOFTIRQ_OFFSET;
}

/* A function has returned: report what it left behind, and put it right. @before
 * is the preempt_count() that it was called with. */
void async_end(unsigned int before, const char *what, const void *fn);

/* ---- async_walk() -------------------------------------------------------- */

struct async_visitor {
	bool (*visit)(const struct async_item *item, void *arg);
	void *arg;
	unsigned int nr;
};

/* False: enough. */
bool async_visit(struct async_visitor *v, enum async_kind kind,
		 const void *object, const void *function, const char *name);
bool async_walk_timers(struct async_visitor *v);
bool async_walk_tasklets(struct async_visitor *v);
bool async_walk_works(struct async_visitor *v);
bool async_walk_kthreads(struct async_visitor *v);
bool async_walk_rcu(struct async_visitor *v);
bool ktimers_walk(bool (*visit)(struct ktimer *timer, void *arg), void *arg);

#endif
