/* SPDX-License-Identifier: MIT */
/*
 * asm/percpu.h - a CPU of the hosted machine is a host thread.
 */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

/* Each thread's own CPU. The load is volatile so that the compiler does not
 * keep the thread's address across a switch of stacks. */
extern __thread struct cpu *hosted_this_cpu
	__attribute__((__tls_model__("initial-exec")));

static inline struct cpu *this_cpu(void)
{
	return *(struct cpu *volatile *)&hosted_this_cpu;
}

static inline void cpu_relax(void)
{
	__builtin_ia32_pause();
}

/* After many rounds of waiting: the CPU waited for is a thread which the host
 * may have put aside, so let it run. sched_yield(2), without libc. */
static inline void cpu_relax_long(void)
{
	long ret = 24;

	__asm__ __volatile__("syscall" : "+a"(ret) : : "rcx", "r11", "memory");
}

#endif
