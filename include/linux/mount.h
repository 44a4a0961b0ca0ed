/* SPDX-License-Identifier: MIT */
/*
 * linux/mount.h - trees.
 */
#ifndef DOOR_LINUX_MOUNT_H
#define DOOR_LINUX_MOUNT_H

#include <linux/fs.h>

#endif
