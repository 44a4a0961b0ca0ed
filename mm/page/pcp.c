/* SPDX-License-Identifier: MIT */
/*
 * pcp.c - per-CPU lists: filling them from the buddy and emptying them.
 *
 * A list is a stack of frame numbers. What is freed goes on top and is taken
 * from there, while its descriptor is in the cache; when the stack is full, a
 * batch goes back to the buddy from the bottom, where it is coldest. When it
 * is empty, a batch comes in, from the chunk that the last one came from, so
 * that CPUs which allocate at the same time work in different chunks.
 *
 *	order	0	1	2	3	9
 *	moved	b + 1	/2	/4	/8	1	blocks, b = zone_batch()
 *	kept	6 * b	/4	/8	/16	2	at most
 *
 * Interrupts: the owner of the list sets pcp->busy; an interrupt cannot leave
 * it set behind our back, so a test and a store are enough. The zone's lock is
 * taken inside.
 *
 * Draining another CPU's lists is its own business: whoever wants it sets
 * their `high` to 0, and that CPU's next free finds the list "full".
 */
#include <octavo/bug.h>
#include <octavo/string.h>
#include "internal.h"

const u16 pcp_base[NR_PCP_LISTS] = { 0, 192, 256, 288, 304 };
const u8 pcp_order[NR_PCP_LISTS] = { 0, 1, 2, 3, PCP_HUGE_ORDER };
static const u16 pcp_room[NR_PCP_LISTS] = { 192, 64, 32, 16, 8 };

/* A zone must be so many times larger than what its CPUs keep of order 9. */
#define HUGE_SHARE	64u

void pcp_limits(struct zone *zone)
{
	unsigned int batch = zone_batch(zone->managed_pages);
	unsigned long huge = zone->managed_pages >> PCP_HUGE_ORDER;

	for (unsigned int i = 0; i < NR_PCP_LISTS; i++) {
		zone->pcp_batch[i] = max((batch + 1) >> i, 1u);
		zone->pcp_high[i] = min_t(unsigned int, 6 * batch >> (i ? i + 1 : 0),
					  pcp_room[i]);
	}
	zone->pcp_batch[0] = batch;
	zone->pcp_batch[NR_PCP_LISTS - 1] = 1;
	zone->pcp_high[NR_PCP_LISTS - 1] =
		huge / HUGE_SHARE >= page_machine.nr_cpus ? 2 : 0;
}

static inline void pcp_enter(struct per_cpu_pages *pcp)
{
	pcp->busy = 1;
	barrier();
}

/* Other CPUs read counts, see pcp_pages(). */
static inline void set_count(struct per_cpu_pages *pcp, unsigned int li, u32 nr)
{
	__atomic_store_n(&pcp->count[li], nr, __ATOMIC_RELAXED);
}

static inline void pcp_leave(struct per_cpu_pages *pcp)
{
	barrier();
	pcp->busy = 0;
}

/* ---- emptying ------------------------------------------------------------ */

static void free_locked(struct zone *zone, unsigned long pfn, unsigned int order)
{
	if (unlikely(!buddy_free(zone, pfn, order)))
		bad_page(pfn_to_page(pfn), BAD_DOUBLE_FREE, order);
}

static void free_many_locked(struct zone *zone, u32 *pfns, unsigned int nr,
			     unsigned int order)
{
	unsigned int bad;

	if (order) {
		for (unsigned int i = 0; i < nr; i++)
			free_locked(zone, pfns[i], order);
		return;
	}
	bad = buddy_free_pages(zone, pfns, nr);
	while (unlikely(bad))
		bad_page(pfn_to_page(pfns[--bad]), BAD_DOUBLE_FREE, 0);
}

/* Return the @nr oldest blocks of a list. */
static void drain_list(struct zone *zone, struct per_cpu_pages *pcp,
		       unsigned int li, unsigned int nr)
{
	u32 *stack = pcp->pfn + pcp_base[li];
	unsigned long flags;

	if (!nr)
		return;
	for (unsigned int i = 0; i < nr; i++) {
		struct buddy_chunk *c = pfn_chunk(stack[i]);

		__builtin_prefetch(&c->free[stack[i] % CHUNK_PAGES / 64], 1);
		__builtin_prefetch(&c->nr, 1);
	}
	spin_lock_irqsave(&zone->lock, flags);
	free_many_locked(zone, stack, nr, pcp_order[li]);
	spin_unlock_irqrestore(&zone->lock, flags);
	set_count(pcp, li, pcp->count[li] - nr);
	counter_add(&pcp->nr_filled, -((unsigned long)nr << pcp_order[li]));
	memmove(stack, stack + nr, pcp->count[li] * sizeof(*stack));
}

static void drain_pcp(struct zone *zone, struct per_cpu_pages *pcp)
{
	if (pcp->busy)
		return;
	pcp_enter(pcp);
	for (unsigned int li = 0; li < NR_PCP_LISTS; li++)
		drain_list(zone, pcp, li, pcp->count[li]);
	pcp_leave(pcp);
}

void drain_local_pages(void)
{
	unsigned int cpu = this_cpu()->id;
	struct zone *zone;

	for_each_zone(zone)
		drain_pcp(zone, &zone->pageset[cpu]);
}

void drain_all_pages(void)
{
	struct zone *zone;

	for_each_zone(zone)
		for (unsigned int i = 0; i < page_machine.nr_cpus; i++)
			for (unsigned int li = 0; li < NR_PCP_LISTS; li++)
				__atomic_store_n(&zone->pageset[i].high[li], 0,
						 __ATOMIC_RELAXED);
	drain_local_pages();
}

/* Past the lists: straight to the buddy. */
static void give_buddy(struct zone *zone, unsigned long pfn, unsigned int order)
{
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	counter_add(&zone->nr_free, 1ul << order);
	free_locked(zone, pfn, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* Forget a request to drain, or begin: 0 is also what lists start with. */
static void set_high(const struct zone *zone, struct per_cpu_pages *pcp)
{
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		__atomic_store_n(&pcp->high[i], zone->pcp_high[i],
				 __ATOMIC_RELAXED);
}

/* Room in a list: a drain that was asked for, or the oldest batch. */
static void make_room(struct zone *zone, struct per_cpu_pages *pcp,
		      unsigned int li)
{
	u32 high = __atomic_load_n(&pcp->high[li], __ATOMIC_RELAXED);

	if (high) {
		drain_list(zone, pcp, li, min(pcp->count[li], zone->pcp_batch[li]));
		return;
	}
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		drain_list(zone, pcp, i, pcp->count[i]);
	set_high(zone, pcp);
}

void zone_give_slow(struct zone *zone, unsigned long pfn, unsigned int order)
{
	struct per_cpu_pages *pcp = &zone->pageset[this_cpu()->id];
	int li = pcp_index(order);

	if (li < 0 || pcp->busy || !zone->pcp_high[li]) {
		give_buddy(zone, pfn, order);
		return;
	}
	pcp_enter(pcp);
	make_room(zone, pcp, (unsigned int)li);
	pcp->pfn[pcp_base[li] + pcp->count[li]] = (u32)pfn;
	set_count(pcp, (unsigned int)li, pcp->count[li] + 1);
	pcp_leave(pcp);
}

/* ---- filling ------------------------------------------------------------- */

static u32 take_buddy(struct zone *zone, unsigned int order)
{
	unsigned long flags;
	u32 pfn;

	spin_lock_irqsave(&zone->lock, flags);
	pfn = buddy_alloc(zone, order);
	if (pfn != PAGE_LINK_NONE)
		counter_add(&zone->nr_alloc, 1ul << order);
	spin_unlock_irqrestore(&zone->lock, flags);
	return pfn;
}

static void refill(struct zone *zone, struct per_cpu_pages *pcp, unsigned int li)
{
	unsigned int nr = zone->pcp_batch[li] + (li == 0);
	unsigned long flags;

	if (!(pcp->count[0] | pcp->count[1] | pcp->count[2] | pcp->count[3] |
	      pcp->count[4]))
		set_high(zone, pcp);
	spin_lock_irqsave(&zone->lock, flags);
	nr = buddy_alloc_many(zone, pcp, pcp_order[li], nr,
			      pcp->pfn + pcp_base[li]);
	set_count(pcp, li, nr);
	counter_add(&pcp->nr_filled, (unsigned long)nr << pcp_order[li]);
	spin_unlock_irqrestore(&zone->lock, flags);
}

u32 zone_take(struct zone *zone, unsigned int order, bool batch)
{
	struct per_cpu_pages *pcp = &zone->pageset[this_cpu()->id];
	int li = pcp_index(order);
	u32 pfn = PAGE_LINK_NONE;

	if (li < 0 || pcp->busy || !zone->pcp_high[li])
		return take_buddy(zone, order);
	pcp_enter(pcp);
	if (!pcp->count[li] && batch)
		refill(zone, pcp, (unsigned int)li);
	if (pcp->count[li]) {
		set_count(pcp, (unsigned int)li, pcp->count[li] - 1);
		pfn = pcp->pfn[pcp_base[li] + pcp->count[li]];
		counter_add(&pcp->nr_alloc, 1ul << order);
	}
	pcp_leave(pcp);
	return pfn != PAGE_LINK_NONE ? pfn : take_buddy(zone, order);
}
