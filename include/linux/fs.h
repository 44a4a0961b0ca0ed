/* SPDX-License-Identifier: MIT */
/*
 * linux/fs.h - files and their operations.
 */
#ifndef DOOR_LINUX_FS_H
#define DOOR_LINUX_FS_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/path.h>
#include <linux/rbtree.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/uio.h>
#include <linux/xarray.h>
#include <linux/mm_types.h>
#include <octavo/atomic.h>
#include <octavo/cdev.h>
#include <octavo/fasync.h>
#include <octavo/file.h>
#include <octavo/fs.h>
#include <octavo/libfs.h>
#include <octavo/mutex.h>
#include <octavo/rwsem.h>
#include <octavo/spinlock.h>
#include <octavo/wait.h>

#define pipe_inode_info		pipe

#endif
