/* SPDX-License-Identifier: MIT */
/* asm/page.h - this kernel's memory: an array. Physical address 0 is its
 * first byte, so the linear map is "add the array's address". */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1ul << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

extern char ram[];
#define PAGE_OFFSET	((unsigned long)ram)

#endif
