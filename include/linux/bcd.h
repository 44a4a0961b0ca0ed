/* SPDX-License-Identifier: MIT */
/*
 * bcd.h - numbers of two decimal digits in a byte.
 */
#ifndef DOOR_LINUX_BCD_H
#define DOOR_LINUX_BCD_H

#include <linux/compiler.h>
#include <octavo/bitrev.h>

#endif
