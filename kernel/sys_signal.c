/* SPDX-License-Identifier: MIT */
/*
 * sys_signal.c - signals that are queued with a value, and waited for.
 */
#include "internal.h"
#include <uapi/time.h>

/* ---- waiting ----------------------------------------------------------- */

/* Sleep until a signal of @set or another that is to be acted on is there. */
static void sleep_for_signal(struct task *task, u64 set, u64 end)
{
	const unsigned int word = 0;
	const u64 blocked = task->blocked;

	task->sigwait = set;
	set_blocked(task, blocked & ~set);
	while (!signal_pending(task) && arch_clock_ns(false) < end)
		wait_until(&word, 0, end);
	task->sigwait = 0;
	set_blocked(task, blocked);
}

long do_sigtimedwait(u64 set, u64 ns, struct kernel_siginfo *info)
{
	struct task *task = current_task();

	set &= ~(SIGBIT(SIGKILL) | SIGBIT(SIGSTOP));
	if (dequeue_signal(task, set, info))
		return info->si_signo;
	if (!ns)
		return -EAGAIN;
	sleep_for_signal(task, set,
			 ns == ~0ull ? ns : arch_clock_ns(false) + ns);
	if (dequeue_signal(task, set, info))
		return info->si_signo;
	return signal_pending(task) ? -EINTR : -EAGAIN;
}

long ksys_sigtimedwait(const u64 __user *uset, size_t size, u64 ns,
		       struct k_siginfo __user *uinfo)
{
	struct kernel_siginfo info;
	struct k_siginfo user;
	long ret;
	u64 set;

	if (size != sizeof(set))
		return -EINVAL;
	if (get_user(set, uset))
		return -EFAULT;
	ret = do_sigtimedwait(set, ns, &info);
	if (ret <= 0 || !uinfo)
		return ret;
	siginfo_to_user(&user, &info);
	return copy_to_user(uinfo, &user, sizeof(user)) ? -EFAULT : ret;
}

SYSCALL_DEFINE4(rt_sigtimedwait, const u64 __user *, set,
		struct k_siginfo __user *, info,
		const struct __kernel_timespec __user *, uts, size_t, size)
{
	struct timespec64 ts;
	u64 ns = ~0ull;

	if (size != sizeof(u64))
		return -EINVAL;
	if (uts && get_timespec64(&ts, uts))
		return -EFAULT;
	if (uts && timespec64_to_ns(&ts, &ns))
		return -EINVAL;
	return ksys_sigtimedwait(set, size, ns, info);
}

/* ---- sending ----------------------------------------------------------- */

/* What a program says that it sends to @pid. */
static long get_siginfo(struct kernel_siginfo *info, int sig, pid_t pid,
			const struct k_siginfo __user *uinfo)
{
	struct k_siginfo user;

	if (copy_from_user(&user, uinfo, sizeof(user)))
		return -EFAULT;
	*info = (struct kernel_siginfo){
		.si_signo = user.si_signo, .si_errno = user.si_errno,
		.si_code = user.si_code, .si_pid = user.si_pid,
		.si_uid = user.si_uid, .si_value = user.si_value,
	};
	if ((info->si_code >= 0 || info->si_code == SI_TKILL) &&
	    pid != current_task()->signal->pid)
		return -EPERM;
	return sig < 0 || sig > NSIG ? -EINVAL : 0;
}

SYSCALL_DEFINE3(rt_sigqueueinfo, pid_t, pid, int, sig,
		const struct k_siginfo __user *, uinfo)
{
	struct kernel_siginfo info;
	long err = get_siginfo(&info, sig, pid, uinfo);

	info.si_signo = sig;
	return err ? err : do_sigqueue(pid, &info);
}

SYSCALL_DEFINE4(rt_tgsigqueueinfo, pid_t, tgid, pid_t, tid, int, sig,
		const struct k_siginfo __user *, uinfo)
{
	struct kernel_siginfo info;
	long err = tgid <= 0 || tid <= 0 ? -EINVAL :
		   get_siginfo(&info, sig, tgid, uinfo);

	info.si_signo = sig;
	return err ? err : do_tgsigqueue(tgid, tid, &info);
}

/* ---- processes as files ------------------------------------------------ */

SYSCALL_DEFINE4(pidfd_send_signal, unsigned int, fd, int, sig,
		const struct k_siginfo __user *, uinfo, unsigned int, flags)
{
	struct kernel_siginfo info = {
		.si_signo = sig, .si_code = SI_USER,
		.si_pid = current_task()->signal->pid,
		.si_uid = current_task()->uid,
	};
	pid_t pid = pidfd_or_proc(fd);
	long err = 0;

	if (flags)
		return -EINVAL;
	if (pid == -EBADF)
		return -EBADF;
	if (uinfo) {
		err = get_siginfo(&info, sig, pid, uinfo);
		if (!err && info.si_signo != sig)
			err = -EINVAL;
	}
	if (err || pid < 0)
		return err ? err : pid;
	return sig < 0 || sig > NSIG ? -EINVAL : do_sigqueue(pid, &info);
}
