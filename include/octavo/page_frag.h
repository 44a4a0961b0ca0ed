/* SPDX-License-Identifier: MIT */
/*
 * page_frag.h - parts of pages, many to a page.
 *
 *	| free ...      | part 3 | part 2 | part 1 |	a compound page
 *	va		^ offset
 *
 * A cache cuts parts off its page from the end. Each part owns a reference of
 * the page; the cache takes many at once, and gives back what it did not use
 * when it goes on to another page. A page whose parts are all back is used
 * again from the end.
 */
#ifndef OCTAVO_PAGE_FRAG_H
#define OCTAVO_PAGE_FRAG_H

#include <octavo/gfp.h>
#include <octavo/types.h>

#define PAGE_FRAG_CACHE_MAX_ORDER	3
#define PAGE_FRAG_CACHE_MAX_SIZE	(PAGE_SIZE << PAGE_FRAG_CACHE_MAX_ORDER)

struct page_frag_cache {
	void *va;			/* NULL: no page */
	u32 offset;			/* below: free */
	u32 size;			/* bytes of the page */
	unsigned int pagecnt_bias;	/* references that it has left */
	bool pfmemalloc;
};

/* A part of a page to write to, see skb_page_frag_refill(). */
struct page_frag {
	struct page *page;
	u32 offset;
	u32 size;
};

/**
 * page_frag_alloc_align() - cut a part off a cache's page
 * @nc: the cache; all zero: an empty one
 * @fragsz: bytes, at most PAGE_SIZE
 * @gfp: what may be done to get another page
 * @align: a power of two
 *
 * Context: Decided by @gfp.
 * Locks: the caller's: nobody else uses @nc.
 * Return: the part; NULL without memory, or if @fragsz is 0 or too large.
 * Pairs with: page_frag_free().
 */
void *page_frag_alloc_align(struct page_frag_cache *nc, unsigned int fragsz,
			    gfp_t gfp, unsigned int align);

static inline void *page_frag_alloc(struct page_frag_cache *nc,
				    unsigned int fragsz, gfp_t gfp)
{
	return page_frag_alloc_align(nc, fragsz, gfp, 1);
}

/**
 * page_frag_free() - give a part back
 * @addr: anywhere in the part
 *
 * Context: Any context.
 */
void page_frag_free(void *addr);

/**
 * page_frag_cache_drain() - let go of a cache's page
 * @nc: the cache; empty afterwards. Parts stay valid.
 *
 * Context: Any context.
 */
void page_frag_cache_drain(struct page_frag_cache *nc);

/**
 * netdev_alloc_frag() - a part from this CPU's cache
 * @fragsz: bytes, at most PAGE_SIZE
 *
 * Context: Any context.
 * Return: aligned to a cache line if @fragsz is a multiple of it; NULL without
 *	memory.
 * Pairs with: skb_free_frag().
 */
void *netdev_alloc_frag(unsigned int fragsz);

#define napi_alloc_frag(fragsz)	netdev_alloc_frag(fragsz)
#define skb_free_frag(addr)	page_frag_free(addr)

/**
 * netdev_frag_drain() - let go of all CPUs' pages
 *
 * For counting what is in use.
 *
 * Context: Any context; no CPU uses its cache meanwhile.
 */
void netdev_frag_drain(void);

/**
 * skb_page_frag_refill() - see to it that there is room in a page
 * @sz: bytes wanted
 * @pfrag: the page used last and where its room begins; .page NULL: none
 * @gfp: what may be done to get another
 *
 * The caller moves .offset behind what it uses, and takes a reference of the
 * page for that. If others still have the page and @sz bytes are not left, it
 * is let go and another is allocated, a larger one if there is one.
 *
 * Context: Decided by @gfp.
 * Return: true if @sz bytes can be used; false: no memory, or @sz is larger
 *	than a page; @pfrag then has no page.
 */
bool skb_page_frag_refill(unsigned int sz, struct page_frag *pfrag, gfp_t gfp);

#endif
