// SPDX-License-Identifier: MIT
/*
 * pin_leak_test.c - what pin_leak.c should do; the bug shows when a page cannot be pinned.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>
#include <linux/mm.h>
#include "pin_leak.h"

static void adds_up(struct kunit *test)
{
	u8 __user *buf = u_alloc(2 * PAGE_SIZE);
	struct pin_leak_sum req = { .addr = (unsigned long)buf, .pages = 2 };
	int fd = u_open("/dev/pin_leak", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, u_put(buf + PAGE_SIZE - 1, "\x05\x06", 2), 0);
	KUNIT_EXPECT_EQ(test, u_ioctl_with(fd, PIN_LEAK_SUM, &req, sizeof(req)),
			0);
	KUNIT_EXPECT_EQ(test, req.sum, 11);
	u_close(fd);
}

static struct kunit_case pin_leak_cases[] = {
	KUNIT_CASE(adds_up),
	{}
};

static struct kunit_suite pin_leak_suite = {
	.name = "pin_leak",
	.test_cases = pin_leak_cases,
};
kunit_test_suite(pin_leak_suite);

MODULE_LICENSE("Dual MIT/GPL");
