/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of mm/highmem tell each other.
 *
 *	WINDOW_BASE
 *	| pool, LAST_PKMAP windows | cpu 0: KM_MAX_IDX | cpu 1 | ...
 *	  pool.c: kmap, kunmap	     local.c: kmap_local_page, kmap_atomic
 */
#ifndef HIGHMEM_INTERNAL_H
#define HIGHMEM_INTERNAL_H

#include <octavo/bug.h>
#include <octavo/highmem.h>
#include <octavo/port.h>
#include <octavo/spinlock.h>

static inline void *window_addr(unsigned int slot)
{
	return (void *)(WINDOW_BASE + slot * PAGE_SIZE);
}

/* The window an address lies in; NR_WINDOWS or more: in none. */
static inline unsigned long window_of(const void *addr)
{
	return ((unsigned long)addr - WINDOW_BASE) >> PAGE_SHIFT;
}

/* The page that the pool shows in window @slot, or NULL. */
struct page *pool_page(unsigned int slot);

/* kmap_high() that does not wait: NULL if no window is free. */
void *pool_try_map(struct page *page);

/* All as after boot. */
void pool_init(void);

/* Empty every window of the pool; returns users that are left. */
unsigned long pool_exit(void);

#endif
