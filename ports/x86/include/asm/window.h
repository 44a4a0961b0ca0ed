/* SPDX-License-Identifier: MIT */
/*
 * asm/window.h - show a frame in a window: one store, and one more instruction
 * to forget it.
 *
 * The entries lie in a row (boot.S), window_ptes[slot] for the address
 * WINDOW_BASE + slot * PAGE_SIZE.
 *
 * 1. A slot's entry is changed by one CPU at a time: whose slot it is, or who
 *    holds the pool's lock. Other CPUs only walk it, so it is filled with the
 *    present bit last and emptied with it first (pte_fill(), pte_empty()).
 * 2. Only the CPU that a kmap_local slot belongs to ever uses its address, so
 *    what another CPU may remember of it does no harm.
 * 3. An entry that was empty is in no TLB: filling it needs no flush.
 */
#ifndef ASM_WINDOW_H
#define ASM_WINDOW_H

#include <octavo/types.h>
#include <asm/page.h>
#include <asm/pgtable.h>

/* Windows from here on are used by one CPU each: highmem.h's LAST_PKMAP. */
#define WINDOW_FIRST_LOCAL	1024

/* On every CPU (tlb.c). */
void tlb_flush_kernel(unsigned long start, unsigned long end);

static inline void arch_window_map(unsigned int slot, unsigned long pfn)
{
	pte_fill(&window_ptes[slot],
		 (pte_t){ ((pteval_t)pfn << PAGE_SHIFT) | PTE_KERNEL | pte_nx });
}

static inline void arch_window_unmap(unsigned int slot)
{
	unsigned long addr = WINDOW_BASE + slot * PAGE_SIZE;

	pte_empty(&window_ptes[slot]);
	if (slot >= WINDOW_FIRST_LOCAL)
		__asm__ __volatile__("invlpg (%0)" : : "r"(addr) : "memory");
	else
		tlb_flush_kernel(addr, addr + PAGE_SIZE);
}

#endif
