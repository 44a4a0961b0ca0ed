/* SPDX-License-Identifier: MIT */
/*
 * page.h - struct page, one 32-byte descriptor for each page frame.
 *
 *	mem_map[]   one struct page per frame from pfn 0 to the last
 *	   |
 *	   +-- page_to_pfn() --> frame number --> physical address
 *	   +-- page_address() -> linear address (low memory only)
 *
 * All-zero is a valid state: "not yet handed to the buddy system". Boot does
 * not touch every descriptor.
 *
 * What the words mean depends on who owns the frame:
 *
 *	owner		mapping		index		mapcount	link
 *	buddy, free	-		-		order		free list
 *	slab		cache		(slab's)	-		slab *
 *	page cache	address_space	page in file	user maps	LRU
 *	anonymous	NULL, PG_anon	user vaddr/4K	user maps	-
 *	compound tail	head | 1	-		-		-
 *	plain kernel	private to the owner
 */
#ifndef OCTAVO_PAGE_H
#define OCTAVO_PAGE_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/config.h>
#include <asm/page.h>

struct address_space;
struct kmem_cache;
struct slab;

/* A link of a doubly linked list of frames: frame numbers, not pointers, so
 * that it takes 8 bytes. */
struct page_link {
	u32 next;
	u32 prev;
};

struct page {
	unsigned int flags;		/* PG_* bits; zone and node on top */
	atomic_t _refcount;
	union {
		struct address_space *mapping;	/* page cache */
		struct kmem_cache *slab_cache;	/* slab */
		unsigned long compound_head;	/* tail: head | 1 */
	};
	union {
		struct {
			u32 index;
			union {
				atomic_t _mapcount;	/* user maps, 0 = none */
				u32 order;		/* free block's head */
			};
		};
		unsigned long private;
	};
	union {
		struct page_link lru;
		struct slab *slab;
	};
}
#if __SIZEOF_POINTER__ == 4
__aligned(32)
#endif
;

BUILD_BUG_ON(sizeof(struct page) != 32);

enum pageflags {
	PG_locked,
	PG_uptodate,
	PG_dirty,
	PG_referenced,
	PG_lru,
	PG_active,
	PG_slab,
	PG_reserved,
	PG_private,
	PG_writeback,
	PG_buddy,		/* head of a free block */
	PG_pcp,			/* on a per-CPU list */
	PG_head,		/* head of a compound page */
	PG_anon,
	PG_table,		/* a page table */
	PG_error,
	NR_PAGEFLAGS,
};

#define ZONES_SHIFT		2
#define NODES_SHIFT		2
#define PAGE_ZONE_SHIFT		(32 - ZONES_SHIFT)
#define PAGE_NODE_SHIFT		(PAGE_ZONE_SHIFT - NODES_SHIFT)

/* A pin (pin_user_pages) counts this much, a get counts one. */
#define GUP_PIN_COUNTING_BIAS	1024

/*
 * The owner of mm/page adds: mem_map, pfn_to_page, page_to_pfn, pfn_valid,
 * virt_to_page, page_address (low; high pages ask mm/highmem), __pa, __va,
 * page_zonenum, page_to_nid, PageXxx/SetPageXxx/ClearPageXxx (atomic),
 * compound_head, compound_order, page_count, page_ref_add, get_page, put_page,
 * page_cache_release, page_mapcount, page_maybe_dma_pinned.
 */

#endif
