/* SPDX-License-Identifier: MIT */
/*
 * test.h - KUnit: unit tests that run inside the kernel.
 *
 *	static void counts(struct kunit *test)
 *	{
 *		KUNIT_EXPECT_EQ(test, 1 + 1, 2);
 *	}
 *	static struct kunit_case cases[] = { KUNIT_CASE(counts), {} };
 *	static struct kunit_suite suite = {
 *		.name = "numbers", .test_cases = cases,
 *	};
 *	kunit_test_suites(&suite);
 *
 * The interface is Linux's; what it has beyond that is marked "Unlike Linux".
 * An expectation that does not hold fails the test, which goes on; an
 * assertion also ends it. After each test the runner requires that
 *
 * 1. every counter given to kunit_add_leak_counter() is what it was before,
 * 2. no report (octavo_report(), WARN) came that was not expected, and every
 *    expected one came,
 * 3. the preempt count is what it was and interrupts are on.
 *
 * The result is KTAP, version 1, on the kernel's console.
 */
#ifndef KUNIT_TEST_H
#define KUNIT_TEST_H

#include <octavo/types.h>
#include <octavo/err.h>
#include <octavo/bug.h>
#include <octavo/list.h>
#include <octavo/printk.h>
#include <octavo/spinlock.h>
#include <octavo/string.h>

struct kunit;
struct kunit_resource;
struct mm_struct;

enum kunit_status { KUNIT_SUCCESS, KUNIT_FAILURE, KUNIT_SKIPPED };
enum kunit_speed { KUNIT_SPEED_UNSET, KUNIT_SPEED_VERY_SLOW, KUNIT_SPEED_SLOW,
		   KUNIT_SPEED_NORMAL, KUNIT_SPEED_MAX = KUNIT_SPEED_NORMAL };

/* What is known of a test beforehand. */
struct kunit_attributes {
	enum kunit_speed speed;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	/* Next parameter after @prev (NULL: first), NULL at the end; writes
	 * what to call it to @desc, KUNIT_PARAM_DESC_SIZE bytes. */
	const void *(*generate_params)(const void *prev, char *desc);
	struct kunit_attributes attr;
};

#define KUNIT_PARAM_DESC_SIZE	128
#define KUNIT_CASE(fn)		{ .run_case = fn, .name = #fn }
#define KUNIT_CASE_ATTR(fn, attributes)	\
	{ .run_case = fn, .name = #fn, .attr = attributes }
#define KUNIT_CASE_SLOW(fn)	\
	{ .run_case = fn, .name = #fn, .attr.speed = KUNIT_SPEED_SLOW }
#define KUNIT_CASE_PARAM(fn, gen)	\
	{ .run_case = fn, .name = #fn, .generate_params = gen }
#define KUNIT_CASE_PARAM_ATTR(fn, gen, attributes)	\
	{ .run_case = fn, .name = #fn, .generate_params = gen,	\
	  .attr = attributes }

/* A generator of parameters name_gen_params() from an array. */
#define KUNIT_ARRAY_PARAM(name, array, get_desc)			\
	static const void *name##_gen_params(const void *prev, char *desc) \
	{								\
		const __typeof__((array)[0]) *next =			\
			prev ? (const __typeof__((array)[0]) *)prev + 1	\
			     : (array);					\
		void (*param_desc_fn)(					\
			const __typeof__((array)[0]) *, char *) =	\
			get_desc;					\
									\
		if (next >= (array) + ARRAY_SIZE(array))		\
			return NULL;					\
		if (param_desc_fn)					\
			param_desc_fn(next, desc);			\
		return next;						\
	}

/* The same where the elements have a string called @desc_member. */
#define KUNIT_ARRAY_PARAM_DESC(name, array, desc_member)		\
	static void name##_get_desc(const __typeof__((array)[0]) *param, \
				    char *desc)				\
	{								\
		strscpy(desc, param->desc_member, KUNIT_PARAM_DESC_SIZE); \
	}								\
	KUNIT_ARRAY_PARAM(name, array, name##_get_desc)

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;		/* ends with {} */
	struct kunit_attributes attr;
};

struct kunit {
	const char *name;
	void *priv;				/* the suite's, for init() */
	const void *param_value;
	int param_index;
	unsigned int status;			/* enum kunit_status */
	unsigned int nr_failures;
	unsigned int depth;			/* of the output */
	bool quiet;				/* no output */
	u64 random_state;
	spinlock_t lock;
	struct list_head resources;		/* freed last to first */
	struct task_struct *task;		/* that runs it */
	struct mm_struct *mm;			/* of kunit_attach_mm() */
	char status_comment[128];		/* why it was skipped */
	char panic_text[256];			/* see kunit_panics() */
};

/* Suites are found by the linker: each is a pointer in this section. */
#define KUNIT_CAT_1(a, b)	a##b
#define KUNIT_CAT(a, b)		KUNIT_CAT_1(a, b)
#define kunit_test_suites(...)						\
	static struct kunit_suite *KUNIT_CAT(kunit_suites_, __LINE__)[]	\
	__used __section("kunit_suites") = { __VA_ARGS__ }
#define kunit_test_suite(suite)	kunit_test_suites(&suite)
#define kunit_test_init_section_suites(...)	kunit_test_suites(__VA_ARGS__)
#define kunit_test_init_section_suite(suite)	kunit_test_suites(&suite)
#define kunit_suite_for_each_test_case(suite, test_case)		\
	for (test_case = (suite)->test_cases; test_case->run_case; test_case++)

/* ---- running ---------------------------------------------------------------- */

/* The outcomes of what was run. */
struct kunit_result {
	int passed, failed, skipped;
};

struct kunit_options {
	const char *filter;	/* glob on suite or suite.test; NULL: all */
	u64 seed;		/* of kunit_random_u32() */
	bool list;		/* only name the tests */
	/* Instead of the suites that are linked in. */
	struct kunit_suite *const *suites;
	unsigned long nr_suites;
	int stream;		/* of the console; 0: the log */
	struct kunit_result *result;	/* filled in, unless NULL */
	bool keeps;		/* a driver keeps what a test had it allocate */
};

/**
 * kunit_run_all() - run the suites that are linked in
 * @opts: which and how; not NULL
 *
 * Context: May sleep; on CPU 0.
 * Return: how many tests failed; -ENOENT if the filter matched none.
 */
int kunit_run_all(const struct kunit_options *opts);

/**
 * kunit_run_suite() - run one suite, linked in or not
 * @suite: the suite
 * @opts: as for kunit_run_all()
 * @quiet: print nothing: for tests of the runner
 *
 * Unlike Linux: meant to be called; may be called from within a test.
 *
 * Context: May sleep; on CPU 0.
 * Return: how many tests failed.
 */
int kunit_run_suite(struct kunit_suite *suite,
		    const struct kunit_options *opts, bool quiet);

/**
 * kunit_add_leak_counter() - name a number that each test must leave alone
 * @name: shown if it does not; must stay valid
 * @fn: answers the number: live objects, free pages ...
 *
 * Adding the same function again does nothing.
 *
 * Context: Any context, before or during kunit_run_all(), not in a test.
 */
void kunit_add_leak_counter(const char *name, unsigned long (*fn)(void));

/**
 * kunit_add_settle() - have something done before the leak counters are read
 * @fn: gives back what caches hold, so that only live things are counted
 *
 * Adding the same function again does nothing.
 *
 * Context: Any context, before or during kunit_run_all(), not in a test.
 */
void kunit_add_settle(void (*fn)(void));

/* ---- inside a test ------------------------------------------------------------ */

/**
 * kunit_random_u32() - next number of the test's random sequence
 * @test: the test
 *
 * Each test starts from the run's seed and its own name, so that it sees the
 * same numbers whichever others run. The seed is printed on top.
 *
 * Unlike Linux: Linux has none. Not for use on several CPUs at once.
 *
 * Context: Any context.
 * Return: 32 random bits.
 * Source: SplitMix64 (Steele, Lea, Flood 2014).
 */
u32 kunit_random_u32(struct kunit *test);

/* A random number below @n, which is above 0. */
static inline u32 kunit_random_below(struct kunit *test, u32 n)
{
	return (u32)(((u64)kunit_random_u32(test) * n) >> 32);
}

/**
 * kunit_random_next() - the generator on a state of one's own
 * @state: any number to begin with
 *
 * For code that runs on several CPUs. Unlike Linux: Linux has none.
 *
 * Context: Any context.
 * Return: 32 random bits.
 */
u32 kunit_random_next(u64 *state);

/**
 * kunit_run_on_cpus() - run a function on several CPUs at once
 * @test: expectations inside @fn count for it; an assertion ends @fn there
 * @nr: how many CPUs; the machine may have fewer
 * @fn: gets @arg and the CPU's number
 * @arg: passed on
 *
 * Returns when all have. Unlike Linux: Linux has none.
 *
 * Context: May sleep; on CPU 0.
 */
void kunit_run_on_cpus(struct kunit *test, unsigned int nr,
		       void (*fn)(void *arg, unsigned int cpu), void *arg);

/**
 * kunit_has_cpus() - does the machine have so many CPUs?
 * @nr: how many
 *
 * Unlike Linux: Linux has none.
 *
 * Context: May sleep; on CPU 0.
 * Return: true if kunit_run_on_cpus() can use @nr at once.
 */
bool kunit_has_cpus(unsigned int nr);

/**
 * kunit_panics() - call a function that is to panic
 * @test: gets the message, see panic_text
 * @fn: called with @arg; what it holds when it panics stays held, but for
 *	the preempt count
 * @arg: passed on
 *
 * Unlike Linux: Linux has none.
 *
 * Context: May sleep.
 * Return: true if it panicked or met a BUG().
 */
bool kunit_panics(struct kunit *test, void (*fn)(void *arg), void *arg);

/**
 * kunit_mark_skipped() - make "skipped" the outcome, and go on
 * @test: the test
 * @fmt: why
 *
 * Context: Any context.
 */
__printf(2, 3)
void kunit_mark_skipped(struct kunit *test, const char *fmt, ...);

/**
 * kunit_abort() - end the test on this CPU
 * @test: the test
 *
 * Context: Any context.
 */
__noreturn void kunit_abort(struct kunit *test);

/**
 * kunit_get_current_test() - the test that runs here
 *
 * Context: Any context.
 * Return: it, if the running task is that of a test; else NULL.
 */
struct kunit *kunit_get_current_test(void);

/**
 * kunit_fail_current_test() - let the running test fail, if there is one
 * @fmt: why
 *
 * Context: Any context.
 */
__printf(1, 2)
void kunit_fail_current_test(const char *fmt, ...);

/**
 * kunit_say() - print a diagnostic line of a test
 * @test: the test
 * @fmt: the text; a newline at its end is not needed
 *
 * Context: Any context.
 */
__printf(2, 3)
void kunit_say(struct kunit *test, const char *fmt, ...);

#define kunit_log(level, test, fmt, ...)	\
	kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_info(test, fmt, ...)	kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...)	kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...)	kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_printk(level, test, fmt, ...)	\
	kunit_say(test, fmt, ##__VA_ARGS__)

#define kunit_skip(test, fmt, ...)					\
	do {								\
		kunit_mark_skipped(test, fmt, ##__VA_ARGS__);		\
		kunit_abort(test);					\
	} while (0)

/* ---- expectations and assertions ------------------------------------------- */

enum kunit_op { KUNIT_OP_EQ, KUNIT_OP_NE, KUNIT_OP_LT, KUNIT_OP_LE,
		KUNIT_OP_GT, KUNIT_OP_GE };

/* Where a check stands and what it says. */
struct kunit_loc {
	const char *file;
	int line;
	bool fatal;			/* an assertion */
	const char *left, *right;	/* the operands' text */
};

/* An integer of any type, compared by its value: -1 is below 0u. */
struct kunit_int {
	u64 bits;
	bool is_signed;
};

/**
 * kunit_check_int() - an integer expectation
 * @test: fails if it does not hold
 * @loc: where it stands
 * @op: how to compare
 * @vals: the two operands
 * @fmt: added to the message, or NULL
 *
 * Context: Any context.
 */
__printf(5, 6)
void kunit_check_int(struct kunit *test, const struct kunit_loc *loc,
		     enum kunit_op op, const struct kunit_int vals[2],
		     const char *fmt, ...);

/**
 * kunit_check_true() - an expectation of a truth value
 * @test: fails if it does not hold
 * @loc: where it stands; left is the text, right what it should be
 * @holds: does it?
 * @fmt: added to the message, or NULL
 *
 * Context: Any context.
 */
__printf(4, 5)
void kunit_check_true(struct kunit *test, const struct kunit_loc *loc,
		      bool holds, const char *fmt, ...);

/**
 * kunit_check_str() - an expectation on two strings
 * @test: fails if it does not hold
 * @loc: where it stands
 * @op: KUNIT_OP_EQ or KUNIT_OP_NE
 * @strs: the two; NULL equals only NULL
 * @fmt: added to the message, or NULL
 *
 * Context: Any context.
 */
__printf(5, 6)
void kunit_check_str(struct kunit *test, const struct kunit_loc *loc,
		     enum kunit_op op, const char *const strs[2],
		     const char *fmt, ...);

/**
 * kunit_check_mem() - an expectation on two pieces of memory
 * @test: fails if it does not hold
 * @loc: where it stands
 * @op: KUNIT_OP_EQ or KUNIT_OP_NE
 * @mem: the two
 * @size: bytes
 * @fmt: added to the message, or NULL
 *
 * Context: Any context.
 */
__printf(6, 7)
void kunit_check_mem(struct kunit *test, const struct kunit_loc *loc,
		     enum kunit_op op, const void *const mem[2], size_t size,
		     const char *fmt, ...);

#define KUNIT_LOC(is_fatal, l, r)					\
	(&(const struct kunit_loc){ __FILE__, __LINE__, is_fatal, l, r })
#define KUNIT_INT(x)							\
	({								\
		const __typeof__(x) ki_x = (x);				\
		(struct kunit_int){ (u64)ki_x,				\
			(__typeof__(x))-1 < (__typeof__(x))1 };		\
	})

#define KUNIT_CMP(test, fatal, op, l, r, ...)				\
	do {								\
		const struct kunit_int k_vals[2] =			\
			{ KUNIT_INT(l), KUNIT_INT(r) };			\
		kunit_check_int(test, KUNIT_LOC(fatal, #l, #r), op,	\
				k_vals, __VA_ARGS__);			\
	} while (0)
#define KUNIT_PTR(test, fatal, op, l, r, ...)				\
	do {								\
		const struct kunit_int k_vals[2] = {			\
			{ (unsigned long)(l), false },			\
			{ (unsigned long)(r), false } };		\
		kunit_check_int(test, KUNIT_LOC(fatal, #l, #r), op,	\
				k_vals, __VA_ARGS__);			\
	} while (0)
#define KUNIT_STR(test, fatal, op, l, r, ...)				\
	do {								\
		const char *const k_strs[2] = { l, r };			\
		kunit_check_str(test, KUNIT_LOC(fatal, #l, #r), op,	\
				k_strs, __VA_ARGS__);			\
	} while (0)
#define KUNIT_MEM(test, fatal, op, l, r, n, ...)			\
	do {								\
		const void *const k_mem[2] = { l, r };			\
		kunit_check_mem(test, KUNIT_LOC(fatal, #l, #r), op,	\
				k_mem, n, __VA_ARGS__);			\
	} while (0)
#define KUNIT_BOOL(test, fatal, cond, want, holds, ...)			\
	kunit_check_true(test, KUNIT_LOC(fatal, #cond, want), holds,	\
			 __VA_ARGS__)

#define KUNIT_FAIL(test, fmt, ...)					\
	kunit_check_true(test, KUNIT_LOC(false, NULL, NULL), false,	\
			 fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...)				\
	kunit_check_true(test, KUNIT_LOC(true, NULL, NULL), false,	\
			 fmt, ##__VA_ARGS__)
#define KUNIT_SUCCEED(test)	((void)(test))

/* The test fails but goes on. */

#define KUNIT_EXPECT_EQ(t, l, r)	\
	KUNIT_CMP(t, false, KUNIT_OP_EQ, l, r, NULL)
#define KUNIT_EXPECT_EQ_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, false, KUNIT_OP_EQ, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_NE(t, l, r)	\
	KUNIT_CMP(t, false, KUNIT_OP_NE, l, r, NULL)
#define KUNIT_EXPECT_NE_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, false, KUNIT_OP_NE, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_LT(t, l, r)	\
	KUNIT_CMP(t, false, KUNIT_OP_LT, l, r, NULL)
#define KUNIT_EXPECT_LT_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, false, KUNIT_OP_LT, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_LE(t, l, r)	\
	KUNIT_CMP(t, false, KUNIT_OP_LE, l, r, NULL)
#define KUNIT_EXPECT_LE_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, false, KUNIT_OP_LE, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_GT(t, l, r)	\
	KUNIT_CMP(t, false, KUNIT_OP_GT, l, r, NULL)
#define KUNIT_EXPECT_GT_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, false, KUNIT_OP_GT, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_GE(t, l, r)	\
	KUNIT_CMP(t, false, KUNIT_OP_GE, l, r, NULL)
#define KUNIT_EXPECT_GE_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, false, KUNIT_OP_GE, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(t, l, r)	\
	KUNIT_PTR(t, false, KUNIT_OP_EQ, l, r, NULL)
#define KUNIT_EXPECT_PTR_EQ_MSG(t, l, r, ...)	\
	KUNIT_PTR(t, false, KUNIT_OP_EQ, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE(t, l, r)	\
	KUNIT_PTR(t, false, KUNIT_OP_NE, l, r, NULL)
#define KUNIT_EXPECT_PTR_NE_MSG(t, l, r, ...)	\
	KUNIT_PTR(t, false, KUNIT_OP_NE, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_STREQ(t, l, r)	\
	KUNIT_STR(t, false, KUNIT_OP_EQ, l, r, NULL)
#define KUNIT_EXPECT_STREQ_MSG(t, l, r, ...)	\
	KUNIT_STR(t, false, KUNIT_OP_EQ, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(t, l, r)	\
	KUNIT_STR(t, false, KUNIT_OP_NE, l, r, NULL)
#define KUNIT_EXPECT_STRNEQ_MSG(t, l, r, ...)	\
	KUNIT_STR(t, false, KUNIT_OP_NE, l, r, __VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ(t, l, r, n)	\
	KUNIT_MEM(t, false, KUNIT_OP_EQ, l, r, n, NULL)
#define KUNIT_EXPECT_MEMEQ_MSG(t, l, r, n, ...)	\
	KUNIT_MEM(t, false, KUNIT_OP_EQ, l, r, n, __VA_ARGS__)
#define KUNIT_EXPECT_MEMNEQ(t, l, r, n)	\
	KUNIT_MEM(t, false, KUNIT_OP_NE, l, r, n, NULL)
#define KUNIT_EXPECT_MEMNEQ_MSG(t, l, r, n, ...)	\
	KUNIT_MEM(t, false, KUNIT_OP_NE, l, r, n, __VA_ARGS__)
#define KUNIT_EXPECT_TRUE(t, c)	\
	KUNIT_BOOL(t, false, c, "true", !!(c), NULL)
#define KUNIT_EXPECT_TRUE_MSG(t, c, ...)	\
	KUNIT_BOOL(t, false, c, "true", !!(c), __VA_ARGS__)
#define KUNIT_EXPECT_FALSE(t, c)	\
	KUNIT_BOOL(t, false, c, "false", !(c), NULL)
#define KUNIT_EXPECT_FALSE_MSG(t, c, ...)	\
	KUNIT_BOOL(t, false, c, "false", !(c), __VA_ARGS__)
#define KUNIT_EXPECT_NULL(t, c)	\
	KUNIT_BOOL(t, false, c, "NULL", !(c), NULL)
#define KUNIT_EXPECT_NULL_MSG(t, c, ...)	\
	KUNIT_BOOL(t, false, c, "NULL", !(c), __VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(t, c)	\
	KUNIT_BOOL(t, false, c, "not NULL", !!(c), NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(t, c, ...)	\
	KUNIT_BOOL(t, false, c, "not NULL", !!(c), __VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(t, c)	\
	KUNIT_BOOL(t, false, c, "neither NULL nor an error", !IS_ERR_OR_NULL(c), NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(t, c, ...)	\
	KUNIT_BOOL(t, false, c, "neither NULL nor an error", !IS_ERR_OR_NULL(c), __VA_ARGS__)

/* The test fails and ends. */

#define KUNIT_ASSERT_EQ(t, l, r)	\
	KUNIT_CMP(t, true, KUNIT_OP_EQ, l, r, NULL)
#define KUNIT_ASSERT_EQ_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, true, KUNIT_OP_EQ, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_NE(t, l, r)	\
	KUNIT_CMP(t, true, KUNIT_OP_NE, l, r, NULL)
#define KUNIT_ASSERT_NE_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, true, KUNIT_OP_NE, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_LT(t, l, r)	\
	KUNIT_CMP(t, true, KUNIT_OP_LT, l, r, NULL)
#define KUNIT_ASSERT_LT_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, true, KUNIT_OP_LT, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_LE(t, l, r)	\
	KUNIT_CMP(t, true, KUNIT_OP_LE, l, r, NULL)
#define KUNIT_ASSERT_LE_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, true, KUNIT_OP_LE, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_GT(t, l, r)	\
	KUNIT_CMP(t, true, KUNIT_OP_GT, l, r, NULL)
#define KUNIT_ASSERT_GT_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, true, KUNIT_OP_GT, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_GE(t, l, r)	\
	KUNIT_CMP(t, true, KUNIT_OP_GE, l, r, NULL)
#define KUNIT_ASSERT_GE_MSG(t, l, r, ...)	\
	KUNIT_CMP(t, true, KUNIT_OP_GE, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(t, l, r)	\
	KUNIT_PTR(t, true, KUNIT_OP_EQ, l, r, NULL)
#define KUNIT_ASSERT_PTR_EQ_MSG(t, l, r, ...)	\
	KUNIT_PTR(t, true, KUNIT_OP_EQ, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(t, l, r)	\
	KUNIT_PTR(t, true, KUNIT_OP_NE, l, r, NULL)
#define KUNIT_ASSERT_PTR_NE_MSG(t, l, r, ...)	\
	KUNIT_PTR(t, true, KUNIT_OP_NE, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_STREQ(t, l, r)	\
	KUNIT_STR(t, true, KUNIT_OP_EQ, l, r, NULL)
#define KUNIT_ASSERT_STREQ_MSG(t, l, r, ...)	\
	KUNIT_STR(t, true, KUNIT_OP_EQ, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(t, l, r)	\
	KUNIT_STR(t, true, KUNIT_OP_NE, l, r, NULL)
#define KUNIT_ASSERT_STRNEQ_MSG(t, l, r, ...)	\
	KUNIT_STR(t, true, KUNIT_OP_NE, l, r, __VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(t, l, r, n)	\
	KUNIT_MEM(t, true, KUNIT_OP_EQ, l, r, n, NULL)
#define KUNIT_ASSERT_MEMEQ_MSG(t, l, r, n, ...)	\
	KUNIT_MEM(t, true, KUNIT_OP_EQ, l, r, n, __VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(t, l, r, n)	\
	KUNIT_MEM(t, true, KUNIT_OP_NE, l, r, n, NULL)
#define KUNIT_ASSERT_MEMNEQ_MSG(t, l, r, n, ...)	\
	KUNIT_MEM(t, true, KUNIT_OP_NE, l, r, n, __VA_ARGS__)
#define KUNIT_ASSERT_TRUE(t, c)	\
	KUNIT_BOOL(t, true, c, "true", !!(c), NULL)
#define KUNIT_ASSERT_TRUE_MSG(t, c, ...)	\
	KUNIT_BOOL(t, true, c, "true", !!(c), __VA_ARGS__)
#define KUNIT_ASSERT_FALSE(t, c)	\
	KUNIT_BOOL(t, true, c, "false", !(c), NULL)
#define KUNIT_ASSERT_FALSE_MSG(t, c, ...)	\
	KUNIT_BOOL(t, true, c, "false", !(c), __VA_ARGS__)
#define KUNIT_ASSERT_NULL(t, c)	\
	KUNIT_BOOL(t, true, c, "NULL", !(c), NULL)
#define KUNIT_ASSERT_NULL_MSG(t, c, ...)	\
	KUNIT_BOOL(t, true, c, "NULL", !(c), __VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(t, c)	\
	KUNIT_BOOL(t, true, c, "not NULL", !!(c), NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(t, c, ...)	\
	KUNIT_BOOL(t, true, c, "not NULL", !!(c), __VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(t, c)	\
	KUNIT_BOOL(t, true, c, "neither NULL nor an error", !IS_ERR_OR_NULL(c), NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(t, c, ...)	\
	KUNIT_BOOL(t, true, c, "neither NULL nor an error", !IS_ERR_OR_NULL(c), __VA_ARGS__)

/* @fn(@arg) must panic, with @text as the message or a glob that matches it.
 * Unlike Linux: Linux has none. */
#define KUNIT_EXPECT_PANIC(test, fn, arg, text)				\
	do {								\
		if (!kunit_panics(test, fn, arg))			\
			KUNIT_FAIL(test, #fn "() did not panic");	\
		else							\
			KUNIT_BOOL(test, false, text, "the panic's text", \
				   glob_match(text, (test)->panic_text),  \
				   "got \"%s\"", (test)->panic_text);	\
	} while (0)

#include <kunit/resource.h>
#include <kunit/try-catch.h>

/* What Linux's header of this name brings along. */
#ifdef OCTAVO_DRIVER
#include <linux/module.h>
#include <linux/slab.h>
#endif

#endif
