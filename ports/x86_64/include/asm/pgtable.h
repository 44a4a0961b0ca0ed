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

typedef struct { u64 val; } pgprot_t;

/* The entry that maps @pfn with the rights of @prot. */
static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return (pte_t){ ((u64)pfn << PAGE_SHIFT) | prot.val };
}

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
	const u64 keep = PTE_PFN_MASK | PTE_YOUNG | PTE_DIRTY | PTE_SPECIAL;

	return (pte_t){ (pte.val & keep) | prot.val };
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return (pte.val & PTE_PFN_MASK) >> PAGE_SHIFT;
}

static inline bool pte_none(pte_t pte) { return pte.val == 0; }
static inline bool pte_present(pte_t pte)
{
	return pte.val & (PTE_PRESENT | PTE_PROTNONE);
}
/* Present and not PROT_NONE. */
static inline bool pte_accessible(pte_t pte) { return pte.val & PTE_PRESENT; }
static inline bool pte_same(pte_t a, pte_t b) { return a.val == b.val; }
static inline bool pte_write(pte_t pte) { return pte.val & PTE_WRITE; }
static inline bool pte_exec(pte_t pte) { return !(pte.val & PTE_NX); }
static inline bool pte_young(pte_t pte) { return pte.val & PTE_YOUNG; }
static inline bool pte_dirty(pte_t pte) { return pte.val & PTE_DIRTY; }
static inline bool pte_special(pte_t pte) { return pte.val & PTE_SPECIAL; }

/* Present, accessible, not special; to write: writable and dirty already. What
 * mm/vm/gup_fast.c asks of every entry. */
#define pte_plain	pte_plain
static inline bool pte_plain(pte_t pte, bool write)
{
	const pteval_t want = PTE_PRESENT |
			      (write ? PTE_WRITE | PTE_DIRTY : 0);

	return (pte.val & (want | PTE_SPECIAL)) == want;
}

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
PTE_MAKER(pte_wrprotect, & ~PTE_WRITE)
PTE_MAKER(pte_mkold, & ~PTE_YOUNG)
PTE_MAKER(pte_mkclean, & ~PTE_DIRTY)
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

/* Fill an entry that is not present, or empty one that only this CPU changes. */
static inline void pte_fill(pte_t *ptep, pte_t pte)
{
	set_pte(ptep, pte);
}

static inline void pte_empty(pte_t *ptep)
{
	set_pte(ptep, (pte_t){ 0 });
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
	return (pte_t){ ((u64)pfn << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE |
			PTE_USER };
}

#endif
