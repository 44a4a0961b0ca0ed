/* SPDX-License-Identifier: MIT */
/*
 * ramfs_test.c - files and directories against models.
 *
 * A file's model is an array of bytes; a directory's is a set of numbers.
 */
#include "fixture.h"

#define FILE_MAX	(64 * 1024u)
#define CHUNK		(3 * PAGE_SIZE)	/* most bytes of one call */

struct model {
	u8 *bytes;
	u32 size;
	long fd;
};

static void model_write(struct kunit *test, struct model *m, u8 *tmp)
{
	u32 pos = kunit_random_below(test, FILE_MAX - CHUNK);
	u32 len = 1 + kunit_random_below(test, CHUNK - 8);
	u32 skew = kunit_random_below(test, 8);

	for (u32 i = 0; i < len; i++)
		tmp[i] = kunit_random_u32(test);
	kt_bytes(skew, tmp, len);
	KUNIT_EXPECT_EQ(test, kt_pwrite(m->fd, kt_at(skew), len, pos),
			(long)len);
	if (pos > m->size)
		memset(m->bytes + m->size, 0, pos - m->size);
	memcpy(m->bytes + pos, tmp, len);
	m->size = max(m->size, pos + len);
}

static void model_read(struct kunit *test, struct model *m, u8 *tmp)
{
	u32 pos = kunit_random_below(test, FILE_MAX);
	u32 len = kunit_random_below(test, CHUNK);
	u32 want = pos < m->size ? min(len, m->size - pos) : 0;

	KUNIT_EXPECT_EQ(test, kt_pread(m->fd, kt_at(3), len, pos),
			(long)want);
	KUNIT_ASSERT_TRUE(test, !want || user_mm_peek(&kt.u, kt_at(3), tmp,
						      want));
	KUNIT_EXPECT_MEMEQ(test, tmp, m->bytes + pos, want);
}

static void model_truncate(struct kunit *test, struct model *m)
{
	u32 size = kunit_random_below(test, FILE_MAX);

	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate, m->fd, size, 0, 0), 0);
	if (size > m->size)
		memset(m->bytes + m->size, 0, size - m->size);
	m->size = size;
}

static void file_against_model(struct kunit *test)
{
	struct model m = { 0 };
	u8 *tmp = kunit_kzalloc(test, CHUNK, GFP_KERNEL);

	m.bytes = kunit_kzalloc(test, FILE_MAX, GFP_KERNEL);
	m.fd = kt_call(NR_open, kt_string(0, "/tmp/f"), O_RDWR | O_CREAT, 0600,
		       0);
	KUNIT_ASSERT_GE(test, m.fd, 0l);
	for (int i = 0; i < 2000; i++) {
		u32 what = kunit_random_below(test, 20);

		if (what < 9)
			model_write(test, &m, tmp);
		else if (what < 18)
			model_read(test, &m, tmp);
		else
			model_truncate(test, &m);
		KUNIT_ASSERT_EQ(test, kt_call(NR_lseek, m.fd, 0, SEEK_END, 0),
				(long)m.size);
	}
}

static void file_against_model_pinned(struct kunit *test)
{
	uaccess_set_mode(UACCESS_PINNED);
	file_against_model(test);
}

/* Up to 32 names, made, removed, renamed at random, then listed. */
static unsigned long number_name(unsigned long off, u32 n)
{
	char name[32];

	snprintf(name, sizeof(name), "/tmp/n%u", n);
	return kt_string(off, name);
}

static void change_names(struct kunit *test, bool *there)
{
	u32 n = kunit_random_below(test, 32), to = kunit_random_below(test, 32);
	unsigned long path = number_name(0, n);
	long ret;

	switch (kunit_random_below(test, 3)) {
	case 0:
		ret = kt_call(NR_mknod, path, S_IFREG | 0600, 0, 0);
		KUNIT_EXPECT_EQ(test, ret, there[n] ? -EEXIST : 0);
		there[n] = true;
		break;
	case 1:
		ret = kt_call(NR_unlink, path, 0, 0, 0);
		KUNIT_EXPECT_EQ(test, ret, there[n] ? 0 : -ENOENT);
		there[n] = false;
		break;
	default:
		ret = kt_call(NR_rename, path, number_name(64, to), 0, 0);
		KUNIT_EXPECT_EQ(test, ret, there[n] ? 0 : -ENOENT);
		if (there[n]) {
			there[n] = false;
			there[to] = true;
		}
	}
}

/* Tick off what getdents64 tells; true if it was the last call. */
static bool tick_off(struct kunit *test, long fd, int *seen, u8 *buf)
{
	long n = kt_call(NR_getdents64, fd, kt_at(0), 256, 0);

	KUNIT_ASSERT_GE(test, n, 0l);
	if (!n)
		return true;
	KUNIT_ASSERT_TRUE(test, user_mm_peek(&kt.u, kt_at(0), buf, n));
	for (long at = 0; at < n;) {
		struct linux_dirent64 *de = (void *)(buf + at);
		u32 number = 0;

		for (char *p = de->d_name + 1; *p >= '0' && *p <= '9'; p++)
			number = number * 10 + *p - '0';
		if (de->d_name[0] == 'n')
			seen[number]++;
		at += de->d_reclen;
	}
	return false;
}

static void names_against_model(struct kunit *test)
{
	bool there[32] = { 0 };
	u8 *buf = kunit_kzalloc(test, 256, GFP_KERNEL);

	for (int round = 0; round < 40; round++) {
		int seen[32] = { 0 };
		long fd;

		for (int i = 0; i < 50; i++)
			change_names(test, there);
		fd = kt_call(NR_open, kt_string(0, "/tmp"), O_DIRECTORY, 0, 0);
		while (!tick_off(test, fd, seen, buf))
			;
		for (int n = 0; n < 32; n++)
			KUNIT_EXPECT_EQ_MSG(test, seen[n], there[n] ? 1 : 0,
					    "name %d", n);
		kt_call(NR_close, fd, 0, 0, 0);
	}
}

/* Removing what was listed while listing misses nothing. */
static void remove_while_listing(struct kunit *test)
{
	u8 *buf = kunit_kzalloc(test, 256, GFP_KERNEL);
	int seen[32] = { 0 };
	long fd;

	for (u32 n = 0; n < 32; n++)
		KUNIT_ASSERT_EQ(test, kt_call(NR_mknod, number_name(0, n),
					      S_IFREG | 0600, 0, 0), 0);
	fd = kt_call(NR_open, kt_string(0, "/tmp"), O_DIRECTORY, 0, 0);
	while (!tick_off(test, fd, seen, buf))
		for (u32 n = 0; n < 32; n++)
			if (seen[n] == 1) {
				kt_call(NR_unlink, number_name(0, n), 0, 0, 0);
				seen[n] = 2;
			}
	for (u32 n = 0; n < 32; n++)
		KUNIT_EXPECT_EQ(test, seen[n], 2);
}

/* Writing a file from a mapping of itself needs its own page lock. */
static void write_from_own_mapping(struct kunit *test)
{
	long fd = kt_call(NR_open, kt_string(0, "/tmp/f"), O_RDWR | O_CREAT,
			  0600, 0);
	const unsigned long args[6] = {
		0x20000000, 2 * PAGE_SIZE, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_FIXED, fd, 0,
	};
	char text[8] = { 0 };

	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate, fd, 2 * PAGE_SIZE, 0, 0),
			0);
	KUNIT_ASSERT_EQ(test, kt_syscall(NR_MMAP, args), 0x20000000l);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, kt_string(0, "0123456"), 8, 0),
			8);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, 0x20000000, PAGE_SIZE, PAGE_SIZE),
			(long)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, 0x20000000, 8, 2), 8);
	KUNIT_ASSERT_TRUE(test, user_mm_peek(&kt.u, 0x20000000 + PAGE_SIZE,
					     text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, text, "0123456");
}

/* A mapping of /dev/zero is anonymous memory; no length is no mapping. */
static void mapping_of_dev_zero(struct kunit *test)
{
	long fd = kt_call(NR_open, kt_string(0, "/dev/zero"), O_RDWR, 0, 0);
	unsigned long args[6] = {
		0x20000000, PAGE_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_FIXED, fd, 0,
	};
	u32 word = 1;

	KUNIT_ASSERT_EQ(test, kt_syscall(NR_MMAP, args), 0x20000000l);
	KUNIT_EXPECT_EQ(test, kt_call(NR_close, fd, 0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, get_user(word, (u32 __user *)0x20000000), 0);
	KUNIT_EXPECT_EQ(test, word, 0u);
	KUNIT_EXPECT_EQ(test, put_user(7u, (u32 __user *)0x20000000), 0);
	fd = kt_call(NR_open, kt_string(0, "/dev/null"), O_RDWR, 0, 0);
	args[4] = fd;
	KUNIT_EXPECT_EQ(test, kt_syscall(NR_MMAP, args), -ENODEV);
	args[1] = 0;
	KUNIT_EXPECT_EQ(test, kt_syscall(NR_MMAP, args), -EINVAL);
}

/* A large file of holes takes no memory. */
static void holes_take_no_pages(struct kunit *test)
{
	unsigned long before;
	long fd = kt_call(NR_open, kt_string(0, "/tmp/f"),
			  O_RDWR | O_CREAT | O_LARGEFILE, 0600, 0);

	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, kt_at(0), 1, 1ll << 40), 1);
	before = vm_stat(NR_FILE_PAGES);
	for (unsigned long pos = 0; pos < 1ul << 24; pos += PAGE_SIZE)
		KUNIT_ASSERT_EQ(test, kt_pread(fd, kt_at(0), 64, pos), 64);
	KUNIT_EXPECT_EQ(test, vm_stat(NR_FILE_PAGES), before);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(file_against_model),
	KUNIT_CASE(file_against_model_pinned),
	KUNIT_CASE(names_against_model),
	KUNIT_CASE(remove_while_listing),
	KUNIT_CASE(write_from_own_mapping),
	KUNIT_CASE(mapping_of_dev_zero),
	KUNIT_CASE(holes_take_no_pages),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_ramfs",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
