/* SPDX-License-Identifier: MIT */
/*
 * smp_test.c - two CPUs on one address space: faults, pins, munmap, fork.
 *
 * One CPU faults and pins, with the lock and without; the other maps, unmaps,
 * protects and forks the same pages. Nothing may be lost: the address space is
 * sound afterwards, each page that was held had not been given to anybody
 * else, and the counts return to zero.
 */
#include "vm_test.h"

#define ROUNDS	3000
#define NR	16

struct race {
	struct kunit *test;
	struct mm_struct *mm;
	struct test_file *file;
	unsigned int started;
	unsigned long wrong;		/* pages that changed hands */
};

static void together(struct race *r)
{
	__atomic_fetch_add(&r->started, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&r->started, __ATOMIC_ACQUIRE) < 2)
		cpu_relax();
}

/* Pin without the lock; a pinned page is alive and stays what it was. */
static void pin_some(struct race *r, u64 *rnd)
{
	unsigned long addr = BASE + PAGES(kunit_random_next(rnd) % NR);
	struct page *pages[4];
	int got;

	got = pin_user_pages_fast(addr, 4, kunit_random_next(rnd) & 1 ?
				  FOLL_WRITE : 0, pages);
	for (int i = 0; i < got; i++) {
		if (page_count(pages[i]) < GUP_PIN_COUNTING_BIAS)
			r->wrong++;
		unpin_user_page(pages[i]);
	}
}

static void get_some(struct race *r, u64 *rnd)
{
	unsigned long addr = BASE + PAGES(kunit_random_next(rnd) % NR);
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) == 1) {
		if (page_count(page) < 1)
			r->wrong++;
		put_page(page);
	}
}

static void touch_some(struct race *r, u64 *rnd)
{
	unsigned long addr = BASE + PAGES(kunit_random_next(rnd) % (2 * NR));

	fault_in(r->mm, addr, kunit_random_next(rnd) & 1 ? FAULT_FLAG_WRITE : 0);
}

static void user_side(struct race *r)
{
	struct mm_struct *old = current->mm;
	u64 rnd = 12345;

	current->mm = r->mm;
	for (unsigned int i = 0; i < ROUNDS; i++) {
		touch_some(r, &rnd);
		pin_some(r, &rnd);
		get_some(r, &rnd);
	}
	current->mm = old;
}

static void fork_once(struct race *r)
{
	struct mm_struct *child = mm_alloc();

	if (!child)
		return;
	dup_mmap(child, r->mm);
	mmput(child);
}

static void change_once(struct race *r, u32 what)
{
	unsigned long addr = BASE + PAGES(what >> 8 & (NR - 1));

	switch (what % 6) {
	case 0:
		vm_munmap(r->mm, addr, PAGES(4));
		break;
	case 1:
		map(r->mm, addr, PAGES(4), RW, ANON | MAP_FIXED);
		break;
	case 2:
		protect(r->mm, addr, PAGES(2), what & 0x10000 ? RW : PROT_READ);
		break;
	case 3:
		fork_once(r);
		break;
	case 4:
		advise(r->mm, addr, PAGES(2), MADV_DONTNEED);
		break;
	default:
		unmap_mapping_range(&r->file->mapping, 0, 0, false);
		page_cache_shrink(8);
	}
}

static void both(void *arg, unsigned int cpu)
{
	struct race *r = arg;
	u64 rnd = 999;

	together(r);
	if (cpu) {
		user_side(r);
		return;
	}
	for (unsigned int i = 0; i < ROUNDS; i++)
		change_once(r, kunit_random_next(&rnd));
}

static void faults_against_changes(struct kunit *test)
{
	struct race r = { .test = test };

	if (!kunit_has_cpus(2))
		kunit_skip(test, "one CPU");
	r.file = test_file(test, 16);
	r.mm = test_mm(test);
	map(r.mm, BASE, PAGES(NR), RW, ANON | MAP_FIXED);
	map_file(r.mm, BASE + PAGES(NR), PAGES(16), RW, MAP_SHARED, r.file);
	kunit_run_on_cpus(test, 2, both, &r);
	KUNIT_EXPECT_EQ(test, r.wrong, 0);
	EXPECT_SOUND(test, r.mm);
}

/* ---- truncation against faults -------------------------------------------------- */

static void truncate_side(void *arg, unsigned int cpu)
{
	struct race *r = arg;
	u64 rnd = cpu + 1;

	together(r);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		unsigned long n = kunit_random_next(&rnd) % 16;

		if (cpu)
			fault_in(r->mm, BASE + PAGES(n), n & 1);
		else if (i % 8 == 0)
			truncate_inode_pages(&r->file->mapping, (loff_t)PAGES(n));
		else
			page_cache_shrink(4);
	}
}

static void faults_against_truncation(struct kunit *test)
{
	struct race r = { .test = test };

	if (!kunit_has_cpus(2))
		kunit_skip(test, "one CPU");
	r.file = test_file(test, 16);
	r.mm = test_mm(test);
	map_file(r.mm, BASE, PAGES(16), RW, MAP_SHARED, r.file);
	kunit_run_on_cpus(test, 2, truncate_side, &r);
	EXPECT_SOUND(test, r.mm);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(faults_against_changes),
	KUNIT_CASE(faults_against_truncation),
	{}
};

static struct kunit_suite suite = {
	.name = "vm_smp", .test_cases = cases,
};
kunit_test_suites(&suite);
