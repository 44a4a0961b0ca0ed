/* SPDX-License-Identifier: MIT */
/*
 * asm/percpu.h - which CPU is this? On bare x86: the one a segment points to.
 *
 * FS on i386 (programs have GS), GS on x86-64. Its base is the CPU's struct
 * x86_cpu, whose first word is the address of its struct cpu.
 */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

#if __SIZEOF_POINTER__ == 8
#define PERCPU_SEGMENT	"gs"
#else
#define PERCPU_SEGMENT	"fs"
#endif

/* Volatile: the answer must not be kept where code may go on on another CPU. */
static inline struct cpu *this_cpu(void)
{
	struct cpu *cpu;

	__asm__ __volatile__("mov %%" PERCPU_SEGMENT ":0, %0" : "=r"(cpu));
	return cpu;
}

static inline void cpu_relax(void)
{
	__builtin_ia32_pause();
}

/* Who waits with interrupts off answers other CPUs' TLB shootdowns here: one
 * of them may hold what is waited for. */
void tlb_serve(void);

static inline void cpu_relax_long(void)
{
	cpu_relax();
	tlb_serve();
}

#endif
