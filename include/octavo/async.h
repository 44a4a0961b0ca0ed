/* SPDX-License-Identifier: MIT */
/*
 * async.h - what will call a function later, as a list.
 *
 * A module that is unloaded must not leave any of these behind; this is how one
 * finds them.
 */
#ifndef OCTAVO_ASYNC_H
#define OCTAVO_ASYNC_H

#include <octavo/types.h>

enum async_kind {
	ASYNC_TIMER,			/* struct timer_list */
	ASYNC_HRTIMER,			/* struct hrtimer */
	ASYNC_TASKLET,			/* struct tasklet_struct */
	ASYNC_WORK,			/* struct work_struct that waits */
	ASYNC_RUNNING_WORK,		/* that is being called; may be gone */
	ASYNC_KTHREAD,			/* struct task_struct */
	ASYNC_RCU,			/* struct rcu_head */
	NR_ASYNC_KINDS,
};

struct async_item {
	enum async_kind kind;
	const void *object;
	const void *function;		/* that will be called, or runs */
	const char *name;		/* of a thread; else NULL */
};

/**
 * async_walk() - look at all that will call functions later
 * @visit: called for each, with locks held: must not sleep, start or stop any.
 *	False: that is enough
 * @arg: passed on
 *
 * Context: Any context.
 * Return: how many were visited.
 */
unsigned int async_walk(bool (*visit)(const struct async_item *item, void *arg),
			void *arg);

/**
 * async_kind_name() - a kind in words
 * @kind: which
 *
 * Context: Any context.
 * Return: as in "timer"; never NULL.
 */
const char *async_kind_name(enum async_kind kind);

#endif
