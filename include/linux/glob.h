/* SPDX-License-Identifier: MIT */
/*
 * glob.h - patterns of a shell.
 */
#ifndef DOOR_LINUX_GLOB_H
#define DOOR_LINUX_GLOB_H

#include <linux/types.h>
#include <octavo/string.h>

#endif
