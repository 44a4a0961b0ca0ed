/* SPDX-License-Identifier: MIT */
/*
 * slab_test.c - caches: objects, constructors, layout, bulk, shrinking.
 */
#include "slab_test.h"

#include <octavo/shrinker.h>

/* ---- objects ---------------------------------------------------------------- */

static void objects_are_apart(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "apart", 40, 0);
	enum { NR = 500 };
	u8 **p = kunit_kzalloc(test, NR * sizeof(*p), GFP_KERNEL);

	for (unsigned int i = 0; i < NR; i++) {
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		memset(p[i], (int)i, 40);
	}
	for (unsigned int i = 0; i < NR; i++) {
		u8 want[40];

		memset(want, (int)i, 40);
		KUNIT_EXPECT_MEMEQ(test, p[i], want, 40);
		KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)p[i], 8));
		kmem_cache_free(s, p[i]);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 0);
}

static void zalloc_is_zero(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "zero", 200, 0);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	memset(p, 0xff, 200);
	kmem_cache_free(s, p);
	p = kmem_cache_zalloc(s, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 200));
	kmem_cache_free(s, p);
	kmem_cache_free(s, NULL);
}

static void last_freed_is_first_used(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "lifo", 64, 0);
	void *a = kmem_cache_alloc(s, GFP_KERNEL);
	void *b = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, a);
	kmem_cache_free(s, b);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(s, GFP_KERNEL), b);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(s, GFP_KERNEL), a);
	kmem_cache_free(s, a);
	kmem_cache_free(s, b);
}

static void nodes(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "nodes", 64, 0);
	void *a = kmem_cache_alloc_node(s, GFP_KERNEL, 0);
	void *b = kmem_cache_alloc_node(s, GFP_KERNEL, NUMA_NO_NODE);

	KUNIT_EXPECT_NOT_NULL(test, a);
	KUNIT_EXPECT_NOT_NULL(test, b);
	KUNIT_EXPECT_NULL(test, kmem_cache_alloc_node(s, GFP_KERNEL, MAX_NUMNODES));
	KUNIT_EXPECT_NULL(test, kmem_cache_alloc_node(s, GFP_KERNEL, -2));
	kmem_cache_free(s, a);
	kmem_cache_free(s, b);
}

static void impossible_caches(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, kmem_cache_create(NULL, 8, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("", 8, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("x", 0, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("x", 131073, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("x", 8, 24, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("x", 8, 8192, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("x", 8, 0, SLAB_OFF_SLAB, NULL));
	kmem_cache_destroy(NULL);
}

static void panic_create(void *arg)
{
	kmem_cache_create("panic", 0, 0, SLAB_PANIC, NULL);
}

static void panic_if_asked(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, kunit_panics(test, panic_create, NULL));
	KUNIT_EXPECT_STREQ(test, test->panic_text,
			   "slab: cannot create cache panic of 0 bytes");
}

static void names_and_sizes(struct kunit *test)
{
	struct kmem_cache *s = test_cache(
		test, "a name that is much longer than 31 bytes", 33, 0);

	KUNIT_EXPECT_EQ(test, kmem_cache_size(s), 33);
	KUNIT_EXPECT_STREQ(test, kmem_cache_name(s),
			   "a name that is much longer than");
}

/* ---- constructors --------------------------------------------------------------- */

static unsigned int ctor_calls;

static void count_ctor(void *obj)
{
	ctor_calls++;
	*(u32 *)obj = 0xc0de;
}

static void ctor_once_per_object(struct kunit *test)
{
	struct kmem_cache *s;
	unsigned int total;
	u32 *p;

	ctor_calls = 0;
	s = kmem_cache_create("ctor", 100, 0, 0, count_ctor);
	KUNIT_ASSERT_NOT_NULL(test, s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	total = ctor_calls;
	KUNIT_EXPECT_EQ(test, total, s->num);
	KUNIT_EXPECT_EQ(test, *p, 0xc0de);
	for (int i = 0; i < 1000; i++) {
		kmem_cache_free(s, p);
		p = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_EQ(test, *p, 0xc0de);
	}
	KUNIT_EXPECT_EQ(test, ctor_calls, total);
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* ---- layout: the rules, computed again ------------------------------------------- */

struct layout {
	unsigned int size, align, flags;
	unsigned int order, num;
	bool off;
};

/*
 * 4 KiB pages, struct slab of 40 bytes (24 with pointers of 32 bits), 2 bytes
 * an object, more than 32 MiB of RAM (break order 1), worked out by hand:
 *   64: 4096 = 192 + 61 * 64
 *  512: off slab, 8 fill the page, nothing left
 *  600: off slab, 6 in order 0 leave 496 * 8 <= 4096, management comes back
 * 2000: off slab, 2 leave 96: management of 44 comes back
 * 3000: order 0 leaves 1096, too much; order 1: 2 leave 2192; break order
 * 5000: order 1: 1; 3192 left, comes back
 */
static const struct layout layouts[] = {
	{ 8, 0, 0, 0, sizeof(void *) == 8 ? 405 : 407, false },
	{ 64, 64, 0, 0, 61, false },
	{ 96, 0, 0, 0, 41, false },
	{ 504, 0, 0, 0, 8, false },
	{ 512, 512, 0, 0, 8, true },
	{ 600, 0, 0, 0, 6, false },
	{ 2000, 0, 0, 0, 2, false },
	{ 2048, 2048, 0, 0, 2, true },
	{ 3000, 0, 0, 1, 2, false },
	{ 3000, 0, SLAB_RECLAIM_ACCOUNT, 0, 1, false },
	{ 4096, 4096, 0, 0, 1, true },
	{ 5000, 0, 0, 1, 1, false },
	{ 32768, 0, 0, 3, 1, true },
	{ 131072, 0, 0, 5, 1, true },
};

static void layout_by_the_rules(struct kunit *test)
{
	if (OCTAVO_ASAN)
		kunit_skip(test, "objects have gaps");
	for (unsigned int i = 0; i < ARRAY_SIZE(layouts); i++) {
		const struct layout *l = &layouts[i];
		struct kmem_cache *s = kmem_cache_create("layout", l->size,
							 l->align, l->flags, NULL);
		unsigned int used;

		KUNIT_ASSERT_NOT_NULL(test, s);
		KUNIT_EXPECT_EQ_MSG(test, s->order, l->order, "size %u", l->size);
		KUNIT_EXPECT_EQ_MSG(test, s->num, l->num, "size %u", l->size);
		KUNIT_EXPECT_EQ_MSG(test, !!(s->flags & SLAB_OFF_SLAB), l->off,
				    "size %u", l->size);
		used = s->num * s->stride + (l->off ? 0 : s->mgmt_size);
		KUNIT_EXPECT_EQ(test, s->colour,
				(slab_bytes(s) - used) / s->colour_off);
		kmem_cache_destroy(s);
	}
}

static void hwcache_align(struct kunit *test)
{
	static const unsigned int want[][2] = {
		{ 8, 8 }, { 9, 16 }, { 16, 16 }, { 17, 32 }, { 32, 32 },
		{ 33, 64 }, { 64, 64 }, { 100, 64 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(want); i++) {
		struct kmem_cache *s = test_cache(test, "line", want[i][0],
						  SLAB_HWCACHE_ALIGN);

		KUNIT_EXPECT_EQ(test, s->align, want[i][1]);
	}
}

static void limits(struct kunit *test)
{
	static const unsigned int want[][3] = {
		/* size, limit, batch */
		{ 64, 120, 60 }, { 200, 120, 60 }, { 300, 54, 27 },
		{ 1500, 24, 12 }, { 5000, 8, 4 }, { 131072, 8, 4 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(want); i++) {
		struct kmem_cache *s = test_cache(test, "limit", want[i][0], 0);

		KUNIT_EXPECT_EQ(test, s->limit, want[i][1]);
		KUNIT_EXPECT_EQ(test, s->batch, want[i][2]);
	}
}

/* The first objects of successive slabs: 0, 1, ... colour - 1, 0 ... */
static void colours_wrap(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "colours", 600, 0);
	void *objs[40];

	KUNIT_ASSERT_GT(test, s->colour, 1);
	for (unsigned int i = 0; i < ARRAY_SIZE(objs); i++) {
		const struct slab *slab;

		KUNIT_ASSERT_TRUE(test, cache_grow(s, GFP_KERNEL, NUMA_NO_NODE));
		slab = list_entry(s->node[0].free.prev, struct slab, list);
		KUNIT_EXPECT_EQ(test, slab->colour, i % s->colour);
		KUNIT_EXPECT_EQ(test,
				(char *)slab->s_mem - (char *)slab->base,
				slab->colour * s->colour_off + s->mgmt_size);
	}
}

/* The divisibility test agrees with division for all distances in a slab, those
 * before its first object included. */
static void check_index(struct kunit *test, const struct kmem_cache *s)
{
	const u32 bytes = (u32)slab_bytes(s), rest = bytes - s->num * s->stride;
	struct page page = {
		.index = 0x12345678,
		._mapcount.counter = (int)s->inv,
	};

	for (u32 n = 0; n < bytes + rest; n++) {
		u32 d = n - rest;
		bool fits = n >= rest && d % s->stride == 0 &&
			    d / s->stride < s->num;
		u32 i = slab_index(&page, (void *)(0x12345678ul + d));

		if (fits ? i != d / s->stride : i < s->num)
			KUNIT_FAIL(test, "stride %u, distance %d: index %u",
				   s->stride, (int)d, i);
		if (n >= rest && slab_index_inside(s, d) != d / s->stride)
			KUNIT_FAIL(test, "stride %u, inside at %u: index %u",
				   s->stride, d, slab_index_inside(s, d));
	}
}

static void index_is_division(struct kunit *test)
{
	static const unsigned int large[] = { 8192, 12344, 65536, 131072 };

	for (unsigned int size = 8; size < 5000; size += 8 + size / 9)
		check_index(test, test_cache(test, "index", size, 0));
	for (unsigned int i = 0; i < ARRAY_SIZE(large); i++)
		check_index(test, test_cache(test, "index", large[i], 0));
}

/* ---- bulk -------------------------------------------------------------------------- */

static void bulk(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "bulk", 128, 0);
	void *objs[300];

	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 300, objs), 300);
	for (int i = 0; i < 300; i++)
		KUNIT_EXPECT_EQ(test, *ctl_of(objs[i]), CTL_ACTIVE);
	kmem_cache_free(s, objs[7]);
	objs[7] = NULL;
	kmem_cache_free_bulk(s, 8, objs);
	kmem_cache_free_bulk(NULL, 292, objs + 8);
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 0, objs), 0);
}

static void bulk_leftover(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "bulk-fail", 128, 0);
	struct slabinfo info;
	void *objs[50];

	fault_inject_arm(FAULT_SLAB_ALLOC, 30, false);
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 50, objs), 0);
	fault_inject_disarm();
	get_slabinfo(s, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0);
}

/* ---- giving back -------------------------------------------------------------------- */

static void shrink_gives_pages_back(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "shrink", 256, 0);
	unsigned long before = drained_pages();
	void *objs[200];

	kmem_cache_alloc_bulk(s, GFP_KERNEL, 200, objs);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 1);
	kmem_cache_free_bulk(s, 199, objs);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 1);
	KUNIT_EXPECT_EQ(test, cache_nr_slabs(s), 1);
	kmem_cache_free(s, objs[199]);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	KUNIT_EXPECT_EQ(test, drained_pages(), before);
}

static void free_slabs_are_bounded(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "bounded", 1024, 0);
	enum { NR = 2000 };
	void **objs = kunit_kmalloc(test, NR * sizeof(*objs), GFP_KERNEL);

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, NR, objs), NR);
	kmem_cache_free_bulk(s, NR, objs);
	KUNIT_EXPECT_LE(test, s->node[0].free_objects,
			(1 + slab_nr_cpus) * s->batch + 2 * s->num);
}

static void shrinker_empties(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "pressure", 512, 0);
	void *objs[64];

	kmem_cache_alloc_bulk(s, GFP_KERNEL, 64, objs);
	kmem_cache_free_bulk(s, 64, objs);
	KUNIT_EXPECT_GT(test, cache_nr_slabs(s), 0);
	shrink_all(GFP_KERNEL, 1000000);
	KUNIT_EXPECT_EQ(test, cache_nr_slabs(s), 0);
}

static void flush_cpu(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "flush", 64, 0);

	kmem_cache_free(s, kmem_cache_alloc(s, GFP_KERNEL));
	if (!OCTAVO_ASAN)
		KUNIT_EXPECT_GT(test, cache_nr_cached(s), 0);
	slab_flush_cpu();
	KUNIT_EXPECT_EQ(test, cache_nr_cached(s), 0);
}

static void destroy_keeps_live_objects(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("alive", 48, 0, 0, NULL);
	u8 *p = kmem_cache_zalloc(s, GFP_KERNEL);

	octavo_report_expect(1);
	kmem_cache_destroy(s);
	expect_text(test, "slab: cache alive destroyed with 1 objects in use");
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 48));
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

static void counts(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "counts", 64, 0);
	unsigned long before = slab_nr_objects();
	unsigned long grows = slab_nr_grows();
	struct slabinfo info;
	void *objs[100];

	kmem_cache_alloc_bulk(s, GFP_KERNEL, 100, objs);
	KUNIT_EXPECT_EQ(test, slab_nr_objects(), before + 100);
	KUNIT_EXPECT_GT(test, slab_nr_grows(), grows);
	get_slabinfo(s, &info);
	KUNIT_EXPECT_STREQ(test, info.name, "counts");
	KUNIT_EXPECT_EQ(test, info.active_objs, 100);
	KUNIT_EXPECT_EQ(test, info.num_objs, info.num_slabs * s->num);
	KUNIT_EXPECT_EQ(test, info.active_slabs, info.num_slabs);
	KUNIT_EXPECT_EQ(test, info.pagesperslab, 1);
	kmem_cache_free_bulk(s, 100, objs);
	KUNIT_EXPECT_EQ(test, slab_nr_objects(), before);
}

static void count_object(void *obj, void *arg)
{
	++*(unsigned int *)arg;
}

static void walk_sees_live_objects(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "walk", 64, 0);
	unsigned int n = 0;
	void *objs[70];

	kmem_cache_alloc_bulk(s, GFP_KERNEL, 70, objs);
	kmem_cache_free_bulk(s, 9, objs);
	kmem_cache_walk(s, count_object, &n);
	KUNIT_EXPECT_EQ(test, n, 61);
	kmem_cache_free_bulk(s, 61, objs + 9);
}

static struct kunit_case slab_cases[] = {
	KUNIT_CASE(objects_are_apart),
	KUNIT_CASE(zalloc_is_zero),
	KUNIT_CASE(last_freed_is_first_used),
	KUNIT_CASE(nodes),
	KUNIT_CASE(impossible_caches),
	KUNIT_CASE(panic_if_asked),
	KUNIT_CASE(names_and_sizes),
	KUNIT_CASE(ctor_once_per_object),
	KUNIT_CASE(layout_by_the_rules),
	KUNIT_CASE(hwcache_align),
	KUNIT_CASE(limits),
	KUNIT_CASE(colours_wrap),
	KUNIT_CASE(index_is_division),
	KUNIT_CASE(bulk),
	KUNIT_CASE(bulk_leftover),
	KUNIT_CASE(shrink_gives_pages_back),
	KUNIT_CASE(free_slabs_are_bounded),
	KUNIT_CASE(shrinker_empties),
	KUNIT_CASE(flush_cpu),
	KUNIT_CASE(destroy_keeps_live_objects),
	KUNIT_CASE(counts),
	KUNIT_CASE(walk_sees_live_objects),
	{}
};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.suite_init = slab_suite_init,
	.test_cases = slab_cases,
};
kunit_test_suites(&slab_suite);
