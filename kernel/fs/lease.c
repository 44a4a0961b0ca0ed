/* SPDX-License-Identifier: MIT */
/*
 * lease.c - leases: who has one is told before others open the file.
 *
 *	holder: fcntl(F_SETLEASE) ... SIGIO, fcntl(F_UNLCK) or (F_RDLCK)
 *	other:              open() -- waits ---------------------> goes on
 *
 * A lease for reading is broken by an open for writing and by truncate(2), one
 * for writing by every open. The opener waits until the holder has given up or
 * lowered its lease, lease_break_time seconds at most: then that is done for it.
 *
 * All leases are in one list. There are few, mostly none, and whoever opens a
 * file looks at the number of them first. That nobody else has the file open is
 * looked for in the tables of all tasks.
 *
 * Locking: none of its own; nothing sleeps between a look and a change.
 */
#include "internal.h"

struct lease {
	struct list_head node;
	struct file *file;		/* no reference: goes with it */
	pid_t pid;			/* who is told */
	unsigned int type;		/* F_RDLCK, F_WRLCK, */
	unsigned int target;		/* and what it is to become */
	u64 end;			/* of the holder's time; 0: unbroken */
};

static LIST_HEAD(leases);
static unsigned int changes;		/* what who waits sleeps on */
unsigned int nr_leases;
unsigned long lease_break_time = 45;

static void lease_changed(void)
{
	WRITE_ONCE(changes, changes + 1);
	arch_wake(&changes, UINT_MAX);
}

static struct lease *lease_of(const struct file *file)
{
	struct lease *l;

	list_for_each_entry(l, &leases, node)
		if (l->file == file)
			return l;
	return NULL;
}

static void lease_drop(struct lease *l)
{
	list_del(&l->node);
	nr_leases--;
	kfree(l);
	lease_changed();
}

static void lease_set(struct lease *l, unsigned int type)
{
	l->type = l->target = type;
	l->end = 0;
	lease_changed();
}

void lease_release(const struct file *file)
{
	struct lease *l = lease_of(file);

	if (l)
		lease_drop(l);
}

/* ---- breaking ------------------------------------------------------------- */

static void tell_holder(const struct lease *l)
{
	const struct kernel_siginfo info = {
		.si_signo = SIGIO, .si_code = SI_KERNEL,
	};
	struct signal_struct *sig;

	lock_tasklist();
	sig = find_process(l->pid);
	if (sig)
		send_group_locked(sig, &info);
	unlock_tasklist();
}

/* Have @l become @target; what was asked for before may be more. */
static void break_one(struct lease *l, unsigned int target)
{
	if (l->end && l->target == F_UNLCK)
		target = F_UNLCK;
	if (l->end && l->target == target)
		return;
	l->target = target;
	l->end = arch_clock_ns(false) +
		 (u64)lease_break_time * NSEC_PER_SEC;
	tell_holder(l);
}

/* Begin to break what stands in the way; its end, or NULL if nothing does. */
static struct lease *break_some(const struct inode *inode, bool write)
{
	struct lease *l, *next, *found = NULL;

	list_for_each_entry_safe(l, next, &leases, node) {
		if (l->file->f_inode != inode ||
		    (!write && l->type != F_WRLCK))
			continue;
		break_one(l, write ? F_UNLCK : F_RDLCK);
		if (arch_clock_ns(false) < l->end)
			found = l;
		else if (l->target == F_UNLCK)
			lease_drop(l);
		else
			lease_set(l, l->target);
	}
	return found;
}

int lease_break(const struct inode *inode, bool write, bool nowait)
{
	const struct lease *l;
	unsigned int seen;

	for (;;) {
		seen = READ_ONCE(changes);
		l = break_some(inode, write);
		if (!l)
			return 0;
		/* Nobody waits for itself. */
		if (nowait || l->pid == current_task()->signal->pid)
			return -EWOULDBLOCK;
		if (signal_pending(current_task()))
			return -ERESTARTSYS;
		wait_until(&changes, seen, l->end);
	}
}

/* ---- taking and giving up --------------------------------------------------- */

/* Is @f in the way of a lease of @type that @file shall have? */
static bool is_in_the_way(const struct file *f, const struct file *file,
			  unsigned int type)
{
	if (!f || f->f_inode != file->f_inode || f->f_mode & FMODE_PATH)
		return false;
	return type == F_WRLCK ? f != file : f->f_mode & FMODE_WRITE;
}

static bool others_have_it_open(const struct file *file, unsigned int type)
{
	struct task *t;
	unsigned long i;

	xa_for_each(&kernel.tasks, i, t)
		for (unsigned int fd = 0; t->files && fd < t->files->max_fds;
		     fd++)
			if (is_in_the_way(t->files->fd[fd], file, type))
				return true;
	return false;
}

/* Does another lease of the file not go with one of @type? */
static bool others_have_leases(const struct file *file, unsigned int type)
{
	const struct lease *l;

	list_for_each_entry(l, &leases, node)
		if (l->file->f_inode == file->f_inode && l->file != file &&
		    (type == F_WRLCK || l->type == F_WRLCK || l->end))
			return true;
	return false;
}

/* Has the holder to give up more than that? */
static bool is_broken_below(const struct lease *l, unsigned int type)
{
	return l && l->end && (l->target == F_UNLCK || type == F_WRLCK);
}

static long lease_take(struct file *file, unsigned int type)
{
	struct lease *l, *fresh = kmalloc(sizeof(*fresh), GFP_KERNEL);

	if (!fresh)
		return -ENOMEM;
	if (is_broken_below(lease_of(file), type) ||
	    others_have_it_open(file, type) || others_have_leases(file, type)) {
		kfree(fresh);
		return -EAGAIN;
	}
	l = lease_of(file);
	if (l) {
		kfree(fresh);
	} else {
		l = fresh;
		*l = (struct lease){ .file = file };
		list_add(&l->node, &leases);
		nr_leases++;
	}
	l->pid = current_task()->signal->pid;
	lease_set(l, type);
	return 0;
}

long fcntl_setlease(struct file *file, unsigned long type)
{
	struct lease *l = lease_of(file);

	if (type > F_UNLCK)
		return -EINVAL;
	if (current_task()->fsuid != file->f_inode->i_uid && !capable())
		return -EACCES;
	if (!S_ISREG(file->f_inode->i_mode))
		return -EINVAL;
	if (type != F_UNLCK)
		return lease_take(file, (unsigned int)type);
	if (!l)
		return -EAGAIN;
	lease_drop(l);
	return 0;
}

long fcntl_getlease(const struct file *file)
{
	const struct lease *l = lease_of(file);

	return l ? (long)l->target : F_UNLCK;
}
