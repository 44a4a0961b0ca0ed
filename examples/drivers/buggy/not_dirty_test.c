// SPDX-License-Identifier: MIT
/*
 * not_dirty_test.c - what not_dirty.c should do; the bug shows at once.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>
#include <linux/mm.h>

static void fills_pages(struct kunit *test)
{
	char __user *buf = u_alloc(2 * PAGE_SIZE);
	int fd = u_open("/dev/not_dirty", O_RDWR);
	char in[4] = "";

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 2 * PAGE_SIZE), 2 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, u_get(in, buf + PAGE_SIZE, 3), 0);
	KUNIT_EXPECT_STREQ(test, in, "AAA");
	u_close(fd);
}

static struct kunit_case not_dirty_cases[] = {
	KUNIT_CASE(fills_pages),
	{}
};

static struct kunit_suite not_dirty_suite = {
	.name = "not_dirty",
	.test_cases = not_dirty_cases,
};
kunit_test_suite(not_dirty_suite);

MODULE_LICENSE("Dual MIT/GPL");
