/* SPDX-License-Identifier: MIT */
/*
 * asm/pte-word.h - entries of page tables that are one word of the processor:
 * one load, one store or one locked instruction each.
 */
#ifndef ASM_PTE_WORD_H
#define ASM_PTE_WORD_H

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

#endif
