/* SPDX-License-Identifier: MIT */
/*
 * linux/debugfs.h - files for who looks for a mistake.
 */
#ifndef DOOR_LINUX_DEBUGFS_H
#define DOOR_LINUX_DEBUGFS_H

#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/types.h>
#include <octavo/debugfs.h>

#endif
