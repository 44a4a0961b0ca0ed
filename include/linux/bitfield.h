/* SPDX-License-Identifier: MIT */
/*
 * bitfield.h - fields of words, by their masks.
 */
#ifndef DOOR_LINUX_BITFIELD_H
#define DOOR_LINUX_BITFIELD_H

#include <linux/build_bug.h>
#include <asm/byteorder.h>
#include <octavo/bitfield.h>

#endif
