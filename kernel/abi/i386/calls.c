/* SPDX-License-Identifier: MIT */
/*
 * calls.c - system calls that i386 has in a shape of its own: 64-bit numbers in
 * two arguments, more arguments than registers, and what is older than that.
 */
#include "../../internal.h"

static loff_t wide(u32 low, u32 high)
{
	return (loff_t)((u64)high << 32 | low);
}

/* ---- files ------------------------------------------------------------- */

SYSCALL_DEFINE1(umount, const char __user *, path)
{
	return ksys_umount(path, 0);
}

SYSCALL_DEFINE5(pread64, unsigned int, fd, unsigned long, buf, size_t, len,
		u32, low, u32, high)
{
	return ksys_pread64(fd, buf, len, wide(low, high));
}

SYSCALL_DEFINE5(pwrite64, unsigned int, fd, unsigned long, buf, size_t, len,
		u32, low, u32, high)
{
	return ksys_pwrite64(fd, buf, len, wide(low, high));
}

SYSCALL_DEFINE3(truncate64, const char __user *, path, u32, low, u32, high)
{
	return ksys_truncate(path, wide(low, high));
}

SYSCALL_DEFINE3(ftruncate64, unsigned int, fd, u32, low, u32, high)
{
	return ksys_ftruncate(fd, wide(low, high));
}

SYSCALL_DEFINE6(fallocate, unsigned int, fd, int, mode, u32, off, u32, off_high,
		u32, len, u32, len_high)
{
	return ksys_fallocate(fd, mode, wide(off, off_high),
			      wide(len, len_high));
}

SYSCALL_DEFINE5(fadvise64, unsigned int, fd, u32, low, u32, high, size_t, len,
		int, advice)
{
	return ksys_fadvise64_64(fd, wide(low, high), len, advice);
}

SYSCALL_DEFINE6(fadvise64_64, unsigned int, fd, u32, off, u32, off_high,
		u32, len, u32, len_high, int, advice)
{
	return ksys_fadvise64_64(fd, wide(off, off_high), wide(len, len_high),
				 advice);
}

SYSCALL_DEFINE4(readahead, unsigned int, fd, u32, low, u32, high, size_t, len)
{
	return ksys_readahead(fd, wide(low, high), len);
}

SYSCALL_DEFINE6(sync_file_range, unsigned int, fd, u32, off, u32, off_high,
		u32, len, u32, len_high, unsigned int, flags)
{
	return ksys_sync_file_range(fd, wide(off, off_high),
				    wide(len, len_high), flags);
}

SYSCALL_DEFINE5(llseek, unsigned int, fd, u32, high, u32, low,
		loff_t __user *, result, int, whence)
{
	loff_t pos = ksys_lseek(fd, wide(low, high), whence);

	if (pos < 0)
		return pos;
	return put_user(pos, result);
}

/* A position of one word. */
SYSCALL_DEFINE4(sendfile, unsigned int, out, unsigned int, in,
		long __user *, offset, size_t, len)
{
	loff_t pos = 0;
	long val = 0, n;

	if (offset && get_user(val, offset))
		return -EFAULT;
	pos = val;
	n = ksys_sendfile(out, in, offset ? &pos : NULL, len);
	return offset && put_user((long)pos, offset) ? -EFAULT : n;
}

SYSCALL_DEFINE3(fcntl64, unsigned int, fd, unsigned int, cmd,
		unsigned long, arg)
{
	struct file *file;
	long err = -EBADF;

	switch (cmd) {
	case F_GETLK64:
	case F_SETLK64:
	case F_SETLKW64:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		break;
	default:
		return ksys_fcntl(fd, cmd, arg);
	}
	file = fget(fd);
	if (file)
		err = fcntl_lock64(file, cmd, (struct flock64 __user *)arg);
	fput(file);
	return err;
}

/* ---- memory ------------------------------------------------------------ */

SYSCALL_DEFINE6(mmap_pgoff, unsigned long, addr, size_t, len,
		unsigned long, prot, unsigned long, flags, unsigned int, fd,
		unsigned long, pgoff)
{
	return ksys_mmap_pgoff(addr, len, prot, flags, fd, pgoff);
}

SYSCALL_DEFINE1(old_mmap, const unsigned long __user *, uargs)
{
	unsigned long a[6];	/* address, length, rights, flags, fd, offset */

	if (copy_from_user(a, uargs, sizeof(a)))
		return -EFAULT;
	if (a[5] & ~PAGE_MASK)
		return -EINVAL;
	return ksys_mmap_pgoff(a[0], a[1], a[2], a[3], a[4],
			       a[5] >> PAGE_SHIFT);
}

/* ---- calls whose arguments are behind one pointer ------------------------ */

/* The call of today, with arguments from an array. */
static long spread(long (*call)(struct pt_regs *regs),
		   const unsigned long *args)
{
	struct pt_regs regs = { 0 };

	regs.ebx = args[0];
	regs.ecx = args[1];
	regs.edx = args[2];
	regs.esi = args[3];
	regs.edi = args[4];
	regs.ebp = args[5];
	return call(&regs);
}

SYSCALL_DEFINE1(old_select, const unsigned long __user *, uargs)
{
	unsigned long args[6] = { 0 };

	if (copy_from_user(args, uargs, 5 * sizeof(*args)))
		return -EFAULT;
	return spread(sys_select, args);
}

/* By number, from 1: the call of today, and how many arguments the old one has;
 * the others are 0. */
static const struct {
	long (*call)(struct pt_regs *regs);
	unsigned int nr_args;
} socket_calls[] = {
	[1] = { sys_socket, 3 },
	[2] = { sys_bind, 3 },
	[3] = { sys_connect, 3 },
	[4] = { sys_listen, 2 },
	[5] = { sys_accept4, 3 },	/* accept: zeros behind */
	[6] = { sys_getsockname, 3 },
	[7] = { sys_getpeername, 3 },
	[8] = { sys_socketpair, 4 },
	[9] = { sys_sendto, 4 },	/* send */
	[10] = { sys_recvfrom, 4 },	/* recv */
	[11] = { sys_sendto, 6 },
	[12] = { sys_recvfrom, 6 },
	[13] = { sys_shutdown, 2 },
	[14] = { sys_setsockopt, 5 },
	[15] = { sys_getsockopt, 5 },
	[16] = { sys_sendmsg, 3 },
	[17] = { sys_recvmsg, 3 },
	[18] = { sys_accept4, 4 },
	[19] = { sys_recvmmsg_time32, 5 },
	[20] = { sys_sendmmsg, 4 },
};

SYSCALL_DEFINE2(socketcall, int, nr, const unsigned long __user *, uargs)
{
	unsigned long args[6] = { 0 };

	if (nr < 1 || nr >= (int)ARRAY_SIZE(socket_calls))
		return -EINVAL;
	if (copy_from_user(args, uargs,
			   socket_calls[nr].nr_args * sizeof(*args)))
		return -EFAULT;
	return spread(socket_calls[nr].call, args);
}

/* ---- the task and the machine --------------------------------------------- */

SYSCALL_DEFINE3(waitpid, pid_t, pid, int __user *, status, int, options)
{
	const unsigned long args[6] = { pid, (unsigned long)status, options };

	return spread(sys_wait4, args);
}

SYSCALL_DEFINE1(nice, int, inc)
{
	struct task *task = current_task();
	int nice = clamp(task->nice + clamp(inc, -40, 40), -20, 19);

	if (nice < task->nice && task->euid)
		return -EPERM;
	task->nice = nice;
	return 0;
}

/* A limit that does not fit is told as the largest number that has a sign. */
SYSCALL_DEFINE2(old_getrlimit, unsigned int, which, struct rlimit __user *, old)
{
	const struct rlimit64 *rlim = &current_task()->signal->rlim[which];
	struct rlimit val;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	val.rlim_cur = min_t(u64, rlim->rlim_cur, LONG_MAX);
	val.rlim_max = min_t(u64, rlim->rlim_max, LONG_MAX);
	return copy_to_user(old, &val, sizeof(val)) ? -EFAULT : 0;
}

static long old_names(char __user *to, size_t field, unsigned int nr)
{
	static const char *const texts[] = {
		"Linux", "octavo", KERNEL_RELEASE, KERNEL_VERSION, ABI_MACHINE,
	};
	char name[65];

	for (unsigned int i = 0; i < nr; i++) {
		memset(name, 0, sizeof(name));
		strscpy(name, texts[i], field);
		if (copy_to_user(to + i * field, name, field))
			return -EFAULT;
	}
	return 0;
}

SYSCALL_DEFINE1(oldolduname, char __user *, to)
{
	return old_names(to, 9, 5);
}

SYSCALL_DEFINE1(olduname, char __user *, to)
{
	return old_names(to, 65, 5);
}

SYSCALL_DEFINE5(clone, unsigned long, flags, unsigned long, stack, int __user *, ptid,
		unsigned long, tls, int __user *, ctid)
{
	return ksys_clone(flags, stack, ptid, ctid, tls);
}
