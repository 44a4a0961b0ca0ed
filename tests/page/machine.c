/* SPDX-License-Identifier: MIT */
/*
 * machine.c - a second machine for tests of the page layer; see machine.h.
 */
#include "machine.h"
#include "../../mm/page/internal.h"

#define MAX_CHUNKS	16u
#define MAX_TRIES	48u

/* All that page_init() writes outside of RAM. */
struct state {
	struct page *mem_map;
	unsigned long min_pfn, max_pfn, max_low_pfn;
	unsigned int nr_cpu_ids;
	struct page_hooks hooks;
	struct page_machine machine;
	struct page_cpu cpus[NR_CPUS];
	struct pglist_data nodes[MAX_NUMNODES];
	struct vm_cpu_stat stat[NR_CPUS];
};

static struct state real;
static bool on;
static struct page *ram[MAX_CHUNKS];
static unsigned int nr_ram;

static void keep(void)
{
	real.mem_map = mem_map;
	real.min_pfn = min_pfn;
	real.max_pfn = max_pfn;
	real.max_low_pfn = max_low_pfn;
	real.nr_cpu_ids = nr_cpu_ids;
	real.hooks = page_hooks;
	real.machine = page_machine;
	memcpy(real.cpus, page_cpus, sizeof(real.cpus));
	memcpy(real.nodes, node_data, sizeof(real.nodes));
	memcpy(real.stat, vm_cpu_stat, sizeof(real.stat));
}

static void put_back(void)
{
	mem_map = real.mem_map;
	min_pfn = real.min_pfn;
	max_pfn = real.max_pfn;
	max_low_pfn = real.max_low_pfn;
	high_map = mem_map + max_low_pfn;
	nr_cpu_ids = real.nr_cpu_ids;
	page_hooks = real.hooks;
	page_machine = real.machine;
	memcpy(page_cpus, real.cpus, sizeof(real.cpus));
	memcpy(node_data, real.nodes, sizeof(real.nodes));
	memcpy(vm_cpu_stat, real.stat, sizeof(real.stat));
}

int machine_on(const struct mm_boot *boot)
{
	int err;

	keep();
	err = page_init(boot);
	if (err)
		put_back();
	else
		on = true;
	return err;
}

void machine_off(void)
{
	int level = console_loglevel;

	if (!on)
		return;
	/* Tests of bad frees leave pages lost, and that is said. */
	console_loglevel = 0;
	page_exit();
	console_loglevel = level;
	put_back();
	on = false;
}

/* ---- RAM ----------------------------------------------------------------- */

/* Move the last one to where it belongs by address. */
static void sort_in(struct page **pages, unsigned int nr)
{
	for (unsigned int j = nr - 1; j && pages[j] < pages[j - 1]; j--)
		swap(pages[j], pages[j - 1]);
}

/* Where @want neighbours begin, or @nr. */
static unsigned int find_run(struct page **pages, unsigned int nr,
			     unsigned int want)
{
	unsigned int start = 0;

	for (unsigned int i = 0; i < nr; i++) {
		if (i && pages[i] != pages[i - 1] + CHUNK_PAGES)
			start = i;
		if (i - start + 1 == want)
			return start;
	}
	return nr;
}

phys_addr_t machine_ram(struct kunit *test, unsigned int chunks, int fill)
{
	struct page *got[MAX_TRIES];
	unsigned int nr = 0, start = 0;

	while (nr < MAX_TRIES && start == nr) {
		got[nr] = alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY,
				      CHUNK_ORDER);
		if (!got[nr])
			break;
		sort_in(got, ++nr);
		start = find_run(got, nr, chunks);
	}
	for (unsigned int i = 0; i < nr; i++) {
		if (start < nr && i >= start && i < start + chunks)
			ram[nr_ram++] = got[i];
		else
			__free_pages(got[i], CHUNK_ORDER);
	}
	if (start == nr)
		kunit_skip(test, "no %u MiB of low memory in one piece",
			   chunks * 4);
	memset(page_address(ram[0]), fill, chunks * CHUNK);
	return page_to_phys(ram[0]);
}

void machine_exit(struct kunit *test)
{
	machine_off();
	while (nr_ram)
		__free_pages(ram[--nr_ram], CHUNK_ORDER);
}

/* ---- the usual one ------------------------------------------------------- */

void machine_usual(struct kunit *test, unsigned int nr_cpus)
{
	phys_addr_t base = machine_ram(test, 8, 0);
	const struct mem_range range = { base, base + MIB(32), MEM_RAM, 0 };
	const struct mm_boot boot = {
		.ranges = &range,
		.nr_ranges = 1,
		.nr_cpus = nr_cpus,
		.dma_limit = base + MIB(8),
		.lowmem_limit = base + MIB(24),
		.ram_is_zeroed = true,
	};

	KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
}

struct zone *machine_zone(enum zone_type type)
{
	return &NODE_DATA(0)->node_zones[type];
}

unsigned long machine_exhaust(gfp_t gfp, unsigned int order, struct page **list)
{
	unsigned long nr = 0;
	struct page *page;

	for (*list = NULL; (page = alloc_pages(gfp, order)); nr++) {
		page->private = (unsigned long)*list;
		*list = page;
	}
	return nr;
}

void machine_release(struct page *list, unsigned int order)
{
	while (list) {
		struct page *next = (struct page *)list->private;

		__free_pages(list, order);
		list = next;
	}
}

unsigned int machine_check(void)
{
	unsigned int wrong = 0;
	struct zone *zone;

	for_each_zone(zone)
		wrong += buddy_check(zone);
	return wrong;
}

/* A free block whose buddy is free too should not be. */
static void expect_no_buddy(void *arg, unsigned long pfn, unsigned int order)
{
	unsigned long buddy = pfn ^ 1ul << order;

	if (order < CHUNK_ORDER && pfn_valid(buddy) && !pfn_reserved(buddy))
		KUNIT_EXPECT_FALSE((struct kunit *)arg,
				   chunk_all_free(pfn_chunk(buddy),
						  buddy % CHUNK_PAGES, order));
}

void machine_expect_merged(struct kunit *test)
{
	struct zone_info info;
	struct zone *zone;

	drain_all_pages();
	for_each_zone(zone) {
		zone_info(zone, &info);
		KUNIT_EXPECT_EQ(test, info.nr_used_pages, 0ul);
		KUNIT_EXPECT_EQ(test, info.nr_pcp_pages, 0ul);
		KUNIT_EXPECT_EQ(test, info.nr_free_pages, zone->managed_pages);
		buddy_walk(zone, expect_no_buddy, test);
	}
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
}
