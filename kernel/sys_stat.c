/* SPDX-License-Identifier: MIT */
/*
 * sys_stat.c - what programs are told about files and trees.
 */
#include "internal.h"
#include <uapi/mount.h>

#define STAT_BLKSIZE	4096

static u64 blocks_of(const struct inode *inode)
{
	if (inode->i_blocks)
		return inode->i_blocks;
	if (inode->i_data.a_ops)
		return (u64)((i_size_read(inode) + PAGE_SIZE - 1) >>
			     PAGE_SHIFT) * (PAGE_SIZE / 512);
	return (u64)inode->i_data.nrpages * (PAGE_SIZE / 512);
}

/* What ->getattr has just refreshed. */
static int fill_kstat(struct inode *inode, struct kstat *ks)
{
	int err = inode->i_op->getattr ? inode->i_op->getattr(inode) : 0;

	*ks = (struct kstat){
		.ino = inode->i_ino,
		.blocks = blocks_of(inode),
		.size = i_size_read(inode),
		.mode = inode->i_mode,
		.nlink = inode->i_nlink,
		.blksize = STAT_BLKSIZE,
		.uid = inode->i_uid,
		.gid = inode->i_gid,
		.dev = inode->i_sb->s_dev,
		.rdev = inode->i_rdev,
		.atime = inode->i_atime,
		.mtime = inode->i_mtime,
		.ctime = inode->i_ctime,
	};
	return err;
}

#define STAT_FLAGS	(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | \
			 AT_EMPTY_PATH | AT_STATX_SYNC_TYPE)

static unsigned int stat_lookup(int flags)
{
	return (flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW) |
	       (flags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0);
}

int vfs_fstatat(int dfd, const char __user *path, struct kstat *ks, int flags)
{
	struct dentry *dentry;
	int err;

	if (flags & ~STAT_FLAGS)
		return -EINVAL;
	dentry = user_path(dfd, path, stat_lookup(flags));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = fill_kstat(dentry->d_inode, ks);
	dput(dentry);
	return err;
}

int vfs_fstat(unsigned int fd, struct kstat *ks)
{
	struct file *file = fget_raw(fd);
	int err;

	if (!file)
		return -EBADF;
	err = fill_kstat(file->f_inode, ks);
	fput(file);
	return err;
}

SYSCALL_DEFINE2(stat, const char __user *, path, struct stat __user *, st)
{
	struct kstat ks;
	int err = vfs_fstatat(AT_FDCWD, path, &ks, 0);

	return err ? err : cp_new_stat(&ks, st);
}

SYSCALL_DEFINE2(lstat, const char __user *, path, struct stat __user *, st)
{
	struct kstat ks;
	int err = vfs_fstatat(AT_FDCWD, path, &ks, AT_SYMLINK_NOFOLLOW);

	return err ? err : cp_new_stat(&ks, st);
}

SYSCALL_DEFINE2(fstat, unsigned int, fd, struct stat __user *, st)
{
	struct kstat ks;
	int err = vfs_fstat(fd, &ks);

	return err ? err : cp_new_stat(&ks, st);
}

static struct statx_timestamp statx_time(const struct timespec64 *ts)
{
	return (struct statx_timestamp){ ts->tv_sec, ts->tv_nsec, 0 };
}

SYSCALL_DEFINE5(statx, int, dfd, const char __user *, path, unsigned int,
		flags, unsigned int, mask, struct statx __user *, ust)
{
	struct kstat ks;
	struct statx st;
	int err;

	if (mask & STATX__RESERVED ||
	    (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE)
		return -EINVAL;
	err = vfs_fstatat(dfd, path, &ks, flags);
	if (err)
		return err;
	st = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = ks.blksize,
		.stx_nlink = ks.nlink,
		.stx_uid = ks.uid,
		.stx_gid = ks.gid,
		.stx_mode = ks.mode,
		.stx_ino = ks.ino,
		.stx_size = ks.size,
		.stx_blocks = ks.blocks,
		.stx_atime = statx_time(&ks.atime),
		.stx_ctime = statx_time(&ks.ctime),
		.stx_mtime = statx_time(&ks.mtime),
		.stx_rdev_major = MAJOR(ks.rdev),
		.stx_rdev_minor = MINOR(ks.rdev),
		.stx_dev_major = MAJOR(ks.dev),
		.stx_dev_minor = MINOR(ks.dev),
	};
	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

/* ---- access ------------------------------------------------------------ */

/* X_OK, W_OK and R_OK are MAY_EXEC, MAY_WRITE and MAY_READ. */
static long access_path(int dfd, const char __user *path, int mode, int flags)
{
	struct dentry *dentry = user_path(dfd, path, stat_lookup(flags));
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = inode_permission(dentry->d_inode, mode);
	dput(dentry);
	return err;
}

/* As the real user and group, for the way there too. */
static long do_access(int dfd, const char __user *path, int mode, int flags)
{
	struct task *task = current_task();
	const u32 fsuid = task->fsuid, fsgid = task->fsgid;
	long err;

	if (mode & ~(R_OK | W_OK | X_OK) ||
	    flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (!(flags & AT_EACCESS)) {
		task->fsuid = task->uid;
		task->fsgid = task->gid;
	}
	err = access_path(dfd, path, mode, flags);
	task->fsuid = fsuid;
	task->fsgid = fsgid;
	return err;
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

static void fill_statfs(struct super_block *sb, struct kstatfs *st)
{
	*st = (struct kstatfs){
		.type = sb->s_magic,
		.bsize = PAGE_SIZE,
		.frsize = PAGE_SIZE,
		.namelen = NAME_MAX,
		.fsid = sb->s_dev,
		.flags = ST_VALID | sb->s_flags |
			 (sb->s_flags & MS_NOATIME ? 0 : ST_RELATIME),
	};
	if (sb->s_readonly)
		return;			/* not for files of programs */
	st->blocks = totalram_pages();
	st->bfree = st->bavail = nr_free_pages();
	st->ffree = nr_free_pages();
	st->files = st->ffree + sb->s_nr_inodes;
}

int user_statfs(const char __user *path, struct kstatfs *st)
{
	struct dentry *dentry = user_path(AT_FDCWD, path, LOOKUP_FOLLOW);

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	fill_statfs(dentry->d_sb, st);
	dput(dentry);
	return 0;
}

int fd_statfs(unsigned int fd, struct kstatfs *st)
{
	struct file *file = fget_raw(fd);

	if (!file)
		return -EBADF;
	fill_statfs(file->f_dentry->d_sb, st);
	fput(file);
	return 0;
}

/* Numbers of pages and inodes: they fit a word. */
static long put_statfs(const struct kstatfs *ks, struct statfs __user *ust)
{
	struct statfs st = {
		.f_type = ks->type,
		.f_bsize = ks->bsize,
		.f_blocks = ks->blocks,
		.f_bfree = ks->bfree,
		.f_bavail = ks->bavail,
		.f_files = ks->files,
		.f_ffree = ks->ffree,
		.f_fsid = { ks->fsid },
		.f_namelen = ks->namelen,
		.f_frsize = ks->frsize,
		.f_flags = ks->flags,
	};

	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(statfs, const char __user *, path, struct statfs __user *, st)
{
	struct kstatfs ks;
	int err = user_statfs(path, &ks);

	return err ? err : put_statfs(&ks, st);
}

SYSCALL_DEFINE2(fstatfs, unsigned int, fd, struct statfs __user *, st)
{
	struct kstatfs ks;
	int err = fd_statfs(fd, &ks);

	return err ? err : put_statfs(&ks, st);
}
