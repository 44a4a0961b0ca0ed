/* SPDX-License-Identifier: MIT */
/*
 * vmalloc_test.c - memory in a row of addresses: vmalloc, vmap and relatives.
 */
#include <octavo/uaccess.h>
#include <octavo/vm_map.h>
#include <octavo/vmalloc.h>
#include "vm_test.h"

/* Can the word at @addr be read? As one reads what may not be there. */
static bool readable(const void *addr)
{
	u32 val;

	return copy_from_kernel_nofault(&val, addr, sizeof(val)) == 0;
}

static void allocate_and_free(struct kunit *test)
{
	const unsigned long areas = vmalloc_nr_areas();
	const unsigned long pages = vmalloc_nr_pages();
	u8 *p = vmalloc(PAGES(5));

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(p));
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(p));
	KUNIT_EXPECT_EQ(test, vmalloc_nr_areas(), areas + 1);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), pages + 5);
	memset(p, 0x5a, PAGES(5));
	KUNIT_EXPECT_EQ(test, p[PAGES(5) - 1], 0x5a);
	vfree(p);
	vfree(NULL);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_areas(), areas);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), pages);
}

static void zeroed(struct kunit *test)
{
	u8 *dirty = vmalloc(PAGES(9)), *p;
	unsigned long sum = 0;

	KUNIT_ASSERT_NOT_NULL(test, dirty);
	memset(dirty, 0xff, PAGES(9));
	vfree(dirty);
	p = vzalloc(PAGES(9) - 10);
	KUNIT_ASSERT_NOT_NULL(test, p);
	for (unsigned long i = 0; i < PAGES(9) - 10; i++)
		sum += p[i];
	KUNIT_EXPECT_EQ(test, sum, 0);
	vfree(p);
}

/*	[ guard of the last ][ page 0 | page 1 ][ guard ]	*/
static void runs_over_into_a_guard(struct kunit *test)
{
	char *a = vmalloc(PAGES(2)), *b = vmalloc(PAGES(2));

	KUNIT_EXPECT_TRUE(test, readable(a));
	KUNIT_EXPECT_TRUE(test, readable(a + PAGES(2) - 4));
	KUNIT_EXPECT_FALSE(test, readable(a + PAGES(2)));
	KUNIT_EXPECT_FALSE(test, readable(b + PAGES(2)));
	KUNIT_EXPECT_PTR_NE(test, b, a + PAGES(2));
	vfree(a);
	vfree(b);
}

/* What was given back is not given out again at once, and faults. */
static void stale_use_faults(struct kunit *test)
{
	char *a = vmalloc(PAGES(3)), *b;

	KUNIT_EXPECT_TRUE(test, readable(a + PAGES(1)));
	vfree(a);
	b = vmalloc(PAGES(3));
	KUNIT_EXPECT_PTR_NE(test, a, b);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_FALSE(test, readable(a + PAGES(i)));
	vfree(b);
}

static void each_page_is_found(struct kunit *test)
{
	char *p = vmalloc(PAGES(20));

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (int i = 0; i < 20; i++) {
		struct page *page = vmalloc_to_page(p + PAGES(i) + 17);
		u8 *map;

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, vmalloc_to_pfn(p + PAGES(i)),
				page_to_pfn(page));
		p[PAGES(i) + 5] = (char)(i + 1);
		map = kmap_local_page(page);
		KUNIT_EXPECT_EQ(test, map[5], i + 1);
		kunmap_local(map);
	}
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(p + PAGES(20)));
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(test));
	vfree(p);
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(p));
}

static void sizes_and_alignments(struct kunit *test)
{
	volatile size_t much = ~0ul;	/* unknown to the compiler */
	void *p;

	KUNIT_EXPECT_NULL(test, __vmalloc(0, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __vmalloc(much, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __vmalloc((totalram_pages() + 1) << PAGE_SHIFT,
					  GFP_KERNEL | __GFP_NOWARN));
	p = __vmalloc_node(100, 0x10000, GFP_KERNEL, NUMA_NO_NODE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, (unsigned long)p & 0xffff, 0);
	KUNIT_EXPECT_EQ(test, vmalloc_usable(p), 100);
	KUNIT_EXPECT_EQ(test, vmalloc_usable((char *)p + 99), 1);
	KUNIT_EXPECT_EQ(test, vmalloc_usable((char *)p + 100), 0);
	KUNIT_EXPECT_TRUE(test, check_object_size(p, 100, true));
	octavo_report_expect(1);
	KUNIT_EXPECT_FALSE(test, check_object_size(p, 101, true));
	KUNIT_EXPECT_NULL(test, vcalloc(~0ul / 2, 3));
	vfree(p);
}

static void bad_frees_are_reported(struct kunit *test)
{
	char *p = vmalloc(PAGES(2));

	octavo_report_expect(4);
	vfree(p + PAGES(1));
	KUNIT_EXPECT_NOT_NULL(test, strstr(octavo_last_report(), "not the start"));
	vfree(test);
	vfree((void *)VMALLOC_END);
	KUNIT_EXPECT_TRUE(test, readable(p));
	vfree(p);
	vfree(p);
	KUNIT_EXPECT_NOT_NULL(test, strstr(octavo_last_report(), "no such area"));
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
}

static void free_in_an_interrupt(struct kunit *test)
{
	const unsigned long areas = vmalloc_nr_areas();
	void *p = vmalloc(PAGES(1)), *q = vmalloc(PAGES(1));

	irq_enter();
	vfree(p);
	vfree(q);
	irq_exit();
	octavo_report_expect(1);
	vfree(p);			/* going, if not gone */
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	vfree(vmalloc(PAGES(1)));
	KUNIT_EXPECT_EQ(test, vmalloc_nr_areas(), areas);
}

static void others_pages(struct kunit *test)
{
	struct page *pages[3];
	u8 *p, *low;

	for (int i = 0; i < 3; i++)
		pages[i] = alloc_page(i == 1 ? GFP_KERNEL : GFP_HIGHUSER);
	swap(pages[0], pages[2]);
	p = vmap(pages, 3, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 7, PAGES(3));
	p[PAGES(1) + 3] = 99;
	low = page_address(pages[1]);
	KUNIT_EXPECT_EQ(test, low[3], 99);
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(p + PAGES(2)), pages[2]);
	vunmap(p);
	KUNIT_EXPECT_FALSE(test, readable(p));
	p = vm_map_ram(pages, 3, NUMA_NO_NODE);
	KUNIT_EXPECT_EQ(test, p[PAGES(1) + 3], 99);
	octavo_report_expect(1);
	vm_unmap_ram(p, 2);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, page_count(pages[i]), 1);
		__free_page(pages[i]);
	}
}

static void read_only_is_read_only(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	u32 *p = vmap(&page, 1, VM_MAP, PAGE_KERNEL_RO);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, *p, 0);
	/* A store that may fault: the tests' way to write where it is refused. */
	pagefault_disable();
	KUNIT_EXPECT_EQ(test, arch_copy_user(p, &page, 4), 4);
	pagefault_enable();
	KUNIT_EXPECT_EQ(test, *p, 0);
	vunmap(p);
	__free_page(page);
}

static void pages_go_with_the_map(struct kunit *test)
{
	const unsigned long used = nr_used_pages();
	struct page **pages = kvmalloc_array(2, sizeof(*pages), GFP_KERNEL);
	void *p;

	pages[0] = alloc_page(GFP_KERNEL);
	pages[1] = alloc_page(GFP_KERNEL);
	p = vmap(pages, 2, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	vfree(p);
	slab_drain();
	KUNIT_EXPECT_LE(test, nr_used_pages(), used);
}

static void kvmalloc_takes_what_there_is(struct kunit *test)
{
	void *small = kvmalloc(100, GFP_KERNEL), *large, *huge;
	volatile size_t much = (size_t)INT_MAX + 1;

	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(small));
	kvfree(small);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	large = kvmalloc(PAGES(3), GFP_KERNEL);
	fault_inject_disarm();
	KUNIT_ASSERT_NOT_NULL(test, large);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(large));
	kvfree(large);
	huge = kvzalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, !huge || is_vmalloc_addr(huge));
	kvfree(huge);
	kvfree(NULL);
	/* Who may not sleep has no second way. */
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	KUNIT_EXPECT_NULL(test, kvmalloc(PAGES(3), GFP_ATOMIC | __GFP_NOWARN));
	fault_inject_disarm();
	KUNIT_EXPECT_NULL(test, kvcalloc(~0ul / 2, 3, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kvmalloc(much, GFP_KERNEL | __GFP_NOWARN));
}

static void kvrealloc_keeps_the_bytes(struct kunit *test)
{
	u8 *p = kvmalloc(100, GFP_KERNEL);

	memset(p, 0x33, 100);
	p = kvrealloc(p, 100, PAGES(40), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, p[99], 0x33);
	p[PAGES(40) - 1] = 1;
	KUNIT_EXPECT_PTR_EQ(test, kvrealloc(p, PAGES(40), 50, GFP_KERNEL),
			    (void *)p);
	kvfree_sensitive(p, PAGES(40));
}

/* ---- programs -------------------------------------------------------------------- */

static void shown_to_a_program(struct kunit *test)
{
	u8 *p = vmalloc_user(PAGES(4)), *q = vmalloc(PAGES(4));
	struct mm_struct *mm = test_mm(test), *child = test_mm(test);
	struct vm_area_struct *vma;

	map(mm, BASE, PAGES(3), RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED);
	vma = vma_first(mm);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(vma, q, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(vma, p, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(vma, test, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(vma, p, 1), 0);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(vma, p, 1), -EBUSY);
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE + PAGES(1), 42));
	KUNIT_EXPECT_EQ(test, p[PAGES(2)], 42);
	p[PAGES(3)] = 17;
	KUNIT_EXPECT_EQ(test, dup_mmap(child, mm), 0);
	KUNIT_EXPECT_EQ(test, peek(child, BASE + PAGES(2)), 17);
	EXPECT_SOUND(test, mm);
	EXPECT_SOUND(test, child);
	/* The pages stay for as long as a program shows them. */
	vfree(p);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(2)), 17);
	KUNIT_EXPECT_TRUE(test, poke(child, BASE, 1));
	vfree(q);
}

/* ---- failures and CPUs ---------------------------------------------------------------- */

static bool fail_at(struct kunit *test, enum fault_kind kind, unsigned long nth)
{
	const unsigned long areas = vmalloc_nr_areas();
	const unsigned long pages = vmalloc_nr_pages();
	bool hit;
	void *p;

	fault_inject_arm(kind, nth, true);
	p = __vmalloc(PAGES(70), GFP_KERNEL | __GFP_NOWARN);
	fault_inject_disarm();
	hit = fault_inject_failed(kind);
	KUNIT_EXPECT_EQ(test, !p, hit);
	vfree(p);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_areas(), areas);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), pages);
	return hit;
}

static void every_step_fails(struct kunit *test)
{
	static const enum fault_kind kinds[] = {
		FAULT_VMALLOC, FAULT_SLAB_ALLOC, FAULT_PAGE_ALLOC,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		unsigned long nth = 1;

		while (fail_at(test, kinds[i], nth))
			nth++;
		KUNIT_EXPECT_GT(test, nth, 1);
	}
}

static void race(void *arg, unsigned int cpu)
{
	unsigned long *bad = arg;

	for (unsigned int i = 0; i < 100; i++) {
		const unsigned long nr = 1 + (i * 7 + cpu * 3) % 20;
		u32 *p = vmalloc(PAGES(nr));

		if (!p)
			continue;
		p[0] = cpu * 1000 + i;
		p[PAGES(nr) / 4 - 1] = ~p[0];
		if (p[0] != cpu * 1000 + i || p[PAGES(nr) / 4 - 1] != ~p[0])
			__atomic_fetch_add(bad, 1, __ATOMIC_RELAXED);
		vfree(p);
	}
}

static void from_all_cpus(struct kunit *test)
{
	const unsigned long areas = vmalloc_nr_areas();
	unsigned long bad = 0;

	kunit_run_on_cpus(test, nr_cpu_ids, race, &bad);
	KUNIT_EXPECT_EQ(test, bad, 0);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_areas(), areas);
}

/* More than there are addresses, one after the other: they are used again. */
static void addresses_come_round(struct kunit *test)
{
	const unsigned long room = VMALLOC_END - VMALLOC_START;
	struct page **pages;
	const unsigned int nr = min_t(unsigned long, totalram_pages() / 2, 2000);
	unsigned long shown = 0;
	struct page *page;

	if (room > 1ul << 28)
		kunit_skip(test, "%lu MiB of addresses", room >> 20);
	page = alloc_page(GFP_KERNEL);
	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (unsigned int i = 0; i < nr; i++)
		pages[i] = page;
	for (; shown < room + room / 4; shown += PAGES(nr)) {
		void *p = vmap(pages, nr, VM_MAP, PAGE_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		vunmap(p);
	}
	kvfree(pages);
	__free_page(page);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(allocate_and_free),
	KUNIT_CASE(zeroed),
	KUNIT_CASE(runs_over_into_a_guard),
	KUNIT_CASE(stale_use_faults),
	KUNIT_CASE(each_page_is_found),
	KUNIT_CASE(sizes_and_alignments),
	KUNIT_CASE(bad_frees_are_reported),
	KUNIT_CASE(free_in_an_interrupt),
	KUNIT_CASE(others_pages),
	KUNIT_CASE(read_only_is_read_only),
	KUNIT_CASE(pages_go_with_the_map),
	KUNIT_CASE(kvmalloc_takes_what_there_is),
	KUNIT_CASE(kvrealloc_keeps_the_bytes),
	KUNIT_CASE(shown_to_a_program),
	KUNIT_CASE(every_step_fails),
	KUNIT_CASE(from_all_cpus),
	KUNIT_CASE(addresses_come_round),
	{}
};

static struct kunit_suite suite = {
	.name = "vmalloc", .test_cases = cases,
};
kunit_test_suites(&suite);
