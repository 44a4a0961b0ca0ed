/* SPDX-License-Identifier: MIT */
/*
 * bitops.h - single bits.
 */
#ifndef DOOR_LINUX_BITOPS_H
#define DOOR_LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/typecheck.h>
#include <octavo/bitops.h>
#include <asm/types.h>

#endif
