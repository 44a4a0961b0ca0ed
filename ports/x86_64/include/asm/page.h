/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - the layout of the x86-64 address space.
 *
 *	0000000000010000 - 00007ffffffff000	user
 *	ffff888000000000			RAM: physical + PAGE_OFFSET
 *	ffffc90000000000			device registers
 *	ffffc90040000000			vmalloc and vmap
 *	ffffe00000000000			windows
 *	ffffffff80000000			the image: physical + this
 *
 * The last page of the lower half belongs to nobody: a SYSCALL at its end
 * would return to an address that is not canonical. All RAM is low memory, so
 * windows are used by who asks for one explicitly only.
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1ul << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#define PAGE_OFFSET	0xffff888000000000ul
#define IOREMAP_BASE	0xffffc90000000000ul
#define IOREMAP_END	0xffffc90040000000ul
#define VMALLOC_START	0xffffc90040000000ul
#define VMALLOC_END	0xffffc90240000000ul
#define WINDOW_BASE	0xffffe00000000000ul

#define TASK_SIZE_MIN	0x10000ul
#define TASK_SIZE	0x00007ffffffff000ul

/* A window of the kmap pool stays until the pool is swept: fewer flushes. */
#define WINDOW_STRICT	0

#endif
