// SPDX-License-Identifier: MIT
/*
 * kinds_test.c - every ioctl of kinds.c once.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void kinds_all(struct kunit *test)
{
	char __user *buf = u_alloc(PAGE_SIZE);
	int fd = u_open("/dev/kinds", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	for (unsigned int cmd = 1; cmd <= 5; cmd++)
		KUNIT_EXPECT_EQ_MSG(test, u_ioctl(fd, cmd, (unsigned long)buf),
				    0, "request %u", cmd);
	KUNIT_EXPECT_EQ(test, u_ioctl(fd, 6, 0), -ENOTTY);
}

static struct kunit_case kinds_cases[] = {
	KUNIT_CASE(kinds_all),
	{}
};

static struct kunit_suite kinds_suite = {
	.name = "kinds",
	.test_cases = kinds_cases,
};

kunit_test_suite(kinds_suite);
MODULE_LICENSE("Dual MIT/GPL");
