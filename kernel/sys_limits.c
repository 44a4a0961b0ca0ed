/* SPDX-License-Identifier: MIT */
/*
 * sys_limits.c - what a process may use, and what it used.
 *
 * Limits belong to the process: signal_struct has them, a child gets a copy.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <octavo/vmstat.h>

/* ---- limits ------------------------------------------------------------ */

static long change_limit(struct signal_struct *sig, unsigned int which,
			 const struct rlimit64 *new)
{
	struct rlimit64 *rlim = &sig->rlim[which];
	struct mm_struct *mm;

	if (new->rlim_cur > new->rlim_max)
		return -EINVAL;
	if (which == RLIMIT_NOFILE && new->rlim_max > NR_OPEN_MAX)
		return -EPERM;
	if (new->rlim_max > rlim->rlim_max && !capable())
		return -EPERM;
	*rlim = *new;
	mm = list_first_entry(&sig->threads, struct task, thread_node)
		->thread.mm;
	if (mm)
		mm_set_limits(mm, sig);
	return 0;
}

/* ~0 is infinity in either width. */
static void rlimit_to_64(struct rlimit64 *to, const struct rlimit *from)
{
	to->rlim_cur = from->rlim_cur == ULONG_MAX ? RLIM_INFINITY :
						     from->rlim_cur;
	to->rlim_max = from->rlim_max == ULONG_MAX ? RLIM_INFINITY :
						     from->rlim_max;
}

static void rlimit_from_64(struct rlimit *to, const struct rlimit64 *from)
{
	to->rlim_cur = min_t(u64, from->rlim_cur, ULONG_MAX);
	to->rlim_max = min_t(u64, from->rlim_max, ULONG_MAX);
}

/* A process whose limits the caller may change: its own, one of the same user,
 * any if it is root. Or ERR_PTR. */
static struct signal_struct *limited_process(pid_t pid)
{
	const struct task *self = current_task(), *t;
	struct signal_struct *sig = pid ? find_process(pid) : self->signal;

	if (!sig || list_empty(&sig->threads))
		return ERR_PTR(-ESRCH);
	t = list_first_entry(&sig->threads, struct task, thread_node);
	if (sig != self->signal && self->euid &&
	    (self->uid != t->uid || self->uid != t->euid ||
	     self->uid != t->suid || self->gid != t->gid ||
	     self->gid != t->egid || self->gid != t->sgid))
		return ERR_PTR(-EPERM);
	return sig;
}

static long do_prlimit(pid_t pid, unsigned int which,
		       const struct rlimit64 *new, struct rlimit64 *old)
{
	struct signal_struct *sig;
	long err = 0;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	lock_tasklist();
	sig = limited_process(pid);
	if (IS_ERR(sig)) {
		err = PTR_ERR(sig);
	} else {
		*old = sig->rlim[which];
		if (new)
			err = change_limit(sig, which, new);
	}
	unlock_tasklist();
	return err;
}

SYSCALL_DEFINE4(prlimit64, pid_t, pid, unsigned int, which,
		const struct rlimit64 __user *, unew, struct rlimit64 __user *,
		uold)
{
	struct rlimit64 new, old;
	long err;

	if (unew && copy_from_user(&new, unew, sizeof(new)))
		return -EFAULT;
	err = do_prlimit(pid, which, unew ? &new : NULL, &old);
	if (!err && uold && copy_to_user(uold, &old, sizeof(old)))
		err = -EFAULT;
	return err;
}

SYSCALL_DEFINE2(getrlimit, unsigned int, which, struct rlimit __user *, old)
{
	struct rlimit64 wide;
	struct rlimit val;

	if (do_prlimit(0, which, NULL, &wide))
		return -EINVAL;
	rlimit_from_64(&val, &wide);
	return copy_to_user(old, &val, sizeof(val)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(setrlimit, unsigned int, which,
		const struct rlimit __user *, new)
{
	struct rlimit64 wide, old;
	struct rlimit val;

	if (copy_from_user(&val, new, sizeof(val)))
		return -EFAULT;
	rlimit_to_64(&wide, &val);
	return do_prlimit(0, which, &wide, &old);
}

/* ---- usage ------------------------------------------------------------- */

static void put_timeval(struct __kernel_old_timeval *tv, u64 ns)
{
	struct timespec64 ts = ns_to_timespec64(ns);

	tv->tv_sec = ts.tv_sec;
	tv->tv_usec = ts.tv_nsec / 1000;
}

void rusage_set_times(struct k_rusage *ru, const struct cpu_time *t)
{
	put_timeval(&ru->ru_utime, t->user_ns);
	put_timeval(&ru->ru_stime, t->kernel_ns);
}

/* Faults and memory are counted for the machine, not for a thread. */
static void rusage_set_memory(struct k_rusage *ru)
{
	ru->ru_maxrss = atomic_long_read(&current->mm->rss) *
			(PAGE_SIZE / 1024);
	ru->ru_minflt = vm_event(PGFAULT);
	ru->ru_majflt = vm_event(PGMAJFAULT);
}

SYSCALL_DEFINE2(getrusage, int, who, struct k_rusage __user *, uru)
{
	const struct task *task = current_task();
	struct k_rusage ru = { .ru_minflt = 0 };
	struct cpu_time t;

	if (who == RUSAGE_SELF)
		t = process_cpu_time(task->signal);
	else if (who == RUSAGE_CHILDREN)
		t = task->signal->waited;
	else if (who == RUSAGE_THREAD)
		t = task_cpu_time(task);
	else
		return -EINVAL;
	rusage_set_times(&ru, &t);
	if (who != RUSAGE_CHILDREN)
		rusage_set_memory(&ru);
	return copy_to_user(uru, &ru, sizeof(ru)) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(times, struct k_tms __user *, utms)
{
	const struct signal_struct *sig = current_task()->signal;
	struct cpu_time t = process_cpu_time(sig);
	struct k_tms tms = {
		.tms_utime = div_u64(t.user_ns, NSEC_PER_TICK),
		.tms_stime = div_u64(t.kernel_ns, NSEC_PER_TICK),
		.tms_cutime = div_u64(sig->waited.user_ns, NSEC_PER_TICK),
		.tms_cstime = div_u64(sig->waited.kernel_ns, NSEC_PER_TICK),
	};

	if (utms && copy_to_user(utms, &tms, sizeof(tms)))
		return -EFAULT;
	return div_u64(arch_clock_ns(false), NSEC_PER_TICK);
}
