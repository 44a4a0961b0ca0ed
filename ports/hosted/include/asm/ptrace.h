/* SPDX-License-Identifier: MIT */
/*
 * asm/ptrace.h - the user registers of a task while it is in the kernel.
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

struct pt_regs {
	unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8;
	unsigned long rax, rcx, rdx, rsi, rdi;
	unsigned long orig_rax;		/* system call number; -1: not one */
	unsigned long rip, rflags, rsp;
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

static inline void start_thread(struct pt_regs *regs, unsigned long ip,
				unsigned long sp)
{
	*regs = (struct pt_regs){ .orig_rax = -1ul, .rip = ip, .rsp = sp,
				  .rflags = 0x202 };
}

#endif
