/* SPDX-License-Identifier: MIT */
/*
 * load.c - how many tasks wanted to run, on average over 1, 5 and 15 minutes.
 *
 * Every five seconds the number of tasks that run or could is mixed into the
 * averages, in fixed point: 2048 is one. What is older weighs less and less,
 * e to the power of minus its age over the average's time.
 *
 * Locking: the timer runs with interrupts off; readers take words.
 */
#include "internal.h"

#define LOAD_ONE	2048u
#define LOAD_PERIOD	(5ull * NSEC_PER_SEC)

/* 2048 * exp(-5 s / 1, 5 and 15 min) */
static const unsigned int decay[3] = { 1884, 2014, 2037 };

static struct {
	struct ktimer timer;
	unsigned long avg[3];
} load;

static void load_sample(struct ktimer *timer)
{
	const unsigned long now = nr_running() * LOAD_ONE;

	for (int i = 0; i < 3; i++) {
		unsigned long sum = load.avg[i] * decay[i] +
				    now * (LOAD_ONE - decay[i]);

		/* Rounded up while it grows, so that it gets there. */
		if (now >= load.avg[i])
			sum += LOAD_ONE - 1;
		load.avg[i] = sum / LOAD_ONE;
	}
	timer_start(timer, timer->expires + LOAD_PERIOD);
}

void load_averages(unsigned long *avg)
{
	memcpy(avg, load.avg, sizeof(load.avg));
}

void load_init(void)
{
	memset(load.avg, 0, sizeof(load.avg));
	load.timer.fn = load_sample;
	timer_start(&load.timer, arch_clock_ns(false) + LOAD_PERIOD);
}

void load_exit(void)
{
	timer_stop(&load.timer);
}
