/* SPDX-License-Identifier: MIT */
/*
 * asm/processor.h - what loops that wait do.
 */
#ifndef DOOR_ASM_PROCESSOR_H
#define DOOR_ASM_PROCESSOR_H

#include <octavo/cpu.h>

#endif
