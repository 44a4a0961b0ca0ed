/* SPDX-License-Identifier: MIT */
/*
 * byteorder.h - the order of bytes in numbers.
 */
#ifndef DOOR_ASM_BYTEORDER_H
#define DOOR_ASM_BYTEORDER_H

#include <octavo/byteorder.h>

#endif
