/* SPDX-License-Identifier: MIT */
/*
 * gfp.h - "get free pages": how an allocation may behave, and the calls.
 *
 * An allocation of order o is a block of 2^o frames whose first frame number
 * is a multiple of 2^o; o is at most MAX_ORDER - 1.
 */
#ifndef OCTAVO_GFP_H
#define OCTAVO_GFP_H

#include <octavo/types.h>
#include <octavo/bitops.h>		/* get_order() */
#include <octavo/page.h>

/* Where from: at most one of these; none means ZONE_NORMAL and below. A machine
 * without the zone asked for uses the next one up. */
#define __GFP_DMA		0x0001u
#define __GFP_HIGHMEM		0x0002u
#define __GFP_DMA32		0x0004u
/* What may be done to get it. */
#define __GFP_RECLAIMABLE	0x0010u
#define __GFP_HIGH		0x0020u	/* may use part of the reserve */
#define __GFP_IO		0x0040u
#define __GFP_FS		0x0080u
#define __GFP_ZERO		0x0100u	/* filled with zeros */
#define __GFP_ATOMIC		0x0200u	/* cannot wait: more of the reserve */
#define __GFP_DIRECT_RECLAIM	0x0400u	/* the caller may sleep */
#define __GFP_KSWAPD_RECLAIM	0x0800u	/* wake background reclaim */
#define __GFP_NOWARN		0x2000u	/* fail without a word */
#define __GFP_RETRY_MAYFAIL	0x4000u	/* try hard, but end nobody for it */
#define __GFP_NOFAIL		0x8000u	/* never NULL */
#define __GFP_NORETRY		0x10000u	/* one round of reclaim at most */
#define __GFP_MEMALLOC		0x20000u	/* may use all of the reserve */
#define __GFP_COMP		0x40000u	/* make a compound page */
#define __GFP_NOMEMALLOC	0x80000u	/* not even with PF_MEMALLOC */
#define __GFP_HARDWALL		0x100000u
#define __GFP_THISNODE		0x200000u	/* no other node */
#define __GFP_ACCOUNT		0x400000u

#define __GFP_RECLAIM		(__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define GFP_ATOMIC		(__GFP_HIGH | __GFP_ATOMIC | __GFP_KSWAPD_RECLAIM)
#define GFP_KERNEL		(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_NOWAIT		__GFP_KSWAPD_RECLAIM
#define GFP_NOIO		__GFP_RECLAIM
#define GFP_NOFS		(__GFP_RECLAIM | __GFP_IO)
#define GFP_USER		(GFP_KERNEL | __GFP_HARDWALL)
#define GFP_DMA			__GFP_DMA
#define GFP_DMA32		__GFP_DMA32
#define GFP_HIGHUSER		(GFP_USER | __GFP_HIGHMEM)

#define gfpflags_allow_blocking(gfp)	(((gfp) & __GFP_DIRECT_RECLAIM) != 0)

#define NUMA_NO_NODE		(-1)

/**
 * alloc_pages_node() - allocate a block of frames near a node
 * @nid: node to try first; NUMA_NO_NODE: this CPU's
 * @gfp: where from and how hard to try
 * @order: 0 to MAX_ORDER - 1
 *
 * The block belongs to the caller with one reference. It is not a compound
 * page unless @gfp has __GFP_COMP: then only its first page counts as a page.
 * Constant time from the per-CPU lists (orders 0-3, 9).
 *
 * Context: Decided by @gfp: may sleep with __GFP_DIRECT_RECLAIM.
 * Return: the first frame's page, or NULL for no memory (said on the log
 *	unless __GFP_NOWARN).
 * Pairs with: __free_pages().
 */
struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order);

/**
 * alloc_pages() - allocate a block of frames
 * @gfp: where from and how hard to try
 * @order: 0 to MAX_ORDER - 1
 *
 * alloc_pages_node() with this CPU's node.
 *
 * Context: Decided by @gfp: may sleep with __GFP_DIRECT_RECLAIM.
 * Return: the first frame's page, or NULL for no memory.
 * Pairs with: __free_pages(), put_page().
 */
struct page *alloc_pages(gfp_t gfp, unsigned int order);

/**
 * __free_pages() - drop the owner's reference of a block
 * @page: the first page; NULL does nothing
 * @order: the order it was allocated with
 *
 * Free at once if that was the last reference, else with the last put_page().
 * A bad free (double, wrong order, of a tail page, still mapped, in use by a
 * cache, not ours ...) is reported and changes nothing. A free of a page that
 * is pinned for DMA is reported; the page goes when the last pin goes.
 *
 * Context: Any context.
 * Pairs with: alloc_pages().
 */
void __free_pages(struct page *page, unsigned int order);

/**
 * __get_free_pages() - allocate a block of frames, by address
 * @gfp: as for alloc_pages(); __GFP_HIGHMEM is reported and ignored, since a
 *	high page has no address
 * @order: 0 to MAX_ORDER - 1
 *
 * Context: Decided by @gfp: may sleep with __GFP_DIRECT_RECLAIM.
 * Return: linear address, 0 for no memory.
 * Pairs with: free_pages().
 */
unsigned long __get_free_pages(gfp_t gfp, unsigned int order);

/**
 * get_zeroed_page() - allocate one page of zeros, by address
 * @gfp: as for __get_free_pages()
 *
 * Context: Decided by @gfp: may sleep with __GFP_DIRECT_RECLAIM.
 * Return: linear address, 0 for no memory.
 * Pairs with: free_page().
 */
unsigned long get_zeroed_page(gfp_t gfp);

/**
 * free_pages() - give back what __get_free_pages() gave
 * @addr: its address; 0 does nothing
 * @order: the order it was allocated with
 *
 * Bad frees are reported as by __free_pages(); an address that is no linear
 * address of a page is one.
 *
 * Context: Any context.
 * Pairs with: __get_free_pages(), get_zeroed_page().
 */
void free_pages(unsigned long addr, unsigned int order);

/**
 * alloc_pages_bulk() - allocate many single pages
 * @gfp: as for alloc_pages()
 * @nr: how many are wanted
 * @pages: @nr pointers, filled in from the start
 *
 * Never fails for part of them: what could not be had is simply missing.
 *
 * Context: Decided by @gfp: may sleep with __GFP_DIRECT_RECLAIM.
 * Return: how many pages there are in @pages now, 0 to @nr.
 * Pairs with: free_pages_bulk(), __free_page() of each.
 */
unsigned long alloc_pages_bulk(gfp_t gfp, unsigned long nr, struct page **pages);

/**
 * free_pages_bulk() - free many single pages
 * @nr: how many
 * @pages: @nr pages of order 0; NULL entries are skipped
 *
 * Context: Any context.
 * Pairs with: alloc_pages_bulk().
 */
void free_pages_bulk(unsigned long nr, struct page **pages);

/**
 * split_page() - turn a block into single pages
 * @page: first page of a block that is not compound, with one reference
 * @order: the order it was allocated with
 *
 * Each page has one reference afterwards and is freed by itself. Another use
 * is reported and changes nothing.
 *
 * Context: Any context.
 */
void split_page(struct page *page, unsigned int order);

/**
 * alloc_pages_exact() - allocate just so many contiguous pages
 * @size: bytes, above 0
 * @gfp: as for __get_free_pages()
 *
 * Context: Decided by @gfp: may sleep with __GFP_DIRECT_RECLAIM.
 * Return: linear address, NULL for no memory.
 * Pairs with: free_pages_exact().
 */
void *alloc_pages_exact(size_t size, gfp_t gfp);

/**
 * free_pages_exact() - give back what alloc_pages_exact() gave
 * @addr: its address
 * @size: the size it was asked with
 *
 * Context: Any context.
 * Pairs with: alloc_pages_exact().
 */
void free_pages_exact(void *addr, size_t size);

/**
 * drain_local_pages() - return this CPU's spare pages to the buddy
 *
 * A port calls it when a CPU goes idle or offline.
 *
 * Context: Any context.
 */
void drain_local_pages(void);

/**
 * drain_all_pages() - return spare pages of all CPUs to the buddy
 *
 * At once for this CPU; every other CPU does it when it next frees a page or
 * calls drain_local_pages().
 *
 * Context: Any context.
 */
void drain_all_pages(void);

#define alloc_page(gfp)		alloc_pages(gfp, 0)
#define __get_free_page(gfp)	__get_free_pages(gfp, 0)
#define __get_dma_pages(gfp, o)	__get_free_pages((gfp) | GFP_DMA, o)
#define __free_page(page)	__free_pages(page, 0)
#define free_page(addr)		free_pages(addr, 0)

#endif
