/* SPDX-License-Identifier: MIT */
/*
 * vmap.c - frames in a row of kernel addresses: vmalloc() and vmap().
 *
 * The tables above the last level are made at boot; those of the last level when
 * they are needed, and go when nothing is left in them, so that whoever gives
 * everything back has given all pages back.
 *
 *	directory  [ . ][ T ][ . ] ...	one entry for 2 MiB
 *			  |
 *			  +--> table of 512 entries, a page of the page allocator
 *
 * Locking: vmap_lock covers the directories, and entries of the tables against
 * a table that goes. A table is freed after the flush that follows its removal.
 */
#include <octavo/bug.h>
#include <octavo/errno.h>
#include <octavo/gfp.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/spinlock.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/window.h>
#include "../x86/x86.h"
#include "x86_64.h"

#define DIR_SHIFT	21
#define NR_DIR		((VMALLOC_END - VMALLOC_START) >> DIR_SHIFT)
#define PTES		512u

static pte_t *directory[NR_DIR / PTES];	/* each spans 1 GiB */
static DEFINE_SPINLOCK(vmap_lock);

BUILD_BUG_ON(VMALLOC_START & ((1ul << 30) - 1) || NR_DIR % PTES);

void cpu_init_vmalloc(void)
{
	for (unsigned long i = 0; i < NR_DIR / PTES; i++)
		directory[i] = cpu_kernel_directory(VMALLOC_START + (i << 30));
}

static pte_t *dir_entry(unsigned long addr)
{
	const unsigned long n = (addr - VMALLOC_START) >> DIR_SHIFT;

	BUG_ON(addr < VMALLOC_START || addr >= VMALLOC_END);
	return &directory[n / PTES][n % PTES];
}

static pte_t *table_of(const pte_t *dir)
{
	return dir->val ? __va(dir->val & PTE_PFN_MASK) : NULL;
}

static unsigned long end_of_table(unsigned long addr, unsigned long end)
{
	return min(end, (addr | ((1ul << DIR_SHIFT) - 1)) + 1);
}

/* Hang @page in, if no other was quicker. */
static bool add_table(pte_t *dir, unsigned long page)
{
	bool needed;

	spin_lock(&vmap_lock);
	needed = !dir->val;
	if (needed)
		set_pte(dir, (pte_t){ __pa(page) | PTE_PRESENT | PTE_WRITE });
	spin_unlock(&vmap_lock);
	return needed;
}

/* Fill entries of [addr, end), which one table spans; false: there is none. */
static bool fill(unsigned long addr, unsigned long end, unsigned long pfn,
		 pgprot_t prot)
{
	pte_t *table;

	spin_lock(&vmap_lock);
	table = table_of(dir_entry(addr));
	for (; table && addr < end; addr += PAGE_SIZE, pfn++)
		pte_fill(&table[addr >> PAGE_SHIFT & (PTES - 1)],
			 pfn_pte(pfn, prot));
	spin_unlock(&vmap_lock);
	return table;
}

int arch_vmap(unsigned long addr, unsigned long pfn, unsigned long nr,
	      u64 prot)
{
	const unsigned long end = addr + (nr << PAGE_SHIFT);
	unsigned long to;

	for (; addr < end; pfn += (to - addr) >> PAGE_SHIFT, addr = to) {
		to = end_of_table(addr, end);
		while (!fill(addr, to, pfn, __pgprot(prot))) {
			unsigned long page = get_zeroed_page(GFP_KERNEL);

			if (!page)
				return -ENOMEM;
			if (!add_table(dir_entry(addr), page))
				free_page(page);
		}
	}
	return 0;
}

static bool is_empty(const pte_t *table)
{
	for (unsigned int i = 0; i < PTES; i++)
		if (table[i].val)
			return false;
	return true;
}

/* Empty entries of [addr, end), which one table spans. The table if it is to be
 * freed after the flush. */
static pte_t *clear(unsigned long addr, unsigned long end)
{
	pte_t *dir = dir_entry(addr), *table, *unused = NULL;

	spin_lock(&vmap_lock);
	table = table_of(dir);
	for (; table && addr < end; addr += PAGE_SIZE)
		pte_empty(&table[addr >> PAGE_SHIFT & (PTES - 1)]);
	if (table && is_empty(table)) {
		set_pte(dir, (pte_t){ 0 });
		unused = table;
	}
	spin_unlock(&vmap_lock);
	return unused;
}

void arch_vunmap(unsigned long addr, unsigned long nr)
{
	const unsigned long end = addr + (nr << PAGE_SHIFT);
	unsigned long to;

	for (; addr < end; addr = to) {
		pte_t *unused;

		to = end_of_table(addr, end);
		unused = clear(addr, to);
		tlb_flush_kernel(addr, to);
		if (unused)
			free_page((unsigned long)unused);
	}
}
