/* SPDX-License-Identifier: MIT */
/*
 * report_test.c - reports, warnings, panics; injected faults.
 */
#include <kunit/test.h>
#include <octavo/bug.h>
#include <octavo/fault_inject.h>

static void report_text_and_count(struct kunit *test)
{
	unsigned long before = octavo_report_count();
	unsigned long unexpected = octavo_report_unexpected();

	octavo_report_expect(2);
	octavo_report("double free of %s %d\n", "thing", 7);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(),
			   "double free of thing 7");
	octavo_report("again");
	KUNIT_EXPECT_EQ(test, octavo_report_count(), before + 2);
	KUNIT_EXPECT_EQ(test, octavo_report_unexpected(), unexpected);
	octavo_report_expect(5);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 5);
}

static void report_is_cut(struct kunit *test)
{
	octavo_report_expect(1);
	octavo_report("%0300d", 1);
	KUNIT_EXPECT_EQ(test, strlen(octavo_last_report()), 255);
}

static void warn_says_where(struct kunit *test)
{
	octavo_report_expect(2);
	KUNIT_EXPECT_FALSE(test, WARN_ON(1 > 2));
	KUNIT_EXPECT_TRUE(test, WARN_ON(2 > 1));
	KUNIT_EXPECT_TRUE(test, glob_match("WARNING: *report_test.c:*: 2 > 1",
					   octavo_last_report()));
	KUNIT_EXPECT_TRUE(test, WARN(true, "value %d\n", 3));
	KUNIT_EXPECT_TRUE(test, glob_match("WARNING: *: value 3",
					   octavo_last_report()));
}

/* One call site, called twice. The site remembers for as long as the program
 * runs, so the first time need not be now. */
static bool warn_here(void)
{
	return WARN_ON_ONCE(true);
}

static void warn_once(struct kunit *test)
{
	unsigned long before;

	octavo_report_expect(1);
	KUNIT_EXPECT_TRUE(test, warn_here());
	octavo_report_expect(0);
	before = octavo_report_count();
	KUNIT_EXPECT_TRUE(test, warn_here());
	KUNIT_EXPECT_EQ(test, octavo_report_count(), before);
}

static void do_panic(void *arg)
{
	panic("out of %s", "luck");
}

static void do_bug(void *arg)
{
	BUG_ON(arg != NULL);
	BUG();
}

static void do_nothing(void *arg)
{
}

static void panic_is_caught(struct kunit *test)
{
	KUNIT_EXPECT_PANIC(test, do_panic, NULL, "out of luck");
	KUNIT_EXPECT_PANIC(test, do_bug, test, "BUG at *: arg != NULL");
	KUNIT_EXPECT_PANIC(test, do_bug, NULL, "BUG at *report_test.c:*");
	KUNIT_EXPECT_FALSE(test, kunit_panics(test, do_nothing, NULL));
}

/* Which of six points fail, as digits. */
static void expect_failures(struct kunit *test, const char *want)
{
	char got[7] = "";

	for (int i = 0; i < 6; i++)
		got[i] = should_fail(FAULT_PIN) ? 'X' : '.';
	KUNIT_EXPECT_STREQ(test, got, want);
	KUNIT_EXPECT_EQ(test, fault_inject_points(FAULT_PIN), 6);
}

static void fault_inject_plans(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, should_fail(FAULT_PIN));
	fault_inject_arm(FAULT_PIN, 0, false);
	expect_failures(test, "......");
	fault_inject_arm(FAULT_PIN, 1, false);
	expect_failures(test, "X.....");
	fault_inject_arm(FAULT_PIN, 3, false);
	expect_failures(test, "..X...");
	fault_inject_arm(FAULT_PIN, 3, true);
	expect_failures(test, "..XXXX");
	KUNIT_EXPECT_EQ(test, fault_inject_failed(FAULT_PIN), 4);
	KUNIT_EXPECT_FALSE(test, should_fail(FAULT_KMAP));
	fault_inject_disarm();
	KUNIT_EXPECT_FALSE(test, should_fail(FAULT_PIN));
	KUNIT_EXPECT_EQ(test, fault_inject_points(FAULT_PIN), 6);
	for (int kind = 0; kind < NR_FAULT_KINDS; kind++)
		KUNIT_EXPECT_STRNEQ(test, fault_inject_name(kind), "unknown");
}

static void fault_inject_by_chance(struct kunit *test)
{
	unsigned int failed[3] = { 0 }, both = 0;

	for (unsigned int i = 0; i < 3; i++) {
		fault_inject_random(i == 2 ? 8 : 7, 10);
		fault_inject_arm(FAULT_PIN, 0, false);
		for (unsigned int n = 0; n < 1000; n++)
			failed[i] += should_fail(FAULT_PIN);
	}
	fault_inject_random(0, 0);
	KUNIT_EXPECT_EQ(test, failed[0], failed[1]);
	KUNIT_EXPECT_NE(test, failed[0], failed[2]);
	KUNIT_EXPECT_GT(test, failed[0], 50);
	KUNIT_EXPECT_LT(test, failed[0], 200);
	fault_inject_arm(FAULT_PIN, 0, false);
	for (unsigned int n = 0; n < 1000; n++)
		both += should_fail(FAULT_PIN);
	KUNIT_EXPECT_EQ(test, both, 0);
}

static bool odd_belongs;
static unsigned long noted, noted_failing;

static bool every_other(enum fault_kind kind)
{
	odd_belongs = !odd_belongs;
	return odd_belongs;
}

static void note_point(enum fault_kind kind, unsigned long nr, bool fails)
{
	noted = nr;
	noted_failing += fails;
}

static void fault_inject_is_watched(struct kunit *test)
{
	static const struct fault_inject_watch watch = {
		.belongs = every_other, .note = note_point,
	};

	odd_belongs = false;
	noted = noted_failing = 0;
	fault_inject_set_watch(&watch);
	fault_inject_arm(FAULT_PIN, 2, false);
	for (int i = 0; i < 6; i++)
		KUNIT_EXPECT_EQ(test, should_fail(FAULT_PIN), i == 2);
	fault_inject_set_watch(NULL);
	KUNIT_EXPECT_EQ(test, noted, 3);
	KUNIT_EXPECT_EQ(test, noted_failing, 1);
	KUNIT_EXPECT_EQ(test, fault_inject_points(FAULT_PIN), 3);
	KUNIT_EXPECT_EQ(test, fault_inject_kind("pin"), FAULT_PIN);
	KUNIT_EXPECT_EQ(test, fault_inject_kind("pins"), NR_FAULT_KINDS);
}

static void pass_points(void *arg, unsigned int cpu)
{
	for (int i = 0; i < 10000; i++)
		if (should_fail(FAULT_KMAP))
			__atomic_fetch_add((unsigned int *)arg, 1,
					   __ATOMIC_RELAXED);
}

/* Of all CPUs' points exactly one is the n-th. */
static void fault_inject_several_cpus(struct kunit *test)
{
	unsigned int failed = 0;

	fault_inject_arm(FAULT_KMAP, 7777, false);
	kunit_run_on_cpus(test, 2, pass_points, &failed);
	KUNIT_EXPECT_EQ(test, failed, 1);
	KUNIT_EXPECT_EQ(test, fault_inject_points(FAULT_KMAP) % 10000, 0);
}

static struct kunit_case report_cases[] = {
	KUNIT_CASE(report_text_and_count),
	KUNIT_CASE(report_is_cut),
	KUNIT_CASE(warn_says_where),
	KUNIT_CASE(warn_once),
	KUNIT_CASE(panic_is_caught),
	KUNIT_CASE(fault_inject_plans),
	KUNIT_CASE(fault_inject_by_chance),
	KUNIT_CASE(fault_inject_is_watched),
	KUNIT_CASE(fault_inject_several_cpus),
	{}
};

static struct kunit_suite report_suite = {
	.name = "report",
	.test_cases = report_cases,
};

kunit_test_suites(&report_suite);
