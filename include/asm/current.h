/* SPDX-License-Identifier: MIT */
/*
 * asm/current.h - the running task.
 */
#ifndef DOOR_ASM_CURRENT_H
#define DOOR_ASM_CURRENT_H

#include <octavo/cpu.h>

#endif
