/* SPDX-License-Identifier: MIT */
/*
 * asm/ptrace.h - the registers of whoever was interrupted.
 *
 * As the entry code leaves them on the kernel stack: from orig_rax down pushed
 * by it, vector by the stub of the trap, error_code by the processor or the
 * stub, the rest by the processor (or, for SYSCALL, in its place).
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

struct pt_regs {
	unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8;
	unsigned long rax, rcx, rdx, rsi, rdi;
	unsigned long orig_rax;		/* system call number; -1: not one */
	unsigned long vector;		/* trap or interrupt */
	unsigned long error_code;
	unsigned long rip, cs, rflags, rsp, ss;
};

static inline unsigned long syscall_nr(const struct pt_regs *regs)
{
	return regs->orig_rax;
}

static inline void syscall_get_arguments(const struct pt_regs *regs,
					 unsigned long *args)
{
	args[0] = regs->rdi;
	args[1] = regs->rsi;
	args[2] = regs->rdx;
	args[3] = regs->r10;
	args[4] = regs->r8;
	args[5] = regs->r9;
}

static inline void syscall_set_return(struct pt_regs *regs, long val)
{
	regs->rax = (unsigned long)val;
}

#define user_stack_pointer(regs)	((regs)->rsp)
#define instruction_pointer(regs)	((regs)->rip)
#define frame_pointer(regs)		((regs)->rbp)

/* Did they come from user code? */
#define user_mode(regs)			(((regs)->cs & 3) != 0)

/* The registers a program starts with; those that are not in @regs (segment
 * bases, floating point) are set here and now (context.c). */
void start_thread(struct pt_regs *regs, unsigned long ip, unsigned long sp);

#endif
