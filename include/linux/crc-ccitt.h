/* SPDX-License-Identifier: MIT */
/*
 * crc-ccitt.h - cyclic redundancy checks of 16 bits.
 */
#ifndef DOOR_LINUX_CRC_CCITT_H
#define DOOR_LINUX_CRC_CCITT_H

#include <linux/types.h>
#include <octavo/crc.h>

#endif
