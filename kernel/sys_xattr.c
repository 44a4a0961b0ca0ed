/* SPDX-License-Identifier: MIT */
/*
 * sys_xattr.c - extended attributes, of which no file has any.
 *
 * No tree here keeps them. The calls answer as Linux does for such a tree: what
 * is asked is checked first, a list is empty, everything else is not supported.
 */
#include "internal.h"
#include <uapi/xattr.h>

/* Does @path lead somewhere? */
static long check_path(const char __user *path, unsigned int lookup)
{
	struct dentry *dentry = user_path(AT_FDCWD, path, lookup);

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	dput(dentry);
	return 0;
}

static long check_fd(unsigned int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return -EBADF;
	fput(file);
	return 0;
}

static long check_name(const char __user *name)
{
	char buf[XATTR_NAME_MAX + 1];
	long len = strncpy_from_user(buf, name, sizeof(buf));

	if (len < 0)
		return len;
	return len == 0 || len == sizeof(buf) ? -ERANGE : 0;
}

static long refuse(long found, const char __user *name)
{
	long err = found ? found : check_name(name);

	return err ? err : -EOPNOTSUPP;
}

static long refuse_set(long found, const char __user *name, size_t size,
		       int flags)
{
	if (found)
		return found;
	if (flags & ~(XATTR_CREATE | XATTR_REPLACE))
		return -EINVAL;
	found = check_name(name);
	if (!found && size > XATTR_SIZE_MAX)
		found = -E2BIG;
	return found ? found : -EOPNOTSUPP;
}

SYSCALL_DEFINE5(setxattr, const char __user *, path, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return refuse_set(check_path(path, LOOKUP_FOLLOW), name, size, flags);
}

SYSCALL_DEFINE5(lsetxattr, const char __user *, path, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return refuse_set(check_path(path, 0), name, size, flags);
}

SYSCALL_DEFINE5(fsetxattr, unsigned int, fd, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return refuse_set(check_fd(fd), name, size, flags);
}

SYSCALL_DEFINE4(getxattr, const char __user *, path, const char __user *, name,
		void __user *, value, size_t, size)
{
	return refuse(check_path(path, LOOKUP_FOLLOW), name);
}

SYSCALL_DEFINE4(lgetxattr, const char __user *, path, const char __user *, name,
		void __user *, value, size_t, size)
{
	return refuse(check_path(path, 0), name);
}

SYSCALL_DEFINE4(fgetxattr, unsigned int, fd, const char __user *, name,
		void __user *, value, size_t, size)
{
	return refuse(check_fd(fd), name);
}

SYSCALL_DEFINE3(listxattr, const char __user *, path, char __user *, list,
		size_t, size)
{
	return check_path(path, LOOKUP_FOLLOW);
}

SYSCALL_DEFINE3(llistxattr, const char __user *, path, char __user *, list,
		size_t, size)
{
	return check_path(path, 0);
}

SYSCALL_DEFINE3(flistxattr, unsigned int, fd, char __user *, list, size_t, size)
{
	return check_fd(fd);
}

SYSCALL_DEFINE2(removexattr, const char __user *, path, const char __user *,
		name)
{
	return refuse(check_path(path, LOOKUP_FOLLOW), name);
}

SYSCALL_DEFINE2(lremovexattr, const char __user *, path, const char __user *,
		name)
{
	return refuse(check_path(path, 0), name);
}

SYSCALL_DEFINE2(fremovexattr, unsigned int, fd, const char __user *, name)
{
	return refuse(check_fd(fd), name);
}
