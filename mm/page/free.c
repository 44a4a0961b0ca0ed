/* SPDX-License-Identifier: MIT */
/*
 * free.c - giving blocks back, and references.
 *
 * A free looks at the page before it changes anything: everything that a page
 * in its owner's hands must be is one comparison of the flags word (with the
 * order in it), one of the words that must be 0, and the reference count. A
 * page that fails is reported and stays as it is: lost rather than on a list
 * twice.
 *
 * A count of 1 seen by the page's owner goes to 0 by a plain store: who takes
 * another reference must be sure that the page has one for as long as that
 * takes (see try_get_page()), and the only one is about to be dropped here.
 */
#include <octavo/bug.h>
#include "internal.h"

/* ---- what is wrong with it? ---------------------------------------------- */

static enum bad_page why_free(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	if (pfn_reserved(pfn))
		return BAD_RESERVED;
	if (pfn_is_free(pfn))
		return BAD_DOUBLE_FREE;
	return BAD_NEVER_ALLOCATED;
}

/* Why a page with references may not be freed. */
static enum bad_page why_bad(const struct page *page, unsigned int order)
{
	if (page_mapcount(page))
		return BAD_MAPPED;
	if (page->flags & PAGE_FLAGS_CHECK_AT_FREE)
		return BAD_FLAGS;
	if (page->mapping)
		return BAD_MAPPING;
	return BAD_ORDER;
}

/* May the last reference of this head be dropped? */
static inline bool free_ok(const struct page *page, unsigned int order)
{
	return (page->flags & (PAGE_FLAGS_CHECK_AT_FREE | PAGE_ORDER_MASK)) ==
		       order << PAGE_ORDER_SHIFT &&
	       !page->mapping && !page_mapcount(page);
}

/* ---- putting it on a list ------------------------------------------------ */

/* Push a block on this CPU's list; its flags say free, its count is 0. */
static __always_inline void push(struct page *page, unsigned long pfn,
				 unsigned int order, unsigned int li)
{
	unsigned int zid = page_machine.chunk_zone[pfn >> CHUNK_ORDER];
	const struct page_cpu *cpu = &page_cpus[this_cpu()->id];
	struct per_cpu_pages *pcp = cpu->first[ZONE_NORMAL];
	u32 nr;

	/* A branch, so that the CPU need not wait for the frame's zone. */
	if (zid != cpu->normal) {
		barrier();
		pcp = cpu->zone[zid];
	}
	__atomic_store_n(&page->flags, 1u << PG_free | order << PAGE_ORDER_SHIFT,
			 __ATOMIC_RELAXED);
	if (unlikely(pcp->busy))
		goto slow;
	/* The count is read after that: an interrupt before it may change it. */
	pcp->busy = 1;
	barrier();
	nr = pcp->count[li];
	if (unlikely(nr >= counter_read(&pcp->high[li])))
		goto full;
	pcp->pfn[pcp_base[li] + nr] = (u32)pfn;
	__atomic_store_n(&pcp->count[li], nr + 1, __ATOMIC_RELAXED);
	barrier();
	pcp->busy = 0;
	return;
full:
	pcp->busy = 0;
slow:
	zone_give_slow(page_machine.zones[zid], pfn, order);
}

static void give(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	int li = pcp_index(order);

	if (li >= 0) {
		push(page, pfn, order, (unsigned int)li);
		return;
	}
	__atomic_store_n(&page->flags, 1u << PG_free | order << PAGE_ORDER_SHIFT,
			 __ATOMIC_RELAXED);
	zone_give_slow(chunk_zone(pfn), pfn, order);
}

/* Not 0 if a tail is not as make_compound() left it. */
static inline unsigned long tail_differs(const struct page *page,
					 unsigned long tail)
{
	return (page->compound_head ^ tail) |
	       (unsigned int)page_ref_count(page) |
	       (unsigned int)page_mapcount(page);
}

/* Undo make_compound(); a tail that was tampered with is reported. */
static bool break_compound(struct page *page, unsigned int order)
{
	unsigned long tail = (unsigned long)page | 1, differs = 0;
	struct page *p, *end = page + (1ul << order);

	for (p = page + 1; p < end; p++)
		differs |= tail_differs(p, tail);
	if (unlikely(differs)) {
		for (p = page + 1; !tail_differs(p, tail); p++)
			;
		bad_page(p, BAD_COMPOUND, order);
		return false;
	}
	for (p = page + 1; p < end; p++)
		__atomic_store_n(&p->compound_head, 0, __ATOMIC_RELAXED);
	return true;
}

/* ---- references ---------------------------------------------------------- */

void __put_page(struct page *page)
{
	unsigned int order = page_order(page);

	if (PageLRU(page) && page_hooks.lru_del)
		page_hooks.lru_del(page);
	if (unlikely(!free_ok(page, order))) {
		bad_page(page, why_bad(page, order), order);
		return;
	}
	if (PageHead(page) && !break_compound(page, order))
		return;
	give(page, order);
}

void __get_page_bad(struct page *page)
{
	bad_page(page, BAD_GET, page_order(page));
}

void __put_page_refs(struct page *page, int nr)
{
	if (likely(page_ref_count(page) == 0)) {
		__put_page(page);
		return;
	}
	page_ref_add(page, nr);
	bad_page(page, BAD_PUT, page_order(page));
}

/* ---- the calls ----------------------------------------------------------- */

/* Everything but the plain free of a small block with one reference. */
static noinline void free_slow(struct page *page, unsigned int order)
{
	int count;

	if (!page)
		return;
	if (!page_is_ours(page)) {
		bad_page(page, BAD_NOT_OURS, order);
		return;
	}
	count = page_ref_count(page);
	if (PageTail(page))
		bad_page(page, BAD_TAIL, order);
	else if (count <= 0)
		bad_page(page, why_free(page), order);
	else if (page_order(page) != order)
		bad_page(page, BAD_ORDER, order);
	else if (count == 1 && !free_ok(page, order))
		bad_page(page, why_bad(page, order), order);
	else {
		if (count > GUP_PIN_COUNTING_BIAS)
			bad_page(page, BAD_PINNED, order);
		put_page(page);
	}
}

void __free_pages(struct page *page, unsigned int order)
{
	unsigned int differs;

	if (unlikely(!page_is_ours(page) || order > 3))
		goto slow;
	/* Not 0 if anything is not as free_ok() wants it. */
	differs = (page->flags ^ order << PAGE_ORDER_SHIFT) &
		  (PAGE_FLAGS_CHECK_AT_FREE | PAGE_ORDER_MASK | 1u << PG_head);
	differs |= (unsigned int)(page_ref_count(page) ^ 1);
	differs |= (unsigned int)page_mapcount(page);
	if (unlikely(differs || page->mapping))
		goto slow;
	atomic_set(&page->_refcount, 0);
	push(page, page_to_pfn(page), order, order);
	return;
slow:
	free_slow(page, order);
}

void free_pages(unsigned long addr, unsigned int order)
{
	unsigned long off = addr - PAGE_OFFSET;

	if (!addr)
		return;
	if (unlikely(off >> PAGE_SHIFT >= max_low_pfn || off & ~PAGE_MASK)) {
		octavo_report("free_pages: %#lx is not the address of a page",
			      addr);
		return;
	}
	__free_pages(virt_to_page(addr), order);
}

void free_pages_bulk(unsigned long nr, struct page **pages)
{
	for (unsigned long i = 0; i < nr; i++)
		__free_pages(pages[i], 0);
}

void free_pages_exact(void *addr, size_t size)
{
	unsigned long end = (unsigned long)addr + PAGE_ALIGN(size);

	for (unsigned long a = (unsigned long)addr; a < end; a += PAGE_SIZE)
		free_page(a);
}

void split_page(struct page *page, unsigned int order)
{
	if (!page_is_ours(page) || PageCompound(page) ||
	    page_ref_count(page) != 1 || page_order(page) != order) {
		bad_page(page, BAD_SPLIT, order);
		return;
	}
	page->flags &= ~PAGE_ORDER_MASK;
	for (unsigned long i = 1; i < 1ul << order; i++) {
		page[i].flags = 0;
		page[i].mapping = NULL;
		page[i].private = 0;
		atomic_set(&page[i]._mapcount, 0);
		atomic_set_release(&page[i]._refcount, 1);
	}
}
