/* SPDX-License-Identifier: MIT */
/*
 * ktimer.h - a function called at a time, as the kernel has it.
 */
#ifndef OCTAVO_KTIMER_H
#define OCTAVO_KTIMER_H

#include <octavo/rbtree.h>
#include <octavo/types.h>

/* Calls @fn, with interrupts off, at a time. */
struct ktimer {
	struct rb_node node;
	u64 expires;			/* monotonic */
	void (*fn)(struct ktimer *timer);
	bool armed;
};

/**
 * timer_start() - have a timer call its function at a time
 * @timer: with @fn set; one that is started already is moved
 * @expires: on the clock that does not jump, in nanoseconds
 *
 * Context: Any context.
 * Pairs with: timer_stop().
 */
void timer_start(struct ktimer *timer, u64 expires);

/**
 * timer_stop() - have it not called any more
 * @timer: may be stopped already
 *
 * Context: Any context.
 */
void timer_stop(struct ktimer *timer);

#endif
