/* SPDX-License-Identifier: MIT */
/*
 * sys_misc.c - system calls about the task itself and the machine.
 */
#include "internal.h"
#include <octavo/math64.h>

/* ---- identity ---------------------------------------------------------- */

SYSCALL_DEFINE0(getpid)
{
	return current_task()->signal->pid;
}

SYSCALL_DEFINE0(gettid)
{
	return current_task()->thread.pid;
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

	if (pgid < 0 || (!pgid && pid < 0))
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
	if (ret > 0) {
		self->sid = self->pgid = self->pid;
		self->tty = NULL;
	}
	unlock_tasklist();
	return ret;
}

/* ---- the machine ------------------------------------------------------- */

SYSCALL_DEFINE1(uname, struct new_utsname __user *, uts)
{
	struct new_utsname *name = kzalloc(sizeof(*name), GFP_KERNEL);
	long err;

	if (!name)
		return -ENOMEM;
	strscpy(name->sysname, "Linux", sizeof(name->sysname));
	strscpy(name->nodename, kernel.hostname, sizeof(name->nodename));
	strscpy(name->release, KERNEL_RELEASE, sizeof(name->release));
	strscpy(name->version, KERNEL_VERSION, sizeof(name->version));
	strscpy(name->machine, ABI_MACHINE, sizeof(name->machine));
	strscpy(name->domainname, kernel.domainname,
		sizeof(name->domainname));
	err = copy_to_user(uts, name, sizeof(*name)) ? -EFAULT : 0;
	kfree(name);
	return err;
}

/* A name of @len bytes, without a NUL. */
static long set_name(char *to, const char __user *name, int len)
{
	char tmp[HOST_NAME_MAX + 1] = { 0 };

	if (!capable())
		return -EPERM;
	if (len < 0 || len > HOST_NAME_MAX)
		return -EINVAL;
	if (copy_from_user(tmp, name, len))
		return -EFAULT;
	memcpy(to, tmp, sizeof(tmp));
	return 0;
}

SYSCALL_DEFINE2(sethostname, const char __user *, name, int, len)
{
	return set_name(kernel.hostname, name, len);
}

SYSCALL_DEFINE2(setdomainname, const char __user *, name, int, len)
{
	return set_name(kernel.domainname, name, len);
}

SYSCALL_DEFINE1(sysinfo, struct k_sysinfo __user *, usi)
{
	struct k_sysinfo si = {
		.uptime = div_u64(arch_clock_ns(false) - kernel.boot_ns,
				  NSEC_PER_SEC),
		.totalram = totalram_pages(),
		.freeram = nr_free_pages(),
		.procs = min(kernel.nr_tasks, 0xffffu),
		.totalhigh = totalhigh_pages(),
		.freehigh = nr_free_highpages(),
		.mem_unit = PAGE_SIZE,
	};

	load_averages(si.loads);
	for (int i = 0; i < 3; i++)
		si.loads[i] <<= 16 - 11;	/* 65536ths */
	return copy_to_user(usi, &si, sizeof(si)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(getrandom, char __user *, buf, size_t, len, unsigned int, flags)
{
	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE) ||
	    (flags & GRND_RANDOM && flags & GRND_INSECURE))
		return -EINVAL;
	len = min_t(size_t, len, INT_MAX);
	return access_ok(buf, len) ? random_to_user(buf, len) : -EFAULT;
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
	return task->thread.pid;
}
