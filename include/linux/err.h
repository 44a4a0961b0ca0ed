/* SPDX-License-Identifier: MIT */
/*
 * err.h - an error number in the place of a pointer.
 */
#ifndef DOOR_LINUX_ERR_H
#define DOOR_LINUX_ERR_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <octavo/err.h>

#endif
