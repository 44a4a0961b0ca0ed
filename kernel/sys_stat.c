/* SPDX-License-Identifier: MIT */
/*
 * sys_stat.c - what programs are told about files and trees.
 */
#include "internal.h"

#define STAT_BLKSIZE	4096

static dev_t user_dev(dev_t dev)
{
	return (MINOR(dev) & 0xff) | MAJOR(dev) << 8 |
	       (MINOR(dev) & ~0xffu) << 12;
}

static long blocks_of(const struct inode *inode)
{
	if (inode->i_blocks)
		return (long)inode->i_blocks;
	if (inode->i_data.a_ops)
		return DIV_ROUND_UP(i_size_read(inode), PAGE_SIZE) *
		       (PAGE_SIZE / 512);
	return inode->i_data.nrpages * (PAGE_SIZE / 512);
}

static int refresh(struct inode *inode)
{
	return inode->i_op->getattr ? inode->i_op->getattr(inode) : 0;
}

static long put_stat(struct inode *inode, struct kstat_x86_64 __user *ust)
{
	int err = refresh(inode);
	struct kstat_x86_64 st = {
		.st_dev = user_dev(inode->i_sb->s_dev),
		.st_ino = inode->i_ino,
		.st_nlink = inode->i_nlink,
		.st_mode = inode->i_mode,
		.st_uid = inode->i_uid,
		.st_gid = inode->i_gid,
		.st_rdev = user_dev(inode->i_rdev),
		.st_size = i_size_read(inode),
		.st_blksize = STAT_BLKSIZE,
		.st_blocks = blocks_of(inode),
		.st_atime = inode->i_atime.tv_sec,
		.st_atime_nsec = inode->i_atime.tv_nsec,
		.st_mtime = inode->i_mtime.tv_sec,
		.st_mtime_nsec = inode->i_mtime.tv_nsec,
		.st_ctime = inode->i_ctime.tv_sec,
		.st_ctime_nsec = inode->i_ctime.tv_nsec,
	};

	if (err)
		return err;
	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

static long stat_path(int dfd, const char __user *path, unsigned int lookup,
		      struct kstat_x86_64 __user *st)
{
	struct dentry *dentry = user_path(dfd, path, lookup);
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = put_stat(dentry->d_inode, st);
	dput(dentry);
	return err;
}

SYSCALL_DEFINE2(stat, const char __user *, path, struct kstat_x86_64 __user *,
		st)
{
	return stat_path(AT_FDCWD, path, LOOKUP_FOLLOW, st);
}

SYSCALL_DEFINE2(lstat, const char __user *, path, struct kstat_x86_64 __user *,
		st)
{
	return stat_path(AT_FDCWD, path, 0, st);
}

SYSCALL_DEFINE2(fstat, unsigned int, fd, struct kstat_x86_64 __user *, st)
{
	struct file *file = fget_raw(fd);
	long err;

	if (!file)
		return -EBADF;
	err = put_stat(file->f_inode, st);
	fput(file);
	return err;
}

#define STAT_FLAGS	(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | \
			 AT_EMPTY_PATH | AT_STATX_SYNC_TYPE)

static unsigned int stat_lookup(int flags)
{
	return (flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW) |
	       (flags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0);
}

SYSCALL_DEFINE4(newfstatat, int, dfd, const char __user *, path,
		struct kstat_x86_64 __user *, st, int, flags)
{
	if (flags & ~STAT_FLAGS)
		return -EINVAL;
	return stat_path(dfd, path, stat_lookup(flags), st);
}

static struct statx_timestamp statx_time(const struct timespec64 *ts)
{
	return (struct statx_timestamp){ ts->tv_sec, ts->tv_nsec, 0 };
}

static long put_statx(struct inode *inode, struct statx __user *ust)
{
	int err = refresh(inode);
	struct statx st = {
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = STAT_BLKSIZE,
		.stx_nlink = inode->i_nlink,
		.stx_uid = inode->i_uid,
		.stx_gid = inode->i_gid,
		.stx_mode = inode->i_mode,
		.stx_ino = inode->i_ino,
		.stx_size = i_size_read(inode),
		.stx_blocks = blocks_of(inode),
		.stx_atime = statx_time(&inode->i_atime),
		.stx_ctime = statx_time(&inode->i_ctime),
		.stx_mtime = statx_time(&inode->i_mtime),
		.stx_rdev_major = MAJOR(inode->i_rdev),
		.stx_rdev_minor = MINOR(inode->i_rdev),
		.stx_dev_major = MAJOR(inode->i_sb->s_dev),
		.stx_dev_minor = MINOR(inode->i_sb->s_dev),
	};

	if (err)
		return err;
	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

SYSCALL_DEFINE5(statx, int, dfd, const char __user *, path, unsigned int,
		flags, unsigned int, mask, struct statx __user *, st)
{
	struct dentry *dentry;
	long err;

	if (mask & STATX__RESERVED || flags & ~STAT_FLAGS ||
	    (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE)
		return -EINVAL;
	dentry = user_path(dfd, path, stat_lookup(flags));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = put_statx(dentry->d_inode, st);
	dput(dentry);
	return err;
}

/* ---- access ------------------------------------------------------------ */

/* The user is root: everything goes, but executing needs an x bit. */
static long do_access(int dfd, const char __user *path, int mode, int flags)
{
	struct dentry *dentry;
	umode_t m;

	if (mode & ~(R_OK | W_OK | X_OK) ||
	    flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	dentry = user_path(dfd, path, stat_lookup(flags));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	m = dentry->d_inode->i_mode;
	dput(dentry);
	return mode & X_OK && !S_ISDIR(m) && !(m & 0111) ? -EACCES : 0;
}

SYSCALL_DEFINE2(access, const char __user *, path, int, mode)
{
	return do_access(AT_FDCWD, path, mode, 0);
}

SYSCALL_DEFINE3(faccessat, int, dfd, const char __user *, path, int, mode)
{
	return do_access(dfd, path, mode, 0);
}

SYSCALL_DEFINE4(faccessat2, int, dfd, const char __user *, path, int, mode,
		int, flags)
{
	return do_access(dfd, path, mode, flags);
}

/* ---- statfs ------------------------------------------------------------ */

static long put_statfs(struct super_block *sb,
		       struct kstatfs_x86_64 __user *ust)
{
	struct kstatfs_x86_64 st = {
		.f_type = sb->s_magic,
		.f_bsize = PAGE_SIZE,
		.f_blocks = totalram_pages(),
		.f_bfree = nr_free_pages(),
		.f_bavail = nr_free_pages(),
		.f_files = sb->s_nr_inodes,
		.f_fsid = { sb->s_dev },
		.f_namelen = NAME_MAX,
		.f_frsize = PAGE_SIZE,
	};

	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(statfs, const char __user *, path,
		struct kstatfs_x86_64 __user *, st)
{
	struct dentry *dentry = user_path(AT_FDCWD, path, LOOKUP_FOLLOW);
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = put_statfs(dentry->d_sb, st);
	dput(dentry);
	return err;
}

SYSCALL_DEFINE2(fstatfs, unsigned int, fd, struct kstatfs_x86_64 __user *, st)
{
	struct file *file = fget_raw(fd);
	long err;

	if (!file)
		return -EBADF;
	err = put_statfs(file->f_dentry->d_sb, st);
	fput(file);
	return err;
}
