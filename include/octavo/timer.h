/* SPDX-License-Identifier: MIT */
/*
 * timer.h - a driver's timer_list: a function called once, in jiffies.
 *
 *	mod_timer() --> waits in the kernel's tree --> due --> its function
 *	                     ^---- del_timer() takes it out of either
 *
 * The function runs where tasklets do: with interrupts on, in_interrupt() true,
 * not while a task is in the middle of the kernel. It must not sleep. It may
 * free its timer, or start it again.
 */
#ifndef OCTAVO_TIMER_H
#define OCTAVO_TIMER_H

#include <octavo/jiffies.h>
#include <octavo/ktimer.h>
#include <octavo/list.h>

struct timer_list {
	struct list_head entry;		/* among those that are due */
	unsigned long expires;		/* jiffies */
	void (*function)(struct timer_list *timer);
	u32 flags;			/* TIMER_* */
	struct ktimer kt;
};

/* Hints about power and CPUs, without effect. */
#define TIMER_DEFERRABLE	0x00080000u
#define TIMER_PINNED		0x00100000u
#define TIMER_IRQSAFE		0x00200000u
#define TIMER_IS_SHUT		0x80000000u	/* by timer_shutdown_sync() */

#define __TIMER_INITIALIZER(name, fn, fl)				\
	{ .entry = LIST_HEAD_INIT((name).entry), .function = (fn),	\
	  .flags = (fl) }
#define DEFINE_TIMER(name, fn)						\
	struct timer_list name = __TIMER_INITIALIZER(name, fn, 0)

/**
 * timer_setup() - prepare a timer
 * @timer: does not wait
 * @fn: called with it
 * @flags: TIMER_*, hints
 *
 * Context: Any context.
 */
void timer_setup(struct timer_list *timer, void (*fn)(struct timer_list *timer),
		 unsigned int flags);

#define timer_setup_on_stack(timer, fn, flags)	timer_setup(timer, fn, flags)
#define destroy_timer_on_stack(timer)		((void)(timer))
#define from_timer(var, timer, member)		\
	container_of(timer, __typeof__(*(var)), member)
#define timer_container_of(var, timer, member)	from_timer(var, timer, member)

/**
 * mod_timer() - have a timer due at a time, whether or not it waits
 * @timer: prepared
 * @expires: jiffies; over already: soon
 *
 * Context: Any context.
 * Return: 1 if it waited.
 */
int mod_timer(struct timer_list *timer, unsigned long expires);

/**
 * mod_timer_pending() - the same, if it waits
 * @timer: prepared
 * @expires: jiffies
 *
 * Context: Any context.
 * Return: 1 if it waited, 0: nothing was done.
 */
int mod_timer_pending(struct timer_list *timer, unsigned long expires);

/**
 * timer_reduce() - have a timer due at a time at the latest
 * @timer: prepared
 * @expires: jiffies
 *
 * Context: Any context.
 * Return: 1 if it waited.
 */
int timer_reduce(struct timer_list *timer, unsigned long expires);

/**
 * add_timer() - have a timer due at timer->expires
 * @timer: prepared; it is reported if it waits already
 *
 * Context: Any context.
 */
void add_timer(struct timer_list *timer);

#define add_timer_on(timer, cpu)	add_timer(timer)

/**
 * timer_delete() - have a timer not run
 * @timer: prepared
 *
 * Context: Any context.
 * Return: 1 if it waited.
 */
int timer_delete(struct timer_list *timer);

/**
 * timer_delete_sync() - have a timer not run, and not be running
 * @timer: prepared; reported if its own function calls this
 *
 * Context: Any context.
 * Return: 1 if it waited.
 */
int timer_delete_sync(struct timer_list *timer);

/**
 * timer_shutdown_sync() - have a timer not run any more, whoever starts it
 * @timer: prepared
 *
 * Context: Any context.
 * Return: 1 if it waited.
 */
int timer_shutdown_sync(struct timer_list *timer);

#define del_timer(timer)		timer_delete(timer)
#define del_timer_sync(timer)		timer_delete_sync(timer)
#define del_singleshot_timer_sync(t)	timer_delete_sync(t)
#define try_to_del_timer_sync(timer)	timer_delete_sync(timer)
#define timer_shutdown(timer)		timer_shutdown_sync(timer)

/* Does it wait? */
static inline int timer_pending(const struct timer_list *timer)
{
	return READ_ONCE(timer->kt.armed) || !list_empty(&timer->entry);
}

#endif
