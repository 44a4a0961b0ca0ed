/* SPDX-License-Identifier: MIT */
/*
 * debug_test.c - each detector of the debug flags is shown its damage.
 */
#include "slab_test.h"

#define DEBUG_ALL	SLAB_DEBUG_FLAGS

/* A write that the address sanitizer does not see. */
__no_sanitize_address static void poke(volatile u8 *p, u8 value)
{
	__asm__("" : "+r"(p));
	*p = value;
}

__no_sanitize_address static u8 peek(volatile const u8 *p)
{
	return *p;
}

static void new_and_freed_filling(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "filling", 24, DEBUG_ALL);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0x5a, 24));
	KUNIT_EXPECT_EQ(test, peek(p - 8), 0x170fc2a5u >> 8 * ((unsigned long)p & 3) & 0xff);
	kmem_cache_free(s, p);
	for (unsigned int i = 0; i < 23; i++)
		KUNIT_EXPECT_EQ(test, peek(p + i), 0x6b);
	KUNIT_EXPECT_EQ(test, peek(p + 23), 0xa5);
	KUNIT_EXPECT_EQ(test, peek(p - 8), 0x71);
	KUNIT_EXPECT_EQ(test, peek(p - 7), 0xf0);
	p = kmem_cache_zalloc(s, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 24));
	kmem_cache_free(s, p);
}

static void overwrite_after(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "after", 21, SLAB_RED_ZONE);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);
	char want[200];

	poke(p + 21, 0x41);
	poke(p + 23, 0x42);
	octavo_report_expect(1);
	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	snprintf(want, sizeof(want),
		 "slab: cache after: object %p: overwrite after it: byte at "
		 "offset 21 is 0x41, not 0xc2, 2 bytes changed",
		 p);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
}

static void overwrite_before(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "before", 64, SLAB_RED_ZONE);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	poke(p - 1, 0);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 1);
	expect_text(test, "slab: cache before: object *: overwrite before it: "
			  "byte at offset -1 is 0x00, not 0x17, 1 bytes changed");
	octavo_report_expect(1);
	kmem_cache_free(s, p);
}

static void use_after_free(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "uaf", 64,
					  SLAB_POISON | SLAB_STORE_USER);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, p);
	poke(p + 10, 0x77);
	octavo_report_expect(1);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(s, GFP_KERNEL), p);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	expect_text(test, "slab: cache uaf: object *: use after free: byte at "
			  "offset 10 is 0x77, not 0x6b, 1 bytes changed, "
			  "allocated by * on cpu 0, freed by * on cpu 0");
	kmem_cache_free(s, p);
	poke(p + 63, 0x6b);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 1);
	expect_text(test, "*use after free: byte at offset 63 is 0x6b, not 0xa5*");
	poke(p + 63, 0xa5);
}

static void owners(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "owners", 64, SLAB_STORE_USER);
	void *p = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, p);
	octavo_report_expect(1);
	kmem_cache_free(s, p);
	expect_text(test, "slab: double free of object * of cache owners by *, "
			  "allocated by * on cpu 0, freed by * on cpu 0");
}

static void leaks_name_owners(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("leaky", 64, 0,
						 SLAB_STORE_USER, NULL);
	void *p = kmem_cache_alloc(s, GFP_KERNEL);

	octavo_report_expect(2);
	kmem_cache_destroy(s);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	expect_text(test, "slab: cache leaky: object * still in use, allocated by * on cpu 0");
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

static void natural_alignment_is_kept(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("aligned", 256, 256, DEBUG_ALL,
						 NULL);
	void *p[10];

	kmem_cache_alloc_bulk(s, GFP_KERNEL, 10, p);
	for (int i = 0; i < 10; i++)
		KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)p[i], 256));
	kmem_cache_free_bulk(s, 10, p);
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 0);
	kmem_cache_destroy(s);
}

/* Guards begin where the size asked for ends, and move with it. */
static void asked_for_size(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "sized", 64, SLAB_RED_ZONE);
	u8 *p = kmem_cache_alloc_trace(s, GFP_KERNEL | __GFP_ZERO, 20);

	__asm__("" : "+r"(p));	/* forget the size */
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 20));
	KUNIT_EXPECT_NULL(test, slab_check_object(p, 20));
	KUNIT_EXPECT_STREQ(test, slab_check_object(p, 21), "sized");
	KUNIT_EXPECT_PTR_EQ(test, krealloc(p, 30, GFP_KERNEL), p);
	memset(p, 0, 30);
	poke(p + 30, 1);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, ksize(p), 64);
	expect_text(test, "*overwrite after it: byte at offset 30 is 0x01*");
	memset(p, 0, 64);
	kfree(p);
}

static unsigned int ctor_calls;

static void ctor(void *obj)
{
	ctor_calls++;
	memset(obj, 0x33, 16);
}

static void poison_runs_the_ctor_again(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("ctor-poison", 32, 0,
						 SLAB_POISON, ctor);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);
	unsigned int calls = ctor_calls;

	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0x33, 16));
	kmem_cache_free(s, p);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ctor_calls, calls + 1);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0x33, 16));
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* Too large for guards: goes without, but goes. */
static void large_objects(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "huge", 131072, DEBUG_ALL);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, s->flags & DEBUG_ALL, 0);
	p[0] = p[131071] = 1;
	kmem_cache_free(s, p);
}

static void global_switch(struct kunit *test)
{
	unsigned int old = slab_set_debug(~0u);
	struct kmem_cache *s = test_cache(test, "switched", 64, 0);

	KUNIT_EXPECT_EQ(test, slab_set_debug(old), DEBUG_ALL);
	KUNIT_EXPECT_EQ(test, s->flags & DEBUG_ALL, DEBUG_ALL);
	KUNIT_EXPECT_EQ(test, s->limit, 32);
	kmem_cache_free(s, kmem_cache_alloc(s, GFP_KERNEL));
}

/* ---- the checker itself ------------------------------------------------------------ */

static void checker_finds(struct kunit *test, struct kmem_cache *s,
			  const char *glob)
{
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 1);
	expect_text(test, glob);
}

static void checker_sees_damage(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "damaged", 64, 0);
	void *p = kmem_cache_alloc(s, GFP_KERNEL);
	struct slab *slab = virt_to_page(p)->slab;
	u16 ctl;

	slab->inuse++;
	octavo_report_expect(100);
	KUNIT_EXPECT_GE(test, kmem_cache_check(s), 2);
	octavo_report_expect(0);
	slab->inuse--;
	s->node[0].free_objects++;
	checker_finds(test, s, "*the node counts its free objects wrongly*");
	s->node[0].free_objects--;
	virt_to_page(p)->index++;
	octavo_report_expect(100);
	KUNIT_EXPECT_GE(test, kmem_cache_check(s), 1);
	octavo_report_expect(0);
	virt_to_page(p)->index--;
	kmem_cache_free(s, p);
	ctl = *ctl_of(p);
	if (ctl == CTL_CACHED) {
		*ctl_of(p) = CTL_ACTIVE;
		checker_finds(test, s, "*an object in a sheaf is not free*");
		*ctl_of(p) = ctl;
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_check(s), 0);
}

static struct kunit_case debug_cases[] = {
	KUNIT_CASE(new_and_freed_filling),
	KUNIT_CASE(overwrite_after),
	KUNIT_CASE(overwrite_before),
	KUNIT_CASE(use_after_free),
	KUNIT_CASE(owners),
	KUNIT_CASE(leaks_name_owners),
	KUNIT_CASE(natural_alignment_is_kept),
	KUNIT_CASE(asked_for_size),
	KUNIT_CASE(poison_runs_the_ctor_again),
	KUNIT_CASE(large_objects),
	KUNIT_CASE(global_switch),
	KUNIT_CASE(checker_sees_damage),
	{}
};

static struct kunit_suite debug_suite = {
	.name = "slab_debug",
	.suite_init = slab_suite_init,
	.test_cases = debug_cases,
};
kunit_test_suites(&debug_suite);
