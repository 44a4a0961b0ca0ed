/* SPDX-License-Identifier: MIT */
/*
 * mmu.c - the kernel's own mappings: windows and device registers.
 *
 * boot.S has made the linear map and tables for the windows; how a frame is
 * shown in one is in <asm/window.h>. Device registers are mapped uncached, where
 * there is room from IOREMAP_BASE on. vmalloc()'s are the CPU's (vmap.c).
 *
 * Locking: of ioremap() none; CPU 0 does it, not in interrupts.
 */
#include <octavo/bitmap.h>
#include <octavo/bug.h>
#include <octavo/highmem.h>
#include <octavo/io.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/string.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include "x86.h"

/* ---- windows ------------------------------------------------------------------ */

BUILD_BUG_ON(WINDOW_FIRST_LOCAL != LAST_PKMAP);

/* Windows are as good a view of RAM as there is. */
bool arch_clear_frames(unsigned long pfn, unsigned long nr)
{
	return false;
}

bool arch_copy_frame(unsigned long to, unsigned long from)
{
	return false;
}

/* ---- device registers ------------------------------------------------------------ */

/*
 * Pages from IOREMAP_BASE on. Their tables exist from the start: page tables
 * of user programs have copies of the entries above them.
 *
 *	used	1 1 1 1 0 1 0 0 ...
 *	last	0 0 0 1 0 1 0 0 ...	where a mapping ends
 */
#define IOREMAP_PAGES	1024u
#define LARGE_PAGES	512u		/* of one table, or half of one */

static DECLARE_BITMAP(ioremap_used, IOREMAP_PAGES);
static DECLARE_BITMAP(ioremap_last, IOREMAP_PAGES);

static unsigned long ioremap_addr(unsigned long page)
{
	return IOREMAP_BASE + (page << PAGE_SHIFT);
}

void *ioremap(phys_addr_t start, size_t size)
{
	const unsigned long offset = start & ~PAGE_MASK;
	const unsigned long nr = (offset + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned long first;

	if (!size || size > IOREMAP_PAGES << PAGE_SHIFT)
		return NULL;
	first = bitmap_find_next_zero_area(ioremap_used, IOREMAP_PAGES, 0, nr,
					   0);
	if (first >= IOREMAP_PAGES)
		return NULL;
	bitmap_set(ioremap_used, first, nr);
	bitmap_set(ioremap_last, first + nr - 1, 1);
	for (unsigned long i = 0; i < nr; i++)
		cpu_map_kernel(ioremap_addr(first + i),
			       start - offset + (i << PAGE_SHIFT), false);
	return (void *)(ioremap_addr(first) + offset);
}

void iounmap(volatile void __iomem *addr)
{
	const unsigned long start = (unsigned long)addr & PAGE_MASK;
	const unsigned long first = (start - IOREMAP_BASE) >> PAGE_SHIFT;
	unsigned long last;

	BUG_ON(start < IOREMAP_BASE || first >= IOREMAP_PAGES);
	last = find_next_bit(ioremap_last, IOREMAP_PAGES, first);
	for (unsigned long page = first; page <= last; page++)
		cpu_unmap_kernel(ioremap_addr(page));
	tlb_flush_kernel(start, ioremap_addr(last + 1));
	bitmap_clear(ioremap_last, last, 1);
	bitmap_clear(ioremap_used, first, last - first + 1);
}

void mmu_init(const struct boot_info *boot)
{
	if (__SIZEOF_POINTER__ == 8 && boot->lowmem_end > BOOT_MAPPED)
		cpu_map_linear(boot->lowmem_end);
	for (unsigned long page = 0; page < IOREMAP_PAGES; page += LARGE_PAGES)
		cpu_unmap_kernel(ioremap_addr(page));	/* makes its table */
	cpu_init_vmalloc();
}

/* The MMU walks the tables. */
void arch_map_user(struct mm_struct *mm, unsigned long addr, unsigned long nr)
{
}
