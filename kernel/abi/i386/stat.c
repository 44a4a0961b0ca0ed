/* SPDX-License-Identifier: MIT */
/*
 * stat.c - attributes of files and trees in the structures of i386.
 *
 * Three generations for files: fields of 16 bits, of 32, of 64. A number that
 * does not fit is -EOVERFLOW, a user id is told as 65534.
 */
#include "../../internal.h"

BUILD_BUG_ON(sizeof(struct stat) != 64);
BUILD_BUG_ON(sizeof(struct stat64) != 96);
BUILD_BUG_ON(offsetof(struct stat64, st_size) != 44);
BUILD_BUG_ON(sizeof(struct old_stat) != 32);
BUILD_BUG_ON(sizeof(struct statfs) != 64);
BUILD_BUG_ON(sizeof(struct statfs64) != 84);

static u16 id16(u32 id)
{
	return id > 0xffff ? 65534u : id;
}

int cp_new_stat(const struct kstat *ks, struct stat __user *ust)
{
	struct stat st = {
		.st_dev = new_encode_dev(ks->dev),
		.st_ino = ks->ino,
		.st_mode = ks->mode,
		.st_nlink = ks->nlink,
		.st_uid = id16(ks->uid),
		.st_gid = id16(ks->gid),
		.st_rdev = new_encode_dev(ks->rdev),
		.st_size = ks->size,
		.st_blksize = ks->blksize,
		.st_blocks = ks->blocks,
		.st_atime = ks->atime.tv_sec,
		.st_atime_nsec = ks->atime.tv_nsec,
		.st_mtime = ks->mtime.tv_sec,
		.st_mtime_nsec = ks->mtime.tv_nsec,
		.st_ctime = ks->ctime.tv_sec,
		.st_ctime_nsec = ks->ctime.tv_nsec,
	};

	if (st.st_ino != ks->ino || st.st_nlink != ks->nlink ||
	    ks->size > MAX_NON_LFS)
		return -EOVERFLOW;
	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

static long put_stat64(const struct kstat *ks, struct stat64 __user *ust)
{
	struct stat64 st = {
		.st_dev = new_encode_dev(ks->dev),
		.__st_ino = ks->ino,
		.st_ino = ks->ino,
		.st_mode = ks->mode,
		.st_nlink = ks->nlink,
		.st_uid = ks->uid,
		.st_gid = ks->gid,
		.st_rdev = new_encode_dev(ks->rdev),
		.st_size = ks->size,
		.st_blksize = ks->blksize,
		.st_blocks = ks->blocks,
		.st_atime = ks->atime.tv_sec,
		.st_atime_nsec = ks->atime.tv_nsec,
		.st_mtime = ks->mtime.tv_sec,
		.st_mtime_nsec = ks->mtime.tv_nsec,
		.st_ctime = ks->ctime.tv_sec,
		.st_ctime_nsec = ks->ctime.tv_nsec,
	};

	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(stat64, const char __user *, path, struct stat64 __user *, st)
{
	struct kstat ks;
	int err = vfs_fstatat(AT_FDCWD, path, &ks, 0);

	return err ? err : put_stat64(&ks, st);
}

SYSCALL_DEFINE2(lstat64, const char __user *, path, struct stat64 __user *, st)
{
	struct kstat ks;
	int err = vfs_fstatat(AT_FDCWD, path, &ks, AT_SYMLINK_NOFOLLOW);

	return err ? err : put_stat64(&ks, st);
}

SYSCALL_DEFINE2(fstat64, unsigned int, fd, struct stat64 __user *, st)
{
	struct kstat ks;
	int err = vfs_fstat(fd, &ks);

	return err ? err : put_stat64(&ks, st);
}

SYSCALL_DEFINE4(fstatat64, int, dfd, const char __user *, path,
		struct stat64 __user *, st, int, flags)
{
	struct kstat ks;
	int err = vfs_fstatat(dfd, path, &ks, flags);

	return err ? err : put_stat64(&ks, st);
}

/* ---- the first generation ------------------------------------------------ */

static bool fits_old_dev(dev_t dev)
{
	return MAJOR(dev) < 256 && MINOR(dev) < 256;
}

static long put_old_stat(const struct kstat *ks, struct old_stat __user *ust)
{
	struct old_stat st;

	memset(&st, 0, sizeof(st));	/* there is a hole */
	st.st_dev = MAJOR(ks->dev) << 8 | MINOR(ks->dev);
	st.st_ino = ks->ino;
	st.st_mode = ks->mode;
	st.st_nlink = ks->nlink;
	st.st_uid = id16(ks->uid);
	st.st_gid = id16(ks->gid);
	st.st_rdev = MAJOR(ks->rdev) << 8 | MINOR(ks->rdev);
	st.st_size = ks->size;
	st.st_atime = ks->atime.tv_sec;
	st.st_mtime = ks->mtime.tv_sec;
	st.st_ctime = ks->ctime.tv_sec;
	if (st.st_ino != ks->ino || st.st_nlink != ks->nlink ||
	    ks->size > MAX_NON_LFS || !fits_old_dev(ks->dev) ||
	    !fits_old_dev(ks->rdev))
		return -EOVERFLOW;
	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(oldstat, const char __user *, path, struct old_stat __user *,
		st)
{
	struct kstat ks;
	int err = vfs_fstatat(AT_FDCWD, path, &ks, 0);

	return err ? err : put_old_stat(&ks, st);
}

SYSCALL_DEFINE2(oldlstat, const char __user *, path, struct old_stat __user *,
		st)
{
	struct kstat ks;
	int err = vfs_fstatat(AT_FDCWD, path, &ks, AT_SYMLINK_NOFOLLOW);

	return err ? err : put_old_stat(&ks, st);
}

SYSCALL_DEFINE2(oldfstat, unsigned int, fd, struct old_stat __user *, st)
{
	struct kstat ks;
	int err = vfs_fstat(fd, &ks);

	return err ? err : put_old_stat(&ks, st);
}

/* ---- trees ---------------------------------------------------------------- */

static long put_statfs64(const struct kstatfs *ks, struct statfs64 __user *ust)
{
	struct statfs64 st = {
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

/* The size tells this structure from others that never came. */
SYSCALL_DEFINE3(statfs64, const char __user *, path, size_t, size,
		struct statfs64 __user *, st)
{
	struct kstatfs ks;
	int err;

	if (size != sizeof(*st))
		return -EINVAL;
	err = user_statfs(path, &ks);
	return err ? err : put_statfs64(&ks, st);
}

SYSCALL_DEFINE3(fstatfs64, unsigned int, fd, size_t, size,
		struct statfs64 __user *, st)
{
	struct kstatfs ks;
	int err;

	if (size != sizeof(*st))
		return -EINVAL;
	err = fd_statfs(fd, &ks);
	return err ? err : put_statfs64(&ks, st);
}
