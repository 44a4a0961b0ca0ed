/* SPDX-License-Identifier: MIT */
/*
 * regs.c - the registers of an oops, and the double fault.
 *
 * A double fault is mostly a kernel stack that has no room for the frame of a
 * page fault: the CPU switches to a task of its own, with a stack and a page
 * table that are right whatever happened, and leaves the registers in the TSS.
 */
#include <octavo/cpu.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "../x86/x86.h"
#include "i386.h"

#define TRAP_DOUBLE_FAULT 8

extern char boot_stack_guard[], boot_stack[];

#define read_control(name)						\
	({								\
		unsigned long rc_val;					\
		__asm__ __volatile__("movl %%" name ", %0" : "=r"(rc_val)); \
		rc_val;							\
	})

/* A trap of kernel code leaves no esp and ss: it goes on right behind. */
static unsigned long stack_pointer(const struct pt_regs *regs)
{
	if (user_mode(regs) || regs->vector == TRAP_DOUBLE_FAULT)
		return regs->esp;
	return (unsigned long)&regs->esp;
}

void cpu_show_regs(const struct pt_regs *regs)
{
	char name[128];

	arch_symbol_name(regs->eip, name, sizeof(name));
	printk(KERN_EMERG "eip: %04lx:%08lx %s\n", regs->cs & 0xffff, regs->eip,
	       name);
	printk(KERN_EMERG "eax: %08lx ebx: %08lx ecx: %08lx edx: %08lx\n",
	       regs->eax, regs->ebx, regs->ecx, regs->edx);
	printk(KERN_EMERG "esi: %08lx edi: %08lx ebp: %08lx esp: %08lx\n",
	       regs->esi, regs->edi, regs->ebp, stack_pointer(regs));
	printk(KERN_EMERG "ds: %04lx es: %04lx fs: %04lx gs: %04lx eflags: %08lx\n",
	       regs->ds & 0xffff, regs->es & 0xffff, regs->fs & 0xffff,
	       regs->gs & 0xffff, regs->eflags);
	printk(KERN_EMERG "cr0: %08lx cr2: %08lx cr3: %08lx cr4: %08lx\n",
	       read_control("cr0"), read_control("cr2"), read_control("cr3"),
	       read_control("cr4"));
}

static bool stack_overflow(unsigned long esp)
{
	return esp >= (unsigned long)boot_stack_guard &&
	       esp < (unsigned long)boot_stack + 64;
}

void i386_double_fault(void)
{
	const struct tss *t = &cpu_tables[smp_processor_id()].tss;
	static struct pt_regs regs;	/* the lock's owner's, for good */

	regs = (struct pt_regs){
		.ebx = t->ebx, .ecx = t->ecx, .edx = t->edx, .esi = t->esi,
		.edi = t->edi, .ebp = t->ebp, .eax = t->eax, .ds = t->ds,
		.es = t->es, .fs = t->fs, .gs = t->gs, .orig_eax = -1ul,
		.vector = TRAP_DOUBLE_FAULT, .eip = t->eip, .cs = t->cs,
		.eflags = t->eflags, .esp = t->esp, .ss = t->ss,
	};
	x86_oops(stack_overflow(t->esp) ? "kernel stack overflow (double fault)" :
					  "double fault", t->esp, &regs);
}
