/* SPDX-License-Identifier: MIT */
/*
 * sys_path.c - system calls on names: open, make, remove, rename, attributes.
 *
 * The older calls without a directory descriptor are the newer ones with
 * AT_FDCWD.
 */
#include "internal.h"
#include <uapi/mount.h>

/* ---- open -------------------------------------------------------------- */

static umode_t apply_umask(unsigned int mode)
{
	return mode & S_IALLUGO & ~current_task()->fs->umask;
}

static long install_opened(struct file *file, unsigned int flags)
{
	long fd;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = fd_install(current_task()->files, file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		fput(file);
	return fd;
}

static long do_openat(int dfd, const char __user *upath, int flags,
		      unsigned int mode)
{
	struct filename fn;
	long fd;

	if (IS_ERR(getname(&fn, upath, 0)))
		return PTR_ERR(fn.name);
	if (FORCE_O_LARGEFILE)
		flags |= O_LARGEFILE;
	fd = install_opened(do_filp_open(dfd, fn.name, flags,
					 apply_umask(mode)), flags);
	putname(&fn);
	return fd;
}

/* A larger structure is one of later programs: what we do not know of it must
 * be zero. */
static long get_open_how(struct open_how *how, const void __user *uhow,
			 size_t size)
{
	const char __user *more = uhow;
	char c;

	if (size < sizeof(*how))
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	for (size_t i = sizeof(*how); i < size; i++) {
		if (get_user(c, more + i))
			return -EFAULT;
		if (c)
			return -E2BIG;
	}
	return copy_from_user(how, uhow, sizeof(*how)) ? -EFAULT : 0;
}

static bool open_how_makes_sense(const struct open_how *how)
{
	const bool makes = how->flags & (O_CREAT | __O_TMPFILE);

	if (how->flags & ~(u64)VALID_OPEN_FLAGS ||
	    how->resolve & ~(u64)RESOLVE_ALL || how->mode & ~(u64)S_IALLUGO)
		return false;
	if ((how->resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) ==
	    (RESOLVE_BENEATH | RESOLVE_IN_ROOT))
		return false;
	return makes || !how->mode;
}

SYSCALL_DEFINE4(openat2, int, dfd, const char __user *, upath,
		const void __user *, uhow, size_t, size)
{
	struct open_how how;
	long err = get_open_how(&how, uhow, size);
	struct filename fn;

	if (err)
		return err;
	if (!open_how_makes_sense(&how))
		return -EINVAL;
	if (IS_ERR(getname(&fn, upath, 0)))
		return PTR_ERR(fn.name);
	if (FORCE_O_LARGEFILE)
		how.flags |= O_LARGEFILE;
	how.mode = apply_umask(how.mode);
	err = install_opened(open_resolved(dfd, fn.name, &how), how.flags);
	putname(&fn);
	return err;
}

SYSCALL_DEFINE3(open, const char __user *, path, int, flags, unsigned int, mode)
{
	return do_openat(AT_FDCWD, path, flags, mode);
}

SYSCALL_DEFINE4(openat, int, dfd, const char __user *, path, int, flags,
		unsigned int, mode)
{
	return do_openat(dfd, path, flags, mode);
}

SYSCALL_DEFINE2(creat, const char __user *, path, unsigned int, mode)
{
	return do_openat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

/* ---- calls with one path and a small action ---------------------------- */

/* Run @fn with the kernel's copy of a path. */
#define with_path(upath, name, call)					\
	({								\
		struct filename fn_##name;				\
		char *name = getname(&fn_##name, upath, 0);		\
		long err_##name = IS_ERR(name) ? PTR_ERR(name) : (call);	\
		if (!IS_ERR(name))					\
			putname(&fn_##name);				\
		err_##name;						\
	})

static long do_mkdirat(int dfd, const char __user *path, unsigned int mode)
{
	return with_path(path, name,
			 do_mknod(dfd, name, S_IFDIR | apply_umask(mode), 0));
}

SYSCALL_DEFINE2(mkdir, const char __user *, path, unsigned int, mode)
{
	return do_mkdirat(AT_FDCWD, path, mode);
}

SYSCALL_DEFINE3(mkdirat, int, dfd, const char __user *, path, unsigned int,
		mode)
{
	return do_mkdirat(dfd, path, mode);
}

static long do_mknodat(int dfd, const char __user *path, unsigned int mode,
		       unsigned int dev)
{
	umode_t type = mode & S_IFMT ? mode & S_IFMT : S_IFREG;

	if (type == S_IFDIR)
		return -EPERM;
	if (type != S_IFREG && type != S_IFCHR && type != S_IFBLK &&
	    type != S_IFIFO && type != S_IFSOCK)
		return -EINVAL;
	return with_path(path, name,
			 do_mknod(dfd, name, type | apply_umask(mode),
				  new_decode_dev(dev)));
}

SYSCALL_DEFINE3(mknod, const char __user *, path, unsigned int, mode,
		unsigned int, dev)
{
	return do_mknodat(AT_FDCWD, path, mode, dev);
}

SYSCALL_DEFINE4(mknodat, int, dfd, const char __user *, path, unsigned int,
		mode, unsigned int, dev)
{
	return do_mknodat(dfd, path, mode, dev);
}

SYSCALL_DEFINE1(unlink, const char __user *, path)
{
	return with_path(path, name, do_unlink(AT_FDCWD, name));
}

SYSCALL_DEFINE1(rmdir, const char __user *, path)
{
	return with_path(path, name, do_rmdir(AT_FDCWD, name));
}

SYSCALL_DEFINE3(unlinkat, int, dfd, const char __user *, path, int, flags)
{
	if (flags & ~AT_REMOVEDIR)
		return -EINVAL;
	return with_path(path, name,
			 flags ? do_rmdir(dfd, name) : do_unlink(dfd, name));
}

/* ---- calls with two paths ---------------------------------------------- */

static long do_renameat(int olddfd, const char __user *from, int newdfd,
			const char __user *to, unsigned int flags)
{
	return with_path(from, a, with_path(to, b,
			 do_rename(olddfd, a, newdfd, b, flags)));
}

SYSCALL_DEFINE2(rename, const char __user *, from, const char __user *, to)
{
	return do_renameat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

SYSCALL_DEFINE4(renameat, int, olddfd, const char __user *, from, int, newdfd,
		const char __user *, to)
{
	return do_renameat(olddfd, from, newdfd, to, 0);
}

SYSCALL_DEFINE5(renameat2, int, olddfd, const char __user *, from,
		int, newdfd, const char __user *, to, unsigned int, flags)
{
	return do_renameat(olddfd, from, newdfd, to, flags);
}

static long do_linkat(int olddfd, const char __user *from, int newdfd,
		      const char __user *to, int flags)
{
	unsigned int lookup = 0;
	struct dentry *old;
	long err;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_SYMLINK_FOLLOW)
		lookup |= LOOKUP_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	old = user_path(olddfd, from, lookup);
	if (IS_ERR(old))
		return PTR_ERR(old);
	err = with_path(to, name, do_link(old, newdfd, name));
	dput(old);
	return err;
}

SYSCALL_DEFINE2(link, const char __user *, from, const char __user *, to)
{
	return do_linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

SYSCALL_DEFINE5(linkat, int, olddfd, const char __user *, from, int, newdfd,
		const char __user *, to, int, flags)
{
	return do_linkat(olddfd, from, newdfd, to, flags);
}

static long do_symlinkat(const char __user *target, int dfd,
			 const char __user *path)
{
	return with_path(target, a, with_path(path, b,
			 do_symlink(a, dfd, b)));
}

SYSCALL_DEFINE2(symlink, const char __user *, target, const char __user *, path)
{
	return do_symlinkat(target, AT_FDCWD, path);
}

SYSCALL_DEFINE3(symlinkat, const char __user *, target, int, dfd,
		const char __user *, path)
{
	return do_symlinkat(target, dfd, path);
}

/* ---- readlink ---------------------------------------------------------- */

static long read_link(struct inode *inode, char __user *buf, int size)
{
	char *text;
	int len = -EINVAL;

	if (!S_ISLNK(inode->i_mode))
		return len;
	text = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	if (inode->i_op->readlink) {
		len = inode->i_op->readlink(inode, text, PATH_MAX);
	} else if (inode->i_link) {
		len = strlen(inode->i_link);
		memcpy(text, inode->i_link, len);
	}
	len = min(len, size);
	if (len > 0 && copy_to_user(buf, text, len))
		len = -EFAULT;
	kfree(text);
	return len;
}

static bool is_empty_string(const char __user *s)
{
	char c;

	return !get_user(c, s) && !c;
}

static long do_readlinkat(int dfd, const char __user *path, char __user *buf,
			  int size)
{
	struct dentry *dentry;
	long err;

	if (size <= 0)
		return -EINVAL;
	dentry = user_path(dfd, path, LOOKUP_EMPTY);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = read_link(dentry->d_inode, buf, size);
	dput(dentry);
	return err == -EINVAL && is_empty_string(path) ? -ENOENT : err;
}

SYSCALL_DEFINE3(readlink, const char __user *, path, char __user *, buf,
		int, size)
{
	return do_readlinkat(AT_FDCWD, path, buf, size);
}

SYSCALL_DEFINE4(readlinkat, int, dfd, const char __user *, path,
		char __user *, buf, int, size)
{
	return do_readlinkat(dfd, path, buf, size);
}

/* ---- the working directory --------------------------------------------- */

SYSCALL_DEFINE2(getcwd, char __user *, buf, size_t, size)
{
	static const char outside[] = "(unreachable)";
	struct dentry *pwd = current_task()->fs->pwd;
	char *page, *path;
	long len;

	if (pwd->d_unhashed && pwd->d_parent != pwd)
		return -ENOENT;
	page = kmalloc(PATH_MAX + sizeof(outside), GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	path = d_path(pwd, page + sizeof(outside), PATH_MAX);
	if (IS_ERR(path)) {
		len = PTR_ERR(path);
	} else {
		if (!d_reachable(pwd)) {
			path -= sizeof(outside) - 1;
			memcpy(path, outside, sizeof(outside) - 1);
		}
		len = strlen(path) + 1;
		if ((size_t)len > size)
			len = -ERANGE;
		else if (copy_to_user(buf, path, len))
			len = -EFAULT;
	}
	kfree(page);
	return len;
}

/* Takes over the reference to @dentry. */
static long set_pwd(struct dentry *dentry)
{
	struct fs_struct *fs = current_task()->fs;
	long err = S_ISDIR(dentry->d_inode->i_mode) ?
			may_search(dentry->d_inode) : -ENOTDIR;

	if (err) {
		dput(dentry);
		return err;
	}
	swap(fs->pwd, dentry);
	dput(dentry);
	return 0;
}

SYSCALL_DEFINE1(chdir, const char __user *, path)
{
	struct dentry *dentry = user_path(AT_FDCWD, path,
					  LOOKUP_FOLLOW | LOOKUP_DIRECTORY);

	return IS_ERR(dentry) ? PTR_ERR(dentry) : set_pwd(dentry);
}

SYSCALL_DEFINE1(fchdir, unsigned int, fd)
{
	struct file *file = fget_raw(fd);
	struct dentry *dentry;

	if (!file)
		return -EBADF;
	dentry = dget(file->f_dentry);
	fput(file);
	return set_pwd(dentry);
}

SYSCALL_DEFINE1(chroot, const char __user *, path)
{
	struct fs_struct *fs = current_task()->fs;
	struct dentry *dentry = user_path(AT_FDCWD, path,
					  LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = may_search(dentry->d_inode);
	if (!err && !capable())
		err = -EPERM;
	if (!err)
		swap(fs->root, dentry);
	dput(dentry);
	return err;
}

SYSCALL_DEFINE1(umask, unsigned int, mask)
{
	struct fs_struct *fs = current_task()->fs;
	umode_t old = fs->umask;

	fs->umask = mask & S_IRWXUGO;
	return old;
}

/* ---- attributes -------------------------------------------------------- */

/* What chmod, chown and utimens change. */
struct attrs {
	bool set_mode, set_uid, set_gid, set_atime, set_mtime;
	bool owner;			/* chown, be it of nothing */
	bool now;			/* the times, both */
	umode_t mode;
	u32 uid, gid;
	struct timespec64 atime, mtime;
};

/* Root gives files away; an owner may choose among its groups. */
static bool may_chown(const struct inode *inode, const struct attrs *a)
{
	const struct task *task = current_task();

	if (!task->fsuid)
		return true;
	if (task->fsuid != inode->i_uid)
		return false;
	return (!a->set_uid || a->uid == inode->i_uid) &&
	       (!a->set_gid || a->gid == inode->i_gid ||
		in_group(task, a->gid));
}

static long may_set_attrs(const struct inode *inode, const struct attrs *a)
{
	if (a->set_mode && S_ISLNK(inode->i_mode))
		return -EOPNOTSUPP;
	if (a->set_mode && !inode_is_mine(inode))
		return -EPERM;
	if ((a->set_uid || a->set_gid) && !may_chown(inode, a))
		return -EPERM;
	if (inode_is_mine(inode) || !(a->set_atime || a->set_mtime))
		return 0;
	return a->now ? inode_permission(inode, MAY_WRITE) : -EPERM;
}

static void set_mode(struct inode *inode, umode_t mode)
{
	const struct task *task = current_task();

	if (task->fsuid && !in_group(task, inode->i_gid))
		mode &= ~S_ISGID;
	inode->i_mode = (inode->i_mode & S_IFMT) | (mode & S_IALLUGO);
}

/* A program does not keep its set-id bits for another owner, not even when
 * root changes that. */
static void set_owner(struct inode *inode, const struct attrs *a)
{
	if (a->set_uid)
		inode->i_uid = a->uid;
	if (a->set_gid)
		inode->i_gid = a->gid;
	if (S_ISDIR(inode->i_mode))
		return;
	inode->i_mode &= ~S_ISUID;
	if (inode->i_mode & S_IXGRP)
		inode->i_mode &= ~S_ISGID;
}

static long set_attrs(struct dentry *dentry, const struct attrs *a)
{
	struct inode *inode = dentry->d_inode;
	long err = dentry->d_sb->s_readonly ? -EPERM : may_set_attrs(inode, a);

	if (dentry->d_sb->s_flags & MS_RDONLY)
		err = -EROFS;
	if (err)
		return err;
	d_pin(dentry);
	if (a->set_mode)
		set_mode(inode, a->mode);
	if (a->owner)
		set_owner(inode, a);
	if (a->set_atime)
		inode->i_atime = a->atime;
	if (a->set_mtime)
		inode->i_mtime = a->mtime;
	inode->i_ctime = current_time();
	return 0;
}

static long set_attrs_path(int dfd, const char __user *path,
			   unsigned int lookup, const struct attrs *a)
{
	struct dentry *dentry = user_path(dfd, path, lookup);
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = set_attrs(dentry, a);
	dput(dentry);
	return err;
}

static long set_attrs_fd(unsigned int fd, const struct attrs *a)
{
	struct file *file = fget(fd);
	long err;

	if (!file)
		return -EBADF;
	err = set_attrs(file->f_dentry, a);
	fput(file);
	return err;
}

SYSCALL_DEFINE2(chmod, const char __user *, path, umode_t, mode)
{
	struct attrs a = { .set_mode = true, .mode = mode };

	return set_attrs_path(AT_FDCWD, path, LOOKUP_FOLLOW, &a);
}

SYSCALL_DEFINE3(fchmodat, int, dfd, const char __user *, path, umode_t, mode)
{
	struct attrs a = { .set_mode = true, .mode = mode };

	return set_attrs_path(dfd, path, LOOKUP_FOLLOW, &a);
}

SYSCALL_DEFINE2(fchmod, unsigned int, fd, umode_t, mode)
{
	struct attrs a = { .set_mode = true, .mode = mode };

	return set_attrs_fd(fd, &a);
}

static struct attrs owner_attrs(u32 uid, u32 gid)
{
	return (struct attrs){
		.owner = true,
		.set_uid = uid != ~0u, .uid = uid,
		.set_gid = gid != ~0u, .gid = gid,
	};
}

long ksys_fchown(unsigned int fd, u32 uid, u32 gid)
{
	struct attrs a = owner_attrs(uid, gid);

	return set_attrs_fd(fd, &a);
}

SYSCALL_DEFINE3(fchown, unsigned int, fd, u32, uid, u32, gid)
{
	return ksys_fchown(fd, uid, gid);
}

long ksys_fchownat(int dfd, const char __user *path, u32 uid, u32 gid,
		   int flags)
{
	struct attrs a = owner_attrs(uid, gid);
	unsigned int lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	return set_attrs_path(dfd, path, lookup, &a);
}

SYSCALL_DEFINE5(fchownat, int, dfd, const char __user *, path, u32, uid,
		u32, gid, int, flags)
{
	return ksys_fchownat(dfd, path, uid, gid, flags);
}

SYSCALL_DEFINE3(chown, const char __user *, path, u32, uid, u32, gid)
{
	return ksys_fchownat(AT_FDCWD, path, uid, gid, 0);
}

SYSCALL_DEFINE3(lchown, const char __user *, path, u32, uid, u32, gid)
{
	return ksys_fchownat(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW);
}

/* ---- times ------------------------------------------------------------- */

static struct attrs times_now(void)
{
	struct timespec64 now = current_time();

	return (struct attrs){ .set_atime = true, .set_mtime = true,
			       .now = true,
			       .atime = now, .mtime = now };
}

static int one_time(const struct timespec64 *ts, bool *set,
		    struct timespec64 *to)
{
	if (ts->tv_nsec == UTIME_OMIT) {
		*set = false;
		return 0;
	}
	if (ts->tv_nsec == UTIME_NOW)
		return 0;
	if (ts->tv_nsec < 0 || ts->tv_nsec >= 1000000000)
		return -EINVAL;
	*to = *ts;
	return 0;
}

/* Two times as utimensat(2) has them; NULL: now. */
static int times_attrs(struct attrs *a, const struct timespec64 *ts)
{
	int err;

	*a = times_now();
	if (!ts)
		return 0;
	a->now = ts[0].tv_nsec == UTIME_NOW && ts[1].tv_nsec == UTIME_NOW;
	err = one_time(&ts[0], &a->set_atime, &a->atime);
	if (!err)
		err = one_time(&ts[1], &a->set_mtime, &a->mtime);
	return err;
}

long do_utimes(int dfd, const char __user *path, const struct timespec64 *ts,
	       int flags)
{
	unsigned int lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct attrs a;
	int err;

	if (ts && ts[0].tv_nsec == UTIME_OMIT && ts[1].tv_nsec == UTIME_OMIT)
		return 0;		/* not even the path is looked at */
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	err = times_attrs(&a, ts);
	if (err)
		return err;
	if (!path && dfd != AT_FDCWD)
		return flags ? -EINVAL : set_attrs_fd(dfd, &a);
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	return set_attrs_path(dfd, path, lookup, &a);
}

SYSCALL_DEFINE4(utimensat, int, dfd, const char __user *, path,
		const struct __kernel_timespec __user *, times, int, flags)
{
	struct __kernel_timespec uts[2];
	struct timespec64 ts[2];

	if (!times)
		return do_utimes(dfd, path, NULL, flags);
	if (copy_from_user(uts, times, sizeof(uts)))
		return -EFAULT;
	/* In 32-bit programs the upper half of tv_nsec is padding. */
	for (int i = 0; i < 2; i++)
		ts[i] = (struct timespec64){ uts[i].tv_sec,
					     (long)uts[i].tv_nsec };
	return do_utimes(dfd, path, ts, flags);
}

static long do_futimesat(int dfd, const char __user *path,
			 const struct __kernel_old_timeval __user *times)
{
	struct __kernel_old_timeval tv[2];
	struct timespec64 ts[2];

	if (times && copy_from_user(tv, times, sizeof(tv)))
		return -EFAULT;
	for (int i = 0; times && i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= 1000000)
			return -EINVAL;
		ts[i].tv_sec = tv[i].tv_sec;
		ts[i].tv_nsec = tv[i].tv_usec * 1000;
	}
	return do_utimes(dfd, path, times ? ts : NULL, 0);
}

SYSCALL_DEFINE2(utimes, const char __user *, path,
		const struct __kernel_old_timeval __user *, times)
{
	return do_futimesat(AT_FDCWD, path, times);
}

SYSCALL_DEFINE3(futimesat, int, dfd, const char __user *, path,
		const struct __kernel_old_timeval __user *, times)
{
	return do_futimesat(dfd, path, times);
}

SYSCALL_DEFINE2(utime, const char __user *, path, const long __user *, times)
{
	struct timespec64 ts[2] = { 0 };
	long t[2];

	if (!times)
		return do_utimes(AT_FDCWD, path, NULL, 0);
	if (copy_from_user(t, times, sizeof(t)))
		return -EFAULT;
	ts[0].tv_sec = t[0];
	ts[1].tv_sec = t[1];
	return do_utimes(AT_FDCWD, path, ts, 0);
}

long ksys_truncate(const char __user *path, loff_t size)
{
	struct dentry *dentry;
	long err;

	if (size < 0)
		return -EINVAL;
	dentry = user_path(AT_FDCWD, path, LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = S_ISREG(dentry->d_inode->i_mode) ?
		inode_permission(dentry->d_inode, MAY_WRITE) : 0;
	if (!err && is_running(dentry->d_inode))
		err = -ETXTBSY;
	if (!err && unlikely(nr_leases))
		err = lease_break(dentry->d_inode, true, false);
	if (!err)
		err = do_truncate(dentry, size);
	dput(dentry);
	return err;
}

SYSCALL_DEFINE2(truncate, const char __user *, path, long, size)
{
	return ksys_truncate(path, size);
}
