/* SPDX-License-Identifier: MIT */
/*
 * math64.h - 64-bit division.
 */
#ifndef DOOR_LINUX_MATH64_H
#define DOOR_LINUX_MATH64_H

#include <linux/types.h>
#include <linux/math.h>
#include <octavo/math64.h>

#endif
