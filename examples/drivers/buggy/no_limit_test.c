// SPDX-License-Identifier: MIT
/*
 * no_limit_test.c - what no_limit.c should do; the bug shows at once.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void keeps_a_line(struct kunit *test)
{
	char line[100] = "a line of a hundred bytes, which is more than the device keeps";
	int fd = u_open("/dev/no_limit", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, line, 10), 10);
	u_write_from(fd, line, sizeof(line));
	u_close(fd);
}

static struct kunit_case no_limit_cases[] = {
	KUNIT_CASE(keeps_a_line),
	{}
};

static struct kunit_suite no_limit_suite = {
	.name = "no_limit",
	.test_cases = no_limit_cases,
};
kunit_test_suite(no_limit_suite);

MODULE_LICENSE("Dual MIT/GPL");
