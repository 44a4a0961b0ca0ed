/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - the layout of the hosted machine's address space.
 *
 *	[64 KiB, 0x7fff0000)	user half
 *	PAGE_OFFSET ...		low memory, one shared mapping of the memfd
 *	WINDOW_BASE ...		kmap windows
 *	VMALLOC_START ...	vmalloc() and vmap()
 *
 * The three bases are where the host put the mappings, so that sanitizers,
 * which reserve most of the address space, can have theirs.
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1ul << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

extern unsigned long hosted_page_offset;
extern unsigned long hosted_window_base;
extern unsigned long hosted_vmalloc_base;

#define PAGE_OFFSET	hosted_page_offset
#define WINDOW_BASE	hosted_window_base
#define VMALLOC_START	hosted_vmalloc_base
#define VMALLOC_SIZE	(4ul << 30)
#define VMALLOC_END	(VMALLOC_START + VMALLOC_SIZE)

#define TASK_SIZE_MIN	0x10000ul	/* lowest user address */
#define TASK_SIZE	0x7fff0000ul

/* A window is emptied when its last user lets go, so that stale use faults. */
#define WINDOW_STRICT	1

#endif
