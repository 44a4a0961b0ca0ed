/* SPDX-License-Identifier: MIT */
/*
 * extable.h - instructions that may fault, and where to go on if they do.
 *
 * Whoever touches user memory names the touching instruction and a place to
 * continue. Both are kept relative to the entry's own address, in 32 bits, so
 * that a position-independent image needs no relocations:
 *
 *	ex_table:	+-----------+-----------+
 *			| insn - .  | fixup - . |   one for each instruction
 *			+-----------+-----------+
 *
 * The protocol: a fault in kernel code that no area allows is looked up by its
 * instruction pointer. If an entry is found the machine sets the instruction
 * pointer to the fixup, changes nothing else, and goes on; without one it
 * stops. Usable from C (inside an asm statement) and from assembly files.
 *
 * The section's name is a C identifier, so linkers supply its start and stop
 * symbols by themselves. It is writable: exception_table_sort() sorts in place.
 */
#ifndef OCTAVO_EXTABLE_H
#define OCTAVO_EXTABLE_H

#ifdef __ASSEMBLER__

#define _ASM_EXTABLE(from, to)				\
	.pushsection ex_table, "aw", @progbits ;	\
	.balign 4 ;					\
	.long (from) - . ;				\
	.long (to) - . ;				\
	.popsection

#else

#include <octavo/types.h>

#define _ASM_EXTABLE(from, to)				\
	".pushsection ex_table, \"aw\", @progbits\n"	\
	".balign 4\n"					\
	".long (" #from ") - .\n"			\
	".long (" #to ") - .\n"				\
	".popsection\n"

struct exception_table_entry {
	s32 insn;	/* address of the instruction, minus &insn */
	s32 fixup;	/* where to go on, minus &fixup */
};

/* What an entry says, as addresses. */
static inline unsigned long ex_insn(const struct exception_table_entry *e)
{
	return (unsigned long)&e->insn + (long)e->insn;
}

static inline unsigned long ex_fixup(const struct exception_table_entry *e)
{
	return (unsigned long)&e->fixup + (long)e->fixup;
}

/**
 * exception_table_sort() - sort the table by instruction
 *
 * Called once by uaccess_init(); a second call finds it sorted. Heap sort, in
 * place: O(n log n), no memory. Until then look-ups are linear.
 *
 * Context: Any context; no other CPU may look something up meanwhile.
 */
void exception_table_sort(void);

/* The table of code that was loaded later. */
struct exception_table {
	const struct exception_table_entry *start, *stop;
	struct exception_table *next;
};

/**
 * exception_table_add() - look a table up, too
 * @table: its bounds filled in; stays the caller's. Looked up linearly
 *
 * Context: Any context; no other CPU adds or removes one meanwhile.
 * Pairs with: exception_table_remove().
 */
void exception_table_add(struct exception_table *table);

/**
 * exception_table_remove() - undo exception_table_add()
 * @table: its code does not run any more
 *
 * Context: Any context; no other CPU looks something up meanwhile.
 */
void exception_table_remove(struct exception_table *table);

/**
 * search_exception_tables() - where to go on after a fault
 * @ip: address of the instruction that faulted
 *
 * O(log n) in the number of entries.
 *
 * Context: Any context.
 * Return: the fixup address, or 0 if no entry names @ip.
 */
unsigned long search_exception_tables(unsigned long ip);

#endif
#endif
