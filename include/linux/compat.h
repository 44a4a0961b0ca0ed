/* SPDX-License-Identifier: MIT */
/*
 * compat.h - programs of 32 bits on a machine of 64.
 */
#ifndef DOOR_LINUX_COMPAT_H
#define DOOR_LINUX_COMPAT_H

#include <linux/types.h>
#include <linux/uaccess.h>
#include <octavo/compat.h>

#endif
