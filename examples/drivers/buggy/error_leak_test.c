// SPDX-License-Identifier: MIT
/*
 * error_leak_test.c - what error_leak.c should do; the bug shows when a copy fails.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void answers_in_capitals(struct kunit *test)
{
	char name[32] = "octavo";
	int fd = u_open("/dev/error_leak", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_ioctl_with(fd, 0, name, sizeof(name)), 0);
	KUNIT_EXPECT_STREQ(test, name, "OCTAVO");
	u_close(fd);
}

static struct kunit_case error_leak_cases[] = {
	KUNIT_CASE(answers_in_capitals),
	{}
};

static struct kunit_suite error_leak_suite = {
	.name = "error_leak",
	.test_cases = error_leak_cases,
};
kunit_test_suite(error_leak_suite);

MODULE_LICENSE("Dual MIT/GPL");
