/* SPDX-License-Identifier: MIT */
/*
 * sys_fd.c - system calls on descriptors: making, copying and closing them, and
 * what fcntl(2) and ioctl(2) do with any file.
 */
#include "internal.h"

/* ---- descriptors ------------------------------------------------------- */

SYSCALL_DEFINE1(close, unsigned int, fd)
{
	return fd_close(current_task()->files, fd);
}

static long dup_from(unsigned int fd, unsigned int from, bool cloexec)
{
	struct file *file = fget_raw(fd);
	long err;

	if (!file)
		return -EBADF;
	err = fd_install(current_task()->files, file, from, cloexec);
	if (err < 0)
		fput(file);
	return err;
}

static long dup_to(unsigned int fd, unsigned int to, bool cloexec)
{
	struct file *file = fget_raw(fd);
	long err;

	if (!file)
		return -EBADF;
	err = fd_replace(current_task()->files, file, to, cloexec);
	fput(file);
	return err;
}

SYSCALL_DEFINE1(dup, unsigned int, fd)
{
	return dup_from(fd, 0, false);
}

SYSCALL_DEFINE2(dup2, unsigned int, fd, unsigned int, to)
{
	struct file *file;

	if (fd != to)
		return dup_to(fd, to, false);
	file = fget_raw(fd);
	fput(file);
	return file ? (long)fd : -EBADF;
}

SYSCALL_DEFINE3(dup3, unsigned int, fd, unsigned int, to, int, flags)
{
	if (flags & ~O_CLOEXEC || fd == to)
		return -EINVAL;
	return dup_to(fd, to, flags & O_CLOEXEC);
}

long install_pair(struct file **file, int flags, int __user *ufds)
{
	struct files_struct *files = current_task()->files;
	int fd[2];

	fd[0] = fd_install(files, file[0], 0, flags & O_CLOEXEC);
	if (fd[0] < 0) {
		fput(file[0]);
		fput(file[1]);
		return fd[0];
	}
	fd[1] = fd_install(files, file[1], 0, flags & O_CLOEXEC);
	if (fd[1] < 0) {
		fput(file[1]);
		fd_close(files, fd[0]);
		return fd[1];
	}
	if (!copy_to_user(ufds, fd, sizeof(fd)))
		return 0;
	fd_close(files, fd[0]);
	fd_close(files, fd[1]);
	return -EFAULT;
}

static long do_pipe(int __user *ufds, int flags)
{
	struct file *file[2];
	int err;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT))
		return -EINVAL;
	err = create_pipe_files(file, flags);
	return err ? err : install_pair(file, flags, ufds);
}

SYSCALL_DEFINE1(pipe, int __user *, fds)
{
	return do_pipe(fds, 0);
}

SYSCALL_DEFINE2(pipe2, int __user *, fds, int, flags)
{
	return do_pipe(fds, flags);
}

/* A table of its own for the thread, if it shares one. */
static long unshare_files(void)
{
	struct task *task = current_task();
	struct files_struct *files;

	if (refcount_read(&task->files->count) == 1)
		return 0;
	files = files_dup(task->files);
	if (!files)
		return -ENOMEM;
	files_put(task->files);
	task->files = files;
	return 0;
}

SYSCALL_DEFINE3(close_range, unsigned int, first, unsigned int, last,
		unsigned int, flags)
{
	struct files_struct *files;

	if (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC) || first > last)
		return -EINVAL;
	if (flags & CLOSE_RANGE_UNSHARE && unshare_files())
		return -ENOMEM;
	files = current_task()->files;
	for (unsigned int fd = first; fd <= last && fd < files->max_fds; fd++) {
		if (!(flags & CLOSE_RANGE_CLOEXEC))
			fd_close(files, fd);
		else if (files->fd[fd])
			files->cloexec[fd] = 1;
	}
	return 0;
}

/* ---- fcntl and ioctl --------------------------------------------------- */

#define SETFL_MASK	(O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME)

/* Does anybody hear, after O_ASYNC, that it is ready? */
static bool tells_owner(const struct file *file)
{
	return S_ISSOCK(file->f_inode->i_mode);
}

/* O_ASYNC of a device: its own ->fasync sets the flag. 0 or -errno. */
static long set_async(struct file *file, unsigned int fd, bool on)
{
	int err;

	if (on == !!(file->f_flags & O_ASYNC) || !file->f_op->fasync)
		return 0;
	err = file->f_op->fasync((int)fd, file, on);
	return err < 0 ? err : 0;
}

static long set_flags(struct file *file, unsigned int fd, unsigned int flags)
{
	const unsigned int mask = SETFL_MASK |
		(tells_owner(file) ? O_ASYNC : 0);
	long err = 0;

	if (file->f_op->check_flags)
		err = file->f_op->check_flags((int)flags);
	if (!err)
		err = set_async(file, fd, flags & O_ASYNC);
	if (!err)
		file->f_flags = (file->f_flags & ~mask) | (flags & mask);
	return err;
}

static long fcntl_fd(struct file *file, unsigned int fd, unsigned int cmd,
		     unsigned long arg)
{
	struct files_struct *files = current_task()->files;

	switch (cmd) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		if (arg >= rlimit(RLIMIT_NOFILE) ||
		    arg >= NR_OPEN_MAX)
			return -EINVAL;
		return dup_from(fd, arg, cmd == F_DUPFD_CLOEXEC);
	case F_GETFD:
		return files->cloexec[fd] ? FD_CLOEXEC : 0;
	case F_SETFD:
		files->cloexec[fd] = arg & FD_CLOEXEC;
		return 0;
	case F_GETFL:
		return file->f_flags;
	}
	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	switch (cmd) {
	case F_SETFL:
		return set_flags(file, fd, (unsigned int)arg);
	case F_SETPIPE_SZ:
	case F_GETPIPE_SZ:
		return pipe_fcntl(file, cmd, arg);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return fcntl_lock(file, cmd, (struct flock __user *)arg);
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		/* Where positions are short, they come by fcntl64(2). */
		if (sizeof(long) == 4)
			return -EINVAL;
		return fcntl_lock64(file, cmd, (struct flock64 __user *)arg);
	case F_SETOWN:
	case F_GETOWN:
	case F_SETOWN_EX:
	case F_GETOWN_EX:
	case F_SETSIG:
	case F_GETSIG:
		return owner_fcntl(file, cmd, arg);
	case F_SETLEASE:
		return fcntl_setlease(file, arg);
	case F_GETLEASE:
		return fcntl_getlease(file);
	case F_ADD_SEALS:
	case F_GET_SEALS:
		return memfd_fcntl(file, cmd, arg);
	}
	return -EINVAL;
}

long ksys_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg)
{
	struct file *file = fget_raw(fd);
	long err;

	if (!file)
		return -EBADF;
	err = fcntl_fd(file, fd, cmd, arg);
	fput(file);
	return err;
}

SYSCALL_DEFINE3(fcntl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	return ksys_fcntl(fd, cmd, arg);
}

static long do_ioctl(struct file *file, unsigned int fd, unsigned int cmd,
		     unsigned long arg)
{
	struct files_struct *files = current_task()->files;
	long err;
	int on;

	switch (cmd) {
	case FIOCLEX:
	case FIONCLEX:
		files->cloexec[fd] = cmd == FIOCLEX;
		return 0;
	case FIONBIO:
		if (get_user(on, (int __user *)arg))
			return -EFAULT;
		file->f_flags = (file->f_flags & ~O_NONBLOCK) |
				(on ? O_NONBLOCK : 0);
		return 0;
	case FIOASYNC:
		if (get_user(on, (int __user *)arg))
			return -EFAULT;
		if (file->f_op->fasync)
			return set_async(file, fd, on);
		if (on && !tells_owner(file))
			return -ENOTTY;
		file->f_flags = (file->f_flags & ~O_ASYNC) | (on ? O_ASYNC : 0);
		return 0;
	case FIONREAD:
		if (S_ISREG(file->f_inode->i_mode))
			return put_user((int)(i_size_read(file->f_inode) -
					      file->f_pos), (int __user *)arg);
		break;
	}
	if (!file->f_op->unlocked_ioctl)
		return -ENOTTY;
	err = file->f_op->unlocked_ioctl(file, cmd, arg);
	return err == -ENOIOCTLCMD ? -ENOTTY : err;
}

SYSCALL_DEFINE3(ioctl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct file *file = fget(fd);
	long err;

	if (!file)
		return -EBADF;
	err = do_ioctl(file, fd, cmd, arg);
	fput(file);
	return err;
}
