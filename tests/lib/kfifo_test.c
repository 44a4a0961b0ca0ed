/* SPDX-License-Identifier: MIT */
/*
 * kfifo_test.c - rings of elements and of records.
 */
#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/kfifo.h>
#include <octavo/string.h>

static void kfifo_elements(struct kunit *test)
{
	static DEFINE_KFIFO(f, int, 4);
	int v[4], got = 0;

	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 3; i++)
			KUNIT_EXPECT_EQ(test, kfifo_put(&f, 10 * round + i), 1);
		KUNIT_EXPECT_EQ(test, kfifo_len(&f), 3u);
		KUNIT_EXPECT_EQ(test, kfifo_avail(&f), 1u);
		KUNIT_EXPECT_EQ(test, kfifo_peek(&f, &got), 1u);
		KUNIT_EXPECT_EQ(test, got, 10 * round);
		KUNIT_EXPECT_EQ(test, kfifo_out(&f, v, 4), 3u);
		KUNIT_EXPECT_EQ(test, v[2], 10 * round + 2);
	}
	KUNIT_EXPECT_EQ(test, kfifo_get(&f, &got), 0u);
	KUNIT_EXPECT_TRUE(test, kfifo_is_empty(&f));
}

static void kfifo_full(struct kunit *test)
{
	static DEFINE_KFIFO(f, u8, 8);
	u8 out[8];

	KUNIT_EXPECT_EQ(test, kfifo_in(&f, (const u8 *)"0123456789", 10), 8u);
	KUNIT_EXPECT_TRUE(test, kfifo_is_full(&f));
	KUNIT_EXPECT_EQ(test, kfifo_put(&f, 'x'), 0);
	kfifo_skip(&f);
	KUNIT_EXPECT_EQ(test, kfifo_out_peek(&f, out, 3), 3u);
	KUNIT_EXPECT_EQ(test, memcmp(out, "123", 3), 0);
	KUNIT_EXPECT_EQ(test, kfifo_len(&f), 7u);
	kfifo_reset(&f);
	KUNIT_EXPECT_EQ(test, kfifo_len(&f), 0u);
}

static void kfifo_allocated(struct kunit *test)
{
	DECLARE_KFIFO_PTR(f, u64);
	DEFINE_SPINLOCK(lock);
	u64 v = 7;

	INIT_KFIFO(f);
	KUNIT_EXPECT_FALSE(test, kfifo_initialized(&f));
	KUNIT_EXPECT_EQ(test, kfifo_alloc(&f, 1, GFP_KERNEL), -EINVAL);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	KUNIT_EXPECT_EQ(test, kfifo_alloc(&f, 100, GFP_KERNEL), -ENOMEM);
	fault_inject_disarm();
	KUNIT_ASSERT_EQ(test, kfifo_alloc(&f, 100, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, kfifo_size(&f), 128u);
	KUNIT_EXPECT_EQ(test, kfifo_in_spinlocked(&f, &v, 1, &lock), 1u);
	v = 0;
	KUNIT_EXPECT_EQ(test, kfifo_out_spinlocked(&f, &v, 1, &lock), 1u);
	KUNIT_EXPECT_EQ(test, v, 7u);
	kfifo_free(&f);
	KUNIT_EXPECT_FALSE(test, kfifo_initialized(&f));
}

static void kfifo_callers_buffer(struct kunit *test)
{
	unsigned char buffer[48], out[32];
	struct kfifo f;

	KUNIT_ASSERT_EQ(test, kfifo_init(&f, buffer, sizeof(buffer)), 0);
	KUNIT_EXPECT_EQ(test, kfifo_size(&f), 32u);
	KUNIT_EXPECT_EQ(test, kfifo_in(&f, (const u8 *)"abc", 3), 3u);
	KUNIT_EXPECT_EQ(test, kfifo_out(&f, out, sizeof(out)), 3u);
	KUNIT_EXPECT_EQ(test, kfifo_init(&f, buffer, 1), -EINVAL);
}

static void kfifo_records(struct kunit *test)
{
	STRUCT_KFIFO_REC_1(16) f;
	unsigned char out[16];

	INIT_KFIFO(f);
	for (int round = 0; round < 20; round++) {
		KUNIT_EXPECT_EQ(test, kfifo_in(&f, (const u8 *)"hello", 5), 5u);
		KUNIT_EXPECT_EQ(test, kfifo_in(&f, (const u8 *)"you", 3), 3u);
		KUNIT_EXPECT_EQ(test, kfifo_avail(&f), 5u);
		KUNIT_EXPECT_EQ(test, kfifo_in(&f, (const u8 *)"123456", 6), 0u);
		KUNIT_EXPECT_EQ(test, kfifo_peek_len(&f), 5u);
		KUNIT_EXPECT_EQ(test, kfifo_out(&f, out, 2), 2u);
		KUNIT_EXPECT_EQ(test, memcmp(out, "he", 2), 0);
		KUNIT_EXPECT_EQ(test, kfifo_out(&f, out, 16), 3u);
		KUNIT_EXPECT_EQ(test, memcmp(out, "you", 3), 0);
	}
	KUNIT_EXPECT_TRUE(test, kfifo_is_empty(&f));
}

static struct kunit_case kfifo_cases[] = {
	KUNIT_CASE(kfifo_elements),
	KUNIT_CASE(kfifo_full),
	KUNIT_CASE(kfifo_allocated),
	KUNIT_CASE(kfifo_callers_buffer),
	KUNIT_CASE(kfifo_records),
	{}
};

static struct kunit_suite kfifo_suite = {
	.name = "kfifo",
	.test_cases = kfifo_cases,
};

kunit_test_suites(&kfifo_suite);
