/* SPDX-License-Identifier: MIT */
/*
 * asm/tlbflush.h - stale translations.
 */
#ifndef DOOR_ASM_TLBFLUSH_H
#define DOOR_ASM_TLBFLUSH_H

#include <octavo/mm.h>

#endif
