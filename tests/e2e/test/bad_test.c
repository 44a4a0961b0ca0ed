// SPDX-License-Identifier: MIT
/*
 * bad_test.c - tests that go wrong, each in a way of its own.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>
#include <linux/slab.h>

static void good(struct kunit *test)
{
}

static void fails(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 1 + 1, 3);
}

static void crashes(struct kunit *test)
{
	*(volatile int *)8 = 1;
}

static void hangs(struct kunit *test)
{
	for (;;)
		barrier();
}

static void *lost;

static void leaks(struct kunit *test)
{
	lost = kmalloc(50, GFP_KERNEL);
}

static void good_again(struct kunit *test)
{
}

static struct kunit_case bad_cases[] = {
	KUNIT_CASE(good),
	KUNIT_CASE(fails),
	KUNIT_CASE(crashes),
	KUNIT_CASE(hangs),
	KUNIT_CASE(leaks),
	KUNIT_CASE(good_again),
	{}
};

static struct kunit_suite bad_suite = {
	.name = "bad",
	.test_cases = bad_cases,
};

kunit_test_suite(bad_suite);
MODULE_LICENSE("Dual MIT/GPL");
