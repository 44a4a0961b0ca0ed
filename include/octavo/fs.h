/* SPDX-License-Identifier: MIT */
/*
 * fs.h - files, directories and mounted trees of the reference kernel.
 *
 *	fd -> struct file -> struct dentry -> struct inode -> i_data: page cache
 *	                          |                |
 *	                       d_parent          i_op, i_fop
 *
 * A tree has one struct super_block and is mounted at one place. Directory
 * entries made by programs are *pinned*: the dentry is the only record of
 * them. That is all of ramfs. A tree with something behind it (a host
 * directory, /proc) adds inode_operations.lookup and .readdir; what programs
 * change in it stays in pinned dentries on top, a pinned dentry without inode
 * hides a name of the backing directory. So a file system that shows
 * something existing supplies four functions: lookup, readdir, readlink and
 * address_space_operations.readpage, and is writable without writing back.
 *
 * Invariants:
 *  1. A dentry holds a reference to its parent and to its inode; a pinned one
 *     holds one to itself until it is unlinked.
 *  2. Every pinned dentry is in its parent's d_children, oldest first, with
 *     d_offset growing: the position of a directory read.
 *  3. inode->i_data.i_size is the size of a file; nothing else is.
 *
 * Locking: dcache_lock (inside the kernel) guards names, parents and the
 * cache of unused dentries; inode->i_rwsem serialises changes of one
 * directory, and writes to and truncation of one file.
 */
#ifndef OCTAVO_FS_H
#define OCTAVO_FS_H

#include <octavo/atomic.h>
#include <octavo/limits.h>
#include <octavo/timespec.h>
#include <octavo/types.h>
#include <octavo/kdev_t.h>
#include <octavo/list.h>
#include <octavo/mutex.h>
#include <octavo/rwsem.h>
#include <octavo/refcount.h>
#include <octavo/pagemap.h>
#include <uapi/fcntl.h>
#include <uapi/stat.h>
#include <uapi/time.h>

struct cdev;
struct dentry;
struct dir_context;
struct epitem;
struct fasync_struct;
struct file;
struct file_lock;
struct inode;
struct io_comp_batch;
struct io_uring_cmd;
struct iov_iter;
struct kernfs_node;
struct module;
struct pipe;
struct seq_file;
struct vfsmount;
struct super_block;
struct vm_area_struct;
struct poll_table_struct;

#define MAXSYMLINKS		40
/* The page cache numbers pages by unsigned long. */
#define MAX_LFS_FILESIZE						\
	((loff_t)(sizeof(long) == 8 ? 0x7fffffffffff000ll :		\
		  (long long)ULONG_MAX << PAGE_SHIFT))
/* What a file opened without O_LARGEFILE may have. */
#define MAX_NON_LFS		((loff_t)0x7fffffff)

/* ---- inodes ------------------------------------------------------------ */

/*
 * What a file system supplies for an inode. NULL members mean: nothing is
 * behind this inode, its pinned dentries and cached pages are all there is.
 */
struct inode_operations {
	/* Find @name (NUL-terminated, @len bytes, never "." or "..") in the
	 * directory @dir. An inode with one reference for the caller, or
	 * ERR_PTR: -ENOENT if there is no such name. */
	struct inode *(*lookup)(struct inode *dir, const char *name,
				size_t len);
	/* Hand the entries behind @dir to dir_emit(), without "." and "..",
	 * from ctx->pos on: 0 at first, later what this function left there
	 * (its own cookie, 0 to 2^62). Stops where dir_emit() says false,
	 * with ctx->pos at the entry refused. 0 at the end, or -errno. */
	int (*readdir)(struct inode *dir, struct dir_context *ctx);
	/* The target of a symlink into @buf, without NUL: bytes (at most
	 * @size) or -errno. NULL: the target is i_link. */
	int (*readlink)(struct inode *inode, char *buf, size_t size);
	/* Follow a symlink that has no text (/proc/self/fd/0): the dentry it
	 * means, referenced, or ERR_PTR. NULL: by its text. */
	struct dentry *(*jump_link)(struct inode *inode);
	/* Called before stat and before the size is used, if attributes may
	 * have changed behind. 0 or -errno. */
	int (*getattr)(struct inode *inode);
};

#define F_SEALABLE	(1u << 31)	/* made by memfd_create(2) */

struct inode {
	umode_t i_mode;			/* S_IFMT type and permission bits */
	unsigned int i_nlink;
	u32 i_uid, i_gid;
	unsigned long i_ino;
	dev_t i_rdev;			/* device nodes */
	refcount_t i_count;
	struct timespec64 i_atime, i_mtime, i_ctime;
	unsigned long i_blocks;		/* 512 bytes, of what is behind it, or 0 */
	struct super_block *i_sb;
	const struct inode_operations *i_op;	/* never NULL */
	const struct file_operations *i_fop;	/* never NULL */
	struct rw_semaphore i_rwsem;
	struct address_space i_data;	/* i_data.i_size: bytes; host: inode */
	loff_t i_backed;		/* bytes that ->readpage may still give;
					 * zeros beyond. Lowered by truncate,
					 * set by the file system */
	unsigned int i_seals;		/* F_SEAL_*; F_SEALABLE: can have some */
	struct file_lock *i_flock;	/* locks, by where they begin */
	union {
		struct pipe *i_pipe;	/* a FIFO that is open, or NULL */
		struct cdev *i_cdev;	/* a device that was opened */
	};
	char *i_link;			/* symlink target, kmalloc'ed, or NULL */
	bool i_linkable;		/* may get a first name: O_TMPFILE */
	void *i_private;		/* the file system's */
	struct kernfs_node *i_node;	/* of /sys, drivers' /proc, debugfs */
};

/**
 * new_inode() - make an inode
 * @sb: the tree it belongs to
 * @mode: type and permissions; chooses i_op and i_fop of a plain (ramfs-like)
 *	inode, which the caller may replace
 *
 * Number, times, one link (two for a directory) and one reference are set; the
 * size is 0.
 *
 * Context: May sleep.
 * Return: the inode, NULL without memory.
 * Pairs with: iput().
 */
struct inode *new_inode(struct super_block *sb, umode_t mode);

/**
 * ihold() - take another reference
 * @inode: one the caller holds a reference to
 *
 * Context: Any context.
 */
void ihold(struct inode *inode);

/**
 * iput() - let go of an inode
 * @inode: may be NULL
 *
 * The last reference calls super_operations.evict_inode, drops the cached
 * pages and frees it.
 *
 * Context: May sleep.
 */
void iput(struct inode *inode);

#define i_size_read(inode)		((inode)->i_data.i_size)
#define i_size_write(inode, size)	((inode)->i_data.i_size = (size))

/* ---- directory entries -------------------------------------------------- */

/* A name, as it is looked up. */
struct qstr {
	const char *name;		/* not NUL-terminated */
	unsigned int len;
	u32 hash;			/* of the name alone */
};

struct dentry {
	struct dentry *d_parent;	/* itself: root of its tree */
	struct inode *d_inode;		/* NULL: hides the name behind */
	struct super_block *d_sb;
	struct super_block *d_mounted;	/* tree mounted here, or NULL */
	char *d_name;			/* NUL-terminated, at most NAME_MAX */
	unsigned int d_len;
	u32 d_hash;
	atomic_t d_count;		/* references */
	bool d_pinned;			/* see invariant 1 */
	bool d_backed;			/* the backing directory has the name */
	bool d_unhashed;		/* the name does not find it */
	loff_t d_offset;		/* position in the directory */
	loff_t d_next_offset;		/* for the next child */
	struct list_head d_hash_link;
	struct list_head d_children;	/* pinned ones */
	struct list_head d_sibling;	/* in d_parent's d_children */
	struct list_head d_lru;		/* unused and cached */
};

/**
 * dget() - take another reference
 * @dentry: one the caller holds a reference to
 *
 * Context: Any context.
 * Return: @dentry.
 * Pairs with: dput().
 */
struct dentry *dget(struct dentry *dentry);

/**
 * dput() - let go of a directory entry
 * @dentry: may be NULL
 *
 * Context: May sleep.
 */
void dput(struct dentry *dentry);

/* ---- trees --------------------------------------------------------------- */

struct super_operations {
	/* The inode goes away: free i_private. */
	void (*evict_inode)(struct inode *inode);
	/* The tree goes away, every inode is gone: free s_fs_info. */
	void (*put_super)(struct super_block *sb);
};

struct super_block {
	const char *s_type;		/* as /proc/mounts names it */
	unsigned long s_magic;		/* for statfs */
	dev_t s_dev;
	bool s_nocache;			/* unused dentries are dropped at once */
	bool s_readonly;		/* names cannot be made or removed */
	bool s_detached;		/* unmounted, but still in use */
	unsigned long s_flags;		/* MS_* of mount(2) */
	char *s_source;			/* as mount(2) had it, NULL: s_type */
	unsigned long s_next_ino;
	unsigned long s_nr_inodes;
	const struct super_operations *s_op;	/* may be NULL */
	struct dentry *s_root;
	struct dentry *s_mountpoint;	/* NULL: the root, or not mounted */
	struct list_head s_link;	/* all trees */
	void *s_fs_info;		/* the file system's */
};

/**
 * sb_create() - make an empty tree
 * @type: name of the file system, not copied
 * @magic: its number for statfs(2)
 * @s_op: may be NULL
 * @root_mode: permissions of its root directory; S_IFDIR is added
 *
 * The root is a plain directory; the caller may replace i_op of
 * sb->s_root->d_inode.
 *
 * Context: May sleep.
 * Return: the tree, not mounted; NULL without memory.
 * Pairs with: sb_destroy(), or a mount, which takes it over.
 */
struct super_block *sb_create(const char *type, unsigned long magic,
			      const struct super_operations *s_op,
			      umode_t root_mode);

/**
 * sb_destroy() - free a tree with all its dentries
 * @sb: not mounted; nothing in it is open
 *
 * Context: May sleep.
 */
void sb_destroy(struct super_block *sb);

/* ---- open files ----------------------------------------------------------- */

/* One read or write by way of an iterator. */
struct kiocb {
	struct file *ki_filp;
	loff_t ki_pos;			/* moved on by what was done */
	int ki_flags;			/* IOCB_* */
};

#define IOCB_NOWAIT	RWF_NOWAIT	/* as if the file had O_NONBLOCK */

/* Whose locks and closings: a table of descriptors, or an open file. */
typedef void *fl_owner_t;

/*
 * What is behind an open file; members may come in any order, and NULL says
 * what is written beside it.
 */
struct file_operations {
	struct module *owner;		/* stays loaded while one is open */
	unsigned int fop_flags;
	loff_t (*llseek)(struct file *file, loff_t off, int whence);
	ssize_t (*read)(struct file *file, char __user *buf, size_t len,
			loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos);
	/* In place of ->read and ->write, or besides for what is not one piece
	 * of user memory: vectors; what splice(2) and sendfile(2) write. May
	 * sleep, also with pages behind the iterator. */
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	int (*iopoll)(struct kiocb *iocb, struct io_comp_batch *batch,
		      unsigned int flags);	/* nobody asks */
	/* Entries of a directory; the older one if the other is NULL. */
	int (*iterate)(struct file *file, struct dir_context *ctx);
	int (*iterate_shared)(struct file *file, struct dir_context *ctx);
	/* Mask of POLL* that are ready; NULL: always ready. */
	__poll_t (*poll)(struct file *file, struct poll_table_struct *pt);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd,
			       unsigned long arg);	/* NULL: -ENOTTY */
	/* Of programs with smaller words; there are none on a machine. */
	long (*compat_ioctl)(struct file *file, unsigned int cmd,
			     unsigned long arg);
	/* NULL: the page cache of a regular file, -ENODEV else. */
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	unsigned long mmap_supported_flags;	/* MAP_*, besides the usual */
	int (*open)(struct inode *inode, struct file *file);
	/* A descriptor is closed; others may be left. Result of close(2). */
	int (*flush)(struct file *file, fl_owner_t id);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	/* O_ASYNC comes (@on) or goes; usually calls fasync_helper(). */
	int (*fasync)(int fd, struct file *file, int on);
	int (*lock)(struct file *file, int cmd, struct file_lock *lock);
	ssize_t (*sendpage)(struct file *file, struct page *page, int offset,
			    size_t len, loff_t *pos, int more);
	unsigned long (*get_unmapped_area)(struct file *file,
					   unsigned long addr,
					   unsigned long len,
					   unsigned long pgoff,
					   unsigned long flags);
	int (*check_flags)(int flags);	/* F_SETFL; NULL: all */
	int (*flock)(struct file *file, int cmd, struct file_lock *lock);
	/* Optional: take up to @len bytes out of @pipe. Bytes or -errno.
	 * NULL: by ->write_iter. */
	ssize_t (*splice_write)(struct pipe *pipe, struct file *file,
				loff_t *pos, size_t len, unsigned int flags);
	/* Optional: put up to @len bytes from @pos on into @pipe, which is
	 * locked, by reference, as far as it has room. @flags: SPLICE_F_*.
	 * Bytes or -errno. */
	ssize_t (*splice_read)(struct file *file, loff_t *pos,
			       struct pipe *pipe, size_t len,
			       unsigned int flags);
	void (*splice_eof)(struct file *file);
	int (*setlease)(struct file *file, long arg, struct file_lock **lock,
			void **priv);
	long (*fallocate)(struct file *file, int mode, loff_t off, loff_t len);
	/* More lines for /proc/PID/fdinfo/FD. */
	void (*show_fdinfo)(struct seq_file *m, struct file *file);
	ssize_t (*copy_file_range)(struct file *in, loff_t pos_in,
				   struct file *out, loff_t pos_out,
				   size_t len, unsigned int flags);
	loff_t (*remap_file_range)(struct file *in, loff_t pos_in,
				   struct file *out, loff_t pos_out,
				   loff_t len, unsigned int flags);
	int (*fadvise)(struct file *file, loff_t off, loff_t len, int advice);
	int (*uring_cmd)(struct io_uring_cmd *cmd, unsigned int flags);
};

#define FMODE_READ	0x1u
#define FMODE_WRITE	0x2u
#define FMODE_LSEEK	0x4u		/* lseek(2) */
#define FMODE_PREAD	0x8u		/* pread(2), */
#define FMODE_PWRITE	0x10u		/* pwrite(2): it has positions */
#define FMODE_EXEC	0x20u
#define FMODE_PATH	0x4000u		/* O_PATH: names a file, no data */
#define FMODE_ATOMIC_POS	0x8000u	/* who shares the position takes turns */
#define FMODE_STREAM	0x200000u	/* no position at all */
#define FMODE_NOWAIT	0x8000000u

typedef unsigned int fmode_t;

/* The name that a file was opened by. */
struct path {
	struct vfsmount *mnt;		/* NULL: a tree is at one place */
	struct dentry *dentry;
};

/* Who hears of it by a signal, fcntl(2): F_SETOWN, F_SETSIG. */
struct fown_struct {
	pid_t pid;			/* a group: negative; 0: nobody */
	u32 uid, euid;			/* of who said so */
	int signum;			/* 0: SIGIO */
	bool thread;			/* pid is that of a thread */
};

struct file {
	refcount_t f_count;
	fmode_t f_mode;			/* FMODE_* */
	unsigned int f_flags;		/* O_* */
	loff_t f_pos;
	struct mutex f_pos_lock;
	struct path f_path;
	struct inode *f_inode;		/* f_dentry's */
	const struct file_operations *f_op;
	void *private_data;
	struct address_space *f_mapping;	/* the inode's */
	struct cdev *f_cdev;		/* referenced; NULL: no such device */
	struct fown_struct f_owner;
	struct epitem *f_ep;		/* sets of epoll(7) it is in */
};

#define f_dentry	f_path.dentry

/* The largest position a write through @file may reach. */
static inline loff_t file_max_size(const struct file *file)
{
	return file->f_flags & O_LARGEFILE ? MAX_LFS_FILESIZE : MAX_NON_LFS;
}

#define file_inode(file)	((file)->f_inode)

/**
 * filp_open() - open by path
 * @path: kernel memory, from the root if it begins with a slash, else from
 *	the working directory of the running task
 * @flags: O_*
 * @mode: permissions of a file made by O_CREAT
 *
 * Context: May sleep.
 * Return: the file, or ERR_PTR as open(2).
 * Pairs with: fput().
 */
struct file *filp_open(const char *path, int flags, umode_t mode);

/**
 * get_file() - take another reference
 * @file: one the caller holds a reference to
 *
 * Context: Any context.
 * Return: @file.
 */
struct file *get_file(struct file *file);

/**
 * fput() - let go of an open file
 * @file: may be NULL
 *
 * The last reference calls ->release.
 *
 * Context: May sleep.
 */
void fput(struct file *file);

/**
 * kernel_read() - read a file into kernel memory
 * @file: open for reading
 * @buf: kernel memory
 * @len: bytes
 * @pos: in: where; out: after what was read
 *
 * For files with a page cache only.
 *
 * Context: May sleep.
 * Return: bytes, 0 at the end, -EINVAL for a file without page cache, or what
 *	reading the page gave.
 */
ssize_t kernel_read(struct file *file, void *buf, size_t len, loff_t *pos);

/**
 * kernel_write() - write kernel memory to a file
 * @file: open for writing
 * @buf: kernel memory
 * @len: bytes
 * @pos: in: where; out: after what was written
 *
 * For files with a page cache only.
 *
 * Context: May sleep.
 * Return: bytes, -EINVAL for a file without page cache, -ENOMEM, -EFBIG.
 */
ssize_t kernel_write(struct file *file, const void *buf, size_t len,
		     loff_t *pos);

/**
 * no_llseek() - the ->llseek of a file without positions
 * @file: open
 * @off: ignored
 * @whence: ignored
 *
 * pread(2) and pwrite(2) refuse a file that has it.
 *
 * Context: Any context.
 * Return: -ESPIPE.
 */
loff_t no_llseek(struct file *file, loff_t off, int whence);

/**
 * noop_llseek() - the ->llseek of a file where seeking is of no use
 * @file: open
 * @off: ignored
 * @whence: ignored
 *
 * pread(2) and pwrite(2) refuse a file that has it.
 *
 * Context: Any context.
 * Return: the position, which stays.
 */
loff_t noop_llseek(struct file *file, loff_t off, int whence);

/* Ready-made operations. */
extern const struct inode_operations simple_inode_operations;	/* all NULL */
extern const struct file_operations generic_file_operations;
extern const struct file_operations generic_dir_operations;
extern const struct file_operations no_file_operations;		/* -ENXIO */

/* A buffer that collects directory entries. */
struct dir_context {
	/* False: full, the entry was not taken. */
	bool (*actor)(struct dir_context *ctx, const char *name, int len,
		      loff_t pos, u64 ino, unsigned int type);
	loff_t pos;
};

/* One entry from a ->readdir: @type is a DT_ value, @ino not 0. False: stop. */
static inline bool dir_emit(struct dir_context *ctx, const char *name, int len,
			    u64 ino, unsigned int type)
{
	return ctx->actor(ctx, name, len, ctx->pos, ino, type);
}

/* ---- building the tree from the kernel ------------------------------------ */

/**
 * vfs_mount() - show a tree at a directory
 * @sb: not mounted anywhere; belongs to the mount afterwards
 * @path: absolute, an existing directory; "/" replaces the root, with /dev,
 *	/proc and /sys (made where missing) moved to the new one and the old
 *	one freed
 *
 * Context: May sleep.
 * Return: 0, -ENOENT, -ENOTDIR, -EBUSY if something is mounted there already,
 *	-ENOMEM. On an error @sb is still the caller's.
 */
int vfs_mount(struct super_block *sb, const char *path);

/**
 * vfs_mkdir() - make a directory, with the missing ones above it
 * @path: absolute
 * @mode: permissions
 *
 * Context: May sleep.
 * Return: 0 (also if it is there already), -ENOTDIR, -ENAMETOOLONG, -ENOMEM.
 */
int vfs_mkdir(const char *path, umode_t mode);

/**
 * vfs_symlink() - make a symbolic link
 * @target: what it says
 * @path: absolute, must not exist
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT, -ENOTDIR, -ENAMETOOLONG, -ENOMEM.
 */
int vfs_symlink(const char *target, const char *path);

/**
 * vfs_create_file() - make a regular file with contents
 * @path: absolute; an existing file is replaced
 * @mode: permissions
 * @data: contents, kernel memory, copied
 * @len: bytes of it
 *
 * Context: May sleep.
 * Return: 0, -ENOENT, -ENOTDIR, -EISDIR, -ENAMETOOLONG, -ENOMEM.
 */
int vfs_create_file(const char *path, umode_t mode, const void *data,
		    size_t len);

/**
 * vfs_install() - give an inode a name
 * @inode: made by new_inode(); its reference goes to the new name if 0 is
 *	returned
 * @path: absolute, must not exist
 *
 * How one host file becomes /bin/busybox: the inode may belong to a tree
 * other than the one it is shown in.
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT, -ENOTDIR, -ENAMETOOLONG, -ENOMEM.
 */
int vfs_install(struct inode *inode, const char *path);

/**
 * vfs_mknod() - make a device node
 * @path: absolute, must not exist
 * @mode: S_IFCHR and permissions
 * @dev: MKDEV(major, minor)
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT, -ENOTDIR, -ENAMETOOLONG, -ENOMEM.
 */
int vfs_mknod(const char *path, umode_t mode, dev_t dev);

#endif
