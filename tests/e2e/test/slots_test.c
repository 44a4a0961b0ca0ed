// SPDX-License-Identifier: MIT
/*
 * slots_test.c - KUnit tests of slots.c, as a program would use it.
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

static void slots_echoes(struct kunit *test)
{
	char text[8] = "";
	int fd = u_open("/dev/slots", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "hello", 6), 6);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, text, sizeof(text)), 6);
	KUNIT_EXPECT_STREQ(test, text, "hello");
	KUNIT_EXPECT_EQ(test, u_close(fd), 0);
}

static void slots_faults(struct kunit *test)
{
	char __user *buf = u_alloc(2 * PAGE_SIZE);
	int fd = u_open("/dev/slots", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 5000), 5000);
	KUNIT_EXPECT_EQ(test, u_fault_at(buf + PAGE_SIZE, 2), 0);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 5000), 5000);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 5000), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_fault_at(buf + PAGE_SIZE, 0), 0);
	KUNIT_EXPECT_EQ(test, u_protect(buf, PAGE_SIZE, PROT_READ), 0);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 100), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_unmap(buf, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf + PAGE_SIZE - 1, 2), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf + PAGE_SIZE, 2), 2);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 1 << 20), -ENOSPC);
	/* Closed at the end of the test, as at that of a process. */
}

static void slots_interrupted(struct kunit *test)
{
	int fd = u_open("/dev/slots", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	KUNIT_EXPECT_FALSE(test, u_signal_pending());
	u_signal(10);
	KUNIT_EXPECT_TRUE(test, u_signal_pending());
	/* The lock is free: nothing waits, the signal is seen and gone. */
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "x", 1), 1);
	KUNIT_EXPECT_FALSE(test, u_signal_pending());
}

static struct kunit_case slots_cases[] = {
	KUNIT_CASE(slots_echoes),
	KUNIT_CASE(slots_faults),
	KUNIT_CASE(slots_interrupted),
	{}
};

static struct kunit_suite slots_suite = {
	.name = "slots",
	.test_cases = slots_cases,
};

kunit_test_suite(slots_suite);
MODULE_LICENSE("Dual MIT/GPL");
