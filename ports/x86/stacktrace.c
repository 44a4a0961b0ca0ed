/* SPDX-License-Identifier: MIT */
/*
 * stacktrace.c - who called whom.
 *
 * x86-64 keeps frame pointers: each frame begins with the caller's, and the
 * return address is above it. i386 spends none on them; there every word of
 * the stack that lies in the image, right behind a call, counts. One of them
 * may be left over from a call that has returned.
 *
 * Locking: none. Only the stack in use is read.
 */
#include <octavo/cpu.h>
#include <octavo/port.h>
#include <octavo/stacktrace.h>
#include "x86.h"

#define STACK_SIZE	(32 * 1024ul)	/* blocks of pages: aligned to it */
#define MAX_SCAN	2048ul		/* in other stacks of the image */

extern char boot_stack_guard[];

/* Up to where the stack that @sp is in may be read; 0: @sp is in none. */
static unsigned long stack_end(unsigned long sp)
{
	if (sp % sizeof(long) || sp < TASK_SIZE)
		return 0;
	if (sp >= (unsigned long)kernel_start && sp < (unsigned long)kernel_end)
		return min((unsigned long)kernel_end,
			   sp + (sp > (unsigned long)boot_stack_guard ?
				 STACK_SIZE : MAX_SCAN));
	return ALIGN(sp + 1, STACK_SIZE);
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

unsigned int arch_stack_trace(unsigned long *entries, unsigned int nr,
			      unsigned int skip, unsigned long from)
{
	const unsigned long end = stack_end(from);
	unsigned int n = 0;

	for (; from < end && n < nr; from += sizeof(long)) {
		const unsigned long ip = *(const unsigned long *)from;

		if (!return_address(ip))
			continue;
		if (skip)
			skip--;
		else
			entries[n++] = ip;
	}
	return n;
}

/* A trap in the kernel pushes no stack pointer: it is where it would be. */
unsigned long stack_trace_start(const struct pt_regs *regs)
{
	return (unsigned long)&regs->esp;
}

#else

unsigned int arch_stack_trace(unsigned long *entries, unsigned int nr,
			      unsigned int skip, unsigned long from)
{
	return stack_trace_frames(entries, nr, skip,
				  &(struct stack_part){ from, stack_end(from) });
}

unsigned long stack_trace_start(const struct pt_regs *regs)
{
	return frame_pointer(regs);
}

#endif
