/* SPDX-License-Identifier: MIT */
/*
 * uid16.c - calls with user and group ids of 16 bits.
 *
 * -1 (0xffff) means the same as in 32 bits; an id that does not fit is told as
 * 65534, which nobody has.
 */
#include "../../internal.h"

#define OVERFLOW_ID	65534u

static u32 id_in(u16 id)
{
	return id == 0xffff ? ~0u : id;
}

static u16 id_out(u32 id)
{
	return id > 0xffff ? OVERFLOW_ID : id;
}

/* The plain call with the same arguments, widened. */
static long widened(long (*call)(struct pt_regs *regs), struct pt_regs *regs,
		    unsigned int first, unsigned int nr)
{
	struct pt_regs wide = *regs;
	unsigned long *args[] = { &wide.ebx, &wide.ecx, &wide.edx };

	for (unsigned int i = first; i < first + nr; i++)
		*args[i] = id_in((u16)*args[i]);
	return call(&wide);
}

SYSCALL_DEFINE0(chown16) { return widened(sys_chown, regs, 1, 2); }
SYSCALL_DEFINE0(lchown16) { return widened(sys_lchown, regs, 1, 2); }
SYSCALL_DEFINE0(fchown16) { return widened(sys_fchown, regs, 1, 2); }
SYSCALL_DEFINE0(setuid16) { return widened(sys_setuid, regs, 0, 1); }
SYSCALL_DEFINE0(setgid16) { return widened(sys_setgid, regs, 0, 1); }
SYSCALL_DEFINE0(setreuid16) { return widened(sys_setreuid, regs, 0, 2); }
SYSCALL_DEFINE0(setregid16) { return widened(sys_setregid, regs, 0, 2); }
SYSCALL_DEFINE0(setresuid16) { return widened(sys_setresuid, regs, 0, 3); }
SYSCALL_DEFINE0(setresgid16) { return widened(sys_setresgid, regs, 0, 3); }
SYSCALL_DEFINE0(setfsuid16) { return widened(sys_setfsuid, regs, 0, 1); }
SYSCALL_DEFINE0(setfsgid16) { return widened(sys_setfsgid, regs, 0, 1); }

SYSCALL_DEFINE0(getuid16) { return id_out(current_task()->uid); }
SYSCALL_DEFINE0(geteuid16) { return id_out(current_task()->euid); }
SYSCALL_DEFINE0(getgid16) { return id_out(current_task()->gid); }
SYSCALL_DEFINE0(getegid16) { return id_out(current_task()->egid); }

static long put_ids16(const u32 *ids, u16 __user *r, u16 __user *e,
		      u16 __user *s)
{
	if (put_user(id_out(ids[0]), r) || put_user(id_out(ids[1]), e) ||
	    put_user(id_out(ids[2]), s))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE3(getresuid16, u16 __user *, r, u16 __user *, e, u16 __user *, s)
{
	const struct task *task = current_task();
	const u32 ids[3] = { task->uid, task->euid, task->suid };

	return put_ids16(ids, r, e, s);
}

SYSCALL_DEFINE3(getresgid16, u16 __user *, r, u16 __user *, e, u16 __user *, s)
{
	const struct task *task = current_task();
	const u32 ids[3] = { task->gid, task->egid, task->sgid };

	return put_ids16(ids, r, e, s);
}

SYSCALL_DEFINE2(getgroups16, int, size, u16 __user *, list)
{
	const struct group_info *groups = current_task()->groups;
	int nr = groups ? (int)groups->nr : 0;

	if (size < 0 || (size && size < nr))
		return -EINVAL;
	for (int i = 0; size && i < nr; i++)
		if (put_user(id_out(groups->gid[i]), list + i))
			return -EFAULT;
	return nr;
}

static int get_groups16(struct group_info *groups, const u16 __user *list)
{
	for (unsigned int i = 0; i < groups->nr; i++) {
		u16 gid = 0;

		if (get_user(gid, list + i))
			return -EFAULT;
		groups->gid[i] = id_in(gid);
	}
	return 0;
}

SYSCALL_DEFINE2(setgroups16, int, size, const u16 __user *, list)
{
	struct group_info *groups;
	long err;

	if (!capable())
		return -EPERM;
	if (size < 0 || size > NGROUPS_MAX)
		return -EINVAL;
	groups = groups_alloc(size);
	if (!groups)
		return -ENOMEM;
	err = get_groups16(groups, list);
	if (!err)
		return set_groups(groups);
	kfree(groups);
	return err;
}
