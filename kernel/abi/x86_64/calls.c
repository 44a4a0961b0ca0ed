/* SPDX-License-Identifier: MIT */
/*
 * calls.c - system calls that x86-64 has in a shape of its own: where a
 * 64-bit number is one argument, and what only this machine has.
 */
#include "../../internal.h"

int abi_copy_thread(struct task *child, const unsigned long *tls)
{
	child->abi.fs = tls ? *tls : arch_get_user_tls();
	return child->abi.fs < TASK_SIZE ? 0 : -EPERM;
}

void abi_start_thread(const struct task *task)
{
	arch_set_user_tls(task->abi.fs);
}

int cp_new_stat(const struct kstat *ks, struct stat __user *ust)
{
	struct stat st = {
		.st_dev = new_encode_dev(ks->dev),
		.st_ino = ks->ino,
		.st_nlink = ks->nlink,
		.st_mode = ks->mode,
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

	BUILD_BUG_ON(sizeof(st) != 144);
	return copy_to_user(ust, &st, sizeof(st)) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(newfstatat, int, dfd, const char __user *, path,
		struct stat __user *, st, int, flags)
{
	struct kstat ks;
	int err = vfs_fstatat(dfd, path, &ks, flags);

	return err ? err : cp_new_stat(&ks, st);
}

SYSCALL_DEFINE4(pread64, unsigned int, fd, unsigned long, buf, size_t, len,
		loff_t, pos)
{
	return ksys_pread64(fd, buf, len, pos);
}

SYSCALL_DEFINE4(pwrite64, unsigned int, fd, unsigned long, buf, size_t, len,
		loff_t, pos)
{
	return ksys_pwrite64(fd, buf, len, pos);
}

SYSCALL_DEFINE4(fallocate, unsigned int, fd, int, mode, loff_t, off,
		loff_t, len)
{
	return ksys_fallocate(fd, mode, off, len);
}

SYSCALL_DEFINE4(fadvise64, unsigned int, fd, loff_t, off, loff_t, len,
		int, advice)
{
	return ksys_fadvise64_64(fd, off, len, advice);
}

SYSCALL_DEFINE3(readahead, unsigned int, fd, loff_t, off, size_t, len)
{
	return ksys_readahead(fd, off, len);
}

SYSCALL_DEFINE4(sync_file_range, unsigned int, fd, loff_t, off, loff_t, len,
		unsigned int, flags)
{
	return ksys_sync_file_range(fd, off, len, flags);
}

SYSCALL_DEFINE6(mmap, unsigned long, addr, size_t, len, unsigned long, prot,
		unsigned long, flags, unsigned int, fd, unsigned long, off)
{
	if (off & ~PAGE_MASK)
		return -EINVAL;
	return ksys_mmap_pgoff(addr, len, prot, flags, fd, off >> PAGE_SHIFT);
}

SYSCALL_DEFINE3(semop, int, id, const struct sembuf __user *, uops,
		unsigned int, nr)
{
	return ksys_semtimedop(id, uops, nr, NULL);
}

SYSCALL_DEFINE2(arch_prctl, int, op, unsigned long, addr)
{
	switch (op) {
	case ARCH_SET_FS:
		if (addr >= TASK_SIZE)
			return -EPERM;
		arch_set_user_tls(addr);
		return 0;
	case ARCH_GET_FS:
		return put_user(arch_get_user_tls(),
				(unsigned long __user *)addr);
	case ARCH_GET_CPUID:
		return 1;		/* never made to fault */
	case ARCH_SET_CPUID:
		return -ENODEV;
	}
	return -EINVAL;
}

SYSCALL_DEFINE2(nanosleep, const struct __kernel_timespec __user *, req,
		struct __kernel_timespec __user *, rem)
{
	struct timespec64 ts;
	u64 ns, left = 0;
	long err;

	if (get_timespec64(&ts, req))
		return -EFAULT;
	if (timespec64_to_ns(&ts, &ns))
		return -EINVAL;
	err = do_nanosleep(ns, &left);
	return left && rem && put_timespec(left, rem) ? -EFAULT : err;
}

SYSCALL_DEFINE5(clone, unsigned long, flags, unsigned long, stack, int __user *, ptid,
		int __user *, ctid, unsigned long, tls)
{
	return ksys_clone(flags, stack, ptid, ctid, tls);
}

SYSCALL_DEFINE3(accept, int, fd, struct sockaddr __user *, uaddr,
		int __user *, ulen)
{
	return ksys_accept4(fd, uaddr, ulen, 0);
}
