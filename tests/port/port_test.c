/* SPDX-License-Identifier: MIT */
/*
 * port_test.c - the hooks of port.h, by what they promise.
 */
#include <kunit/test.h>
#include <octavo/cpu.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/port.h>

#define STACK_ORDER	4

/* ---- interrupts -------------------------------------------------------------- */

static void irqs_nest(struct kunit *test)
{
	unsigned long outer, inner;

	KUNIT_EXPECT_FALSE(test, arch_irqs_disabled());
	outer = arch_irq_save();
	KUNIT_EXPECT_TRUE(test, arch_irqs_disabled());
	inner = arch_irq_save();
	arch_irq_restore(inner);
	KUNIT_EXPECT_TRUE(test, arch_irqs_disabled());
	arch_irq_restore(outer);
	KUNIT_EXPECT_FALSE(test, arch_irqs_disabled());
}

/* ---- CPUs --------------------------------------------------------------------- */

struct who {
	unsigned int runs[NR_CPUS];
	unsigned int wrong;
};

static void note_cpu(void *arg, unsigned int cpu)
{
	struct who *who = arg;

	who->runs[cpu]++;
	if (smp_processor_id() != cpu || !current || in_atomic() ||
	    arch_irqs_disabled())
		__atomic_fetch_add(&who->wrong, 1, __ATOMIC_RELAXED);
}

static void every_cpu_runs_once(struct kunit *test)
{
	struct who who = { 0 };
	unsigned int total = 0;

	KUNIT_EXPECT_EQ(test, arch_run_on_cpus(NR_CPUS, note_cpu, &who), 0);
	for (unsigned int i = 0; i < NR_CPUS; i++) {
		total += who.runs[i];
		KUNIT_EXPECT_LE(test, who.runs[i], 1u);
	}
	KUNIT_EXPECT_GE(test, total, 1u);
	KUNIT_EXPECT_EQ(test, who.runs[0], 1u);
	KUNIT_EXPECT_EQ(test, who.wrong, 0u);
}

/* ---- sleeping ------------------------------------------------------------------ */

#define ROUNDS	2000u

struct ball {
	unsigned int word;		/* even: CPU 0's turn, odd: CPU 1's */
};

static void play(void *arg, unsigned int cpu)
{
	struct ball *ball = arg;

	for (unsigned int n = cpu; n < ROUNDS; n += 2) {
		unsigned int now;

		while ((now = __atomic_load_n(&ball->word, __ATOMIC_ACQUIRE)) != n)
			arch_wait(&ball->word, now);
		__atomic_store_n(&ball->word, n + 1, __ATOMIC_RELEASE);
		arch_wake(&ball->word, 1);
	}
}

static void waiters_are_woken(struct kunit *test)
{
	struct who who = { 0 };
	struct ball ball = { 0 };

	arch_run_on_cpus(2, note_cpu, &who);
	if (!who.runs[1]) {
		kunit_skip(test, "one CPU");
		return;
	}
	arch_run_on_cpus(2, play, &ball);
	KUNIT_EXPECT_EQ(test, ball.word, ROUNDS);
}

static void no_wait_for_another_value(struct kunit *test)
{
	unsigned int word = 1;

	arch_wait(&word, 2);
	arch_wake(&word, UINT_MAX);
	KUNIT_EXPECT_EQ(test, word, 1u);
}

/* ---- high memory ----------------------------------------------------------------- */

static void frames_become_zero(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_HIGHUSER, 2);
	bool way;

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (unsigned int i = 0; i < 4; i++)
		memset_page(page + i, 0, 0x5a, PAGE_SIZE);
	way = arch_clear_frames(page_to_pfn(page) + 1, 2);
	for (unsigned int i = 0; i < 4; i++) {
		const bool zero = way && (i == 1 || i == 2);
		char *addr = kmap_local_page(page + i);

		KUNIT_EXPECT_NULL(test,
				  memchr_inv(addr, zero ? 0 : 0x5a, PAGE_SIZE));
		kunmap_local(addr);
	}
	__free_pages(page, 2);
}

static void frames_are_copied(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_HIGHUSER, 2);
	bool way;

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (unsigned int i = 0; i < 4; i++)
		memset_page(page + i, 0, (int)(0x50 + i), PAGE_SIZE);
	way = arch_copy_frame(page_to_pfn(page) + 1, page_to_pfn(page) + 3);
	for (unsigned int i = 0; i < 4; i++) {
		const int want = (int)(0x50 + (way && i == 1 ? 3 : i));
		char *addr = kmap_local_page(page + i);

		KUNIT_EXPECT_NULL(test, memchr_inv(addr, want, PAGE_SIZE));
		kunmap_local(addr);
	}
	__free_pages(page, 2);
}

/* ---- contexts ------------------------------------------------------------------- */

static struct arch_context main_context, other_context;
static unsigned int steps;

static void other(void)
{
	for (;;) {
		steps++;
		arch_context_switch(&other_context, &main_context, NULL, 0);
	}
}

static void contexts_switch(struct kunit *test)
{
	const size_t size = PAGE_SIZE << STACK_ORDER;
	void *stack = (void *)__get_free_pages(GFP_KERNEL, STACK_ORDER);

	KUNIT_ASSERT_NOT_NULL(test, stack);
	steps = 0;
	arch_context_init(&other_context, stack, size, other);
	for (unsigned int i = 1; i <= 100; i++) {
		arch_context_switch(&main_context, &other_context, stack, size);
		KUNIT_EXPECT_EQ(test, steps, i);
	}
	free_pages((unsigned long)stack, STACK_ORDER);
}

/* ---- clock and chance -------------------------------------------------------------- */

static void clocks_go_forward(struct kunit *test)
{
	const u64 year_2020 = 1577836800ull * 1000000000ull;
	u64 a = arch_clock_ns(false), b = arch_clock_ns(false);

	KUNIT_EXPECT_LE(test, a, b);
	KUNIT_EXPECT_GT(test, arch_clock_ns(true), year_2020);
}

static void random_bytes_differ(struct kunit *test)
{
	u64 a[4] = { 0 }, b[4] = { 0 };

	arch_random(a, sizeof(a));
	arch_random(b, sizeof(b) - 1);
	KUNIT_EXPECT_NE(test, memcmp(a, b, sizeof(a)), 0);
	KUNIT_EXPECT_EQ(test, ((unsigned char *)b)[sizeof(b) - 1], 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(irqs_nest),
	KUNIT_CASE(every_cpu_runs_once),
	KUNIT_CASE(waiters_are_woken),
	KUNIT_CASE(no_wait_for_another_value),
	KUNIT_CASE(frames_become_zero),
	KUNIT_CASE(frames_are_copied),
	KUNIT_CASE(contexts_switch),
	KUNIT_CASE(clocks_go_forward),
	KUNIT_CASE(random_bytes_differ),
	{},
};

static struct kunit_suite suite = { .name = "port", .test_cases = cases };
kunit_test_suites(&suite);
