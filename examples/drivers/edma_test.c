// SPDX-License-Identifier: MIT
/*
 * edma_test.c - what programs may expect of /dev/edma.
 *
 *	octavo test edma_test.c --driver edma.c --device edu --sweep
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/mm.h>
#include <linux/module.h>

#define SIZE	4096			/* of the device's memory */

static int open_edma(struct kunit *test)
{
	int fd = u_open("/dev/edma", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	return fd;
}

/* User memory with @n bytes of a pattern at @off. */
static char __user *pattern(struct kunit *test, size_t off, size_t n)
{
	char __user *buf = u_alloc(off + n);
	u8 *bytes = kunit_kzalloc(test, n, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	for (i = 0; i < n; i++)
		bytes[i] = i * 13 + n;
	KUNIT_EXPECT_EQ(test, u_put(buf + off, bytes, n), 0);
	return buf + off;
}

static void expect_pattern(struct kunit *test, const char __user *at, size_t n,
			   size_t made_for)
{
	u8 *bytes = kunit_kzalloc(test, n, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	KUNIT_EXPECT_EQ(test, u_get(bytes, at, n), 0);
	for (i = 0; i < n && bytes[i] == (u8)(i * 13 + made_for); i++)
		;
	KUNIT_EXPECT_EQ(test, i, n);
}

/* There and back, over the boundary of two pages. */
static void round_trip(struct kunit *test, size_t off, size_t n)
{
	char __user *out = pattern(test, off, n);
	char __user *in = u_alloc(2 * SIZE + off);
	int fd = open_edma(test);

	KUNIT_ASSERT_NOT_NULL(test, in);
	KUNIT_EXPECT_EQ(test, u_write(fd, out, n), n);
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, u_read(fd, in + off, n), n);
	expect_pattern(test, in + off, n, n);
	u_close(fd);
}

static void whole(struct kunit *test)
{
	round_trip(test, 0, SIZE);
}

static void across_pages(struct kunit *test)
{
	round_trip(test, PAGE_SIZE - 100, 1000);
}

static void odd_sizes(struct kunit *test)
{
	round_trip(test, 8, 1);
	round_trip(test, 16, 33);
}

static void has_an_end(struct kunit *test)
{
	char __user *buf = u_alloc(2 * SIZE);
	int fd = open_edma(test);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 2 * SIZE), SIZE);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 1), 0);
	u_close(fd);
}

static void bad_addresses(struct kunit *test)
{
	char __user *buf = u_alloc(2 * PAGE_SIZE);
	int fd = open_edma(test);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	u_unmap(buf + PAGE_SIZE, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf + PAGE_SIZE - 8, 16), -EFAULT);
	u_protect(buf, PAGE_SIZE, PROT_READ);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 16), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 16), 16);
	u_close(fd);
}

static struct kunit_case edma_cases[] = {
	KUNIT_CASE(whole),
	KUNIT_CASE(across_pages),
	KUNIT_CASE(odd_sizes),
	KUNIT_CASE(has_an_end),
	KUNIT_CASE(bad_addresses),
	{}
};

static struct kunit_suite edma_suite = {
	.name = "edma",
	.test_cases = edma_cases,
};
kunit_test_suite(edma_suite);

MODULE_LICENSE("Dual MIT/GPL");
