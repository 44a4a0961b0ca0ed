/* SPDX-License-Identifier: MIT */
/*
 * owner.c - who hears by SIGIO that something has become of an open file: the
 * process or group of F_SETOWN, if the file has O_ASYNC and whoever named that
 * owner might have sent the signal himself.
 *
 * Locking: tasklist_lock.
 */
#include "../internal.h"

long file_set_owner(struct file *file, int pid)
{
	const struct task *task = current_task();
	long err = 0;

	if (pid == INT_MIN)
		return -EINVAL;
	lock_tasklist();
	if (pid > 0 && !find_process(pid))
		err = -ESRCH;
	unlock_tasklist();
	if (err)
		return err;
	file->f_owner = pid;
	file->f_owner_uid = task->uid;
	file->f_owner_euid = task->euid;
	return 0;
}

static void tell(struct signal_struct *sig, const struct file *file)
{
	const struct kernel_siginfo info = {
		.si_signo = SIGIO, .si_code = SI_KERNEL,
	};
	const struct task *t;

	if (list_empty(&sig->threads))
		return;
	t = list_first_entry(&sig->threads, struct task, thread_node);
	if (!file->f_owner_euid || file->f_owner_euid == t->suid ||
	    file->f_owner_euid == t->uid || file->f_owner_uid == t->suid ||
	    file->f_owner_uid == t->uid)
		send_group_locked(sig, &info);
}

void file_signal_owner(const struct file *file)
{
	struct signal_struct *sig;
	unsigned long i;

	if (!file->f_owner)
		return;
	lock_tasklist();
	if (file->f_owner > 0) {
		sig = find_process(file->f_owner);
		if (sig)
			tell(sig, file);
	} else {
		xa_for_each(&kernel.processes, i, sig)
			if (sig->pgid == -file->f_owner)
				tell(sig, file);
	}
	unlock_tasklist();
}
