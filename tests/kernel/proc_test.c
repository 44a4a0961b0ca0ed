/* SPDX-License-Identifier: MIT */
/*
 * proc_test.c - the files of /proc have the form that Linux's tools read.
 */
#include "fixture.h"
#include "../../kernel/fs/internal.h"
#include <octavo/seq_file.h>

/* The text of a file of /proc, NUL-terminated, freed with the test. */
static char *proc_text(struct kunit *test, int (*show)(struct seq_file *, void *))
{
	size_t len = 0;
	char *text = seq_text(show, NULL, &len), *copy;

	KUNIT_ASSERT_FALSE(test, IS_ERR(text));
	copy = kunit_kzalloc(test, len + 1, GFP_KERNEL);
	memcpy(copy, text, len);
	kfree(text);
	return copy;
}

/* The number behind @key, which starts a line. */
static long number_behind(const char *text, const char *key)
{
	const char *p = strstr(text, key);
	long n = 0;

	if (!p || (p != text && p[-1] != '\n'))
		return -1;
	p += strlen(key);
	p += strspn(p, " \t");
	if (*p < '0' || *p > '9')
		return -1;
	for (; *p >= '0' && *p <= '9'; p++)
		n = n * 10 + *p - '0';
	return n;
}

static void meminfo(struct kunit *test)
{
	char *text = proc_text(test, proc_meminfo_show);
	long total = number_behind(text, "MemTotal:");
	long high = number_behind(text, "HighTotal:");

	KUNIT_EXPECT_EQ(test, total, (long)totalram_pages() * 4);
	KUNIT_EXPECT_EQ(test, number_behind(text, "LowTotal:"), total - high);
	KUNIT_EXPECT_LE(test, number_behind(text, "MemFree:"), total);
	KUNIT_EXPECT_GT(test, number_behind(text, "MemAvailable:"), 0l);
	KUNIT_EXPECT_EQ(test, number_behind(text, "SwapTotal:"), 0l);
	KUNIT_EXPECT_GT(test, number_behind(text, "Slab:"), 0l);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "Buffers:               0 kB\n"));
}

static void buddyinfo(struct kunit *test)
{
	char *line = proc_text(test, proc_buddyinfo_show), *end;

	for (; *line; line = end + 1) {
		int words = 0;

		end = strchr(line, '\n');
		KUNIT_ASSERT_NOT_NULL(test, end);
		*end = 0;
		KUNIT_EXPECT_TRUE(test, strstarts(line, "Node 0, zone "));
		for (char *p = line; *p; words++) {
			p += strspn(p, " ");
			p += strcspn(p, " ");
			p += strspn(p, " ");
		}
		/* Node 0, zone NAME and one number for each order */
		KUNIT_EXPECT_EQ(test, words, 4 + (int)MAX_ORDER);
	}
}

static void others(struct kunit *test)
{
	char *text = proc_text(test, proc_zoneinfo_show);

	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "zone      DMA\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n        managed  "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n  pagesets\n    cpu: 0\n"));
	text = proc_text(test, proc_slabinfo_show);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "slabinfo - version: 2.1\n# name "));
	KUNIT_EXPECT_GT(test, number_behind(text, "inode_cache"), 0l);
	KUNIT_EXPECT_GT(test, number_behind(text, "dentry"), 0l);
	text = proc_text(test, proc_vmstat_show);
	KUNIT_EXPECT_GT(test, number_behind(text, "nr_free_pages"), 0l);
	KUNIT_EXPECT_GT(test, number_behind(text, "pgfault"), 0l);
	text = proc_text(test, proc_stat_show);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "cpu  "));
	text = proc_text(test, proc_task_mounts_show);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "proc /proc proc rw,nosuid"));
}

static void maps(struct kunit *test)
{
	char *text = proc_text(test, proc_maps_show);

	KUNIT_EXPECT_TRUE(test, strstarts(text, "10000000-10004000 rw-p 00000000 00:00 0"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n10004000-10005000 r--p "));
}

/* Read through the system calls, in odd pieces. */
static void read_in_pieces(struct kunit *test)
{
	char *want = proc_text(test, proc_filesystems_show);
	size_t len = strlen(want), at = 0;
	char *got = kunit_kzalloc(test, len + 16, GFP_KERNEL);
	long fd = kt_call(NR_open, kt_string(0, "/proc/filesystems"), 0, 0, 0);

	KUNIT_ASSERT_GE(test, fd, 0l);
	for (;;) {
		long n = kt_call(NR_read, fd, kt_at(0), 7, 0);

		KUNIT_ASSERT_LE(test, n, 7l);
		if (n <= 0)
			break;
		user_mm_peek(&kt.u, kt_at(0), got + at, n);
		at += n;
	}
	KUNIT_EXPECT_STREQ(test, got, want);
}

/* Every name that /proc lists can be looked at and read. */
static void everything_listed_is_there(struct kunit *test)
{
	static const char *const dirs[] = {
		"/proc", "/proc/self", "/proc/sys", "/proc/sys/kernel",
	};
	u8 *buf = kunit_kzalloc(test, 1024, GFP_KERNEL);
	char path[80];

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		long fd = kt_call(NR_open, kt_string(0, dirs[i]), O_DIRECTORY,
				  0, 0), n;

		while ((n = kt_call(NR_getdents64, fd, kt_at(0), 1024, 0)) > 0) {
			user_mm_peek(&kt.u, kt_at(0), buf, n);
			for (long at = 0; at < n;) {
				struct linux_dirent64 *de = (void *)(buf + at);

				snprintf(path, sizeof(path), "%s/%s", dirs[i],
					 de->d_name);
				KUNIT_EXPECT_EQ_MSG(test,
					kt_call(NR_lstat, kt_string(2048, path),
						kt_at(PAGE_SIZE), 0, 0), 0,
					"%s", path);
				at += de->d_reclen;
			}
		}
		KUNIT_EXPECT_EQ(test, n, 0l);
		kt_call(NR_close, fd, 0, 0, 0);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(meminfo),
	KUNIT_CASE(buddyinfo),
	KUNIT_CASE(others),
	KUNIT_CASE(maps),
	KUNIT_CASE(read_in_pieces),
	KUNIT_CASE(everything_listed_is_there),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_proc",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
