/* SPDX-License-Identifier: MIT */
/*
 * asm/pte-bits.h - what an entry of a page table says, and its variants: the
 * same for all formats, which differ in width and in who may execute.
 *
 * Included by <asm/pgtable.h>, which names the bits.
 */
#ifndef ASM_PTE_BITS_H
#define ASM_PTE_BITS_H

typedef struct { pteval_t val; } pgprot_t;

/* Rights of the kernel's own mappings (arch_vmap()), and how the CPU caches what
 * is behind an entry. It has no write combining without a PAT: uncached. */
#define pgprot_val(prot)	((prot).val)
#define __pgprot(x)		((pgprot_t){ x })
#define PAGE_KERNEL		__pgprot(PTE_KERNEL | pte_nx)
#define PAGE_KERNEL_RO		__pgprot((PTE_KERNEL & ~(pteval_t)PTE_WRITE) | \
					 pte_nx)

static inline pgprot_t pgprot_noncached(pgprot_t prot)
{
	return __pgprot(prot.val | PTE_UNCACHED);
}

static inline pgprot_t pgprot_writecombine(pgprot_t prot)
{
	return pgprot_noncached(prot);
}

/* The entry that maps @pfn with the rights of @prot. */
static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return (pte_t){ ((pteval_t)pfn << PAGE_SHIFT) | prot.val };
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
PTE_MAKER(pte_wrprotect, & ~(pteval_t)PTE_WRITE)
PTE_MAKER(pte_mkold, & ~(pteval_t)PTE_YOUNG)
PTE_MAKER(pte_mkclean, & ~(pteval_t)PTE_DIRTY)
#undef PTE_MAKER

#endif
