/* SPDX-License-Identifier: MIT */
/*
 * initramfs.c - the first root: cpio archives in memory, unpacked into files.
 *
 * The archive is what the boot loader left in RAM, maybe in high memory; it is
 * read through one window at a time. File contents go into page-cache pages
 * from high memory.
 *
 *	archive:  entry entry ... TRAILER!!! zeros | entry ... TRAILER!!! zeros
 *	entry:	  header, 110 bytes | name, NUL | pad | contents | pad
 *	header:	  "070701" ino mode uid gid nlink mtime filesize devmajor
 *		  devminor rdevmajor rdevminor namesize check, 8 hex digits each
 *
 * Padding goes to multiples of 4 from the start of the archive. "070702" says
 * that `check` is the sum of the bytes of a file. Names of one file have the
 * same device and inode number; any of them may bring the contents, usually
 * the last does, the others are empty then.
 *
 * Invariants:
 *  1. pos <= size; nothing beyond size is looked at, so every length from the
 *     archive is compared with size - pos before it is used.
 *  2. A dentry in links or dirs is referenced; links are forgotten at the end
 *     of their archive, all of them at the end.
 *  3. What was made before an error stays in the tree and is freed with it.
 *
 * Source: the format as cpio(5) of FreeBSD describes it ("newc").
 */
#include "internal.h"
#include <octavo/highmem.h>

#define HEADER_SIZE	110u
#define MAX_NAME	PATH_MAX		/* with its NUL */
#define NR_BUCKETS	32u
#define TRAILER		"TRAILER!!!"

enum field { F_INO, F_MODE, F_UID, F_GID, F_NLINK, F_MTIME, F_SIZE, F_MAJOR,
	     F_MINOR, F_RMAJOR, F_RMINOR, F_NAMESIZE, F_CHECK, NR_FIELDS };

static const char *const field_names[NR_FIELDS] = {
	"ino", "mode", "uid", "gid", "nlink", "mtime", "filesize", "devmajor",
	"devminor", "rdevmajor", "rdevminor", "namesize", "check",
};

/* A file that may get more names, or a directory whose time is set at last. */
struct kept {
	struct list_head link;
	struct dentry *dentry;
	u32 ino, major, minor;
	u32 mtime;
};

struct cpio {
	phys_addr_t start;
	size_t size, pos;
	size_t entry;			/* where the present entry begins */
	unsigned int nr_entries;	/* of the present archive */
	unsigned int nr_archives;	/* that ended */
	u32 f[NR_FIELDS];
	bool checked;			/* "070702" */
	struct list_head links[NR_BUCKETS];
	struct list_head dirs;
	char name[1 + MAX_NAME];	/* a slash, and from the archive */
	char link[PATH_MAX];
};

/* ---- saying what is wrong ------------------------------------------------------ */

/* A name from outside as it may be shown: printable, and not too long. */
static void show_name(const char *name, char *buf, size_t size)
{
	size_t n = 0;

	for (; name[n] && n < size - 1; n++)
		buf[n] = name[n] >= ' ' && name[n] < 0x7f ? name[n] : '?';
	buf[n] = 0;
	if (name[n])
		memcpy(buf + size - 4, "...", 4);
}

/* One line about the present entry. Answers @err. */
static __printf(3, 4) int refuse(const struct cpio *c, int err,
				 const char *fmt, ...)
{
	char what[128], name[80];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	show_name(c->name, name, sizeof(name));
	pr_err("initramfs: byte %lu, %s%s: %s\n", (unsigned long)c->entry,
	       *name ? "entry " : "header", name, what);
	return err;
}

/* ---- reading the archive -------------------------------------------------------- */

static size_t left(const struct cpio *c)
{
	return c->size - c->pos;
}

/* Copy @len bytes at @pos, which are there. */
static void read_at(const struct cpio *c, size_t pos, void *buf, size_t len)
{
	while (len) {
		phys_addr_t pa = c->start + pos;
		size_t off = offset_in_page(pa);
		size_t n = min(len, PAGE_SIZE - off);
		char *from = kmap_local_page(phys_to_page(pa));

		memcpy(buf, from + off, n);
		kunmap_local(from);
		buf = (char *)buf + n;
		pos += n;
		len -= n;
	}
}

/* Go on at a multiple of 4, or at the end. */
static void skip_padding(struct cpio *c)
{
	c->pos = min(c->size, c->pos + (-c->pos & 3));
}

/* Go to the next byte that is not zero. */
static void skip_zeros(struct cpio *c)
{
	u8 buf[64];

	while (left(c)) {
		size_t n = min(left(c), sizeof(buf));

		read_at(c, c->pos, buf, n);
		for (size_t i = 0; i < n; i++, c->pos++)
			if (buf[i])
				return;
	}
}

static int hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'f')
		return (ch | 0x20) - 'a' + 10;
	return -1;
}

static int parse_field(struct cpio *c, enum field field, const char *digits)
{
	u32 v = 0;

	for (int i = 0; i < 8; i++) {
		int digit = hex_digit(digits[i]);

		if (digit < 0)
			return refuse(c, -EINVAL, "%s is not a number of 8 hex digits",
				      field_names[field]);
		v = v << 4 | (u32)digit;
	}
	c->f[field] = v;
	return 0;
}

static const struct {
	const char *what;
	u8 len, bytes[6];
} foreign[] = {
	{ "compressed by gzip", 2, { 0x1f, 0x8b } },
	{ "compressed by xz", 6, { 0xfd, '7', 'z', 'X', 'Z', 0 } },
	{ "compressed by zstd", 4, { 0x28, 0xb5, 0x2f, 0xfd } },
	{ "compressed by bzip2", 3, { 'B', 'Z', 'h' } },
	{ "compressed by lz4", 4, { 0x02, 0x21, 0x4c, 0x18 } },
	{ "compressed by lz4", 4, { 0x04, 0x22, 0x4d, 0x18 } },
	{ "compressed by lzop", 4, { 0x89, 'L', 'Z', 'O' } },
	{ "compressed by lzma", 3, { 0x5d, 0, 0 } },
	{ "in the old portable format", 6, { '0', '7', '0', '7', '0', '7' } },
	{ "in the old binary format", 2, { 0xc7, 0x71 } },
};

static int check_magic(struct cpio *c, const char *magic, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(foreign) && !c->nr_entries; i++)
		if (len >= foreign[i].len &&
		    memcmp(magic, foreign[i].bytes, foreign[i].len) == 0)
			return refuse(c, -EOPNOTSUPP,
				      "this is %s; a plain cpio archive (-H newc) is needed",
				      foreign[i].what);
	if (len < HEADER_SIZE)
		return refuse(c, -EINVAL, "the header is cut off after %lu of %u bytes",
			      (unsigned long)len, HEADER_SIZE);
	c->checked = memcmp(magic, "070702", 6) == 0;
	if (!c->checked && memcmp(magic, "070701", 6) != 0)
		return refuse(c, -EINVAL, "070701 or 070702 is missing");
	return 0;
}

static int read_header(struct cpio *c)
{
	char header[HEADER_SIZE];
	size_t len = min(left(c), (size_t)HEADER_SIZE);
	int err;

	c->entry = c->pos;
	c->name[0] = 0;
	if (c->pos & 3)
		return refuse(c, -EINVAL, "an entry begins at a multiple of 4, this does not");
	read_at(c, c->pos, header, len);
	err = check_magic(c, header, len);
	for (unsigned int i = 0; i < NR_FIELDS && !err; i++)
		err = parse_field(c, i, header + 6 + 8 * i);
	c->pos += len;
	return err;
}

/* ".." would be another place than the name says. */
static bool has_dotdot(const char *name)
{
	const char *p = name;

	while ((p = strstr(p, ".."))) {
		if ((p == name || p[-1] == '/') && (!p[2] || p[2] == '/'))
			return true;
		p++;
	}
	return false;
}

/* "./a/", "/a" and "a" are all "/a"; "." and "/" are "/". */
static void tidy_name(char *name)
{
	const char *p = name;
	size_t len;

	while (*p == '/' || (*p == '.' && (p[1] == '/' || !p[1])))
		p++;
	len = strlen(p);
	while (len && p[len - 1] == '/')
		len--;
	memmove(name + 1, p, len);
	name[0] = '/';
	name[1 + len] = 0;
}

static int read_name(struct cpio *c)
{
	size_t len = c->f[F_NAMESIZE];

	if (len == 0)
		return refuse(c, -EINVAL, "the name has no bytes");
	if (len > MAX_NAME)
		return refuse(c, -ENAMETOOLONG, "the name has %lu bytes, %u are possible",
			      (unsigned long)len, MAX_NAME);
	if (len > left(c))
		return refuse(c, -EINVAL, "the name is cut off");
	read_at(c, c->pos, c->name, len);
	c->pos += len;
	skip_padding(c);
	if (c->name[len - 1]) {
		c->name[len] = 0;
		return refuse(c, -EINVAL, "the name does not end with NUL");
	}
	if (has_dotdot(c->name))
		return refuse(c, -EINVAL, "the name has \"..\" in it");
	if (!c->name[0])
		return refuse(c, -EINVAL, "the name is empty");
	return 0;
}

/* ---- names of one file, times of directories --------------------------------------- */

static int keep(struct cpio *c, struct list_head *list, struct dentry *dentry)
{
	struct kept *k = kmalloc(sizeof(*k), GFP_KERNEL);

	if (!k)
		return refuse(c, -ENOMEM, "out of memory");
	k->dentry = dget(dentry);
	k->ino = c->f[F_INO];
	k->major = c->f[F_MAJOR];
	k->minor = c->f[F_MINOR];
	k->mtime = c->f[F_MTIME];
	list_add_tail(&k->link, list);
	return 0;
}

static void forget(struct list_head *list)
{
	while (!list_empty(list)) {
		struct kept *k = list_first_entry(list, struct kept, link);

		list_del(&k->link);
		dput(k->dentry);
		kfree(k);
	}
}

static struct list_head *bucket(struct cpio *c)
{
	return &c->links[c->f[F_INO] % NR_BUCKETS];
}

/* The file that the present entry is another name of, NULL: it is new. One
 * that a later entry has replaced is no file of the archive any more. */
static struct dentry *find_link(struct cpio *c)
{
	struct kept *k;

	if (c->f[F_NLINK] < 2)
		return NULL;
	list_for_each_entry(k, bucket(c), link)
		if (k->ino == c->f[F_INO] && k->major == c->f[F_MAJOR] &&
		    k->minor == c->f[F_MINOR] && !k->dentry->d_unhashed &&
		    ((k->dentry->d_inode->i_mode ^ c->f[F_MODE]) & S_IFMT) == 0)
			return k->dentry;
	return NULL;
}

static void forget_links(struct cpio *c)
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		forget(&c->links[i]);
}

static void set_times(struct inode *inode, u32 mtime)
{
	inode->i_mtime = (struct timespec64){ .tv_sec = mtime };
	inode->i_atime = inode->i_mtime;
}

/* Their entries have been made: nothing changes the times any more. */
static void set_dir_times(struct cpio *c)
{
	struct kept *k;

	list_for_each_entry(k, &c->dirs, link)
		set_times(k->dentry->d_inode, k->mtime);
}

/* ---- making what an entry says ------------------------------------------------------- */

/* One page of a file, from @pos in the archive; the rest of it is zeros. */
static int fill_page(const struct cpio *c, struct inode *inode,
		     unsigned long index, size_t len)
{
	struct page *page = grab_cache_page_write(&inode->i_data, index, true);
	char *to;

	if (IS_ERR(page))
		return PTR_ERR(page);
	to = kmap_local_page(page);
	read_at(c, c->pos + (index << PAGE_SHIFT), to, len);
	memset(to + len, 0, PAGE_SIZE - len);
	kunmap_local(to);
	SetPageUptodate(page);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

static int fill_file(struct cpio *c, struct inode *inode)
{
	size_t size = c->f[F_SIZE];
	int err = 0;

	i_size_write(inode, 0);
	truncate_inode_pages(&inode->i_data, 0);
	for (size_t done = 0; done < size && !err; done += PAGE_SIZE)
		err = fill_page(c, inode, done >> PAGE_SHIFT,
				min(size - done, PAGE_SIZE));
	if (err)
		return refuse(c, err, "out of memory for a file of %lu bytes",
			      (unsigned long)size);
	i_size_write(inode, size);
	return 0;
}

/* The sum of the contents, if the archive has one. */
static int check_sum(const struct cpio *c)
{
	u8 buf[256];
	u32 sum = 0;

	if (!c->checked || !S_ISREG(c->f[F_MODE]) || !c->f[F_SIZE])
		return 0;
	for (size_t done = 0, n; done < c->f[F_SIZE]; done += n) {
		n = min(c->f[F_SIZE] - done, sizeof(buf));
		read_at(c, c->pos + done, buf, n);
		for (size_t i = 0; i < n; i++)
			sum += buf[i];
	}
	if (sum != c->f[F_CHECK])
		return refuse(c, -EBADMSG, "the sum of the contents is %08x, not %08x",
			      sum, c->f[F_CHECK]);
	return 0;
}

static struct dentry *lookup(const struct cpio *c)
{
	return path_lookup(AT_FDCWD, c->name, 0);
}

/* The directories above, where the archive does not name them first. */
static int make_parents(struct cpio *c)
{
	char *slash = strrchr(c->name, '/');
	int err;

	if (slash == c->name)
		return 0;
	*slash = 0;
	err = vfs_mkdir(c->name, 0755);
	*slash = '/';
	return err;
}

static bool same_node(const struct inode *inode, const struct cpio *c)
{
	umode_t mode = c->f[F_MODE];

	if ((inode->i_mode ^ mode) & S_IFMT)
		return false;
	return S_ISDIR(mode) ||
	       ((S_ISCHR(mode) || S_ISBLK(mode)) && inode->i_rdev ==
		MKDEV(c->f[F_RMAJOR], c->f[F_RMINOR]));
}

/* Take away what has the name. 0: it is free; 1: what is there may stay. */
static int make_way(struct cpio *c, const struct dentry *other)
{
	struct dentry *dentry = lookup(c);
	bool directory;
	int err;

	if (PTR_ERR_OR_ZERO(dentry) == -ENOENT)
		return make_parents(c);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = other ? dentry->d_inode == other->d_inode :
		      same_node(dentry->d_inode, c);
	directory = S_ISDIR(dentry->d_inode->i_mode);
	dput(dentry);
	if (err)
		return err;
	return directory ? do_rmdir(AT_FDCWD, c->name) :
			   do_unlink(AT_FDCWD, c->name);
}

static int make_node(struct cpio *c, struct dentry *other)
{
	umode_t mode = c->f[F_MODE];
	int err = make_way(c, other);

	if (err)
		return min(err, 0);
	if (other)
		return do_link(other, AT_FDCWD, c->name);
	if (S_ISLNK(mode))
		return do_symlink(c->link, AT_FDCWD, c->name);
	return do_mknod(AT_FDCWD, c->name, mode & (S_IFMT | S_IALLUGO),
			MKDEV(c->f[F_RMAJOR], c->f[F_RMINOR]));
}

/* Contents, owner, times: @dentry is what the entry names. */
static int finish_node(struct cpio *c, struct dentry *dentry, bool linked)
{
	struct inode *inode = dentry->d_inode;
	umode_t mode = c->f[F_MODE];
	int err = 0;

	if (S_ISREG(mode) && (c->f[F_SIZE] || !linked))
		err = fill_file(c, inode);
	if (!S_ISLNK(mode))
		inode->i_mode = (mode & S_IALLUGO) | (inode->i_mode & S_IFMT);
	inode->i_uid = c->f[F_UID];
	inode->i_gid = c->f[F_GID];
	set_times(inode, c->f[F_MTIME]);
	if (!err && S_ISDIR(mode))
		err = keep(c, &c->dirs, dentry);
	else if (!err && c->f[F_NLINK] > 1 && !linked && !S_ISLNK(mode))
		err = keep(c, bucket(c), dentry);
	return err;
}

/* Why an entry could not be made. */
static const char *why(long err)
{
	switch (-err) {
	case ENOMEM:
		return "out of memory";
	case ENOTDIR:
		return "what is above it is not a directory";
	case ENOTEMPTY:
		return "a directory with entries is in its place";
	case EBUSY:
		return "the root of a tree is in its place";
	case ENAMETOOLONG:
		return "a part of the name is too long";
	case EPERM:
		return "its directory takes no new names";
	default:
		return "it cannot be made there";
	}
}

static int make_entry(struct cpio *c)
{
	struct dentry *other = find_link(c), *dentry;
	int err;

	if (S_ISDIR(c->f[F_MODE]) || S_ISLNK(c->f[F_MODE]))
		other = NULL;
	err = make_node(c, other);
	if (err)
		return refuse(c, err, "%s", why(err));
	dentry = lookup(c);
	if (IS_ERR(dentry))
		return refuse(c, PTR_ERR(dentry), "%s",
			      why(PTR_ERR(dentry)));
	err = finish_node(c, dentry, other);
	dput(dentry);
	return err;
}

/* The contents of a symbolic link are where it points. */
static int read_link(struct cpio *c)
{
	size_t len = c->f[F_SIZE];

	if (len == 0 || len >= PATH_MAX)
		return refuse(c, -EINVAL, "a symbolic link of %lu bytes",
			      (unsigned long)len);
	read_at(c, c->pos, c->link, len);
	c->link[len] = 0;
	if (strlen(c->link) != len)
		return refuse(c, -EINVAL, "a symbolic link with a NUL in it");
	return 0;
}

static int check_type(struct cpio *c)
{
	umode_t type = c->f[F_MODE] & S_IFMT;

	if (c->f[F_MODE] & ~(u32)(S_IFMT | S_IALLUGO))
		type = 0;
	switch (type) {
	case S_IFREG: case S_IFDIR: case S_IFLNK: case S_IFCHR: case S_IFBLK:
	case S_IFIFO: case S_IFSOCK:
		return 0;
	}
	return refuse(c, -EINVAL, "mode %o is of no type of file", c->f[F_MODE]);
}

static int unpack_entry(struct cpio *c)
{
	int err = check_type(c);

	if (err)
		return err;
	if (c->f[F_SIZE] > left(c))
		return refuse(c, -EINVAL,
			      "the contents are cut off after %lu of %lu bytes",
			      (unsigned long)left(c), (unsigned long)c->f[F_SIZE]);
	err = check_sum(c);
	if (!err && S_ISLNK(c->f[F_MODE]))
		err = read_link(c);
	if (!err) {
		tidy_name(c->name);
		err = make_entry(c);
	}
	c->pos += c->f[F_SIZE];
	skip_padding(c);
	return err;
}

/* ---- all of it ----------------------------------------------------------------------- */

static void end_archive(struct cpio *c)
{
	forget_links(c);
	c->nr_entries = 0;
	c->nr_archives++;
	skip_zeros(c);
}

static int unpack_all(struct cpio *c)
{
	int err = 0;

	skip_zeros(c);
	while (left(c) && !err) {
		err = read_header(c);
		if (!err)
			err = read_name(c);
		if (err)
			break;
		if (strcmp(c->name, TRAILER) == 0) {
			end_archive(c);
		} else {
			err = unpack_entry(c);
			c->nr_entries++;
		}
	}
	c->name[0] = 0;
	c->entry = c->pos;
	if (!err && c->nr_entries)
		err = refuse(c, -EINVAL, "the archive ends without " TRAILER);
	else if (!err && !c->nr_archives)
		err = refuse(c, -EINVAL, "there is no archive");
	return err;
}

static bool is_ram(phys_addr_t start, size_t size)
{
	unsigned long pfn = PHYS_PFN(start), end = PHYS_PFN(start + size - 1);

	while (size && pfn <= end)
		if (!pfn_valid(pfn++))
			return false;
	return !size || start + size - 1 >= start;
}

int initramfs_unpack(phys_addr_t start, size_t size)
{
	struct cpio *c;
	int err;

	if (!is_ram(start, size)) {
		pr_err("initramfs: %lu bytes at %#llx are not all in memory\n",
		       (unsigned long)size, (unsigned long long)start);
		return -EFAULT;
	}
	c = kzalloc(sizeof(*c), GFP_KERNEL);
	if (!c) {
		pr_err("initramfs: out of memory\n");
		return -ENOMEM;
	}
	c->start = start;
	c->size = size;
	INIT_LIST_HEAD(&c->dirs);
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		INIT_LIST_HEAD(&c->links[i]);
	err = unpack_all(c);
	set_dir_times(c);
	forget_links(c);
	forget(&c->dirs);
	kfree(c);
	return err;
}
