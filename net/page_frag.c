/* SPDX-License-Identifier: MIT */
/*
 * page_frag.c - parts of pages, many to a page; see page_frag.h.
 *
 * A cache's page has as many references as there are parts at large, and the
 * bias: those that the cache holds. When the page is used up the bias is taken
 * away; if nothing is left, all parts are back and the page is used again.
 *
 * Locking: a cache has one user. The CPUs' own are used with interrupts off.
 */
#include "internal.h"

#include <octavo/page_frag.h>

#define BIAS_MAX	PAGE_FRAG_CACHE_MAX_SIZE

static struct page_frag_cache netdev_cache[NR_CPUS];

/* A large block if there is one to be had easily, else a page. */
static struct page *alloc_block(gfp_t gfp)
{
	gfp_t easy = (gfp & ~__GFP_DIRECT_RECLAIM) | __GFP_COMP | __GFP_NOWARN |
		     __GFP_NORETRY | __GFP_NOMEMALLOC;
	struct page *page = alloc_pages(easy, PAGE_FRAG_CACHE_MAX_ORDER);

	return page ? page : alloc_page(gfp);
}

static bool refill(struct page_frag_cache *nc, gfp_t gfp)
{
	struct page *page = alloc_block(gfp & ~__GFP_HIGHMEM);

	if (!page) {
		nc->va = NULL;
		return false;
	}
	nc->va = page_address(page);
	nc->size = (u32)page_size(page);
	nc->pfmemalloc = false;
	page_ref_add(page, (int)BIAS_MAX);
	nc->pagecnt_bias = BIAS_MAX + 1;
	nc->offset = nc->size;
	return true;
}

/* Go on to another page, or to this one again if all its parts are back. */
static bool next_page(struct page_frag_cache *nc, gfp_t gfp)
{
	struct page *page;

	if (!nc->va)
		return refill(nc, gfp);
	page = virt_to_page(nc->va);
	if (page_ref_count(page) == (int)nc->pagecnt_bias) {
		smp_rmb();
		set_page_count(page, (int)BIAS_MAX + 1);
		nc->pagecnt_bias = BIAS_MAX + 1;
		nc->offset = nc->size;
		return true;
	}
	page_frag_cache_drain(nc);
	return refill(nc, gfp);
}

/* Where the next part begins; false: it does not fit any more. */
static bool place(const struct page_frag_cache *nc, unsigned int fragsz,
		  unsigned int align, u32 *offset)
{
	if (!nc->va || fragsz > nc->offset)
		return false;
	*offset = ALIGN_DOWN(nc->offset - fragsz, align);
	return true;
}

void *page_frag_alloc_align(struct page_frag_cache *nc, unsigned int fragsz,
			    gfp_t gfp, unsigned int align)
{
	u32 offset;

	if (!fragsz || fragsz > PAGE_SIZE || !is_power_of_2(align) ||
	    align > PAGE_SIZE)
		return NULL;
	if (!place(nc, fragsz, align, &offset) &&
	    !(next_page(nc, gfp) && place(nc, fragsz, align, &offset)))
		return NULL;
	nc->pagecnt_bias--;
	nc->offset = offset;
	return (char *)nc->va + offset;
}

void page_frag_free(void *addr)
{
	put_page(virt_to_head_page(addr));
}

void page_frag_cache_drain(struct page_frag_cache *nc)
{
	if (nc->va)
		put_page_refs(virt_to_page(nc->va), (int)nc->pagecnt_bias);
	nc->va = NULL;
}

void *netdev_alloc_frag(unsigned int fragsz)
{
	unsigned long flags;
	void *frag;

	local_irq_save(flags);
	frag = page_frag_alloc_align(&netdev_cache[smp_processor_id()], fragsz,
				     GFP_ATOMIC, IS_ALIGNED(fragsz, SMP_CACHE_BYTES) ?
				     SMP_CACHE_BYTES : sizeof(long));
	local_irq_restore(flags);
	return frag;
}

void netdev_frag_drain(void)
{
	for (unsigned int i = 0; i < NR_CPUS; i++)
		page_frag_cache_drain(&netdev_cache[i]);
}

bool skb_page_frag_refill(unsigned int sz, struct page_frag *pfrag, gfp_t gfp)
{
	if (pfrag->page) {
		/* Nobody else has it: all of it is free again. */
		if (page_ref_count(pfrag->page) == 1)
			pfrag->offset = 0;
		if (pfrag->offset <= pfrag->size &&
		    sz <= pfrag->size - pfrag->offset)
			return true;
		put_page(pfrag->page);
		pfrag->page = NULL;
	}
	if (sz > PAGE_SIZE)
		return false;
	pfrag->page = alloc_block(gfp);
	if (!pfrag->page)
		return false;
	pfrag->offset = 0;
	pfrag->size = (u32)page_size(pfrag->page);
	return true;
}
