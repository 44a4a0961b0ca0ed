/* SPDX-License-Identifier: MIT */
/*
 * oops.c - the last words of a kernel that did what it must not.
 *
 * Locking: the first CPU to get here speaks; it stops the others. One that
 * comes later halts. A trap while speaking ends the machine at once.
 */
#include <octavo/cpu.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include "x86.h"

#define TRAP_PAGE_FAULT	14u
#define PF_RESERVED	0x08u		/* a reserved bit in a page-table entry */
#define MAX_FRAMES	32u

static unsigned int oopsing;		/* CPU number + 1 of who speaks */

static void show_error_code(const struct pt_regs *regs)
{
	const unsigned long code = regs->error_code;

	if (regs->vector != TRAP_PAGE_FAULT) {
		printk(KERN_EMERG "error code %#lx\n", code);
		return;
	}
	printk(KERN_EMERG "error code %#lx: the %s %s %s%s\n", code,
	       code & PF_USER ? "program" : "kernel",
	       code & PF_INSTR ? "executed" :
	       code & PF_WRITE ? "wrote to" : "read from",
	       code & PF_PROT ? "a page that does not allow it" :
				"an address without a page",
	       code & PF_RESERVED ? ", reserved bit set in an entry" : "");
}

static void show_frame(unsigned long ip, unsigned int at)
{
	char name[96];

	arch_symbol_name(ip - at, name, sizeof(name));
	printk(KERN_EMERG "  %0*lx %s\n", 2 * (int)sizeof(ip), ip, name);
}

/* Return addresses are looked up one byte before, in the call: behind a call
 * that never returns another function may begin. */
void show_backtrace(unsigned long ip, unsigned long from)
{
	unsigned long entries[MAX_FRAMES];
	unsigned int nr = arch_stack_trace(entries, MAX_FRAMES, 0, from);

	printk(KERN_EMERG "backtrace%s:\n",
	       STACK_IS_SCANNED ? " (what the stack holds)" : "");
	/* The first may be anything: a jump to nowhere is an oops, too. */
	show_frame(ip, 0);
	for (unsigned int i = 0; i < nr; i++)
		show_frame(entries[i], 1);
}

static void show_task(void)
{
	const struct cpu *cpu = this_cpu();

	printk(KERN_EMERG "CPU %u, task %p, mm %p, preempt count %#x\n",
	       cpu->id, (const void *)cpu->task, (const void *)cpu->task->mm,
	       cpu->preempt_count);
}

/* Only the first to come returns from here. */
static void stop_others(void)
{
	const unsigned int me = smp_processor_id() + 1;
	unsigned int first = 0;

	if (__atomic_compare_exchange_n(&oopsing, &first, me, false,
					__ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
		smp_stop_others();
		return;
	}
	if (first == me)
		x86_exit(3);
	for (;;)
		__asm__ __volatile__("cli\n\thlt");
}

void x86_oops(const char *what, unsigned long addr, const struct pt_regs *regs)
{
	arch_irq_save();
	stop_others();
	printk(KERN_EMERG "kernel BUG: %s at %#lx\n", what, addr);
	show_error_code(regs);
	show_task();
	cpu_show_regs(regs);
	show_backtrace(instruction_pointer(regs), stack_trace_start(regs));
	x86_exit(3);
}
