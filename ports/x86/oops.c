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
#define MAX_STACK	(64 * 1024u)
#define MAX_SCAN	512u		/* words */

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

	symbol_name(ip - at, name, sizeof(name));
	printk(KERN_EMERG "  %0*lx %s\n", 2 * (int)sizeof(ip), ip, name);
}

#ifdef __i386__

/* Is @ip in the image, right behind a call? */
static bool return_address(unsigned long ip)
{
	const u8 *p = (const u8 *)ip;

	if (ip < (unsigned long)kernel_start + 8 ||
	    ip >= (unsigned long)kernel_end)
		return false;
	/* call rel32; call *r, *(r), *d8(r), *d32 or *d32(r), *d32(,r,s): the
	 * second byte has 2 in bits 3-5. */
	return p[-5] == 0xe8 || (p[-2] == 0xff && (p[-1] & 0x38) == 0x10) ||
	       (p[-3] == 0xff && (p[-2] & 0x38) == 0x10) ||
	       (p[-6] == 0xff && (p[-5] & 0x38) == 0x10) ||
	       (p[-7] == 0xff && (p[-6] & 0x38) == 0x10);
}

/* The code keeps no frame pointers: all return addresses on the stack, from
 * @sp on, are shown. One may be left over from a call that has returned. */
void show_backtrace(unsigned long ip, unsigned long sp)
{
	const unsigned long *p = (const unsigned long *)(sp & -sizeof(long));
	const unsigned long *end = p + MAX_SCAN;

	printk(KERN_EMERG "backtrace (what the stack holds):\n");
	show_frame(ip, 0);
	if (sp < TASK_SIZE || sp >= TASK_SIZE + LINEAR_SIZE - MAX_STACK)
		return;
	for (unsigned int n = 0; p < end && n < MAX_FRAMES; p++) {
		if (return_address(*p)) {
			show_frame(*p, 1);
			n++;
		}
	}
}

/* A trap in the kernel pushes no stack pointer: it is where it would be. */
static unsigned long backtrace_start(const struct pt_regs *regs)
{
	return (unsigned long)&regs->esp;
}

#else

/* Is @bp a place further up the stack that a frame at @low may lead to? */
static bool plausible(unsigned long bp, unsigned long low)
{
	return bp > low && bp - low < MAX_STACK && bp % sizeof(long) == 0;
}

/* Return addresses are looked up one byte before, in the call: behind a call
 * that never returns another function may begin. */
void show_backtrace(unsigned long ip, unsigned long bp)
{
	unsigned int at = 0;

	printk(KERN_EMERG "backtrace:\n");
	/* The first may be anything: a jump to nowhere is an oops, too. */
	for (unsigned int i = 0; i < MAX_FRAMES && (!i || ip >= TASK_SIZE); i++) {
		const unsigned long *frame = (const unsigned long *)bp;

		show_frame(ip, at);
		if (bp < TASK_SIZE || bp % sizeof(long))
			break;
		ip = frame[1];
		bp = plausible(frame[0], bp) ? frame[0] : 0;
		at = 1;
	}
}

static unsigned long backtrace_start(const struct pt_regs *regs)
{
	return frame_pointer(regs);
}

#endif

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
	show_backtrace(instruction_pointer(regs), backtrace_start(regs));
	x86_exit(3);
}
