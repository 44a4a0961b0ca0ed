/* SPDX-License-Identifier: MIT */
/*
 * stacktrace_test.c - the calls that led somewhere, and reports that show them.
 *
 *	test -> outer() -> inner() -> stack_trace_save()
 */
#include <kunit/test.h>
#include <octavo/bug.h>
#include <octavo/port.h>
#include <octavo/stacktrace.h>

struct taken {
	unsigned long entries[STACK_TRACE_MAX];
	unsigned int nr, skip;
	unsigned long in_outer, in_test;	/* where they return to */
};

static noinline void inner(struct taken *t)
{
	t->in_outer = (unsigned long)__builtin_return_address(0);
	t->nr = stack_trace_save(t->entries, STACK_TRACE_MAX, t->skip);
	barrier();
}

static noinline void outer(struct taken *t)
{
	t->in_test = (unsigned long)__builtin_return_address(0);
	inner(t);
	barrier();
}

/* Place of @ip among the entries; -1: it is not there. */
static int place(const struct taken *t, unsigned long ip)
{
	for (unsigned int i = 0; i < t->nr; i++)
		if (t->entries[i] == ip)
			return (int)i;
	return -1;
}

static void calls_in_order(struct kunit *test)
{
	struct taken t = { 0 };

	outer(&t);
	KUNIT_EXPECT_GT(test, place(&t, t.in_outer), 0);
	KUNIT_EXPECT_GT(test, place(&t, t.in_test), place(&t, t.in_outer));
}

static void skips_the_innermost(struct kunit *test)
{
	struct taken all = { 0 }, some = { .skip = 1 };

	for (int i = 0; i < 2; i++)
		outer(i ? &some : &all);
	KUNIT_EXPECT_EQ(test, place(&some, some.in_outer) + 1,
			place(&all, all.in_outer));
}

static void takes_no_more_than_room(struct kunit *test)
{
	unsigned long entries[3] = { 0 };

	KUNIT_EXPECT_EQ(test, stack_trace_save(entries, 2, 0), 2);
	KUNIT_EXPECT_EQ(test, entries[2], 0);
	KUNIT_EXPECT_EQ(test, stack_trace_save(entries, 0, 0), 0);
}

/* A frame pointer is whatever a program left in a register. */
static void bad_frames_end_it(struct kunit *test)
{
	static const unsigned long bad[] = {
		0, 1, 8, 4096, 0x7fffffff, ~0ul, ~7ul, ~15ul,
	};
	unsigned long frames[4], entries[8];
	const unsigned long at = (unsigned long)frames;
	struct stack_part part = { at, at + sizeof(frames) };

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		arch_stack_trace(entries, 8, 0, bad[i]);
		frames[0] = bad[i];
		frames[1] = 5;
		KUNIT_EXPECT_EQ(test, stack_trace_frames(entries, 8, 0, &part),
				1);
	}
	frames[0] = at;			/* a circle */
	KUNIT_EXPECT_EQ(test, stack_trace_frames(entries, 8, 0, &part), 1);
	frames[0] = at + 2 * sizeof(long);
	frames[2] = at;			/* and back down */
	frames[3] = 6;
	KUNIT_EXPECT_EQ(test, stack_trace_frames(entries, 8, 0, &part), 2);
	KUNIT_EXPECT_EQ(test, entries[1], 6);
	part.end -= sizeof(long);
	KUNIT_EXPECT_EQ(test, stack_trace_frames(entries, 8, 0, &part), 1);
}

static void names_code(struct kunit *test)
{
	char name[96];

	arch_symbol_name((unsigned long)names_code, name, sizeof(name));
	KUNIT_EXPECT_TRUE(test, glob_match("*+0x*", name));
	arch_symbol_name(1, name, sizeof(name));
	KUNIT_EXPECT_STREQ(test, name, "?");
}

/* ---- in reports -------------------------------------------------------------- */

static char said[4][96];
static unsigned int nr_said;

static void listen(const char *line, size_t len, bool expected)
{
	if (nr_said < ARRAY_SIZE(said))
		snprintf(said[nr_said], sizeof(said[0]), "%.*s", (int)len,
			 line);
	nr_said++;
}

static void report_shows_calls(struct kunit *test)
{
	const unsigned long calls[] = { (unsigned long)names_code + 1, 2 };
	const struct report_trace trace = { "allocated", calls, 2 };

	nr_said = 0;
	octavo_report_expect(1);
	octavo_report_sink(listen);
	octavo_report_traces(&trace, 1, "%d left", 3);
	octavo_report_sink(NULL);
	KUNIT_EXPECT_EQ(test, nr_said, 3);
	KUNIT_EXPECT_STREQ(test, said[0], "octavo: 3 left\n");
	KUNIT_EXPECT_TRUE(test, glob_match("octavo:   allocated at *+0x*\n",
					   said[1]));
	KUNIT_EXPECT_STREQ(test, said[2], "octavo:             at ?\n");
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), "3 left");
}

static void report_shows_its_own(struct kunit *test)
{
	bool before = octavo_report_backtraces(true);

	nr_said = 0;
	octavo_report_expect(2);
	octavo_report_sink(listen);
	octavo_report("here");
	KUNIT_EXPECT_GT(test, nr_said, 1);
	octavo_report_backtraces(false);
	nr_said = 0;
	octavo_report("nothing more");
	KUNIT_EXPECT_EQ(test, nr_said, 1);
	octavo_report_sink(NULL);
	octavo_report_backtraces(before);
}

static struct kunit_case stacktrace_cases[] = {
	KUNIT_CASE(calls_in_order),
	KUNIT_CASE(skips_the_innermost),
	KUNIT_CASE(takes_no_more_than_room),
	KUNIT_CASE(bad_frames_end_it),
	KUNIT_CASE(names_code),
	KUNIT_CASE(report_shows_calls),
	KUNIT_CASE(report_shows_its_own),
	{},
};

static struct kunit_suite stacktrace_suite = {
	.name = "stacktrace",
	.test_cases = stacktrace_cases,
};
kunit_test_suite(stacktrace_suite);
