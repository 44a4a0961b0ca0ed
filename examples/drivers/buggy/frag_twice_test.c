// SPDX-License-Identifier: MIT
/*
 * frag_twice_test.c - what frag_twice.c should do; the bug shows when a copy fails.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void keeps_packets(struct kunit *test)
{
	char in[8] = "";
	int fd = u_open("/dev/frag_twice", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "one", 4), 4);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "other", 6), 6);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, sizeof(in)), 4);
	KUNIT_EXPECT_STREQ(test, in, "one");
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, sizeof(in)), 6);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, sizeof(in)), -EAGAIN);
	u_close(fd);
}

static struct kunit_case frag_twice_cases[] = {
	KUNIT_CASE(keeps_packets),
	{}
};

static struct kunit_suite frag_twice_suite = {
	.name = "frag_twice",
	.test_cases = frag_twice_cases,
};
kunit_test_suite(frag_twice_suite);

MODULE_LICENSE("Dual MIT/GPL");
