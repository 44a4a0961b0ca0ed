/* SPDX-License-Identifier: MIT */
/*
 * pgtable.c - the kernel's half of the page tables.
 *
 * boot.S has made the entries of the top level for RAM, devices, windows and
 * the image; mmu_init() those for RAM beyond 512 GiB. What is added below them
 * comes from early_alloc(), and every address space sees it.
 *
 *	linear map	2 MiB pages, no execute; the first 4 GiB by boot.S
 *	image		4 KiB pages: text read-only, the rest not executable
 *
 * Locking: none: only CPU 0 maps, while it is alone.
 */
#include <octavo/bug.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/string.h>
#include <asm/pgtable.h>
#include "../x86/x86.h"
#include "x86_64.h"

#define KERNEL_HALF	256u		/* first entry of it in a root */
#define LARGE_SIZE	(1ul << 21)

extern pte_t image_pt[];
extern char _text[], _etext[], _erodata[], boot_stack_guard[];

static u64 image_pa(const void *p)
{
	return (u64)p - KERNEL_BASE;
}

static unsigned int index_at(unsigned long addr, int level)
{
	return addr >> pgtable_shift(level) & 511;
}

/* The entry of @addr at @level in the kernel's tables; tables above it are made
 * where they are missing. */
static pte_t *kernel_entry(unsigned long addr, int level)
{
	pte_t *table = (pte_t *)kernel_pgd;

	for (int l = PGTABLE_LEVELS - 1; l > level; l--) {
		pte_t *slot = &table[index_at(addr, l)];

		if (!slot->val)
			set_pte(slot, (pte_t){ __pa(early_alloc(PAGE_SIZE)) |
					       PTE_PRESENT | PTE_WRITE });
		table = __va(slot->val & PTE_PFN_MASK);
	}
	return &table[index_at(addr, level)];
}

void cpu_map_kernel(unsigned long addr, phys_addr_t pa, bool cached)
{
	set_pte(kernel_entry(addr, 0),
		(pte_t){ pa | PTE_KERNEL | PTE_NX |
			 (cached ? 0 : PTE_UNCACHED) });
}

pte_t *cpu_kernel_directory(unsigned long addr)
{
	return kernel_entry(addr, 1);
}

void cpu_unmap_kernel(unsigned long addr)
{
	set_pte(kernel_entry(addr, 0), (pte_t){ 0 });
}

void cpu_map_linear(phys_addr_t end)
{
	for (phys_addr_t pa = BOOT_MAPPED; pa < end; pa += LARGE_SIZE)
		set_pte(kernel_entry((unsigned long)__va(pa), 1),
			(pte_t){ pa | PTE_KERNEL | PTE_LARGE | PTE_NX });
}

void cpu_load_mm(struct mm_struct *mm)
{
	u64 root = mm ? __pa(mm->pgd) : image_pa(kernel_pgd);

	__asm__ __volatile__("mov %0, %%cr3" : : "r"(root) : "memory");
}

void arch_pgd_init(struct mm_struct *mm)
{
	memcpy(mm->pgd + KERNEL_HALF, (pte_t *)kernel_pgd + KERNEL_HALF,
	       KERNEL_HALF * sizeof(pte_t));
}

/* ---- the image ------------------------------------------------------------------------ */

static void protect(const char *start, const char *end, u64 clear, u64 set)
{
	for (u64 pa = image_pa(start); pa < image_pa(end); pa += PAGE_SIZE) {
		pte_t *ptep = &image_pt[pa >> PAGE_SHIFT];

		set_pte(ptep, (pte_t){ (ptep->val & ~clear) | set });
	}
}

/*
 * Text becomes read-only, all else not executable, the page below the boot
 * stack absent, and what lies outside of the image. The caller flushes the TLB.
 */
void cpu_protect_image(void)
{
	const char *base = (const char *)KERNEL_BASE;

	protect(base, _text, PTE_PRESENT, 0);
	protect(_text, _etext, PTE_WRITE, 0);
	protect(_etext, _erodata, PTE_WRITE, PTE_NX);
	protect(_erodata, kernel_end, 0, PTE_NX);
	protect(kernel_end, base + IMAGE_MAX, PTE_PRESENT, 0);
	protect(boot_stack_guard, boot_stack_guard + PAGE_SIZE, PTE_PRESENT, 0);
}
