/* SPDX-License-Identifier: MIT */
/*
 * signalfd.c - blocked signals as something to read.
 *
 * Whose signals they are says who reads or polls, not who made the file. All
 * such files share one wait queue: it outlives every process.
 */
#include "internal.h"
#include <uapi/fcntl.h>

static DECLARE_WAIT_QUEUE_HEAD(signalfd_wait);

/* What a read gives for each signal. */
struct signalfd_siginfo {
	u32 ssi_signo;
	s32 ssi_errno, ssi_code;
	u32 ssi_pid, ssi_uid;
	s32 ssi_fd;
	u32 ssi_tid, ssi_band, ssi_overrun, ssi_trapno;
	s32 ssi_status, ssi_int;
	u64 ssi_ptr, ssi_utime, ssi_stime, ssi_addr;
	u8 pad[48];
};

BUILD_BUG_ON(sizeof(struct signalfd_siginfo) != 128);

void signalfd_notify(void)
{
	wake_up_key(&signalfd_wait, 0, POLLIN);
}

static u64 mask_of(const struct file *file)
{
	return *(const u64 *)file->private_data;
}

static int put_siginfo(void __user *to, const struct kernel_siginfo *info)
{
	const bool timer = info->si_code == SI_TIMER;
	const struct signalfd_siginfo s = {
		.ssi_signo = (u32)info->si_signo,
		.ssi_errno = info->si_errno, .ssi_code = info->si_code,
		.ssi_pid = timer ? 0 : (u32)info->si_pid,
		.ssi_uid = timer ? 0 : info->si_uid,
		.ssi_tid = timer ? (u32)info->si_pid : 0,
		.ssi_overrun = timer ? info->si_uid : 0,
		.ssi_status = info->si_status,
		.ssi_int = (s32)info->si_value, .ssi_ptr = info->si_value,
		.ssi_utime = (u64)info->si_utime,
		.ssi_stime = (u64)info->si_stime, .ssi_addr = info->si_addr,
	};

	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

static ssize_t signalfd_read(struct file *file, char __user *buf, size_t len,
			     loff_t *pos)
{
	struct task *task = current_task();
	struct kernel_siginfo info;
	size_t done = 0;
	bool got;
	int err;

	if (len < sizeof(struct signalfd_siginfo))
		return -EINVAL;
	got = dequeue_signal(task, mask_of(file), &info);
	if (!got && file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	if (!got) {
		err = wait_event_interruptible(signalfd_wait,
			(got = dequeue_signal(task, mask_of(file), &info)));
		if (err)
			return err;
	}
	while (got) {
		if (put_siginfo(buf + done, &info))
			return done ? (ssize_t)done : -EFAULT;
		done += sizeof(struct signalfd_siginfo);
		got = len - done >= sizeof(struct signalfd_siginfo) &&
		      dequeue_signal(task, mask_of(file), &info);
	}
	return (ssize_t)done;
}

static unsigned int signalfd_poll(struct file *file,
				  struct poll_table_struct *pt)
{
	poll_wait(file, &signalfd_wait, pt);
	return signals_pending(current_task()) & mask_of(file) ? POLLIN : 0;
}

static int signalfd_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations signalfd_fops = {
	.llseek		= noop_llseek,
	.read		= signalfd_read,
	.poll		= signalfd_poll,
	.release	= signalfd_release,
};

static long change_mask(unsigned int fd, u64 mask)
{
	struct fd f = fdget(fd);
	long ret = (long)fd;

	if (!f.file)
		return -EBADF;
	if (f.file->f_op == &signalfd_fops)
		*(u64 *)f.file->private_data = mask;
	else
		ret = -EINVAL;
	fdput(f);
	signalfd_notify();
	return ret;
}

static long do_signalfd(int fd, const u64 __user *umask, size_t size, int flags)
{
	u64 mask, *p;
	long new;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK) || size != sizeof(mask))
		return -EINVAL;
	if (get_user(mask, umask))
		return -EFAULT;
	mask &= ~(SIGBIT(SIGKILL) | SIGBIT(SIGSTOP));
	if (fd != -1)
		return change_mask((unsigned int)fd, mask);
	p = kmemdup(&mask, sizeof(mask), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	new = anon_fd("[signalfd]", &signalfd_fops, p, O_RDWR | flags);
	if (new < 0)
		kfree(p);
	return new;
}

SYSCALL_DEFINE3(signalfd, int, fd, const u64 __user *, mask, size_t, size)
{
	return do_signalfd(fd, mask, size, 0);
}

SYSCALL_DEFINE4(signalfd4, int, fd, const u64 __user *, mask, size_t, size,
		int, flags)
{
	return do_signalfd(fd, mask, size, flags);
}
