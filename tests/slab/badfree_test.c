/* SPDX-License-Identifier: MIT */
/*
 * badfree_test.c - each way to free wrongly is reported and changes nothing.
 *
 * The runner checks all caches after each test, so that "changes nothing" is
 * looked at too.
 */
#include "slab_test.h"

static u64 global_variable;

/* Of what belongs to the kernel's image, which is in low memory on some
 * machines, and there in pages that no slab has. */
#define IMAGE_REPORT	"slab: bad free of * by *:* no *"

/* Run stmt, which must make exactly one report that matches glob. */
#define EXPECT_REPORT(test, stmt, glob)				\
	do {							\
		octavo_report_expect(1);			\
		stmt;						\
		KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0); \
		expect_text(test, glob);			\
	} while (0)

static void double_free(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "twice", 64, 0);
	void *p = kmem_cache_alloc(s, GFP_KERNEL);
	void *q = kmem_cache_alloc(s, GFP_KERNEL);
	char want[100];

	kmem_cache_free(s, p);
	snprintf(want, sizeof(want),
		 "slab: double free of object %p of cache twice by *", p);
	EXPECT_REPORT(test, kmem_cache_free(s, p), want);
	EXPECT_REPORT(test, kfree(p), want);
	EXPECT_REPORT(test, kmem_cache_free_bulk(s, 1, &p), want);
	kmem_cache_free(s, q);
	EXPECT_REPORT(test, kfree(p), want);
	/* Nobody gets it twice. */
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(s, GFP_KERNEL), q);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(s, GFP_KERNEL), p);
	KUNIT_EXPECT_PTR_NE(test, kmem_cache_alloc(s, GFP_KERNEL), p);
	slab_drain();
	kmem_cache_walk(s, (void (*)(void *, void *))(void *)kfree, NULL);
}

/* Also when the object went back to its slab, and when it was written to. */
static void double_free_in_slab(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "slabbed", 64, 0);
	void *keep = kmem_cache_alloc(s, GFP_KERNEL);
	u64 *p = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, p);
	slab_drain();
	__asan_unpoison_memory_region(p, 64);
	memset(p, 0xff, 64);
	EXPECT_REPORT(test, kmem_cache_free(s, p), "slab: double free of object *");
	EXPECT_REPORT(test, kfree(p), "slab: double free of object *");
	kmem_cache_free(s, keep);
}

struct handover {
	struct kmem_cache *s;
	void *p;
	unsigned int ready;
};

static void free_on_cpu1(void *arg, unsigned int cpu)
{
	struct handover *h = arg;

	if (cpu == 1)
		kmem_cache_free(h->s, h->p);
}

static void double_free_across_cpus(struct kunit *test)
{
	struct handover h = { test_cache(test, "across", 64, 0), NULL, 0 };

	if (nr_cpu_ids < 2)
		kunit_skip(test, "one CPU");
	h.p = kmem_cache_alloc(h.s, GFP_KERNEL);
	kunit_run_on_cpus(test, 2, free_on_cpu1, &h);
	EXPECT_REPORT(test, kfree(h.p), "slab: double free of object * of cache across by *");
}

/* Two CPUs that pass the test of ctl at the same moment: done by hand. */
static void double_free_at_once(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "at-once", 64, 0);
	void *p, *q;

	p = kmem_cache_alloc(s, GFP_KERNEL);
	kmem_cache_free(s, p);
	*ctl_of(p) = CTL_ACTIVE;
	kmem_cache_free(s, p);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(s, GFP_KERNEL), p);
	EXPECT_REPORT(test, q = kmem_cache_alloc(s, GFP_KERNEL),
		      "slab: double free of object * of cache at-once by two CPUs at once");
	KUNIT_EXPECT_PTR_NE(test, p, q);
	KUNIT_EXPECT_NOT_NULL(test, q);
	kmem_cache_free(s, p);
	kmem_cache_free(s, q);
}

static void interior_pointers(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "inside", 96, 0);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);
	u8 *k = kmalloc(100, GFP_KERNEL);
	char want[160];

	for (unsigned int i = 1; i < 96; i++) {
		snprintf(want, sizeof(want),
			 "slab: bad free of %p by *: %u bytes into object %p of cache inside",
			 p + i, i, p);
		EXPECT_REPORT(test, kmem_cache_free(s, p + i), want);
		EXPECT_REPORT(test, kfree(p + i), want);
	}
	EXPECT_REPORT(test, kfree(k + 8), "*8 bytes into object * of cache kmalloc-128");
	EXPECT_REPORT(test, kfree((void *)((unsigned long)p & PAGE_MASK)),
		      "slab: bad free of * by *: outside the objects of cache inside");
	kmem_cache_free(s, p);
	kfree(k);
}

static void foreign_pointers(struct kunit *test)
{
	u64 stack_variable = 0;
	struct page *page = alloc_page(GFP_KERNEL);
	struct page *comp = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);

	EXPECT_REPORT(test, kfree(&stack_variable), IMAGE_REPORT);
	EXPECT_REPORT(test, kfree(&global_variable), IMAGE_REPORT);
	EXPECT_REPORT(test, kfree((void *)8), "slab: bad free of *8 by *: no low memory");
	EXPECT_REPORT(test, kfree((void *)~0ul), "slab: bad free of * by *: no low memory");
	EXPECT_REPORT(test, kfree(page_address(page)),
		      "slab: bad free of * by *: pfn * is no slab page (flags 0x*, count 1)");
	EXPECT_REPORT(test, kfree(page_address(comp)), "slab: bad free of * is no slab page *");
	__free_page(page);
	__free_pages(comp, 2);
	EXPECT_REPORT(test, kfree(page_address(page)), "slab: bad free of * is no slab page *");
}

static void wrong_cache(struct kunit *test)
{
	struct kmem_cache *a = test_cache(test, "cache-a", 64, 0);
	struct kmem_cache *b = test_cache(test, "cache-b", 64, 0);
	void *p = kmem_cache_alloc(a, GFP_KERNEL);

	EXPECT_REPORT(test, kmem_cache_free(b, p),
		      "slab: bad free of * by *: belongs to cache cache-a, not cache-b");
	EXPECT_REPORT(test, kmem_cache_free(b, &p), IMAGE_REPORT);
	EXPECT_REPORT(test, kmem_cache_free(b, ZERO_SIZE_PTR),
		      IMAGE_REPORT);
	KUNIT_EXPECT_EQ(test, *ctl_of(p), CTL_ACTIVE);
	kfree(p);
}

static void large_pointers(struct kunit *test)
{
	u8 *p = kmalloc(20000, GFP_KERNEL);
	struct kmem_cache *s = test_cache(test, "small", 64, 0);

	EXPECT_REPORT(test, kfree(p + 1),
		      "slab: bad free of * by *: 1 bytes into page-backed memory");
	EXPECT_REPORT(test, kfree(p + 8192), "*: 8192 bytes into page-backed memory");
	EXPECT_REPORT(test, kmem_cache_free(s, p), "*: 0 bytes into page-backed memory");
	kfree(p);
	EXPECT_REPORT(test, kfree(p), "slab: bad free of * is no slab page *");
}

static void own_memory(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "victim", 2048, 0);

	EXPECT_REPORT(test, kfree(s),
		      "slab: bad free of * by *: the allocator's own, cache kmem_cache");
}

/* No bad free of any kind is ever seen in ordinary use. */
static void no_false_alarm(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "honest", 64, 0);
	u64 *p[64];

	/* Contents that look like every state there is. */
	for (unsigned int i = 0; i < 2000; i++) {
		kmem_cache_alloc_bulk(s, GFP_KERNEL, 64, (void **)p);
		for (unsigned int j = 0; j < 64; j++)
			*p[j] = i & 1 ? (unsigned long)p[j] : ~0ull << (i & 31);
		kmem_cache_free_bulk(s, 64, (void **)p);
	}
}

static struct kunit_case badfree_cases[] = {
	KUNIT_CASE(double_free),
	KUNIT_CASE(double_free_in_slab),
	KUNIT_CASE(double_free_across_cpus),
	KUNIT_CASE(double_free_at_once),
	KUNIT_CASE(interior_pointers),
	KUNIT_CASE(foreign_pointers),
	KUNIT_CASE(wrong_cache),
	KUNIT_CASE(large_pointers),
	KUNIT_CASE(own_memory),
	KUNIT_CASE(no_false_alarm),
	{}
};

static struct kunit_suite badfree_suite = {
	.name = "slab_badfree",
	.suite_init = slab_suite_init,
	.test_cases = badfree_cases,
};
kunit_test_suites(&badfree_suite);
