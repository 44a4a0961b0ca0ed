/* SPDX-License-Identifier: MIT */
/*
 * crc16.h - cyclic redundancy checks of 16 bits.
 */
#ifndef DOOR_LINUX_CRC16_H
#define DOOR_LINUX_CRC16_H

#include <linux/types.h>
#include <octavo/crc.h>

#endif
