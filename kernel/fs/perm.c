/* SPDX-License-Identifier: MIT */
/*
 * perm.c - who may do what with a file.
 *
 * One of the three groups of mode bits decides, the first that fits: the
 * owner's, the group's, everybody's. Root may read, write and search
 * everything, and execute what somebody may. What the kernel does on its own
 * account, outside of any task, is not asked about.
 *
 * Locking: none. Mode and owner are words; who changes them meanwhile decides
 * about the next call.
 */
#include "internal.h"
#include <uapi/mount.h>

/* The mode bits that are about a user, of whom @groups are the groups. */
static umode_t bits_for(const struct inode *inode, u32 uid, bool grouped)
{
	if (uid == inode->i_uid)
		return inode->i_mode >> 6;
	return grouped ? inode->i_mode >> 3 : inode->i_mode;
}

static int root_permission(const struct inode *inode, unsigned int mask)
{
	if (!(mask & MAY_EXEC) || S_ISDIR(inode->i_mode) ||
	    inode->i_mode & S_IXUGO)
		return 0;
	return -EACCES;
}

int inode_permission(const struct inode *inode, unsigned int mask)
{
	const struct task *task = task_running();
	umode_t bits;

	if (!task)
		return 0;
	if (mask & MAY_WRITE && inode->i_sb->s_flags & MS_RDONLY &&
	    (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode)))
		return -EROFS;
	if (!task->fsuid)
		return root_permission(inode, mask);
	bits = bits_for(inode, task->fsuid, in_group(task, inode->i_gid));
	return mask & ~bits ? -EACCES : 0;
}

bool inode_is_mine(const struct inode *inode)
{
	const struct task *task = task_running();

	return !task || !task->fsuid || task->fsuid == inode->i_uid;
}

int may_delete(const struct inode *dir, const struct inode *inode)
{
	int err = inode_permission(dir, MAY_WRITE | MAY_EXEC);

	if (err || !(dir->i_mode & S_ISVTX) || inode_is_mine(dir) ||
	    inode_is_mine(inode))
		return err;
	return -EPERM;
}

/* A second name for somebody else's file could be made to outlive it: only for
 * what one may read and write anyway (fs.protected_hardlinks). */
int may_link(const struct inode *inode)
{
	const umode_t setgid = S_ISGID | S_IXGRP;

	if (inode_is_mine(inode))
		return 0;
	if (!S_ISREG(inode->i_mode) || inode->i_mode & S_ISUID ||
	    (inode->i_mode & setgid) == setgid ||
	    inode_permission(inode, MAY_READ | MAY_WRITE))
		return -EPERM;
	return 0;
}

void inode_init_owner(struct inode *inode, const struct inode *dir)
{
	const struct task *task = task_running();

	if (!task)
		return;
	inode->i_uid = task->fsuid;
	inode->i_gid = task->fsgid;
	if (!(dir->i_mode & S_ISGID))
		return;
	inode->i_gid = dir->i_gid;
	if (S_ISDIR(inode->i_mode))
		inode->i_mode |= S_ISGID;
	else if ((inode->i_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) &&
		 task->fsuid && !in_group(task, dir->i_gid))
		inode->i_mode &= ~S_ISGID;
}

void inode_drop_setid(struct inode *inode)
{
	const struct task *task = task_running();

	if (likely(!(inode->i_mode & (S_ISUID | S_ISGID))) || !task ||
	    !task->fsuid)
		return;
	inode->i_mode &= ~S_ISUID;
	if (inode->i_mode & S_IXGRP)
		inode->i_mode &= ~S_ISGID;
}
