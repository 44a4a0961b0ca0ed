/* SPDX-License-Identifier: MIT */
/*
 * linux/time64.h - times in seconds and nanoseconds.
 */
#ifndef DOOR_LINUX_TIME64_H
#define DOOR_LINUX_TIME64_H

#include <linux/math64.h>
#include <octavo/ktime.h>

static inline s64 timespec64_to_ns(const struct timespec64 *ts)
{
	return ts->tv_sec * NSEC_PER_SEC + ts->tv_nsec;
}

static inline struct timespec64 ns_to_timespec64(s64 ns)
{
	return ktime_to_timespec64(ns);
}

static inline int timespec64_compare(const struct timespec64 *a,
				     const struct timespec64 *b)
{
	return ktime_compare(timespec64_to_ktime(*a), timespec64_to_ktime(*b));
}

static inline struct timespec64 timespec64_sub(struct timespec64 a,
					       struct timespec64 b)
{
	return ktime_to_timespec64(timespec64_to_ktime(a) -
				   timespec64_to_ktime(b));
}

static inline struct timespec64 timespec64_add(struct timespec64 a,
					       struct timespec64 b)
{
	return ktime_to_timespec64(timespec64_to_ktime(a) +
				   timespec64_to_ktime(b));
}

static inline bool timespec64_equal(const struct timespec64 *a,
				    const struct timespec64 *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

#endif
