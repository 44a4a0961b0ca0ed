/* SPDX-License-Identifier: MIT */
/*
 * bitops.h - single bits.
 */
#ifndef DOOR_ASM_BITOPS_H
#define DOOR_ASM_BITOPS_H

#include <linux/bitops.h>

#endif
