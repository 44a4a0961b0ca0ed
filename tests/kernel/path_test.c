/* SPDX-License-Identifier: MIT */
/*
 * path_test.c - walking paths, and making and removing names.
 *
 *	/tmp/dir/file	a file		/tmp/link  -> dir
 *	/tmp/dir/sub/	a directory	/tmp/abs   -> /tmp/dir/file
 *	/tmp/self -> self (a loop)	/tmp/dangling -> nowhere
 */
#include "fixture.h"

static long path_call(unsigned long nr, const char *path, unsigned long b)
{
	return kt_call(nr, kt_string(0, path), b, 0600, 0);
}

static long path_call2(unsigned long nr, const char *a, const char *b)
{
	return kt_call(nr, kt_string(0, a), kt_string(PAGE_SIZE, b), 0, 0);
}

/* Open and close again: 0 or -errno. */
static long try_open(const char *path, int flags)
{
	long fd = path_call(NR_open, path, flags);

	return fd < 0 ? fd : kt_call(NR_close, fd, 0, 0, 0);
}

static int path_init(struct kunit *test)
{
	ktest_init(test);
	KUNIT_EXPECT_EQ(test, vfs_mkdir("/tmp/dir/sub", 0755), 0);
	KUNIT_EXPECT_EQ(test, vfs_create_file("/tmp/dir/file", 0644, "hi", 2),
			0);
	KUNIT_EXPECT_EQ(test, vfs_symlink("dir", "/tmp/link"), 0);
	KUNIT_EXPECT_EQ(test, vfs_symlink("/tmp/dir/file", "/tmp/abs"), 0);
	KUNIT_EXPECT_EQ(test, vfs_symlink("self", "/tmp/self"), 0);
	KUNIT_EXPECT_EQ(test, vfs_symlink("nowhere", "/tmp/dangling"), 0);
	return 0;
}

static void open_answers(struct kunit *test)
{
	static const struct {
		const char *path;
		int flags;
		long want;
	} table[] = {
		{ "/tmp/dir/file", O_RDONLY, 0 },
		{ "//tmp///dir//file", O_RDONLY, 0 },
		{ "/tmp/./dir/../dir/sub/../file", O_RDONLY, 0 },
		{ "/../../tmp/dir/file", O_RDONLY, 0 },
		{ "/tmp/link/file", O_RDONLY, 0 },
		{ "/tmp/link/sub/../../abs", O_RDONLY, 0 },
		{ "/tmp/dir/", O_RDONLY, 0 },
		{ "/tmp/link/", O_RDONLY, 0 },
		{ "/", O_RDONLY, 0 },
		{ "", O_RDONLY, -ENOENT },
		{ "/tmp/none", O_RDONLY, -ENOENT },
		{ "/tmp/none/file", O_RDONLY, -ENOENT },
		{ "/tmp/dangling", O_RDONLY, -ENOENT },
		{ "/tmp/dir/file/", O_RDONLY, -ENOTDIR },
		{ "/tmp/dir/file/x", O_RDONLY, -ENOTDIR },
		{ "/tmp/abs/", O_RDONLY, -ENOTDIR },
		{ "/tmp/self", O_RDONLY, -ELOOP },
		{ "/tmp/self/x", O_RDONLY, -ELOOP },
		{ "/tmp/link", O_RDONLY | O_NOFOLLOW, -ELOOP },
		{ "/tmp/dir/file", O_RDONLY | O_DIRECTORY, -ENOTDIR },
		{ "/tmp/dir", O_WRONLY, -EISDIR },
		{ "/tmp/dir", O_RDONLY | O_CREAT, -EISDIR },
		{ "/tmp/new/", O_RDWR | O_CREAT, -EISDIR },
		{ "/tmp/dir/file", O_RDWR | O_CREAT | O_EXCL, -EEXIST },
		{ "/tmp/dangling", O_RDWR | O_CREAT | O_EXCL, -EEXIST },
		{ "/tmp/dangling", O_RDWR | O_CREAT, 0 },
		{ "/tmp/nowhere", O_RDONLY, 0 },
		{ "/tmp/dir/file", O_WRONLY | O_RDWR, 0 },
		{ "/proc/self/root/tmp/dir/file", O_RDONLY, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    try_open(table[i].path, table[i].flags),
				    table[i].want, "%s, flags %o",
				    table[i].path, table[i].flags);
}

/* Names of 255 bytes are fine, of 256 not; paths of 4,095 and 4,096. */
static void long_names(struct kunit *test)
{
	char *path = kunit_kzalloc(test, PATH_MAX + 2, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, path);
	memset(path, 'n', NAME_MAX + 6);
	memcpy(path, "/tmp/", 5);
	path[5 + NAME_MAX] = 0;
	KUNIT_EXPECT_EQ(test, try_open(path, O_RDWR | O_CREAT), 0);
	path[5 + NAME_MAX] = 'n';
	path[6 + NAME_MAX] = 0;
	KUNIT_EXPECT_EQ(test, try_open(path, O_RDWR | O_CREAT), -ENAMETOOLONG);
	memset(path, '/', PATH_MAX);
	path[PATH_MAX - 1] = 0;
	KUNIT_EXPECT_EQ(test, try_open(path, O_RDONLY), 0);
	path[PATH_MAX - 1] = '/';
	KUNIT_EXPECT_EQ(test, try_open(path, O_RDONLY), -ENAMETOOLONG);
}

/* Forty links are followed, one more is not. */
static void chain_of_links(struct kunit *test)
{
	char name[32], target[32];

	for (int i = 1; i <= MAXSYMLINKS + 1; i++) {
		snprintf(name, sizeof(name), "/tmp/l%d", i);
		snprintf(target, sizeof(target), i == 1 ? "dir" : "l%d", i - 1);
		KUNIT_ASSERT_EQ(test, vfs_symlink(target, name), 0);
	}
	KUNIT_EXPECT_EQ(test, try_open("/tmp/l40", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/tmp/l41", O_RDONLY), -ELOOP);
}

static void one_path_answers(struct kunit *test)
{
	static const struct {
		unsigned long nr;
		const char *path;
		long want;
	} table[] = {
		{ NR_mkdir, "/tmp/dir", -EEXIST },
		{ NR_mkdir, "/tmp/link", -EEXIST },
		{ NR_mkdir, "/", -EEXIST },
		{ NR_mkdir, "/tmp/none/x", -ENOENT },
		{ NR_mkdir, "/tmp/dir/file/x", -ENOTDIR },
		{ NR_mkdir, "/tmp/made/", 0 },
		{ NR_mkdir, "/proc/x", -EPERM },
		{ NR_rmdir, "/tmp/made", 0 },
		{ NR_rmdir, "/tmp/dir", -ENOTEMPTY },
		{ NR_rmdir, "/tmp/dir/file", -ENOTDIR },
		{ NR_rmdir, "/tmp/link", -ENOTDIR },
		{ NR_rmdir, "/tmp/dir/.", -EINVAL },
		{ NR_rmdir, "/tmp/dir/..", -ENOTEMPTY },
		{ NR_rmdir, "/", -EBUSY },
		{ NR_rmdir, "/dev", -EBUSY },
		{ NR_unlink, "/tmp/dir", -EISDIR },
		{ NR_unlink, "/tmp/none", -ENOENT },
		{ NR_unlink, "/tmp/dir/file/", -ENOTDIR },
		{ NR_unlink, "/tmp/abs", 0 },
		{ NR_unlink, "/tmp/abs", -ENOENT },
		{ NR_chdir, "/tmp/dir/file", -ENOTDIR },
		{ NR_chdir, "/tmp/link", 0 },
		{ NR_chdir, "sub", 0 },
		{ NR_chdir, "../..", 0 },
		{ NR_unlink, "dir/file", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		KUNIT_EXPECT_EQ_MSG(test, path_call(table[i].nr, table[i].path,
						    0), table[i].want,
				    "call %lu of %s", table[i].nr,
				    table[i].path);
}

static void two_path_answers(struct kunit *test)
{
	static const struct {
		unsigned long nr;
		const char *from, *to;
		long want;
	} table[] = {
		{ NR_rename, "/tmp/none", "/tmp/x", -ENOENT },
		{ NR_rename, "/tmp/dir", "/tmp/dir/sub/x", -EINVAL },
		{ NR_rename, "/tmp/dir/sub", "/tmp/dir", -ENOTEMPTY },
		{ NR_rename, "/tmp/dir/file", "/tmp/dir/sub", -EISDIR },
		{ NR_rename, "/tmp/dir/sub", "/tmp/dir/file", -ENOTDIR },
		{ NR_rename, "/tmp/dir/file", "/dev/file", -EXDEV },
		{ NR_rename, "/tmp/dir/.", "/tmp/x", -EBUSY },
		{ NR_rename, "/tmp/dir/file", "/tmp/dir/file", 0 },
		{ NR_rename, "/tmp/dir/file", "/tmp/x", 0 },
		{ NR_rename, "/tmp/x", "/tmp/dir/file", 0 },
		{ NR_rename, "/tmp/dir", "/tmp/moved", 0 },
		{ NR_link, "/tmp/moved", "/tmp/x", -EPERM },
		{ NR_link, "/tmp/moved/file", "/tmp/link", -EEXIST },
		{ NR_link, "/tmp/moved/file", "/dev/x", -EXDEV },
		{ NR_link, "/tmp/moved/file", "/tmp/x", 0 },
		{ NR_rename, "/tmp/x", "/tmp/moved/file", 0 },
		{ NR_symlink, "", "/tmp/y", -ENOENT },
		{ NR_symlink, "a", "/tmp/link", -EEXIST },
		{ NR_symlink, "a", "/tmp/y", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		KUNIT_EXPECT_EQ_MSG(test, path_call2(table[i].nr, table[i].from,
						     table[i].to),
				    table[i].want, "call %lu of %s, %s",
				    table[i].nr, table[i].from, table[i].to);
	KUNIT_EXPECT_EQ(test, try_open("/tmp/moved/file", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/tmp/link/file", O_RDONLY), -ENOENT);
}

/* The text that a call wrote to the page it was given. */
static void expect_user_text(struct kunit *test, const char *want)
{
	char buf[64] = { 0 };

	KUNIT_ASSERT_TRUE(test, user_mm_peek(&kt.u, kt_at(2 * PAGE_SIZE), buf,
					     sizeof(buf) - 1));
	KUNIT_EXPECT_STREQ(test, buf, want);
}

static void names_of_places(struct kunit *test)
{
	unsigned long buf = kt_at(2 * PAGE_SIZE);

	KUNIT_EXPECT_EQ(test, path_call(NR_chdir, "/tmp/link/sub", 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getcwd, buf, 64, 0, 0), 13);
	expect_user_text(test, "/tmp/dir/sub");
	KUNIT_EXPECT_EQ(test, path_call2(NR_rename, "/tmp/dir", "/tmp/d"), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getcwd, buf, 64, 0, 0), 11);
	expect_user_text(test, "/tmp/d/sub");
	KUNIT_EXPECT_EQ(test, path_call(NR_rmdir, "/tmp/d/sub", 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getcwd, buf, 64, 0, 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open("x", O_RDWR | O_CREAT), -ENOENT);
	KUNIT_EXPECT_EQ(test, path_call(NR_chdir, "/dev", 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getcwd, buf, 64, 0, 0), 5);
	expect_user_text(test, "/dev");
	KUNIT_EXPECT_EQ(test, path_call(NR_chdir, "..", 0), 0);
	KUNIT_EXPECT_EQ(test, path_call(NR_chroot, "/tmp/d", 0), 0);
	KUNIT_EXPECT_EQ(test, try_open("/file", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/../../file", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/tmp", O_RDONLY), -ENOENT);
}

/* A file that is open lives on without a name. */
static void unlinked_files_live_on(struct kunit *test)
{
	long fd = path_call(NR_open, "/tmp/dir/file", O_RDWR);
	unsigned long buf = kt_at(2 * PAGE_SIZE);

	KUNIT_ASSERT_GE(test, fd, 0l);
	KUNIT_EXPECT_EQ(test, path_call(NR_unlink, "/tmp/dir/file", 0), 0);
	KUNIT_EXPECT_EQ(test, try_open("/tmp/dir/file", O_RDONLY), -ENOENT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, fd, buf, 8, 0), 2);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, fd, buf, 8, 0), 8);
	KUNIT_EXPECT_EQ(test, kt_call(NR_close, fd, 0, 0, 0), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(open_answers),
	KUNIT_CASE(long_names),
	KUNIT_CASE(chain_of_links),
	KUNIT_CASE(one_path_answers),
	KUNIT_CASE(two_path_answers),
	KUNIT_CASE(names_of_places),
	KUNIT_CASE(unlinked_files_live_on),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_path",
	.init = path_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
