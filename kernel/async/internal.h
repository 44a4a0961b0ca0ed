/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the parts that call functions later share: timers, works,
 * threads, RCU.
 */
#ifndef KERNEL_ASYNC_INTERNAL_H
#define KERNEL_ASYNC_INTERNAL_H

#include <octavo/async.h>
#include <octavo/cpu.h>
#include "../internal.h"

struct kthread *kthread_make(int (*fn)(void *data), void *data,
			     const char *name, gfp_t gfp);
struct task_struct *kthread_task(struct kthread *kt);

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

#endif
