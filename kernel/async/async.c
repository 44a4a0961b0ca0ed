/* SPDX-License-Identifier: MIT */
/*
 * async.c - what all that calls functions later has in common.
 *
 * After each such function the CPU is to be as it was before. Where it is not,
 * the function is named and the state put back, so that what follows is not
 * blamed.
 */
#include "internal.h"
#include <octavo/lockcheck.h>

void async_end(unsigned int before, const char *what, const void *fn)
{
	struct task_struct *self = current;

	lockcheck_leave(what);
	if (unlikely(self->rcu_depth)) {
		octavo_report("%s function %p returns within rcu_read_lock()",
			      what, fn);
		this_cpu_var(preempt_count) -= self->rcu_depth;
		self->rcu_depth = 0;
	}
	if (unlikely(preempt_count() != before)) {
		octavo_report("%s function %p returns with preempt_count %x, was %x",
			      what, fn, preempt_count(), before);
		this_cpu_var(preempt_count) = before;
	}
}

bool async_visit(struct async_visitor *v, enum async_kind kind,
		 const void *object, const void *function, const char *name)
{
	const struct async_item item = {
		.kind = kind, .object = object, .function = function,
		.name = name,
	};

	v->nr++;
	return v->visit(&item, v->arg);
}

unsigned int async_walk(bool (*visit)(const struct async_item *item, void *arg),
			void *arg)
{
	struct async_visitor v = { .visit = visit, .arg = arg };

	(void)(async_walk_timers(&v) && async_walk_tasklets(&v) &&
	       async_walk_works(&v) && async_walk_kthreads(&v) &&
	       async_walk_rcu(&v));
	return v.nr;
}

const char *async_kind_name(enum async_kind kind)
{
	static const char *const names[NR_ASYNC_KINDS] = {
		[ASYNC_TIMER] = "timer", [ASYNC_HRTIMER] = "hrtimer",
		[ASYNC_TASKLET] = "tasklet", [ASYNC_WORK] = "work",
		[ASYNC_RUNNING_WORK] = "running work",
		[ASYNC_KTHREAD] = "kernel thread",
		[ASYNC_RCU] = "RCU callback",
	};

	return kind < NR_ASYNC_KINDS ? names[kind] : "unknown";
}
