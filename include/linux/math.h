/* SPDX-License-Identifier: MIT */
/*
 * math.h - rounding, absolute values, roots.
 */
#ifndef DOOR_LINUX_MATH_H
#define DOOR_LINUX_MATH_H

#include <octavo/math.h>
#include <linux/types.h>

#endif
