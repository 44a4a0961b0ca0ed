/* SPDX-License-Identifier: MIT */
/*
 * i386.h - what the files of the i386 share among themselves.
 *
 *	boot.S		from the boot loader to C
 *	cpu.c		segments, task state, traps, features of a CPU
 *	entry.S		ways into the kernel and back
 *	context.c	stacks, TLS segments, the code that programs call
 *	pgtable.c	the kernel's half of the tables, and its copies
 *	regs.c		registers of an oops, double faults
 */
#ifndef I386_I386_H
#define I386_I386_H

#include <octavo/types.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>

/* A task as the CPU sees it: where entries from user code find a stack, and
 * where a switch by task gate leaves the registers. */
struct tss {
	u32 link;
	u32 esp0, ss0, esp1, ss1, esp2, ss2;
	u32 cr3, eip, eflags;
	u32 eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u32 es, cs, ss, ds, fs, gs, ldt;
	u16 trap, io_map;
};

struct cpu_tables {
	u64 gdt[GDT_ENTRIES];
	struct tss tss;
	struct tss double_fault;
} __aligned(64);

extern struct cpu_tables cpu_tables[];

/* The root without a user half (PAE: its four entries). */
extern pte_t kernel_pgd[];
/* Entries of the kernel's half, each for LARGE_SIZE from PAGE_OFFSET on. */
extern pte_t kernel_table[];

/* Where entries from user code begin on this CPU: the end of a stack. */
void cpu_set_kernel_stack(unsigned long top);
/* The GDT of this CPU. */
u64 *cpu_gdt(void);
/* Image: text read-only, the rest not executable, a hole below the stack. */
void protect_image(void);

/* First of all, from boot.S: traps are reported from here on. */
void i386_early_init(void);
/* From entry.S, on the stack for it. */
__noreturn void i386_double_fault(void);

#endif
