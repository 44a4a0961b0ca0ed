/* SPDX-License-Identifier: MIT */
/*
 * vmap.c - frames in a row of kernel addresses: vmalloc() and vmap().
 *
 * All tables are made at boot, 64 KiB of them (PAE: 128): every address space
 * has a copy of the entries above, which so never change.
 *
 * Locking: none. An entry belongs to the area that it is in.
 */
#include <octavo/bug.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/window.h>
#include "../x86/x86.h"
#include "i386.h"

#define PTES_PER_TABLE	(LARGE_SIZE >> PAGE_SHIFT)
#define NR_TABLES	((VMALLOC_END - VMALLOC_START) >> LARGE_SHIFT)

static pte_t *vmalloc_ptes;		/* of VMALLOC_START: all in a row */

void cpu_init_vmalloc(void)
{
	const unsigned long first = (VMALLOC_START - PAGE_OFFSET) >> LARGE_SHIFT;

	vmalloc_ptes = early_alloc(NR_TABLES * PAGE_SIZE);
	for (unsigned long i = 0; i < NR_TABLES; i++)
		set_pte(&kernel_table[first + i],
			(pte_t){ __pa(vmalloc_ptes + i * PTES_PER_TABLE) |
				 PTE_PRESENT | PTE_WRITE });
}

static pte_t *pte_of(unsigned long addr)
{
	BUG_ON(addr < VMALLOC_START || addr >= VMALLOC_END);
	return &vmalloc_ptes[(addr - VMALLOC_START) >> PAGE_SHIFT];
}

int arch_vmap(unsigned long addr, unsigned long pfn, unsigned long nr,
	      u64 prot)
{
	for (unsigned long i = 0; i < nr; i++)
		pte_fill(pte_of(addr + (i << PAGE_SHIFT)),
			 pfn_pte(pfn + i, __pgprot(prot)));
	return 0;
}

void arch_vunmap(unsigned long addr, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		pte_empty(pte_of(addr + (i << PAGE_SHIFT)));
	tlb_flush_kernel(addr, addr + (nr << PAGE_SHIFT));
}
