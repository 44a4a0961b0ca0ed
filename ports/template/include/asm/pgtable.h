/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable.h - the format of a machine's page tables.
 *
 * mm/vm walks PGTABLE_LEVELS levels through what is defined here and knows no
 * bit itself. Entries have one type at every level; level 0 holds pages, the
 * highest level is the root. An entry above level 0 is present or 0.
 *
 * The format below is made up: four levels of 512 entries, as on x86-64, or two
 * of 1,024, as on i386, with
 * bits wherever they were free. A port puts its MMU's bits in their place:
 *
 *	PRESENT, WRITE, EXEC	mostly the MMU's own, EXEC often inverted
 *	READ			"user code may access it at all": a software bit
 *				where the MMU has none that fits; an entry may
 *				be present without it (PROT_NONE)
 *	YOUNG, DIRTY		set by the MMU, or by the fault handler
 *	SPECIAL			software: no struct page behind the frame
 *
 * Where the MMU writes young and dirty bits by itself, ptep_get_and_clear() and
 * ptep_try_set() must be atomic against it; a locked exchange is.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <octavo/types.h>
#include <asm/page.h>

/* One word, or where it is wider than a word (PAE), with its own way of
 * writing it whole. */
typedef struct { unsigned long val; } pte_t;

/* What the machine keeps in each mm_struct: an address space number, a set of
 * CPUs that have it loaded, or nothing. */
struct arch_mm {
	unsigned long unused;
};

#define PGTABLE_LEVELS		(__SIZEOF_POINTER__ == 8 ? 4 : 2)
#define PGD_ORDER		0	/* pages of the root, as an order */

/* Address bits below level @l's index, and entries of a table at it. */
#define pgtable_shift(l)	(12 + (__SIZEOF_POINTER__ == 8 ? 9 : 10) * (l))
#define pgtable_entries(l)	(PAGE_SIZE / sizeof(unsigned long))

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
	return (pte_t){ (pfn << PAGE_SHIFT) | prot.val };
}

/* Rights for a page; never writable by itself: whoever may write asks
 * pte_mkwrite(). @access false: the page of a PROT_NONE area. */
static inline pgprot_t pgprot_user(bool access, bool exec)
{
	return (pgprot_t){ PTE_PRESENT | (access ? PTE_READ : 0) |
			   (exec ? PTE_EXEC : 0) };
}

/* Rights of the kernel's own mappings (arch_vmap()). Without
 * bits for caching these are the same. */
#define pgprot_val(prot)	((prot).val)
#define __pgprot(x)		((pgprot_t){ x })
#define PAGE_KERNEL_RO		__pgprot(PTE_PRESENT | PTE_READ)
#define PAGE_KERNEL		__pgprot(PTE_PRESENT | PTE_READ | PTE_WRITE)

static inline pgprot_t pgprot_noncached(pgprot_t prot) { return prot; }
static inline pgprot_t pgprot_writecombine(pgprot_t prot) { return prot; }

/* The same page and its young and dirty bits, with other rights. */
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	const unsigned long keep =
		~(unsigned long)(PTE_PRESENT | PTE_WRITE | PTE_EXEC | PTE_READ);

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
PTE_MAKER(pte_wrprotect, & ~(unsigned long)PTE_WRITE)
PTE_MAKER(pte_mkold, & ~(unsigned long)PTE_YOUNG)
PTE_MAKER(pte_mkclean, & ~(unsigned long)PTE_DIRTY)
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
	return (pte_t){ (pfn << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE };
}

#endif
