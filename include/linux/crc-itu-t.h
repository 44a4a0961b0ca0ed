/* SPDX-License-Identifier: MIT */
/*
 * crc-itu-t.h - cyclic redundancy checks of 16 bits.
 */
#ifndef DOOR_LINUX_CRC_ITU_T_H
#define DOOR_LINUX_CRC_ITU_T_H

#include <linux/types.h>
#include <octavo/crc.h>

#endif
