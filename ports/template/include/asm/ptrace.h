/* SPDX-License-Identifier: MIT */
/*
 * asm/ptrace.h - the user registers of a task while it is in the kernel.
 *
 * For the reference kernel only; the library never sees them. The entry code
 * saves what user code had, in the order that suits it, and restores it from
 * here. The kernel uses the functions below, and, where it takes the arguments
 * of a call or builds the frame of a signal handler, the registers by name:
 * those of the programs it runs (kernel/abi/), x86-64 or i386.
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

#if __SIZEOF_POINTER__ == 8

struct pt_regs {
	unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8;
	unsigned long rax, rcx, rdx, rsi, rdi;
	unsigned long orig_rax;		/* system call number; -1: not one */
	unsigned long rip, rflags, rsp;
};

/* Number of the system call, -1 if the entry was none. */
static inline unsigned long syscall_nr(const struct pt_regs *regs)
{
	return regs->orig_rax;
}

/* Its six arguments. */
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

/* What user code finds as its result: a value or -errno. */
static inline void syscall_set_return(struct pt_regs *regs, long val)
{
	regs->rax = (unsigned long)val;
}

#define user_stack_pointer(regs)	((regs)->rsp)
#define instruction_pointer(regs)	((regs)->rip)

/* The registers a program starts with. */
static inline void start_thread(struct pt_regs *regs, unsigned long ip,
				unsigned long sp)
{
	*regs = (struct pt_regs){ .orig_rax = -1ul, .rip = ip, .rsp = sp,
				  .rflags = 0x202 };
}

#else

#define USER_CS		0x73
#define USER_DS		0x7b
#define X86_EFLAGS_TF	0x00000100
#define X86_EFLAGS_DF	0x00000400
#define X86_EFLAGS_RF	0x00010000

struct pt_regs {
	unsigned long ebx, ecx, edx, esi, edi, ebp, eax;
	unsigned long ds, es, fs, gs;
	unsigned long orig_eax;		/* system call number; -1: not one */
	unsigned long eip, cs, eflags, esp, ss;
};

static inline unsigned long syscall_nr(const struct pt_regs *regs)
{
	return regs->orig_eax;
}

static inline void syscall_set_return(struct pt_regs *regs, long val)
{
	regs->eax = (unsigned long)val;
}

#define user_stack_pointer(regs)	((regs)->esp)
#define instruction_pointer(regs)	((regs)->eip)

static inline void start_thread(struct pt_regs *regs, unsigned long ip,
				unsigned long sp)
{
	*regs = (struct pt_regs){
		.ds = USER_DS, .es = USER_DS, .orig_eax = -1ul, .eip = ip,
		.cs = USER_CS, .eflags = 0x202, .esp = sp, .ss = USER_DS,
	};
}

/* Registers that user code wrote (a signal frame): whatever they hold, going
 * back with them leads to user mode with interrupts on. */
static inline void regs_make_user(struct pt_regs *regs)
{
	regs->cs |= 3;
	regs->ss |= 3;
	regs->eflags = (regs->eflags & 0x50dd5) | 0x202;
}

#endif

#endif
