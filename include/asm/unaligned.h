/* SPDX-License-Identifier: MIT */
/*
 * unaligned.h - numbers at any address.
 */
#ifndef DOOR_ASM_UNALIGNED_H
#define DOOR_ASM_UNALIGNED_H

#include <octavo/unaligned.h>
#include <linux/types.h>

#endif
