/* SPDX-License-Identifier: MIT */
/*
 * unaligned.h - numbers at any address.
 */
#ifndef DOOR_ASM_GENERIC_UNALIGNED_H
#define DOOR_ASM_GENERIC_UNALIGNED_H

#include <linux/unaligned.h>

#endif
