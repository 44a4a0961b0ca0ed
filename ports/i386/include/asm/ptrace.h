/* SPDX-License-Identifier: MIT */
/*
 * asm/ptrace.h - the registers that an entry into the kernel saves.
 *
 * The order is that of the pushes in entry.S, the last one first. What the CPU
 * pushed is at the end; @esp and @ss are there only if it came from user code.
 * Of a segment register only the low 16 bits mean something.
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

/* Segments, numbered as Linux numbers them. */
#define GDT_TLS_MIN	6		/* 6, 7, 8: set_thread_area(2) */
#define GDT_TLS_NR	3
#define KERNEL_CS	0x60
#define KERNEL_DS	0x68
#define USER_CS		0x73
#define USER_DS		0x7b
#define TSS_SELECTOR	0x80
#define PERCPU_SELECTOR	0xd8
#define DOUBLE_FAULT_TSS 0xf8
#define GDT_ENTRIES	32

/* Offsets in struct pt_regs, for assembly; gdt.c proves them. */
#define PT_EBX		0
#define PT_EBP		20
#define PT_EAX		24
#define PT_DS		28
#define PT_FS		36
#define PT_ORIG_EAX	44
#define PT_VECTOR	48
#define PT_EIP		56
#define PT_CS		60
#define PT_EFLAGS	64
#define PT_ESP		68
#define PT_SIZE		76

#define X86_EFLAGS_TF	0x00000100
#define X86_EFLAGS_IF	0x00000200
#define X86_EFLAGS_DF	0x00000400
#define X86_EFLAGS_IOPL	0x00003000
#define X86_EFLAGS_NT	0x00004000
#define X86_EFLAGS_RF	0x00010000
#define X86_EFLAGS_VM	0x00020000
#define X86_EFLAGS_AC	0x00040000
/* What user code may choose by itself: flags of arithmetic, TF, DF, AC, RF. */
#define X86_EFLAGS_USER	0x00050dd5

#ifndef __ASSEMBLER__

#include <octavo/types.h>

struct pt_regs {
	unsigned long ebx, ecx, edx, esi, edi, ebp, eax;
	unsigned long ds, es, fs, gs;
	unsigned long orig_eax;		/* system call number; -1: not one */
	unsigned long vector, error_code;
	unsigned long eip, cs, eflags, esp, ss;
};

/* Virtual 8086 mode is no kernel's, whatever cs is there: no program has it,
 * but QEMU's IRET takes VM from one. */
static inline bool user_mode(const struct pt_regs *regs)
{
	return regs->cs & 3 || regs->eflags & X86_EFLAGS_VM;
}

/* Number of the system call, -1 if the entry was none. */
static inline unsigned long syscall_nr(const struct pt_regs *regs)
{
	return regs->orig_eax;
}

/* Its six arguments. */
static inline void syscall_get_arguments(const struct pt_regs *regs,
					 unsigned long *args)
{
	args[0] = regs->ebx;
	args[1] = regs->ecx;
	args[2] = regs->edx;
	args[3] = regs->esi;
	args[4] = regs->edi;
	args[5] = regs->ebp;
}

/* What user code finds as its result: a value or -errno. */
static inline void syscall_set_return(struct pt_regs *regs, long val)
{
	regs->eax = (unsigned long)val;
}

#define user_stack_pointer(regs)	((regs)->esp)
#define instruction_pointer(regs)	((regs)->eip)
#define frame_pointer(regs)		((regs)->ebp)

/* The registers a program starts with. */
static inline void start_thread(struct pt_regs *regs, unsigned long ip,
				unsigned long sp)
{
	*regs = (struct pt_regs){
		.ds = USER_DS, .es = USER_DS, .orig_eax = -1ul, .eip = ip,
		.cs = USER_CS, .eflags = X86_EFLAGS_IF | 2, .esp = sp,
		.ss = USER_DS,
	};
}

/*
 * Registers that user code wrote (a signal frame): whatever they hold, going
 * back with them leads to user mode with interrupts on, or traps on the way
 * and is found in the exception table.
 */
static inline void regs_make_user(struct pt_regs *regs)
{
	regs->cs |= 3;
	regs->ss |= 3;
	regs->eflags = (regs->eflags & X86_EFLAGS_USER) | X86_EFLAGS_IF | 2;
}

#endif
#endif
