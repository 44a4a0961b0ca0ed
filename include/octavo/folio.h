/* SPDX-License-Identifier: MIT */
/*
 * folio.h - a page that is no tail: the newer name for a head page.
 *
 * A folio is its first page under another type, so that who has one need not
 * ask whether it is a tail.
 */
#ifndef OCTAVO_FOLIO_H
#define OCTAVO_FOLIO_H

#include <octavo/page.h>
#include <octavo/gfp.h>
#include <octavo/mm.h>
#include <octavo/pagemap.h>

struct folio {
	struct page page;
};

#define page_folio(p)		((struct folio *)compound_head(p))
#define folio_page(folio, n)	(&(folio)->page + (n))

static inline struct folio *virt_to_folio(const void *p)
{
	return page_folio(virt_to_page(p));
}

/* No page is in the way of memory that goes, or of a device's own: all may be
 * pinned for long. */
static inline bool folio_is_longterm_pinnable(const struct folio *folio)
{
	return true;
}

static inline bool is_longterm_pinnable_page(const struct page *page)
{
	return true;
}

static inline void folio_get(struct folio *folio)
{
	get_page(&folio->page);
}

static inline void folio_put(struct folio *folio)
{
	put_page(&folio->page);
}

static inline bool folio_try_get(struct folio *folio)
{
	return try_get_page(&folio->page);
}

static inline int folio_ref_count(const struct folio *folio)
{
	return page_ref_count(&folio->page);
}

static inline unsigned int folio_order(const struct folio *folio)
{
	return compound_order(&folio->page);
}

static inline long folio_nr_pages(const struct folio *folio)
{
	return (long)compound_nr(&folio->page);
}

static inline size_t folio_size(const struct folio *folio)
{
	return page_size(&folio->page);
}

static inline unsigned long folio_pfn(const struct folio *folio)
{
	return page_to_pfn(&folio->page);
}

static inline void *folio_address(const struct folio *folio)
{
	return page_address(&folio->page);
}

static inline bool folio_mapped(const struct folio *folio)
{
	return page_mapped(&folio->page);
}

static inline bool folio_maybe_dma_pinned(const struct folio *folio)
{
	return page_maybe_dma_pinned(&folio->page);
}

static inline bool folio_test_dirty(const struct folio *folio)
{
	return PageDirty(&folio->page);
}

static inline bool folio_mark_dirty(struct folio *folio)
{
	return set_page_dirty(&folio->page);
}

static inline void folio_mark_accessed(struct folio *folio)
{
	mark_page_accessed(&folio->page);
}

static inline void folio_lock(struct folio *folio)
{
	lock_page(&folio->page);
}

static inline bool folio_trylock(struct folio *folio)
{
	return trylock_page(&folio->page);
}

static inline void folio_unlock(struct folio *folio)
{
	unlock_page(&folio->page);
}

/* alloc_pages() of a compound page; folio_put() frees it. */
static inline struct folio *folio_alloc(gfp_t gfp, unsigned int order)
{
	return (struct folio *)alloc_pages(gfp | __GFP_COMP, order);
}

#endif
