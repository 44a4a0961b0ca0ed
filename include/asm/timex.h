/* SPDX-License-Identifier: MIT */
/*
 * asm/timex.h - the counter of the CPU.
 */
#ifndef DOOR_ASM_TIMEX_H
#define DOOR_ASM_TIMEX_H

#include <octavo/types.h>

typedef unsigned long long	cycles_t;

static inline cycles_t get_cycles(void)
{
	return __builtin_ia32_rdtsc();
}

#define rdtsc()			__builtin_ia32_rdtsc()
#define rdtsc_ordered()		__builtin_ia32_rdtsc()

#endif
