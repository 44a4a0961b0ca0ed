/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - the layout of a machine's address space.
 *
 *	[TASK_SIZE_MIN, TASK_SIZE)	user half
 *	PAGE_OFFSET ...			low memory: virtual = physical + PAGE_OFFSET
 *	WINDOW_BASE ...			NR_WINDOWS pages for kmap
 *
 * Included by C and by assembly of every layer: macros only. The values here
 * are those of a usual 64-bit kernel; a port writes its own. They may be
 * variables where the layout is found at boot.
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

/* The MMU's page size, as a shift. Octavo is written for 4 KiB. */
#define PAGE_SHIFT	12
#define PAGE_SIZE	(1ul << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

/* Where physical address 0 is seen. A multiple of the largest block (4 MiB),
 * or blocks are less aligned in address than in frame number. */
#define PAGE_OFFSET	0xffff880000000000ul

/* Where the window slots begin. A machine without high memory needs none:
 * nothing is ever mapped there. */
#define WINDOW_BASE	0xffffe00000000000ul

/* User addresses: the lowest that a mapping may have, and the end. */
#define TASK_SIZE_MIN	0x10000ul
#define TASK_SIZE	0x00007ffffffff000ul

/* 1: empty a window of the kmap pool when its last user lets go, so that stale
 * use faults; 0: leave it until the pool is swept, which saves flushes. */
#define WINDOW_STRICT	0

#endif
