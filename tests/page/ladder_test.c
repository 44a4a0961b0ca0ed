/* SPDX-License-Identifier: MIT */
/*
 * ladder_test.c - what an allocation does when memory is short.
 */
#include <octavo/shrinker.h>
#include "machine.h"
#include "../../mm/page/internal.h"

#define NO_WAIT		(GFP_NOWAIT | __GFP_NOWARN)

static unsigned long zone_free(enum zone_type type)
{
	struct zone_info info;

	zone_info(machine_zone(type), &info);
	return info.nr_free_pages + info.nr_pcp_pages;
}

/* HighMem first, then Normal, then DMA, each down to its low mark; then the
 * same down to the min mark. */
static void fallback_order(struct kunit *test)
{
	struct page *page, *list = NULL;
	char turns[16] = "";
	unsigned int nr = 0;

	machine_usual(test, 1);
	while ((page = alloc_page(NO_WAIT | __GFP_HIGHMEM))) {
		char zone = page_zone(page)->name[0];

		if ((!nr || turns[nr - 1] != zone) && nr < 15)
			turns[nr++] = zone;
		page->private = (unsigned long)list;
		list = page;
	}
	KUNIT_EXPECT_STREQ(test, turns, "HNDHND");
	for (enum zone_type t = ZONE_DMA; t < MAX_NR_ZONES; t++) {
		const struct zone *z = machine_zone(t);

		if (populated_zone(z))
			KUNIT_EXPECT_EQ_MSG(test, zone_free(t),
				z->watermark[WMARK_MIN] +
				z->lowmem_reserve[ZONE_HIGHMEM],
				"zone %s", z->name);
	}
	/* What user pages could not have is there for the kernel's own. */
	page = alloc_page(NO_WAIT);
	KUNIT_EXPECT_EQ(test, (int)page_zonenum(page), (int)ZONE_NORMAL);
	__free_page(page);
	page = alloc_page(NO_WAIT | GFP_DMA);
	KUNIT_EXPECT_EQ(test, (int)page_zonenum(page), (int)ZONE_DMA);
	__free_page(page);
	machine_release(list, 0);
	machine_expect_merged(test);
}

static unsigned long floor_of(unsigned long min, unsigned int alloc_flags)
{
	if (alloc_flags & ALLOC_HIGH)
		min -= min / 2;
	if (alloc_flags & ALLOC_HARDER)
		min -= min / 4;
	return min;
}

/* How deep into the reserve each kind of allocation may go. */
static void depth_of_reserve(struct kunit *test)
{
	static const struct {
		gfp_t gfp;
		unsigned int alloc_flags;
	} kinds[] = {
		{ GFP_NOWAIT, 0 },
		{ GFP_NOWAIT | __GFP_HIGH, ALLOC_HIGH },
		{ GFP_NOWAIT | __GFP_ATOMIC, ALLOC_HARDER },
		{ GFP_ATOMIC, ALLOC_HIGH | ALLOC_HARDER },
	};

	machine_usual(test, 1);
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct zone *dma = machine_zone(ZONE_DMA);
		struct page *list;

		machine_exhaust(kinds[i].gfp | GFP_DMA | __GFP_NOWARN, 0, &list);
		KUNIT_EXPECT_EQ_MSG(test, zone_free(ZONE_DMA),
				    floor_of(dma->watermark[WMARK_MIN],
					     kinds[i].alloc_flags),
				    "kind %u", i);
		machine_release(list, 0);
	}
	machine_expect_merged(test);
}

/* Reclaim itself may have the last page; NOMEMALLOC takes that back. */
static void last_page_for_reclaim(struct kunit *test)
{
	struct page *list, *more, *page;

	machine_usual(test, 1);
	machine_exhaust(NO_WAIT | GFP_DMA, 0, &list);
	current->flags |= PF_MEMALLOC;
	page = alloc_page(NO_WAIT | GFP_DMA | __GFP_NOMEMALLOC);
	KUNIT_EXPECT_NULL(test, page);
	machine_exhaust(NO_WAIT | GFP_DMA, 0, &more);
	current->flags &= ~PF_MEMALLOC;
	KUNIT_EXPECT_EQ(test, zone_free(ZONE_DMA), 0ul);
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
	machine_release(more, 0);
	machine_exhaust(NO_WAIT | GFP_DMA | __GFP_MEMALLOC, 0, &more);
	KUNIT_EXPECT_EQ(test, zone_free(ZONE_DMA), 0ul);
	machine_release(more, 0);
	machine_release(list, 0);
	machine_expect_merged(test);
}

/* The low mark wakes background reclaim; the allocation still succeeds. */
static unsigned int woken;

static void wake(void)
{
	woken++;
}

static void low_mark_wakes_reclaim(struct kunit *test)
{
	const struct zone *dma;
	struct page *page, *list = NULL;
	unsigned long left = 0;

	machine_usual(test, 1);
	dma = machine_zone(ZONE_DMA);
	page_hooks.wake_reclaim = wake;
	woken = 0;
	while (!woken && (page = alloc_page(NO_WAIT | GFP_DMA))) {
		left = zone_free(ZONE_DMA);
		page->private = (unsigned long)list;
		list = page;
	}
	KUNIT_EXPECT_EQ(test, woken, 1u);
	KUNIT_EXPECT_EQ(test, left, dma->watermark[WMARK_LOW] - 1);
	machine_release(list, 0);
	/* Who has nothing to do with it does not wake it. */
	woken = 0;
	machine_exhaust(GFP_DMA | __GFP_NOWARN, 0, &list);
	KUNIT_EXPECT_EQ(test, woken, 0u);
	machine_release(list, 0);
}

/* ---- reclaim ------------------------------------------------------------- */

/* A cache of pages that a shrinker gives back. */
static struct page *cached;
static unsigned long nr_cached, nr_asked;

static unsigned long count_cache(struct shrinker *s, struct shrink_control *sc)
{
	return nr_cached ? nr_cached : SHRINK_EMPTY;
}

static unsigned long scan_cache(struct shrinker *s, struct shrink_control *sc)
{
	unsigned long n = 0;

	nr_asked++;
	for (; cached && n < sc->nr_to_scan; n++, nr_cached--) {
		struct page *next = (struct page *)cached->private;

		__free_page(cached);
		cached = next;
	}
	return n;
}

static struct shrinker shrinker = {
	.count_objects = count_cache,
	.scan_objects = scan_cache,
	.name = "test",
};

static void begin_cache(struct kunit *test)
{
	machine_usual(test, 1);
	nr_asked = 0;
	nr_cached = machine_exhaust(GFP_KERNEL | __GFP_NOWARN, 0, &cached);
	KUNIT_EXPECT_EQ(test, register_shrinker(&shrinker), 0);
}

static void end_cache(struct kunit *test)
{
	unregister_shrinker(&shrinker);
	machine_release(cached, 0);
	cached = NULL;
	machine_expect_merged(test);
}

static void reclaim_makes_room(struct kunit *test)
{
	struct page *page;

	begin_cache(test);
	KUNIT_EXPECT_NULL(test, alloc_page(NO_WAIT));
	KUNIT_EXPECT_EQ(test, nr_asked, 0ul);
	page = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, nr_asked, 1ul);
	KUNIT_EXPECT_EQ(test, vm_event(ALLOCSTALL), 2ul);
	KUNIT_EXPECT_GE(test, vm_event(PGSTEAL), 32ul);
	KUNIT_EXPECT_FALSE(test, current->flags & PF_MEMALLOC);
	__free_page(page);
	/* A large block comes when enough neighbours were given back. */
	page = alloc_pages(GFP_KERNEL, 3);
	KUNIT_EXPECT_NOT_NULL(test, page);
	__free_pages(page, 3);
	end_cache(test);
}

/* All of the cache is used up before NULL comes, one round for NORETRY. */
static void reclaim_ends(struct kunit *test)
{
	struct page *list;

	begin_cache(test);
	machine_exhaust(GFP_KERNEL | __GFP_NOWARN, 0, &list);
	KUNIT_EXPECT_EQ(test, nr_cached, 0ul);
	nr_asked = 0;
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_KERNEL | __GFP_NOWARN |
					   __GFP_NORETRY));
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_KERNEL | __GFP_NOWARN |
					   __GFP_RETRY_MAYFAIL));
	machine_release(list, 0);
	end_cache(test);
}

/* Who says he freed pages and did not is not believed for ever. */
static unsigned long lie(struct shrinker *s, struct shrink_control *sc)
{
	nr_asked++;
	return 1;
}

static void lying_shrinker(struct kunit *test)
{
	static struct shrinker liar = {
		.count_objects = lie, .scan_objects = lie, .name = "liar",
	};
	struct page *list;

	machine_usual(test, 1);
	machine_exhaust(NO_WAIT, 0, &list);
	register_shrinker(&liar);
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_KERNEL | __GFP_NOWARN));
	nr_asked = 0;
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, 5));
	KUNIT_EXPECT_LT(test, nr_asked, 100ul);
	unregister_shrinker(&liar);
	machine_release(list, 0);
	machine_expect_merged(test);
}

/* Nobody to ask: out of memory is the last resort, while it helps. */
static struct page *victims[4];
static unsigned int nr_victims;

static bool kill_one(gfp_t gfp, unsigned int order)
{
	if (!nr_victims)
		return false;
	__free_pages(victims[--nr_victims], 3);
	return true;
}

static void out_of_memory(struct kunit *test)
{
	struct page *list, *small;

	machine_usual(test, 1);
	for (nr_victims = 0; nr_victims < 4; nr_victims++)
		victims[nr_victims] = alloc_pages(GFP_KERNEL, 3);
	machine_exhaust(NO_WAIT, 0, &list);
	page_hooks.out_of_memory = kill_one;
	/* Not for who may not enter the file system, or asks not to. */
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_NOFS | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_KERNEL | __GFP_NOWARN |
					   __GFP_NORETRY));
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_KERNEL | __GFP_NOWARN |
					   __GFP_RETRY_MAYFAIL));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, 4));
	KUNIT_EXPECT_EQ(test, nr_victims, 4u);
	KUNIT_EXPECT_EQ(test, machine_exhaust(GFP_KERNEL | __GFP_NOWARN, 0,
					      &small), 32ul);
	KUNIT_EXPECT_EQ(test, nr_victims, 0u);
	KUNIT_EXPECT_EQ(test, vm_event(OOM_KILL), 4ul);
	machine_release(small, 0);
	machine_release(list, 0);
	machine_expect_merged(test);
}

static void alloc_nofail(void *arg)
{
	alloc_page(GFP_KERNEL | __GFP_NOFAIL);
}

static void nofail_ends_in_panic(struct kunit *test)
{
	struct page *list;

	machine_usual(test, 1);
	machine_exhaust(GFP_KERNEL | __GFP_NOWARN, 0, &list);
	KUNIT_EXPECT_TRUE(test, kunit_panics(test, alloc_nofail, NULL));
	KUNIT_EXPECT_STREQ(test, test->panic_text,
			   "__GFP_NOFAIL allocation of order 0 cannot be had");
	current->flags &= ~PF_MEMALLOC;
	machine_release(list, 0);
	machine_expect_merged(test);
}

/* Pages that this CPU keeps are found when a larger block needs them. */
static void own_lists_are_emptied(struct kunit *test)
{
	struct page *list, *page;

	machine_usual(test, 1);
	machine_exhaust(NO_WAIT | __GFP_MEMALLOC, 0, &list);
	for (int i = 0; i < 18; i++) {
		struct page *next = (struct page *)list->private;

		__free_page(list);
		list = next;
	}
	page = alloc_pages(NO_WAIT | __GFP_MEMALLOC, 3);
	KUNIT_EXPECT_NOT_NULL(test, page);
	__free_pages(page, 3);
	machine_release(list, 0);
	machine_expect_merged(test);
}

/* Everything, in each order, and back again. */
static void exhaust_and_recover(struct kunit *test)
{
	machine_usual(test, 1);
	for (unsigned int order = 0; order < MAX_ORDER; order++) {
		struct page *list, *rest;

		machine_exhaust(NO_WAIT | __GFP_HIGHMEM | __GFP_MEMALLOC, order,
				&list);
		machine_exhaust(NO_WAIT | __GFP_HIGHMEM | __GFP_MEMALLOC, 0,
				&rest);
		KUNIT_EXPECT_EQ(test, nr_free_pages(), 0ul);
		KUNIT_EXPECT_EQ(test, nr_used_pages(), totalram_pages());
		KUNIT_EXPECT_EQ(test, machine_check(), 0u);
		machine_release(rest, 0);
		machine_release(list, order);
		machine_expect_merged(test);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(fallback_order),
	KUNIT_CASE(depth_of_reserve),
	KUNIT_CASE(last_page_for_reclaim),
	KUNIT_CASE(low_mark_wakes_reclaim),
	KUNIT_CASE(reclaim_makes_room),
	KUNIT_CASE(reclaim_ends),
	KUNIT_CASE(lying_shrinker),
	KUNIT_CASE(out_of_memory),
	KUNIT_CASE(nofail_ends_in_panic),
	KUNIT_CASE(own_lists_are_emptied),
	KUNIT_CASE(exhaust_and_recover),
	{}
};

static struct kunit_suite suite = {
	.name = "page_ladder",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
