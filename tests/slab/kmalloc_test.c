/* SPDX-License-Identifier: MIT */
/*
 * kmalloc_test.c - kmalloc and what is made of it.
 */
#include "slab_test.h"

#include <octavo/mmzone.h>

static const unsigned int classes[] = { 8, 16, 32, 64, 96, 128, 192, 256, 512,
					1024, 2048, 4096, 8192 };

static unsigned int class_for(unsigned int size)
{
	unsigned int i = 0;

	while (classes[i] < size)
		i++;
	return classes[i];
}

static void every_size_has_its_class(struct kunit *test)
{
	for (unsigned int size = 1; size <= KMALLOC_MAX_CACHE_SIZE; size++) {
		void *p = kmalloc(size, GFP_KERNEL);
		struct kmem_cache *s;

		KUNIT_ASSERT_NOT_NULL(test, p);
		s = virt_to_page(p)->slab_cache;
		KUNIT_ASSERT_EQ(test, kmem_cache_size(s), class_for(size));
		KUNIT_ASSERT_PTR_EQ(test, s, kmalloc_caches[kmalloc_index(size)][0]);
		memset(p, 0x11, size);
		kfree(p);
	}
}

static void alignment(struct kunit *test)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(classes); i++) {
		unsigned long align = is_power_of_2(classes[i]) ? classes[i] : 8;
		void *p[20];

		for (unsigned int j = 0; j < 20; j++) {
			p[j] = kmalloc(classes[i], GFP_KERNEL);
			KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)p[j],
							   align));
		}
		kfree_bulk(20, p);
	}
}

static void page_backed(struct kunit *test)
{
	unsigned long before = slab_nr_objects();

	for (unsigned long size = 8193; size <= KMALLOC_MAX_SIZE; size *= 2) {
		u8 *p = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!p)
			kunit_skip(test, "memory is in pieces");
		KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(p));
		KUNIT_EXPECT_EQ(test, slab_nr_objects(), before + 1);
		p[0] = p[size - 1] = 1;
		KUNIT_EXPECT_GE(test, ksize(p), size);
		kfree(p);
		p = kzalloc(size, GFP_KERNEL);
		KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, size));
		kfree(p);
	}
}

static void too_large(struct kunit *test)
{
	volatile unsigned long huge = KMALLOC_MAX_SIZE + 1;

	KUNIT_EXPECT_NULL(test, kmalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	huge = ~0ul;
	KUNIT_EXPECT_NULL(test, kmalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kzalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	octavo_report_expect(1);
	KUNIT_EXPECT_NULL(test, kmalloc_node(huge, GFP_KERNEL, 0));
	expect_text(test, BITS_PER_LONG == 64 ?
		    "*kmalloc of 18446744073709551615 bytes: too large*" :
		    "*kmalloc of 4294967295 bytes: too large*");
}

static void overflow(struct kunit *test)
{
	volatile size_t n = ~0ul / 8 + 1;

	KUNIT_EXPECT_NULL(test, kcalloc(n, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc_array(n, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc_array(n, n, GFP_KERNEL));
	KUNIT_EXPECT_PTR_EQ(test, kcalloc(0, n, GFP_KERNEL), ZERO_SIZE_PTR);
}

static void arrays(struct kunit *test)
{
	u8 *p = kmalloc(700, GFP_KERNEL);

	memset(p, 0xee, 700);
	kfree(p);
	p = kcalloc(7, 100, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 700));
	kfree(p);
	p = kmalloc_array(7, 100, GFP_KERNEL);
	KUNIT_EXPECT_GE(test, ksize(p), 700);
	kfree(p);
}

static void zero_size(struct kunit *test)
{
	volatile size_t zero = 0;

	KUNIT_EXPECT_PTR_EQ(test, kmalloc(0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(zero, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kzalloc(zero, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc_node(zero, GFP_KERNEL, 0), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(zero, GFP_DMA), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmemdup("", 0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_TRUE(test, ZERO_OR_NULL_PTR(NULL));
	KUNIT_EXPECT_TRUE(test, ZERO_OR_NULL_PTR(ZERO_SIZE_PTR));
	KUNIT_EXPECT_EQ(test, ksize(ZERO_SIZE_PTR), 0);
	KUNIT_EXPECT_EQ(test, ksize(NULL), 0);
	kfree(ZERO_SIZE_PTR);
	kfree(NULL);
}

static void dma(struct kunit *test)
{
	volatile size_t size = 100;
	void *a = kmalloc(100, GFP_KERNEL | GFP_DMA);
	void *b = kmalloc(size, GFP_KERNEL | GFP_DMA);

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_EXPECT_STREQ(test, kmem_cache_name(virt_to_page(a)->slab_cache),
			   "dma-kmalloc-128");
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(a)->slab_cache,
			    virt_to_page(b)->slab_cache);
	if (populated_zone(&NODE_DATA(0)->node_zones[ZONE_DMA]))
		KUNIT_EXPECT_EQ(test, page_zonenum(virt_to_page(a)), ZONE_DMA);
	kfree(a);
	kfree(b);
}

static void fill(u8 *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (u8)(i * 7 + n);
}

static bool filled(const u8 *p, size_t n, size_t with)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != (u8)(i * 7 + with))
			return false;
	return true;
}

static void realloc_keeps_data(struct kunit *test)
{
	static const size_t steps[] = { 1, 8, 9, 100, 50, 130, 5000, 20, 9000,
					100000, 70000, 8192, 1 };
	u8 *p = krealloc(NULL, 3, GFP_KERNEL);
	size_t old = 3;

	fill(p, old);
	for (unsigned int i = 0; i < ARRAY_SIZE(steps); i++) {
		p = krealloc(p, steps[i], GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_TRUE(test, filled(p, min(old, steps[i]), old));
		old = steps[i];
		fill(p, old);
	}
	KUNIT_EXPECT_PTR_EQ(test, krealloc(p, 0, GFP_KERNEL), ZERO_SIZE_PTR);
	p = krealloc(ZERO_SIZE_PTR, 10, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ksize(p), 16);
	kfree(p);
}

static void realloc_fails_safely(struct kunit *test)
{
	u8 *p = kmalloc(64, GFP_KERNEL);
	u8 *q;

	fill(p, 64);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	q = krealloc(p, 1000, GFP_KERNEL);
	fault_inject_disarm();
	KUNIT_EXPECT_NULL(test, q);
	KUNIT_EXPECT_TRUE(test, filled(p, 64, 64));
	kfree(p);
	octavo_report_expect(1);
	KUNIT_EXPECT_NULL(test, krealloc(p, 1000, GFP_KERNEL));
	expect_text(test, "slab: krealloc: * is no allocated object");
}

static void copies(struct kunit *test)
{
	char *s = kstrdup("octavo", GFP_KERNEL);
	char *n = kstrndup("octavo", 4, GFP_KERNEL);
	char *m = kstrndup("octavo", 40, GFP_KERNEL);
	u8 *d = kmemdup("abc\0def", 8, GFP_KERNEL);

	KUNIT_EXPECT_STREQ(test, s, "octavo");
	KUNIT_EXPECT_STREQ(test, n, "octa");
	KUNIT_EXPECT_STREQ(test, m, "octavo");
	KUNIT_EXPECT_MEMEQ(test, d, "abc\0def", 8);
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kstrndup(NULL, 3, GFP_KERNEL));
	kfree(s);
	kfree(n);
	kfree(m);
	kfree(d);
}

static void ksize_may_be_used(struct kunit *test)
{
	u8 *p = kmalloc(20, GFP_KERNEL);
	size_t n = ksize(p);

	KUNIT_EXPECT_EQ(test, n, 32);
	memset(p, 1, n);
	kfree(p);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, ksize(&n), 0);
	expect_text(test, "slab: ksize: * is no allocated object");
}

/* ---- the range check of the hardened user copy ---------------------------------- */

static void object_ranges(struct kunit *test)
{
	struct kmem_cache *s = test_cache(test, "range", 56, 0);
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);
	u8 *big = kmalloc(20000, GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, slab_check_object(p, 56));
	KUNIT_EXPECT_NULL(test, slab_check_object(p + 10, 46));
	KUNIT_EXPECT_NULL(test, slab_check_object(p, 0));
	KUNIT_EXPECT_STREQ(test, slab_check_object(p, 57), "range");
	KUNIT_EXPECT_STREQ(test, slab_check_object(p + 10, 47), "range");
	KUNIT_EXPECT_STREQ(test, slab_check_object(p, ~0ul), "range");
	KUNIT_EXPECT_NULL(test, slab_check_object(&s, 5000));
	KUNIT_EXPECT_NULL(test, slab_check_object(big, 20000));
	kmem_cache_free(s, p);
	KUNIT_EXPECT_STREQ(test, slab_check_object(p, 1), "range");
	KUNIT_EXPECT_STREQ(test,
			   slab_check_object((void *)((unsigned long)p & PAGE_MASK), 1),
			   "range");
	kfree(big);
}

/* ---- what the address sanitizer is told ------------------------------------------- */

#if OCTAVO_ASAN
int __asan_address_is_poisoned(const volatile void *addr);
#define poisoned(p)	(__asan_address_is_poisoned(p) != 0)
#else
#define poisoned(p)	false
#endif

/* Exactly the bytes asked for are open. */
static void expect_open(struct kunit *test, const u8 *p, size_t size)
{
	KUNIT_EXPECT_FALSE(test, poisoned(p));
	KUNIT_EXPECT_FALSE(test, poisoned(p + size - 1));
	KUNIT_EXPECT_TRUE_MSG(test, poisoned(p + size), "size %zu", size);
}

static void sanitizer_sees_objects(struct kunit *test)
{
	if (!OCTAVO_ASAN)
		kunit_skip(test, "no address sanitizer");
	for (size_t size = 1; size < 20000; size += 1 + size / 5) {
		u8 *p = kmalloc(size, GFP_KERNEL);

		if (size % PAGE_SIZE)
			expect_open(test, p, size);
		p = krealloc(p, size + 3, GFP_KERNEL);
		expect_open(test, p, size + 3);
		p = krealloc(p, size, GFP_KERNEL);
		expect_open(test, p, size);
		KUNIT_EXPECT_FALSE(test, poisoned(p + ksize(p) - 1));
		kfree(p);
		if (size <= KMALLOC_MAX_CACHE_SIZE)
			KUNIT_EXPECT_TRUE(test, poisoned(p));
	}
}

static struct kunit_case kmalloc_cases[] = {
	KUNIT_CASE(every_size_has_its_class),
	KUNIT_CASE(alignment),
	KUNIT_CASE(page_backed),
	KUNIT_CASE(too_large),
	KUNIT_CASE(overflow),
	KUNIT_CASE(arrays),
	KUNIT_CASE(zero_size),
	KUNIT_CASE(dma),
	KUNIT_CASE(realloc_keeps_data),
	KUNIT_CASE(realloc_fails_safely),
	KUNIT_CASE(copies),
	KUNIT_CASE(ksize_may_be_used),
	KUNIT_CASE(object_ranges),
	KUNIT_CASE(sanitizer_sees_objects),
	{}
};

static struct kunit_suite kmalloc_suite = {
	.name = "kmalloc",
	.suite_init = slab_suite_init,
	.test_cases = kmalloc_cases,
};
kunit_test_suites(&kmalloc_suite);
