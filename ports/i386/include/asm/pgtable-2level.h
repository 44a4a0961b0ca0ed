/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable-2level.h - entries of 32 bits: an entry is a word.
 */
#ifndef ASM_PGTABLE_2LEVEL_H
#define ASM_PGTABLE_2LEVEL_H

typedef u32 pteval_t;
typedef struct { pteval_t val; } pte_t;

#define PGD_ORDER		0	/* pages of the root, as an order */
#define pgtable_entries(l)	1024ul
#define PTE_PFN_MASK		0xfffff000u
#define has_pte_nx		false
#define pte_nx			0u	/* there is no such bit */

#include <asm/pte-word.h>

#endif
