/* SPDX-License-Identifier: MIT */
/*
 * errno.h - error numbers.
 */
#ifndef DOOR_LINUX_ERRNO_H
#define DOOR_LINUX_ERRNO_H

#include <octavo/errno.h>

#endif
