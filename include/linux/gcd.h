/* SPDX-License-Identifier: MIT */
/*
 * gcd.h - the greatest common divisor.
 */
#ifndef DOOR_LINUX_GCD_H
#define DOOR_LINUX_GCD_H

#include <linux/compiler.h>
#include <octavo/math.h>

#endif
