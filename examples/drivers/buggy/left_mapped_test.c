// SPDX-License-Identifier: MIT
/*
 * left_mapped_test.c - what left_mapped.c should do; the bug shows when a copy fails.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void keeps_bytes(struct kunit *test)
{
	char in[6] = "";
	int fd = u_open("/dev/left_mapped", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "hello", 6), 6);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, 6), 6);
	KUNIT_EXPECT_STREQ(test, in, "hello");
	u_close(fd);
}

static struct kunit_case left_mapped_cases[] = {
	KUNIT_CASE(keeps_bytes),
	{}
};

static struct kunit_suite left_mapped_suite = {
	.name = "left_mapped",
	.test_cases = left_mapped_cases,
};
kunit_test_suite(left_mapped_suite);

MODULE_LICENSE("Dual MIT/GPL");
