// SPDX-License-Identifier: MIT
/*
 * no_check_test.c - what no_check.c should do; the bug shows without memory.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void counts(struct kunit *test)
{
	u64 bytes = 0;
	int fd = u_open("/dev/no_check", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "abc", 3), 3);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, &bytes, sizeof(bytes)),
			sizeof(bytes));
	KUNIT_EXPECT_EQ(test, bytes, 3);
	u_close(fd);
}

static struct kunit_case no_check_cases[] = {
	KUNIT_CASE(counts),
	{}
};

static struct kunit_suite no_check_suite = {
	.name = "no_check",
	.test_cases = no_check_cases,
};
kunit_test_suite(no_check_suite);

MODULE_LICENSE("Dual MIT/GPL");
