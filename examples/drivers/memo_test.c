// SPDX-License-Identifier: MIT
/*
 * memo_test.c - what a program may expect of /dev/memo0.
 *
 *	octavo test memo_test.c --driver memo.c --sweep
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "memo.h"

#define QUANTUM	4000			/* as memo.c has it */

static int open_memo(struct kunit *test, int flags)
{
	int fd = u_open("/dev/memo0", flags);

	KUNIT_ASSERT_GE(test, fd, 0);
	return fd;
}

/* The other way to empty it is an ioctl. */
static int open_empty(struct kunit *test)
{
	u_close(open_memo(test, O_WRONLY));
	return open_memo(test, O_RDWR);
}

static void keeps_a_line(struct kunit *test)
{
	char line[16] = "";
	int fd = open_empty(test);

	KUNIT_EXPECT_EQ(test, u_write_from(fd, "hi\n", 3), 3);
	u_close(fd);
	fd = open_memo(test, O_RDONLY);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, line, sizeof(line)), 3);
	KUNIT_EXPECT_STREQ(test, line, "hi\n");
	KUNIT_EXPECT_EQ(test, u_read_to(fd, line, sizeof(line)), 0);
	u_close(fd);
}

static void goes_over_quanta(struct kunit *test)
{
	const size_t n = 3 * QUANTUM + 5;
	u8 *out = kunit_kzalloc(test, n, GFP_KERNEL);
	u8 *in = kunit_kzalloc(test, n, GFP_KERNEL);
	int fd = open_empty(test);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_ASSERT_NOT_NULL(test, in);
	for (i = 0; i < n; i++)
		out[i] = i * 7 + i / 251;
	KUNIT_EXPECT_EQ(test, u_write_from(fd, out, n), n);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, n), n);
	KUNIT_EXPECT_MEMEQ(test, in, out, n);
	u_close(fd);
}

static void holes_are_zeros(struct kunit *test)
{
	struct memo_stat st;
	u8 in[8];
	int fd = open_empty(test);
	int i;

	KUNIT_EXPECT_EQ(test, u_lseek(fd, 5 * QUANTUM, SEEK_SET), 5 * QUANTUM);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "end", 3), 3);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, QUANTUM, SEEK_SET), QUANTUM);
	memset(in, 0xff, sizeof(in));
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, sizeof(in)), sizeof(in));
	for (i = 0; i < (int)sizeof(in); i++)
		KUNIT_EXPECT_EQ(test, in[i], 0);
	KUNIT_EXPECT_EQ(test, u_ioctl_with(fd, MEMO_STAT, &st, sizeof(st)), 0);
	KUNIT_EXPECT_EQ(test, st.size, 5 * QUANTUM + 3);
	KUNIT_EXPECT_EQ(test, st.nr_quanta, 1);
	KUNIT_EXPECT_EQ(test, u_ioctl(fd, MEMO_TRIM, 0), 0);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_END), 0);
	u_close(fd);
}

static void is_full_at_the_limit(struct kunit *test)
{
	int fd = open_empty(test);

	KUNIT_EXPECT_EQ(test, u_lseek(fd, (1 << 20) - 2, SEEK_SET),
			(1 << 20) - 2);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "abc", 3), 2);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "c", 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 2 << 20, SEEK_SET), -EINVAL);
	u_close(fd);
}

/* What cannot be copied is an error, or a shorter count if some could. */
static void bad_addresses(struct kunit *test)
{
	char __user *buf = u_alloc(2 * PAGE_SIZE);
	int fd = open_empty(test);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	u_unmap(buf + PAGE_SIZE, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf + PAGE_SIZE, 10), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 10), 10);
	u_lseek(fd, 0, SEEK_SET);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf + PAGE_SIZE, 10), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_ioctl(fd, MEMO_STAT,
				      (unsigned long)buf + PAGE_SIZE), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_ioctl(fd, 0x1234, 0), -ENOTTY);
	u_close(fd);
}

static struct kunit_case memo_cases[] = {
	KUNIT_CASE(keeps_a_line),
	KUNIT_CASE(goes_over_quanta),
	KUNIT_CASE(holes_are_zeros),
	KUNIT_CASE(is_full_at_the_limit),
	KUNIT_CASE(bad_addresses),
	{}
};

static struct kunit_suite memo_suite = {
	.name = "memo",
	.test_cases = memo_cases,
};
kunit_test_suite(memo_suite);

MODULE_LICENSE("Dual MIT/GPL");
