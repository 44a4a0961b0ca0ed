/* SPDX-License-Identifier: MIT */
/*
 * crc32c.h - cyclic redundancy checks of 32 bits, Castagnoli's.
 */
#ifndef DOOR_LINUX_CRC32C_H
#define DOOR_LINUX_CRC32C_H

#include <linux/types.h>
#include <octavo/crc.h>

#endif
