/* SPDX-License-Identifier: MIT */
/*
 * div64.h - 64-bit division.
 */
#ifndef DOOR_ASM_GENERIC_DIV64_H
#define DOOR_ASM_GENERIC_DIV64_H

#include <linux/math64.h>

#endif
