/* SPDX-License-Identifier: MIT */
/*
 * random_test.c - random operations against a model; allocations that fail;
 * several CPUs; interrupts.
 */
#include "slab_test.h"

/* ---- against a model: every live object holds its own pattern ------------------ */

#define NR_SLOTS	2000

struct slot {
	u8 *p;
	u32 size;
	u8 tag;
	struct kmem_cache *s;	/* NULL: kmalloc */
};

struct model {
	struct kunit *test;
	struct kmem_cache *caches[4];
	struct slot *slots;
	unsigned long live;
	u8 next_tag;
};

static bool intact(const struct slot *slot)
{
	return slot->size == 0 || !memchr_inv(slot->p, slot->tag, slot->size);
}

static u32 random_size(struct kunit *test)
{
	u32 r = kunit_random_below(test, 100);

	return r < 90 ? kunit_random_below(test, 300)
	     : r < 99 ? kunit_random_below(test, 9000)
		      : kunit_random_below(test, 70000);
}

static void model_alloc(struct model *m, struct slot *slot)
{
	u32 r = kunit_random_below(m->test, 8);

	if (r < 4) {
		slot->s = m->caches[r];
		slot->size = kmem_cache_size(slot->s);
		slot->p = kmem_cache_alloc(slot->s, GFP_KERNEL);
	} else {
		slot->s = NULL;
		slot->size = random_size(m->test);
		slot->p = r == 4 ? kzalloc(slot->size, GFP_KERNEL)
				 : kmalloc(slot->size, GFP_KERNEL);
		if (r == 4 && slot->size)
			KUNIT_ASSERT_NULL(m->test, memchr_inv(slot->p, 0, slot->size));
	}
	KUNIT_ASSERT_NOT_NULL(m->test, slot->p);
	slot->tag = ++m->next_tag;
	if (slot->size)
		memset(slot->p, slot->tag, slot->size);
	m->live += slot->p != ZERO_SIZE_PTR;
}

static void model_free(struct model *m, struct slot *slot)
{
	KUNIT_ASSERT_TRUE_MSG(m->test, intact(slot), "%u bytes at %p",
			      slot->size, slot->p);
	m->live -= slot->p != ZERO_SIZE_PTR;
	if (slot->s)
		kmem_cache_free(slot->s, slot->p);
	else
		kfree(slot->p);
	slot->p = NULL;
}

static void model_resize(struct model *m, struct slot *slot)
{
	u32 size = 1 + random_size(m->test), keep = min(size, slot->size);

	if (slot->s || slot->p == ZERO_SIZE_PTR)
		return;
	slot->p = krealloc(slot->p, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(m->test, slot->p);
	slot->size = keep;
	KUNIT_ASSERT_TRUE(m->test, intact(slot));
	slot->size = size;
	memset(slot->p, slot->tag, size);
}

static void model_step(struct model *m)
{
	struct slot *slot = &m->slots[kunit_random_below(m->test, NR_SLOTS)];

	if (!slot->p)
		model_alloc(m, slot);
	else if (kunit_random_below(m->test, 16) == 0)
		model_resize(m, slot);
	else
		model_free(m, slot);
}

static void model_check(struct model *m, unsigned long before)
{
	KUNIT_ASSERT_EQ(m->test, slab_nr_objects(), before + m->live);
	KUNIT_ASSERT_EQ(m->test, slab_check_all(), 0);
}

static void million_operations(struct kunit *test)
{
	static const unsigned int sizes[4] = { 24, 104, 520, 1500 };
	struct model m = { .test = test };
	unsigned long before;

	for (unsigned int i = 0; i < 4; i++)
		m.caches[i] = test_cache(test, "model", sizes[i],
					 i == 1 ? SLAB_DEBUG_FLAGS : 0);
	m.slots = kunit_kzalloc(test, NR_SLOTS * sizeof(*m.slots), GFP_KERNEL);
	before = slab_nr_objects();
	for (unsigned long n = 1; n <= 1000000; n++) {
		model_step(&m);
		if (n % 100000 == 0)
			model_check(&m, before);
		if (n % 70000 == 0)
			slab_drain();
	}
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		if (m.slots[i].p)
			model_free(&m, &m.slots[i]);
	model_check(&m, before);
}

/* ---- each allocation site fails once ----------------------------------------------- */

/* Grow a cache, its sheaves and its managements from nothing. */
static bool scenario(struct kmem_cache *s)
{
	void *objs[100];
	bool all = kmem_cache_alloc_bulk(s, GFP_KERNEL, 100, objs) == 100;

	if (all)
		kmem_cache_free_bulk(s, 100, objs);
	return all;
}

static void sweep(struct kunit *test, enum fault_kind kind, struct kmem_cache *s)
{
	unsigned long points, nth;
	unsigned int failed = 0;

	slab_drain();
	fault_inject_arm(kind, 0, false);
	KUNIT_EXPECT_TRUE(test, scenario(s));
	points = fault_inject_points(kind);
	KUNIT_EXPECT_GT(test, points, 0);
	for (nth = 1; nth <= points; nth++) {
		slab_drain();
		fault_inject_arm(kind, nth, false);
		failed += !scenario(s);
		KUNIT_ASSERT_EQ(test, kmem_cache_check(s), 0);
	}
	fault_inject_disarm();
	KUNIT_EXPECT_GT(test, failed, 0);
	KUNIT_EXPECT_TRUE(test, scenario(s));
}

static void every_failure_on_slab(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "fail-on", 200, 0);

	sweep(test, FAULT_SLAB_ALLOC, s);
	octavo_report_expect(0);
	sweep(test, FAULT_PAGE_ALLOC, s);
}

static void every_failure_off_slab(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "fail-off", 1024, 0);

	sweep(test, FAULT_SLAB_ALLOC, s);
	sweep(test, FAULT_PAGE_ALLOC, s);
}

/* Without memory for sheaves everything works, only slower. */
static void no_sheaves(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "no-sheaf", 64, 0);
	struct kmem_cache *sheaves = s->sheaf_cache;
	void *p[300];

	s->sheaf_cache = NULL;
	for (int round = 0; round < 3; round++) {
		KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 300, p), 300);
		KUNIT_EXPECT_EQ(test, cache_nr_cached(s), 0);
		kmem_cache_free_bulk(s, 300, p);
	}
	s->sheaf_cache = sheaves;
}

static void create_fails(struct kunit *test)
{
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	KUNIT_EXPECT_NULL(test, kmem_cache_create("none", 64, 0, 0, NULL));
	fault_inject_disarm();
}

static void nofail_does_not(struct kunit *test)
{
	void *p;

	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	p = kmalloc(64, GFP_KERNEL | __GFP_NOFAIL);
	KUNIT_EXPECT_NOT_NULL(test, p);
	kfree(p);
	p = kmalloc(64000, GFP_KERNEL | __GFP_NOFAIL);
	KUNIT_EXPECT_NOT_NULL(test, p);
	kfree(p);
	KUNIT_EXPECT_NULL(test, kmalloc(64, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc(64000, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc_node(64, GFP_KERNEL, 0));
	fault_inject_disarm();
}

/* ---- an interrupt leaves the sheaves alone -------------------------------------------- */

static void in_an_interrupt(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "irq", 64, 0);
	void *a = kmem_cache_alloc(s, GFP_KERNEL);
	struct kmem_cache_cpu *c = &s->cpu[smp_processor_id()];
	struct slab_entry *top;
	void *b, *d;

	/* Something to take, if it were allowed. */
	kmem_cache_free(s, kmem_cache_alloc(s, GFP_KERNEL));
	top = c->top;
	irq_enter();
	b = kmem_cache_alloc(s, GFP_ATOMIC);
	d = kmem_cache_zalloc(s, GFP_ATOMIC);
	KUNIT_EXPECT_NOT_NULL(test, b);
	KUNIT_EXPECT_PTR_NE(test, b, d);
	kmem_cache_free(s, b);
	octavo_report_expect(1);
	kfree(b);
	kmem_cache_free(s, a);
	kmem_cache_free(s, d);
	sheaf_flush_cpu(s, smp_processor_id());
	KUNIT_EXPECT_PTR_EQ(test, c->top, top);
	irq_exit();
	b = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, c->top, top - 1);
	kmem_cache_free(s, b);
	KUNIT_EXPECT_PTR_EQ(test, c->top, top);
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 0);
}

static void atomic_context(struct kunit *test)
{
	void *p;

	preempt_disable();
	p = kmalloc(64, GFP_ATOMIC);
	kfree(p);
	octavo_report_expect(1);
	kfree(kmalloc(64, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	preempt_enable();
	KUNIT_EXPECT_NOT_NULL(test, p);
}

/* ---- several CPUs ---------------------------------------------------------------------- */

#define RING		256
#define NR_PASSED	60000

struct pass {
	struct kunit *test;
	struct kmem_cache *s;
	u64 *ring[RING];
	unsigned long head, tail;
};

static void produce(struct pass *w)
{
	for (unsigned long i = 0; i < NR_PASSED; i++) {
		u64 *p = kmem_cache_alloc(w->s, GFP_KERNEL);

		p[0] = i;
		p[7] = ~i;
		while (i - __atomic_load_n(&w->tail, __ATOMIC_ACQUIRE) >= RING)
			cpu_relax_long();
		w->ring[i % RING] = p;
		__atomic_store_n(&w->head, i + 1, __ATOMIC_RELEASE);
	}
}

static void consume(struct pass *w)
{
	for (unsigned long i = 0; i < NR_PASSED; i++) {
		u64 *p;

		while (__atomic_load_n(&w->head, __ATOMIC_ACQUIRE) == i)
			cpu_relax_long();
		p = w->ring[i % RING];
		if (p[0] != i || p[7] != ~i)
			KUNIT_FAIL(w->test, "object %lu holds %lu", i,
				   (unsigned long)p[0]);
		kmem_cache_free(w->s, p);
		__atomic_store_n(&w->tail, i + 1, __ATOMIC_RELEASE);
	}
}

static void pass_on(void *arg, unsigned int cpu)
{
	if (cpu == 0)
		produce(arg);
	else
		consume(arg);
}

/* Objects travel back in whole sheaves: few slabs are made. */
static void produce_and_consume(struct kunit *test)
{
	struct pass *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	unsigned long grows = slab_nr_grows();

	if (nr_cpu_ids < 2)
		kunit_skip(test, "one CPU");
	w->test = test;
	w->s = test_cache(test, "pass", 64, 0);
	kunit_run_on_cpus(test, 2, pass_on, w);
	KUNIT_EXPECT_EQ(test, kmem_cache_check(w->s), 0);
	if (!OCTAVO_ASAN)
		KUNIT_EXPECT_LT(test, slab_nr_grows() - grows, 100);
}

struct churn {
	struct kunit *test;
	struct kmem_cache *s;
};

/* Both CPUs at random, in the same caches, with exchange through no ring. */
static void churn(void *arg, unsigned int cpu)
{
	struct churn *w = arg;
	u64 random = cpu + 1;
	u8 *own[64] = { NULL };

	for (unsigned int n = 0; n < 100000; n++) {
		u32 r = kunit_random_next(&random);
		u8 **slot = &own[r % 64];

		if (*slot) {
			if (**slot != (u8)(cpu + 1))
				KUNIT_FAIL(w->test, "an object has two owners");
			kfree(*slot);
			*slot = NULL;
		} else {
			*slot = r & 64 ? kmem_cache_alloc(w->s, GFP_KERNEL)
				       : kmalloc(r >> 8 & 1023 ? : 1, GFP_KERNEL);
			**slot = (u8)(cpu + 1);
		}
		if (n % 10000 == 0)
			kmem_cache_shrink(w->s);
	}
	for (unsigned int i = 0; i < 64; i++)
		kfree(own[i]);
}

static void all_cpus_churn(struct kunit *test)
{
	struct churn w = { test, test_cache(test, "churn", 72, 0) };

	kunit_run_on_cpus(test, nr_cpu_ids, churn, &w);
	KUNIT_EXPECT_EQ(test, slab_check_all(), 0);
}

static struct kunit_case random_cases[] = {
	KUNIT_CASE_SLOW(million_operations),
	KUNIT_CASE(every_failure_on_slab),
	KUNIT_CASE(every_failure_off_slab),
	KUNIT_CASE(no_sheaves),
	KUNIT_CASE(create_fails),
	KUNIT_CASE(nofail_does_not),
	KUNIT_CASE(in_an_interrupt),
	KUNIT_CASE(atomic_context),
	KUNIT_CASE(produce_and_consume),
	KUNIT_CASE(all_cpus_churn),
	{}
};

static struct kunit_suite random_suite = {
	.name = "slab_random",
	.suite_init = slab_suite_init,
	.test_cases = random_cases,
};
kunit_test_suites(&random_suite);
