/* SPDX-License-Identifier: MIT */
/*
 * mmu.c - the kernel's own mappings: windows and device registers.
 *
 * boot.S has made the linear map and tables for the windows; how a frame is
 * shown in one is in <asm/window.h>. Device registers are mapped upwards from
 * IOREMAP_BASE and stay.
 */
#include <octavo/bug.h>
#include <octavo/highmem.h>
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

static unsigned long ioremap_next = IOREMAP_BASE;

void *ioremap(phys_addr_t start, size_t size)
{
	const unsigned long offset = start & ~PAGE_MASK;
	const unsigned long len = ALIGN(offset + size, PAGE_SIZE);
	unsigned long addr = ioremap_next;

	if (!size || len < size || len > IOREMAP_END - addr)
		return NULL;
	for (unsigned long done = 0; done < len; done += PAGE_SIZE)
		cpu_map_kernel(addr + done, start - offset + done, false);
	ioremap_next = addr + len;
	return (void *)(addr + offset);
}

void mmu_init(const struct boot_info *boot)
{
	if (__SIZEOF_POINTER__ == 8 && boot->lowmem_end > BOOT_MAPPED)
		cpu_map_linear(boot->lowmem_end);
}

/* The MMU walks the tables. */
void arch_map_user(struct mm_struct *mm, unsigned long addr, unsigned long nr)
{
}
