/* SPDX-License-Identifier: MIT */
/*
 * kunit_test.c - the test runner tested by itself: small suites that must
 * fail, be skipped, leak, are run quietly and counted.
 */
#include <kunit/test.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/skbuff.h>
#include <octavo/slab.h>
#include <uapi/errno.h>

static const struct kunit_options defaults = { .seed = 1 };

static char trace[64];			/* what ran, in order */

static void note(char c)
{
	size_t len = strlen(trace);

	if (len + 1 < sizeof(trace)) {
		trace[len] = c;
		trace[len + 1] = '\0';
	}
}

/* Run @fn as the only case of a suite; how many failed. */
static int run_one(void (*fn)(struct kunit *test))
{
	struct kunit_case cases[] = { { .run_case = fn, .name = "one" }, {} };
	struct kunit_suite suite = { .name = "inner", .test_cases = cases };

	trace[0] = '\0';
	return kunit_run_suite(&suite, &defaults, true);
}

/* ---- each way to fail ------------------------------------------------------- */

static void fails_expectation(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 1 + 1, 3);
	note('a');
}

static void fails_assertion(struct kunit *test)
{
	note('a');
	KUNIT_ASSERT_TRUE(test, trace[0] == 'b');
	note('b');
}

static void fails_string(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, "a", "b");
}

static void fails_null_string(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, NULL, "b");
}

static void fails_memory(struct kunit *test)
{
	KUNIT_EXPECT_MEMEQ(test, "abc", "abd", 3);
}

static void fails_explicitly(struct kunit *test)
{
	KUNIT_FAIL(test, "because");
}

static void fails_by_report(struct kunit *test)
{
	octavo_report_expect(2);
	octavo_report("only one came");
}

static void fails_by_preempt_count(struct kunit *test)
{
	preempt_disable();
}

static void fails_on_cpu(void *arg, unsigned int cpu)
{
	KUNIT_ASSERT_NE((struct kunit *)arg, cpu, 0);
	note('x');
}

static void fails_on_cpu_0(struct kunit *test)
{
	kunit_run_on_cpus(test, 1, fails_on_cpu, test);
	note('a');
}

static void no_panic(void *arg)
{
	note('n');
}

static void fails_for_no_panic(struct kunit *test)
{
	KUNIT_EXPECT_PANIC(test, no_panic, NULL, "*");
}

static unsigned long leaked;

static unsigned long count_leaked(void)
{
	return leaked;
}

static void fails_by_leak(struct kunit *test)
{
	leaked++;
}

static void *lost;

static void fails_by_lost_page(struct kunit *test)
{
	lost = alloc_page(GFP_KERNEL);
}

static void fails_by_lost_object(struct kunit *test)
{
	lost = kmalloc(40, GFP_KERNEL);
}

static void fails_by_lost_skb(struct kunit *test)
{
	lost = alloc_skb(40, GFP_KERNEL);
}

static void kunit_core_leaks_are_found(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_one(fails_by_lost_page), 1);
	__free_page(lost);
	KUNIT_EXPECT_EQ(test, run_one(fails_by_lost_object), 1);
	kfree(lost);
	KUNIT_ASSERT_EQ(test, skb_init(), 0);
	KUNIT_EXPECT_EQ(test, run_one(fails_by_lost_skb), 1);
	kfree_skb(lost);
	skb_exit();
}

static void kunit_failures_count(struct kunit *test)
{
	static void (*const fns[])(struct kunit *) = {
		fails_expectation, fails_assertion, fails_string,
		fails_null_string, fails_memory, fails_explicitly,
		fails_by_report, fails_by_preempt_count, fails_on_cpu_0,
		fails_for_no_panic,
	};

	for (size_t i = 0; i < ARRAY_SIZE(fns); i++)
		KUNIT_EXPECT_EQ_MSG(test, run_one(fns[i]), 1, "case %zu", i);
}

static void kunit_assertion_ends_test(struct kunit *test)
{
	run_one(fails_expectation);
	KUNIT_EXPECT_STREQ(test, trace, "a");
	run_one(fails_assertion);
	KUNIT_EXPECT_STREQ(test, trace, "a");
	run_one(fails_on_cpu_0);
	KUNIT_EXPECT_STREQ(test, trace, "a");
}

static void kunit_leak_is_found(struct kunit *test)
{
	kunit_add_leak_counter("things of a test", count_leaked);
	leaked = 0;
	KUNIT_EXPECT_EQ(test, run_one(fails_by_leak), 1);
	leaked = 0;
}

/* ---- what holds ---------------------------------------------------------------- */

static void passes(struct kunit *test)
{
	const u8 byte = 0xff;
	const s8 minus = -1;

	KUNIT_EXPECT_EQ(test, byte, 255);
	KUNIT_EXPECT_LT(test, minus, 0u);
	KUNIT_EXPECT_NE(test, minus, UINT_MAX);
	KUNIT_EXPECT_GT(test, ULLONG_MAX, LLONG_MAX);
	KUNIT_EXPECT_LE(test, LLONG_MIN, -1);
	KUNIT_EXPECT_GE(test, 3, 3);
	KUNIT_EXPECT_STREQ(test, NULL, NULL);
	KUNIT_EXPECT_STRNEQ(test, "a", NULL);
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, test);
	KUNIT_EXPECT_MEMNEQ(test, "abc", "abd", 3);
	KUNIT_SUCCEED(test);
}

static void skips(struct kunit *test)
{
	kunit_skip(test, "not today");
	KUNIT_FAIL(test, "went on");
}

static void kunit_passes_and_skips(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_one(passes), 0);
	KUNIT_EXPECT_EQ(test, run_one(skips), 0);
}

/* ---- order -------------------------------------------------------------------- */

static int s_init(struct kunit_suite *suite)
{
	note('(');
	return 0;
}

static void s_exit(struct kunit_suite *suite)
{
	note(')');
}

static int t_init(struct kunit *test)
{
	note('<');
	return 0;
}

static void t_exit(struct kunit *test)
{
	note('>');
}

static void act(void *ctx)
{
	note(*(char *)ctx);
}

static void with_actions(struct kunit *test)
{
	static char one = '1', two = '2', three = '3';

	KUNIT_ASSERT_EQ(test, kunit_add_action(test, act, &one), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, act, &two), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, act, &three), 0);
	KUNIT_EXPECT_TRUE(test, kunit_remove_action(test, act, &two));
	KUNIT_EXPECT_FALSE(test, kunit_remove_action(test, act, &two));
	note('b');
	KUNIT_FAIL_AND_ABORT(test, "now");
}

static void kunit_order(struct kunit *test)
{
	struct kunit_case cases[] = {
		KUNIT_CASE(fails_assertion), KUNIT_CASE(with_actions), {}
	};
	struct kunit_suite suite = {
		.name = "order", .suite_init = s_init, .suite_exit = s_exit,
		.init = t_init, .exit = t_exit, .test_cases = cases,
	};

	trace[0] = '\0';
	KUNIT_EXPECT_EQ(test, kunit_run_suite(&suite, &defaults, true), 2);
	KUNIT_EXPECT_STREQ(test, trace, "(<a><b>31)");
}

static int bad_suite_init(struct kunit_suite *suite)
{
	return -ENODEV;
}

static int bad_test_init(struct kunit *test)
{
	return -ENOMEM;
}

static void kunit_init_failures(struct kunit *test)
{
	struct kunit_case cases[] = { KUNIT_CASE(passes), KUNIT_CASE(passes),
				      {} };
	struct kunit_suite suite = { .name = "inits", .test_cases = cases };

	suite.suite_init = bad_suite_init;
	KUNIT_EXPECT_EQ(test, kunit_run_suite(&suite, &defaults, true), 2);
	suite.suite_init = NULL;
	suite.init = bad_test_init;
	KUNIT_EXPECT_EQ(test, kunit_run_suite(&suite, &defaults, true), 2);
}

/* ---- parameters, filters, random numbers ---------------------------------------- */

static const int params[] = { 1, 2, 3, 4 };

static void describe(const int *param, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "number %d", *param);
}

KUNIT_ARRAY_PARAM(number, params, describe);

static void is_odd(struct kunit *test)
{
	int number = *(const int *)test->param_value;

	note((char)('0' + number));
	KUNIT_EXPECT_EQ(test, number % 2, 1);
}

static void kunit_params(struct kunit *test)
{
	struct kunit_case cases[] = {
		KUNIT_CASE_PARAM(is_odd, number_gen_params), {}
	};
	struct kunit_suite suite = { .name = "params", .test_cases = cases };

	trace[0] = '\0';
	KUNIT_EXPECT_EQ(test, kunit_run_suite(&suite, &defaults, true), 1);
	KUNIT_EXPECT_STREQ(test, trace, "1234");
}

static void kunit_filters(struct kunit *test)
{
	struct kunit_case cases[] = {
		KUNIT_CASE(fails_string), KUNIT_CASE(fails_memory),
		KUNIT_CASE(passes), {}
	};
	struct kunit_suite suite = { .name = "filters", .test_cases = cases };
	static const struct {
		const char *filter;
		int failed;
	} table[] = {
		{ NULL, 2 }, { "filters", 2 }, { "filters.*", 2 }, { "*.passes", 0 },
		{ "*.fails_[ms]*", 2 }, { "*memory", 1 }, { "nothing", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct kunit_options opts = { .filter = table[i].filter };

		KUNIT_EXPECT_EQ_MSG(test, kunit_run_suite(&suite, &opts, true),
				    table[i].failed, "filter %s",
				    table[i].filter);
	}
}

static u32 drawn;

static void draws(struct kunit *test)
{
	drawn = kunit_random_u32(test);
}

static void kunit_random_replays(struct kunit *test)
{
	struct kunit_case cases[] = { KUNIT_CASE(draws), {} };
	struct kunit_suite suite = { .name = "random", .test_cases = cases };
	struct kunit_options opts = { .seed = 7 };
	u32 first;

	kunit_run_suite(&suite, &opts, true);
	first = drawn;
	kunit_run_suite(&suite, &opts, true);
	KUNIT_EXPECT_EQ(test, drawn, first);
	opts.seed = 8;
	kunit_run_suite(&suite, &opts, true);
	KUNIT_EXPECT_NE(test, drawn, first);
	for (int i = 0; i < 1000; i++)
		KUNIT_ASSERT_LT(test, kunit_random_below(test, 7), 7);
}

static void kunit_memory(struct kunit *test)
{
	char *a = kunit_kmalloc(test, 100, GFP_KERNEL);
	char *b = kunit_kzalloc(test, 200, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	memset(a, 1, 100);
	KUNIT_EXPECT_NULL(test, memchr_inv(b, 0, 200));
	kunit_kfree(test, a);
	kunit_kfree(test, NULL);
}

/* ---- what a test has -------------------------------------------------------------- */

static void add_one(void *ctx)
{
	++*(int *)ctx;
}

/* Each allocation fails once: nothing is lost, and what cannot be kept is done
 * at once. */
static void kunit_resources_fail(struct kunit *test)
{
	int done = 0, nulls = 0;

	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	KUNIT_EXPECT_EQ(test, kunit_add_action(test, add_one, &done), -ENOMEM);
	KUNIT_EXPECT_EQ(test, done, 0);
	KUNIT_EXPECT_EQ(test, kunit_add_action_or_reset(test, add_one, &done),
			-ENOMEM);
	KUNIT_EXPECT_EQ(test, done, 1);
	KUNIT_EXPECT_NULL(test, kunit_alloc_resource(test, NULL, NULL,
						     GFP_KERNEL, &done));
	KUNIT_EXPECT_NULL(test, kunit_kzalloc(test, 10, GFP_KERNEL));
	/* Some are the slab's own, which does without. */
	for (unsigned long n = 1; n <= 8; n++) {
		fault_inject_arm(FAULT_SLAB_ALLOC, n, false);
		nulls += !kunit_kstrdup(test, "text", GFP_KERNEL);
	}
	KUNIT_EXPECT_GE(test, nulls, 2);
	fault_inject_disarm();
	KUNIT_EXPECT_PTR_EQ(test, kunit_alloc_resource(test, NULL, NULL,
						       GFP_KERNEL, &done),
			    (void *)&done);
}

static void throw_up(void *context)
{
	note('t');
	kunit_try_catch_throw(context);
}

static void catch_it(void *context)
{
	note('c');
}

static void kunit_catches(struct kunit *test)
{
	struct kunit_try_catch tc;

	trace[0] = '\0';
	kunit_try_catch_init(&tc, test, throw_up, catch_it);
	kunit_try_catch_run(&tc, &tc);
	KUNIT_EXPECT_STREQ(test, trace, "tc");
	KUNIT_EXPECT_EQ(test, kunit_try_catch_get_result(&tc), -EFAULT);
	kunit_try_catch_init(&tc, test, catch_it, throw_up);
	kunit_try_catch_run(&tc, &tc);
	KUNIT_EXPECT_STREQ(test, trace, "tcc");
	KUNIT_EXPECT_EQ(test, kunit_try_catch_get_result(&tc), 0);
}

static void is_current(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, kunit_get_current_test(), test);
	kunit_fail_current_test("as it %s", "should");
}

static void kunit_current(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_one(is_current), 1);
	KUNIT_EXPECT_PTR_EQ(test, kunit_get_current_test(), test);
}

static struct kunit_case kunit_cases[] = {
	KUNIT_CASE(kunit_failures_count),
	KUNIT_CASE(kunit_assertion_ends_test),
	KUNIT_CASE(kunit_leak_is_found),
	KUNIT_CASE(kunit_core_leaks_are_found),
	KUNIT_CASE(kunit_passes_and_skips),
	KUNIT_CASE(kunit_order),
	KUNIT_CASE(kunit_init_failures),
	KUNIT_CASE(kunit_params),
	KUNIT_CASE(kunit_filters),
	KUNIT_CASE(kunit_random_replays),
	KUNIT_CASE(kunit_memory),
	KUNIT_CASE(kunit_resources_fail),
	KUNIT_CASE(kunit_catches),
	KUNIT_CASE(kunit_current),
	{}
};

static struct kunit_suite kunit_suite_of_tests = {
	.name = "kunit",
	.test_cases = kunit_cases,
};

kunit_test_suites(&kunit_suite_of_tests);
