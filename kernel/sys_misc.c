/* SPDX-License-Identifier: MIT */
/*
 * sys_misc.c - system calls about the task itself and the machine.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <octavo/vmstat.h>

/* ---- identity ---------------------------------------------------------- */

SYSCALL_DEFINE0(getpid)
{
	return current_task()->signal->pid;
}

SYSCALL_DEFINE0(gettid)
{
	return current_task()->pid;
}

SYSCALL_DEFINE0(getppid)
{
	const struct signal_struct *parent = current_task()->signal->parent;

	return parent ? parent->pid : 0;
}

SYSCALL_DEFINE0(getuid)
{
	return current_task()->uid;
}

SYSCALL_DEFINE0(geteuid)
{
	return current_task()->euid;
}

SYSCALL_DEFINE0(getgid)
{
	return current_task()->gid;
}

SYSCALL_DEFINE0(getegid)
{
	return current_task()->egid;
}

SYSCALL_DEFINE0(getpgrp)
{
	return current_task()->signal->pgid;
}

/* 0 is the caller. */
static bool is_self(pid_t pid)
{
	return pid == 0 || pid == current_task()->signal->pid;
}

static struct signal_struct *process_or_self(pid_t pid)
{
	return is_self(pid) ? current_task()->signal : find_process(pid);
}

SYSCALL_DEFINE1(getpgid, pid_t, pid)
{
	const struct signal_struct *sig;
	long ret;

	lock_tasklist();
	sig = process_or_self(pid);
	ret = sig ? sig->pgid : -ESRCH;
	unlock_tasklist();
	return ret;
}

SYSCALL_DEFINE1(getsid, pid_t, pid)
{
	const struct signal_struct *sig;
	long ret;

	lock_tasklist();
	sig = process_or_self(pid);
	ret = sig ? sig->sid : -ESRCH;
	unlock_tasklist();
	return ret;
}

/* Does session @sid have a process in group @pgid? */
static bool group_in_session(pid_t pgid, pid_t sid)
{
	const struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (p->pgid == pgid && p->sid == sid)
			return true;
	return false;
}

/* Itself or a child that has not yet executed a program. */
static long change_group(struct signal_struct *sig, pid_t pgid)
{
	const struct signal_struct *self = current_task()->signal;

	if (!sig || (sig != self && sig->parent != self))
		return -ESRCH;
	if (sig != self && sig->did_exec)
		return -EACCES;
	if (sig->sid == sig->pid || sig->sid != self->sid)
		return -EPERM;
	if (!pgid)
		pgid = sig->pid;
	if (pgid != sig->pid && !group_in_session(pgid, self->sid))
		return -EPERM;
	sig->pgid = pgid;
	return 0;
}

SYSCALL_DEFINE2(setpgid, pid_t, pid, pid_t, pgid)
{
	long err;

	if (pgid < 0)
		return -EINVAL;
	lock_tasklist();
	err = change_group(process_or_self(pid), pgid);
	unlock_tasklist();
	return err;
}

SYSCALL_DEFINE0(setsid)
{
	struct signal_struct *self = current_task()->signal, *p;
	unsigned long i;
	long ret = self->pid;

	lock_tasklist();
	xa_for_each(&kernel.processes, i, p)
		if (p->pgid == self->pid)
			ret = -EPERM;
	if (ret > 0)
		self->sid = self->pgid = self->pid;
	unlock_tasklist();
	return ret;
}

/* ---- limits and usage -------------------------------------------------- */

static long change_limit(unsigned int which, const struct rlimit64 *new)
{
	struct rlimit64 *rlim = &current_task()->rlim[which];

	if (new->rlim_cur > new->rlim_max)
		return -EINVAL;
	if (which == RLIMIT_NOFILE && new->rlim_max > NR_OPEN_MAX)
		return -EPERM;
	if (new->rlim_max > rlim->rlim_max && current_task()->euid)
		return -EPERM;
	*rlim = *new;
	if (which == RLIMIT_STACK)
		current->mm->stack_limit = min_t(u64, new->rlim_cur,
						 TASK_SIZE / 4);
	if (which == RLIMIT_AS)
		current->mm->as_limit = new->rlim_cur >= TASK_SIZE ? 0 :
					new->rlim_cur;
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

static long do_prlimit(unsigned int which, const struct rlimit64 __user *new,
		       struct rlimit64 __user *old)
{
	struct rlimit64 val, before;
	long err = 0;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	if (new && copy_from_user(&val, new, sizeof(val)))
		return -EFAULT;
	before = current_task()->rlim[which];
	if (new)
		err = change_limit(which, &val);
	if (!err && old && copy_to_user(old, &before, sizeof(before)))
		err = -EFAULT;
	return err;
}

SYSCALL_DEFINE4(prlimit64, pid_t, pid, unsigned int, which,
		const struct rlimit64 __user *, new, struct rlimit64 __user *,
		old)
{
	return is_self(pid) ? do_prlimit(which, new, old) : -ESRCH;
}

SYSCALL_DEFINE2(getrlimit, unsigned int, which, struct rlimit __user *, old)
{
	struct rlimit val;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	rlimit_from_64(&val, &current_task()->rlim[which]);
	return copy_to_user(old, &val, sizeof(val)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(setrlimit, unsigned int, which,
		const struct rlimit __user *, new)
{
	struct rlimit64 wide;
	struct rlimit val;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	if (copy_from_user(&val, new, sizeof(val)))
		return -EFAULT;
	rlimit_to_64(&wide, &val);
	return change_limit(which, &wide);
}

static void put_timeval(struct __kernel_old_timeval *tv, u64 ns)
{
	struct timespec64 ts = ns_to_timespec64(ns);

	tv->tv_sec = ts.tv_sec;
	tv->tv_usec = ts.tv_nsec / 1000;
}

SYSCALL_DEFINE2(getrusage, int, who, struct k_rusage __user *, uru)
{
	struct k_rusage ru = { .ru_minflt = 0 };
	struct cpu_time t = task_cpu_time(current_task());

	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN &&
	    who != RUSAGE_THREAD)
		return -EINVAL;
	if (who != RUSAGE_CHILDREN) {
		put_timeval(&ru.ru_utime, t.user_ns);
		put_timeval(&ru.ru_stime, t.kernel_ns);
		ru.ru_maxrss = atomic_long_read(&current->mm->rss) *
			       (PAGE_SIZE / 1024);
		ru.ru_minflt = vm_event(PGFAULT);
		ru.ru_majflt = vm_event(PGMAJFAULT);
	}
	return copy_to_user(uru, &ru, sizeof(ru)) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(times, struct k_tms __user *, utms)
{
	struct cpu_time t = task_cpu_time(current_task());
	struct k_tms tms = {
		.tms_utime = div_u64(t.user_ns, NSEC_PER_TICK),
		.tms_stime = div_u64(t.kernel_ns, NSEC_PER_TICK),
	};

	if (utms && copy_to_user(utms, &tms, sizeof(tms)))
		return -EFAULT;
	return div_u64(arch_clock_ns(false), NSEC_PER_TICK);
}

#define NICE_MIN	(-20)
#define NICE_MAX	19
#define PRIO_PROCESS	0
#define PRIO_USER	2

/* There is the caller, in its group, of its user. */
static bool prio_is_self(int which, int who)
{
	const struct task *task = current_task();

	return who == 0 || (u32)who == (which == PRIO_PROCESS ? (u32)task->pid :
					which == PRIO_USER ? task->uid :
							     (u32)task->signal->pgid);
}

/* 1 to 40, so that it is no error. */
SYSCALL_DEFINE2(getpriority, int, which, int, who)
{
	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	return prio_is_self(which, who) ? 20 - current_task()->nice : -ESRCH;
}

SYSCALL_DEFINE3(setpriority, int, which, int, who, int, nice)
{
	struct task *task = current_task();

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	if (!prio_is_self(which, who))
		return -ESRCH;
	nice = clamp(nice, NICE_MIN, NICE_MAX);
	if (nice < task->nice && task->euid)
		return -EACCES;
	task->nice = nice;
	return 0;
}

/* ---- the machine ------------------------------------------------------- */

SYSCALL_DEFINE1(uname, struct new_utsname __user *, uts)
{
	struct new_utsname *name = kzalloc(sizeof(*name), GFP_KERNEL);
	long err;

	if (!name)
		return -ENOMEM;
	strscpy(name->sysname, "Linux", sizeof(name->sysname));
	strscpy(name->nodename, "octavo", sizeof(name->nodename));
	strscpy(name->release, KERNEL_RELEASE, sizeof(name->release));
	strscpy(name->version, KERNEL_VERSION, sizeof(name->version));
	strscpy(name->machine, ABI_MACHINE, sizeof(name->machine));
	strscpy(name->domainname, "(none)", sizeof(name->domainname));
	err = copy_to_user(uts, name, sizeof(*name)) ? -EFAULT : 0;
	kfree(name);
	return err;
}

SYSCALL_DEFINE1(sysinfo, struct k_sysinfo __user *, usi)
{
	struct k_sysinfo si = {
		.uptime = div_u64(arch_clock_ns(false) - kernel.boot_ns,
				  NSEC_PER_SEC),
		.totalram = totalram_pages(),
		.freeram = nr_free_pages(),
		.procs = 1,
		.totalhigh = totalhigh_pages(),
		.freehigh = nr_free_highpages(),
		.mem_unit = PAGE_SIZE,
	};

	return copy_to_user(usi, &si, sizeof(si)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(getrandom, char __user *, buf, size_t, len, unsigned int, flags)
{
	struct file *file;
	ssize_t n;

	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE))
		return -EINVAL;
	file = filp_open("/dev/urandom", O_RDONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	n = file_read(file, buf, len, &file->f_pos);
	fput(file);
	return n;
}

SYSCALL_DEFINE3(syslog, int, type, char __user *, buf, int, len)
{
	switch (type) {
	case 2:		/* read, read all, read and clear: nothing is kept */
	case 3:
	case 4:
		if (!buf || len < 0)
			return -EINVAL;
		return access_ok(buf, len) ? 0 : -EFAULT;
	case 0:
	case 1:
	case 5:
	case 6:
	case 7:
	case 9:
	case 10:
		return 0;
	case 8:
		return len < 1 || len > 8 ? -EINVAL : 0;
	}
	return -EINVAL;
}

/* User code runs on one CPU at a time. */
SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, unsigned int, len,
		unsigned long __user *, mask)
{
	if (len < sizeof(long) || len & (sizeof(long) - 1))
		return -EINVAL;
	if (!is_self(pid))
		return -ESRCH;
	return put_user(1ul, mask) ? -EFAULT : (long)sizeof(long);
}

SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, unsigned int, len,
		const unsigned long __user *, mask)
{
	unsigned long val = 0;

	if (copy_from_user(&val, mask, min_t(size_t, len, sizeof(val))))
		return -EFAULT;
	if (!is_self(pid))
		return -ESRCH;
	return val & 1 ? 0 : -EINVAL;
}

SYSCALL_DEFINE0(sched_yield)
{
	return 0;
}

SYSCALL_DEFINE3(getcpu, u32 __user *, cpu, u32 __user *, node, void __user *,
		unused)
{
	if (cpu && put_user(0u, cpu))
		return -EFAULT;
	return node ? put_user(0u, node) : 0;
}

/* ---- the task's odds and ends ------------------------------------------ */

/* Remembered; no bit of it changes anything here. ~0 asks. */
SYSCALL_DEFINE1(personality, unsigned int, persona)
{
	struct task *task = current_task();
	unsigned int old = task->personality;

	if (persona != ~0u)
		task->personality = persona;
	return old;
}

SYSCALL_DEFINE1(set_tid_address, unsigned long, addr)
{
	struct task *task = current_task();

	task->clear_child_tid = addr;
	return task->pid;
}

/* struct robust_list_head: three words. Locks of a thread that dies concern
 * nobody else. */
#define ROBUST_LIST_HEAD	(3 * sizeof(long))

SYSCALL_DEFINE2(set_robust_list, unsigned long, head, size_t, len)
{
	return len == ROBUST_LIST_HEAD ? 0 : -EINVAL;
}

SYSCALL_DEFINE3(get_robust_list, pid_t, pid, unsigned long __user *, head,
		size_t __user *, len)
{
	if (!is_self(pid))
		return -ESRCH;
	if (put_user((size_t)ROBUST_LIST_HEAD, len))
		return -EFAULT;
	return put_user(0ul, head);
}

static long set_comm(const char __user *name)
{
	struct task *task = current_task();
	char comm[TASK_COMM_LEN] = { 0 };

	if (strncpy_from_user(comm, name, sizeof(comm) - 1) < 0)
		return -EFAULT;
	memcpy(task->comm, comm, sizeof(comm));
	return 0;
}

SYSCALL_DEFINE5(prctl, int, op, unsigned long, a, unsigned long, b,
		unsigned long, c, unsigned long, d)
{
	switch (op) {
	case PR_SET_NAME:
		return set_comm((const char __user *)a);
	case PR_GET_NAME:
		return copy_to_user((char __user *)a, current_task()->comm,
				    TASK_COMM_LEN) ? -EFAULT : 0;
	case PR_GET_DUMPABLE:
		return 1;
	case PR_SET_DUMPABLE:
		return a > 1 ? -EINVAL : 0;
	case PR_SET_PDEATHSIG:
		return a > NSIG ? -EINVAL : 0;
	case PR_SET_NO_NEW_PRIVS:
		if (a != 1 || b || c || d)
			return -EINVAL;
		current_task()->no_new_privs = true;
		return 0;
	case PR_GET_NO_NEW_PRIVS:
		return a || b || c || d ? -EINVAL :
			current_task()->no_new_privs;
	}
	return -EINVAL;
}

/* No family of addresses exists yet. */
SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol)
{
	return -EAFNOSUPPORT;
}
