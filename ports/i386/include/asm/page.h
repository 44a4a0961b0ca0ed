/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - the layout of the i386's address space.
 *
 *	00010000  user half
 *	c0000000  PAGE_OFFSET	low memory, 896 MiB at most, by large pages
 *	f8000000  IOREMAP_BASE	device registers
 *	f9000000  VMALLOC_START	vmalloc and vmap
 *	ff000000  WINDOW_BASE	NR_WINDOWS pages for kmap
 *	ff800000  never mapped
 *
 * Included by C and by assembly: macros only.
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#ifdef __ASSEMBLER__
#define ASM_UL(x)	x
#else
#define ASM_UL(x)	x##ul
#endif

#define PAGE_SHIFT	12
#define PAGE_SIZE	(ASM_UL(1) << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#define TASK_SIZE_MIN	ASM_UL(0x10000)
#define TASK_SIZE	ASM_UL(0xc0000000)

#define PAGE_OFFSET	ASM_UL(0xc0000000)
#define LINEAR_SIZE	ASM_UL(0x38000000)	/* the linear map: 896 MiB */
#define IOREMAP_BASE	ASM_UL(0xf8000000)
#define IOREMAP_END	ASM_UL(0xf9000000)
#define VMALLOC_START	ASM_UL(0xf9000000)
#define VMALLOC_END	ASM_UL(0xfd000000)
#define WINDOW_BASE	ASM_UL(0xff000000)
#define WINDOW_END	ASM_UL(0xff800000)

/* What one entry of a table above level 0 maps. */
#ifdef CONFIG_X86_PAE
#define LARGE_SHIFT	21
#else
#define LARGE_SHIFT	22
#endif
#define LARGE_SIZE	(ASM_UL(1) << LARGE_SHIFT)

/* The page of code by which programs enter the kernel; the stack ends below. */
#define VDSO_BASE	(TASK_SIZE - PAGE_SIZE)

/* A window of the kmap pool stays until the pool is swept: saves flushes. */
#define WINDOW_STRICT	0

#endif
