/* SPDX-License-Identifier: MIT */
/*
 * linux/anon_inodes.h - files that no path names.
 */
#ifndef DOOR_LINUX_ANON_INODES_H
#define DOOR_LINUX_ANON_INODES_H

#include <linux/file.h>

#endif
