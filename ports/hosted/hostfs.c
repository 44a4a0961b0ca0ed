/* SPDX-License-Identifier: MIT */
/*
 * hostfs.c - a directory of the host as a tree of the kernel.
 *
 * An inode remembers its path below the directory; a lookup asks the host for
 * the name, a page that is wanted is read from the host's file into the frame
 * behind it. Nothing is ever written to the host: what programs change stays
 * in the page cache and in pinned dentries, as fs.h says.
 *
 *	struct inode -> i_private -> struct host_inode { path, descriptor }
 *	struct super_block -> s_fs_info -> struct host_tree { directory }
 *
 * The kernel resolves symbolic links inside the tree; the host is told not to
 * follow any, so no path leaves the directory. Devices, FIFOs and sockets of
 * the host are shown but cannot be opened: -ENXIO.
 *
 * Invariants:
 *  1. An inode's path is free of "..", and of symbolic links as they were when
 *     it was looked up.
 *  2. At most MAX_OPEN descriptors are kept; a file beyond that is opened and
 *     closed for each read.
 *
 * Locking: host_inode.fd goes from -1 to a descriptor by compare-and-exchange
 * and stays until the inode goes.
 */
#include <octavo/fs.h>
#include <octavo/slab.h>
#include <octavo/err.h>
#include <octavo/errno.h>
#include <octavo/string.h>
#include <octavo/printk.h>
#include <octavo/pagemap.h>
#include "hosted.h"

#define HOSTFS_MAGIC	0x00c0ffeeul
#define MAX_OPEN	512u
#define BATCH		HOST_MAX_PAGES	/* pages of one read */

struct host_tree {
	int root;
	unsigned int nr_open;
};

struct host_inode {
	int fd;				/* -1: not open */
	char path[];
};

static struct host_tree *tree_of(const struct inode *inode)
{
	return inode->i_sb->s_fs_info;
}

static const char *path_of(const struct inode *inode)
{
	const struct host_inode *hi = inode->i_private;

	return hi ? hi->path : ".";
}

/* ---- reading ----------------------------------------------------------------- */

/* A descriptor for reading @inode; *@keep false: the caller closes it. */
static int get_descriptor(struct inode *inode, bool *keep)
{
	struct host_inode *hi = inode->i_private;
	struct host_tree *tree = tree_of(inode);
	int fd = __atomic_load_n(&hi->fd, __ATOMIC_ACQUIRE);
	int none = -1;

	*keep = true;
	if (fd >= 0)
		return fd;
	fd = host_open(tree->root, hi->path);
	*keep = false;
	if (fd < 0 || __atomic_load_n(&tree->nr_open, __ATOMIC_RELAXED) >= MAX_OPEN)
		return fd;
	if (__atomic_compare_exchange_n(&hi->fd, &none, fd, false,
					__ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
		__atomic_fetch_add(&tree->nr_open, 1, __ATOMIC_RELAXED);
		*keep = true;
	}
	return fd;
}

/* Have the disk read @nr pages from @index on, zeros behind the end of the
 * file. */
static int read_batch(int fd, unsigned long index, unsigned int nr,
		      struct page **pages)
{
	void *addr[BATCH];
	long got;

	for (unsigned int i = 0; i < nr; i++)
		addr[i] = hosted_bus_address(page_to_pfn(pages[i]));
	got = host_preadv(fd, addr, nr, PAGE_SIZE, (u64)index << PAGE_SHIFT);
	for (unsigned int i = 0; i < nr; i++) {
		long have = clamp(got - (long)(i * PAGE_SIZE), 0l,
				  (long)PAGE_SIZE);

		if (have < (long)PAGE_SIZE)
			memset((char *)addr[i] + have, 0,
			       PAGE_SIZE - (size_t)have);
		if (got >= 0)
			SetPageUptodate(pages[i]);
	}
	return got < 0 ? (int)got : 0;
}

static int hostfs_readpages(struct address_space *mapping, unsigned long index,
			    unsigned int nr, struct page **pages)
{
	bool keep;
	int err = 0;
	int fd = get_descriptor(mapping->host, &keep);

	if (fd < 0)
		return fd;
	while (nr && !err) {
		unsigned int n = min(nr, BATCH);

		err = read_batch(fd, index, n, pages);
		index += n;
		pages += n;
		nr -= n;
	}
	if (!keep)
		host_close(fd);
	return err;
}

static int hostfs_readpage(struct address_space *mapping, struct page *page)
{
	return hostfs_readpages(mapping, page->index, 1, &page);
}

static const struct address_space_operations hostfs_aops = {
	.readpage = hostfs_readpage,
	.readpages = hostfs_readpages,
};

/* ---- inodes ------------------------------------------------------------------ */

static const struct inode_operations hostfs_inode_operations;

static void fill_inode(struct inode *inode, const struct host_stat *st)
{
	inode->i_nlink = st->nlink;
	inode->i_uid = st->uid;
	inode->i_gid = st->gid;
	inode->i_ino = st->ino;
	inode->i_blocks = st->blocks;
	inode->i_rdev = MKDEV(st->rdev_major, st->rdev_minor);
	inode->i_atime = (struct timespec64){ st->atime.sec, st->atime.nsec };
	inode->i_mtime = (struct timespec64){ st->mtime.sec, st->mtime.nsec };
	inode->i_ctime = (struct timespec64){ st->ctime.sec, st->ctime.nsec };
	inode->i_op = &hostfs_inode_operations;
	if (S_ISREG(st->mode)) {
		i_size_write(inode, (loff_t)st->size);
		inode->i_backed = (loff_t)st->size;
		inode->i_data.a_ops = &hostfs_aops;
		inode->i_data.unevictable = false;
	} else if (S_ISLNK(st->mode) || S_ISDIR(st->mode)) {
		i_size_write(inode, (loff_t)st->size);
	} else if (!S_ISDIR(st->mode)) {
		inode->i_fop = &no_file_operations;
	}
}

/* The inode for @path below the directory; @path is copied. */
static struct inode *get_inode(struct super_block *sb, const char *path)
{
	struct host_tree *tree = sb->s_fs_info;
	size_t len = strlen(path);
	struct host_inode *hi;
	struct host_stat st;
	struct inode *inode;
	int err;

	err = host_stat(tree->root, path, &st);
	if (err)
		return ERR_PTR(err == -ELOOP || err == -EXDEV ? -ENOENT : err);
	hi = kmalloc(sizeof(*hi) + len + 1, GFP_KERNEL);
	if (!hi)
		return ERR_PTR(-ENOMEM);
	inode = new_inode(sb, st.mode);
	if (!inode) {
		kfree(hi);
		return ERR_PTR(-ENOMEM);
	}
	hi->fd = -1;
	memcpy(hi->path, path, len + 1);
	fill_inode(inode, &st);
	inode->i_private = hi;
	return inode;
}

static struct inode *hostfs_lookup(struct inode *dir, const char *name,
				   size_t len)
{
	const char *parent = path_of(dir);
	size_t size = strlen(parent) + 1 + len + 1;
	struct inode *inode;
	char *path;

	if (size > PATH_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	path = kmalloc(size, GFP_KERNEL);
	if (!path)
		return ERR_PTR(-ENOMEM);
	if (strcmp(parent, ".") == 0)
		snprintf(path, size, "%s", name);
	else
		snprintf(path, size, "%s/%s", parent, name);
	inode = get_inode(dir->i_sb, path);
	kfree(path);
	return inode;
}

struct dir_walk {
	struct host_dir_walk host;	/* first: found from it */
	struct dir_context *ctx;
};

static int emit_entry(struct host_dir_walk *host, const char *name,
		      unsigned long long ino, unsigned int type)
{
	struct dir_walk *walk = container_of(host, struct dir_walk, host);

	if (!dir_emit(walk->ctx, name, (int)strlen(name), ino ? ino : 1, type))
		return 0;
	walk->ctx->pos++;
	return 1;
}

/* The position is the number of entries before. */
static int hostfs_readdir(struct inode *dir, struct dir_context *ctx)
{
	struct dir_walk walk = {
		.host = { .skip = (u64)ctx->pos, .emit = emit_entry },
		.ctx = ctx,
	};

	return host_readdir(tree_of(dir)->root, path_of(dir), &walk.host);
}

static int hostfs_readlink(struct inode *inode, char *buf, size_t size)
{
	return (int)host_readlink(tree_of(inode)->root, path_of(inode), buf,
				  size);
}

static const struct inode_operations hostfs_inode_operations = {
	.lookup = hostfs_lookup,
	.readdir = hostfs_readdir,
	.readlink = hostfs_readlink,
};

/* ---- trees ------------------------------------------------------------------- */

static void hostfs_evict_inode(struct inode *inode)
{
	struct host_inode *hi = inode->i_private;

	if (!hi)
		return;
	if (hi->fd >= 0) {
		host_close(hi->fd);
		__atomic_fetch_sub(&tree_of(inode)->nr_open, 1,
				   __ATOMIC_RELAXED);
	}
	kfree(hi);
}

static void hostfs_put_super(struct super_block *sb)
{
	struct host_tree *tree = sb->s_fs_info;

	if (!tree)
		return;
	host_close(tree->root);
	kfree(tree);
}

static const struct super_operations hostfs_super_operations = {
	.evict_inode = hostfs_evict_inode,
	.put_super = hostfs_put_super,
};

/*
 * A tree, not mounted, with the host's directory @root behind it, which is a
 * descriptor and is taken over, also on an error. @show: the tree is that
 * directory; else it is empty, and hostfs_install_file() takes single files
 * from it. Or ERR_PTR.
 */
struct super_block *hostfs_create(int root, bool show)
{
	struct host_tree *tree = kzalloc(sizeof(*tree), GFP_KERNEL);
	struct super_block *sb;
	struct host_stat st;
	int err = -ENOMEM;

	if (!tree)
		goto out_close;
	tree->root = root;
	err = host_stat(root, ".", &st);
	if (err)
		goto out_free;
	sb = sb_create(show ? "hostfs" : "rootfs", HOSTFS_MAGIC,
		       &hostfs_super_operations, show ? st.mode & 07777 : 0755);
	if (!sb) {
		err = -ENOMEM;
		goto out_free;
	}
	sb->s_fs_info = tree;
	if (show)
		fill_inode(sb->s_root->d_inode, &st);
	return sb;

out_free:
	kfree(tree);
out_close:
	host_close(root);
	return ERR_PTR(err);
}

/* Show the file called @name in the directory behind @sb at @path. 0 or
 * -errno. */
int hostfs_install_file(struct super_block *sb, const char *name,
			const char *path)
{
	struct inode *inode = get_inode(sb, name);
	int err;

	if (IS_ERR(inode))
		return (int)PTR_ERR(inode);
	err = vfs_install(inode, path);
	if (err)
		iput(inode);
	return err;
}
