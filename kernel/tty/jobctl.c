/* SPDX-License-Identifier: MIT */
/*
 * jobctl.c - job control: sessions, their terminals, and groups behind them.
 *
 *	session --leader--> signal->tty <--session, pgrp-- terminal
 *	   +-- group in the foreground	gets keys' signals, may read
 *	   +-- groups in the background	stopped by SIGTTIN, SIGTTOU
 *
 * A group that nobody in its session could restart is orphaned: it is not
 * stopped by the terminal (it gets EIO), and if members are stopped when it
 * becomes one, they are hung up.
 *
 * Locking: tasklist_lock, around every look at processes.
 * Source: POSIX.1-2017, 11.1.2 to 11.1.4, and exit(3p) about orphaned groups.
 */
#include "internal.h"

static struct kernel_siginfo from_kernel(int sig)
{
	return (struct kernel_siginfo){
		.si_signo = sig, .si_code = SI_KERNEL,
	};
}

static void signal_pgrp_locked(pid_t pgid, int sig)
{
	const struct kernel_siginfo info = from_kernel(sig);
	struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (pgid && p->pgid == pgid)
			send_group_locked(p, &info);
}

void tty_signal_pgrp(pid_t pgid, int sig)
{
	lock_tasklist();
	signal_pgrp_locked(pgid, sig);
	unlock_tasklist();
}

/* ---- orphaned groups ---------------------------------------------------------- */

/* Is there nobody to restart the group, once @leaving is gone? */
static bool is_orphaned_without(pid_t pgid, const struct signal_struct *leaving)
{
	const struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (p->pgid == pgid && p->nr_threads && p != leaving &&
		    p->parent && p->parent != leaving &&
		    p->parent->pgid != pgid && p->parent->sid == p->sid)
			return false;
	return true;
}

static bool has_stopped(pid_t pgid)
{
	const struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (p->pgid == pgid && p->nr_threads && p->stop_signal)
			return true;
	return false;
}

/* @leaving, of the same session as the group, goes. */
static void hang_up_if_orphaned(pid_t pgid, const struct signal_struct *leaving)
{
	if (!has_stopped(pgid) || !is_orphaned_without(pgid, leaving))
		return;
	signal_pgrp_locked(pgid, SIGHUP);
	signal_pgrp_locked(pgid, SIGCONT);
}

static void leave_groups(struct signal_struct *sig)
{
	struct signal_struct *child;

	list_for_each_entry(child, &sig->children, sibling)
		if (child->sid == sig->sid && child->pgid != sig->pgid)
			hang_up_if_orphaned(child->pgid, sig);
	if (sig->parent && sig->parent->pgid != sig->pgid &&
	    sig->parent->sid == sig->sid)
		hang_up_if_orphaned(sig->pgid, sig);
}

/* ---- background ------------------------------------------------------------------ */

static bool blocks_or_ignores(const struct task *task, int sig)
{
	return task->blocked & SIGBIT(sig) ||
	       task->sighand->action[sig - 1].handler == SIG_IGN;
}

int tty_check_background(const struct tty *tty, int sig)
{
	const struct task *task = current_task();
	const struct signal_struct *self = task->signal;
	int err = -ERESTARTSYS;

	if (self->tty != tty || !tty->pgrp || self->pgid == tty->pgrp)
		return 0;
	/* Who does not want to be stopped may change it, but not read. */
	if (blocks_or_ignores(task, sig))
		return sig == SIGTTIN ? -EIO : 0;
	lock_tasklist();
	if (is_orphaned_without(self->pgid, NULL))
		err = -EIO;
	else
		signal_pgrp_locked(self->pgid, sig);
	unlock_tasklist();
	return err;
}

/* ---- the terminal of a session ----------------------------------------------------- */

/* Nobody in session @sid has a terminal any more. */
static void forget_terminal(pid_t sid)
{
	struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (p->sid == sid)
			p->tty = NULL;
}

static void detach_session(struct tty *tty)
{
	if (tty->session)
		forget_terminal(tty->session);
	tty->session = tty->pgrp = 0;
}

int tty_set_controlling(struct tty *tty, bool steal, bool readable)
{
	struct task *task = task_running();
	struct signal_struct *self = task ? task->signal : NULL;
	int err = -EPERM;

	if (!self)
		return err;
	lock_tasklist();
	if (self->sid == self->pid && tty->session == self->sid) {
		err = 0;
	} else if (self->sid == self->pid && !self->tty &&
		   (!tty->session || (steal && !task->euid)) &&
		   (readable || !task->euid)) {
		detach_session(tty);
		tty->session = self->sid;
		tty->pgrp = self->pgid;
		self->tty = tty;
		err = 0;
	}
	unlock_tasklist();
	return err;
}

void tty_give_up(void)
{
	struct signal_struct *self = current_task()->signal;
	struct tty *tty = self->tty;

	lock_tasklist();
	if (self->sid == self->pid) {
		signal_pgrp_locked(tty->pgrp, SIGHUP);
		signal_pgrp_locked(tty->pgrp, SIGCONT);
		detach_session(tty);
	}
	self->tty = NULL;
	unlock_tasklist();
}

void tty_hangup(struct tty *tty)
{
	const struct kernel_siginfo hup = from_kernel(SIGHUP);
	const struct kernel_siginfo cont = from_kernel(SIGCONT);
	struct signal_struct *leader;

	tty->hangups++;
	lock_tasklist();
	leader = find_process(tty->session);
	if (leader) {
		send_group_locked(leader, &hup);
		send_group_locked(leader, &cont);
	}
	detach_session(tty);
	unlock_tasklist();
	n_tty_flush(tty);
	tty_start(tty);
	wake_up_all(&tty->read_wait);
	wake_up_all(&tty->write_wait);
}

/* The last thread of @sig is about to end. */
void jobctl_exit(struct signal_struct *sig)
{
	struct tty *tty = sig->sid == sig->pid ? sig->tty : NULL;
	pid_t foreground = tty ? tty->pgrp : 0;

	lock_tasklist();
	if (tty)
		detach_session(tty);
	signal_pgrp_locked(foreground, SIGHUP);
	leave_groups(sig);
	sig->tty = NULL;
	unlock_tasklist();
}

/* ---- groups, by ioctl ----------------------------------------------------------------- */

long tty_get_pgrp(const struct tty *tty, bool own, int __user *arg)
{
	if (own && current_task()->signal->tty != tty)
		return -ENOTTY;
	return put_user(tty->pgrp, arg);
}

/* The session of a group, 0: there is no such group. */
static pid_t session_of(pid_t pgid)
{
	const struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (p->pgid == pgid)
			return p->sid;
	return 0;
}

long tty_set_pgrp(struct tty *tty, int __user *arg)
{
	const struct signal_struct *self = current_task()->signal;
	int err = tty_check_background(tty, SIGTTOU);
	pid_t pgid, sid;

	if (err)
		return err == -EIO ? -ENOTTY : err;
	if (self->tty != tty || tty->session != self->sid)
		return -ENOTTY;
	if (get_user(pgid, arg))
		return -EFAULT;
	if (pgid < 0)
		return -EINVAL;
	lock_tasklist();
	sid = session_of(pgid);
	if (sid == self->sid)
		tty->pgrp = pgid;
	unlock_tasklist();
	return !sid ? -ESRCH : sid != self->sid ? -EPERM : 0;
}

long tty_get_sid(const struct tty *tty, bool own, int __user *arg)
{
	if ((own && current_task()->signal->tty != tty) || !tty->session)
		return -ENOTTY;
	return put_user(tty->session, arg);
}

/* ---- what others ask ------------------------------------------------------------------- */

/* For /proc: the number of a process's terminal, and its foreground group. */
u32 tty_nr_of(const struct signal_struct *sig)
{
	return sig->tty ? new_encode_dev(sig->tty->dev) : 0;
}

pid_t tty_pgrp_of(const struct signal_struct *sig)
{
	return sig->tty ? sig->tty->pgrp : -1;
}

SYSCALL_DEFINE0(vhangup)
{
	struct signal_struct *self = current_task()->signal;

	if (current_task()->euid)
		return -EPERM;
	if (self->tty)
		tty_hangup(self->tty);
	return 0;
}
