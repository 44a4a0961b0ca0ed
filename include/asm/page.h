/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - frames and addresses, in front of the machine's own.
 */
#ifndef DOOR_ASM_PAGE_H
#define DOOR_ASM_PAGE_H
#include <octavo/page.h>
#endif
#include_next <asm/page.h>
