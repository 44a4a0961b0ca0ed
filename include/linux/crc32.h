/* SPDX-License-Identifier: MIT */
/*
 * crc32.h - cyclic redundancy checks of 32 bits.
 */
#ifndef DOOR_LINUX_CRC32_H
#define DOOR_LINUX_CRC32_H

#include <linux/types.h>
#include <linux/bitrev.h>
#include <octavo/crc.h>

#endif
