/* SPDX-License-Identifier: MIT */
/*
 * backed_test.c - changing a tree that shows something existing.
 *
 * The backing "disk" is a table that nobody writes to:
 *
 *	/mnt/a, /mnt/b, /mnt/c	files of 10,000 bytes, byte n is n % 251
 *	/mnt/sub/		with x and y in it
 *
 * What the test removes, makes and renames must be seen, and the rest of the
 * table with it, and after the tree is gone everything is back.
 */
#include "fixture.h"
#include <octavo/highmem.h>

#define FILE_SIZE	10000

static const char *const top_names[] = { "a", "b", "c", "sub" };
static const char *const sub_names[] = { "x", "y" };

static int disk_readpage(struct address_space *mapping, struct page *page)
{
	struct inode *inode = mapping->host;
	u8 *kaddr = kmap_local_page(page);
	loff_t pos = (loff_t)page->index << PAGE_SHIFT;

	for (unsigned long i = 0; i < PAGE_SIZE; i++, pos++)
		kaddr[i] = pos < inode->i_backed ? (u32)pos % 251 : 0;
	kunmap_local(kaddr);
	SetPageUptodate(page);
	return 0;
}

static const struct address_space_operations disk_aops = {
	.readpage = disk_readpage,
};

static const struct inode_operations disk_dir_operations;

/* A directory's i_private is its list of names; NULL-terminated by count. */
static bool is_sub(const struct inode *dir)
{
	return dir->i_private != NULL;
}

static struct inode *disk_inode(struct super_block *sb, bool directory)
{
	struct inode *inode = new_inode(sb, directory ? S_IFDIR | 0755 :
							S_IFREG | 0644);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (directory) {
		inode->i_op = &disk_dir_operations;
		inode->i_private = (void *)sub_names;
	} else {
		i_size_write(inode, FILE_SIZE);
		inode->i_backed = FILE_SIZE;
		inode->i_data.a_ops = &disk_aops;
		inode->i_data.unevictable = false;
	}
	return inode;
}

static struct inode *disk_lookup(struct inode *dir, const char *name,
				 size_t len)
{
	const char *const *names = is_sub(dir) ? sub_names : top_names;
	size_t nr = is_sub(dir) ? 2 : 4;

	for (size_t i = 0; i < nr; i++)
		if (strcmp(names[i], name) == 0)
			return disk_inode(dir->i_sb, len == 3);
	return ERR_PTR(-ENOENT);
}

static int disk_readdir(struct inode *dir, struct dir_context *ctx)
{
	const char *const *names = is_sub(dir) ? sub_names : top_names;
	loff_t nr = is_sub(dir) ? 2 : 4;

	for (; ctx->pos < nr; ctx->pos++)
		if (!dir_emit(ctx, names[ctx->pos], strlen(names[ctx->pos]),
			      1 + ctx->pos, DT_UNKNOWN))
			break;
	return 0;
}

static const struct inode_operations disk_dir_operations = {
	.lookup = disk_lookup,
	.readdir = disk_readdir,
};

static int backed_init(struct kunit *test)
{
	struct super_block *sb;

	ktest_init(test);
	sb = sb_create("disk", 1, NULL, 0755);
	KUNIT_ASSERT_NOT_NULL(test, sb);
	sb->s_root->d_inode->i_op = &disk_dir_operations;
	KUNIT_ASSERT_EQ(test, vfs_mkdir("/mnt", 0755), 0);
	KUNIT_ASSERT_EQ(test, vfs_mount(sb, "/mnt"), 0);
	return 0;
}

static long one(unsigned long nr, const char *path, unsigned long b)
{
	return kt_call(nr, kt_string(0, path), b, 0600, 0);
}

static long two(unsigned long nr, const char *a, const char *b)
{
	return kt_call(nr, kt_string(0, a), kt_string(512, b), 0, 0);
}

/* The names of a directory in the order told, each with a space. */
static void expect_names(struct kunit *test, const char *path,
			 const char *want, size_t room)
{
	u8 *buf = kunit_kzalloc(test, 512, GFP_KERNEL);
	long fd = one(NR_open, path, O_DIRECTORY), n;
	char got[128] = "";

	KUNIT_ASSERT_GE(test, fd, 0l);
	while ((n = kt_call(NR_getdents64, fd, kt_at(PAGE_SIZE), room, 0)) > 0) {
		user_mm_peek(&kt.u, kt_at(PAGE_SIZE), buf, n);
		for (long at = 0; at < n;) {
			struct linux_dirent64 *de = (void *)(buf + at);

			if (de->d_name[0] != '.') {
				strlcat(got, de->d_name, sizeof(got));
				strlcat(got, " ", sizeof(got));
			}
			at += de->d_reclen;
		}
	}
	KUNIT_EXPECT_EQ(test, n, 0l);
	KUNIT_EXPECT_STREQ(test, got, want);
	kt_call(NR_close, fd, 0, 0, 0);
}

static void names_come_and_go(struct kunit *test)
{
	expect_names(test, "/mnt", "a b c sub ", 512);
	expect_names(test, "/mnt", "a b c sub ", 24);
	KUNIT_EXPECT_EQ(test, one(NR_unlink, "/mnt/b", 0), 0);
	KUNIT_EXPECT_EQ(test, one(NR_open, "/mnt/b", 0), -ENOENT);
	expect_names(test, "/mnt", "a c sub ", 24);
	KUNIT_EXPECT_EQ(test, one(NR_mkdir, "/mnt/new", 0700), 0);
	expect_names(test, "/mnt", "new a c sub ", 512);
	KUNIT_EXPECT_EQ(test, one(NR_mkdir, "/mnt/b", 0700), 0);
	expect_names(test, "/mnt", "new a b c sub ", 24);
	expect_names(test, "/mnt/b", "", 512);
	KUNIT_EXPECT_EQ(test, one(NR_rmdir, "/mnt/b", 0), 0);
	expect_names(test, "/mnt", "new a c sub ", 512);
}

static void renames(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, two(NR_rename, "/mnt/a", "/mnt/z"), 0);
	expect_names(test, "/mnt", "z b c sub ", 512);
	KUNIT_EXPECT_EQ(test, two(NR_rename, "/mnt/z", "/mnt/c"), 0);
	expect_names(test, "/mnt", "b c sub ", 512);
	KUNIT_EXPECT_EQ(test, two(NR_rename, "/mnt/sub", "/mnt/a"), 0);
	expect_names(test, "/mnt", "a b c ", 512);
	expect_names(test, "/mnt/a", "x y ", 512);
	KUNIT_EXPECT_EQ(test, two(NR_rename, "/mnt/a", "/mnt/sub"), 0);
	expect_names(test, "/mnt", "b c sub ", 512);
	KUNIT_EXPECT_EQ(test, two(NR_rename, "/mnt/sub/x", "/mnt/a"), 0);
	expect_names(test, "/mnt/sub", "y ", 512);
}

static void directories_empty_out(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, one(NR_rmdir, "/mnt/sub", 0), -ENOTEMPTY);
	KUNIT_EXPECT_EQ(test, one(NR_unlink, "/mnt/sub/x", 0), 0);
	KUNIT_EXPECT_EQ(test, one(NR_rmdir, "/mnt/sub", 0), -ENOTEMPTY);
	KUNIT_EXPECT_EQ(test, one(NR_unlink, "/mnt/sub/y", 0), 0);
	KUNIT_EXPECT_EQ(test, one(NR_rmdir, "/mnt/sub", 0), 0);
	expect_names(test, "/mnt", "a b c ", 512);
	KUNIT_EXPECT_EQ(test, one(NR_mkdir, "/mnt/sub", 0700), 0);
	expect_names(test, "/mnt/sub", "", 512);
	KUNIT_EXPECT_EQ(test, one(NR_open, "/mnt/sub/x", 0), -ENOENT);
}

/* Byte @pos of an open file. */
static int byte_at(long fd, loff_t pos)
{
	u8 byte = 0;

	if (kt_pread(fd, kt_at(PAGE_SIZE), 1, pos) != 1)
		return -1;
	user_mm_peek(&kt.u, kt_at(PAGE_SIZE), &byte, 1);
	return byte;
}

static void files_keep_what_is_written(struct kunit *test)
{
	long fd = one(NR_open, "/mnt/a", O_RDWR);

	KUNIT_EXPECT_EQ(test, byte_at(fd, 9999), 9999 % 251);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, kt_string(0, "Z"), 1,
				      5000), 1);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 4999), 4999 % 251);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 5000), 'Z');
	kt_call(NR_close, fd, 0, 0, 0);
	page_cache_shrink(1000);
	fd = one(NR_open, "/mnt/a", O_RDWR);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 5000), 'Z');
	KUNIT_EXPECT_EQ(test, byte_at(fd, 5001), 5001 % 251);
}

/* What was cut off does not come back from behind. */
static void truncated_stays_truncated(struct kunit *test)
{
	long fd = one(NR_open, "/mnt/a", O_RDWR);

	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate, fd, 100, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate, fd, 9000, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 99), 99);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 100), 0);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 8999), 0);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 9000), -1);
	kt_call(NR_close, fd, 0, 0, 0);
	page_cache_shrink(1000);
	fd = one(NR_open, "/mnt/a", O_RDONLY);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 99), 99);
	KUNIT_EXPECT_EQ(test, byte_at(fd, 100), 0);
}

static void attributes_stay(struct kunit *test)
{
	struct stat st = { 0 };

	KUNIT_EXPECT_EQ(test, one(NR_chmod, "/mnt/sub/x", 0123), 0);
	d_prune(kernel.root->d_sb);
	KUNIT_EXPECT_EQ(test, one(NR_stat, "/mnt/sub/x", kt_at(PAGE_SIZE)), 0);
	user_mm_peek(&kt.u, kt_at(PAGE_SIZE), &st, sizeof(st));
	KUNIT_EXPECT_EQ(test, st.st_mode, S_IFREG | 0123u);
	expect_names(test, "/mnt/sub", "x y ", 512);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(names_come_and_go),
	KUNIT_CASE(renames),
	KUNIT_CASE(directories_empty_out),
	KUNIT_CASE(files_keep_what_is_written),
	KUNIT_CASE(truncated_stays_truncated),
	KUNIT_CASE(attributes_stay),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_backed",
	.init = backed_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
