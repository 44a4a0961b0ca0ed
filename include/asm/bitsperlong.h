/* SPDX-License-Identifier: MIT */
/*
 * bitsperlong.h - how long a word is.
 */
#ifndef DOOR_ASM_BITSPERLONG_H
#define DOOR_ASM_BITSPERLONG_H

#include <linux/types.h>

#endif
