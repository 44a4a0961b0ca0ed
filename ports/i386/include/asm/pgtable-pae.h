/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable-pae.h - entries of 64 bits on a CPU with words of 32.
 *
 * CMPXCHG8B is the one instruction that reads or writes both words at once.
 * Two plain loads would do for entries whose high word stays, but a frame
 * above 4 GiB may take the place of another between them, and a reader without
 * the lock would see a frame that never was there.
 */
#ifndef ASM_PGTABLE_PAE_H
#define ASM_PGTABLE_PAE_H

typedef u64 pteval_t;
typedef struct { pteval_t val; } __aligned(8) pte_t;

#define PGD_ORDER		2	/* pages of the root, as an order */
#define pgtable_entries(l)	((l) == 0 ? 512ul : 2048ul)
#define PTE_PFN_MASK		0x000ffffffffff000ull

#define has_pte_nx		true

/* Bit 63, or 0 on a CPU that has no such bit. */
extern u64 pte_nx;

/* *@ptep becomes @new if it is @old; what it was. */
static inline u64 pte_cmpxchg(const pte_t *ptep, u64 old, u64 new)
{
	__asm__ __volatile__("lock; cmpxchg8b %1"
			     : "+A"(old), "+m"(*(pte_t *)(unsigned long)ptep)
			     : "b"((u32)new), "c"((u32)(new >> 32))
			     : "memory");
	return old;
}

/* Entries are read and written whole. Read: whatever EDX:EAX holds, comparing
 * it with itself changes nothing. */
static inline pte_t ptep_get(const pte_t *ptep)
{
	u64 val;

	__asm__ __volatile__("movl %%ebx, %%eax\n"
			     "	movl %%ecx, %%edx\n"
			     "	lock; cmpxchg8b %1"
			     : "=&A"(val), "+m"(*(pte_t *)(unsigned long)ptep)
			     : : "memory");
	return (pte_t){ val };
}

static inline pte_t pte_xchg(pte_t *ptep, pte_t pte)
{
	u64 old = *(volatile u64 *)&ptep->val, seen;

	while ((seen = pte_cmpxchg(ptep, old, pte.val)) != old)
		old = seen;
	return (pte_t){ old };
}

static inline void set_pte(pte_t *ptep, pte_t pte)
{
	pte_xchg(ptep, pte);
}

/* Fill an entry that is not present, or empty one that only this CPU changes:
 * the word with the present bit is the one that counts. */
static inline void pte_fill(pte_t *ptep, pte_t pte)
{
	volatile u32 *word = (volatile u32 *)&ptep->val;

	word[1] = (u32)(pte.val >> 32);
	word[0] = (u32)pte.val;
}

static inline void pte_empty(pte_t *ptep)
{
	volatile u32 *word = (volatile u32 *)&ptep->val;

	word[0] = 0;
	word[1] = 0;
}

static inline pte_t ptep_get_and_clear(pte_t *ptep)
{
	return pte_xchg(ptep, (pte_t){ 0 });
}

/* True if *@ptep was @old and is now @new. */
static inline bool ptep_try_set(pte_t *ptep, pte_t old, pte_t new)
{
	return pte_cmpxchg(ptep, old.val, new.val) == old.val;
}

#endif
