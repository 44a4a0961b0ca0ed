// SPDX-License-Identifier: MIT
/*
 * late_work_test.c - what late_work.c should do; the bug shows at once, a little later.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>
#include <linux/delay.h>

static void adds_up(struct kunit *test)
{
	u64 sum = 0;
	int fd = u_open("/dev/late_work", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "\x01\x02\x03", 3), 3);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, &sum, sizeof(sum)), sizeof(sum));
	KUNIT_EXPECT_EQ(test, sum, 6);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "\x01", 1), 1);
	u_close(fd);
	msleep(50);
}

static struct kunit_case late_work_cases[] = {
	KUNIT_CASE(adds_up),
	{}
};

static struct kunit_suite late_work_suite = {
	.name = "late_work",
	.test_cases = late_work_cases,
};
kunit_test_suite(late_work_suite);

MODULE_LICENSE("Dual MIT/GPL");
