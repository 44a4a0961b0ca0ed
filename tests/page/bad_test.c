/* SPDX-License-Identifier: MIT */
/*
 * bad_test.c - bad frees: each is reported, exactly so, and harms nothing.
 */
#include <octavo/fault_inject.h>
#include "machine.h"
#include "../../mm/page/internal.h"

/* One report came, and this is its text; %#lx is the page's number. */
static void expect_said(struct kunit *test, const struct page *page,
			const char *fmt)
{
	char want[256];

	snprintf(want, sizeof(want), "page %#lx: %s", page_to_pfn(page), fmt);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
}

static void double_free(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(3);
	page = alloc_page(GFP_KERNEL);
	__free_page(page);
	__free_page(page);
	expect_said(test, page,
		    "double free (order 0): "
		    "flags free, count 0, mapcount 0, mapping none, order 0");
	/* The same when it is back in the buddy. */
	drain_all_pages();
	__free_page(page);
	expect_said(test, page,
		    "double free (order 0): "
		    "flags free, count 0, mapcount 0, mapping none, order 0");
	page = alloc_pages(GFP_KERNEL, 5);
	__free_pages(page, 5);
	__free_pages(page, 5);
	expect_said(test, page,
		    "double free (order 5): "
		    "flags free, count 0, mapcount 0, mapping none, order 5");
	machine_expect_merged(test);
}

static void never_allocated(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(3);
	/* Of a chunk that nobody has touched. */
	page = pfn_to_page(max_low_pfn + 5);
	__free_page(page);
	expect_said(test, page,
		    "double free (order 0): "
		    "flags -, count 0, mapcount 0, mapping none, order 0");
	/* Inside a larger block that is not compound. */
	page = alloc_pages(GFP_KERNEL, 2);
	__free_page(page + 1);
	expect_said(test, page + 1,
		    "free of a page that is not allocated (order 0): "
		    "flags -, count 0, mapcount 0, mapping none, order 0");
	__free_pages(page, 2);
	/* The page layer's own. */
	page = pfn_to_page(page_machine.own_start);
	__free_page(page);
	expect_said(test, page,
		    "free of a reserved page (order 0): "
		    "flags -, count 0, mapcount 0, mapping none, order 0");
	machine_expect_merged(test);
}

static void wrong_order(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(3);
	page = alloc_pages(GFP_KERNEL, 3);
	__free_pages(page, 2);
	expect_said(test, page,
		    "free with the wrong order (order 2): "
		    "flags -, count 1, mapcount 0, mapping none, order 3");
	__free_pages(page, 9);
	expect_said(test, page,
		    "free with the wrong order (order 9): "
		    "flags -, count 1, mapcount 0, mapping none, order 3");
	__free_pages(page, 3);
	page = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	__free_pages(page, 0);
	expect_said(test, page,
		    "free with the wrong order (order 0): "
		    "flags head, count 1, mapcount 0, mapping none, order 1");
	__free_pages(page, 1);
	machine_expect_merged(test);
}

static void tail_page(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(2);
	page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	__free_pages(page + 2, 0);
	expect_said(test, page + 2,
		    "free of a tail page (order 0): "
		    "flags -, count 0, mapcount 0, mapping tail, order 0");
	__free_pages(page + 2, 2);
	__free_pages(page, 2);
	machine_expect_merged(test);
}

/* Not descriptors at all: nothing is read through them. */
static void not_ours(struct kunit *test)
{
	char text[96];

	machine_usual(test, 1);
	octavo_report_expect(6);
	__free_page((struct page *)8);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(),
			   "page at 0x8: not a page (order 0)");
	__free_pages(pfn_to_page(max_pfn), 1);
	__free_pages(pfn_to_page(min_pfn) - 1, 10);
	__free_page((struct page *)((char *)pfn_to_page(min_pfn) + 4));
	free_page(PAGE_OFFSET + (max_low_pfn << PAGE_SHIFT));
	free_page((unsigned long)__va(PFN_PHYS(min_pfn)) + 8);
	snprintf(text, sizeof(text), "free_pages: %#lx is not the address of a page",
		 (unsigned long)__va(PFN_PHYS(min_pfn)) + 8);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), text);
	machine_expect_merged(test);
}

static void still_in_use(struct kunit *test)
{
	static struct address_space *mapping = (struct address_space *)64;
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(5);
	page = alloc_page(GFP_KERNEL);
	atomic_set(&page->_mapcount, 2);
	__free_page(page);
	expect_said(test, page,
		    "free of a page that is still mapped (order 0): "
		    "flags -, count 1, mapcount 2, mapping none, order 0");
	atomic_set(&page->_mapcount, 0);

	page->mapping = mapping;
	__free_page(page);
	expect_said(test, page,
		    "free of a page that is still in a mapping (order 0): "
		    "flags -, count 1, mapcount 0, mapping set, order 0");
	page->mapping = NULL;

	SetPageLocked(page);
	SetPageDirty(page);
	__free_page(page);
	expect_said(test, page,
		    "free of a page in use (order 0): "
		    "flags locked|dirty, count 1, mapcount 0, mapping none, order 0");
	ClearPageLocked(page);

	SetPageSlab(page);
	__free_page(page);
	expect_said(test, page,
		    "free of a page in use (order 0): "
		    "flags dirty|slab, count 1, mapcount 0, mapping none, order 0");
	ClearPageSlab(page);

	SetPageReserved(page);
	__free_page(page);
	ClearPageReserved(page);
	/* Dirty and the like may stay. */
	SetPageUptodate(page);
	__free_page(page);
	machine_expect_merged(test);
}

/* The owner lets go of a page that is pinned: said, but the pin keeps it. */
static void pinned(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(1);
	page = alloc_page(GFP_KERNEL);
	page_ref_add(page, GUP_PIN_COUNTING_BIAS);
	KUNIT_EXPECT_TRUE(test, page_maybe_dma_pinned(page));
	__free_page(page);
	expect_said(test, page,
		    "free of a pinned page (order 0): "
		    "flags -, count 1025, mapcount 0, mapping none, order 0");
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul);
	put_page_refs(page, GUP_PIN_COUNTING_BIAS);
	machine_expect_merged(test);
}

static void references_out_of_nothing(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(3);
	page = alloc_page(GFP_KERNEL);
	put_page_refs(page, 2);
	expect_said(test, page,
		    "put of a page without references (order 0): "
		    "flags -, count 1, mapcount 0, mapping none, order 0");
	put_page(page);
	put_page(page);
	expect_said(test, page,
		    "put of a page without references (order 0): "
		    "flags free, count 0, mapcount 0, mapping none, order 0");
	get_page(page);
	expect_said(test, page,
		    "get of a page without references (order 0): "
		    "flags free, count 0, mapcount 0, mapping none, order 0");
	machine_expect_merged(test);
}

/* The last put of a page that may not be freed: it is lost, not the lists. */
static void last_put_of_a_bad_page(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(1);
	page = alloc_page(GFP_KERNEL);
	atomic_set(&page->_mapcount, 1);
	put_page(page);
	expect_said(test, page,
		    "free of a page that is still mapped (order 0): "
		    "flags -, count 0, mapcount 1, mapping none, order 0");
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul);
}

static void bad_split(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(4);
	page = alloc_pages(GFP_KERNEL, 2);
	split_page(page, 3);
	split_page(page + 1, 0);
	get_page(page);
	split_page(page, 2);
	put_page(page);
	__free_pages(page, 2);
	page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	split_page(page, 2);
	expect_said(test, page,
		    "split of a page that cannot be split (order 2): "
		    "flags head, count 1, mapcount 0, mapping none, order 2");
	__free_pages(page, 2);
	machine_expect_merged(test);
}

static void damaged_compound(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	octavo_report_expect(1);
	page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	page[3].compound_head = 0;
	__free_pages(page, 2);
	expect_said(test, page + 3,
		    "free of a damaged compound page (order 2): "
		    "flags -, count 0, mapcount 0, mapping none, order 0");
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 4ul);
}

/* Somebody counts references of a page that is free: it is not handed out. */
static void free_page_with_references(struct kunit *test)
{
	struct page *page, *other;

	machine_usual(test, 1);
	octavo_report_expect(1);
	page = alloc_page(GFP_KERNEL);
	__free_page(page);
	atomic_set(&page->_refcount, 1);
	other = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_PTR_NE(test, other, page);
	expect_said(test, page,
		    "free page with references (order 0): "
		    "flags free, count 1, mapcount 0, mapping none, order 0");
	__free_page(other);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul);
}

/* The checker sees what it is for. */
static void check_finds_damage(struct kunit *test)
{
	struct zone *zone;
	struct page *page;

	machine_usual(test, 1);
	zone = machine_zone(ZONE_NORMAL);
	page = alloc_pages(GFP_KERNEL, 4);

	octavo_report_expect(5);
	zone->nr_free_pages++;
	KUNIT_EXPECT_EQ(test, buddy_check(zone), 1u);
	zone->nr_free_pages--;
	zone->free_area[4].nr_free++;
	KUNIT_EXPECT_EQ(test, buddy_check(zone), 1u);
	zone->free_area[4].nr_free--;
	zone->nr_fresh++;
	KUNIT_EXPECT_EQ(test, buddy_check(zone), 1u);
	zone->nr_fresh--;
	pfn_chunk(page_to_pfn(page))->nr_free++;
	KUNIT_EXPECT_EQ(test, buddy_check(zone), 1u);
	pfn_chunk(page_to_pfn(page))->nr_free--;
	atomic_set(&page[16]._refcount, 1);
	KUNIT_EXPECT_EQ(test, buddy_check(zone), 1u);
	atomic_set(&page[16]._refcount, 0);
	KUNIT_EXPECT_EQ(test, buddy_check(zone), 0u);
	__free_pages(page, 4);
	machine_expect_merged(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(double_free),
	KUNIT_CASE(never_allocated),
	KUNIT_CASE(wrong_order),
	KUNIT_CASE(tail_page),
	KUNIT_CASE(not_ours),
	KUNIT_CASE(still_in_use),
	KUNIT_CASE(pinned),
	KUNIT_CASE(references_out_of_nothing),
	KUNIT_CASE(last_put_of_a_bad_page),
	KUNIT_CASE(bad_split),
	KUNIT_CASE(damaged_compound),
	KUNIT_CASE(free_page_with_references),
	KUNIT_CASE(check_finds_damage),
	{}
};

static struct kunit_suite suite = {
	.name = "page_bad",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
