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

#endif
