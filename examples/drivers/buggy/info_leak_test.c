// SPDX-License-Identifier: MIT
/*
 * info_leak_test.c - what info_leak.c should do; the bug shows at once.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void counts(struct kunit *test)
{
	u32 answer[8] = { 0 };
	int fd = u_open("/dev/info_leak", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_ioctl_with(fd, 0, answer, sizeof(answer)), 0);
	KUNIT_EXPECT_EQ(test, answer[0], 1);
	KUNIT_EXPECT_EQ(test, answer[1], 1);
	u_close(fd);
}

static struct kunit_case info_leak_cases[] = {
	KUNIT_CASE(counts),
	{}
};

static struct kunit_suite info_leak_suite = {
	.name = "info_leak",
	.test_cases = info_leak_cases,
};
kunit_test_suite(info_leak_suite);

MODULE_LICENSE("Dual MIT/GPL");
