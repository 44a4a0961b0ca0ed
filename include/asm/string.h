/* SPDX-License-Identifier: MIT */
/*
 * string.h - strings and bytes.
 */
#ifndef DOOR_ASM_STRING_H
#define DOOR_ASM_STRING_H

#include <linux/string.h>

#endif
