/* SPDX-License-Identifier: MIT */
/*
 * linux/proc_fs.h - what drivers have in /proc.
 */
#ifndef DOOR_LINUX_PROC_FS_H
#define DOOR_LINUX_PROC_FS_H

#include <linux/compiler.h>
#include <linux/fs.h>
#include <linux/types.h>
#include <octavo/proc_fs.h>

/* Before Linux 5.6 entries had file operations. */
#define proc_create(name, mode, parent, ops)				\
	proc_create_data(name, mode, parent, ops, NULL)
#define proc_create_data(name, mode, parent, ops, data)			\
	_Generic((ops),							\
		 struct file_operations *: proc_create_fops,		\
		 const struct file_operations *: proc_create_fops,	\
		 default: (proc_create_data))(name, mode, parent, ops, data)

#endif
