/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable.h - the format of the i386's page tables, in two sizes.
 *
 *	2-level		root of 1,024 entries of 4 bytes, each for 4 MiB
 *	PAE		root of 4 x 512 entries of 8 bytes, each for 2 MiB
 *
 *	63 62        12 11  10    9       8   7   6     5   4 3  2    1     0
 *	[NX][   pfn   ][.][exec][special][G][PAT][dirty][young][..][user][write][P]
 *
 * PAE has a third level of four entries. They do not follow the rules of the
 * others (no rights, and the CPU reads them only when CR3 is loaded), so
 * mm/vm does not see them: its root is the four tables of the second level,
 * one after the other, all there from the beginning. The fourth, whose part
 * of the address space is the kernel's and has a table of its own, is where
 * the four entries lie:
 *
 *	mm->pgd  [ 0-1 GiB ][ 1-2 GiB ][ 2-3 GiB ][ 4 entries, unused ]
 *		  ^	     ^		^	    | | | |
 *		  +----------+----------+-----------+-+-+ +--> kernel's table
 *
 * The page of a PROT_NONE area must be out of the kernel's reach too: its
 * entry has not P but a software bit in the place of G, which the CPU does not
 * look at then. The CPU sets young and dirty by locked operations in the low
 * word. EXEC is a software bit; NX is its contrary where the CPU knows it
 * (pte_nx is 0 where not).
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <octavo/types.h>
#include <asm/page.h>

#define PTE_PRESENT		0x001u
#define PTE_WRITE		0x002u
#define PTE_USER		0x004u
#define PTE_PWT			0x008u
#define PTE_PCD			0x010u
#define PTE_UNCACHED		(PTE_PWT | PTE_PCD)
#define PTE_YOUNG		0x020u
#define PTE_DIRTY		0x040u
#define PTE_LARGE		0x080u	/* above level 0 */
#define PTE_GLOBAL		0x100u	/* of the kernel's entries */
#define PTE_PROTNONE		0x100u	/* of entries without PTE_PRESENT */
#define PTE_SPECIAL		0x200u	/* no struct page behind it */
#define PTE_EXEC		0x400u

/* Of the kernel's own entries. */
#define PTE_KERNEL		(PTE_PRESENT | PTE_WRITE | PTE_YOUNG | \
				 PTE_DIRTY | PTE_GLOBAL)

#ifdef CONFIG_X86_PAE
#include <asm/pgtable-pae.h>
#else
#include <asm/pgtable-2level.h>
#endif

/* What the machine keeps in each mm_struct. */
struct arch_mm {
	unsigned long cpus;		/* that have it loaded, a bit each */
};

#define PGTABLE_LEVELS		2

/* Address bits below level @l's index. */
#define pgtable_shift(l)	((l) == 0 ? PAGE_SHIFT : LARGE_SHIFT)

#include <asm/pte-bits.h>

/* Rights for a page; never writable by itself: whoever may write asks
 * pte_mkwrite(). @access false: the page of a PROT_NONE area. */
static inline pgprot_t pgprot_user(bool access, bool exec)
{
	return (pgprot_t){ (access ? PTE_PRESENT | PTE_USER : PTE_PROTNONE) |
			   (exec ? PTE_EXEC : pte_nx) };
}

/* The same page and its young and dirty bits, with other rights. */
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	const pteval_t keep = PTE_PFN_MASK | PTE_YOUNG | PTE_DIRTY |
			      PTE_SPECIAL | PTE_PWT | PTE_PCD;

	return (pte_t){ (pte.val & keep) | prot.val };
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return (unsigned long)((pte.val & PTE_PFN_MASK) >> PAGE_SHIFT);
}

static inline bool pte_exec(pte_t pte) { return pte.val & PTE_EXEC; }

/* Entries above level 0. */
static inline pte_t pte_table(unsigned long pfn)
{
	return (pte_t){ ((pteval_t)pfn << PAGE_SHIFT) | PTE_PRESENT |
			PTE_WRITE | PTE_USER | PTE_YOUNG };
}

/* The entries of WINDOW_BASE to WINDOW_END, that of window n at n (boot.S). */
extern pte_t window_ptes[];

#endif
