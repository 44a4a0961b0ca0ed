/* SPDX-License-Identifier: MIT */
/*
 * pgtable.c - the kernel's half of the page tables, and its copies.
 *
 * boot.S has made kernel_table[]: large pages for low memory, tables for the
 * windows and the first device mappings. What changes afterwards:
 *
 *	the image	its large pages become tables of small ones: text and
 *			constants read-only, no page below the boot stack
 *	with NX		nothing of low memory but the text can be executed
 *	devices		tables beyond the first come from early_alloc()
 *
 * Two levels: every address space has a copy of the kernel's quarter of the
 * root, so that quarter is complete before the first address space is made.
 * PAE: each has an entry for the one table of it.
 *
 * Locking: none. CPU 0 alone changes the kernel's tables, before it starts
 * others; but for device_ptes[], which ioremap() fills in.
 */
#include <octavo/bug.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "../x86/x86.h"
#include "i386.h"

#define PTES_PER_TABLE	(LARGE_SIZE >> PAGE_SHIFT)
#define IMAGE_LIMIT	0x800000ul	/* kernel.ld asserts it */
#define CR4_PGE		0x80ul

static pte_t image_ptes[IMAGE_LIMIT >> PAGE_SHIFT] __aligned(PAGE_SIZE);

extern char _etext[], _sdata[], boot_stack_guard[];

/* ---- roots ------------------------------------------------------------------ */

#ifdef CONFIG_X86_PAE

u64 pte_nx;

#define PDPTES	1536			/* where in a root they lie */

void arch_pgd_init(struct mm_struct *mm)
{
	for (unsigned int i = 0; i < 3; i++)
		mm->pgd[PDPTES + i].val = __pa(mm->pgd + 512 * i) | PTE_PRESENT;
	mm->pgd[PDPTES + 3] = ((const pte_t *)kernel_pgd)[3];
}

static unsigned long root_pa(const pte_t *pgd)
{
	return (unsigned long)__pa(pgd + PDPTES);
}

static void enable_nx(void)
{
	if (x86_features.nx)
		pte_nx = 1ull << 63;
}

#else

#define KERNEL_ENTRIES	(PAGE_OFFSET >> LARGE_SHIFT)

void arch_pgd_init(struct mm_struct *mm)
{
	memcpy(mm->pgd + KERNEL_ENTRIES, kernel_table,
	       (1024 - KERNEL_ENTRIES) * sizeof(pte_t));
}

static unsigned long root_pa(const pte_t *pgd)
{
	return (unsigned long)__pa(pgd);
}

static void enable_nx(void)
{
}

#endif

void cpu_load_mm(struct mm_struct *mm)
{
	unsigned long cr3 = mm ? root_pa(mm->pgd) :
				 (unsigned long)__pa(kernel_pgd);

	__asm__ __volatile__("movl %0, %%cr3" : : "r"(cr3) : "memory");
}

/* ---- the kernel's own -------------------------------------------------------- */

static pte_t *kernel_slot(unsigned long addr)
{
	return &kernel_table[(addr - PAGE_OFFSET) >> LARGE_SHIFT];
}

void cpu_map_kernel(unsigned long addr, phys_addr_t pa, bool cached)
{
	const unsigned int flags = PTE_KERNEL |
				   (cached ? 0 : PTE_PCD | PTE_PWT);
	pte_t *slot = kernel_slot(addr), *table;

	BUG_ON(addr < IOREMAP_BASE || addr >= IOREMAP_END);
	if (!pte_present(*slot)) {
		table = early_alloc(PAGE_SIZE);
		set_pte(slot, (pte_t){ __pa(table) | PTE_PRESENT | PTE_WRITE });
	}
	table = __va(slot->val & PTE_PFN_MASK);
	set_pte(&table[(addr >> PAGE_SHIFT) % PTES_PER_TABLE],
		(pte_t){ (pteval_t)pa | flags | pte_nx });
}

void cpu_unmap_kernel(unsigned long addr)
{
	pte_t *table = __va(kernel_slot(addr)->val & PTE_PFN_MASK);

	set_pte(&table[(addr >> PAGE_SHIFT) % PTES_PER_TABLE], (pte_t){ 0 });
}

/* Small pages instead of the large ones that the image lies in. */
static void split_image(void)
{
	const unsigned long end = (unsigned long)kernel_end - PAGE_OFFSET;

	for (unsigned long n = 0; n < ARRAY_SIZE(image_ptes); n++)
		image_ptes[n].val = (n << PAGE_SHIFT) | PTE_KERNEL | pte_nx;
	for (unsigned long pa = 0; pa < end; pa += LARGE_SIZE)
		kernel_table[pa >> LARGE_SHIFT].val =
			__pa(&image_ptes[pa >> PAGE_SHIFT]) | PTE_PRESENT |
			PTE_WRITE;
}

static void protect(const char *start, const char *end, pteval_t flags)
{
	for (; start < end; start += PAGE_SIZE) {
		unsigned long pa = (unsigned long)start - PAGE_OFFSET;

		image_ptes[pa >> PAGE_SHIFT].val =
			flags ? pa | flags : 0;
	}
}

static void flush_global(void)
{
	unsigned long val;

	__asm__ __volatile__("movl %%cr3, %0\n\tmovl %0, %%cr3" : "=r"(val)
			     : : "memory");
	if (!x86_features.pge)
		return;
	__asm__ __volatile__("movl %%cr4, %0" : "=r"(val));
	__asm__ __volatile__("movl %0, %%cr4" : : "r"(val & ~CR4_PGE) : "memory");
	__asm__ __volatile__("movl %0, %%cr4" : : "r"(val) : "memory");
}

void protect_image(void)
{
	const unsigned int read_only = PTE_KERNEL & ~PTE_WRITE;

	enable_nx();
	for (unsigned long i = 0; i < LINEAR_SIZE >> LARGE_SHIFT; i++)
		kernel_table[i].val |= pte_nx;
	split_image();
	protect(kernel_start, _etext, read_only);
	protect(boot_stack_guard, boot_stack_guard + PAGE_SIZE, 0);
	flush_global();
}
