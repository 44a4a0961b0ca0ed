/* SPDX-License-Identifier: MIT */
/*
 * const.h - typed constants for C and assembler.
 */
#ifndef DOOR_LINUX_CONST_H
#define DOOR_LINUX_CONST_H

#include <linux/bits.h>

#endif
