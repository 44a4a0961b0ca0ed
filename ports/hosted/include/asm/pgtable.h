/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable.h - the format of the hosted machine's page tables.
 *
 * Two levels, like an i386 with wide entries: a root of 1,024 entries, each
 * for a table of 512 pages (2 MiB). The machine's "MMU" is the SIGSEGV
 * handler, which reads them; so the format is ours.
 *
 *	63          12 11   7     6       5     4     3    2     1     0
 *	[    pfn      ][free][special][dirty][young][read][exec][write][present]
 *
 * An entry may be present without "read": the page of a PROT_NONE area. It
 * stays where it is, and no access is allowed.
 *
 * Generic code (mm/vm) walks PGTABLE_LEVELS levels; entries have one type at
 * every level. Level 0 holds pages, the highest level is the root. An entry
 * above level 0 is present or 0 and its pfn is the next table's.
 *
 * Who reads the tables without mm->page_table_lock (the SIGSEGV handler) sets
 * young and dirty with ptep_try_set() only, and relies on this order: generic
 * code changes an entry first and calls arch_flush_tlb_range() after, and no
 * table page is freed before the flush of its range has returned.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <octavo/types.h>
#include <asm/page.h>

typedef struct { u64 val; } pte_t;

/* What the machine keeps in each mm_struct. */
struct arch_mm {
	unsigned long unused;
};

#define PGTABLE_LEVELS		2
#define PGD_ORDER		1	/* pages of the root, as an order */

/* A fault is a signal of the host, a copied entry is not. */
#define FORK_COPIES_FILE_PAGES	true

/* Address bits below level @l's index, and entries of a table at it. */
#define pgtable_shift(l)	((l) == 0 ? 12 : 21)
#define pgtable_entries(l)	((l) == 0 ? 512ul : 1024ul)

#define PTE_PRESENT		0x01u
#define PTE_WRITE		0x02u
#define PTE_EXEC		0x04u
#define PTE_READ		0x08u
#define PTE_YOUNG		0x10u
#define PTE_DIRTY		0x20u
#define PTE_SPECIAL		0x40u	/* no struct page behind it (VM_PFNMAP) */

typedef struct { unsigned int val; } pgprot_t;

/* The entry that maps @pfn with the rights of @prot. */
static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return (pte_t){ ((u64)pfn << PAGE_SHIFT) | prot.val };
}

/* Rights for a page; never writable by itself: whoever may write asks
 * pte_mkwrite(). @access false: the page of a PROT_NONE area. */
static inline pgprot_t pgprot_user(bool access, bool exec)
{
	return (pgprot_t){ PTE_PRESENT | (access ? PTE_READ : 0) |
			   (exec ? PTE_EXEC : 0) };
}

/* Rights of the kernel's own mappings (arch_vmap()). A host knows no caching. */
#define pgprot_val(prot)	((prot).val)
#define __pgprot(x)		((pgprot_t){ x })
#define PAGE_KERNEL_RO		__pgprot(PTE_PRESENT | PTE_READ)
#define PAGE_KERNEL		__pgprot(PTE_PRESENT | PTE_READ | PTE_WRITE)

static inline pgprot_t pgprot_noncached(pgprot_t prot) { return prot; }
static inline pgprot_t pgprot_writecombine(pgprot_t prot) { return prot; }

/* The same page and its young and dirty bits, with other rights. */
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	const u64 keep = ~(u64)(PTE_PRESENT | PTE_WRITE | PTE_EXEC | PTE_READ);

	return (pte_t){ (pte.val & keep) | prot.val };
}

static inline unsigned long pte_pfn(pte_t pte) { return pte.val >> PAGE_SHIFT; }
static inline bool pte_none(pte_t pte) { return pte.val == 0; }
static inline bool pte_present(pte_t pte) { return pte.val & PTE_PRESENT; }
/* Present and not PROT_NONE. */
static inline bool pte_accessible(pte_t pte)
{
	return (pte.val & (PTE_PRESENT | PTE_READ)) == (PTE_PRESENT | PTE_READ);
}
static inline bool pte_same(pte_t a, pte_t b) { return a.val == b.val; }
static inline bool pte_write(pte_t pte) { return pte.val & PTE_WRITE; }
static inline bool pte_exec(pte_t pte) { return pte.val & PTE_EXEC; }
static inline bool pte_young(pte_t pte) { return pte.val & PTE_YOUNG; }
static inline bool pte_dirty(pte_t pte) { return pte.val & PTE_DIRTY; }
static inline bool pte_special(pte_t pte) { return pte.val & PTE_SPECIAL; }

#define PTE_MAKER(name, op)						\
	static inline pte_t name(pte_t pte)				\
	{								\
		pte.val = pte.val op;					\
		return pte;						\
	}
PTE_MAKER(pte_mkwrite, | PTE_WRITE)
PTE_MAKER(pte_mkyoung, | PTE_YOUNG)
PTE_MAKER(pte_mkdirty, | PTE_DIRTY)
PTE_MAKER(pte_mkspecial, | PTE_SPECIAL)
PTE_MAKER(pte_wrprotect, & ~(u64)PTE_WRITE)
PTE_MAKER(pte_mkold, & ~(u64)PTE_YOUNG)
PTE_MAKER(pte_mkclean, & ~(u64)PTE_DIRTY)
#undef PTE_MAKER

/* Entries are read and written whole. */
static inline pte_t ptep_get(const pte_t *ptep)
{
	return (pte_t){ __atomic_load_n(&ptep->val, __ATOMIC_ACQUIRE) };
}

static inline void set_pte(pte_t *ptep, pte_t pte)
{
	__atomic_store_n(&ptep->val, pte.val, __ATOMIC_RELEASE);
}

static inline pte_t ptep_get_and_clear(pte_t *ptep)
{
	return (pte_t){ __atomic_exchange_n(&ptep->val, 0, __ATOMIC_ACQ_REL) };
}

/* True if *@ptep was @old and is now @new. */
static inline bool ptep_try_set(pte_t *ptep, pte_t old, pte_t new)
{
	return __atomic_compare_exchange_n(&ptep->val, &old.val, new.val, false,
					   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* Entries above level 0. */
static inline pte_t pte_table(unsigned long pfn)
{
	return (pte_t){ ((u64)pfn << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE };
}

#endif
