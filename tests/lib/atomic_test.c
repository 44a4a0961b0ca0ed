/* SPDX-License-Identifier: MIT */
/*
 * atomic_test.c - atomics, reference counts, 64-bit division.
 */
#include <kunit/test.h>
#include <octavo/atomic.h>
#include <octavo/math64.h>
#include <octavo/refcount.h>

static void atomic_values(struct kunit *test)
{
	atomic_t v = ATOMIC_INIT(5);
	int old = 7;

	atomic_inc(&v);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 6);
	KUNIT_EXPECT_EQ(test, atomic_add_return(4, &v), 10);
	KUNIT_EXPECT_EQ(test, atomic_fetch_sub(3, &v), 10);
	KUNIT_EXPECT_TRUE(test, atomic_try_cmpxchg(&v, &old, 1));
	KUNIT_EXPECT_FALSE(test, atomic_try_cmpxchg(&v, &old, 2));
	KUNIT_EXPECT_EQ(test, old, 1);
	KUNIT_EXPECT_EQ(test, atomic_cmpxchg(&v, 1, 3), 1);
	KUNIT_EXPECT_EQ(test, atomic_cmpxchg(&v, 1, 4), 3);
	KUNIT_EXPECT_EQ(test, atomic_xchg(&v, 1), 3);
	KUNIT_EXPECT_TRUE(test, atomic_dec_and_test(&v));
	KUNIT_EXPECT_FALSE(test, atomic_inc_not_zero(&v));
	KUNIT_EXPECT_EQ(test, atomic_dec_if_positive(&v), -1);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 0);
	KUNIT_EXPECT_TRUE(test, atomic_add_unless(&v, 2, 1));
	KUNIT_EXPECT_FALSE(test, atomic_add_unless(&v, 2, 2));
	KUNIT_EXPECT_FALSE(test, atomic_sub_and_test(1, &v));
	KUNIT_EXPECT_TRUE(test, atomic_add_negative(-2, &v));
	KUNIT_EXPECT_TRUE(test, atomic_inc_and_test(&v));
	atomic_or(0xf0, &v);
	atomic_and(0x3c, &v);
	KUNIT_EXPECT_EQ(test, atomic_fetch_xor(0x11, &v), 0x30);
	atomic_andnot(0x20, &v);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 1);
}

static void atomic_wide_values(struct kunit *test)
{
	atomic64_t v = ATOMIC64_INIT(1ll << 40);
	atomic_long_t l = ATOMIC_LONG_INIT(-1);

	KUNIT_EXPECT_EQ(test, atomic64_add_return(1, &v), (1ll << 40) + 1);
	KUNIT_EXPECT_EQ(test, atomic64_fetch_add_unless(&v, 5, 0),
			(1ll << 40) + 1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&v), (1ll << 40) + 6);
	KUNIT_EXPECT_TRUE(test, atomic_long_inc_and_test(&l));
}

#define ROUNDS	20000

static atomic_t shared;
static refcount_t refs;

static void count_up(void *arg, unsigned int cpu)
{
	for (int i = 0; i < ROUNDS; i++) {
		atomic_inc(&shared);
		atomic_add_unless(&shared, 1, -1);
		atomic_fetch_add(1, &shared);
		atomic_dec(&shared);
		refcount_inc(&refs);
		refcount_inc_not_zero(&refs);
		refcount_dec(&refs);
	}
}

static void atomic_several_cpus(struct kunit *test)
{
	atomic_set(&shared, 0);
	refcount_set(&refs, 1);
	kunit_run_on_cpus(test, 2, count_up, NULL);
	KUNIT_EXPECT_GT(test, atomic_read(&shared), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&shared) % (2 * ROUNDS), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&refs),
			1 + atomic_read(&shared) / 2);
}

static void refcount_counts(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);
	DEFINE_SPINLOCK(lock);

	refcount_inc(&r);
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 2);
	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&r));
	refcount_dec(&r);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_lock(&r, &lock));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_lock(&r, &lock));
	spin_unlock(&lock);
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	refcount_set(&r, 3);
	KUNIT_EXPECT_TRUE(test, refcount_sub_and_test(3, &r));
}

static void expect_saturated(struct kunit *test, refcount_t *r,
			     const char *what)
{
	char want[100];

	snprintf(want, sizeof(want), "refcount %p: %s; it will not be freed",
		 r, what);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	KUNIT_EXPECT_EQ(test, (int)refcount_read(r), REFCOUNT_SATURATED);
}

static void refcount_misuse(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(0);

	octavo_report_expect(6);
	refcount_inc(&r);
	expect_saturated(test, &r, "increment of 0");
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	expect_saturated(test, &r, "underflow");
	refcount_set(&r, 0);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	expect_saturated(test, &r, "underflow");
	refcount_set(&r, 1);
	refcount_dec(&r);
	expect_saturated(test, &r, "decrement to 0");
	refcount_set(&r, INT_MAX);
	refcount_inc(&r);
	expect_saturated(test, &r, "overflow");
	refcount_set(&r, INT_MAX);
	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&r));
	expect_saturated(test, &r, "overflow");
}

static u64 random_u64(struct kunit *test)
{
	u64 v = (u64)kunit_random_u32(test) << 32 | kunit_random_u32(test);

	return v >> kunit_random_below(test, 64);
}

/* n == q * d + r with r < d says it all. */
static void math64_divides(struct kunit *test)
{
	for (int i = 0; i < 50000; i++) {
		u64 n = random_u64(test), d = random_u64(test) | 1, q, r;
		u32 r32, d32 = (u32)d;

		q = div64_u64_rem(n, d, &r);
		KUNIT_ASSERT_LT(test, r, d);
		KUNIT_ASSERT_EQ(test, q * d + r, n);
		KUNIT_ASSERT_EQ(test, div64_u64(n, d), q);
		q = div_u64_rem(n, d32, &r32);
		KUNIT_ASSERT_LT(test, r32, d32);
		KUNIT_ASSERT_EQ(test, q * d32 + r32, n);
		KUNIT_ASSERT_EQ(test, do_div(n, d32), r32);
		KUNIT_ASSERT_EQ(test, n, q);
	}
	KUNIT_EXPECT_EQ(test, div_s64(-7, 2), -3);
	KUNIT_EXPECT_EQ(test, div_s64(-7, -2), 3);
	KUNIT_EXPECT_EQ(test, div_s64(7, -2), -3);
}

static void math64_roots(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, int_sqrt(0), 0);
	KUNIT_EXPECT_EQ(test, int_sqrt(1), 1);
	KUNIT_EXPECT_EQ(test, int_sqrt(16 * 917504), 3831);
	KUNIT_EXPECT_EQ(test, int_sqrt(ULONG_MAX),
			~0ul >> (4 * sizeof(long)));
	for (int i = 0; i < 20000; i++) {
		unsigned long n = (unsigned long)random_u64(test);
		unsigned long r = int_sqrt(n);

		KUNIT_ASSERT_LE(test, r * r, n);
		if (r < ~0ul >> (4 * sizeof(long)))
			KUNIT_ASSERT_GT(test, (r + 1) * (r + 1), n);
	}
}

static struct kunit_case atomic_cases[] = {
	KUNIT_CASE(atomic_values),
	KUNIT_CASE(atomic_wide_values),
	KUNIT_CASE(atomic_several_cpus),
	KUNIT_CASE(refcount_counts),
	KUNIT_CASE(refcount_misuse),
	KUNIT_CASE(math64_divides),
	KUNIT_CASE(math64_roots),
	{}
};

static struct kunit_suite atomic_suite = {
	.name = "atomic",
	.test_cases = atomic_cases,
};

kunit_test_suites(&atomic_suite);
