/* SPDX-License-Identifier: MIT */
/*
 * x86_64.h - what the files of this machine share, beyond ../x86/x86.h.
 */
#ifndef X86_64_X86_64_H
#define X86_64_X86_64_H

#include <octavo/types.h>
#include <asm/pgtable.h>
#include "asm-defs.h"

static inline void wrmsr(u32 msr, u64 val)
{
	__asm__ __volatile__("wrmsr" : : "c"(msr), "a"((u32)val),
			     "d"((u32)(val >> 32)) : "memory");
}

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ __volatile__("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

/* Where the next entry from user code on this CPU finds its stack. */
void cpu_set_kernel_stack(unsigned long top);
/* The root of the kernel alone (boot.S). */
extern char kernel_pgd[];

/* The entry of @addr that is for 2 MiB; tables above are made (early_alloc()). */
pte_t *cpu_kernel_directory(unsigned long addr);

/* Image: text read-only, all else not executable. */
void cpu_protect_image(void);

#endif
