/* SPDX-License-Identifier: MIT */
/*
 * hash.h - spreading keys by multiplication.
 */
#ifndef DOOR_LINUX_HASH_H
#define DOOR_LINUX_HASH_H

#include <asm/types.h>
#include <linux/compiler.h>
#include <octavo/hash.h>

#endif
