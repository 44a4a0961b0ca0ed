/* SPDX-License-Identifier: MIT */
/*
 * tasklet.h - what an interrupt handler leaves for later.
 *
 * A tasklet runs once for each time it is scheduled while it does not wait: with
 * interrupts on, on the boot CPU, before that goes to user code or idles, and
 * while no task is in the kernel. It must not sleep.
 */
#ifndef OCTAVO_TASKLET_H
#define OCTAVO_TASKLET_H

#include <octavo/list.h>
#include <octavo/types.h>

struct tasklet_struct {
	struct list_head list;		/* of those that wait */
	unsigned int count;		/* tasklet_disable()s */
	bool use_callback;
	union {
		void (*callback)(struct tasklet_struct *t);
		void (*func)(unsigned long data);
	};
	unsigned long data;		/* func's */
};

#define from_tasklet(var, t, member)					\
	container_of(t, __typeof__(*(var)), member)

#define __TASKLET_INIT(name, how, fn...)				\
	{ .list = { &(name).list, &(name).list }, .use_callback = (how), fn }
#define DECLARE_TASKLET(name, _callback)				\
	struct tasklet_struct name =					\
		__TASKLET_INIT(name, true, .callback = (_callback))
#define DECLARE_TASKLET_OLD(name, _func)				\
	struct tasklet_struct name =					\
		__TASKLET_INIT(name, false, .func = (_func))
#define DECLARE_TASKLET_DISABLED(name, _callback)			\
	struct tasklet_struct name =					\
		__TASKLET_INIT(name, true, .callback = (_callback),	\
			       .count = 1)

/* Prepare one. */
static inline void tasklet_setup(struct tasklet_struct *t,
				 void (*callback)(struct tasklet_struct *t))
{
	*t = (struct tasklet_struct){
		.use_callback = true, .callback = callback,
	};
	INIT_LIST_HEAD(&t->list);
}

/* Prepare one that is given a number. */
static inline void tasklet_init(struct tasklet_struct *t,
				void (*func)(unsigned long data),
				unsigned long data)
{
	*t = (struct tasklet_struct){ .func = func, .data = data };
	INIT_LIST_HEAD(&t->list);
}

/**
 * tasklet_enable() - undo one tasklet_disable()
 * @t: prepared; what was scheduled meanwhile runs soon
 *
 * Context: Any context.
 */
void tasklet_enable(struct tasklet_struct *t);

/* It does not run until tasklet_enable(), and is not running: no task is in the
 * kernel while one does. */
static inline void tasklet_disable_nosync(struct tasklet_struct *t)
{
	t->count++;
}

#define tasklet_disable(t)		tasklet_disable_nosync(t)
#define tasklet_hi_schedule(t)		tasklet_schedule(t)
#define tasklet_unlock_wait(t)		((void)(t))

/**
 * tasklet_schedule() - have a tasklet run soon
 * @t: prepared; nothing happens if it waits already
 *
 * Context: Any context.
 */
void tasklet_schedule(struct tasklet_struct *t);

/**
 * tasklet_kill() - have it not run any more
 * @t: prepared; nobody schedules it, nor has it disabled
 *
 * Context: Any context, not from within a tasklet.
 */
void tasklet_kill(struct tasklet_struct *t);

#endif
