/* SPDX-License-Identifier: MIT */
/*
 * mempool_test.c - pools with a reserve.
 */
#include "slab_test.h"

#include <octavo/mempool.h>

static void reserve_is_used_when_memory_is_out(struct kunit *test)
{
	mempool_t *pool = mempool_create_kmalloc_pool(3, 100);
	void *p[4];

	KUNIT_ASSERT_NOT_NULL(test, pool);
	p[0] = mempool_alloc(pool, GFP_KERNEL);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	for (int i = 1; i < 4; i++) {
		p[i] = mempool_alloc(pool, GFP_NOWAIT);
		KUNIT_EXPECT_NOT_NULL(test, p[i]);
	}
	KUNIT_EXPECT_NULL(test, mempool_alloc(pool, GFP_NOWAIT));
	mempool_free(p[0], pool);
	p[0] = mempool_alloc(pool, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, p[0]);
	fault_inject_disarm();
	for (int i = 0; i < 4; i++)
		mempool_free(p[i], pool);
	mempool_free(NULL, pool);
	mempool_destroy(pool);
	mempool_destroy(NULL);
}

static void kinds(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "pooled", 64, 0);
	mempool_t *a = mempool_create_slab_pool(2, s);
	mempool_t *b = mempool_create_page_pool(2, 1);
	void *p = mempool_alloc(a, GFP_KERNEL);
	struct page *page = mempool_alloc(b, GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(p)->slab_cache, s);
	KUNIT_EXPECT_EQ(test, page_ref_count(page), 1);
	mempool_free(p, a);
	mempool_free(page, b);
	mempool_destroy(a);
	mempool_destroy(b);
}

static void creation_fails(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, mempool_create_kmalloc_pool(0, 100));
	for (unsigned long nth = 1; nth <= 4; nth++) {
		fault_inject_arm(FAULT_SLAB_ALLOC, nth, true);
		KUNIT_EXPECT_NULL(test, mempool_create_kmalloc_pool(3, 600));
		fault_inject_disarm();
	}
}

static void missing_elements(struct kunit *test)
{
	mempool_t *pool = mempool_create_kmalloc_pool(1, 100);
	void *p;

	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	p = mempool_alloc(pool, GFP_NOWAIT);
	fault_inject_disarm();
	octavo_report_expect(1);
	mempool_destroy(pool);
	expect_text(test, "mempool * destroyed with 1 elements missing");
	kfree(p);
}

struct sleeper {
	mempool_t *pool;
	void *held;
	unsigned int done;
};

static void sleep_and_free(void *arg, unsigned int cpu)
{
	struct sleeper *w = arg;

	if (cpu == 0) {
		void *p = mempool_alloc(w->pool, GFP_KERNEL);

		__atomic_store_n(&w->done, p ? 2 : 1, __ATOMIC_RELEASE);
		mempool_free(p, w->pool);
		return;
	}
	for (int i = 0; i < 1000; i++)
		cpu_relax_long();
	mempool_free(w->held, w->pool);
}

static void waits_for_a_free(struct kunit *test)
{
	struct sleeper w = { 0 };

	if (nr_cpu_ids < 2)
		kunit_skip(test, "one CPU");
	w.pool = mempool_create_kmalloc_pool(1, 100);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	w.held = mempool_alloc(w.pool, GFP_NOWAIT);
	kunit_run_on_cpus(test, 2, sleep_and_free, &w);
	fault_inject_disarm();
	KUNIT_EXPECT_EQ(test, w.done, 2);
	mempool_destroy(w.pool);
}

static struct kunit_case mempool_cases[] = {
	KUNIT_CASE(reserve_is_used_when_memory_is_out),
	KUNIT_CASE(kinds),
	KUNIT_CASE(creation_fails),
	KUNIT_CASE(missing_elements),
	KUNIT_CASE(waits_for_a_free),
	{}
};

static struct kunit_suite mempool_suite = {
	.name = "mempool",
	.suite_init = slab_suite_init,
	.test_cases = mempool_cases,
};
kunit_test_suites(&mempool_suite);
