/* SPDX-License-Identifier: MIT */
/*
 * asm/ptrace.h - the user registers of a task while it is in the kernel.
 *
 * For the reference kernel only; the library never sees them. The entry code
 * saves what user code had, in whatever order it likes, and restores it from
 * here. The kernel reads and writes it through the functions below.
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

struct pt_regs {
	unsigned long args[6];		/* registers with a call's arguments */
	unsigned long result;		/* register with its result */
	unsigned long nr;		/* number of the call; -1: not a call */
	unsigned long ip, sp;
};

/* Number of the system call, -1 if the entry was none. */
static inline unsigned long syscall_nr(const struct pt_regs *regs)
{
	return regs->nr;
}

/* Its six arguments. */
static inline void syscall_get_arguments(const struct pt_regs *regs,
					 unsigned long *args)
{
	for (int i = 0; i < 6; i++)
		args[i] = regs->args[i];
}

/* What user code finds as its result: a value or -errno. */
static inline void syscall_set_return(struct pt_regs *regs, long val)
{
	regs->result = (unsigned long)val;
}

#define user_stack_pointer(regs)	((regs)->sp)
#define instruction_pointer(regs)	((regs)->ip)

/* The registers a program starts with. */
static inline void start_thread(struct pt_regs *regs, unsigned long ip,
				unsigned long sp)
{
	*regs = (struct pt_regs){ .nr = -1ul, .ip = ip, .sp = sp };
}

#endif
