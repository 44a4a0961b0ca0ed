/* SPDX-License-Identifier: MIT */
/*
 * ktime.h - time as nanoseconds in 64 bits, and the clocks.
 */
#ifndef OCTAVO_KTIME_H
#define OCTAVO_KTIME_H

#include <octavo/math64.h>
#include <octavo/port.h>
#include <octavo/timespec.h>
#include <octavo/types.h>
#include <uapi/time.h>

#define MSEC_PER_SEC		1000L
#define USEC_PER_MSEC		1000L
#define NSEC_PER_USEC		1000L
#define NSEC_PER_MSEC		1000000L
#define USEC_PER_SEC		1000000L
#ifndef NSEC_PER_SEC
#define NSEC_PER_SEC		1000000000L
#endif
#define FSEC_PER_SEC		1000000000000000LL

#define KTIME_MAX		LLONG_MAX
#define KTIME_MIN		LLONG_MIN
#define KTIME_SEC_MAX		(KTIME_MAX / NSEC_PER_SEC)

/* Since the machine was started. */
static inline ktime_t ktime_get(void)
{
	return (ktime_t)arch_clock_ns(false);
}

/* Since 1970. */
static inline ktime_t ktime_get_real(void)
{
	return (ktime_t)arch_clock_ns(true);
}

#define ktime_get_boottime()		ktime_get()
#define ktime_get_raw()			ktime_get()
#define ktime_get_clocktai()		ktime_get_real()
#define ktime_get_coarse()		ktime_get()
#define ktime_get_coarse_real()		ktime_get_real()
#define ktime_get_ns()			((u64)ktime_get())
#define ktime_get_real_ns()		((u64)ktime_get_real())
#define ktime_get_boottime_ns()		((u64)ktime_get())
#define ktime_get_boot_ns()		((u64)ktime_get())
#define ktime_get_raw_ns()		((u64)ktime_get())
#define ktime_get_mono_fast_ns()	((u64)ktime_get())
#define ktime_get_real_fast_ns()	((u64)ktime_get_real())
#define local_clock()			((u64)ktime_get())
#define sched_clock()			((u64)ktime_get())

static inline ktime_t ktime_set(s64 secs, unsigned long nsecs)
{
	return secs * NSEC_PER_SEC + (s64)nsecs;
}

static inline ktime_t ns_to_ktime(u64 ns)
{
	return (ktime_t)ns;
}

static inline ktime_t us_to_ktime(u64 us)
{
	return (ktime_t)(us * NSEC_PER_USEC);
}

static inline ktime_t ms_to_ktime(u64 ms)
{
	return (ktime_t)(ms * NSEC_PER_MSEC);
}

#define ktime_to_ns(t)		((s64)(t))
#define ktime_add(a, b)		((ktime_t)(a) + (ktime_t)(b))
#define ktime_sub(a, b)		((ktime_t)(a) - (ktime_t)(b))
#define ktime_add_ns(t, ns)	((ktime_t)(t) + (s64)(ns))
#define ktime_sub_ns(t, ns)	((ktime_t)(t) - (s64)(ns))
#define ktime_add_us(t, us)	((ktime_t)(t) + (s64)(us) * NSEC_PER_USEC)
#define ktime_sub_us(t, us)	((ktime_t)(t) - (s64)(us) * NSEC_PER_USEC)
#define ktime_add_ms(t, ms)	((ktime_t)(t) + (s64)(ms) * NSEC_PER_MSEC)
#define ktime_sub_ms(t, ms)	((ktime_t)(t) - (s64)(ms) * NSEC_PER_MSEC)

/* Rounded towards 0. */
static inline s64 ktime_divns(ktime_t t, s64 div)
{
	return t < 0 ? -(s64)div64_u64((u64)-t, (u64)div) :
		       (s64)div64_u64((u64)t, (u64)div);
}

#define ktime_to_us(t)		ktime_divns(t, NSEC_PER_USEC)
#define ktime_to_ms(t)		ktime_divns(t, NSEC_PER_MSEC)

static inline s64 ktime_us_delta(ktime_t later, ktime_t earlier)
{
	return ktime_to_us(later - earlier);
}

static inline s64 ktime_ms_delta(ktime_t later, ktime_t earlier)
{
	return ktime_to_ms(later - earlier);
}

static inline int ktime_compare(ktime_t a, ktime_t b)
{
	return a < b ? -1 : a > b;
}

#define ktime_equal(a, b)	((a) == (b))
#define ktime_after(a, b)	(ktime_compare(a, b) > 0)
#define ktime_before(a, b)	(ktime_compare(a, b) < 0)

static inline struct timespec64 ktime_to_timespec64(ktime_t t)
{
	s64 sec = ktime_divns(t, NSEC_PER_SEC);
	s64 ns = t - sec * NSEC_PER_SEC;

	if (ns < 0) {
		sec--;
		ns += NSEC_PER_SEC;
	}
	return (struct timespec64){ .tv_sec = sec, .tv_nsec = (long)ns };
}

static inline ktime_t timespec64_to_ktime(struct timespec64 ts)
{
	return ktime_set(ts.tv_sec, (unsigned long)ts.tv_nsec);
}

static inline void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ktime_to_timespec64(ktime_get());
}

static inline void ktime_get_real_ts64(struct timespec64 *ts)
{
	*ts = ktime_to_timespec64(ktime_get_real());
}

#define ktime_get_boottime_ts64(ts)	ktime_get_ts64(ts)
#define ktime_get_raw_ts64(ts)		ktime_get_ts64(ts)
#define ktime_get_coarse_real_ts64(ts)	ktime_get_real_ts64(ts)
#define ktime_get_coarse_ts64(ts)	ktime_get_ts64(ts)
#define getnstimeofday64(ts)		ktime_get_real_ts64(ts)

static inline s64 ktime_get_seconds(void)
{
	return ktime_divns(ktime_get(), NSEC_PER_SEC);
}

static inline s64 ktime_get_real_seconds(void)
{
	return ktime_divns(ktime_get_real(), NSEC_PER_SEC);
}

#define ktime_get_boottime_seconds()	ktime_get_seconds()

#endif
