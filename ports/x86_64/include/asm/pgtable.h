/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable.h - the format of x86-64's page tables, four levels.
 *
 *	63  62       52 51        12 11  10   9       8     7  6     5     2    1     0
 *	[NX][          ][   pfn   ][      ][special][none][ ][dirty][young][user][write][P]
 *
 * The page of a PROT_NONE area stays in its entry, but for the processor the
 * entry is not present: P is 0, and bit 8, which is ignored then, says so. It
 * must not be a supervisor's page instead: the kernel's own loads and stores
 * for a program would succeed.
 *
 * The root's upper 256 entries are the kernel's, the same in every address
 * space (arch_pgd_init()); generic code walks the lower 256 only.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <octavo/types.h>
#include <asm/page.h>

typedef u64 pteval_t;
typedef struct { pteval_t val; } pte_t;

/* What the machine keeps in each mm_struct: the CPUs it is loaded on. */
struct arch_mm {
	unsigned long cpus;
};

#define PGTABLE_LEVELS		4
#define PGD_ORDER		0

#define pgtable_shift(l)	(12 + 9 * (l))
#define pgtable_entries(l)	((l) == 3 ? 256ul : 512ul)

#define PTE_PRESENT		0x001ull
#define PTE_WRITE		0x002ull
#define PTE_USER		0x004ull
#define PTE_UNCACHED		0x018ull	/* PWT and PCD */
#define PTE_YOUNG		0x020ull
#define PTE_DIRTY		0x040ull
#define PTE_LARGE		0x080ull	/* above level 0: a page */
#define PTE_GLOBAL		0x100ull	/* with P */
#define PTE_PROTNONE		0x100ull	/* without P */
#define PTE_SPECIAL		0x200ull	/* no struct page behind it (VM_PFNMAP) */
#define PTE_NX			(1ull << 63)
#define PTE_PFN_MASK		0x000ffffffffff000ull

/* The kernel's own: global, and marked as if used, which saves the CPU's. */
#define PTE_KERNEL		(PTE_PRESENT | PTE_WRITE | PTE_YOUNG |	\
				 PTE_DIRTY | PTE_GLOBAL)
#define pte_nx			PTE_NX

/* Window n is shown by entry n (boot.S). */
extern pte_t window_ptes[];

#include <asm/pte-bits.h>
#include <asm/pte-word.h>

/* Rights for a page; never writable by itself: whoever may write asks
 * pte_mkwrite(). @access false: the page of a PROT_NONE area. */
static inline pgprot_t pgprot_user(bool access, bool exec)
{
	return (pgprot_t){ (access ? PTE_PRESENT : PTE_PROTNONE) | PTE_USER |
			   (exec ? 0 : PTE_NX) };
}

/* The same page and its young and dirty bits, with other rights. */
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	const u64 keep = PTE_PFN_MASK | PTE_YOUNG | PTE_DIRTY |
			 PTE_SPECIAL | PTE_UNCACHED;

	return (pte_t){ (pte.val & keep) | prot.val };
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return (pte.val & PTE_PFN_MASK) >> PAGE_SHIFT;
}

static inline bool pte_exec(pte_t pte) { return !(pte.val & PTE_NX); }

/* Entries above level 0. */
static inline pte_t pte_table(unsigned long pfn)
{
	return (pte_t){ ((u64)pfn << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE |
			PTE_USER };
}

#endif
