/* SPDX-License-Identifier: MIT */
/*
 * linux/fs.h - files and their operations.
 */
#ifndef DOOR_LINUX_FS_H
#define DOOR_LINUX_FS_H

#include <linux/bug.h>
#include <linux/capability.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/ioctl.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/stat.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <linux/mm_types.h>
#include <octavo/cdev.h>
#include <octavo/fasync.h>
#include <octavo/file.h>
#include <octavo/fs.h>
#include <octavo/libfs.h>

#define pipe_inode_info		pipe

#endif
