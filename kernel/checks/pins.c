/* SPDX-License-Identifier: MIT */
/*
 * pins.c - pages of programs that drivers pinned or got.
 *
 *	bucket[hash(page)] -> hold -> hold	one for each page of each call
 *
 * A page that was pinned for writing and whose bytes differ when it is let go
 * of, within the same system call, was written by the driver or its device: it
 * must have been marked dirty. (In another call the program may have written
 * it.)
 *
 * Invariant: a hold counts as long as its page is held; who lets go of it
 * elsewhere than in a driver leaves the hold behind, which nobody counts.
 */
#include <octavo/driver_pages.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/mm.h>
#include <octavo/string.h>
#include "../internal.h"
#include "internal.h"

#define BLOCK_ORDER	4u
#define MAX_BLOCKS	64u
#define NR_BUCKETS	256u

struct hold {
	struct hold *next;
	struct page *page;
	u32 who;
	bool dirtied;
	unsigned int flags;		/* FOLL_* */
	u64 call;			/* the system call it was in; 0: none */
	u64 sum;			/* of the bytes then */
};

#define PER_BLOCK	((PAGE_SIZE << BLOCK_ORDER) / sizeof(struct hold))

static struct hold *buckets[NR_BUCKETS], *unused;
static struct hold *blocks[MAX_BLOCKS];
static unsigned int nr_blocks;

static struct hold **bucket_of(const struct page *page)
{
	return &buckets[page_to_pfn(page) % NR_BUCKETS];
}

static void add_block(void)
{
	struct hold *block;

	if (nr_blocks == MAX_BLOCKS)
		return;
	checks_allocates(true);
	block = (struct hold *)__get_free_pages(GFP_ATOMIC | __GFP_NOWARN |
						__GFP_NOFAIL, BLOCK_ORDER);
	checks_allocates(false);
	if (!block)
		return;
	blocks[nr_blocks++] = block;
	for (unsigned int i = 0; i < PER_BLOCK; i++) {
		block[i].next = unused;
		unused = &block[i];
	}
}

static u64 hash_bytes(const void *p, size_t size)
{
	const unsigned long *words = p;
	u64 hash = size;

	for (size_t i = 0; i < size / sizeof(*words); i++)
		hash = (hash ^ words[i]) * 0x9e3779b97f4a7c15ull;
	return hash | 1;
}

static u64 hash_page(struct page *page)
{
	const void *p = kmap_local_page(page);
	u64 hash = hash_bytes(p, PAGE_SIZE);

	kunmap_local(p);
	return hash;
}

/* Two calls differ in their registers. */
static u64 this_call(void)
{
	const struct pt_regs *regs = in_interrupt() || !current->mm ? NULL :
				     current_task()->regs;

	return regs ? hash_bytes(regs, sizeof(*regs)) : 0;
}

void pins_grabbed(struct page *page, unsigned int flags)
{
	u32 who = trace_caller();
	struct hold *h;

	if (who && !unused)
		add_block();
	if (!who || !unused)
		return;
	h = unused;
	unused = h->next;
	*h = (struct hold){
		.next = *bucket_of(page), .page = page, .who = who,
		.flags = flags,
		.call = flags & FOLL_WRITE ? this_call() : 0,
	};
	if (h->call)
		h->sum = hash_page(page);
	*bucket_of(page) = h;
}

/* The link to a hold of the page that was taken so; NULL: there is none. */
static struct hold **find(const struct page *page, bool pinned)
{
	struct hold **link = bucket_of(page);

	while (*link && ((*link)->page != page ||
			 !((*link)->flags & FOLL_PIN) == pinned))
		link = &(*link)->next;
	return *link ? link : NULL;
}

static struct hold take_out(struct hold **link)
{
	struct hold *h = *link, copy = *h;

	*link = h->next;
	h->next = unused;
	unused = h;
	return copy;
}

static void report(const struct hold *h, const char *taken, const char *text)
{
	struct report_trace traces[2] = { { .what = "let go" },
					  { .what = taken } };
	u32 here = trace_caller();
	unsigned int nr;

	if (here && trace_said(here))
		return;
	nr = here && trace_for_report(here, &traces[0]);
	if (!nr)
		traces[0].what = taken;
	nr += trace_for_report(h->who, &traces[nr]);
	octavo_report_traces(traces, nr, "%s", text);
}

/* ---- letting go ------------------------------------------------------------------ */

/* True if it was a pin. */
static bool forget_pin(struct page *page, bool dirtied)
{
	struct hold **link = find(page, true), h;

	if (!link) {
		link = find(page, false);
		if (!link)
			return true;
		h = take_out(link);
		report(&h, "got",
		       "unpin_user_page() of a page that was not pinned: put_page() goes with get_user_pages()");
		return false;
	}
	h = take_out(link);
	if (!dirtied && !h.dirtied && h.call && h.call == this_call() &&
	    hash_page(page) != h.sum)
		report(&h, "pinned",
		       "a pinned page was written and is let go of without being marked dirty: the bytes may be lost");
	return true;
}

struct page *driver_dirties(struct page *page)
{
	if (!tracker())
		return page;
	for (struct hold *h = *bucket_of(page); h; h = h->next)
		h->dirtied |= h->page == page;
	return page;
}

void driver_unpin_user_page(struct page *page)
{
	if (!tracker() || forget_pin(page, false))
		unpin_user_page(page);
	else
		put_page(page);
}

void driver_unpin_user_pages(struct page **pages, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		driver_unpin_user_page(pages[i]);
}

void driver_unpin_user_pages_dirty_lock(struct page **pages, unsigned long nr,
					bool make_dirty)
{
	if (!make_dirty) {
		driver_unpin_user_pages(pages, nr);
		return;
	}
	for (unsigned long i = 0; i < nr; i++) {
		if (!tracker() || forget_pin(pages[i], true))
			unpin_user_pages_dirty_lock(&pages[i], 1, true);
		else
			put_page(pages[i]);
	}
}

void driver_put_page(struct page *page)
{
	struct hold **got, **pinned, h;

	got = tracker() ? find(page, false) : NULL;
	if (got)
		take_out(got);
	pinned = !tracker() || got ? NULL : find(page, true);
	if (!pinned) {
		put_page(page);
		return;
	}
	h = take_out(pinned);
	report(&h, "pinned",
	       "put_page() of a page that was pinned: unpin_user_page() goes with pin_user_pages()");
	unpin_user_page(page);
}

/* Each page that a driver still has pinned. */
void pins_walk(void (*fn)(struct page *page, u32 handle))
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		for (const struct hold *h = buckets[i]; h; h = h->next)
			if (h->flags & FOLL_PIN &&
			    page_maybe_dma_pinned(h->page))
				fn(h->page, h->who);
}

void pins_exit(void)
{
	while (nr_blocks)
		free_pages((unsigned long)blocks[--nr_blocks], BLOCK_ORDER);
	unused = NULL;
	memset(buckets, 0, sizeof(buckets));
}
