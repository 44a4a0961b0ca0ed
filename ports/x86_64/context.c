/* SPDX-License-Identifier: MIT */
/*
 * context.c - kernel stacks, and the registers that only user code has.
 *
 *	a stack at rest, from ctx->sp up:
 *		r15 r14 r13 r12 rbx rbp, where switch_stack() returns to
 *
 * An entry from user code begins at the top of the stack that was switched to:
 * the CPU finds it in its TSS, SYSCALL's entry in struct x86_cpu.
 */
#include <octavo/bug.h>
#include <octavo/kernel.h>
#include <octavo/port.h>
#include <uapi/signal.h>
#include <asm/page.h>
#include <asm/ptrace.h>
#include "../x86/x86.h"
#include "x86_64.h"

BUILD_BUG_ON(offsetof(struct pt_regs, r11) != REGS_R11);
BUILD_BUG_ON(offsetof(struct pt_regs, rcx) != REGS_RCX);
BUILD_BUG_ON(offsetof(struct pt_regs, orig_rax) != REGS_ORIG_RAX);
BUILD_BUG_ON(offsetof(struct pt_regs, rip) != REGS_RIP);
BUILD_BUG_ON(offsetof(struct pt_regs, cs) != REGS_CS);
BUILD_BUG_ON(offsetof(struct pt_regs, rflags) != REGS_RFLAGS);
BUILD_BUG_ON(offsetof(struct pt_regs, rsp) != REGS_RSP);
BUILD_BUG_ON(offsetof(struct pt_regs, ss) != REGS_SS);
BUILD_BUG_ON(sizeof(struct pt_regs) != REGS_SIZE);
BUILD_BUG_ON(offsetof(struct x86_cpu, cpu) != 0);
BUILD_BUG_ON(offsetof(struct x86_cpu, kernel_sp) != CPU_KERNEL_SP);
BUILD_BUG_ON(offsetof(struct x86_cpu, user_sp) != CPU_USER_SP);

#define SI_KERNEL	0x80

/* entry.S */
void switch_stack(void **prev, void *next);
void context_start(void);
__noreturn void load_user_regs(const struct pt_regs *regs);
/* Called from there. */
void x86_bad_user_ip(struct pt_regs *regs);

void arch_context_init(struct arch_context *ctx, void *stack, size_t size,
		       void (*fn)(void))
{
	void **sp = (void **)((char *)stack + size);

	*--sp = NULL;			/* the end of a backtrace, twice: */
	*--sp = NULL;			/* calls want 16 bytes' alignment */
	*--sp = (void *)context_start;
	*--sp = NULL;			/* rbp */
	*--sp = (void *)fn;		/* rbx */
	for (int i = 0; i < 4; i++)	/* r12 to r15 */
		*--sp = NULL;
	ctx->sp = sp;
}

/* A base that is not canonical is refused by the instruction, and one in the
 * upper half would be taken for the kernel's: neither gets here. */
void arch_set_user_tls(unsigned long base)
{
	BUG_ON(base >= TASK_SIZE);
	wrmsr(MSR_FS_BASE, base);
}

unsigned long arch_get_user_tls(void)
{
	return rdmsr(MSR_FS_BASE);
}

/* As switch_stack() saves it. */
unsigned long arch_context_frame(const struct arch_context *ctx)
{
	return ((const unsigned long *)ctx->sp)[5];
}

void arch_context_switch(struct arch_context *prev, struct arch_context *next,
			 void *stack, size_t size)
{
	const unsigned long mine = this_x86_cpu()->kernel_sp;
	const unsigned long tls = arch_get_user_tls();

	cpu_set_kernel_stack(stack ? (unsigned long)stack + size : 0);
	switch_stack(&prev->sp, next->sp);
	arch_set_user_tls(tls);
	cpu_set_kernel_stack(mine);
}

/* Code and stack segment are the same for all user code: the way back sets
 * them. GS cannot be loaded here, its base is the kernel's now. */
void start_thread(struct pt_regs *regs, unsigned long ip, unsigned long sp)
{
	*regs = (struct pt_regs){
		.orig_rax = -1ul, .rip = ip, .rsp = sp,
		.rflags = EFLAGS_IF | EFLAGS_FIXED,
	};
	__asm__ __volatile__("mov %0, %%ds\n\tmov %0, %%es\n\tmov %0, %%fs"
			     : : "r"(0));
	wrmsr(MSR_FS_BASE, 0);
	wrmsr(MSR_KERNEL_GS_BASE, 0);
	cpu_reset_fpu();
}

void arch_enter_user(const struct pt_regs *regs)
{
	struct pt_regs start = *regs;

	BUG_ON(!this_x86_cpu()->kernel_sp);
	arch_irq_save();
	load_user_regs(&start);
}

/* User code would go on at an address that is not canonical: it made a signal
 * frame or a handler with it. */
void x86_bad_user_ip(struct pt_regs *regs)
{
	kernel_user_fault(regs, SIGSEGV, SI_KERNEL, 0);
}
