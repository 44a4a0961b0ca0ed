/* SPDX-License-Identifier: MIT */
/*
 * alloc_test.c - each call that allocates or frees, used as meant.
 */
#include <octavo/fault_inject.h>
#include "machine.h"
#include "../../mm/page/internal.h"

#define QUIET	(GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY)

static bool all_bytes(const void *p, int byte, size_t size)
{
	const u8 *b = p;

	for (size_t i = 0; i < size; i++)
		if (b[i] != (u8)byte)
			return false;
	return true;
}

static void every_order(struct kunit *test)
{
	machine_usual(test, 1);
	for (unsigned int order = 0; order < MAX_ORDER; order++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_TRUE(test, IS_ALIGNED(page_to_pfn(page), 1ul << order));
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		KUNIT_EXPECT_EQ(test, page_order(page), order);
		KUNIT_EXPECT_EQ(test, page_private(page), 0ul);
		KUNIT_EXPECT_FALSE(test, PageCompound(page));
		KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul << order);
		KUNIT_EXPECT_PTR_EQ(test, virt_to_page(page_address(page)), page);
		KUNIT_EXPECT_EQ(test, __pa(page_address(page)), page_to_phys(page));
		KUNIT_EXPECT_PTR_EQ(test, page_zone(page), machine_zone(ZONE_NORMAL));
		memset(page_address(page), 0x5a, PAGE_SIZE << order);
		__free_pages(page, order);
	}
	KUNIT_EXPECT_EQ(test, vm_event(PGALLOC_NORMAL), 2047ul);
	KUNIT_EXPECT_EQ(test, vm_event(PGFREE), 2047ul);
	machine_expect_merged(test);
}

static void too_large_an_order(struct kunit *test)
{
	machine_usual(test, 1);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, ~0u));
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
}

static void freed_page_is_hot(struct kunit *test)
{
	struct page *a, *b;

	machine_usual(test, 1);
	a = alloc_page(GFP_KERNEL);
	b = alloc_page(GFP_KERNEL);
	__free_page(a);
	__free_page(b);
	KUNIT_EXPECT_PTR_EQ(test, alloc_page(GFP_KERNEL), b);
	KUNIT_EXPECT_PTR_EQ(test, alloc_page(GFP_KERNEL), a);
	__free_page(a);
	__free_page(b);
	__free_page(NULL);
	machine_expect_merged(test);
}

static void by_address(struct kunit *test)
{
	unsigned long addr;

	machine_usual(test, 1);
	addr = __get_free_pages(GFP_KERNEL, 2);
	KUNIT_ASSERT_NE(test, addr, 0ul);
	KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(addr));
	KUNIT_EXPECT_TRUE(test, virt_addr_valid((void *)addr));
	memset((void *)addr, 0xff, 4 * PAGE_SIZE);
	free_pages(addr, 2);
	free_pages(0, 2);
	addr = __get_free_page(GFP_DMA | GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, page_zone(virt_to_page((void *)addr)),
			    machine_zone(ZONE_DMA));
	free_page(addr);
	machine_expect_merged(test);
}

/* A high page has no address to give; asking is reported. */
static void no_address_for_high(struct kunit *test)
{
	unsigned long addr;

	machine_usual(test, 1);
	octavo_report_expect(1);
	addr = __get_free_page(GFP_HIGHUSER);
	KUNIT_ASSERT_NE(test, addr, 0ul);
	KUNIT_EXPECT_LT(test, virt_to_pfn((void *)addr), max_low_pfn);
	free_page(addr);
}

static void zeroed(struct kunit *test)
{
	unsigned long addr;
	struct page *page;

	machine_usual(test, 1);
	for (unsigned int order = 0; order <= 4; order++) {
		addr = __get_free_pages(GFP_KERNEL, order);
		memset((void *)addr, 0xee, PAGE_SIZE << order);
		free_pages(addr, order);
		page = alloc_pages(GFP_KERNEL | __GFP_ZERO, order);
		KUNIT_EXPECT_TRUE(test, all_bytes(page_address(page), 0,
						  PAGE_SIZE << order));
		__free_pages(page, order);
	}
	addr = get_zeroed_page(GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, all_bytes((void *)addr, 0, PAGE_SIZE));
	free_page(addr);
}

static void clear_by_hook(struct page *page, unsigned long nr)
{
	memset(pfn_to_virt(page_to_pfn(page)), 0, nr * PAGE_SIZE);
}

/* High pages are zeroed by whoever can map them; low ones stand in if none. */
static void zeroed_high(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	KUNIT_EXPECT_FALSE(test, PageHighMem(page));
	__free_page(page);

	page_hooks.clear_highpages = clear_by_hook;
	memset(pfn_to_virt(max_low_pfn), 0xee, CHUNK);
	page = alloc_pages(GFP_HIGHUSER | __GFP_ZERO, 1);
	KUNIT_EXPECT_TRUE(test, PageHighMem(page));
	KUNIT_EXPECT_NULL(test, page_address(page));
	KUNIT_EXPECT_TRUE(test, all_bytes(pfn_to_virt(page_to_pfn(page)), 0,
					  2 * PAGE_SIZE));
	__free_pages(page, 1);
}

static void bulk(struct kunit *test)
{
	static struct page *pages[500];

	machine_usual(test, 1);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk(GFP_KERNEL, 0, pages), 0ul);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk(GFP_KERNEL, 500, pages), 500ul);
	for (int i = 0; i < 500; i++) {
		KUNIT_EXPECT_EQ(test, page_count(pages[i]), 1);
		for (int j = 0; j < i; j++)
			if (pages[i] == pages[j])
				KUNIT_FAIL(test, "page %d is page %d", i, j);
	}
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 500ul);
	pages[7] = (__free_page(pages[7]), NULL);
	free_pages_bulk(500, pages);
	machine_expect_merged(test);
}

/* Bulk stops where the memory ends, and says how far it came. */
static void bulk_partly(struct kunit *test)
{
	static struct page *pages[4096];
	struct page *rest;
	unsigned long nr;

	machine_usual(test, 1);
	machine_exhaust(GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY, 4, &rest);
	nr = alloc_pages_bulk(QUIET, 4096, pages);
	KUNIT_EXPECT_LT(test, nr, 4096ul);
	KUNIT_EXPECT_EQ(test, machine_check(), 0u);
	free_pages_bulk(nr, pages);
	machine_release(rest, 4);
	machine_expect_merged(test);
}

static void compound(struct kunit *test)
{
	machine_usual(test, 1);
	for (unsigned int order = 1; order < MAX_ORDER; order++) {
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, order);
		unsigned long last = (1ul << order) - 1;

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_TRUE(test, PageHead(page));
		KUNIT_EXPECT_TRUE(test, PageTail(page + last));
		KUNIT_EXPECT_PTR_EQ(test, compound_head(page + last), page);
		KUNIT_EXPECT_EQ(test, compound_order(page), order);
		KUNIT_EXPECT_EQ(test, page_size(page), PAGE_SIZE << order);
		get_page(page + last);
		KUNIT_EXPECT_EQ(test, page_count(page + 1), 2);
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul << order);
		put_page(page + 1);
		KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
		KUNIT_EXPECT_FALSE(test, PageTail(page + last));
	}
	machine_expect_merged(test);
}

static void order_0_is_not_compound(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_COMP);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_FALSE(test, PageCompound(page));
	KUNIT_EXPECT_EQ(test, compound_nr(page), 1ul);
	__free_page(page);
}

static void split(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	page = alloc_pages(GFP_KERNEL, 3);
	split_page(page, 3);
	for (int i = 0; i < 8; i++)
		KUNIT_EXPECT_EQ(test, page_count(page + i), 1);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 8ul);
	for (int i = 7; i >= 0; i--)
		__free_page(page + i);
	machine_expect_merged(test);
}

static void exact(struct kunit *test)
{
	void *p;

	machine_usual(test, 1);
	p = alloc_pages_exact(5 * PAGE_SIZE + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 6ul);
	memset(p, 1, 6 * PAGE_SIZE);
	free_pages_exact(p, 5 * PAGE_SIZE + 1);
	machine_expect_merged(test);
}

static void references(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 2);
	page = alloc_page(GFP_KERNEL);
	get_page(page);
	page_cache_get(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 3);
	__free_page(page);
	page_cache_release(page);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 1ul);
	KUNIT_EXPECT_TRUE(test, get_page_unless_zero(page));
	put_page_refs(page, 2);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
	KUNIT_EXPECT_FALSE(test, try_get_page(page));

	/* The last put of a block that is not compound frees all of it. */
	page = alloc_pages(GFP_KERNEL, 3);
	put_page(page);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), 0ul);
	machine_expect_merged(test);
}

static struct page_list lru = PAGE_LIST_INIT;

static void off_the_lru(struct page *page)
{
	page_list_del(&lru, page);
	ClearPageLRU(page);
}

static void last_put_leaves_lru(struct kunit *test)
{
	struct page *page;

	machine_usual(test, 1);
	page_hooks.lru_del = off_the_lru;
	page = alloc_page(GFP_HIGHUSER);
	page_list_add(&lru, page);
	SetPageLRU(page);
	put_page(page);
	KUNIT_EXPECT_TRUE(test, page_list_empty(&lru));
	machine_expect_merged(test);
}

static void page_lists(struct kunit *test)
{
	struct page_list list = PAGE_LIST_INIT;
	struct page *p[4], *page, *next;
	int i = 0;

	KUNIT_ASSERT_EQ(test, alloc_pages_bulk(GFP_KERNEL, 4, p), 4ul);
	page_list_add(&list, p[1]);
	page_list_add(&list, p[0]);
	page_list_add_tail(&list, p[2]);
	page_list_add_tail(&list, p[3]);
	page_list_for_each(page, &list)
		KUNIT_EXPECT_PTR_EQ(test, page, p[i++]);
	KUNIT_EXPECT_EQ(test, list.nr, 4ul);
	page_list_del(&list, p[2]);
	KUNIT_EXPECT_PTR_EQ(test, page_list_prev(p[3]), p[1]);
	KUNIT_EXPECT_PTR_EQ(test, page_list_pop(&list), p[0]);
	KUNIT_EXPECT_PTR_EQ(test, page_list_last(&list), p[3]);
	page_list_for_each_safe(page, next, &list)
		page_list_del(&list, page);
	KUNIT_EXPECT_TRUE(test, page_list_empty(&list));
	KUNIT_EXPECT_NULL(test, page_list_pop(&list));
	free_pages_bulk(4, p);
}

/* Each allocation fails once when told to, and nothing is lost. */
static void every_site_fails(struct kunit *test)
{
	struct page *pages[4];

	machine_usual(test, 1);
	fault_inject_arm(FAULT_PAGE_ALLOC, 1, true);
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_ATOMIC | __GFP_ZERO, 3));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_COMP, 9));
	KUNIT_EXPECT_NULL(test, alloc_pages_node(0, GFP_KERNEL, 0));
	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_KERNEL, 1), 0ul);
	KUNIT_EXPECT_EQ(test, get_zeroed_page(GFP_KERNEL), 0ul);
	KUNIT_EXPECT_NULL(test, alloc_pages_exact(PAGE_SIZE, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk(GFP_KERNEL, 4, pages), 0ul);
	pages[0] = alloc_page(GFP_KERNEL | __GFP_NOFAIL);
	KUNIT_EXPECT_NOT_NULL(test, pages[0]);
	__free_page(pages[0]);
	fault_inject_arm(FAULT_PAGE_ALLOC, 3, false);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk(GFP_KERNEL, 4, pages), 2ul);
	fault_inject_disarm();
	free_pages_bulk(2, pages);
	KUNIT_EXPECT_EQ(test, vm_event(PGALLOC_FAIL), 9ul);
	machine_expect_merged(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(every_order),
	KUNIT_CASE(too_large_an_order),
	KUNIT_CASE(freed_page_is_hot),
	KUNIT_CASE(by_address),
	KUNIT_CASE(no_address_for_high),
	KUNIT_CASE(zeroed),
	KUNIT_CASE(zeroed_high),
	KUNIT_CASE(bulk),
	KUNIT_CASE(bulk_partly),
	KUNIT_CASE(compound),
	KUNIT_CASE(order_0_is_not_compound),
	KUNIT_CASE(split),
	KUNIT_CASE(exact),
	KUNIT_CASE(references),
	KUNIT_CASE(last_put_leaves_lru),
	KUNIT_CASE(page_lists),
	KUNIT_CASE(every_site_fails),
	{}
};

static struct kunit_suite suite = {
	.name = "page_alloc",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
