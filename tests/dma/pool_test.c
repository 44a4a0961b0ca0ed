/* SPDX-License-Identifier: MIT */
/*
 * pool_test.c - small blocks of coherent memory.
 */
#include <octavo/dmapool.h>
#include "dma_test.h"

#define MANY	300u

static struct test_device dev;
static struct {
	char *vaddr;
	dma_addr_t addr;
} blocks[MANY];

static int pool_init(struct kunit *test)
{
	test_device_init(&dev, "pooled", NARROW_MASK);
	return 0;
}

static void blocks_of(struct kunit *test, size_t size, size_t align,
		      size_t boundary)
{
	struct dma_pool *pool = dma_pool_create("blocks", &dev.dev, size, align,
						boundary);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	for (unsigned int i = 0; i < MANY; i++) {
		blocks[i].vaddr = dma_pool_alloc(pool, GFP_KERNEL,
						 &blocks[i].addr);
		KUNIT_ASSERT_NOT_NULL(test, blocks[i].vaddr);
		KUNIT_EXPECT_LE(test, blocks[i].addr + size - 1, NARROW_MASK);
		KUNIT_EXPECT_EQ(test, blocks[i].addr & (align - 1), 0);
		if (boundary)
			KUNIT_EXPECT_LE(test, (blocks[i].addr & (boundary - 1)) +
					size, boundary);
		memset(blocks[i].vaddr, (int)i, size);
	}
	for (unsigned int i = 0; i < MANY; i++) {
		KUNIT_EXPECT_EQ(test, (u8)blocks[i].vaddr[0], (u8)i);
		KUNIT_EXPECT_EQ(test, (u8)blocks[i].vaddr[size - 1], (u8)i);
		KUNIT_EXPECT_EQ(test, device_read(blocks[i].addr), (u8)i);
		dma_pool_free(pool, blocks[i].vaddr, blocks[i].addr);
	}
	dma_pool_destroy(pool);
}

static void shapes(struct kunit *test)
{
	blocks_of(test, 1, 1, 0);
	blocks_of(test, 24, 8, 0);
	blocks_of(test, 100, 64, 1024);
	blocks_of(test, 60, 4, 256);
	blocks_of(test, 256, 256, 4096);
	blocks_of(test, 5000, 16, 0);
}

static void bad_shapes(struct kunit *test)
{
	static const struct {
		size_t size, align, boundary;
	} bad[] = { { 0, 8, 0 }, { 16, 3, 0 }, { 16, 8, 100 }, { 16, 8, 8 },
		    { SIZE_MAX, 8, 0 }, { 100, 256, 128 } };

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_NULL(test, dma_pool_create("bad", &dev.dev,
							bad[i].size,
							bad[i].align,
							bad[i].boundary));
	dma_pool_destroy(NULL);
}

static void zeroed(struct kunit *test)
{
	struct dma_pool *pool = dma_pool_create("zero", &dev.dev, 64, 0, 0);
	dma_addr_t addr;
	char *p;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	p = dma_pool_alloc(pool, GFP_KERNEL, &addr);
	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 5, 64);
	dma_pool_free(pool, p, addr);
	p = dma_pool_zalloc(pool, GFP_KERNEL, &addr);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 64));
	dma_pool_free(pool, p, addr);
	dma_pool_destroy(pool);
}

static void allocations_fail(struct kunit *test)
{
	struct dma_pool *pool;
	dma_addr_t addr;

	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	KUNIT_EXPECT_NULL(test, dma_pool_create("none", &dev.dev, 64, 0, 0));
	fault_inject_disarm();
	pool = dma_pool_create("none", &dev.dev, 64, 0, 0);
	KUNIT_ASSERT_NOT_NULL(test, pool);
	for (unsigned long nth = 1; nth <= 2; nth++) {
		fault_inject_arm(FAULT_SLAB_ALLOC, nth, true);
		KUNIT_EXPECT_NULL(test, dma_pool_alloc(pool, GFP_KERNEL, &addr));
		fault_inject_disarm();
	}
	fault_inject_arm(FAULT_PAGE_ALLOC, 1, true);
	KUNIT_EXPECT_NULL(test, dma_pool_alloc(pool, GFP_KERNEL | __GFP_NOWARN,
					       &addr));
	fault_inject_disarm();
	dma_pool_destroy(pool);
}

static void bad_frees(struct kunit *test)
{
	struct dma_pool *pool = dma_pool_create("a", &dev.dev, 64, 0, 0);
	struct dma_pool *stranger = dma_pool_create("b", &dev.dev, 64, 0, 0);
	dma_addr_t addr;
	char *p;

	KUNIT_ASSERT_TRUE(test, pool && stranger);
	p = dma_pool_alloc(pool, GFP_KERNEL, &addr);
	KUNIT_ASSERT_NOT_NULL(test, p);
	octavo_report_expect(4);
	dma_pool_free(pool, p + 8, addr + 8);
	expect_last(test, "dma: pooled: pool a: free of *: a block inside of a block");
	dma_pool_free(pool, p, addr + 64);
	expect_last(test, "*: a block of two addresses that are not the same block's");
	dma_pool_free(stranger, p, addr);
	expect_last(test, "dma: pooled: pool b: *: a block of another pool");
	dma_pool_free(pool, p, addr);
	dma_pool_free(pool, p, addr);
	expect_last(test, "*: a block that is free");
	dma_pool_destroy(pool);
	dma_pool_destroy(stranger);
}

/* The device may still write to it, so its page is not given away. */
static void busy_at_the_end(struct kunit *test)
{
	struct dma_pool *pool = dma_pool_create("busy", &dev.dev, 64, 0, 0);
	dma_addr_t addr;
	char *p;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	p = dma_pool_alloc(pool, GFP_KERNEL, &addr);
	KUNIT_ASSERT_NOT_NULL(test, p);
	octavo_report_expect(1);
	dma_pool_destroy(pool);
	expect_last(test, "dma: pooled: pool busy destroyed with 1 blocks of 64 bytes in use at 0x*");
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
	dma_free_coherent(&dev.dev, PAGE_SIZE, p, addr);
}

static struct kunit_case pool_cases[] = {
	KUNIT_CASE(shapes),
	KUNIT_CASE(bad_shapes),
	KUNIT_CASE(zeroed),
	KUNIT_CASE(allocations_fail),
	KUNIT_CASE(bad_frees),
	KUNIT_CASE(busy_at_the_end),
	{}
};

static struct kunit_suite pool_suite = {
	.name = "dma_pool",
	.init = pool_init,
	.test_cases = pool_cases,
};
kunit_test_suites(&pool_suite);
