/* SPDX-License-Identifier: MIT */
/*
 * bitmap_test.c - bit operations and bitmaps against arrays of bool.
 */
#include <kunit/test.h>
#include <octavo/bitmap.h>

#define NBITS	200

static DECLARE_BITMAP(map, NBITS);
static bool model[NBITS];

static int bitmap_test_init(struct kunit *test)
{
	bitmap_zero(map, NBITS);
	memset(model, 0, sizeof(model));
	/* Bits behind the end must not matter. */
	bitmap_set(map, NBITS + 1,
		   BITS_TO_LONGS(NBITS) * 8 * sizeof(long) - NBITS - 1);
	return 0;
}

static unsigned long model_next(unsigned long start, bool want)
{
	while (start < NBITS && model[start] != want)
		start++;
	return min(start, (unsigned long)NBITS);
}

static void expect_same(struct kunit *test)
{
	unsigned long weight = 0;

	for (unsigned long i = 0; i < NBITS; i++) {
		weight += model[i];
		KUNIT_ASSERT_EQ(test, test_bit(i, map), model[i]);
		KUNIT_ASSERT_EQ(test, find_next_bit(map, NBITS, i),
				model_next(i, true));
		KUNIT_ASSERT_EQ(test, find_next_zero_bit(map, NBITS, i),
				model_next(i, false));
	}
	KUNIT_ASSERT_EQ(test, bitmap_weight(map, NBITS), weight);
	KUNIT_ASSERT_EQ(test, bitmap_empty(map, NBITS), weight == 0);
	KUNIT_ASSERT_EQ(test, bitmap_full(map, NBITS), weight == NBITS);
}

static void bitmap_random_runs(struct kunit *test)
{
	for (int step = 0; step < 2000; step++) {
		u32 start = kunit_random_below(test, NBITS);
		u32 nr = kunit_random_below(test, NBITS - start + 1);
		bool set = kunit_random_below(test, 2);

		if (set)
			bitmap_set(map, start, nr);
		else
			bitmap_clear(map, start, nr);
		memset(model + start, set, nr);
		if (step % 8 == 0)
			expect_same(test);
	}
}

static void bitmap_ends(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, find_first_bit(map, NBITS), NBITS);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, NBITS), NBITS);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, NBITS, NBITS + 7), NBITS);
	__set_bit(NBITS - 1, map);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, NBITS), NBITS - 1);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, NBITS), NBITS - 1);
	bitmap_fill(map, NBITS);
	KUNIT_EXPECT_EQ(test, find_first_zero_bit(map, NBITS), NBITS);
	KUNIT_EXPECT_TRUE(test, bitmap_full(map, NBITS));
}

static void bitmap_algebra(struct kunit *test)
{
	DECLARE_BITMAP(a, NBITS);
	DECLARE_BITMAP(b, NBITS);
	DECLARE_BITMAP(r, NBITS);

	bitmap_zero(a, NBITS);
	bitmap_zero(b, NBITS);
	bitmap_set(a, 10, 100);
	bitmap_set(b, 60, 100);
	KUNIT_EXPECT_TRUE(test, bitmap_and(r, a, b, NBITS));
	KUNIT_EXPECT_EQ(test, bitmap_weight(r, NBITS), 50);
	KUNIT_EXPECT_TRUE(test, bitmap_subset(r, a, NBITS));
	KUNIT_EXPECT_FALSE(test, bitmap_subset(a, b, NBITS));
	KUNIT_EXPECT_TRUE(test, bitmap_intersects(a, b, NBITS));
	bitmap_or(r, a, b, NBITS);
	KUNIT_EXPECT_EQ(test, bitmap_weight(r, NBITS), 150);
	bitmap_xor(r, a, b, NBITS);
	KUNIT_EXPECT_EQ(test, bitmap_weight(r, NBITS), 100);
	KUNIT_EXPECT_FALSE(test, bitmap_andnot(r, a, a, NBITS));
	bitmap_complement(r, a, NBITS);
	KUNIT_EXPECT_EQ(test, bitmap_weight(r, NBITS), NBITS - 100);
	bitmap_complement(r, r, NBITS);
	KUNIT_EXPECT_TRUE(test, bitmap_equal(r, a, NBITS));
	bitmap_copy(r, b, NBITS);
	KUNIT_EXPECT_FALSE(test, bitmap_equal(r, a, NBITS));
}

static void bitmap_zero_area(struct kunit *test)
{
	bitmap_set(map, 0, 3);
	bitmap_set(map, 10, 5);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 7, 0),
			3);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 8, 0),
			15);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 4, 7),
			16);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 185, 0),
			15);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 186, 0),
			NBITS + 1);
}

static void bitmap_iterates(struct kunit *test)
{
	unsigned long bit, sum = 0;

	for (int i = 0; i < NBITS; i += 7)
		__set_bit((unsigned long)i, map);
	for_each_set_bit(bit, map, NBITS)
		sum += bit;
	KUNIT_EXPECT_EQ(test, sum, 7 * 28 * 29 / 2);
	sum = 0;
	for_each_clear_bit(bit, map, NBITS)
		sum++;
	KUNIT_EXPECT_EQ(test, sum, NBITS - 29);
}

static void bitops_words(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, __ffs(0x100), 8);
	KUNIT_EXPECT_EQ(test, __fls(0x1ff), 8);
	KUNIT_EXPECT_EQ(test, ffz(0xff), 8);
	KUNIT_EXPECT_EQ(test, ffs(0), 0);
	KUNIT_EXPECT_EQ(test, ffs(0x100), 9);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, fls(0x80000000u), 32);
	KUNIT_EXPECT_EQ(test, fls64(1ull << 63), 64);
	KUNIT_EXPECT_EQ(test, fls64(1), 1);
	KUNIT_EXPECT_EQ(test, fls64(0), 0);
	KUNIT_EXPECT_EQ(test, __ffs64(1ull << 63), 63);
	KUNIT_EXPECT_EQ(test, __ffs64(~0ull), 0);
	KUNIT_EXPECT_EQ(test, fls_long(0), 0);
	KUNIT_EXPECT_EQ(test, ilog2(4097), 12);
	KUNIT_EXPECT_EQ(test, order_base_2(0), 0);
	KUNIT_EXPECT_EQ(test, order_base_2(1), 0);
	KUNIT_EXPECT_EQ(test, order_base_2(5), 3);
	KUNIT_EXPECT_EQ(test, roundup_pow_of_two(1025), 2048);
	KUNIT_EXPECT_EQ(test, rounddown_pow_of_two(1025), 1024);
	KUNIT_EXPECT_EQ(test, get_order(1), 0);
	KUNIT_EXPECT_EQ(test, get_order(PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, get_order(PAGE_SIZE + 1), 1);
	KUNIT_EXPECT_EQ(test, get_order(4 * PAGE_SIZE), 2);
	KUNIT_EXPECT_EQ(test, GENMASK(7, 4), 0xf0);
	KUNIT_EXPECT_EQ(test, rol32(0x80000001u, 1), 3);
	KUNIT_EXPECT_EQ(test, ror32(3, 1), 0x80000001u);
	for (int i = 0; i <= 64; i++)
		KUNIT_EXPECT_EQ(test, hweight64(i ? ~0ull >> (64 - i) : 0), i);
}

static void bitops_test_and(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, test_and_set_bit(65, map));
	KUNIT_EXPECT_TRUE(test, test_and_set_bit(65, map));
	KUNIT_EXPECT_TRUE(test, test_and_change_bit(65, map));
	KUNIT_EXPECT_FALSE(test, test_and_clear_bit(65, map));
	change_bit(65, map);
	KUNIT_EXPECT_TRUE(test, __test_and_clear_bit(65, map));
	KUNIT_EXPECT_FALSE(test, __test_and_set_bit(65, map));
	KUNIT_EXPECT_TRUE(test, test_and_set_bit_lock(65, map));
	clear_bit_unlock(65, map);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, NBITS));
}

#define ROUNDS	20000

/* All CPUs change bits of one word; none may be lost. */
static void flip_own_bit(void *arg, unsigned int cpu)
{
	for (int i = 0; i < ROUNDS; i++) {
		set_bit(cpu, map);
		clear_bit(cpu, map);
		change_bit(cpu + 32, map);
	}
	set_bit(cpu, map);
}

static void bitops_atomic(struct kunit *test)
{
	kunit_run_on_cpus(test, 2, flip_own_bit, NULL);
	KUNIT_EXPECT_TRUE(test, test_bit(0, map));
	clear_bit(0, map);
	clear_bit(1, map);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, NBITS));
}

static struct kunit_case bitmap_cases[] = {
	KUNIT_CASE(bitmap_random_runs),
	KUNIT_CASE(bitmap_ends),
	KUNIT_CASE(bitmap_algebra),
	KUNIT_CASE(bitmap_zero_area),
	KUNIT_CASE(bitmap_iterates),
	KUNIT_CASE(bitops_words),
	KUNIT_CASE(bitops_test_and),
	KUNIT_CASE(bitops_atomic),
	{}
};

static struct kunit_suite bitmap_suite = {
	.name = "bitmap",
	.init = bitmap_test_init,
	.test_cases = bitmap_cases,
};

kunit_test_suites(&bitmap_suite);
