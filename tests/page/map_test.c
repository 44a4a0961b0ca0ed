/* SPDX-License-Identifier: MIT */
/*
 * map_test.c - memory maps: holes, overlaps, odd ends, nonsense.
 */
#include <octavo/errno.h>
#include "machine.h"
#include "../../mm/page/internal.h"

static int boot_with(const struct mem_range *r, unsigned int nr, phys_addr_t low)
{
	const struct mm_boot boot = {
		.ranges = r, .nr_ranges = nr, .nr_cpus = 1,
		.lowmem_limit = low, .ram_is_zeroed = true,
	};

	return machine_on(&boot);
}

/*
 *	0    4M   8M	    16M  20M	      32M
 *	[====RAM======]	    [===========RAM====)	unsorted, overlapping
 *	   [==RAM==]		[RES)
 */
static void holes_and_overlaps(struct kunit *test)
{
	phys_addr_t b = machine_ram(test, 8, 0);
	const struct mem_range r[] = {
		{ b + MIB(16), b + MIB(32), MEM_RAM, 0 },
		{ b + MIB(20), b + MIB(21), MEM_RESERVED, 0 },
		{ b + MIB(2), b + MIB(6), MEM_RAM, 0 },
		{ b, b + MIB(8), MEM_RAM, 0 },
		{ b + MIB(9), b + MIB(9), MEM_RAM, 0 },
	};
	struct page *all;
	unsigned long nr = 0;

	KUNIT_ASSERT_EQ(test, boot_with(r, ARRAY_SIZE(r), b + MIB(32)), 0);
	KUNIT_EXPECT_EQ(test, machine_zone(ZONE_NORMAL)->present_pages,
			24ul * 256);
	KUNIT_EXPECT_EQ(test, machine_zone(ZONE_NORMAL)->spanned_pages,
			32ul * 256);
	KUNIT_EXPECT_TRUE(test, pfn_valid(PHYS_PFN(b)));
	KUNIT_EXPECT_TRUE(test, pfn_valid(PHYS_PFN(b + MIB(20))));
	KUNIT_EXPECT_TRUE(test, pfn_reserved(PHYS_PFN(b + MIB(20))));
	KUNIT_EXPECT_FALSE(test, pfn_valid(PHYS_PFN(b + MIB(8))));
	KUNIT_EXPECT_FALSE(test, pfn_valid(PHYS_PFN(b + MIB(16)) - 1));
	KUNIT_EXPECT_FALSE(test, pfn_valid(PHYS_PFN(b + MIB(32))));
	KUNIT_EXPECT_FALSE(test, pfn_valid(0));

	machine_exhaust(GFP_KERNEL | __GFP_MEMALLOC | __GFP_NOWARN, 0, &all);
	for (struct page *p = all; p; p = (struct page *)p->private, nr++)
		if (pfn_reserved(page_to_pfn(p)))
			KUNIT_FAIL(test, "got reserved page %#lx",
				   page_to_pfn(p));
	KUNIT_EXPECT_EQ(test, nr, totalram_pages());
	machine_release(all, 0);
	machine_expect_merged(test);
}

/* Partial frames of RAM are left out, those of RESERVED are taken whole. */
static void ends_within_pages(struct kunit *test)
{
	phys_addr_t b = machine_ram(test, 4, 0);
	const struct mem_range r[] = {
		{ b + 1, b + MIB(4) + 100, MEM_RAM, 0 },
		{ b + MIB(4) + 100, b + MIB(16) - 1, MEM_RAM, 0 },
		{ b + MIB(12) + 4095, b + MIB(12) + 4097, MEM_RESERVED, 0 },
	};

	KUNIT_ASSERT_EQ(test, boot_with(r, ARRAY_SIZE(r), b + MIB(16)), 0);
	KUNIT_EXPECT_FALSE(test, pfn_valid(PHYS_PFN(b)));
	KUNIT_EXPECT_TRUE(test, pfn_valid(PHYS_PFN(b) + 1));
	KUNIT_EXPECT_FALSE(test, pfn_valid(PHYS_PFN(b + MIB(4))));
	KUNIT_EXPECT_FALSE(test, pfn_valid(PHYS_PFN(b + MIB(16)) - 1));
	KUNIT_EXPECT_TRUE(test, pfn_reserved(PHYS_PFN(b + MIB(12))));
	KUNIT_EXPECT_TRUE(test, pfn_reserved(PHYS_PFN(b + MIB(12)) + 1));
	KUNIT_EXPECT_FALSE(test, pfn_reserved(PHYS_PFN(b + MIB(12)) + 2));
	KUNIT_EXPECT_EQ(test, totalram_pages(), 4096ul - 3 - 2 -
			(page_machine.own_end - page_machine.own_start));
	machine_expect_merged(test);
}

struct nonsense {
	const char *what;
	struct mem_range r[2];
	unsigned int nr;
	unsigned int nr_cpus;
	phys_addr_t low;
	int err;
};

#define GOOD	{ 0, MIB(64), MEM_RAM, 0 }

static const struct nonsense nonsense[] = {
	{ "no ranges", { GOOD }, 0, 1, MIB(64), -EINVAL },
	{ "no CPU", { GOOD }, 1, 0, MIB(64), -EINVAL },
	{ "too many CPUs", { GOOD }, 1, NR_CPUS + 1, MIB(64), -EINVAL },
	{ "no low memory", { GOOD }, 1, 1, 0, -EINVAL },
	{ "backwards", { { MIB(2), MIB(1), MEM_RAM, 0 } }, 1, 1, MIB(64), -EINVAL },
	{ "unknown type", { { 0, MIB(64), (enum mem_range_type)7, 0 } }, 1, 1,
	  MIB(64), -EINVAL },
	{ "no such node", { { 0, MIB(64), MEM_RAM, MAX_NUMNODES } }, 1, 1,
	  MIB(64), -EINVAL },
	{ "negative node", { { 0, MIB(64), MEM_RAM, -1 } }, 1, 1, MIB(64), -EINVAL },
	{ "two nodes", { GOOD, { MIB(32), MIB(48), MEM_RAM, 1 } }, 2, 1, MIB(64),
	  -EINVAL },
	{ "beyond the end", { { 0, 1ull << 60, MEM_RAM, 0 } }, 1, 1, MIB(64),
	  -EINVAL },
	{ "high memory only", { { MIB(64), MIB(128), MEM_RAM, 0 } }, 1, 1, MIB(64),
	  -EINVAL },
	{ "reserved only", { { 0, MIB(64), MEM_RESERVED, 0 } }, 1, 1, MIB(64),
	  -EINVAL },
	{ "less than a page", { { 1, 4097, MEM_RAM, 0 } }, 1, 1, MIB(64), -EINVAL },
	{ "all reserved", { GOOD, { 0, MIB(64), MEM_RESERVED, 0 } }, 2, 1, MIB(64),
	  -ENOMEM },
	{ "no room", { { 0, 0x1000, MEM_RAM, 0 } }, 1, 1, MIB(64), -ENOMEM },
};

static void describe(const struct nonsense *n, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s", n->what);
}

KUNIT_ARRAY_PARAM(nonsense, nonsense, describe)

/* Nothing is touched, so that the addresses need not be ours. */
static void nonsense_is_refused(struct kunit *test)
{
	const struct nonsense *n = test->param_value;
	const struct mm_boot boot = {
		.ranges = n->r, .nr_ranges = n->nr, .nr_cpus = n->nr_cpus,
		.lowmem_limit = n->low, .ram_is_zeroed = true,
	};
	unsigned long before = nr_used_pages();
	int level = console_loglevel;

	console_loglevel = 0;
	KUNIT_EXPECT_EQ(test, machine_on(&boot), n->err);
	console_loglevel = level;
	KUNIT_EXPECT_EQ(test, nr_used_pages(), before);
}

/* RAM full of junk works as well as RAM full of zeros. */
static void dirty_ram(struct kunit *test)
{
	phys_addr_t b = machine_ram(test, 8, 0xa5);
	const struct mem_range r[] = {
		{ b, b + MIB(29), MEM_RAM, 0 },
		{ b + MIB(5), b + MIB(6), MEM_RESERVED, 0 },
	};
	struct mm_boot boot = {
		.ranges = r, .nr_ranges = 2, .nr_cpus = 2,
		.dma_limit = b + MIB(4), .lowmem_limit = b + MIB(24),
	};
	struct page *all;

	for (int i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
		KUNIT_EXPECT_EQ(test, machine_check(), 0u);
		machine_exhaust(GFP_HIGHUSER | __GFP_MEMALLOC | __GFP_NOWARN,
				(unsigned int)i, &all);
		KUNIT_EXPECT_EQ(test, machine_check(), 0u);
		machine_release(all, (unsigned int)i);
		machine_expect_merged(test);
		machine_off();
	}
}

/* A machine leaves nothing behind for the next. */
static void many_machines(struct kunit *test)
{
	phys_addr_t b = machine_ram(test, 8, 0);
	unsigned long first = 0;

	for (unsigned int i = 0; i < 50; i++) {
		const struct mem_range r = { b, b + MIB(32) - i * PAGE_SIZE,
					     MEM_RAM, (int)(i % MAX_NUMNODES) };
		const struct mm_boot boot = {
			.ranges = &r, .nr_ranges = 1, .nr_cpus = 1 + i % 4,
			.dma_limit = b + MIB(8), .lowmem_limit = b + MIB(24),
		};
		struct page *page;

		KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
		KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
		KUNIT_EXPECT_EQ(test, vm_event(PGFREE), 0ul);
		if (i == 0)
			first = totalram_pages();
		else
			KUNIT_EXPECT_LT(test, totalram_pages(), first + 32);
		page = alloc_pages_node((int)(i % MAX_NUMNODES), GFP_KERNEL, i % 11);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul << (i % 11));
		__free_pages(page, i % 11);
		machine_off();
	}
}

/* Boot writes next to nothing of what describes 32 MiB. */
static void boot_is_lazy(struct kunit *test)
{
	struct zone *high;

	machine_usual(test, 1);
	high = machine_zone(ZONE_HIGHMEM);
	KUNIT_EXPECT_EQ(test, high->nr_fresh, 2ul);
	for (unsigned long pfn = max_low_pfn; pfn < max_pfn; pfn++) {
		const struct page *p = pfn_to_page(pfn);

		if (p->flags || page_ref_count(p) || p->mapping || p->private)
			KUNIT_FAIL(test, "page %#lx was touched", pfn);
	}
	__free_page(alloc_page(GFP_HIGHUSER));
	KUNIT_EXPECT_EQ(test, high->nr_fresh, 1ul);
}

/*
 *	0      2M    13M   16M
 *	[=RAM=|=RES==|=RAM==)	then all of it is RAM, in blocks that merge
 */
static void reserved_until_later(struct kunit *test)
{
	phys_addr_t b = machine_ram(test, 4, 0x5a);
	const struct mem_range r[] = {
		{ b, b + MIB(16), MEM_RAM, 0 },
		{ b + MIB(2) + 17, b + MIB(13) - 17, MEM_RESERVED, 0 },
	};
	const struct mm_boot boot = {
		.ranges = r, .nr_ranges = 2, .nr_cpus = 1,
		.lowmem_limit = b + MIB(16),
	};
	unsigned long before;

	KUNIT_ASSERT_EQ(test, machine_on(&boot), 0);
	before = totalram_pages();
	KUNIT_EXPECT_EQ(test, memblock_free_late(b + MIB(2), MIB(10)), -EINVAL);
	KUNIT_EXPECT_EQ(test, memblock_free_late(b, MIB(2)), -EINVAL);
	KUNIT_EXPECT_EQ(test, memblock_free_late(r[1].start, r[1].end - r[1].start),
			0);
	KUNIT_EXPECT_EQ(test, memblock_free_late(r[1].start, r[1].end - r[1].start),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, totalram_pages(), before + 11 * 256);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
	KUNIT_EXPECT_FALSE(test, pfn_reserved(PHYS_PFN(b + MIB(4))));
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
	machine_expect_merged(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(holes_and_overlaps),
	KUNIT_CASE(reserved_until_later),
	KUNIT_CASE(ends_within_pages),
	KUNIT_CASE_PARAM(nonsense_is_refused, nonsense_gen_params),
	KUNIT_CASE(dirty_ram),
	KUNIT_CASE(many_machines),
	KUNIT_CASE(boot_is_lazy),
	{}
};

static struct kunit_suite suite = {
	.name = "page_map",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
