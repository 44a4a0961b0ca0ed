/* SPDX-License-Identifier: MIT */
/*
 * mmu_test.c - the imitated MMU of the hosted machine.
 *
 * It must behave like one that walks the tables: set young and dirty, keep
 * what it read until it is told to forget, and never show what is no longer
 * allowed. What is mapped is counted by the machine itself.
 */
#include "../user_mm.h"
#include "../../ports/hosted/hosted.h"

static pte_t *entry(struct user_mm *u, unsigned long addr)
{
	pte_t table = ptep_get(&u->mm->pgd[addr >> pgtable_shift(1)]);
	pte_t *entries = pfn_to_virt(pte_pfn(table));

	return &entries[(addr >> PAGE_SHIFT) % pgtable_entries(0)];
}

/* Make the page look untouched, to the tables and to the MMU. */
static void forget(struct user_mm *u, unsigned long addr)
{
	pte_t *ptep = entry(u, addr);

	set_pte(ptep, pte_mkclean(pte_mkold(ptep_get(ptep))));
	arch_flush_tlb_range(u->mm, addr, addr + PAGE_SIZE);
}

static void young_and_dirty(struct kunit *test)
{
	struct user_mm u;
	char byte = 1;

	user_mm_enter(test, &u, "w");
	forget(&u, u.base);
	KUNIT_EXPECT_EQ(test, get_user(byte, (char __user *)u.base), 0);
	KUNIT_EXPECT_EQ(test, byte, 0);
	KUNIT_EXPECT_TRUE(test, pte_young(ptep_get(entry(&u, u.base))));
	KUNIT_EXPECT_FALSE(test, pte_dirty(ptep_get(entry(&u, u.base))));
	KUNIT_EXPECT_EQ(test, put_user((char)1, (char __user *)u.base), 0);
	KUNIT_EXPECT_TRUE(test, pte_dirty(ptep_get(entry(&u, u.base))));
	user_mm_leave(&u);
}

/* One fault for a page that is in the tables: the kernel is not asked. */
static void misses_are_filled_from_the_tables(struct kunit *test)
{
	struct user_mm u;
	unsigned long asked, before;
	char byte = 1;

	user_mm_enter(test, &u, "wwww");
	arch_flush_tlb_range(u.mm, u.base, u.base + 4 * PAGE_SIZE);
	asked = vm_event(PGFAULT);
	before = hosted_stats.kernel_faults;
	for (unsigned int i = 0; i < 4; i++) {
		char __user *p = user_mm_ptr(&u, i * PAGE_SIZE);

		KUNIT_EXPECT_EQ(test, get_user(byte, p), 0);
		KUNIT_EXPECT_EQ(test, byte, 0);
	}
	KUNIT_EXPECT_EQ(test, vm_event(PGFAULT), asked);
	KUNIT_EXPECT_GE(test, hosted_stats.kernel_faults, before + 1);
	KUNIT_EXPECT_LE(test, hosted_stats.kernel_faults, before + 4);
	user_mm_leave(&u);
}

/* Like hardware: an entry changed without a flush is not seen. */
static void a_forgotten_flush_shows(struct kunit *test)
{
	struct user_mm u;
	pte_t saved;
	char byte;

	user_mm_enter(test, &u, "w");
	KUNIT_EXPECT_EQ(test, put_user((char)7, (char __user *)u.base), 0);
	saved = ptep_get(entry(&u, u.base));
	set_pte(entry(&u, u.base), pte_modify(saved, pgprot_user(false, false)));
	KUNIT_EXPECT_EQ(test, get_user(byte, (char __user *)u.base), 0);
	KUNIT_EXPECT_EQ(test, byte, 7);
	set_pte(entry(&u, u.base), saved);
	user_mm_leave(&u);
}

static void switching_hides_and_shows(struct kunit *test)
{
	struct user_mm a, b;
	char byte = 0;

	user_mm_enter(test, &a, "w");
	KUNIT_EXPECT_EQ(test, put_user((char)1, (char __user *)a.base), 0);
	user_mm_enter(test, &b, "w");
	KUNIT_EXPECT_EQ(test, get_user(byte, (char __user *)b.base), 0);
	KUNIT_EXPECT_EQ(test, byte, 0);
	KUNIT_EXPECT_EQ(test, put_user((char)2, (char __user *)b.base), 0);
	user_mm_leave(&b);
	KUNIT_EXPECT_EQ(test, get_user(byte, (char __user *)a.base), 0);
	KUNIT_EXPECT_EQ(test, byte, 1);
	user_mm_leave(&a);
}

/* Every second page, so that no two are one mapping of the host: more than
 * it allows, so some must go, and come back. */
#define NR_SCATTERED	30000ul

static void mappings_are_evicted(struct kunit *test)
{
	const unsigned long before = hosted_stats.evictions;
	unsigned long bad = 0, addr;
	struct user_mm u;
	u32 val;

	if (nr_free_pages() < NR_SCATTERED + NR_SCATTERED / 8) {
		kunit_skip(test, "needs more memory");
		return;
	}
	user_mm_enter(test, &u, "");
	addr = u.base;
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, addr, 2 * NR_SCATTERED,
					    PROT_READ | PROT_WRITE));
	for (u32 i = 0; i < NR_SCATTERED; i++)
		bad += put_user(i, (u32 __user *)(addr + 2ul * i * PAGE_SIZE)) != 0;
	for (u32 i = 0; i < NR_SCATTERED; i++) {
		if (get_user(val, (u32 __user *)(addr + 2ul * i * PAGE_SIZE)) ||
		    val != i)
			bad++;
	}
	KUNIT_EXPECT_EQ(test, bad, 0ul);
	KUNIT_EXPECT_GE(test, hosted_stats.evictions, before + 1);
	user_mm_leave(&u);
}

/* One CPU touches, the other takes away and gives back: whoever touches sees
 * the page or an error, never something else. */
#define FLIPS	2000u

struct flip {
	struct user_mm u;
	unsigned int done;
	unsigned int bad;
};

static void flip_or_touch(void *arg, unsigned int cpu)
{
	struct flip *f = arg;
	u32 val;

	if (cpu == 0) {
		for (unsigned int i = 0; i < FLIPS; i++)
			user_mm_protect(&f->u, f->u.base, 1,
					i % 2 ? PROT_READ | PROT_WRITE :
						PROT_NONE);
		__atomic_store_n(&f->done, 1, __ATOMIC_RELEASE);
		return;
	}
	current->mm = f->u.mm;
	while (!__atomic_load_n(&f->done, __ATOMIC_ACQUIRE))
		if (!get_user(val, (u32 __user *)f->u.base) && val != 0x600d)
			__atomic_fetch_add(&f->bad, 1, __ATOMIC_RELAXED);
	current->mm = NULL;
}

static void flushes_reach_other_cpus(struct kunit *test)
{
	struct flip f = { 0 };

	user_mm_enter(test, &f.u, "w");
	KUNIT_EXPECT_EQ(test, put_user(0x600du, (u32 __user *)f.u.base), 0);
	kunit_run_on_cpus(test, 2, flip_or_touch, &f);
	KUNIT_EXPECT_EQ(test, f.bad, 0u);
	user_mm_leave(&f.u);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(young_and_dirty),
	KUNIT_CASE(misses_are_filled_from_the_tables),
	KUNIT_CASE(a_forgotten_flush_shows),
	KUNIT_CASE(switching_hides_and_shows),
	KUNIT_CASE_SLOW(mappings_are_evicted),
	KUNIT_CASE(flushes_reach_other_cpus),
	{},
};

/* What a CPU's access does to the entries is the matter here, so user memory is
 * touched directly, whatever the machine was started with. */
static enum uaccess_mode mode_before;

static int use_direct(struct kunit *test)
{
	mode_before = octavo_uaccess_mode;
	uaccess_set_mode(UACCESS_DIRECT);
	return 0;
}

static void restore_mode(struct kunit *test)
{
	uaccess_set_mode(mode_before);
}

static struct kunit_suite suite = {
	.name = "hosted_mmu",
	.init = use_direct,
	.exit = restore_mode,
	.test_cases = cases,
};
kunit_test_suites(&suite);
