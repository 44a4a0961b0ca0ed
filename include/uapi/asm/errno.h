/* SPDX-License-Identifier: MIT */
/*
 * errno.h - error numbers.
 */
#ifndef DOOR_UAPI_ASM_ERRNO_H
#define DOOR_UAPI_ASM_ERRNO_H

#include <linux/errno.h>

#endif
