/* SPDX-License-Identifier: MIT */
/*
 * asm/atomic.h - integers that several change at once.
 */
#ifndef DOOR_ASM_ATOMIC_H
#define DOOR_ASM_ATOMIC_H

#include <octavo/atomic.h>

#endif
