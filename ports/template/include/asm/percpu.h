/* SPDX-License-Identifier: MIT */
/*
 * asm/percpu.h - which CPU is this?
 *
 * Included by octavo/cpu.h behind the definition of struct cpu. this_cpu() is
 * on every fast path of the library: one load is right. A machine with one CPU
 * answers a global; a larger one keeps the pointer where only this CPU looks
 * (a segment base, a system register, the bottom of the stack). The answer
 * must not be kept by the compiler where code may go on on another CPU.
 */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

extern struct cpu template_cpu;

static inline struct cpu *this_cpu(void)
{
	return &template_cpu;
}

/* One round of busy waiting: "pause", "yield", or nothing. */
static inline void cpu_relax(void)
{
	barrier();
}

/* After many rounds. Where another CPU may be put aside by somebody above us
 * (a hypervisor, a host), tell them; else the same. */
static inline void cpu_relax_long(void)
{
	cpu_relax();
}

#endif
