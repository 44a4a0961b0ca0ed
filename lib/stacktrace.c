/* SPDX-License-Identifier: MIT */
/*
 * stacktrace.c - walking frames.
 *
 *	frame:	[ caller's frame | return address ]	each above the last
 *
 * Locking: none; the stack is the caller's own.
 */
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/stacktrace.h>

/* What a machine says that cannot tell, and so needs no hooks for it. */

__weak unsigned int arch_stack_trace(unsigned long *entries, unsigned int nr,
				     unsigned int skip, unsigned long from)
{
	return 0;
}

__weak void arch_symbol_name(unsigned long addr, char *buf, size_t size)
{
	snprintf(buf, size, "%#lx", addr);
}

__no_sanitize_address
unsigned int stack_trace_frames(unsigned long *entries, unsigned int nr,
				unsigned int skip,
				const struct stack_part *part)
{
	const unsigned long room = 2 * sizeof(long);
	unsigned long frame = part->frame, low = frame;
	unsigned int n = 0;

	while (n < nr && frame >= low && frame % sizeof(long) == 0 &&
	       part->end >= room && frame <= part->end - room) {
		const unsigned long *words = (const unsigned long *)frame;

		if (!words[1])
			break;
		if (skip)
			skip--;
		else
			entries[n++] = words[1];
		low = frame + room;
		frame = words[0];
	}
	return n;
}

noinline unsigned int stack_trace_save(unsigned long *entries,
				       unsigned int nr_entries,
				       unsigned int skip)
{
	const unsigned long from = (unsigned long)__builtin_frame_address(0);
	unsigned int nr = arch_stack_trace(entries, nr_entries, skip, from);

	barrier();			/* no tail call: the frame is ours */
	return nr;
}

unsigned int stack_trace_save_trap(unsigned long *entries,
				   unsigned int nr_entries, unsigned long ip,
				   unsigned long from)
{
	entries[0] = ip + 1;
	return 1 + arch_stack_trace(entries + 1, nr_entries - 1, 0, from);
}

void stack_trace_print(const unsigned long *entries, unsigned int nr_entries,
		       int spaces)
{
	char name[200];

	for (unsigned int i = 0; i < nr_entries; i++) {
		arch_symbol_name(entries[i] - 1, name, sizeof(name));
		printk("%*sat %s\n", spaces, "", name);
	}
}

void dump_stack(void)
{
	unsigned long entries[STACK_TRACE_MAX];
	unsigned int nr = stack_trace_save(entries, STACK_TRACE_MAX, 1);

	printk("Call trace:\n");
	stack_trace_print(entries, nr, 1);
}
