/* SPDX-License-Identifier: MIT */
/*
 * pcp_test.c - per-CPU lists, counters, and what is said of pages.
 */
#include "machine.h"
#include "../../mm/page/internal.h"

static unsigned long list_pages(enum zone_type type)
{
	return pcp_pages(machine_zone(type), 0);
}

/* A list fills in batches and gives batches back at its limit. */
static void list_limits(struct kunit *test)
{
	static struct page *pages[64];
	const struct zone *zone;
	unsigned int batch, high;
	unsigned long most = 0;

	machine_usual(test, 1);
	zone = machine_zone(ZONE_NORMAL);
	batch = zone->pcp_batch[0];
	high = zone->pcp_high[0];
	KUNIT_EXPECT_EQ(test, batch, zone_batch(zone->managed_pages));
	KUNIT_EXPECT_EQ(test, high, 6 * batch);
	__free_page(alloc_page(GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, list_pages(ZONE_NORMAL), batch + 1ul);
	alloc_pages_bulk(GFP_KERNEL, 64, pages);
	for (int i = 0; i < 64; i++) {
		__free_page(pages[i]);
		most = max(most, list_pages(ZONE_NORMAL));
	}
	KUNIT_EXPECT_LE(test, most, (unsigned long)high);
	KUNIT_EXPECT_GT(test, most, (unsigned long)(high - batch));
	drain_local_pages();
	KUNIT_EXPECT_EQ(test, list_pages(ZONE_NORMAL), 0ul);
	machine_expect_merged(test);
}

/* An interrupt that finds the list in use goes past it, both ways. */
static void busy_list_is_left_alone(struct kunit *test)
{
	struct per_cpu_pages *pcp;
	struct page *page;
	unsigned long kept;

	machine_usual(test, 1);
	__free_page(alloc_page(GFP_KERNEL));
	pcp = &machine_zone(ZONE_NORMAL)->pageset[0];
	kept = list_pages(ZONE_NORMAL);
	pcp->busy = 1;
	for (unsigned int order = 0; order < 4; order++) {
		page = alloc_pages(GFP_ATOMIC, order);
		KUNIT_EXPECT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, list_pages(ZONE_NORMAL), kept);
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, list_pages(ZONE_NORMAL), kept);
		KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
	}
	drain_local_pages();
	KUNIT_EXPECT_EQ(test, list_pages(ZONE_NORMAL), kept);
	KUNIT_EXPECT_EQ(test, pcp->busy, 1u);
	pcp->busy = 0;
	machine_expect_merged(test);
}

/* A drain asked for by another CPU happens with the next free. */
static void asked_to_drain(struct kunit *test)
{
	struct per_cpu_pages *pcp;
	struct page *page;

	machine_usual(test, 1);
	page = alloc_page(GFP_KERNEL);
	pcp = &machine_zone(ZONE_NORMAL)->pageset[0];
	KUNIT_EXPECT_GT(test, list_pages(ZONE_NORMAL), 0ul);
	for (int i = 0; i < NR_PCP_LISTS; i++)
		pcp->high[i] = 0;
	__free_page(page);
	KUNIT_EXPECT_EQ(test, list_pages(ZONE_NORMAL), 1ul);
	KUNIT_EXPECT_EQ(test, pcp->high[0], machine_zone(ZONE_NORMAL)->pcp_high[0]);
	machine_expect_merged(test);
}

/* Pages of every zone go back to the list of their own zone. */
static void each_zone_its_list(struct kunit *test)
{
	static const gfp_t gfp[] = { GFP_DMA, GFP_KERNEL, GFP_HIGHUSER };
	static const enum zone_type type[] = { ZONE_DMA, ZONE_NORMAL,
					       ZONE_HIGHMEM };
	struct page *pages[3];

	machine_usual(test, 1);
	for (int i = 0; i < 3; i++)
		pages[i] = alloc_page(gfp[i]);
	drain_all_pages();
	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_PTR_EQ(test, page_zone(pages[i]),
				    machine_zone(type[i]));
		__free_page(pages[i]);
		KUNIT_EXPECT_EQ(test, list_pages(type[i]), 1ul);
	}
	machine_expect_merged(test);
}

/* Fewer and fewer failures are told; all are counted. */
static void failures_are_told(struct kunit *test)
{
	int level = console_loglevel;
	struct page *list;

	machine_usual(test, 1);
	machine_exhaust(GFP_NOWAIT | __GFP_NOWARN, 0, &list);
	KUNIT_EXPECT_EQ(test, page_machine.nr_failed, 0ul);
	console_loglevel = 0;
	for (int i = 0; i < 20; i++)
		KUNIT_EXPECT_NULL(test, alloc_page(GFP_NOWAIT));
	console_loglevel = level;
	KUNIT_EXPECT_EQ(test, page_machine.nr_failed, 20ul);
	KUNIT_EXPECT_EQ(test, vm_event(PGALLOC_FAIL), 21ul);
	machine_release(list, 0);
}

static void any_page_can_be_dumped(struct kunit *test)
{
	int level = console_loglevel;
	struct page *page;

	machine_usual(test, 1);
	page = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	console_loglevel = 0;
	dump_page(page, "a head");
	dump_page(page + 1, "its tail");
	dump_page(pfn_to_page(max_pfn - 1), NULL);
	dump_page(pfn_to_page(page_machine.own_start), "reserved");
	dump_page((struct page *)24, "nothing");
	console_loglevel = level;
	__free_pages(page, 1);
}

static void count(void *arg, unsigned int cpu)
{
	count_vm_events(PGFAULT, cpu + 1);
	mod_vm_stat(NR_SHMEM, cpu ? -1 : 5);
}

static void counters_of_all_cpus(struct kunit *test)
{
	unsigned int nr = min(nr_cpu_ids, 2u);

	machine_usual(test, nr);
	kunit_run_on_cpus(test, nr, count, NULL);
	KUNIT_EXPECT_EQ(test, vm_event(PGFAULT), nr == 2 ? 3ul : 1ul);
	KUNIT_EXPECT_EQ(test, vm_stat(NR_SHMEM), nr == 2 ? 4ul : 5ul);
	mod_vm_stat(NR_SHMEM, -100);
	KUNIT_EXPECT_EQ(test, vm_stat(NR_SHMEM), 0ul);
	KUNIT_EXPECT_EQ(test, vm_stat(NR_FREE_PAGES), nr_free_pages());
	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
		KUNIT_EXPECT_NOT_NULL(test, vm_event_name((enum vm_event_item)i));
	for (int i = 0; i < NR_VM_STAT_ITEMS; i++)
		KUNIT_EXPECT_NOT_NULL(test, vm_stat_name((enum vm_stat_item)i));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(list_limits),
	KUNIT_CASE(busy_list_is_left_alone),
	KUNIT_CASE(asked_to_drain),
	KUNIT_CASE(each_zone_its_list),
	KUNIT_CASE(failures_are_told),
	KUNIT_CASE(any_page_can_be_dumped),
	KUNIT_CASE(counters_of_all_cpus),
	{}
};

static struct kunit_suite suite = {
	.name = "page_pcp",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
