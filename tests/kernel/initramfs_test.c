/* SPDX-License-Identifier: MIT */
/*
 * initramfs_test.c - cpio archives, whole, damaged and in short memory.
 *
 * A test builds an archive in kernel memory with add() and unpacks it into the
 * root of a kernel of its own; the suite's leak check sees to it that nothing
 * is left when that kernel is gone.
 */
#include "fixture.h"
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>

#define ARCHIVE_MAX	(32 * 1024u)
#define MAX_POINTS	2000u

struct builder {
	u8 *buf;
	size_t len;
};

struct entry {
	const char *name;
	u32 mode;
	const void *data;
	u32 size;
	u32 ino, nlink;			/* 0: one of its own, 1 */
	u32 uid, gid, mtime, rmajor, rminor;
	bool checked;
};

static struct builder archive;
static u32 next_ino;

static void add_bytes(struct builder *b, const void *data, size_t len)
{
	BUG_ON(b->len + len > ARCHIVE_MAX);
	memcpy(b->buf + b->len, data, len);
	b->len += len;
}

static void pad(struct builder *b, size_t to)
{
	while (b->len % to)
		add_bytes(b, "", 1);
}

static u32 sum_of(const struct entry *e)
{
	u32 sum = 0;

	for (u32 i = 0; e->checked && i < e->size; i++)
		sum += ((const u8 *)e->data)[i];
	return sum;
}

static void add_entry(struct builder *b, const struct entry *e)
{
	const u32 f[] = {
		e->ino ? e->ino : ++next_ino, e->mode, e->uid, e->gid,
		e->nlink ? e->nlink : 1, e->mtime, e->size, 8, 1, e->rmajor,
		e->rminor, (u32)strlen(e->name) + 1, sum_of(e),
	};
	char digits[9];

	add_bytes(b, e->checked ? "070702" : "070701", 6);
	for (size_t i = 0; i < ARRAY_SIZE(f); i++) {
		snprintf(digits, sizeof(digits), i & 1 ? "%08x" : "%08X", f[i]);
		add_bytes(b, digits, 8);
	}
	add_bytes(b, e->name, strlen(e->name) + 1);
	pad(b, 4);
	if (e->size)
		add_bytes(b, e->data, e->size);
	pad(b, 4);
}

#define add(...)	add_entry(&archive, &(const struct entry){ __VA_ARGS__ })
#define add_text(path, text)						\
	add(.name = path, .mode = S_IFREG | 0644, .data = text,		\
	    .size = sizeof(text) - 1)

static void add_trailer(void)
{
	add(.name = "TRAILER!!!");
	pad(&archive, 512);
}

static int unpack(void)
{
	return initramfs_unpack(__pa(archive.buf), archive.len);
}

static int archive_init(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kernel_boot(), 0);
	archive.buf = (u8 *)__get_free_pages(GFP_KERNEL,
					     get_order(ARCHIVE_MAX));
	KUNIT_ASSERT_NOT_NULL(test, archive.buf);
	archive.len = 0;
	next_ino = 100;
	return 0;
}

static void archive_exit(struct kunit *test)
{
	free_pages((unsigned long)archive.buf, get_order(ARCHIVE_MAX));
	kernel_exit();
}

/* ---- looking at what is there ------------------------------------------------- */

static struct dentry *there(struct kunit *test, const char *path)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, path, 0);

	KUNIT_EXPECT_FALSE_MSG(test, IS_ERR(dentry), "%s: %ld", path,
			       PTR_ERR(dentry));
	return IS_ERR(dentry) ? NULL : dentry;
}

/* The inode at @path, which somebody else keeps alive. */
static const struct inode *inode_at(struct kunit *test, const char *path)
{
	struct dentry *dentry = there(test, path);
	const struct inode *inode = dentry ? dentry->d_inode : NULL;

	dput(dentry);
	KUNIT_ASSERT_NOT_NULL(test, inode);
	return inode;
}

static bool is_absent(const char *path)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, path, 0);

	if (!IS_ERR(dentry))
		dput(dentry);
	return PTR_ERR_OR_ZERO(dentry) == -ENOENT;
}

static void expect_text(struct kunit *test, const char *path, const char *text)
{
	struct file *file = filp_open(path, O_RDONLY, 0);
	char buf[64] = { 0 };
	loff_t pos = 0;

	KUNIT_EXPECT_FALSE_MSG(test, IS_ERR(file), "%s", path);
	if (IS_ERR(file))
		return;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, sizeof(buf) - 1, &pos),
			(ssize_t)strlen(text));
	KUNIT_EXPECT_STREQ(test, buf, text);
	fput(file);
}

/* ---- whole archives -------------------------------------------------------------- */

static void attributes(struct kunit *test)
{
	const struct inode *inode;

	add(.name = "d", .mode = S_IFDIR | 01750, .mtime = 1000, .gid = 5);
	add(.name = "d/f", .mode = S_IFREG | 04755, .uid = 7, .gid = 8,
	    .mtime = 0xffffffff, .data = "text", .size = 4);
	add(.name = "d/l", .mode = S_IFLNK | 0777, .data = "../x", .size = 4);
	add(.name = "d/c", .mode = S_IFCHR | 0600, .rmajor = 4, .rminor = 64);
	add(.name = "d/b", .mode = S_IFBLK | 0660, .rmajor = 8, .rminor = 1);
	add(.name = "d/p", .mode = S_IFIFO | 0600);
	add_trailer();
	KUNIT_ASSERT_EQ(test, unpack(), 0);
	inode = inode_at(test, "/d");
	KUNIT_EXPECT_EQ(test, inode->i_mode, S_IFDIR | 01750);
	KUNIT_EXPECT_EQ(test, inode->i_mtime.tv_sec, 1000);
	KUNIT_EXPECT_EQ(test, inode->i_gid, 5u);
	inode = inode_at(test, "/d/f");
	KUNIT_EXPECT_EQ(test, inode->i_mode, S_IFREG | 04755);
	KUNIT_EXPECT_EQ(test, inode->i_uid, 7u);
	KUNIT_EXPECT_EQ(test, inode->i_mtime.tv_sec, 0xffffffffll);
	KUNIT_EXPECT_EQ(test, inode->i_data.i_size, 4);
	KUNIT_EXPECT_STREQ(test, inode_at(test, "/d/l")->i_link, "../x");
	KUNIT_EXPECT_EQ(test, inode_at(test, "/d/c")->i_rdev, MKDEV(4, 64));
	KUNIT_EXPECT_EQ(test, inode_at(test, "/d/b")->i_rdev, MKDEV(8, 1));
	KUNIT_EXPECT_TRUE(test, S_ISBLK(inode_at(test, "/d/b")->i_mode));
	KUNIT_EXPECT_TRUE(test, S_ISFIFO(inode_at(test, "/d/p")->i_mode));
	expect_text(test, "/d/f", "text");
}

static void ways_to_write_a_name(struct kunit *test)
{
	add(.name = ".", .mode = S_IFDIR | 0711, .mtime = 77);
	add_text("./a", "1");
	add_text("/b", "2");
	add_text("././/c", "3");
	add(.name = "d/", .mode = S_IFDIR | 0700);
	add_text("d//e", "4");
	add_text("no/such/parent/f", "5");
	add_text(".hidden", "6");
	add_text("..x/y..", "7");
	add_trailer();
	KUNIT_ASSERT_EQ(test, unpack(), 0);
	expect_text(test, "/a", "1");
	expect_text(test, "/b", "2");
	expect_text(test, "/c", "3");
	expect_text(test, "/d/e", "4");
	expect_text(test, "/no/such/parent/f", "5");
	expect_text(test, "/.hidden", "6");
	expect_text(test, "/..x/y..", "7");
	KUNIT_EXPECT_EQ(test, kernel.root->d_inode->i_mode, S_IFDIR | 0711);
	KUNIT_EXPECT_EQ(test, kernel.root->d_inode->i_mtime.tv_sec, 77);
}

static void hard_links(struct kunit *test)
{
	add(.name = "a", .mode = S_IFREG | 0600, .ino = 9, .nlink = 3);
	add(.name = "b", .mode = S_IFREG | 0600, .ino = 9, .nlink = 3);
	add(.name = "c", .mode = S_IFREG | 0640, .ino = 9, .nlink = 3,
	    .data = "last", .size = 4);
	add(.name = "first", .mode = S_IFREG | 0600, .ino = 41, .nlink = 2,
	    .data = "data", .size = 4);
	add(.name = "then", .mode = S_IFREG | 0600, .ino = 41, .nlink = 2);
	add(.name = "n1", .mode = S_IFCHR | 0600, .ino = 73, .nlink = 2,
	    .rmajor = 1, .rminor = 3);
	add(.name = "n2", .mode = S_IFCHR | 0600, .ino = 73, .nlink = 2,
	    .rmajor = 1, .rminor = 3);
	add(.name = "b", .mode = S_IFREG | 0640, .ino = 9, .nlink = 3);
	add_trailer();
	add(.name = "other", .mode = S_IFREG | 0600, .ino = 9, .nlink = 3);
	add_trailer();
	KUNIT_ASSERT_EQ(test, unpack(), 0);
	KUNIT_EXPECT_PTR_EQ(test, inode_at(test, "/a"), inode_at(test, "/b"));
	KUNIT_EXPECT_PTR_EQ(test, inode_at(test, "/a"), inode_at(test, "/c"));
	KUNIT_EXPECT_EQ(test, inode_at(test, "/a")->i_nlink, 3u);
	KUNIT_EXPECT_EQ(test, inode_at(test, "/a")->i_mode, S_IFREG | 0640);
	expect_text(test, "/a", "last");
	expect_text(test, "/then", "data");
	KUNIT_EXPECT_EQ(test, inode_at(test, "/n1")->i_nlink, 2u);
	KUNIT_EXPECT_PTR_EQ(test, inode_at(test, "/n1"), inode_at(test, "/n2"));
	KUNIT_EXPECT_EQ(test, inode_at(test, "/other")->i_nlink, 1u);
}

/* A name of a file was given to another one before its contents came. */
static void hard_link_to_what_was_replaced(struct kunit *test)
{
	add(.name = "a", .mode = S_IFREG | 0600, .ino = 9, .nlink = 2);
	add_text("a", "new");
	add(.name = "b", .mode = S_IFREG | 0600, .ino = 9, .nlink = 2,
	    .data = "old", .size = 3);
	add_trailer();
	KUNIT_ASSERT_EQ(test, unpack(), 0);
	expect_text(test, "/a", "new");
	expect_text(test, "/b", "old");
}

static void later_entries_win(struct kunit *test)
{
	add_text("f", "a long first version");
	add_text("f", "second");
	add(.name = "x", .mode = S_IFDIR | 0700);
	add_text("x", "was an empty directory");
	add_text("y", "was a file");
	add(.name = "y", .mode = S_IFDIR | 0750);
	add_text("y/in", "kept");
	add(.name = "y", .mode = S_IFDIR | 0705);
	add(.name = "s", .mode = S_IFLNK | 0777, .data = "f", .size = 1);
	add_text("s", "was a link");
	add(.name = "dev/null", .mode = S_IFCHR | 0622, .rmajor = 1,
	    .rminor = 3);
	add_trailer();
	KUNIT_ASSERT_EQ(test, unpack(), 0);
	expect_text(test, "/f", "second");
	expect_text(test, "/x", "was an empty directory");
	expect_text(test, "/y/in", "kept");
	KUNIT_EXPECT_EQ(test, inode_at(test, "/y")->i_mode, S_IFDIR | 0705);
	expect_text(test, "/s", "was a link");
	KUNIT_EXPECT_EQ(test, inode_at(test, "/dev/null")->i_mode,
			S_IFCHR | 0622);
}

static void several_archives(struct kunit *test)
{
	add_text("a", "1");
	add(.name = "TRAILER!!!");
	add_text("b", "2");
	add_trailer();
	for (int i = 0; i < 1000; i++)
		add_bytes(&archive, "", 1);
	pad(&archive, 4);
	add_text("c", "3");
	add(.name = "TRAILER!!!", .nlink = 1);
	add_bytes(&archive, "", 1);
	KUNIT_ASSERT_EQ(test, unpack(), 0);
	expect_text(test, "/a", "1");
	expect_text(test, "/b", "2");
	expect_text(test, "/c", "3");
}

static void checksums(struct kunit *test)
{
	size_t last;

	add(.name = "f", .mode = S_IFREG | 0600, .data = "\xff\xfe" "abc",
	    .size = 5, .checked = true);
	last = archive.len;
	add_trailer();
	KUNIT_EXPECT_EQ(test, unpack(), 0);
	expect_text(test, "/f", "\xff\xfe" "abc");
	archive.buf[last - 4]++;
	KUNIT_EXPECT_EQ(test, unpack(), -EBADMSG);
}

/* The archive in high memory, at an odd place; a file of three pages and a
 * bit, which gets high pages too. */
static void from_high_memory(struct kunit *test)
{
	const unsigned int order = get_order(ARCHIVE_MAX);
	struct page *pages = alloc_pages(GFP_HIGHUSER, order);
	const u32 size = 3 * PAGE_SIZE + 17;
	u8 *data = kunit_kzalloc(test, size, GFP_KERNEL);
	struct file *file;
	struct page *page;
	loff_t pos = 0;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_ASSERT_NOT_NULL(test, data);
	for (u32 i = 0; i < size; i++)
		data[i] = (u8)(i * 7 + (i >> 8));
	for (int i = 0; i < 52; i++)
		add_bytes(&archive, "", 1);
	add(.name = "f", .mode = S_IFREG | 0600, .data = data, .size = size);
	add_trailer();
	for (u32 i = 0; i < ARCHIVE_MAX >> PAGE_SHIFT; i++) {
		char *to = kmap_local_page(pages + i);

		memcpy(to, archive.buf + (i << PAGE_SHIFT), PAGE_SIZE);
		kunmap_local(to);
	}
	KUNIT_EXPECT_EQ(test, initramfs_unpack(page_to_phys(pages) + 52,
					       archive.len - 52), 0);
	__free_pages(pages, order);
	file = filp_open("/f", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	memset(archive.buf, 0, ARCHIVE_MAX);
	KUNIT_EXPECT_EQ(test, kernel_read(file, archive.buf, ARCHIVE_MAX, &pos),
			(ssize_t)size);
	KUNIT_EXPECT_MEMEQ(test, archive.buf, data, size);
	page = find_get_page(&file->f_inode->i_data, 3);
	KUNIT_EXPECT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, !PageHighMem(page), max_pfn <= max_low_pfn);
	put_page(page);
	fput(file);
}

static void nothing_there(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, unpack(), -EINVAL);
	memset(archive.buf, 0, 512);
	archive.len = 512;
	KUNIT_EXPECT_EQ(test, unpack(), -EINVAL);
	add_trailer();
	KUNIT_EXPECT_EQ(test, unpack(), 0);
	KUNIT_EXPECT_EQ(test, initramfs_unpack(PFN_PHYS(max_pfn) - 512, 1024),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, initramfs_unpack(~(phys_addr_t)0 - 100, 1024),
			-EFAULT);
}

/* ---- damaged ones ------------------------------------------------------------------ */

#define FIELD(n)	(6 + 8 * (n))

/* What is written over the first entry of an archive: a file "name" of 8
 * bytes. Its name begins at 110, its contents at 116. */
static const struct damage {
	const char *what;
	size_t at;
	const char *bytes;
	int want;
} damages[] = {
	{ "nothing", 0, "0", 0 },
	{ "magic", 0, "1", -EINVAL },
	{ "magic, sixth digit", 5, "3", -EINVAL },
	{ "digit", FIELD(0), "g", -EINVAL },
	{ "sign", FIELD(5), "-0000001", -EINVAL },
	{ "space", FIELD(3) + 7, " ", -EINVAL },
	{ "NUL in a number", FIELD(7), "", -EINVAL },
	{ "prefix", FIELD(1), "0x0081a4", -EINVAL },
	{ "no type", FIELD(1), "000001a4", -EINVAL },
	{ "unknown type", FIELD(1), "0000f1a4", -EINVAL },
	{ "bits above the mode", FIELD(1), "000181a4", -EINVAL },
	{ "no name", FIELD(11), "00000000", -EINVAL },
	{ "name without NUL", FIELD(11), "00000004", -EINVAL },
	{ "name of 4,096 bytes", FIELD(11), "00001000", -EINVAL },
	{ "name of 4,097 bytes", FIELD(11), "00001001", -ENAMETOOLONG },
	{ "name that wraps", FIELD(11), "ffffffff", -ENAMETOOLONG },
	{ "contents behind the end", FIELD(6), "00001000", -EINVAL },
	{ "contents that wrap", FIELD(6), "ffffffff", -EINVAL },
	{ "contents that wrap to here", FIELD(6), "ffffff8c", -EINVAL },
	{ "half a header swallowed", FIELD(6), "00000040", -EINVAL },
	{ "up", 110, "../x", -EINVAL },
	{ "up inside", 110, "a/..", -EINVAL },
	{ "up from the root", 110, "/../", -EINVAL },
	{ "below a file", 110, "f/xx", -ENOTDIR },
	{ "in place of a full directory", 110, "full", -ENOTEMPTY },
	{ "in place of the root", 110, "////", -EBUSY },
	{ "in place of a mounted tree", 110, "/dev", -EBUSY },
};

static void add_victims(void)
{
	add_text("name", "contents");
	add_text("z", "more");
	add_trailer();
}

static void damaged_entries(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, vfs_mkdir("/full/x", 0755), 0);
	KUNIT_ASSERT_EQ(test, vfs_create_file("/f", 0644, "f", 1), 0);
	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		const struct damage *d = &damages[i];
		size_t len = *d->bytes ? strlen(d->bytes) : 1;

		archive.len = 0;
		add_victims();
		memcpy(archive.buf + d->at, d->bytes, len);
		KUNIT_EXPECT_EQ_MSG(test, unpack(), d->want, "%s", d->what);
		KUNIT_EXPECT_EQ_MSG(test, is_absent("/z"), d->want != 0, "%s",
				    d->what);
		do_unlink(AT_FDCWD, "/z");
	}
	KUNIT_EXPECT_TRUE(test, is_absent("/x"));
}

static void in_a_tree_that_takes_no_names(struct kunit *test)
{
	add_text("proc/x", "x");
	add_trailer();
	KUNIT_EXPECT_EQ(test, unpack(), -EPERM);
}

static void symlinks_with_bad_targets(struct kunit *test)
{
	static char text[PATH_MAX + 1];

	memset(text, 'a', sizeof(text));
	for (u32 size = 0; size <= PATH_MAX; size += PATH_MAX / 2) {
		archive.len = 0;
		add(.name = "l", .mode = S_IFLNK | 0777, .data = text,
		    .size = size);
		add_trailer();
		KUNIT_EXPECT_EQ(test, unpack(),
				size == PATH_MAX / 2 ? 0 : -EINVAL);
	}
	archive.len = 0;
	add(.name = "l", .mode = S_IFLNK | 0777, .data = "a\0b", .size = 3);
	add_trailer();
	KUNIT_EXPECT_EQ(test, unpack(), -EINVAL);
}

static void compressed(struct kunit *test)
{
	static const struct { const char *magic; size_t len; } magics[] = {
		{ "\x1f\x8b\x08", 3 }, { "\xfd" "7zXZ", 6 },
		{ "\x28\xb5\x2f\xfd", 4 }, { "BZh9", 4 },
		{ "\x04\x22\x4d\x18", 4 }, { "070707", 6 },
		{ "\xc7\x71", 2 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(magics); i++) {
		archive.len = 0;
		add_bytes(&archive, magics[i].magic, magics[i].len);
		KUNIT_EXPECT_EQ_MSG(test, unpack(), -EOPNOTSUPP, "%lu",
				    (unsigned long)i);
		archive.len = 0;
		add_victims();
		add_bytes(&archive, magics[i].magic, magics[i].len);
		KUNIT_EXPECT_EQ_MSG(test, unpack(), -EOPNOTSUPP, "%lu",
				    (unsigned long)i);
	}
}

static void long_component(struct kunit *test)
{
	char name[NAME_MAX + 3];

	memset(name, 'n', sizeof(name));
	name[NAME_MAX] = 0;
	add(.name = name, .mode = S_IFREG | 0600);
	add_trailer();
	KUNIT_EXPECT_EQ(test, unpack(), 0);
	archive.len = 0;
	name[NAME_MAX] = 'n';
	name[NAME_MAX + 1] = 0;
	add(.name = name, .mode = S_IFREG | 0600);
	add_trailer();
	KUNIT_EXPECT_EQ(test, unpack(), -ENAMETOOLONG);
}

/* Every kind of entry, for what damages or fails anything. */
static void add_everything(void)
{
	static char page[2 * 4096 + 5];

	add(.name = ".", .mode = S_IFDIR | 0755);
	add(.name = "d", .mode = S_IFDIR | 0755);
	add(.name = "d/f", .mode = S_IFREG | 0755, .data = page,
	    .size = sizeof(page), .checked = true);
	add(.name = "d/h1", .mode = S_IFREG | 0755, .ino = 5, .nlink = 2);
	add(.name = "d/l", .mode = S_IFLNK | 0777, .data = "f", .size = 1);
	add(.name = "p/q/r", .mode = S_IFCHR | 0600, .rmajor = 1, .rminor = 3);
	add(.name = "d/h2", .mode = S_IFREG | 0755, .ino = 5, .nlink = 2,
	    .data = "linked", .size = 6);
	add_text("d/l", "no link");
	add_trailer();
}

/* Cut off at every byte: an error, unless only zeros are missing. */
static void cut_off_anywhere(struct kunit *test)
{
	int level = console_loglevel;
	size_t whole;

	add_victims();
	while (archive.len && !archive.buf[archive.len - 1])
		archive.len--;
	whole = archive.len + 1;
	console_loglevel = 0;
	for (size_t len = 0; len <= whole; len++) {
		archive.len = len;
		KUNIT_EXPECT_EQ_MSG(test, unpack(), len == whole ? 0 : -EINVAL,
				    "%lu bytes of %lu", (unsigned long)len,
				    (unsigned long)whole);
	}
	console_loglevel = level;
}

/* Changed bits and bytes, preferably of what is looked at. */
static void mutate(struct kunit *test)
{
	u32 n = 1 + kunit_random_below(test, 4);

	while (n--) {
		u32 at = kunit_random_below(test, (u32)archive.len);

		switch (kunit_random_below(test, 3)) {
		case 0:
			archive.buf[at] ^= 1u << kunit_random_below(test, 8);
			break;
		case 1:
			archive.buf[at] = "0123456789abcdef./"
				[kunit_random_below(test, 18)];
			break;
		default:
			archive.buf[at] = (u8)kunit_random_u32(test);
		}
	}
}

static void start_again(struct kunit *test)
{
	kernel_exit();
	KUNIT_ASSERT_EQ(test, kernel_boot(), 0);
	archive.len = 0;
	next_ino = 100;
}

/* Whatever the answer: no crash, and nothing is left. */
static void mutations(struct kunit *test)
{
	int level = console_loglevel;
	unsigned int refused = 0;

	for (int round = 0; round < 400; round++) {
		start_again(test);
		add_victims();
		add(.name = "h1", .mode = S_IFREG | 0600, .ino = 5, .nlink = 2);
		add(.name = "h2", .mode = S_IFREG | 0600, .ino = 5, .nlink = 2,
		    .data = "x", .size = 1, .checked = true);
		add(.name = "l", .mode = S_IFLNK | 0777, .data = "name",
		    .size = 4);
		add(.name = "d", .mode = S_IFDIR | 0700);
		add_text("d/e", "f");
		add_trailer();
		mutate(test);
		console_loglevel = 0;
		refused += unpack() != 0;
		console_loglevel = level;
	}
	KUNIT_EXPECT_GT(test, refused, 40u);
	KUNIT_EXPECT_LT(test, refused, 400u);
}

/* ---- short memory -------------------------------------------------------------------- */

static void sweep(struct kunit *test, enum fault_kind kind, bool sticky)
{
	int level = console_loglevel, err = -1;
	unsigned long nth = 1;

	for (; err && nth < MAX_POINTS; nth++) {
		start_again(test);
		add_everything();
		console_loglevel = 0;
		fault_inject_arm(kind, nth, sticky);
		err = unpack();
		fault_inject_disarm();
		console_loglevel = level;
		KUNIT_EXPECT_TRUE_MSG(test, err == -ENOMEM || err == 0,
				      "%d at %lu", err, nth);
	}
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_GT(test, nth, 2ul);
	expect_text(test, "/d/h1", "linked");
}

static void without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, false);
	sweep(test, FAULT_SLAB_ALLOC, true);
}

static void without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC, true);
}

static void without_nodes(struct kunit *test)
{
	sweep(test, FAULT_NODE_ALLOC, false);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(attributes),
	KUNIT_CASE(ways_to_write_a_name),
	KUNIT_CASE(hard_links),
	KUNIT_CASE(hard_link_to_what_was_replaced),
	KUNIT_CASE(later_entries_win),
	KUNIT_CASE(several_archives),
	KUNIT_CASE(checksums),
	KUNIT_CASE(from_high_memory),
	KUNIT_CASE(nothing_there),
	KUNIT_CASE(damaged_entries),
	KUNIT_CASE(in_a_tree_that_takes_no_names),
	KUNIT_CASE(symlinks_with_bad_targets),
	KUNIT_CASE(compressed),
	KUNIT_CASE(long_component),
	KUNIT_CASE(cut_off_anywhere),
	KUNIT_CASE(mutations),
	KUNIT_CASE(without_objects),
	KUNIT_CASE(without_pages),
	KUNIT_CASE(without_nodes),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_initramfs",
	.init = archive_init,
	.exit = archive_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
