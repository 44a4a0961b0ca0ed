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

/* ---- counters and bins --------------------------------------------------- */

static inline void count_block(struct zone *zone, struct buddy_chunk *c,
			       unsigned int k, int n)
{
	c->nr[k / 4] += (u64)(s64)n << (k % 4 * 16);
	counter_add(&zone->free_area[k].nr_free, (unsigned long)(long)n);
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
	u8 bin = (u8)(chunk_most(c) + 1);

	if (bin == c->bin)
		return;
	if (c->bin)
		unlink_chunk(zone, c);
	c->bin = bin;
	if (bin)
		link_chunk(zone, c);
}

/* ---- freeing ------------------------------------------------------------- */

bool buddy_free(struct zone *zone, unsigned long pfn, unsigned int order)
{
	struct buddy_chunk *c = pfn_chunk(pfn);
	unsigned int off = pfn % CHUNK_PAGES;
	unsigned int k = order;

	if (unlikely(!c->open || chunk_any_free(c, off, order)))
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

/*
 * What a free frame that became part of a maximal block of order k does to
 * the first two words of nr: one more of order k, one less of each below.
 */
#define LANES(k)	((u64)0x0001000100010001ull & ((1ull << (16 * (k))) - 1))
#define STEP_LOW(k)	((1ull << (16 * (k))) - LANES(k))
#define STEP_HIGH(k)	((1ull << (16 * ((k) - 4))) - LANES((k) - 4))

static const u64 steps[6][2] = {
	{ STEP_LOW(0), 0 },
	{ STEP_LOW(1), 0 },
	{ STEP_LOW(2), 0 },
	{ STEP_LOW(3), 0 },
	{ -0x0001000100010001ull, STEP_HIGH(4) },
	{ -0x0001000100010001ull, STEP_HIGH(5) },
};

/* The order of the maximal block around bit b of a word that is not all ones;
 * without branches, since they could not be predicted. */
static inline unsigned int order_around(u64 word, unsigned int b)
{
	u64 used = ~word;
	unsigned int k = 0;

	k += (used >> (b & 62) & run(1)) == 0;
	k += (used >> (b & 60) & run(2)) == 0;
	k += (used >> (b & 56) & run(3)) == 0;
	k += (used >> (b & 48) & run(4)) == 0;
	k += (used >> (b & 32) & run(5)) == 0;
	return k;
}

/* Free one frame of a word that does not become all ones; the zone's counters
 * are left to the caller. */
static inline unsigned int free_bit(struct zone *zone, struct buddy_chunk *c,
				    u64 *word, unsigned int b)
{
	unsigned int k;

	*word |= 1ull << b;
	k = order_around(*word, b);
	c->nr[0] += steps[k][0];
	c->nr[1] += steps[k][1];
	c->nr_free++;
	if (unlikely(k >= c->bin))
		rebin(zone, c);
	return k;
}

/* @ends[k] frames ended up in a block of order k. */
static void count_ends(struct zone *zone, const unsigned int *ends)
{
	long above = 0;

	for (unsigned int k = 6; k-- > 0;) {
		counter_add(&zone->free_area[k].nr_free,
			    (unsigned long)((long)ends[k] - above));
		above += ends[k];
	}
	counter_add(&zone->nr_free_pages, (unsigned long)above);
}

unsigned int buddy_free_pages(struct zone *zone, u32 *pfns, unsigned int nr)
{
	unsigned int ends[6] = { 0 }, bad = 0;

	for (unsigned int i = 0; i < nr; i++) {
		struct buddy_chunk *c = pfn_chunk(pfns[i]);
		u64 *word = &c->free[pfns[i] % CHUNK_PAGES / 64];
		unsigned int b = pfns[i] % 64;

		if (unlikely(!c->open || *word >> b & 1))
			pfns[bad++] = pfns[i];
		else if (unlikely((*word | 1ull << b) == ~0ull))
			buddy_free(zone, pfns[i], 0);
		else
			ends[free_bit(zone, c, word, b)]++;
	}
	count_ends(zone, ends);
	return bad;
}

/* ---- finding ------------------------------------------------------------- */

static int find_in_words(const struct buddy_chunk *c, unsigned int k,
			 unsigned int from)
{
	for (unsigned int w = from; w < CHUNK_WORDS; w++) {
		u64 a = c->free[w], bigger;

		/* All ones are part of a larger block. */
		if (!a || a == ~0ull)
			continue;
		for (unsigned int j = 0; j < k; j++)
			a &= a >> (1u << j) & multiples[j + 1];
		bigger = a & a >> (1u << k) & multiples[k + 1];
		a &= ~(bigger | bigger << (1u << k));
		if (a)
			return (int)(w * 64 + __ffs64(a));
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

/* ---- allocating ---------------------------------------------------------- */

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
	c->open = true;
	c->nr_free = CHUNK_PAGES;
	c->nr[CHUNK_ORDER / 4] = 1ull << (CHUNK_ORDER % 4 * 16);
	if (!page_machine.zeroed)
		memset(pfn_to_page(i << CHUNK_ORDER), 0,
		       CHUNK_PAGES * sizeof(struct page));
	rebin(zone, c);
	return c;
}

/* How far a bin is searched for a chunk that is no other CPU's. */
#define MAX_LOOK	4

/* A chunk of a bin, of no other CPU than @me if possible. */
static struct buddy_chunk *look_in_bin(struct zone *zone, unsigned int k, u8 me,
				       struct buddy_chunk **taken)
{
	u32 at = zone->free_area[k].first;

	for (int i = 0; at && i < MAX_LOOK; i++) {
		struct buddy_chunk *c = chunk_at(at);

		if (c->owner == 0 || c->owner == me)
			return c;
		if (!*taken)
			*taken = c;
		at = c->next;
	}
	return NULL;
}

/* A chunk with a block of this order or a larger one, for CPU @me - 1. */
static struct buddy_chunk *find_chunk(struct zone *zone, unsigned int order,
				      u8 me)
{
	struct buddy_chunk *c, *taken = NULL;

	for (unsigned int k = order; k < MAX_ORDER; k++) {
		c = look_in_bin(zone, k, me, &taken);
		if (c)
			return c;
	}
	return zone->nr_fresh ? open_fresh(zone) : taken;
}

u32 buddy_alloc(struct zone *zone, unsigned int order)
{
	struct buddy_chunk *c = find_chunk(zone, order, 0);
	unsigned int k;
	int off;

	if (!c)
		return PAGE_LINK_NONE;
	k = (unsigned int)chunk_least(c, order);
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
	unsigned int got = 0, word = 0;
	int k, last_k = -1, off;

	while (got < nr && (k = chunk_least(c, order)) >= 0) {
		unsigned int t = min((unsigned int)k,
				     order + (unsigned int)fls(nr - got) - 1);

		/* Those before the last one found are used up. */
		off = chunk_find(c, (unsigned int)k, k == last_k ? word : 0);
		BUG_ON(off < 0);
		take(zone, c, (unsigned int)off, (unsigned int)k, t);
		last_k = k;
		word = (unsigned int)off / 64;
		for (unsigned int i = 1u << (t - order); i-- > 0;)
			pfns[got++] = base + (u32)off + (i << order);
	}
	rebin(zone, c);
	return got;
}

/* Make @c the chunk this CPU refills from. */
static void own_chunk(struct per_cpu_pages *pcp, struct buddy_chunk *c, u8 me)
{
	if (pcp->chunk && chunk_at(pcp->chunk)->owner == me)
		chunk_at(pcp->chunk)->owner = 0;
	pcp->chunk = (u32)(c - page_machine.chunks) + 1;
	c->owner = me;
}

unsigned int buddy_alloc_many(struct zone *zone, struct per_cpu_pages *pcp,
			      unsigned int order, unsigned int nr, u32 *pfns)
{
	struct buddy_chunk *c = pcp->chunk ? chunk_at(pcp->chunk) : NULL;
	u8 me = (u8)(this_cpu()->id + 1);
	unsigned int got = 0;

	while (got < nr) {
		if (!c || chunk_least(c, order) < 0) {
			c = find_chunk(zone, order, me);
			if (!c)
				break;
			own_chunk(pcp, c, me);
		}
		got += take_many(zone, c, order, nr - got, pfns + got);
	}
	return got;
}
