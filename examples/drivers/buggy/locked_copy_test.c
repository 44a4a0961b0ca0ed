// SPDX-License-Identifier: MIT
/*
 * locked_copy_test.c - what locked_copy.c should do; the bug shows at once.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void keeps_bytes(struct kunit *test)
{
	char in[6] = "";
	int fd = u_open("/dev/locked_copy", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "hello", 6), 6);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, 6), 6);
	KUNIT_EXPECT_STREQ(test, in, "hello");
	u_close(fd);
}

static struct kunit_case locked_copy_cases[] = {
	KUNIT_CASE(keeps_bytes),
	{}
};

static struct kunit_suite locked_copy_suite = {
	.name = "locked_copy",
	.test_cases = locked_copy_cases,
};
kunit_test_suite(locked_copy_suite);

MODULE_LICENSE("Dual MIT/GPL");
