/* SPDX-License-Identifier: MIT */
/*
 * jiffies.h - time in steps of 1 / HZ seconds, for drivers.
 *
 * Nothing counts them: they are made of the clock when somebody asks. As on
 * Linux they begin shortly before 32 bits of them are over, so that code which
 * compares them without time_after() fails within five minutes.
 */
#ifndef OCTAVO_JIFFIES_H
#define OCTAVO_JIFFIES_H

#include <octavo/types.h>

#define HZ			250
#define NSEC_PER_JIFFY		(1000000000u / HZ)
#define INITIAL_JIFFIES		((unsigned long)(unsigned int)(-300 * HZ))
#define MAX_JIFFY_OFFSET	((LONG_MAX >> 1) - 1)

/**
 * get_jiffies_64() - steps of time since the machine was started
 *
 * Context: Any context.
 * Return: the number, INITIAL_JIFFIES at the start.
 */
u64 get_jiffies_64(void);

/* As a name that is read. */
#define jiffies			((unsigned long)get_jiffies_64())
#define jiffies_64		get_jiffies_64()

/* Is @a after @b, even if the count has begun anew between them? */
#define time_after(a, b)	((long)((unsigned long)(b) - (unsigned long)(a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	\
	((long)((unsigned long)(a) - (unsigned long)(b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)
#define time_in_range(a, b, c)	(time_after_eq(a, b) && time_before_eq(a, c))
#define time_is_before_jiffies(a)	time_after(jiffies, a)
#define time_is_after_jiffies(a)	time_before(jiffies, a)
#define time_is_before_eq_jiffies(a)	time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a)	time_before_eq(jiffies, a)
#define time_after64(a, b)	((s64)((u64)(b) - (u64)(a)) < 0)
#define time_before64(a, b)	time_after64(b, a)

#define MSEC_PER_JIFFY		(1000u / HZ)
#define USEC_PER_JIFFY		(1000000u / HZ)

/* Rounded up; what is negative, as an int, is for ever. */
static inline unsigned long msecs_to_jiffies(unsigned int ms)
{
	return (int)ms < 0 ? MAX_JIFFY_OFFSET :
			     (ms + MSEC_PER_JIFFY - 1) / MSEC_PER_JIFFY;
}

static inline unsigned long usecs_to_jiffies(unsigned int us)
{
	return us / USEC_PER_JIFFY + (us % USEC_PER_JIFFY != 0);
}

static inline unsigned long secs_to_jiffies(unsigned int s)
{
	return (unsigned long)s * HZ;
}

static inline unsigned int jiffies_to_msecs(unsigned long j)
{
	return (unsigned int)j * MSEC_PER_JIFFY;
}

static inline unsigned int jiffies_to_usecs(unsigned long j)
{
	return (unsigned int)j * USEC_PER_JIFFY;
}

static inline u64 jiffies_to_nsecs(unsigned long j)
{
	return (u64)j * NSEC_PER_JIFFY;
}

/**
 * nsecs_to_jiffies() - whole steps in a time
 * @ns: nanoseconds
 *
 * Context: Any context.
 * Return: the number, rounded down.
 */
unsigned long nsecs_to_jiffies(u64 ns);

/* To whole seconds from now: several timers are due at once then. */
static inline unsigned long round_jiffies_relative(unsigned long j)
{
	return (j + HZ - 1) / HZ * HZ;
}

static inline unsigned long round_jiffies(unsigned long j)
{
	return jiffies + round_jiffies_relative(j - jiffies);
}

#endif
