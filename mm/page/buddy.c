/* SPDX-License-Identifier: MIT */
/*
 * buddy.c - blocks of frames in chunks of bits.
 *
 * The picture and the invariants are in internal.h. Here is how a block is
 * found: with a[k] the word whose bit i says "the 2^k frames from i on are
 * free and i is a multiple of 2^k",
 *
 *	a[0]   = free
 *	a[k+1] = a[k] & a[k] >> 2^k & multiples of 2^(k+1)
 *
 * the maximal blocks of order k are those in a[k] that are no half of one in
 * a[k+1]. Orders from 6 on are whole words and are compared as such.
 *
 * Locking: every function needs zone->lock.
 */
#include <octavo/bug.h>
#include <octavo/string.h>
#include "internal.h"

/* Bits at the multiples of 2^k. */
static const u64 multiples[7] = {
	0xffffffffffffffffull, 0x5555555555555555ull, 0x1111111111111111ull,
	0x0101010101010101ull, 0x0001000100010001ull, 0x0000000100000001ull,
	0x0000000000000001ull,
};

/* The low 2^k bits, k at most 5. */
static inline u64 run(unsigned int k)
{
	return (1ull << (1u << k)) - 1;
}

bool chunk_all_free(const struct buddy_chunk *c, unsigned int off,
		    unsigned int order)
{
	if (order < 6)
		return (~(c->free[off / 64] >> (off % 64)) & run(order)) == 0;
	for (unsigned int w = off / 64; w < off / 64 + (1u << (order - 6)); w++)
		if (c->free[w] != ~0ull)
			return false;
	return true;
}

bool chunk_any_free(const struct buddy_chunk *c, unsigned int off,
		    unsigned int order)
{
	if (order < 6)
		return (c->free[off / 64] >> (off % 64) & run(order)) != 0;
	for (unsigned int w = off / 64; w < off / 64 + (1u << (order - 6)); w++)
		if (c->free[w])
			return true;
	return false;
}

static inline void set_bits(struct buddy_chunk *c, unsigned int off,
			    unsigned int order)
{
	if (order < 6)
		c->free[off / 64] |= run(order) << (off % 64);
	else
		memset(&c->free[off / 64], 0xff, (1ul << order) / 8);
}

static inline void clear_bits(struct buddy_chunk *c, unsigned int off,
			      unsigned int order)
{
	if (order < 6)
		c->free[off / 64] &= ~(run(order) << (off % 64));
	else
		memset(&c->free[off / 64], 0, (1ul << order) / 8);
}

/* ---- counters and bins --------------------------------------------------------- */

static inline void count_block(struct zone *zone, struct buddy_chunk *c,
			       unsigned int k, int n)
{
	c->nr[k] = (u16)(c->nr[k] + n);
	counter_add(&zone->free_area[k].nr_free, (unsigned long)(long)n);
	if (c->nr[k])
		c->orders |= (u16)(1u << k);
	else
		c->orders &= (u16)~(1u << k);
}

static inline void count_pages(struct zone *zone, struct buddy_chunk *c, long n)
{
	c->nr_free = (u16)(c->nr_free + n);
	counter_add(&zone->nr_free_pages, (unsigned long)n);
}

static inline struct buddy_chunk *chunk_at(u32 link)
{
	return &page_machine.chunks[link - 1];
}

static void unlink_chunk(struct zone *zone, struct buddy_chunk *c)
{
	if (c->prev)
		chunk_at(c->prev)->next = c->next;
	else
		zone->free_area[c->bin - 1].first = c->next;
	if (c->next)
		chunk_at(c->next)->prev = c->prev;
}

static void link_chunk(struct zone *zone, struct buddy_chunk *c)
{
	u32 self = (u32)(c - page_machine.chunks) + 1;
	u32 *first = &zone->free_area[c->bin - 1].first;

	c->next = *first;
	c->prev = 0;
	if (c->next)
		chunk_at(c->next)->prev = self;
	*first = self;
}

/* The largest block may be another now: put the chunk where it belongs. */
static inline void rebin(struct zone *zone, struct buddy_chunk *c)
{
	u8 bin = (u8)fls(c->orders);

	if (bin == c->bin)
		return;
	if (c->bin)
		unlink_chunk(zone, c);
	c->bin = bin;
	if (bin)
		link_chunk(zone, c);
}

/* ---- freeing --------------------------------------------------------------------- */

bool buddy_free(struct zone *zone, unsigned long pfn, unsigned int order)
{
	struct buddy_chunk *c = pfn_chunk(pfn);
	unsigned int off = pfn % CHUNK_PAGES;
	unsigned int k = order;

	if (unlikely(page_machine.chunk_fresh[pfn >> CHUNK_ORDER] ||
		     chunk_any_free(c, off, order)))
		return false;
	set_bits(c, off, order);
	count_pages(zone, c, 1l << order);
	while (k < CHUNK_ORDER && chunk_all_free(c, off ^ 1u << k, k)) {
		count_block(zone, c, k, -1);
		off &= ~(1u << k);
		k++;
	}
	count_block(zone, c, k, 1);
	rebin(zone, c);
	return true;
}

/* ---- finding ---------------------------------------------------------------------- */

static int find_in_words(const struct buddy_chunk *c, unsigned int k,
			 unsigned int from)
{
	for (unsigned int w = from; w < CHUNK_WORDS; w++) {
		u64 a = c->free[w], bigger;

		if (!a)
			continue;
		for (unsigned int j = 0; j < k; j++)
			a &= a >> (1u << j) & multiples[j + 1];
		bigger = a & a >> (1u << k) & multiples[k + 1];
		a &= ~(bigger | bigger << (1u << k));
		if (a)
			return (int)(w * 64) + __builtin_ctzll(a);
	}
	return -1;
}

int chunk_find(const struct buddy_chunk *c, unsigned int k, unsigned int from)
{
	if (k < 6)
		return find_in_words(c, k, from);
	for (unsigned int off = 0; off < CHUNK_PAGES; off += 1u << k)
		if (chunk_all_free(c, off, k) &&
		    (k == CHUNK_ORDER || !chunk_all_free(c, off ^ 1u << k, k)))
			return (int)off;
	return -1;
}

/* ---- allocating -------------------------------------------------------------------- */

/* Take the lower 2^order frames of the maximal block of order k at off; what
 * is left of it are one block of each order between. */
static void take(struct zone *zone, struct buddy_chunk *c, unsigned int off,
		 unsigned int k, unsigned int order)
{
	clear_bits(c, off, order);
	count_pages(zone, c, -(1l << order));
	count_block(zone, c, k, -1);
	while (k > order)
		count_block(zone, c, --k, 1);
}

/* Make the next fresh chunk an ordinary one that is all free. */
static struct buddy_chunk *open_fresh(struct zone *zone)
{
	unsigned long i = zone->fresh_next;
	struct buddy_chunk *c;

	/* Another zone's flags are not ours to read. */
	while (page_machine.zones[page_machine.chunk_zone[i]] != zone ||
	       !page_machine.chunk_fresh[i])
		i++;
	page_machine.chunk_fresh[i] = 0;
	zone->fresh_next = i + 1;
	zone->nr_fresh--;
	c = &page_machine.chunks[i];
	memset(c->free, 0xff, sizeof(c->free));
	c->nr_free = CHUNK_PAGES;
	c->nr[CHUNK_ORDER] = 1;
	c->orders = 1u << CHUNK_ORDER;
	if (!page_machine.zeroed)
		memset(pfn_to_page(i << CHUNK_ORDER), 0,
		       CHUNK_PAGES * sizeof(struct page));
	rebin(zone, c);
	return c;
}

/* A chunk with a block of this order or a larger one. */
static struct buddy_chunk *find_chunk(struct zone *zone, unsigned int order)
{
	for (unsigned int k = order; k < MAX_ORDER; k++)
		if (zone->free_area[k].first)
			return chunk_at(zone->free_area[k].first);
	return zone->nr_fresh ? open_fresh(zone) : NULL;
}

u32 buddy_alloc(struct zone *zone, unsigned int order)
{
	struct buddy_chunk *c = find_chunk(zone, order);
	unsigned int k;
	int off;

	if (!c)
		return PAGE_LINK_NONE;
	k = order + (unsigned int)__builtin_ctz(c->orders >> order);
	off = chunk_find(c, k, 0);
	BUG_ON(off < 0);
	take(zone, c, (unsigned int)off, k, order);
	rebin(zone, c);
	return (u32)((unsigned long)(c - page_machine.chunks) * CHUNK_PAGES +
		     (unsigned int)off);
}

/* Take up to @nr blocks from one chunk; large pieces at once, last first. */
static unsigned int take_many(struct zone *zone, struct buddy_chunk *c,
			      unsigned int order, unsigned int nr, u32 *pfns)
{
	u32 base = (u32)((unsigned long)(c - page_machine.chunks) * CHUNK_PAGES);
	unsigned int got = 0, word = 0, last_k = MAX_ORDER;

	while (got < nr && c->orders >> order) {
		unsigned int k = order +
				 (unsigned int)__builtin_ctz(c->orders >> order);
		unsigned int t = min(k, order + (unsigned int)fls(nr - got) - 1);
		int off;

		/* Smaller blocks were used up in front of the last one found. */
		off = chunk_find(c, k, k == last_k ? word : 0);
		BUG_ON(off < 0);
		take(zone, c, (unsigned int)off, k, t);
		last_k = k;
		word = (unsigned int)off / 64;
		for (unsigned int i = 1u << (t - order); i-- > 0;)
			pfns[got++] = base + (u32)off + (i << order);
	}
	rebin(zone, c);
	return got;
}

unsigned int buddy_alloc_many(struct zone *zone, unsigned int order,
			      unsigned int nr, u32 *hint, u32 *pfns)
{
	struct buddy_chunk *c = *hint ? chunk_at(*hint) : NULL;
	unsigned int got = 0;

	while (got < nr) {
		if (!c || !(c->orders >> order))
			c = find_chunk(zone, order);
		if (!c)
			break;
		got += take_many(zone, c, order, nr - got, pfns + got);
		*hint = (u32)(c - page_machine.chunks) + 1;
	}
	return got;
}
