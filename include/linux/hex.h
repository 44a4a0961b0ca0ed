/* SPDX-License-Identifier: MIT */
/*
 * hex.h - bytes as hexadecimal text.
 */
#ifndef DOOR_LINUX_HEX_H
#define DOOR_LINUX_HEX_H

#include <linux/types.h>
#include <octavo/hexdump.h>

#endif
