/* SPDX-License-Identifier: MIT */
/*
 * check.c - walking and verifying the free blocks.
 *
 * The bits are the truth. Everything else that is kept is computed again from
 * them and compared: the invariants of internal.h, one by one.
 */
#include <octavo/bug.h>
#include "internal.h"

struct tally {
	struct zone *zone;
	unsigned int wrong;
	unsigned long pages;
	unsigned long fresh;
	unsigned long nr[MAX_ORDER];	/* of the zone */
	unsigned long chunk_pages;
	unsigned int chunk_nr[MAX_ORDER];	/* of one chunk */
	unsigned long binned[MAX_ORDER + 1];	/* chunks that say bin k */
};

#define wrong(t, fmt, ...)						\
	do {								\
		(t)->wrong++;						\
		octavo_report("zone %s: " fmt, (t)->zone->name, ##__VA_ARGS__); \
	} while (0)

/* The order of the maximal free block that starts at off; -1: not free. */
static int block_at(const struct buddy_chunk *c, unsigned int off)
{
	unsigned int k = 0;

	if (!chunk_all_free(c, off, 0))
		return -1;
	while (k < CHUNK_ORDER && IS_ALIGNED(off, 2u << k) &&
	       chunk_all_free(c, off, k + 1))
		k++;
	return (int)k;
}

static void walk_chunk(unsigned long chunk,
		       void (*fn)(void *arg, unsigned long pfn,
				  unsigned int order),
		       void *arg)
{
	const struct buddy_chunk *c = &page_machine.chunks[chunk];
	unsigned int off = 0;

	if (page_machine.chunk_fresh[chunk]) {
		fn(arg, chunk << CHUNK_ORDER, CHUNK_ORDER);
		return;
	}
	while (off < CHUNK_PAGES) {
		int k = block_at(c, off);

		if (k >= 0)
			fn(arg, (chunk << CHUNK_ORDER) + off, (unsigned int)k);
		off += k >= 0 ? 1u << k : 1;
	}
}

static unsigned long zone_end_chunk(const struct zone *zone)
{
	return (zone->zone_start_pfn + zone->spanned_pages + CHUNK_PAGES - 1) >>
	       CHUNK_ORDER;
}

/* The loop's body sees the chunks of one zone. */
#define for_each_chunk(i, zone)						\
	for ((i) = (zone)->zone_start_pfn >> CHUNK_ORDER;		\
	     (i) < zone_end_chunk(zone); (i)++)				\
		if (chunk_zone((i) << CHUNK_ORDER) == (zone))

void buddy_walk(struct zone *zone,
		void (*fn)(void *arg, unsigned long pfn, unsigned int order),
		void *arg)
{
	unsigned long flags, i;

	spin_lock_irqsave(&zone->lock, flags);
	for_each_chunk(i, zone)
		walk_chunk(i, fn, arg);
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* ---- verifying ----------------------------------------------------------- */

static void check_block(void *arg, unsigned long pfn, unsigned int order)
{
	struct tally *t = arg;

	t->pages += 1ul << order;
	t->nr[order]++;
	t->chunk_pages += 1ul << order;
	t->chunk_nr[order]++;
	/* A fresh chunk's descriptors are not touched, not even here. */
	if (page_machine.chunk_fresh[pfn >> CHUNK_ORDER])
		return;
	for (unsigned long p = pfn; p < pfn + (1ul << order); p++)
		if (page_ref_count(pfn_to_page(p)))
			wrong(t, "free page %#lx has count %d", p,
			      page_ref_count(pfn_to_page(p)));
}

static void check_chunk(struct tally *t, unsigned long i)
{
	const struct buddy_chunk *c = &page_machine.chunks[i];
	unsigned int bin = 0;

	t->chunk_pages = 0;
	for (unsigned int k = 0; k < MAX_ORDER; k++)
		t->chunk_nr[k] = 0;
	walk_chunk(i, check_block, t);
	if (page_machine.chunk_fresh[i]) {
		t->fresh++;
		if (c->bin || c->open)
			wrong(t, "fresh chunk %lu is open, in bin %u", i,
			      c->bin);
		return;
	}
	for (unsigned int k = 0; k < MAX_ORDER; k++) {
		bin = t->chunk_nr[k] ? k + 1 : bin;
		if (chunk_nr(c, k) != t->chunk_nr[k])
			wrong(t, "chunk %lu counts %u blocks of order %u, has %u",
			      i, chunk_nr(c, k), k, t->chunk_nr[k]);
	}
	t->binned[min_t(unsigned int, c->bin, MAX_ORDER)]++;
	if (c->bin != bin || (c->nr_free && !c->open))
		wrong(t, "chunk %lu is in bin %u, should be in %u", i, c->bin,
		      bin);
	if (c->nr_free != t->chunk_pages)
		wrong(t, "chunk %lu counts %u free pages, has %lu", i,
		      c->nr_free, t->chunk_pages);
}

/* Each chunk with free blocks is on its bin's list, and nothing else is. */
static void check_bin(struct tally *t, unsigned int bin)
{
	unsigned long nr = 0;
	u32 prev = 0, at;

	for (at = t->zone->free_area[bin - 1].first;
	     at && nr <= t->binned[bin]; nr++) {
		const struct buddy_chunk *c = &page_machine.chunks[at - 1];

		if (c->bin != bin || c->prev != prev ||
		    chunk_zone((unsigned long)(at - 1) << CHUNK_ORDER) != t->zone)
			wrong(t, "chunk %u is linked wrongly in bin %u", at - 1,
			      bin);
		prev = at;
		at = c->next;
	}
	if (nr != t->binned[bin])
		wrong(t, "bin %u has %lu chunks on its list, should be %lu", bin,
		      nr, t->binned[bin]);
}

static void check_stack(struct tally *t, unsigned int cpu, unsigned int li)
{
	const struct per_cpu_pages *pcp = &t->zone->pageset[cpu];
	unsigned int order = pcp_order[li];

	for (u32 i = 0; i < pcp->count[li]; i++) {
		u32 pfn = pcp->pfn[pcp_base[li] + i];
		const struct page *page = pfn_to_page(pfn);

		if (pfn_zone(pfn) != t->zone || pfn & ((1u << order) - 1))
			wrong(t, "CPU %u keeps page %#x in list %u", cpu, pfn, li);
		else if (page_ref_count(page) ||
			 chunk_any_free(pfn_chunk(pfn), pfn % CHUNK_PAGES, order))
			wrong(t, "CPU %u keeps page %#x, count %d, which is %s",
			      cpu, pfn, page_ref_count(page),
			      page_ref_count(page) ? "used" : "free");
	}
}

static void check_totals(struct tally *t)
{
	const struct zone *zone = t->zone;

	for (unsigned int k = 0; k < MAX_ORDER; k++)
		if (zone->free_area[k].nr_free != t->nr[k])
			wrong(t, "counts %lu blocks of order %u, has %lu",
			      zone->free_area[k].nr_free, k, t->nr[k]);
	if (zone->nr_free_pages != t->pages)
		wrong(t, "counts %lu free pages, has %lu", zone->nr_free_pages,
		      t->pages);
	if (zone->nr_fresh != t->fresh)
		wrong(t, "counts %lu fresh chunks, has %lu", zone->nr_fresh,
		      t->fresh);
}

unsigned int buddy_check(struct zone *zone)
{
	struct tally t = { .zone = zone };
	unsigned long flags, i;

	spin_lock_irqsave(&zone->lock, flags);
	for_each_chunk(i, zone)
		check_chunk(&t, i);
	check_totals(&t);
	for (unsigned int bin = 1; bin <= MAX_ORDER; bin++)
		check_bin(&t, bin);
	for (unsigned int cpu = 0; cpu < page_machine.nr_cpus; cpu++)
		for (unsigned int li = 0; li < NR_PCP_LISTS; li++)
			check_stack(&t, cpu, li);
	spin_unlock_irqrestore(&zone->lock, flags);
	return t.wrong;
}
