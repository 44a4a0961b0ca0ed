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
	void (*callback)(struct tasklet_struct *t);
};

#define from_tasklet(var, t, member)					\
	container_of(t, __typeof__(*(var)), member)

/* Prepare one. */
static inline void tasklet_setup(struct tasklet_struct *t,
				 void (*callback)(struct tasklet_struct *t))
{
	INIT_LIST_HEAD(&t->list);
	t->callback = callback;
}

/**
 * tasklet_schedule() - have a tasklet run soon
 * @t: prepared; nothing happens if it waits already
 *
 * Context: Any context.
 */
void tasklet_schedule(struct tasklet_struct *t);

/**
 * tasklet_kill() - have it not run any more
 * @t: prepared; nobody schedules it
 *
 * Context: Any context, not from within a tasklet.
 */
void tasklet_kill(struct tasklet_struct *t);

#endif
