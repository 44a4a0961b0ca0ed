/* SPDX-License-Identifier: MIT */
/*
 * pgtable.c - the kernel's half of the page tables.
 *
 * boot.S has made the top level complete: [273] RAM, [402] devices, [448]
 * windows, [511] the image. What is added below comes from early_alloc(), and
 * is seen by every address space, for the entries of the top level are copied.
 *
 *	linear map	2 MiB pages, no execute; the first 4 GiB by boot.S
 *	image		4 KiB pages: text read-only, the rest not executable
 *
 * Locking: none: only CPU 0 maps, while it is alone or under the lock of
 * ioremap().
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
#define BOOT_LINEAR	(4ull << 30)	/* mapped by boot.S */

extern pte_t image_pt[];
extern char _text[], _etext[], _rodata[], _erodata[], boot_stack_guard[];

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

		if (!slot->val) {
			void *fresh = early_alloc(PAGE_SIZE);

			BUG_ON(l == PGTABLE_LEVELS - 1);
			set_pte(slot, (pte_t){ __pa(fresh) | PTE_PRESENT |
					       PTE_WRITE });
		}
		table = __va(slot->val & PTE_PFN_MASK);
	}
	return &table[index_at(addr, level)];
}

void cpu_map_kernel(unsigned long addr, phys_addr_t pa, bool cached)
{
	u64 flags = PTE_PRESENT | PTE_WRITE | PTE_YOUNG | PTE_DIRTY |
		    PTE_GLOBAL | PTE_NX;

	if (!cached)
		flags |= PTE_UNCACHED;
	set_pte(kernel_entry(addr, 0), (pte_t){ pa | flags });
}

void cpu_map_linear(phys_addr_t end)
{
	const u64 flags = PTE_PRESENT | PTE_WRITE | PTE_YOUNG | PTE_DIRTY |
			  PTE_LARGE | PTE_GLOBAL | PTE_NX;

	for (phys_addr_t pa = BOOT_LINEAR; pa < end; pa += LARGE_SIZE)
		set_pte(kernel_entry((unsigned long)__va(pa), 1),
			(pte_t){ pa | flags });
}

void cpu_load_pgd(phys_addr_t pgd)
{
	__asm__ __volatile__("mov %0, %%cr3" : : "r"(pgd) : "memory");
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
 * stack absent. What lies outside of the image is not mapped here at all.
 */
void cpu_protect_image(void)
{
	const char *base = (const char *)KERNEL_BASE;

	protect(base, _text, PTE_PRESENT, 0);
	protect(_text, _etext, PTE_WRITE, 0);
	protect(_rodata, _erodata, PTE_WRITE, PTE_NX);
	protect(_erodata, kernel_end, 0, PTE_NX);
	protect(kernel_end, base + IMAGE_MAX, PTE_PRESENT, 0);
	protect(boot_stack_guard, boot_stack_guard + PAGE_SIZE, PTE_PRESENT, 0);
	cpu_flush_global();
}

void cpu_flush_global(void)
{
	u64 cr4;

	__asm__ __volatile__("mov %%cr4, %0" : "=r"(cr4));
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4 & ~(u64)CR4_PGE)
				     : "memory");
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4) : "memory");
}
