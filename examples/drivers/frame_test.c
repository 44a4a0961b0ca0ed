// SPDX-License-Identifier: MIT
/*
 * frame_test.c - what programs may expect of /dev/frame.
 *
 *	octavo test frame_test.c --driver frame.c --sweep
 */
#include <kunit/test.h>
#include <kunit/user.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include "frame.h"

#define PAGES	64			/* as frame.c has it */

static int open_frame(struct kunit *test)
{
	int fd = u_open("/dev/frame", O_RDWR);

	KUNIT_ASSERT_GE(test, fd, 0);
	return fd;
}

static char __user *map(int fd, unsigned int pages, unsigned int from)
{
	return u_mmap(NULL, pages * PAGE_SIZE, PROT_READ | PROT_WRITE,
		      MAP_SHARED, fd, (loff_t)from * PAGE_SIZE);
}

static u32 present(struct kunit *test, int fd)
{
	struct frame_info info = { 0 };

	KUNIT_EXPECT_EQ(test, u_ioctl_with(fd, FRAME_INFO, &info, sizeof(info)),
			0);
	KUNIT_EXPECT_EQ(test, info.pages, PAGES);
	return info.present;
}

static void pages_come_when_touched(struct kunit *test)
{
	int fd = open_frame(test);
	char __user *at = map(fd, PAGES, 0);
	u32 before = present(test, fd);

	KUNIT_ASSERT_FALSE(test, IS_ERR((void *)at));
	KUNIT_EXPECT_EQ(test, u_touch(at + 40 * PAGE_SIZE, false), 0);
	KUNIT_EXPECT_EQ(test, u_touch(at + 41 * PAGE_SIZE, true), 0);
	KUNIT_EXPECT_EQ(test, u_touch(at + 41 * PAGE_SIZE + 1, true), 0);
	KUNIT_EXPECT_EQ(test, present(test, fd), before + 2);
	u_munmap(at, PAGES * PAGE_SIZE);
	u_close(fd);
}

static void all_see_the_same(struct kunit *test)
{
	int fd = open_frame(test);
	char __user *a = map(fd, 2, 10), *b = map(fd, 1, 11);
	char in[6] = "";

	KUNIT_ASSERT_FALSE(test, IS_ERR((void *)a));
	KUNIT_ASSERT_FALSE(test, IS_ERR((void *)b));
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 11 * PAGE_SIZE, SEEK_SET),
			11 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "hello", 6), 6);
	KUNIT_EXPECT_EQ(test, u_touch(a + PAGE_SIZE, false), 0);
	KUNIT_EXPECT_EQ(test, u_get(in, a + PAGE_SIZE, 6), 0);
	KUNIT_EXPECT_STREQ(test, in, "hello");
	KUNIT_EXPECT_EQ(test, u_touch(b, true), 0);
	KUNIT_EXPECT_EQ(test, u_put(b, "world", 6), 0);
	u_lseek(fd, 11 * PAGE_SIZE, SEEK_SET);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, in, 6), 6);
	KUNIT_EXPECT_STREQ(test, in, "world");
	u_close(fd);
}

/* A mapping outlives the descriptor. */
static void has_an_end(struct kunit *test)
{
	int fd = open_frame(test);
	char __user *at;
	char c;

	at = map(fd, PAGES + 1, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR((void *)at), -EINVAL);
	at = map(fd, 2, PAGES - 1);
	KUNIT_EXPECT_EQ(test, PTR_ERR((void *)at), -EINVAL);
	at = map(fd, 1, PAGES - 1);
	KUNIT_ASSERT_FALSE(test, IS_ERR((void *)at));
	KUNIT_EXPECT_EQ(test, u_lseek(fd, 0, SEEK_END), PAGES * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, u_read_to(fd, &c, 1), 0);
	KUNIT_EXPECT_EQ(test, u_write_from(fd, "x", 1), -ENOSPC);
	u_close(fd);
	KUNIT_EXPECT_EQ(test, u_touch(at, true), 0);
}

static void bad_addresses(struct kunit *test)
{
	char __user *buf = u_alloc(PAGE_SIZE);
	int fd = open_frame(test);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	u_protect(buf, PAGE_SIZE, PROT_READ);
	KUNIT_EXPECT_EQ(test, u_read(fd, buf, 10), -EFAULT);
	u_protect(buf, PAGE_SIZE, PROT_NONE);
	KUNIT_EXPECT_EQ(test, u_write(fd, buf, 10), -EFAULT);
	KUNIT_EXPECT_EQ(test, u_ioctl(fd, FRAME_INFO, (unsigned long)buf),
			-EFAULT);
	u_close(fd);
}

static struct kunit_case frame_cases[] = {
	KUNIT_CASE(pages_come_when_touched),
	KUNIT_CASE(all_see_the_same),
	KUNIT_CASE(has_an_end),
	KUNIT_CASE(bad_addresses),
	{}
};

static struct kunit_suite frame_suite = {
	.name = "frame",
	.test_cases = frame_cases,
};
kunit_test_suite(frame_suite);

MODULE_LICENSE("Dual MIT/GPL");
