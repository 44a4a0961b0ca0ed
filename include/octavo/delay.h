/* SPDX-License-Identifier: MIT */
/*
 * delay.h - doing nothing for a while.
 *
 * Sleeping is exact to what the clock tells apart, not to jiffies.
 */
#ifndef OCTAVO_DELAY_H
#define OCTAVO_DELAY_H

#include <octavo/types.h>

/**
 * sleep_ns() - sleep for a time
 * @ns: nanoseconds
 *
 * Context: May sleep.
 */
void sleep_ns(u64 ns);

/**
 * spin_ns() - keep the CPU for a time
 * @ns: nanoseconds
 *
 * Context: Any context.
 */
void spin_ns(u64 ns);

/**
 * msleep_interruptible() - sleep for a time or until a signal comes
 * @ms: milliseconds
 *
 * Context: May sleep.
 * Return: milliseconds that were left.
 */
unsigned long msleep_interruptible(unsigned int ms);

#define msleep(ms)		sleep_ns((u64)(ms) * 1000000)
#define ssleep(s)		sleep_ns((u64)(s) * 1000000000)
#define fsleep(us)		sleep_ns((u64)(us) * 1000)
#define usleep_range(min, max)	((void)(max), sleep_ns((u64)(min) * 1000))
#define usleep_range_state(min, max, state)	usleep_range(min, max)
#define usleep_idle_range(min, max)		usleep_range(min, max)
#define mdelay(ms)		spin_ns((u64)(ms) * 1000000)
#define udelay(us)		spin_ns((u64)(us) * 1000)
#define ndelay(ns)		spin_ns(ns)

#endif
