/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - the layout of a machine's address space.
 *
 *	[TASK_SIZE_MIN, TASK_SIZE)	user half
 *	PAGE_OFFSET ...			low memory: virtual = physical + PAGE_OFFSET
 *	WINDOW_BASE ...			NR_WINDOWS pages for kmap
 *	VMALLOC_START ...		vmalloc() and vmap()
 *
 * Included by C and by assembly of every layer: macros only. The values here
 * are those of usual kernels; a port writes its own. They may be
 * variables where the layout is found at boot.
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

/* The MMU's page size, as a shift. Octavo is written for 4 KiB. */
#define PAGE_SHIFT	12
#define PAGE_SIZE	(1ul << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

/*
 * PAGE_OFFSET: where physical address 0 is seen. A multiple of the largest
 * block (4 MiB), or blocks are less aligned in address than in frame number.
 *
 * WINDOW_BASE: where the window slots begin. A machine without high memory
 * needs none: nothing is ever mapped there.
 *
 * VMALLOC_START, VMALLOC_END: the addresses of vmalloc() and vmap().
 *
 * TASK_SIZE: the end of user addresses; TASK_SIZE_MIN: the lowest that a
 * mapping may have.
 */
#if __SIZEOF_POINTER__ == 8
#define PAGE_OFFSET	0xffff880000000000ul
#define WINDOW_BASE	0xffffe00000000000ul
#define TASK_SIZE	0x00007ffffffff000ul
#define VMALLOC_START	0xffffc90000000000ul
#define VMALLOC_END	0xffffc91000000000ul
#else
#define PAGE_OFFSET	0xc0000000ul
#define WINDOW_BASE	0xff000000ul
#define TASK_SIZE	0xc0000000ul
#define VMALLOC_START	0xf9000000ul
#define VMALLOC_END	0xfd000000ul
/* The page of code by which programs of i386 enter the kernel. */
#define VDSO_BASE	(TASK_SIZE - PAGE_SIZE)
#endif
#define TASK_SIZE_MIN	0x10000ul

/* 1: empty a window of the kmap pool when its last user lets go, so that stale
 * use faults; 0: leave it until the pool is swept, which saves flushes. */
#define WINDOW_STRICT	0

#endif
