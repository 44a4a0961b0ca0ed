/* SPDX-License-Identifier: MIT */
/*
 * highmem_test.c - windows: the pool, the task's stack of maps, and misuse.
 */
#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/port.h>
#include <octavo/slab.h>
#include <octavo/uaccess.h>

/* A page of high memory until the test ends; NULL where there is none. */
static void put_test_page(void *page)
{
	__free_page(page);
}

static struct page *test_page(struct kunit *test, gfp_t gfp)
{
	struct page *page = alloc_page(gfp);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, put_test_page, page), 0);
	return page;
}

static struct page *high_page(struct kunit *test)
{
	struct page *page = test_page(test, GFP_HIGHUSER);

	if (!PageHighMem(page))
		kunit_skip(test, "no high memory");
	return page;
}

/* A low page where those are on the stack of maps, else a high one. */
static struct page *recorded_page(struct kunit *test)
{
	return WINDOW_STRICT ? test_page(test, GFP_KERNEL) : high_page(test);
}

static void expect_report(struct kunit *test, const char *glob)
{
	KUNIT_EXPECT_TRUE_MSG(test, glob_match(glob, octavo_last_report()),
			      "last report: %s", octavo_last_report());
}

/* ---- the pool ------------------------------------------------------------- */

static void kmap_low_page(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, kmap(page), page_address(page));
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 0);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page((char *)page_address(page) + 5),
			    page);
	kunmap(page);
}

static void kmap_counts_users(struct kunit *test)
{
	struct page *page = high_page(test);
	char *addr = kmap(page);

	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 1);
	KUNIT_EXPECT_PTR_EQ(test, kmap(page), addr);
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 2);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), addr);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(addr + PAGE_SIZE - 1), page);
	memset(addr, 0x5a, PAGE_SIZE);
	kunmap(page);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), addr);
	KUNIT_EXPECT_EQ(test, addr[PAGE_SIZE - 1], 0x5a);
	kunmap(page);
	KUNIT_EXPECT_NULL(test, page_address(page));
	KUNIT_EXPECT_NULL(test, kmap_to_page(addr));
}

/* A page shows the same bytes through every kind of map. */
static void all_maps_show_the_page(struct kunit *test)
{
	struct page *page = high_page(test);
	u32 *a = kmap(page), *b = kmap_local_page(page), *c;

	c = kmap_atomic(page);
	*a = 1;
	KUNIT_EXPECT_EQ(test, READ_ONCE(*b), 1);
	*b = 2;
	KUNIT_EXPECT_EQ(test, READ_ONCE(*c), 2);
	*c = 3;
	KUNIT_EXPECT_EQ(test, READ_ONCE(*a), 3);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(b), page);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(c), page);
	kunmap_atomic(c);
	kunmap_local(b);
	kunmap(page);
}

/* The word at @addr, read as one reads what may not be there. */
static long peek(const void *addr)
{
	u32 val;

	return copy_from_kernel_nofault(&val, addr, sizeof(val));
}

static void stale_use_faults(struct kunit *test)
{
	struct page *page = high_page(test);
	bool was = kmap_set_strict(true);
	void *addr = kmap(page);

	KUNIT_EXPECT_EQ(test, peek(addr), 0);
	kunmap(page);
	KUNIT_EXPECT_EQ(test, peek(addr), -EFAULT);
	kmap_set_strict(was);

	addr = kmap_local_page(page);
	KUNIT_EXPECT_EQ(test, peek(addr), 0);
	kunmap_local(addr);
	KUNIT_EXPECT_EQ(test, peek(addr), -EFAULT);
}

#define POOL_PAGES	(LAST_PKMAP + 1)

struct pool_test {
	struct kunit *test;
	struct page **pages;
	void *addr;
	unsigned long waits;
};

static void free_pool_pages(void *arg)
{
	struct page **pages = arg;

	for (unsigned int i = 0; i < POOL_PAGES && pages[i]; i++)
		__free_page(pages[i]);
}

/* One page more than the pool has windows. */
static struct page **pool_pages(struct kunit *test)
{
	struct page **pages = kunit_kcalloc(test, POOL_PAGES + 1,
					    sizeof(*pages), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, free_pool_pages, pages), 0);
	for (unsigned int i = 0; i < POOL_PAGES; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		if (!PageHighMem(pages[i]))
			kunit_skip(test, "too little high memory");
	}
	return pages;
}

/* Not strict: a window keeps its page until the search wraps, and the same
 * page finds it again. */
static void lazy_flush_at_wrap(struct kunit *test)
{
	struct page **pages = pool_pages(test);
	bool was = kmap_set_strict(false);
	unsigned int first = 0;
	unsigned long flushes;
	void *addr;

	/* In another window than the first, so that the wrap is ahead. */
	kmap(pages[LAST_PKMAP]);
	addr = kmap(pages[0]);
	kunmap(pages[LAST_PKMAP]);
	kunmap(pages[0]);
	KUNIT_EXPECT_EQ(test, peek(addr), 0);
	KUNIT_EXPECT_NULL(test, page_address(pages[0]));
	KUNIT_EXPECT_PTR_EQ(test, kmap(pages[0]), addr);
	kunmap(pages[0]);

	flushes = vm_event(KMAP_FLUSH);
	for (unsigned int i = 1; i < LAST_PKMAP - 1; i++) {
		if ((unsigned long)kmap(pages[i]) == WINDOW_BASE)
			first = i;
		kunmap(pages[i]);
	}
	KUNIT_EXPECT_EQ(test, vm_event(KMAP_FLUSH), flushes + 1);
	KUNIT_EXPECT_EQ(test, peek(addr), -EFAULT);

	/* Every window can be had again, also the one that its page does not
	 * ask for, or this would wait for ever. */
	for (unsigned int i = 0; i < POOL_PAGES; i++)
		if (i != first)
			kmap(pages[i]);
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), LAST_PKMAP);
	for (unsigned int i = 0; i < POOL_PAGES; i++)
		if (i != first)
			kunmap(pages[i]);
	kmap_set_strict(was);
}

static void full_pool_cpu(void *arg, unsigned int cpu)
{
	struct pool_test *t = arg;

	if (cpu) {
		t->addr = kmap(t->pages[LAST_PKMAP]);
		return;
	}
	/* Once the other sleeps, let go of one window. */
	while (vm_event(KMAP_WAIT) == t->waits)
		cpu_relax_long();
	kunmap(t->pages[7]);
}

static void kmap_sleeps_when_full(struct kunit *test)
{
	struct pool_test t = {
		.test = test, .pages = pool_pages(test),
		.waits = vm_event(KMAP_WAIT),
	};
	void *window = NULL;

	if (!kunit_has_cpus(2))
		kunit_skip(test, "one CPU");
	for (unsigned int i = 0; i < LAST_PKMAP; i++) {
		void *addr = kmap(t.pages[i]);

		if (i == 7)
			window = addr;
	}
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), LAST_PKMAP);
	kunit_run_on_cpus(test, 2, full_pool_cpu, &t);
	KUNIT_EXPECT_PTR_EQ(test, t.addr, window);
	KUNIT_EXPECT_GT(test, vm_event(KMAP_WAIT), t.waits);
	for (unsigned int i = 0; i < LAST_PKMAP; i++)
		if (i != 7)
			kunmap(t.pages[i]);
	kunmap(t.pages[LAST_PKMAP]);
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 0);
}

/* Two CPUs map the same and different pages of a small set. */
static void pool_race_cpu(void *arg, unsigned int cpu)
{
	struct pool_test *t = arg;
	u64 state = cpu + 1;

	for (int i = 0; i < 3000; i++) {
		struct page *page = t->pages[kunit_random_next(&state) % 8];
		u32 *addr = kmap(page);

		if (addr[1 + cpu] != page_to_pfn(page))
			KUNIT_FAIL(t->test, "another page's bytes");
		kunmap(page);
	}
}

static void pool_race(struct kunit *test, bool strict)
{
	struct page *pages[8];
	struct pool_test t = { .test = test, .pages = pages };
	bool was = kmap_set_strict(strict);

	for (int i = 0; i < 8; i++) {
		u32 *addr;

		pages[i] = high_page(test);
		addr = kmap(pages[i]);
		for (int k = 0; k < 32; k++)
			addr[k] = (u32)page_to_pfn(pages[i]);
		kunmap(pages[i]);
	}
	kunit_run_on_cpus(test, 2, pool_race_cpu, &t);
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 0);
	kmap_set_strict(was);
}

static void pool_race_strict(struct kunit *test)
{
	pool_race(test, true);
}

static void pool_race_lazy(struct kunit *test)
{
	pool_race(test, false);
}

static void kmap_made_to_wait(struct kunit *test)
{
	struct page *page = high_page(test);

	fault_inject_arm(FAULT_KMAP, 1, false);
	KUNIT_EXPECT_NOT_NULL(test, kmap(page));
	KUNIT_EXPECT_EQ(test, fault_inject_failed(FAULT_KMAP), 1);
	fault_inject_disarm();
	kunmap(page);
}

static void kunmap_misuse(struct kunit *test)
{
	struct page *page = high_page(test);

	octavo_report_expect(2);
	kunmap(page);
	expect_report(test, "kunmap of page pfn *, which is not mapped");
	kmap(page);
	this_cpu()->preempt_count += HARDIRQ_OFFSET;
	kunmap(page);
	this_cpu()->preempt_count -= HARDIRQ_OFFSET;
	expect_report(test, "kunmap of page pfn * in an interrupt");
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 1);
	kunmap(page);
}

/* ---- the task's maps ----------------------------------------------------------- */

static void atomic_raises_counts(struct kunit *test)
{
	struct page *pages[2] = { test_page(test, GFP_KERNEL), high_page(test) };

	for (int i = 0; i < 2; i++) {
		unsigned int count = preempt_count();
		void *addr = kmap_atomic(pages[i]);

		KUNIT_EXPECT_EQ(test, preempt_count(), count + 1);
		KUNIT_EXPECT_TRUE(test, pagefault_disabled());
		KUNIT_EXPECT_EQ(test, kmap_local_nr_live(),
				WINDOW_STRICT || i == 1);
		kunmap_atomic(addr);
		KUNIT_EXPECT_EQ(test, preempt_count(), count);
		KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	}
}

static void local_raises_none(struct kunit *test)
{
	unsigned int count = preempt_count();
	struct page *page = high_page(test);
	char *addr = kmap_local_page(page);

	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	/* Any address in the page will do. */
	kunmap_local(addr + 100);
}

static void low_page_is_linear(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL);
	void *addr = kmap_atomic(page);

	KUNIT_EXPECT_PTR_EQ(test, addr, page_address(page));
	kunmap_atomic(addr);
	addr = kmap_local_page(page);
	KUNIT_EXPECT_PTR_EQ(test, addr, page_address(page));
	kunmap_local(addr);
}

static void windows_by_depth(struct kunit *test)
{
	void *addrs[KM_MAX_IDX];
	struct page *page = high_page(test);
	unsigned int cpu = smp_processor_id();

	for (unsigned int i = 0; i < KM_MAX_IDX; i++) {
		unsigned long slot = LAST_PKMAP + cpu * KM_MAX_IDX + i;

		addrs[i] = kmap_local_page(page);
		KUNIT_EXPECT_EQ(test, (unsigned long)addrs[i],
				WINDOW_BASE + slot * PAGE_SIZE);
	}
	for (unsigned int i = KM_MAX_IDX; i--; )
		kunmap_local(addrs[i]);
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
}

/* The order in which old code undid two named slots. */
static void named_slots(struct kunit *test)
{
	struct page *a = high_page(test), *b = high_page(test);
	u32 *x = kmap_atomic(a, KM_USER0), *y = kmap_atomic(b, KM_USER1);

	*x = 1;
	*y = 2;
	kunmap_atomic(x, KM_USER0);
	KUNIT_EXPECT_EQ(test, *y, 2);
	KUNIT_EXPECT_EQ(test, preempt_count() & PREEMPT_MASK, 1);
	kunmap_atomic(y, KM_USER1);
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0);
}

static void named_slot_twice(struct kunit *test)
{
	struct page *a = high_page(test), *b = high_page(test);
	void *x = kmap_atomic(a, KM_USER0), *y;

	octavo_report_expect(1);
	y = kmap_atomic(b, KM_USER0);
	expect_report(test, "kmap_atomic: type 3 is in use, for page pfn *");
	kunmap_atomic(y, KM_USER0);
	kunmap_atomic(x, KM_USER0);
}

static void wrong_type(struct kunit *test)
{
	void *x = kmap_atomic(high_page(test), KM_USER0);

	octavo_report_expect(1);
	kunmap_atomic(x, KM_IRQ0);
	expect_report(test, "kunmap_atomic of page pfn * with type 9, mapped with 3");
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
}

static void out_of_order(struct kunit *test)
{
	struct page *a = high_page(test), *b = high_page(test);
	u32 *x = kmap_local_page(a), *y = kmap_local_page(b);

	*y = 7;
	octavo_report_expect(1);
	kunmap_local(x);
	expect_report(test, "kunmap_local of page pfn * out of order: 1 maps are further in");
	KUNIT_EXPECT_EQ(test, *y, 7);
	KUNIT_EXPECT_EQ(test, peek(x), -EFAULT);
	kunmap_local(y);
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0);
}

static void not_mapped(struct kunit *test)
{
	struct page *page = high_page(test);
	void *x = kmap_local_page(page);

	kunmap_local(x);
	octavo_report_expect(2);
	kunmap_local(x);
	expect_report(test, "kunmap_local of *, which is not mapped");
	kunmap_atomic(x);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
}

/* Told where low pages are on the stack of maps; elsewhere a low page costs its
 * address only, and there is nothing to look up. */
static void low_page_not_mapped(struct kunit *test)
{
	struct page *low = test_page(test, GFP_KERNEL);

	if (!WINDOW_STRICT)
		kunit_skip(test, "maps of low pages are not recorded");
	octavo_report_expect(2);
	kunmap_local(page_address(low));
	expect_report(test, "kunmap_local of *, which is not mapped");
	kunmap_atomic(page_address(low));
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
}

static void wrong_spelling(struct kunit *test)
{
	struct page *page = high_page(test);
	unsigned int count = preempt_count();
	void *x = kmap_atomic(page);

	octavo_report_expect(2);
	kunmap_local(x);
	expect_report(test, "kunmap_local of page pfn *, mapped by kmap_atomic");
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	x = kmap_local_page(page);
	kunmap_atomic(x);
	expect_report(test, "kunmap_atomic of page pfn *, mapped by kmap_local_page");
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
}

static void too_deep(struct kunit *test)
{
	struct page *page = high_page(test), *last = high_page(test);
	struct page *low = test_page(test, GFP_KERNEL);
	void *addrs[KM_MAX_IDX], *linear;
	u32 *more;

	for (unsigned int i = 0; i < KM_MAX_IDX; i++)
		addrs[i] = kmap_local_page(page);
	octavo_report_expect(WINDOW_STRICT ? 2 : 1);
	more = kmap_atomic(last);
	expect_report(test, "kmap_local of page pfn *: more than 16 maps");
	*more = 5;
	linear = kmap_local_page(low);
	KUNIT_EXPECT_PTR_EQ(test, linear, page_address(low));
	kunmap_local(linear);
	kunmap_atomic(more);
	for (unsigned int i = KM_MAX_IDX; i--; )
		kunmap_local(addrs[i]);
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
	KUNIT_EXPECT_EQ(test, kmap_nr_live(), 0);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
}

static void returning_with_maps(struct kunit *test)
{
	struct page *a = high_page(test), *b = high_page(test);
	struct page *c = recorded_page(test);
	unsigned int count = preempt_count();

	kmap_assert_nomap();
	kmap_local_page(a);
	kmap_atomic(b);
	kmap_atomic(c, KM_USER0);
	octavo_report_expect(1);
	kmap_assert_nomap();
	expect_report(test, "3 live maps on the way to user code, the innermost of page pfn *");
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	KUNIT_EXPECT_EQ(test, kmap_local_nr_live(), 0);
}

/* Two tasks take turns on one CPU, each with a map in the same window. */
static void task_switch(struct kunit *test)
{
	struct task_struct *me = current;
	struct task_struct other = { .mm = NULL };
	struct page *a = high_page(test), *b = high_page(test);
	u32 *x = kmap_local_page(a), *y;

	*x = 1;
	kmap_local_sched_out(me);
	this_cpu()->task = &other;
	kmap_local_sched_in(&other);
	KUNIT_EXPECT_EQ(test, peek(x), -EFAULT);
	y = kmap_local_page(b);
	KUNIT_EXPECT_PTR_EQ(test, y, x);
	*y = 2;
	kmap_local_sched_out(&other);
	this_cpu()->task = me;
	kmap_local_sched_in(me);
	KUNIT_EXPECT_EQ(test, READ_ONCE(*x), 1);
	kmap_local_sched_out(me);
	this_cpu()->task = &other;
	kmap_local_sched_in(&other);
	KUNIT_EXPECT_EQ(test, READ_ONCE(*y), 2);
	kunmap_local(y);
	kmap_local_sched_out(&other);
	this_cpu()->task = me;
	kmap_local_sched_in(me);
	kunmap_local(x);
}

/* An interrupt maps deeper and is gone again. */
static void interrupt_nests(struct kunit *test)
{
	struct page *a = high_page(test), *b = high_page(test);
	u32 *x = kmap_atomic(a), *y;

	*x = 1;
	this_cpu()->preempt_count += HARDIRQ_OFFSET;
	y = kmap_atomic(b);
	*y = 2;
	kunmap_atomic(y);
	this_cpu()->preempt_count -= HARDIRQ_OFFSET;
	KUNIT_EXPECT_EQ(test, *x, 1);
	kunmap_atomic(x);
}

/* ---- whole pages ------------------------------------------------------------------ */

static void whole_pages(struct kunit *test)
{
	struct page *a = high_page(test), *b = test_page(test, GFP_KERNEL);
	u8 buf[16], *low = page_address(b);

	memset(low, 0xab, PAGE_SIZE);
	copy_highpage(a, b);
	memcpy_from_page(buf, a, PAGE_SIZE - 16, 16);
	KUNIT_EXPECT_MEMEQ(test, buf, low, 16);
	clear_highpage(a);
	memcpy_from_page(buf, a, 0, 16);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf, 0, 16));
	memcpy_to_page(a, 100, low, 4);
	copy_user_highpage(b, a, 0, NULL);
	KUNIT_EXPECT_EQ(test, low[99], 0);
	KUNIT_EXPECT_EQ(test, low[100], 0xab);
	KUNIT_EXPECT_EQ(test, low[103], 0xab);
	KUNIT_EXPECT_EQ(test, low[104], 0);
	memset(low, 0xff, PAGE_SIZE);
	zero_user_segments(b, 10, 20, 4090, 4096);
	KUNIT_EXPECT_EQ(test, low[9], 0xff);
	KUNIT_EXPECT_EQ(test, low[10], 0);
	KUNIT_EXPECT_EQ(test, low[19], 0);
	KUNIT_EXPECT_EQ(test, low[20], 0xff);
	KUNIT_EXPECT_EQ(test, low[4089], 0xff);
	KUNIT_EXPECT_EQ(test, low[4095], 0);
}

static void parts_beyond_the_page(struct kunit *test)
{
	struct page *page = high_page(test);
	u8 buf[16] = { 1 };

	octavo_report_expect(3);
	memcpy_from_page(buf, page, PAGE_SIZE - 15, 16);
	expect_report(test, "16 bytes at offset 4081 of page pfn * are more than it has");
	memcpy_to_page(page, -1ul, buf, 2);
	memset_page(page, PAGE_SIZE + 1, 0, 0);
	KUNIT_EXPECT_EQ(test, buf[0], 1);
}

static void zeroed_high_page(struct kunit *test)
{
	struct page *page = test_page(test, GFP_HIGHUSER | __GFP_ZERO);
	u8 *addr = kmap_local_page(page);

	KUNIT_EXPECT_NULL(test, memchr_inv(addr, 0, PAGE_SIZE));
	kunmap_local(addr);
}

static int highmem_suite_init(struct kunit_suite *suite)
{
	kunit_add_leak_counter("kmaps", kmap_nr_live);
	kunit_add_leak_counter("local maps", kmap_local_nr_live);
	return 0;
}

static struct kunit_case highmem_cases[] = {
	KUNIT_CASE(kmap_low_page),
	KUNIT_CASE(kmap_counts_users),
	KUNIT_CASE(all_maps_show_the_page),
	KUNIT_CASE(stale_use_faults),
	KUNIT_CASE(lazy_flush_at_wrap),
	KUNIT_CASE(kmap_sleeps_when_full),
	KUNIT_CASE(pool_race_strict),
	KUNIT_CASE(pool_race_lazy),
	KUNIT_CASE(kmap_made_to_wait),
	KUNIT_CASE(kunmap_misuse),
	KUNIT_CASE(atomic_raises_counts),
	KUNIT_CASE(local_raises_none),
	KUNIT_CASE(low_page_is_linear),
	KUNIT_CASE(windows_by_depth),
	KUNIT_CASE(named_slots),
	KUNIT_CASE(named_slot_twice),
	KUNIT_CASE(wrong_type),
	KUNIT_CASE(out_of_order),
	KUNIT_CASE(not_mapped),
	KUNIT_CASE(low_page_not_mapped),
	KUNIT_CASE(wrong_spelling),
	KUNIT_CASE(too_deep),
	KUNIT_CASE(returning_with_maps),
	KUNIT_CASE(task_switch),
	KUNIT_CASE(interrupt_nests),
	KUNIT_CASE(whole_pages),
	KUNIT_CASE(parts_beyond_the_page),
	KUNIT_CASE(zeroed_high_page),
	{}
};

static struct kunit_suite highmem_suite = {
	.name = "highmem",
	.suite_init = highmem_suite_init,
	.test_cases = highmem_cases,
};

kunit_test_suite(highmem_suite);
