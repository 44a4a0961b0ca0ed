/* SPDX-License-Identifier: MIT */
/*
 * errno-base.h - error numbers.
 */
#ifndef DOOR_UAPI_ASM_GENERIC_ERRNO_BASE_H
#define DOOR_UAPI_ASM_GENERIC_ERRNO_BASE_H

#include <linux/errno.h>

#endif
