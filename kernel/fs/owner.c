/* SPDX-License-Identifier: MIT */
/*
 * owner.c - who hears by a signal that something has become of an open file:
 * the process, thread or group of F_SETOWN, if the file has O_ASYNC and whoever
 * named that owner might have sent the signal himself.
 *
 * Locking: tasklist_lock; fasync_lock for the queues of devices, taken before
 * it.
 */
#include "../internal.h"
#include <octavo/fasync.h>

/* F_SETOWN_EX */
#define F_OWNER_TID	0
#define F_OWNER_PID	1
#define F_OWNER_PGRP	2

struct f_owner_ex {
	int type;
	pid_t pid;
};

/* ---- naming ------------------------------------------------------------------- */

/* Is there such a group? Or, as on Linux, anybody with that number. */
static bool group_exists(pid_t pgid)
{
	struct signal_struct *sig;
	unsigned long i;

	if (find_task(pgid))
		return true;
	xa_for_each(&kernel.processes, i, sig)
		if (sig->pgid == pgid || sig->sid == pgid || sig->pid == pgid)
			return true;
	return false;
}

static int set_owner(struct file *file, int pid, bool thread)
{
	const struct task *task = task_running();
	bool exists;

	if (pid == INT_MIN)
		return -EINVAL;
	lock_tasklist();
	exists = !pid || (pid < 0 ? group_exists(-pid) :
			  thread ? find_task(pid) != NULL :
				   find_process(pid) != NULL);
	unlock_tasklist();
	if (!exists)
		return -ESRCH;
	file->f_owner.pid = pid;
	file->f_owner.thread = thread;
	file->f_owner.uid = task ? task->uid : 0;
	file->f_owner.euid = task ? task->euid : 0;
	return 0;
}

long file_set_owner(struct file *file, int pid)
{
	return set_owner(file, pid, false);
}

int f_setown(struct file *file, int who, int force)
{
	return file->f_owner.pid && !force ? 0 : set_owner(file, who, false);
}

static long set_owner_ex(struct file *file,
			 const struct f_owner_ex __user *uowner)
{
	struct f_owner_ex owner;

	if (copy_from_user(&owner, uowner, sizeof(owner)))
		return -EFAULT;
	if (owner.type < F_OWNER_TID || owner.type > F_OWNER_PGRP)
		return -EINVAL;
	return set_owner(file, owner.type == F_OWNER_PGRP ? -owner.pid :
			 owner.pid, owner.type == F_OWNER_TID);
}

static long get_owner_ex(const struct file *file,
			 struct f_owner_ex __user *uowner)
{
	const struct fown_struct *fown = &file->f_owner;
	const struct f_owner_ex owner = {
		.type = fown->pid < 0 ? F_OWNER_PGRP :
			fown->thread ? F_OWNER_TID : F_OWNER_PID,
		.pid = fown->pid < 0 ? -fown->pid : fown->pid,
	};

	return copy_to_user(uowner, &owner, sizeof(owner)) ? -EFAULT : 0;
}

long owner_fcntl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case F_SETOWN:
		return file_set_owner(file, (int)arg);
	case F_GETOWN:
		return file->f_owner.pid;
	case F_SETOWN_EX:
		return set_owner_ex(file, (const void __user *)arg);
	case F_GETOWN_EX:
		return get_owner_ex(file, (void __user *)arg);
	case F_SETSIG:
		if (arg >= NSIG + 1)
			return -EINVAL;
		file->f_owner.signum = (int)arg;
		return 0;
	default:
		return file->f_owner.signum;
	}
}

/* ---- telling ------------------------------------------------------------------ */

static bool may_signal(const struct fown_struct *fown, const struct task *t)
{
	return !fown->euid || fown->euid == t->suid || fown->euid == t->uid ||
	       fown->uid == t->suid || fown->uid == t->uid;
}

static void tell(struct signal_struct *sig, const struct fown_struct *fown,
		 const struct kernel_siginfo *info)
{
	if (!list_empty(&sig->threads) &&
	    may_signal(fown, list_first_entry(&sig->threads, struct task,
					      thread_node)))
		send_group_locked(sig, info);
}

static void send_to_owner(const struct fown_struct *fown,
			  const struct kernel_siginfo *info)
{
	struct signal_struct *sig;
	struct task *task;
	unsigned long i;

	lock_tasklist();
	if (fown->pid > 0 && fown->thread) {
		task = find_task(fown->pid);
		if (task && may_signal(fown, task))
			send_thread_locked(task, info);
	} else if (fown->pid > 0) {
		sig = find_process(fown->pid);
		if (sig)
			tell(sig, fown, info);
	} else {
		xa_for_each(&kernel.processes, i, sig)
			if (sig->pgid == -fown->pid)
				tell(sig, fown, info);
	}
	unlock_tasklist();
}

void file_signal_owner(const struct file *file)
{
	const struct kernel_siginfo info = {
		.si_signo = SIGIO, .si_code = SI_KERNEL,
	};

	if (file->f_owner.pid)
		send_to_owner(&file->f_owner, &info);
}

/* ---- queues of devices --------------------------------------------------------- */

static DEFINE_SPINLOCK(fasync_lock);

/* By index POLL_*: what poll(2) would say. */
static const unsigned int bands[] = {
	0, POLLIN | POLLRDNORM, POLLOUT | POLLWRNORM | POLLWRBAND,
	POLLIN | POLLRDNORM | POLLMSG, POLLERR, POLLPRI | POLLRDBAND,
	POLLHUP | POLLERR,
};

static struct fasync_struct **find_entry(struct fasync_struct **queue,
					 const struct file *file)
{
	while (*queue && (*queue)->fa_file != file)
		queue = &(*queue)->fa_next;
	return queue;
}

static int fasync_remove(struct file *file, struct fasync_struct **queue)
{
	struct fasync_struct **at, *fa;
	unsigned long flags;

	spin_lock_irqsave(&fasync_lock, flags);
	at = find_entry(queue, file);
	fa = *at;
	if (fa)
		*at = fa->fa_next;
	file->f_flags &= ~(unsigned int)O_ASYNC;
	spin_unlock_irqrestore(&fasync_lock, flags);
	kfree(fa);
	return fa != NULL;
}

int fasync_helper(int fd, struct file *file, int on,
		  struct fasync_struct **queue)
{
	struct fasync_struct *fa, *there;
	unsigned long flags;

	if (!on)
		return fasync_remove(file, queue);
	fa = kmalloc(sizeof(*fa), GFP_KERNEL);
	if (!fa)
		return -ENOMEM;
	spin_lock_irqsave(&fasync_lock, flags);
	there = *find_entry(queue, file);
	if (there) {
		there->fa_fd = fd;
	} else {
		*fa = (struct fasync_struct){ fd, file, *queue };
		*queue = fa;
		file->f_flags |= O_ASYNC;
	}
	spin_unlock_irqrestore(&fasync_lock, flags);
	if (there)
		kfree(fa);
	return !there;
}

/* As sigio: by SIGIO without more, or by the signal of F_SETSIG with all. */
static void tell_entry(const struct fasync_struct *fa, int sig, int band)
{
	const struct fown_struct *fown = &fa->fa_file->f_owner;
	struct kernel_siginfo info = {
		.si_signo = SIGIO, .si_code = SI_KERNEL,
	};

	if (!fown->pid || (sig == SIGURG && !fown->signum))
		return;
	if (fown->signum && band >= POLL_IN && band <= POLL_HUP)
		info = (struct kernel_siginfo){
			.si_signo = fown->signum, .si_code = band,
			.si_fd = fa->fa_fd, .si_band = bands[band],
		};
	send_to_owner(fown, &info);
}

void kill_fasync(struct fasync_struct **queue, int sig, int band)
{
	unsigned long flags;

	if (!READ_ONCE(*queue))
		return;
	spin_lock_irqsave(&fasync_lock, flags);
	for (struct fasync_struct *fa = *queue; fa; fa = fa->fa_next)
		tell_entry(fa, sig, band);
	spin_unlock_irqrestore(&fasync_lock, flags);
}
