/* SPDX-License-Identifier: MIT */
/* asm/percpu.h - there is one CPU. */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

extern struct cpu the_cpu;

static inline struct cpu *this_cpu(void)
{
	return &the_cpu;
}

static inline void cpu_relax(void)
{
	__asm__ __volatile__("pause");
}

static inline void cpu_relax_long(void)
{
}

#endif
