// SPDX-License-Identifier: MIT
/*
 * over_test.c - the last byte, and the one behind it, read and written.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void access_at(struct kunit *test, loff_t pos, bool write)
{
	char __user *buf = u_alloc(PAGE_SIZE);
	int fd = u_open("/dev/over", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, write ? u_pwrite(fd, buf, 1, pos) :
				      u_pread(fd, buf, 1, pos), 1);
}

static void inside(struct kunit *test)
{
	access_at(test, 12, false);
	access_at(test, 12, true);
}

static void reads(struct kunit *test)
{
	access_at(test, 13, false);
}

static void writes(struct kunit *test)
{
	access_at(test, 13, true);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(inside),
	KUNIT_CASE(reads),
	KUNIT_CASE(writes),
	{}
};

static struct kunit_suite suite = {
	.name = "over",
	.test_cases = cases,
};

kunit_test_suite(suite);
MODULE_LICENSE("Dual MIT/GPL");
