/* SPDX-License-Identifier: MIT */
/*
 * compat.h - programs of 32 bits on a machine of 64.
 */
#ifndef DOOR_ASM_COMPAT_H
#define DOOR_ASM_COMPAT_H

#include <linux/compat.h>

#endif
