/* SPDX-License-Identifier: MIT */
/*
 * asm/percpu.h - which CPU is this? On bare x86: the one a segment points to.
 *
 * FS on i386 (programs have GS), GS on x86-64. Its base is the CPU's struct
 * x86_cpu, whose first word is the address of its struct cpu, and which has
 * that very structure PERCPU_CORE bytes on: a field of it is one operand.
 */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

#define PERCPU_CORE	64

#ifndef __ASSEMBLER__

#if __SIZEOF_POINTER__ == 8
#define PERCPU_SEGMENT	"gs"
#define __percpu_seg	__seg_gs
#else
#define PERCPU_SEGMENT	"fs"
#define __percpu_seg	__seg_fs
#endif

/* Volatile: the answer must not be kept where code may go on on another CPU. */
static inline struct cpu *this_cpu(void)
{
	struct cpu *cpu;

	__asm__ __volatile__("mov %%" PERCPU_SEGMENT ":0, %0" : "=r"(cpu));
	return cpu;
}

/* A field of this CPU's struct cpu, to read, write or count. Code only goes on
 * on another CPU behind a call, and a call makes the compiler read it again. */
extern struct cpu __percpu_seg x86_percpu_core;	/* at PERCPU_CORE */
#define this_cpu_var(field)	(x86_percpu_core.field)

static inline void cpu_relax(void)
{
	__builtin_ia32_pause();
}

/* Who waits with interrupts off answers other CPUs' TLB shootdowns here: one
 * of them may hold what is waited for. */
void x86_tlb_serve(void);

static inline void cpu_relax_long(void)
{
	cpu_relax();
	x86_tlb_serve();
}

#endif
#endif
