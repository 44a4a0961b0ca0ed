/* SPDX-License-Identifier: MIT */
/*
 * linux/path.h - a name with the tree it is in.
 */
#ifndef DOOR_LINUX_PATH_H
#define DOOR_LINUX_PATH_H

#include <octavo/fs.h>

#endif
