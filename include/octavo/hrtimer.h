/* SPDX-License-Identifier: MIT */
/*
 * hrtimer.h - timers in nanoseconds.
 *
 * The function runs as an interrupt's does: interrupts off, in_hardirq() true.
 * It says whether the timer goes on, having moved it with hrtimer_forward().
 */
#ifndef OCTAVO_HRTIMER_H
#define OCTAVO_HRTIMER_H

#include <octavo/ktime.h>
#include <octavo/ktimer.h>

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };

enum hrtimer_mode {
	HRTIMER_MODE_ABS = 0,
	HRTIMER_MODE_REL = 1,
	HRTIMER_MODE_PINNED = 2,
	HRTIMER_MODE_SOFT = 4,
	HRTIMER_MODE_HARD = 8,
	HRTIMER_MODE_ABS_PINNED = 2,
	HRTIMER_MODE_REL_PINNED = 3,
	HRTIMER_MODE_ABS_SOFT = 4,
	HRTIMER_MODE_REL_SOFT = 5,
	HRTIMER_MODE_ABS_HARD = 8,
	HRTIMER_MODE_REL_HARD = 9,
};

struct hrtimer {
	struct ktimer kt;
	ktime_t expires;		/* by its clock */
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	int clock;
};

/**
 * hrtimer_init() - prepare a timer
 * @timer: does not wait
 * @clock: CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME
 * @mode: a hint; what counts is hrtimer_start()'s
 *
 * timer->function is the caller's to set.
 *
 * Context: Any context.
 */
void hrtimer_init(struct hrtimer *timer, int clock, enum hrtimer_mode mode);

/* The same with its function. */
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*fn)(struct hrtimer *), int clock,
	      enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}

/**
 * hrtimer_start() - have a timer due at a time, whether or not it waits
 * @timer: prepared
 * @time: when, or how long from now
 * @mode: HRTIMER_MODE_REL in it: from now
 *
 * Context: Any context.
 */
void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode);

#define hrtimer_start_range_ns(timer, time, range, mode)	\
	hrtimer_start(timer, time, mode)

/**
 * hrtimer_restart() - have a timer due at timer's expiry time
 * @timer: prepared
 *
 * Context: Any context.
 */
void hrtimer_restart(struct hrtimer *timer);

/**
 * hrtimer_cancel() - have a timer not run, and not be running
 * @timer: prepared; reported if its own function calls this
 *
 * Context: Any context.
 * Return: 1 if it waited.
 */
int hrtimer_cancel(struct hrtimer *timer);

/**
 * hrtimer_try_to_cancel() - have a timer not run
 * @timer: prepared
 *
 * Context: Any context.
 * Return: 1 if it waited, 0 if not, -1 if its function runs.
 */
int hrtimer_try_to_cancel(struct hrtimer *timer);

/**
 * hrtimer_forward() - move a timer by whole intervals until it lies ahead
 * @timer: does not wait, or its function calls this
 * @now: by its clock
 * @interval: in nanoseconds
 *
 * Context: Any context.
 * Return: how many intervals.
 */
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval);

/**
 * hrtimer_cb_get_time() - what a timer's clock says
 * @timer: prepared
 *
 * Context: Any context.
 * Return: the time.
 */
ktime_t hrtimer_cb_get_time(const struct hrtimer *timer);

static inline u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	return hrtimer_forward(timer, hrtimer_cb_get_time(timer), interval);
}

static inline ktime_t hrtimer_get_expires(const struct hrtimer *timer)
{
	return timer->expires;
}

#define hrtimer_get_expires_ns(timer)		((s64)(timer)->expires)
#define hrtimer_set_expires(timer, time)	((void)((timer)->expires = (time)))
#define hrtimer_add_expires(timer, time)	((void)((timer)->expires += (time)))
#define hrtimer_add_expires_ns(timer, ns)	((void)((timer)->expires += (s64)(ns)))

static inline ktime_t hrtimer_get_remaining(const struct hrtimer *timer)
{
	return timer->expires - hrtimer_cb_get_time(timer);
}

/* Does it wait? */
static inline bool hrtimer_is_queued(const struct hrtimer *timer)
{
	return READ_ONCE(timer->kt.armed);
}

/**
 * hrtimer_callback_running() - does a timer's function run?
 * @timer: prepared
 *
 * Context: Any context.
 * Return: true if so.
 */
bool hrtimer_callback_running(const struct hrtimer *timer);

static inline bool hrtimer_active(const struct hrtimer *timer)
{
	return hrtimer_is_queued(timer) || hrtimer_callback_running(timer);
}

#endif
