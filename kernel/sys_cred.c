/* SPDX-License-Identifier: MIT */
/*
 * sys_cred.c - who a thread is: user, group, further groups.
 *
 * A thread has four ids of each kind: real (who started it), effective (what
 * it may do), saved (what it may become again), and one for file accesses,
 * which follows the effective one unless setfsuid(2) says otherwise. The
 * effective user 0 may do everything; there are no finer capabilities, so a
 * thread has all of them or none.
 *
 * Locking: none; a thread changes its own only. A list of groups is shared by
 * those forked from each other and is replaced, never changed.
 */
#include "internal.h"
#include <uapi/mount.h>

void cred_copy(struct task *to, const struct task *from)
{
	to->uid = from->uid;
	to->euid = from->euid;
	to->suid = from->suid;
	to->fsuid = from->fsuid;
	to->gid = from->gid;
	to->egid = from->egid;
	to->sgid = from->sgid;
	to->fsgid = from->fsgid;
	to->groups = from->groups;
	to->no_new_privs = from->no_new_privs;
	if (to->groups)
		refcount_inc(&to->groups->count);
}

void groups_put(struct group_info *groups)
{
	if (groups && refcount_dec_and_test(&groups->count))
		kfree(groups);
}

void cred_release(struct task *task)
{
	groups_put(task->groups);
	task->groups = NULL;
}

static bool groups_have(const struct group_info *groups, u32 gid)
{
	unsigned int from = 0, to = groups ? groups->nr : 0;

	while (from < to) {
		unsigned int mid = from + (to - from) / 2;

		if (groups->gid[mid] == gid)
			return true;
		if (groups->gid[mid] < gid)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

bool in_group(const struct task *task, u32 gid)
{
	return task->fsgid == gid || groups_have(task->groups, gid);
}

void cred_prepare(const struct inode *inode, struct exec_image *img)
{
	const umode_t setgid = S_ISGID | S_IXGRP;
	const struct task *task = current_task();
	const bool may = !task->no_new_privs &&
			 !(inode->i_sb->s_flags & MS_NOSUID);

	img->euid = task->euid;
	img->egid = task->egid;
	if (inode->i_mode & S_ISUID && may)
		img->euid = inode->i_uid;
	if ((inode->i_mode & setgid) == setgid && may)
		img->egid = inode->i_gid;
	img->secure = img->euid != task->uid || img->egid != task->gid;
}

void cred_commit(const struct exec_image *img)
{
	struct task *task = current_task();

	task->euid = task->suid = task->fsuid = img->euid;
	task->egid = task->sgid = task->fsgid = img->egid;
}

/* ---- the ids ------------------------------------------------------------ */

#define KEEP	(~0u)		/* leaves an id alone */

struct ids {
	u32 real, effective, saved;
};

static struct ids uids_of(const struct task *task)
{
	return (struct ids){ task->uid, task->euid, task->suid };
}

static struct ids gids_of(const struct task *task)
{
	return (struct ids){ task->gid, task->egid, task->sgid };
}

/* A thread that has become somebody else may know what it should not tell, and
 * forgets whose end it wanted to hear of. */
static void become_another(struct task *task)
{
	task->signal->undumpable = true;
	task->death_signal = 0;
}

static long set_uids(const struct ids *to)
{
	struct task *task = current_task();

	if (to->effective != task->euid || to->effective != task->fsuid)
		become_another(task);
	task->uid = to->real;
	task->suid = to->saved;
	task->euid = task->fsuid = to->effective;
	return 0;
}

static long set_gids(const struct ids *to)
{
	struct task *task = current_task();

	if (to->effective != task->egid || to->effective != task->fsgid)
		become_another(task);
	task->gid = to->real;
	task->sgid = to->saved;
	task->egid = task->fsgid = to->effective;
	return 0;
}

static bool is_one_of(const struct ids *ids, u32 id)
{
	return id == KEEP || id == ids->real || id == ids->effective ||
	       id == ids->saved;
}

/* setuid(2): of root all three, of others the effective one. */
static long change_one(struct ids *ids, u32 to)
{
	if (to == KEEP)
		return -EINVAL;
	if (capable()) {
		*ids = (struct ids){ to, to, to };
		return 0;
	}
	if (to != ids->real && to != ids->saved)
		return -EPERM;
	ids->effective = to;
	return 0;
}

/* setreuid(2): the saved one follows when the old identity is given up. */
static long change_two(struct ids *ids, u32 r, u32 e)
{
	const struct ids old = *ids;

	if (!capable()) {
		if (r != KEEP && r != old.real && r != old.effective)
			return -EPERM;
		if (!is_one_of(&old, e))
			return -EPERM;
	}
	if (r != KEEP)
		ids->real = r;
	if (e != KEEP)
		ids->effective = e;
	if (r != KEEP || (e != KEEP && e != old.real))
		ids->saved = ids->effective;
	return 0;
}

static long change_three(struct ids *ids, u32 r, u32 e, u32 s)
{
	if (!capable() && !(is_one_of(ids, r) && is_one_of(ids, e) &&
			    is_one_of(ids, s)))
		return -EPERM;
	if (r != KEEP)
		ids->real = r;
	if (e != KEEP)
		ids->effective = e;
	if (s != KEEP)
		ids->saved = s;
	return 0;
}

SYSCALL_DEFINE1(setuid, u32, uid)
{
	struct ids ids = uids_of(current_task());
	long err = change_one(&ids, uid);

	return err ? err : set_uids(&ids);
}

SYSCALL_DEFINE1(setgid, u32, gid)
{
	struct ids ids = gids_of(current_task());
	long err = change_one(&ids, gid);

	return err ? err : set_gids(&ids);
}

SYSCALL_DEFINE2(setreuid, u32, r, u32, e)
{
	struct ids ids = uids_of(current_task());
	long err = change_two(&ids, r, e);

	return err ? err : set_uids(&ids);
}

SYSCALL_DEFINE2(setregid, u32, r, u32, e)
{
	struct ids ids = gids_of(current_task());
	long err = change_two(&ids, r, e);

	return err ? err : set_gids(&ids);
}

SYSCALL_DEFINE3(setresuid, u32, r, u32, e, u32, s)
{
	struct ids ids = uids_of(current_task());
	const u32 fsuid = current_task()->fsuid;
	long err = change_three(&ids, r, e, s);

	if (err)
		return err;
	set_uids(&ids);
	if (r == KEEP && e == KEEP && s == KEEP)
		current_task()->fsuid = fsuid;
	return 0;
}

SYSCALL_DEFINE3(setresgid, u32, r, u32, e, u32, s)
{
	struct ids ids = gids_of(current_task());
	const u32 fsgid = current_task()->fsgid;
	long err = change_three(&ids, r, e, s);

	if (err)
		return err;
	set_gids(&ids);
	if (r == KEEP && e == KEEP && s == KEEP)
		current_task()->fsgid = fsgid;
	return 0;
}

static long put_ids(const struct ids *ids, u32 __user *r, u32 __user *e,
		    u32 __user *s)
{
	if (put_user(ids->real, r) || put_user(ids->effective, e) ||
	    put_user(ids->saved, s))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE3(getresuid, u32 __user *, r, u32 __user *, e, u32 __user *, s)
{
	const struct ids ids = uids_of(current_task());

	return put_ids(&ids, r, e, s);
}

SYSCALL_DEFINE3(getresgid, u32 __user *, r, u32 __user *, e, u32 __user *, s)
{
	const struct ids ids = gids_of(current_task());

	return put_ids(&ids, r, e, s);
}

/* They tell the old id and never that they failed. */
SYSCALL_DEFINE1(setfsuid, u32, uid)
{
	struct task *task = current_task();
	const struct ids ids = uids_of(task);
	const u32 old = task->fsuid;

	if (uid != KEEP && (capable() || is_one_of(&ids, uid)))
		task->fsuid = uid;
	return old;
}

SYSCALL_DEFINE1(setfsgid, u32, gid)
{
	struct task *task = current_task();
	const struct ids ids = gids_of(task);
	const u32 old = task->fsgid;

	if (gid != KEEP && (capable() || is_one_of(&ids, gid)))
		task->fsgid = gid;
	return old;
}

/* ---- further groups ----------------------------------------------------- */

struct group_info *groups_alloc(unsigned int nr)
{
	struct group_info *groups = kmalloc(sizeof(*groups) + nr * sizeof(u32),
					    GFP_KERNEL);

	if (!groups)
		return NULL;
	refcount_set(&groups->count, 1);
	groups->nr = nr;
	return groups;
}

/* Heapsort: few steps whatever a program gives. */
static void sift(u32 *gid, unsigned int i, unsigned int nr)
{
	unsigned int child;

	for (; (child = 2 * i + 1) < nr; i = child) {
		if (child + 1 < nr && gid[child] < gid[child + 1])
			child++;
		if (gid[i] >= gid[child])
			return;
		swap(gid[i], gid[child]);
	}
}

static void sort_groups(u32 *gid, unsigned int nr)
{
	for (unsigned int i = nr / 2; i-- > 0;)
		sift(gid, i, nr);
	for (unsigned int i = nr; i-- > 1;) {
		swap(gid[0], gid[i]);
		sift(gid, 0, i);
	}
}

long set_groups(struct group_info *groups)
{
	struct task *task = current_task();

	for (unsigned int i = 0; i < groups->nr; i++) {
		if (groups->gid[i] != KEEP)
			continue;
		kfree(groups);
		return -EINVAL;
	}
	sort_groups(groups->gid, groups->nr);
	groups_put(task->groups);
	task->groups = groups;
	return 0;
}

SYSCALL_DEFINE2(getgroups, int, size, u32 __user *, list)
{
	const struct group_info *groups = current_task()->groups;
	int nr = groups ? (int)groups->nr : 0;

	if (size < 0 || (size && size < nr))
		return -EINVAL;
	if (size && nr && copy_to_user(list, groups->gid, nr * sizeof(u32)))
		return -EFAULT;
	return nr;
}

SYSCALL_DEFINE2(setgroups, int, size, const u32 __user *, list)
{
	struct group_info *groups;

	if (!capable())
		return -EPERM;
	if (size < 0 || size > NGROUPS_MAX)
		return -EINVAL;
	groups = groups_alloc(size);
	if (!groups)
		return -ENOMEM;
	if (size && copy_from_user(groups->gid, list, size * sizeof(u32))) {
		kfree(groups);
		return -EFAULT;
	}
	return set_groups(groups);
}
