/* SPDX-License-Identifier: MIT */
/*
 * leak.c - what must be the same after a test as before.
 */
#include <octavo/cpu.h>
#include <octavo/port.h>
#include "internal.h"

#define MAX_SETTLERS	8

struct counter {
	const char *name;
	unsigned long (*fn)(void);
};

static struct counter counters[KUNIT_MAX_COUNTERS];
static unsigned int nr_counters;
static void (*settlers[MAX_SETTLERS])(void);
static unsigned int nr_settlers;

void kunit_add_leak_counter(const char *name, unsigned long (*fn)(void))
{
	for (unsigned int i = 0; i < nr_counters; i++)
		if (counters[i].fn == fn)
			return;
	BUG_ON(nr_counters == KUNIT_MAX_COUNTERS);
	counters[nr_counters++] = (struct counter){ name, fn };
}

void kunit_add_settle(void (*fn)(void))
{
	for (unsigned int i = 0; i < nr_settlers; i++)
		if (settlers[i] == fn)
			return;
	BUG_ON(nr_settlers == MAX_SETTLERS);
	settlers[nr_settlers++] = fn;
}

static void settle(void)
{
	for (unsigned int i = 0; i < nr_settlers; i++)
		settlers[i]();
}

void kunit_leak_begin(struct kunit_before *before, bool keeps)
{
	if (!keeps)
		settle();
	before->nr = keeps ? 0 : nr_counters;
	before->keeps = keeps;
	for (unsigned int i = 0; i < before->nr; i++)
		before->counters[i] = counters[i].fn();
	before->unexpected = octavo_report_unexpected();
	before->preempt = preempt_count();
}

static void check_reports(struct kunit *test, const struct kunit_before *before)
{
	unsigned long missing = octavo_report_expect(0);
	unsigned long more = octavo_report_unexpected() - before->unexpected;

	if (missing)
		KUNIT_FAIL(test, "%lu expected reports did not come", missing);
	if (more)
		KUNIT_FAIL(test, "%lu unexpected reports, the last: %s", more,
			   octavo_last_report());
}

static void check_cpu(struct kunit *test, const struct kunit_before *before)
{
	if (preempt_count() != before->preempt) {
		KUNIT_FAIL(test, "preempt count is %x, was %x before",
			   preempt_count(), before->preempt);
		this_cpu()->preempt_count = before->preempt;
	}
	if (arch_irqs_disabled())
		KUNIT_FAIL(test, "interrupts are off");
}

void kunit_leak_end(struct kunit *test, const struct kunit_before *before)
{
	check_reports(test, before);
	check_cpu(test, before);
	if (!before->keeps)
		settle();
	for (unsigned int i = 0; i < before->nr; i++) {
		unsigned long now = counters[i].fn();

		if (now != before->counters[i])
			KUNIT_FAIL(test, "leak: %s: %lu before, %lu after",
				   counters[i].name, before->counters[i], now);
	}
}
