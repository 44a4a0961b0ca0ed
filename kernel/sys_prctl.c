/* SPDX-License-Identifier: MIT */
/*
 * sys_prctl.c - what a thread may say about itself and ask by prctl(2).
 *
 * What is answered but never changes here (no capability ever leaves the bounding
 * set, no system call is filtered) is what Linux says of a thread that did not
 * touch it. An option that is not known is -EINVAL, as there.
 */
#include "internal.h"

#define LAST_CAP	40

static long set_comm(const char __user *name)
{
	struct task *task = current_task();
	char comm[TASK_COMM_LEN] = { 0 };

	if (strncpy_from_user(comm, name, sizeof(comm) - 1) < 0)
		return -EFAULT;
	memcpy(task->thread.comm, comm, sizeof(comm));
	return 0;
}

static long set_no_new_privs(const unsigned long *arg)
{
	if (arg[0] != 1 || arg[1] || arg[2] || arg[3])
		return -EINVAL;
	current_task()->no_new_privs = true;
	return 0;
}

/* Back to what the thread began with, if that makes no sense. */
static long set_slack(long ns)
{
	struct task *task = current_task();

	task->timer_slack = ns > 0 ? ns : task->default_slack;
	return 0;
}

static long set_option(int op, const unsigned long *arg)
{
	struct task *task = current_task();

	switch (op) {
	case PR_SET_NAME:
		return set_comm((const char __user *)arg[0]);
	case PR_SET_DUMPABLE:
		if (arg[0] > 1)
			return -EINVAL;
		task->signal->undumpable = !arg[0];
		return 0;
	case PR_SET_PDEATHSIG:
		if (arg[0] > NSIG)
			return -EINVAL;
		task->death_signal = (int)arg[0];
		return 0;
	case PR_SET_NO_NEW_PRIVS:
		return set_no_new_privs(arg);
	case PR_SET_TIMERSLACK:
		return set_slack((long)arg[0]);
	case PR_SET_CHILD_SUBREAPER:
		task->signal->subreaper = arg[0];
		return 0;
	case PR_SET_TIMING:
		return arg[0] ? -EINVAL : 0;
	}
	return -EINVAL;
}

/* Options that store what they answer. */
static long ask_option(int op, unsigned long to)
{
	const struct task *task = current_task();

	switch (op) {
	case PR_GET_NAME:
		return copy_to_user((char __user *)to, task->thread.comm,
				    TASK_COMM_LEN) ? -EFAULT : 0;
	case PR_GET_PDEATHSIG:
		return put_user(task->death_signal, (int __user *)to);
	case PR_GET_CHILD_SUBREAPER:
		return put_user((int)task->signal->subreaper,
				(int __user *)to);
	case PR_GET_TID_ADDRESS:
		return put_user(task->clear_child_tid,
				(unsigned long __user *)to);
	}
	return -EINVAL;
}

SYSCALL_DEFINE5(prctl, int, op, unsigned long, a, unsigned long, b,
		unsigned long, c, unsigned long, d)
{
	const unsigned long arg[4] = { a, b, c, d };
	const struct task *task = current_task();

	switch (op) {
	case PR_GET_DUMPABLE:
		return !task->signal->undumpable;
	case PR_GET_NO_NEW_PRIVS:
		return a || b || c || d ? -EINVAL : task->no_new_privs;
	case PR_GET_TIMERSLACK:
		return task->timer_slack;
	case PR_CAPBSET_READ:
		return a > LAST_CAP ? -EINVAL : 1;
	case PR_GET_KEEPCAPS:
	case PR_GET_TIMING:
	case PR_GET_SECCOMP:
	case PR_GET_SECUREBITS:
		return 0;
	case PR_GET_NAME:
	case PR_GET_PDEATHSIG:
	case PR_GET_CHILD_SUBREAPER:
	case PR_GET_TID_ADDRESS:
		return ask_option(op, a);
	}
	return set_option(op, arg);
}
