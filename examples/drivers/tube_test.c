// SPDX-License-Identifier: MIT
/*
 * tube_test.c - what programs may expect of /dev/tube.
 *
 *	octavo test tube_test.c --driver tube.c --sweep
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>

#define SIZE	4096			/* as tube.c has it */

static int open_tube(struct kunit *test, int flags)
{
	int fd = u_open("/dev/tube", O_RDWR | flags);

	KUNIT_ASSERT_GE(test, fd, 0);
	return fd;
}

/* Where an error would leave nothing to read, a test goes no further: it would
 * wait, as a program would. */
static void first_in_first_out(struct kunit *test)
{
	char in[8] = "";
	int fd = open_tube(test, 0);

	KUNIT_ASSERT_EQ(test, u_write_from(fd, "abc", 3), 3);
	KUNIT_ASSERT_EQ(test, u_write_from(fd, "def", 3), 3);
	KUNIT_ASSERT_EQ(test, u_read_to(fd, in, 4), 4);
	KUNIT_EXPECT_STREQ(test, in, "abcd");
	memset(in, 0, sizeof(in));
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, 8), 2);
	KUNIT_EXPECT_STREQ(test, in, "ef");
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_SET), -ESPIPE);
	u_close(fd);
}

static void does_not_wait_if_told(struct kunit *test)
{
	char __user *buf = u_alloc(SIZE);
	int fd = open_tube(test, O_NONBLOCK);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, u_poll(fd, POLLIN | POLLOUT, 0), POLLOUT);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 0), 0);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, SIZE - 1), SIZE - 1);
	KUNIT_EXPECT_EQ(test, u_poll(fd, POLLIN | POLLOUT, 0), POLLIN | POLLOUT);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 10), 1);
	KUNIT_EXPECT_EQ(test, u_poll(fd, POLLIN | POLLOUT, 0), POLLIN);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, SIZE), SIZE);
	u_close(fd);
}

/* Who waits is woken by a signal. */
static void signals_end_waiting(struct kunit *test)
{
	char __user *buf = u_alloc(SIZE);
	int fd = open_tube(test, 0);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	u_signal(SIGUSR1);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 1), -EINTR);
	KUNIT_ASSERT_EQ(test, u_write(fd, buf, SIZE), SIZE);
	u_signal(SIGUSR1);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 1), -EINTR);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, SIZE), SIZE);
	u_close(fd);
}

/* What a program cannot take stays. */
static void bad_addresses(struct kunit *test)
{
	char __user *buf = u_alloc(PAGE_SIZE);
	int fd = open_tube(test, O_NONBLOCK);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 5), 5);
	u_protect(buf, PAGE_SIZE, PROT_NONE);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 5), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 5), -EFAULT);
	u_protect(buf, PAGE_SIZE, PROT_READ | PROT_WRITE);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, PAGE_SIZE), 5);
	u_close(fd);
}

static struct kunit_case tube_cases[] = {
	KUNIT_CASE(first_in_first_out),
	KUNIT_CASE(does_not_wait_if_told),
	KUNIT_CASE(signals_end_waiting),
	KUNIT_CASE(bad_addresses),
	{}
};

static struct kunit_suite tube_suite = {
	.name = "tube",
	.test_cases = tube_cases,
};
kunit_test_suite(tube_suite);

MODULE_LICENSE("Dual MIT/GPL");
