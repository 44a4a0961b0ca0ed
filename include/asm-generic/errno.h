/* SPDX-License-Identifier: MIT */
/*
 * errno.h - error numbers.
 */
#ifndef DOOR_ASM_GENERIC_ERRNO_H
#define DOOR_ASM_GENERIC_ERRNO_H

#include <linux/errno.h>

#endif
