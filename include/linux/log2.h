/* SPDX-License-Identifier: MIT */
/*
 * log2.h - logarithms and powers of two.
 */
#ifndef DOOR_LINUX_LOG2_H
#define DOOR_LINUX_LOG2_H

#include <linux/types.h>
#include <linux/bitops.h>
#include <octavo/math.h>

#endif
