/* SPDX-License-Identifier: MIT */
/*
 * zone_test.c - watermarks, batches, reserves, zonelists.
 */
#include "machine.h"
#include "../../mm/page/internal.h"

/* 896 MiB of low memory and 512 MiB of high memory, worked out by hand. */
static void marks_worked_example(struct kunit *test)
{
	static const unsigned long want[3][NR_WMARK] = {
		{ 17, 21, 25 }, { 939, 1173, 1408 }, { 128, 264, 401 },
	};
	struct zone_marks z[3] = {
		{ .pages = 4096 },
		{ .pages = 225280 },
		{ .pages = 131072, .high = true },
	};

	KUNIT_EXPECT_EQ(test, zone_marks(z, 3) / 4, 957ul);
	for (int i = 0; i < 3; i++)
		for (int w = 0; w < NR_WMARK; w++)
			KUNIT_EXPECT_EQ(test, z[i].mark[w], want[i][w]);
}

/* min_free_kbytes stays between 128 and 65,536. */
static void marks_clamped(struct kunit *test)
{
	struct zone_marks small = { .pages = 64 };
	struct zone_marks large = { .pages = 1ul << 28 };
	struct zone_marks none = { .pages = 0 };

	KUNIT_EXPECT_EQ(test, zone_marks(&small, 1), 128ul);
	KUNIT_EXPECT_EQ(test, small.mark[WMARK_MIN], 32ul);
	KUNIT_EXPECT_EQ(test, zone_marks(&none, 1), 128ul);
	KUNIT_EXPECT_EQ(test, none.mark[WMARK_HIGH], 0ul);
	/* No 32-bit machine has so much low memory. */
	if (BITS_PER_LONG == 32)
		return;
	KUNIT_EXPECT_EQ(test, zone_marks(&large, 1), 65536ul);
	KUNIT_EXPECT_EQ(test, large.mark[WMARK_MIN], 16384ul);
}

static void batch_of_zone_size(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, zone_batch(0), 1u);
	KUNIT_EXPECT_EQ(test, zone_batch(4096), 1u);
	KUNIT_EXPECT_EQ(test, zone_batch(12 * 1024), 3u);
	KUNIT_EXPECT_EQ(test, zone_batch(225280), 31u);
	KUNIT_EXPECT_EQ(test, zone_batch(1ul << 24), 31u);
}

static void highest_zone_of_gfp(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, gfp_zone(GFP_KERNEL), ZONE_NORMAL);
	KUNIT_EXPECT_EQ(test, gfp_zone(GFP_HIGHUSER), ZONE_HIGHMEM);
	KUNIT_EXPECT_EQ(test, gfp_zone(GFP_KERNEL | GFP_DMA), ZONE_DMA);
	KUNIT_EXPECT_EQ(test, gfp_zone(GFP_ATOMIC | GFP_DMA32), ZONE_DMA32);
	KUNIT_EXPECT_EQ(test, gfp_zone(GFP_HIGHUSER | GFP_DMA), ZONE_DMA);
	KUNIT_EXPECT_EQ(test, gfp_zone(GFP_HIGHUSER | GFP_DMA32), ZONE_DMA32);
}

static void zones_of_the_map(struct kunit *test)
{
	struct zone *dma, *normal, *high;

	machine_usual(test, 1);
	dma = machine_zone(ZONE_DMA);
	normal = machine_zone(ZONE_NORMAL);
	high = machine_zone(ZONE_HIGHMEM);
	KUNIT_EXPECT_EQ(test, dma->present_pages, 2048ul);
	KUNIT_EXPECT_EQ(test, dma->managed_pages, 2048ul);
	KUNIT_EXPECT_EQ(test, normal->present_pages, 4096ul);
	KUNIT_EXPECT_LT(test, normal->managed_pages, 4096ul);
	KUNIT_EXPECT_EQ(test, high->managed_pages, 2048ul);
	KUNIT_EXPECT_FALSE(test, populated_zone(machine_zone(ZONE_DMA32)));
	KUNIT_EXPECT_STREQ(test, normal->name, "Normal");
	KUNIT_EXPECT_EQ(test, high->zone_start_pfn, max_low_pfn);
	KUNIT_EXPECT_EQ(test, totalram_pages(), dma->managed_pages +
			normal->managed_pages + high->managed_pages);
	KUNIT_EXPECT_EQ(test, totalhigh_pages(), 2048ul);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), totalram_pages());
	KUNIT_EXPECT_EQ(test, nr_free_highpages(), 2048ul);
	KUNIT_EXPECT_TRUE(test, PageHighMem(pfn_to_page(max_low_pfn)));
	KUNIT_EXPECT_FALSE(test, PageHighMem(pfn_to_page(max_low_pfn - 1)));
	KUNIT_EXPECT_PTR_EQ(test, page_zone(pfn_to_page(max_pfn - 1)), high);
	KUNIT_EXPECT_NULL(test, pfn_zone(max_pfn));
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
}

/* reserve_i[j] = pages of zones i + 1 ... j, by 256, 256, 32. */
static void reserve_of_lower_zones(struct kunit *test)
{
	struct zone *dma, *normal;
	unsigned long n;

	machine_usual(test, 1);
	dma = machine_zone(ZONE_DMA);
	normal = machine_zone(ZONE_NORMAL);
	n = normal->managed_pages;
	KUNIT_EXPECT_EQ(test, dma->lowmem_reserve[ZONE_DMA], 0ul);
	KUNIT_EXPECT_EQ(test, dma->lowmem_reserve[ZONE_NORMAL], n / 256);
	KUNIT_EXPECT_EQ(test, dma->lowmem_reserve[ZONE_HIGHMEM], (n + 2048) / 256);
	KUNIT_EXPECT_EQ(test, normal->lowmem_reserve[ZONE_NORMAL], 0ul);
	KUNIT_EXPECT_EQ(test, normal->lowmem_reserve[ZONE_HIGHMEM], 2048ul / 32);
}

/* A zone made by hand: 100 pages free, 40 of them in single pages. */
static void watermark_check(struct kunit *test)
{
	static struct zone z;

	z = (struct zone){ .nr_free_pages = 100 };
	z.free_area[0].nr_free = 40;
	z.free_area[1].nr_free = 10;
	z.lowmem_reserve[ZONE_HIGHMEM] = 30;

	/* f = 100 - 1 + 1 must be above the mark and the reserve. */
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 0, 99, ZONE_NORMAL, 0));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&z, 0, 100, ZONE_NORMAL, 0));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 0, 69, ZONE_HIGHMEM, 0));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&z, 0, 70, ZONE_HIGHMEM, 0));
	/* HIGH halves the mark, HARDER then takes a quarter off. */
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 0, 198, ZONE_NORMAL,
						  ALLOC_HIGH));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&z, 0, 200, ZONE_NORMAL,
						   ALLOC_HIGH));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 0, 132, ZONE_NORMAL,
						  ALLOC_HARDER));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&z, 0, 134, ZONE_NORMAL,
						   ALLOC_HARDER));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 0, 260, ZONE_NORMAL,
						  ALLOC_HIGH | ALLOC_HARDER));
	/* Order 1: f = 99, minus 40 singles = 59, above mark / 2. */
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 1, 98, ZONE_NORMAL, 0));
	/* Order 2: f = 97 - 40 - 20 = 37 against mark / 4. */
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 2, 96, ZONE_NORMAL, 0));
	z.free_area[0].nr_free = 80;
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&z, 1, 50, ZONE_NORMAL, 0));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&z, 1, 37, ZONE_NORMAL, 0));
}

static void expect_list(struct kunit *test, int nid, enum zone_type class,
			const char *want)
{
	const struct zonelist *list = &NODE_DATA(nid)->zonelists[class];
	char text[64];
	int len = 0;

	text[0] = '\0';
	for (int i = 0; list->zones[i]; i++)
		len += scnprintf(text + len, sizeof(text) - (size_t)len, "%d%c ",
				 list->zones[i]->nid, list->zones[i]->name[0]);
	KUNIT_EXPECT_STREQ(test, text, want);
}

/*
 * Four chunks on node 0 (DMA, Normal), two on node 1, two on node 2 (HighMem):
 *
 *	[ 0: DMA ][ 0: Normal ][ 1: Normal ][ 2: HighMem ]
 */
static void zonelists_by_distance(struct kunit *test)
{
	static const unsigned char far[MAX_NUMNODES][MAX_NUMNODES] = {
		{ 10, 40, 20, 90 }, { 20, 10, 40, 90 }, { 20, 20, 10, 90 },
		{ 90, 90, 90, 10 },
	};
	static const unsigned char cpu_node[2] = { 0, 1 };
	phys_addr_t b = machine_ram(test, 8, 0);
	const struct mem_range r[] = {
		{ b, b + MIB(16), MEM_RAM, 0 },
		{ b + MIB(16), b + MIB(24), MEM_RAM, 1 },
		{ b + MIB(24), b + MIB(32), MEM_RAM, 2 },
	};
	const struct mm_boot boot = {
		.ranges = r, .nr_ranges = 3, .nr_cpus = 2,
		.dma_limit = b + MIB(8), .lowmem_limit = b + MIB(24),
		.ram_is_zeroed = true, .cpu_node = cpu_node,
		.node_distance = far,
	};
	struct page *page;

	KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
	expect_list(test, 0, ZONE_HIGHMEM, "0N 0D 2H 1N ");
	expect_list(test, 0, ZONE_NORMAL, "0N 0D 1N ");
	expect_list(test, 1, ZONE_HIGHMEM, "1N 0N 0D 2H ");
	expect_list(test, 1, ZONE_DMA, "0D ");
	expect_list(test, 2, ZONE_HIGHMEM, "2H 0N 0D 1N ");
	KUNIT_EXPECT_EQ(test, cpu_to_node(1), 1);
	KUNIT_EXPECT_FALSE(test, NODE_DATA(3)->online);

	page = alloc_pages_node(1, GFP_KERNEL, 0);
	KUNIT_EXPECT_EQ(test, page_to_nid(page), 1);
	__free_page(page);
	page = alloc_pages(GFP_KERNEL, 0);
	KUNIT_EXPECT_EQ(test, page_to_nid(page), 0);
	__free_page(page);
	/* Node 2 has high memory only: no way to keep to it. */
	page = alloc_pages_node(2, GFP_KERNEL | __GFP_THISNODE | __GFP_NOWARN, 0);
	KUNIT_EXPECT_NULL(test, page);
	machine_expect_merged(test);
}

/* A machine without zones for old devices: NORMAL serves them. */
static void no_dma_zone(struct kunit *test)
{
	phys_addr_t b = machine_ram(test, 8, 0);
	const struct mem_range r = { b, b + MIB(32), MEM_RAM, 0 };
	struct mm_boot boot = {
		.ranges = &r, .nr_ranges = 1, .nr_cpus = 1,
		.lowmem_limit = b + MIB(24),
	};

	KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
	expect_list(test, 0, ZONE_DMA, "0N ");
	expect_list(test, 0, ZONE_DMA32, "0N ");
	machine_off();
	boot.dma32_limit = b + MIB(12);
	KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
	KUNIT_EXPECT_EQ(test, machine_zone(ZONE_DMA32)->managed_pages, 3072ul);
	expect_list(test, 0, ZONE_DMA, "0D ");
	expect_list(test, 0, ZONE_DMA32, "0D ");
	expect_list(test, 0, ZONE_HIGHMEM, "0H 0N 0D ");
	machine_expect_merged(test);
}

/* The machine that runs the tests follows the same formulas. */
static void marks_of_this_machine(struct kunit *test)
{
	struct zone_marks z[NR_ZONE_IDS] = { 0 };
	unsigned int nr = 0, i = 0;
	struct zone *zone;

	for_each_zone(zone) {
		z[nr].pages = zone->managed_pages;
		z[nr++].high = is_highmem(zone);
	}
	zone_marks(z, nr);
	for_each_zone(zone) {
		for (int w = 0; w < NR_WMARK; w++)
			KUNIT_EXPECT_EQ(test, zone->watermark[w], z[i].mark[w]);
		i++;
	}
	KUNIT_EXPECT_GT(test, nr, 0u);
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(marks_worked_example),
	KUNIT_CASE(marks_clamped),
	KUNIT_CASE(batch_of_zone_size),
	KUNIT_CASE(highest_zone_of_gfp),
	KUNIT_CASE(zones_of_the_map),
	KUNIT_CASE(reserve_of_lower_zones),
	KUNIT_CASE(watermark_check),
	KUNIT_CASE(zonelists_by_distance),
	KUNIT_CASE(no_dma_zone),
	KUNIT_CASE(marks_of_this_machine),
	{}
};

static struct kunit_suite suite = {
	.name = "page_zone",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
