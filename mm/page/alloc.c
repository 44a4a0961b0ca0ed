/* SPDX-License-Identifier: MIT */
/*
 * alloc.c - allocating blocks of frames.
 *
 * Most allocations are one pop from this CPU's list of the first zone. What
 * that cannot do goes up a ladder, each rung once unless said otherwise:
 *
 *	1. the zones of the list, each down to its low mark
 *	2. wake background reclaim
 *	3. down to the min mark, or below for GFP_ATOMIC and __GFP_HIGH
 *	4. to the last page, for reclaim itself (PF_MEMALLOC)
 *	5. may not wait: this CPU's lists to the buddy, one more try, fail
 *	6. reclaim, try again, as long as it makes progress
 *	7. no progress: end somebody (once a round), try again
 *
 * Rungs 6 and 7 are for orders up to 3; larger ones, __GFP_NORETRY and
 * __GFP_RETRY_MAYFAIL give up earlier, __GFP_NOFAIL only after so many rounds
 * without any progress that the machine is stuck: then it panics.
 *
 * A page that a CPU's list holds has already been taken below the marks, so
 * the fast path does not look at them; the lists are filled only while the
 * zone is well above its low mark.
 *
 * Source: the ladder of Linux 2.6.18's __alloc_pages().
 */
#include <octavo/bug.h>
#include <octavo/fault_inject.h>
#include <octavo/shrinker.h>
#include <octavo/string.h>
#include <octavo/track.h>
#include <octavo/vmstat.h>
#include "internal.h"

/* Up to this order an allocation is worth waiting for. */
#define COSTLY_ORDER		3u
/* Rounds of reclaim without progress before giving up. */
#define MAX_IDLE_ROUNDS		16u
/* The same for who must not fail: the other CPUs may still free something. And
 * the most rounds of any kind: somebody lies about what he freed. */
#define MAX_ROUNDS		100000u
/* Pages asked of reclaim at once. */
#define RECLAIM_BATCH		32ul

struct attempt {
	gfp_t gfp;
	unsigned int order;
	int nid;
	enum zone_type class;
	const struct zonelist *list;
};

/* ---- making a block a page ----------------------------------------------- */

static void make_compound(struct page *page, unsigned int order)
{
	unsigned long tail = (unsigned long)page | 1;

	page->flags |= 1u << PG_head;
	for (struct page *p = page + 1; p < page + (1ul << order); p++) {
		p->flags = 0;
		atomic_set(&p->_mapcount, 0);
		__atomic_store_n(&p->compound_head, tail, __ATOMIC_RELAXED);
	}
}

static void clear_block(struct page *page, unsigned int order)
{
	if (!PageHighMem(page)) {
		memset(lowmem_page_address(page), 0, PAGE_SIZE << order);
		return;
	}
	page_hooks.clear_highpages(page, 1ul << order);
}

/* The descriptor's words, of a frame just taken. */
static __always_inline void prep_words(struct page *page, unsigned int order)
{
	__atomic_store_n(&page->flags, order << PAGE_ORDER_SHIFT,
			 __ATOMIC_RELAXED);
	__atomic_store_n(&page->compound_head, 0, __ATOMIC_RELAXED);
	atomic_set(&page->_mapcount, 0);
	page->private = 0;
	atomic_set_release(&page->_refcount, 1);
}

/* Make a block what was asked for; NULL: somebody uses it, it is lost. */
static struct page *prep(struct page *page, gfp_t gfp, unsigned int order)
{
	if (unlikely(page_ref_count(page) != 0)) {
		bad_page(page, BAD_USED_FREE, order);
		return NULL;
	}
	prep_words(page, order);
	if (gfp & __GFP_COMP && order)
		make_compound(page, order);
	if (gfp & __GFP_ZERO)
		clear_block(page, order);
	return page;
}

/* ---- one walk over the zones --------------------------------------------- */

static bool zone_allowed(const struct attempt *a, const struct zone *zone)
{
	if (a->gfp & __GFP_THISNODE && zone->nid != a->nid)
		return false;
	return !(a->gfp & __GFP_ZERO && is_highmem(zone) &&
		 !page_hooks.clear_highpages);
}

/* Far enough above the low mark to take more than was asked for? */
static bool zone_is_rich(const struct attempt *a, const struct zone *zone)
{
	int li = pcp_index(a->order);

	return li >= 0 && counter_read(&zone->nr_free_pages) >
		zone->watermark[WMARK_LOW] + zone->lowmem_reserve[a->class] +
		((zone->pcp_batch[li] + 1ul) << a->order);
}

static struct page *take_from(const struct attempt *a, struct zone *zone)
{
	bool rich = zone_is_rich(a, zone);
	struct page *page;
	u32 pfn;

	do {
		pfn = zone_take(zone, a->order, rich);
		if (pfn == PAGE_LINK_NONE)
			return NULL;
		page = prep(pfn_to_page(pfn), a->gfp, a->order);
	} while (!page);
	return page;
}

/* Try each zone that would stay above its mark. */
static struct page *try_zones(const struct attempt *a, enum zone_watermarks mark,
			      unsigned int alloc_flags)
{
	struct zone *const *z;

	for (z = a->list->zones; *z; z++) {
		struct page *page;

		if (!zone_allowed(a, *z))
			continue;
		if (!(alloc_flags & ALLOC_NO_WATERMARKS) &&
		    !zone_watermark_ok(*z, a->order, (*z)->watermark[mark],
				       a->class, alloc_flags))
			continue;
		page = take_from(a, *z);
		if (page)
			return page;
	}
	return NULL;
}

/* ---- the ladder ---------------------------------------------------------- */

static unsigned int alloc_flags(gfp_t gfp)
{
	unsigned int flags = 0;

	if (gfp & __GFP_HIGH)
		flags |= ALLOC_HIGH;
	if (gfp & __GFP_ATOMIC)
		flags |= ALLOC_HARDER;
	return flags;
}

static bool may_use_all(gfp_t gfp)
{
	if (gfp & __GFP_NOMEMALLOC)
		return false;
	return gfp & __GFP_MEMALLOC ||
	       (current->flags & PF_MEMALLOC && !in_interrupt());
}

static unsigned long reclaim(const struct attempt *a)
{
	struct task_struct *task = current;
	unsigned int was = task->flags & PF_MEMALLOC;
	unsigned long got;

	count_vm_event(ALLOCSTALL);
	task->flags |= PF_MEMALLOC;
	got = shrink_all(a->gfp, max(RECLAIM_BATCH, 2ul << a->order));
	task->flags = (task->flags & ~PF_MEMALLOC) | was;
	drain_all_pages();
	return got;
}

static bool end_somebody(const struct attempt *a)
{
	if (!(a->gfp & __GFP_FS) || a->order > COSTLY_ORDER ||
	    a->gfp & (__GFP_RETRY_MAYFAIL | __GFP_THISNODE) ||
	    !page_hooks.out_of_memory)
		return false;
	if (!page_hooks.out_of_memory(a->gfp, a->order))
		return false;
	count_vm_event(OOM_KILL);
	return true;
}

/* Another round after one without progress? */
static bool worth_waiting(const struct attempt *a, unsigned int idle)
{
	if (a->gfp & __GFP_NOFAIL) {
		if (idle >= MAX_ROUNDS)
			panic("__GFP_NOFAIL allocation of order %u cannot be had",
			      a->order);
		cpu_relax();
		return true;
	}
	return a->gfp & __GFP_RETRY_MAYFAIL && idle < MAX_IDLE_ROUNDS;
}

static struct page *wait_for_memory(const struct attempt *a)
{
	unsigned int flags = alloc_flags(a->gfp), idle = 0, rounds = 0;
	struct page *page;

	might_sleep();
	for (;;) {
		bool progress = reclaim(a) != 0;

		page = try_zones(a, WMARK_MIN, flags);
		if (page)
			return page;
		if (a->gfp & __GFP_NORETRY && !(a->gfp & __GFP_NOFAIL))
			return NULL;
		if (!progress) {
			/* Somebody else may have freed a lot meanwhile. */
			page = try_zones(a, WMARK_HIGH, 0);
			if (page)
				return page;
			progress = end_somebody(a);
		}
		/* For a large block pages alone are no progress. */
		if (progress && rounds++ < (a->order <= COSTLY_ORDER ?
					    MAX_ROUNDS : MAX_IDLE_ROUNDS))
			continue;
		if (!worth_waiting(a, ++idle))
			return NULL;
	}
}

static struct page *climb(const struct attempt *a)
{
	unsigned int flags = alloc_flags(a->gfp);
	struct page *page;

	page = try_zones(a, WMARK_LOW, 0);
	if (page)
		return page;
	if (a->gfp & __GFP_KSWAPD_RECLAIM && page_hooks.wake_reclaim)
		page_hooks.wake_reclaim();
	page = try_zones(a, WMARK_MIN, flags);
	if (page)
		return page;
	if (may_use_all(a->gfp)) {
		page = try_zones(a, WMARK_MIN, ALLOC_NO_WATERMARKS);
		if (page)
			return page;
	} else if (a->gfp & __GFP_DIRECT_RECLAIM) {
		return wait_for_memory(a);
	}
	/* What this CPU keeps may be what is missing to a larger block. */
	drain_all_pages();
	return try_zones(a, WMARK_MIN, may_use_all(a->gfp) ?
				       ALLOC_NO_WATERMARKS : flags);
}

static __cold struct page *failed(gfp_t gfp, unsigned int order, int nid)
{
	count_vm_event(PGALLOC_FAIL);
	if (!(gfp & __GFP_NOWARN))
		report_alloc_failure(gfp, order, nid);
	return NULL;
}

/* ---- the calls ----------------------------------------------------------- */

/* What the fast path leaves to try_list(). */
#define GFP_SPECIAL	(__GFP_ZERO | __GFP_COMP | __GFP_THISNODE)

/* Pop from a list of this CPU; NULL: it is empty, or in use below us. */
static __always_inline struct page *pop(struct per_cpu_pages *pcp,
					unsigned int li, unsigned int order)
{
	u32 nr, pfn;

	if (unlikely(pcp->busy))
		return NULL;
	/* The count is read after that: an interrupt before it may change it. */
	pcp->busy = 1;
	barrier();
	nr = pcp->count[li];
	if (unlikely(!nr)) {
		pcp->busy = 0;
		return NULL;
	}
	pfn = pcp->pfn[pcp_base[li] + nr - 1];
	__atomic_store_n(&pcp->count[li], nr - 1, __ATOMIC_RELAXED);
	cpu_count(&pcp->nr_alloc, 1ul << order);
	barrier();
	pcp->busy = 0;
	return pfn_to_page(pfn);
}

/* The list of the first zone, for any order and any gfp. */
static struct page *try_list(const struct attempt *a)
{
	struct zone *zone = a->list->zones[0];
	int li = pcp_index(a->order);
	struct page *page;

	if (!zone || li < 0 || !zone_allowed(a, zone))
		return NULL;
	page = pop(&zone->pageset[this_cpu()->id], (unsigned int)li, a->order);
	return page ? prep(page, a->gfp, a->order) : NULL;
}

/* Everything but the plain pop. */
static noinline struct page *alloc_slow(int nid, gfp_t gfp, unsigned int order)
{
	struct attempt a = { .gfp = gfp, .order = order, .nid = nid,
			     .class = gfp_zone(gfp) };
	struct page *page;

	if (nid < 0 || nid >= MAX_NUMNODES)
		a.nid = numa_node_id();
	a.list = &NODE_DATA(a.nid)->zonelists[a.class];
	if (unlikely(order >= MAX_ORDER)) {
		WARN_ON_ONCE(!(gfp & __GFP_NOWARN));
		return NULL;
	}
	if (!(gfp & __GFP_NOFAIL) && should_fail(FAULT_PAGE_ALLOC))
		return failed(gfp | __GFP_NOWARN, order, a.nid);
	if (gfp & __GFP_DIRECT_RECLAIM && in_atomic())
		might_sleep();
	page = try_list(&a);
	if (!page)
		page = climb(&a);
	if (!page)
		return failed(gfp, order, a.nid);
	if (unlikely(tracker()))
		tracker()->pages(page, order);
	return page;
}

/* A free page that somebody uses: leave it to him and take another. */
static __cold noinline struct page *lose_page(struct page *page, gfp_t gfp,
					      unsigned int order)
{
	bad_page(page, BAD_USED_FREE, order);
	return alloc_slow(NUMA_NO_NODE, gfp, order);
}

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	const unsigned int armed = counter_read(&fault_inject_mask);
	struct page *page;

	if (unlikely(order > 3) ||
	    unlikely(armed & (1u << FAULT_PAGE_ALLOC | FAULT_INJECT_DRIVERS)) ||
	    unlikely((gfp & GFP_SPECIAL) | preempt_count()))
		return alloc_slow(NUMA_NO_NODE, gfp, order);
	page = pop(page_cpus[smp_processor_id()].first[gfp_zone(gfp)], order,
		   order);
	if (unlikely(!page))
		return alloc_slow(NUMA_NO_NODE, gfp, order);
	if (unlikely(page_ref_count(page)))
		return lose_page(page, gfp, order);
	prep_words(page, order);
	return page;
}

struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order)
{
	if (nid == NUMA_NO_NODE || nid == numa_node_id())
		return alloc_pages(gfp, order);
	return alloc_slow(nid, gfp, order);
}

unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	struct page *page;

	if (unlikely(gfp & __GFP_HIGHMEM)) {
		octavo_report("__get_free_pages: a high page has no address (gfp %#x)",
			      gfp);
		gfp &= ~__GFP_HIGHMEM;
	}
	page = alloc_pages(gfp, order);
	return page ? (unsigned long)lowmem_page_address(page) : 0;
}

unsigned long get_zeroed_page(gfp_t gfp)
{
	return __get_free_pages(gfp | __GFP_ZERO, 0);
}

unsigned long alloc_pages_bulk(gfp_t gfp, unsigned long nr, struct page **pages)
{
	unsigned long got = 0;

	while (got < nr) {
		pages[got] = alloc_pages(gfp, 0);
		if (!pages[got])
			break;
		got++;
	}
	return got;
}

void *alloc_pages_exact(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	unsigned long used = PAGE_ALIGN(size) >> PAGE_SHIFT;
	unsigned long addr = __get_free_pages(gfp & ~__GFP_COMP, order);

	if (!addr)
		return NULL;
	split_page(virt_to_page(addr), order);
	for (unsigned long i = used; i < 1ul << order; i++)
		free_page(addr + i * PAGE_SIZE);
	return (void *)addr;
}
