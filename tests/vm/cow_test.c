/* SPDX-License-Identifier: MIT */
/*
 * cow_test.c - copy-on-write, fork, get_user_pages and pins.
 */
#include <octavo/vm_map.h>

#include "vm_test.h"

/* Pins are leaks if they are not released. */
static unsigned long nr_pins(void)
{
	return vm_event(FOLL_PIN_ACQUIRED) - vm_event(FOLL_PIN_RELEASED);
}

static struct mm_struct *fork_mm(struct kunit *test, struct mm_struct *mm)
{
	struct mm_struct *child = test_mm(test);

	KUNIT_ASSERT_EQ(test, dup_mmap(child, mm), 0);
	return child;
}

static long gup(struct mm_struct *mm, unsigned long addr, unsigned long nr,
		unsigned int flags, struct page **pages)
{
	long ret;

	mmap_read_lock(mm);
	ret = get_user_pages_remote(mm, addr, nr, flags, pages, NULL);
	mmap_read_unlock(mm);
	return ret;
}

static long pin(struct mm_struct *mm, unsigned long addr, unsigned long nr,
		unsigned int flags, struct page **pages)
{
	long ret;

	mmap_read_lock(mm);
	ret = pin_user_pages_remote(mm, addr, nr, flags, pages, NULL);
	mmap_read_unlock(mm);
	return ret;
}

static u8 page_byte(struct page *page)
{
	u8 *p = kmap_local_page(page), val = *p;

	kunmap_local(p);
	return val;
}

static void set_page_byte(struct page *page, u8 val)
{
	u8 *p = kmap_local_page(page);

	*p = val;
	kunmap_local(p);
}

/* ---- demand zero ------------------------------------------------------------------ */

static void zero_page_then_own(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *zero;

	map(mm, BASE, PAGES(4), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(1)), 0);
	zero = page_at(mm, BASE);
	KUNIT_EXPECT_PTR_EQ(test, page_at(mm, BASE + PAGES(1)), zero);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->rss), 0);
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 1));
	KUNIT_EXPECT_PTR_NE(test, page_at(mm, BASE), zero);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(1)), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->rss), 1);
	EXPECT_SOUND(test, mm);
}

/* In order: 1, 2, 4 ... pages at a time. Out of order: one. */
static void runs_only_in_order(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	unsigned long faults;

	map(mm, BASE, PAGES(512), RW, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < 100; i++)
		fault_in(mm, BASE + PAGES(511 - 5 * i), FAULT_FLAG_WRITE);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->rss), 100);
	map(mm, BASE, PAGES(512), RW, ANON | MAP_FIXED);
	faults = vm_event(PGFAULT);
	for (unsigned int i = 0; i < 512; i++)
		if (!page_at(mm, BASE + PAGES(i)))
			fault_in(mm, BASE + PAGES(i), FAULT_FLAG_WRITE);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->rss), 512);
	KUNIT_EXPECT_LE(test, vm_event(PGFAULT) - faults, 40);
	EXPECT_SOUND(test, mm);
}

/* ---- fork --------------------------------------------------------------------------- */

static void fork_shares_then_copies(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test), *child;
	struct page *page;

	map(mm, BASE, PAGES(2), RW, ANON | MAP_FIXED);
	poke(mm, BASE, 10);
	page = page_at(mm, BASE);
	child = fork_mm(test, mm);
	KUNIT_EXPECT_PTR_EQ(test, page_at(child, BASE), page);
	KUNIT_EXPECT_EQ(test, page_mapcount(page), 2);
	EXPECT_SOUND(test, mm);
	EXPECT_SOUND(test, child);
	KUNIT_EXPECT_TRUE(test, poke(child, BASE, 20));
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), 10);
	KUNIT_EXPECT_EQ(test, peek(child, BASE), 20);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	/* The last user writes without a copy. */
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 11));
	KUNIT_EXPECT_PTR_EQ(test, page_at(mm, BASE), page);
	EXPECT_SOUND(test, mm);
	EXPECT_SOUND(test, child);
}

static void fork_shares_shared(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test), *child;

	map(mm, BASE, PAGES(2), RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED);
	poke(mm, BASE, 10);
	child = fork_mm(test, mm);
	KUNIT_EXPECT_EQ(test, peek(child, BASE), 10);
	poke(child, BASE + PAGES(1), 20);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(1)), 20);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, PAGES(2)), 0);
	KUNIT_EXPECT_EQ(test, peek(child, BASE), 10);
	EXPECT_SOUND(test, child);
}

static void fork_leaves_out(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test), *child;

	map(mm, BASE, PAGES(2), RW, ANON | MAP_FIXED);
	poke(mm, BASE, 1);
	advise(mm, BASE, PAGES(1), MADV_DONTFORK);
	child = fork_mm(test, mm);
	KUNIT_EXPECT_EQ(test, peek(child, BASE), -1);
	KUNIT_EXPECT_EQ(test, peek(child, BASE + PAGES(1)), 0);
}

/* A device writes to what the parent pinned; the child does not see it, and
 * the parent does, whoever writes first. */
static void fork_copies_pinned(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test), *child;
	struct page *page;

	map(mm, BASE, PAGES(1), RW, ANON | MAP_FIXED);
	poke(mm, BASE, 10);
	KUNIT_ASSERT_EQ(test, pin(mm, BASE, 1, FOLL_WRITE, &page), 1);
	child = fork_mm(test, mm);
	KUNIT_EXPECT_PTR_NE(test, page_at(child, BASE), page);
	KUNIT_EXPECT_EQ(test, peek(child, BASE), 10);
	poke(mm, BASE + 1, 1);
	KUNIT_EXPECT_PTR_EQ(test, page_at(mm, BASE), page);
	set_page_byte(page, 99);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), 99);
	KUNIT_EXPECT_EQ(test, peek(child, BASE), 10);
	EXPECT_SOUND(test, mm);
	EXPECT_SOUND(test, child);
	unpin_user_page(page);
}

/* ---- what get_user_pages answers ---------------------------------------------------- */

struct gup_row {
	unsigned long prot;		/* ~0: nothing mapped */
	unsigned int flags;
	int want;
};

static void gup_rights(struct kunit *test)
{
	static const struct gup_row rows[] = {
		{ RW, 0, 1 },
		{ RW, FOLL_WRITE, 1 },
		{ PROT_READ, 0, 1 },
		{ PROT_READ, FOLL_WRITE, -EFAULT },
		{ PROT_READ, FOLL_WRITE | FOLL_FORCE, 1 },
		{ PROT_NONE, 0, -EFAULT },
		{ PROT_NONE, FOLL_FORCE, 1 },
		{ PROT_NONE, FOLL_WRITE | FOLL_FORCE, 1 },
		{ PROT_WRITE, 0, -EFAULT },
		{ PROT_WRITE, FOLL_WRITE, 1 },
		{ PROT_EXEC, 0, -EFAULT },
		{ RW, FOLL_NOFAULT, -EFAULT },
		{ ~0ul, 0, -EFAULT },
		{ ~0ul, FOLL_FORCE, -EFAULT },
		{ RW, FOLL_PIN, -EINVAL },
		{ RW, FOLL_LONGTERM, -EINVAL },
		{ RW, 0x40000000, -EINVAL },
	};
	struct mm_struct *mm = test_mm(test);
	struct page *page;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct gup_row *r = &rows[i];
		long got;

		vm_munmap(mm, BASE, PAGES(1));
		if (r->prot != ~0ul)
			map(mm, BASE, PAGES(1), r->prot, ANON | MAP_FIXED);
		got = gup(mm, BASE + 77, 1, r->flags, &page);
		KUNIT_EXPECT_EQ_MSG(test, got, r->want, "row %u", i);
		if (got == 1)
			put_page(page);
		KUNIT_EXPECT_EQ(test, gup(mm, BASE, 1, r->flags, NULL), r->want);
		EXPECT_SOUND(test, mm);
	}
	KUNIT_EXPECT_EQ(test, gup(mm, BASE, 0, 0, &page), 0);
	KUNIT_EXPECT_EQ(test, pin(mm, BASE, 1, FOLL_GET, &page), -EINVAL);
	KUNIT_EXPECT_EQ(test, pin(mm, BASE, 1, 0, NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, gup(mm, TASK_SIZE, 1, 0, &page), -EFAULT);
	KUNIT_EXPECT_EQ(test, gup(mm, ~0ul, 1, 0, &page), -EFAULT);
}

/*	[ 0 ][ 1 ][ hole ][ 3 ]	: two pages, then nothing */
static void gup_stops_at_hole(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *pages[4];

	map(mm, BASE, PAGES(4), RW, ANON | MAP_FIXED);
	vm_munmap(mm, BASE + PAGES(2), PAGES(1));
	KUNIT_EXPECT_EQ(test, gup(mm, BASE, 4, FOLL_WRITE, pages), 2);
	put_page(pages[0]);
	put_page(pages[1]);
	KUNIT_EXPECT_EQ(test, gup(mm, BASE + PAGES(2), 2, 0, pages), -EFAULT);
	KUNIT_EXPECT_EQ(test, pin(mm, BASE + PAGES(1), 2, FOLL_WRITE, pages), 1);
	unpin_user_pages(pages, 1);
	KUNIT_EXPECT_EQ(test, nr_pins(), 0);
}

static void gup_refuses_devices(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *page = alloc_page(GFP_KERNEL);
	struct vm_area_struct *vma;
	struct page *got;

	map(mm, BASE, PAGES(2), RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED);
	vma = vma_first(mm);
	KUNIT_EXPECT_EQ(test, remap_pfn_range(vma, BASE + 1, 0, PAGE_SIZE,
					      vm_get_page_prot(vma->vm_flags)),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, remap_pfn_range(vma, BASE, page_to_pfn(page), PAGES(3),
					      vm_get_page_prot(vma->vm_flags)),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, remap_pfn_range(vma, BASE, page_to_pfn(page), PAGE_SIZE,
					      vm_get_page_prot(vma->vm_flags)), 0);
	KUNIT_EXPECT_EQ(test, remap_pfn_range(vma, BASE, page_to_pfn(page), PAGE_SIZE,
					      vm_get_page_prot(vma->vm_flags)),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, gup(mm, BASE, 1, 0, &got), -EFAULT);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	EXPECT_SOUND(test, mm);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, PAGES(2)), 0);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	__free_page(page);
}

static void inserted_pages(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	struct vm_area_struct *vma;

	map(mm, BASE, PAGES(2), RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED);
	vma = vma_first(mm);
	KUNIT_EXPECT_EQ(test, vm_insert_page(vma, BASE - 1, page), -EFAULT);
	KUNIT_EXPECT_EQ(test, vm_insert_page(vma, BASE, virt_to_page(vma)),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, vm_insert_page(vma, BASE, page), 0);
	KUNIT_EXPECT_EQ(test, vm_insert_page(vma, BASE, page), -EBUSY);
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 5));
	KUNIT_EXPECT_EQ(test, page_byte(page), 5);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	/* Still its page after rights went and came back. */
	protect(mm, BASE, PAGES(1), PROT_READ);
	protect(mm, BASE, PAGES(1), RW);
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 6));
	KUNIT_EXPECT_EQ(test, page_byte(page), 6);
	EXPECT_SOUND(test, mm);
	vm_munmap(mm, BASE, PAGES(2));
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	__free_page(page);
}

/* ---- writes by force never reach what others see (CVE-2016-5195) ----------------- */

static void force_write_makes_a_copy(struct kunit *test)
{
	struct test_file *f = test_file(test, 4);
	struct mm_struct *mm = test_mm(test);
	struct page *page, *again;

	map_file(mm, BASE, PAGES(1), PROT_READ, MAP_PRIVATE, f);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), file_byte(0));
	KUNIT_ASSERT_EQ(test, gup(mm, BASE, 1, FOLL_WRITE | FOLL_FORCE, &page), 1);
	KUNIT_EXPECT_TRUE(test, PageAnon(page));
	/* The copy is dropped: the next look must not take the file's page. */
	advise(mm, BASE, PAGES(1), MADV_DONTNEED);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), file_byte(0));
	KUNIT_ASSERT_EQ(test, gup(mm, BASE, 1, FOLL_WRITE | FOLL_FORCE, &again), 1);
	KUNIT_EXPECT_TRUE(test, PageAnon(again));
	KUNIT_EXPECT_PTR_NE(test, again, page);
	set_page_byte(again, 1);
	put_page(page);
	put_page(again);
	page = find_get_page(&f->mapping, 0);
	KUNIT_EXPECT_EQ(test, page_byte(page), file_byte(0));
	put_page(page);
	EXPECT_SOUND(test, mm);
}

static void force_write_not_shared(struct kunit *test)
{
	struct test_file *f = test_file(test, 4);
	struct mm_struct *mm = test_mm(test);

	map_file(mm, BASE, PAGES(1), PROT_READ, MAP_SHARED, f);
	KUNIT_EXPECT_EQ(test, gup(mm, BASE, 1, FOLL_WRITE | FOLL_FORCE, NULL),
			-EFAULT);
}

/* ---- pins ----------------------------------------------------------------------------- */

/* A pin for reading, then the program writes: still the same page. */
static void read_pin_is_own(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test), *child;
	struct page *page;

	map(mm, BASE, PAGES(2), RW, ANON | MAP_FIXED);
	poke(mm, BASE, 1);
	child = fork_mm(test, mm);
	KUNIT_ASSERT_EQ(test, pin(mm, BASE, 1, 0, &page), 1);
	KUNIT_EXPECT_PTR_NE(test, page_at(child, BASE), page);
	poke(mm, BASE, 2);
	KUNIT_EXPECT_EQ(test, page_byte(page), 2);
	unpin_user_page(page);
	/* Untouched memory: not the zero page. */
	KUNIT_ASSERT_EQ(test, pin(mm, BASE + PAGES(1), 1, 0, &page), 1);
	poke(mm, BASE + PAGES(1), 3);
	KUNIT_EXPECT_EQ(test, page_byte(page), 3);
	unpin_user_page(page);
	EXPECT_SOUND(test, mm);
}

static void pinned_page_outlives_mapping(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	map(mm, BASE, PAGES(1), RW, ANON | MAP_FIXED);
	poke(mm, BASE, 42);
	KUNIT_ASSERT_EQ(test, pin(mm, BASE, 1, FOLL_WRITE, &page), 1);
	KUNIT_EXPECT_EQ(test, page_count(page), 1 + GUP_PIN_COUNTING_BIAS);
	vm_munmap(mm, BASE, PAGES(1));
	mmput(mm);
	KUNIT_EXPECT_EQ(test, page_byte(page), 42);
	KUNIT_EXPECT_TRUE(test, page_maybe_dma_pinned(page));
	KUNIT_EXPECT_EQ(test, nr_pins(), 1);
	unpin_user_pages_dirty_lock(&page, 1, true);
	KUNIT_EXPECT_EQ(test, nr_pins(), 0);
}

static void unpin_without_pin(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	octavo_report_expect(1);
	unpin_user_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	__free_page(page);
}

/* A pin let go as if it were a reference is noticed at its unpin. */
static void put_instead_of_unpin(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *page;

	map(mm, BASE, PAGES(1), RW, ANON | MAP_FIXED);
	KUNIT_ASSERT_EQ(test, pin(mm, BASE, 1, FOLL_WRITE, &page), 1);
	vm_munmap(mm, BASE, PAGES(1));
	put_page(page);
	octavo_report_expect(1);
	unpin_user_page(page);
	count_vm_event(FOLL_PIN_RELEASED);
	put_page_refs(page, GUP_PIN_COUNTING_BIAS - 1);
}

static void pin_count_has_a_limit(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *page, *got;

	map(mm, BASE, PAGES(1), RW, ANON | MAP_FIXED);
	poke(mm, BASE, 1);
	page = page_at(mm, BASE);
	page_ref_add(page, INT_MAX / 2);
	KUNIT_EXPECT_EQ(test, pin(mm, BASE, 1, FOLL_WRITE, &got), -ENOMEM);
	KUNIT_EXPECT_EQ(test, gup(mm, BASE, 1, FOLL_WRITE, &got), -ENOMEM);
	page_ref_add(page, -(INT_MAX / 2));
}

/* ---- without the lock ------------------------------------------------------------------ */

static void fast_takes_what_is_there(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test), *old = current->mm;
	struct page *pages[8];
	unsigned long fast;

	map(mm, BASE, PAGES(8), RW, ANON | MAP_FIXED);
	map(mm, BASE + PAGES(6), PAGES(2), PROT_READ, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < 4; i++)
		poke(mm, BASE + PAGES(i), (u8)i);
	current->mm = mm;
	fast = vm_event(GUP_FAST);
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(BASE + 9, 4, FOLL_WRITE, pages), 4);
	KUNIT_EXPECT_EQ(test, vm_event(GUP_FAST) - fast, 4);
	for (unsigned int i = 0; i < 4; i++)
		put_page(pages[i]);
	KUNIT_EXPECT_EQ(test, pin_user_pages_fast(BASE, 8, FOLL_WRITE, pages), 6);
	unpin_user_pages(pages, 6);
	KUNIT_EXPECT_EQ(test, pin_user_pages_fast(BASE, 8, 0, pages), 8);
	unpin_user_pages(pages, 8);
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(BASE, 0, 0, pages), 0);
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(BASE, -1, 0, pages), -EINVAL);
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(BASE, 1, FOLL_PIN, pages), -EINVAL);
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(~0ul, 2, 0, pages), -EFAULT);
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(TASK_SIZE - PAGE_SIZE, 2, 0,
						  pages), -EFAULT);
	current->mm = NULL;
	KUNIT_EXPECT_EQ(test, get_user_pages_fast(BASE, 1, 0, pages), -EFAULT);
	current->mm = old;
	EXPECT_SOUND(test, mm);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(zero_page_then_own),
	KUNIT_CASE(runs_only_in_order),
	KUNIT_CASE(fork_shares_then_copies),
	KUNIT_CASE(fork_shares_shared),
	KUNIT_CASE(fork_leaves_out),
	KUNIT_CASE(fork_copies_pinned),
	KUNIT_CASE(gup_rights),
	KUNIT_CASE(gup_stops_at_hole),
	KUNIT_CASE(gup_refuses_devices),
	KUNIT_CASE(inserted_pages),
	KUNIT_CASE(force_write_makes_a_copy),
	KUNIT_CASE(force_write_not_shared),
	KUNIT_CASE(read_pin_is_own),
	KUNIT_CASE(pinned_page_outlives_mapping),
	KUNIT_CASE(unpin_without_pin),
	KUNIT_CASE(put_instead_of_unpin),
	KUNIT_CASE(pin_count_has_a_limit),
	KUNIT_CASE(fast_takes_what_is_there),
	{}
};

static int suite_init(struct kunit_suite *suite)
{
	kunit_add_leak_counter("pins", nr_pins);
	return 0;
}

static struct kunit_suite suite = {
	.name = "vm_cow", .suite_init = suite_init, .test_cases = cases,
};
kunit_test_suites(&suite);
