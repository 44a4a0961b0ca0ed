/* SPDX-License-Identifier: MIT */
/*
 * map_test.c - streaming and coherent mappings: masks, bounce buffers, syncs.
 */
#include "dma_test.h"

static struct test_device wide, narrow;

static int map_init(struct kunit *test)
{
	test_device_init(&wide, "wide", ~0ull);
	test_device_init(&narrow, "narrow", NARROW_MASK);
	return 0;
}

/* A page above what "narrow" reaches. */
static struct page *far_page(struct kunit *test, gfp_t gfp, int fill)
{
	struct page *page = test_page(test, gfp, fill);

	if (page_to_phys(page) <= NARROW_MASK)
		kunit_skip(test, "no memory above 16 MiB");
	return page;
}

static dma_addr_t map(struct kunit *test, struct test_device *d,
		      struct page *page, size_t offset, size_t size,
		      enum dma_data_direction dir)
{
	dma_addr_t addr = dma_map_page(&d->dev, page, offset, size, dir);

	KUNIT_ASSERT_EQ(test, dma_mapping_error(&d->dev, addr), 0);
	KUNIT_EXPECT_LE(test, addr + size - 1, d->mask);
	return addr;
}

static unsigned long bounces(void)
{
	struct dma_stats stats;

	dma_get_stats(&stats);
	return stats.bounces;
}

static unsigned long slots_used(void)
{
	struct dma_stats stats;

	dma_get_stats(&stats);
	return stats.bounce_used;
}

/* ---- without a bounce buffer --------------------------------------------------- */

static void direct(struct kunit *test)
{
	static const gfp_t from[] = { GFP_DMA | GFP_KERNEL, GFP_KERNEL,
				      GFP_HIGHUSER };

	for (unsigned int i = 0; i < ARRAY_SIZE(from); i++) {
		struct page *page = test_page(test, from[i], 1);
		dma_addr_t addr = map(test, &wide, page, 10, 1000,
				      DMA_BIDIRECTIONAL);

		KUNIT_EXPECT_EQ(test, addr, page_to_phys(page) + 10);
		KUNIT_EXPECT_EQ(test, device_read(addr), 1);
		device_write(addr, 2, 1000);
		dma_unmap_page(&wide.dev, addr, 1000, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_EQ(test, page_byte(page, 9), 1);
		KUNIT_EXPECT_EQ(test, page_byte(page, 10), 2);
		KUNIT_EXPECT_EQ(test, page_byte(page, 1009), 2);
		KUNIT_EXPECT_EQ(test, page_byte(page, 1010), 1);
	}
}

static void kernel_buffer(struct kunit *test)
{
	char *buf = kunit_kzalloc(test, 300, GFP_KERNEL);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	addr = dma_map_single(&wide.dev, buf + 20, 100, DMA_TO_DEVICE);
	KUNIT_ASSERT_EQ(test, dma_mapping_error(&wide.dev, addr), 0);
	KUNIT_EXPECT_EQ(test, addr, __pa(buf) + 20);
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
	dma_unmap_single(&wide.dev, addr, 100, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 0);
}

/* The same buffer for two devices, and twice for one. */
static void shared_for_reading(struct kunit *test)
{
	struct page *page = test_page(test, GFP_DMA | GFP_KERNEL, 5);
	dma_addr_t a = map(test, &wide, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	dma_addr_t b = map(test, &wide, page, 0, 100, DMA_TO_DEVICE);
	dma_addr_t c = map(test, &narrow, page, 0, PAGE_SIZE, DMA_TO_DEVICE);

	KUNIT_EXPECT_EQ(test, a, b);
	KUNIT_EXPECT_EQ(test, a, c);
	dma_unmap_page(&wide.dev, a, PAGE_SIZE, DMA_TO_DEVICE);
	dma_unmap_page(&narrow.dev, c, PAGE_SIZE, DMA_TO_DEVICE);
	dma_unmap_page(&wide.dev, b, 100, DMA_TO_DEVICE);
}

static void masks(struct kunit *test)
{
	struct device no_dma = { .init_name = "none" };

	KUNIT_EXPECT_EQ(test, DMA_BIT_MASK(64), ~0ull);
	KUNIT_EXPECT_EQ(test, DMA_BIT_MASK(28), 0xfffffffull);
	KUNIT_EXPECT_EQ(test, dma_set_mask_and_coherent(&wide.dev,
							DMA_BIT_MASK(28)), 0);
	KUNIT_EXPECT_EQ(test, wide.mask, DMA_BIT_MASK(28));
	KUNIT_EXPECT_EQ(test, wide.dev.coherent_dma_mask, DMA_BIT_MASK(28));
	KUNIT_EXPECT_EQ(test, dma_set_mask(&wide.dev, DMA_BIT_MASK(12)), -EIO);
	KUNIT_EXPECT_EQ(test, dma_set_coherent_mask(&wide.dev,
						    DMA_BIT_MASK(12)), -EIO);
	KUNIT_EXPECT_EQ(test, wide.mask, DMA_BIT_MASK(28));
	KUNIT_EXPECT_EQ(test, dma_set_mask(&no_dma, DMA_BIT_MASK(32)), -EIO);
	KUNIT_EXPECT_EQ(test, dma_coerce_mask_and_coherent(&no_dma,
							   DMA_BIT_MASK(32)), 0);
	KUNIT_EXPECT_EQ(test, dma_get_mask(&no_dma), DMA_BIT_MASK(32));
	wide.mask = ~0ull;
	KUNIT_EXPECT_EQ(test, dma_max_mapping_size(&wide.dev), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, dma_get_max_seg_size(&wide.dev), 65536);
	KUNIT_EXPECT_EQ(test, dma_set_max_seg_size(&wide.dev, 4096), 0);
	KUNIT_EXPECT_EQ(test, dma_get_max_seg_size(&wide.dev), 4096);
	KUNIT_EXPECT_EQ(test, dma_set_max_seg_size(&no_dma, 4096), -EIO);
	KUNIT_EXPECT_EQ(test, dma_get_seg_boundary(&no_dma), 0xfffffffful);
}

/* ---- bounce buffers --------------------------------------------------------------- */

static void bounce_pages(struct kunit *test, gfp_t gfp)
{
	static const struct {
		unsigned int offset, size;
	} part[] = { { 0, 4096 }, { 1, 1 }, { 2047, 2 }, { 100, 3996 },
		     { 3000, 1096 }, { 2048, 2048 }, { 4095, 1 } };

	for (unsigned int i = 0; i < ARRAY_SIZE(part); i++) {
		struct page *page = far_page(test, gfp, 7);
		const unsigned long before = bounces();
		dma_addr_t addr = map(test, &narrow, page, part[i].offset,
				      part[i].size, DMA_BIDIRECTIONAL);

		KUNIT_EXPECT_EQ(test, bounces(), before + 1);
		KUNIT_EXPECT_EQ(test, addr & ~PAGE_MASK, part[i].offset);
		KUNIT_EXPECT_EQ(test, device_read(addr), 7);
		KUNIT_EXPECT_EQ(test, device_read(addr + part[i].size - 1), 7);
		device_write(addr, 9, part[i].size);
		dma_unmap_page(&narrow.dev, addr, part[i].size,
			       DMA_BIDIRECTIONAL);
		for (unsigned int n = 0; n < PAGE_SIZE; n++)
			if (page_byte(page, n) !=
			    (n - part[i].offset < part[i].size ? 9 : 7))
				KUNIT_FAIL(test, "byte %u of part %u", n, i);
	}
	KUNIT_EXPECT_EQ(test, slots_used(), 0);
}

static void bounced_low(struct kunit *test)
{
	bounce_pages(test, GFP_KERNEL);
}

static void bounced_high(struct kunit *test)
{
	bounce_pages(test, GFP_HIGHUSER);
}

/* What a device writes to a buffer it was to read is dropped, as is what the
 * CPU wrote meanwhile kept; and what it does not write stays. */
static void directions(struct kunit *test)
{
	struct page *page = far_page(test, GFP_HIGHUSER, 1);
	dma_addr_t addr = map(test, &narrow, page, 0, 64, DMA_TO_DEVICE);

	device_write(addr, 2, 64);
	dma_unmap_page(&narrow.dev, addr, 64, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, page_byte(page, 0), 1);
	addr = map(test, &narrow, page, 0, 64, DMA_FROM_DEVICE);
	device_write(addr, 3, 10);
	dma_unmap_page(&narrow.dev, addr, 64, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, page_byte(page, 9), 3);
	KUNIT_EXPECT_EQ(test, page_byte(page, 10), 1);
}

static void syncs(struct kunit *test)
{
	struct page *page = far_page(test, GFP_HIGHUSER, 1);
	dma_addr_t addr = map(test, &narrow, page, 50, 3000, DMA_BIDIRECTIONAL);

	device_write(addr, 2, 3000);
	dma_sync_single_range_for_cpu(&narrow.dev, addr, 100, 50,
				      DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, page_byte(page, 149), 1);
	KUNIT_EXPECT_EQ(test, page_byte(page, 150), 2);
	KUNIT_EXPECT_EQ(test, page_byte(page, 199), 2);
	KUNIT_EXPECT_EQ(test, page_byte(page, 200), 1);
	memset_page(page, 150, 4, 50);
	dma_sync_single_for_device(&narrow.dev, addr + 110, 5,
				   DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, device_read(addr + 109), 2);
	KUNIT_EXPECT_EQ(test, device_read(addr + 110), 4);
	KUNIT_EXPECT_EQ(test, device_read(addr + 114), 4);
	KUNIT_EXPECT_EQ(test, device_read(addr + 115), 2);
	dma_unmap_page(&narrow.dev, addr, 3000, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, page_byte(page, 50), 2);
	KUNIT_EXPECT_EQ(test, page_byte(page, 160), 4);
	KUNIT_EXPECT_EQ(test, page_byte(page, 165), 2);
}

static void skip_cpu_sync(struct kunit *test)
{
	struct page *page = far_page(test, GFP_HIGHUSER, 1);
	dma_addr_t addr;

	addr = dma_map_page_attrs(&narrow.dev, page, 0, 64, DMA_BIDIRECTIONAL,
				  DMA_ATTR_SKIP_CPU_SYNC);
	KUNIT_ASSERT_EQ(test, dma_mapping_error(&narrow.dev, addr), 0);
	device_write(addr, 8, 64);
	memset_page(page, 0, 2, 64);
	dma_sync_single_for_device(&narrow.dev, addr, 32, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, device_read(addr + 31), 2);
	KUNIT_EXPECT_EQ(test, device_read(addr + 32), 8);
	dma_sync_single_for_cpu(&narrow.dev, addr, 32, DMA_BIDIRECTIONAL);
	dma_unmap_page_attrs(&narrow.dev, addr, 64, DMA_BIDIRECTIONAL,
			     DMA_ATTR_SKIP_CPU_SYNC);
	KUNIT_EXPECT_EQ(test, page_byte(page, 40), 2);
}

/* A buffer of three slots finds no room where only pairs are free. */
static void expect_no_row(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 1);

	KUNIT_ASSERT_NOT_NULL(test, page);
	if (page_to_phys(page) > NARROW_MASK)
		KUNIT_EXPECT_EQ(test, dma_map_page_attrs(&narrow.dev, page, 100,
							 4096, DMA_TO_DEVICE,
							 DMA_ATTR_NO_WARN),
				DMA_MAPPING_ERROR);
	__free_pages(page, 1);
}

/* Until there is no room; then what is given back can be had again. */
static void exhaustion(struct kunit *test)
{
	struct page *page = far_page(test, GFP_HIGHUSER, 0);
	const size_t size = 4096;
	static dma_addr_t addrs[1024];
	unsigned int nr, again = 0;
	struct dma_stats stats;

	for (nr = 0; nr < ARRAY_SIZE(addrs); nr++) {
		addrs[nr] = dma_map_page_attrs(&narrow.dev, page, 0, size,
					       DMA_TO_DEVICE, DMA_ATTR_NO_WARN);
		if (dma_mapping_error(&narrow.dev, addrs[nr]))
			break;
	}
	dma_get_stats(&stats);
	KUNIT_EXPECT_EQ(test, nr, stats.bounce_slots / 2);
	KUNIT_EXPECT_EQ(test, stats.bounce_used, stats.bounce_slots);
	for (unsigned int i = 1; i < nr; i += 2)
		dma_unmap_page(&narrow.dev, addrs[i], size, DMA_TO_DEVICE);
	expect_no_row(test);
	for (unsigned int i = 1; i < nr; i += 2, again++)
		addrs[i] = map(test, &narrow, page, 0, size, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, again, nr / 2);
	for (unsigned int i = 0; i < nr; i++)
		dma_unmap_page(&narrow.dev, addrs[i], size, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, slots_used(), 0);
}

static void largest_bounce(struct kunit *test)
{
	const size_t most = dma_max_mapping_size(&narrow.dev);
	const unsigned int order = (unsigned int)get_order(most + PAGE_SIZE);
	struct page *page = alloc_pages(GFP_KERNEL, order);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, page);
	if (page_to_phys(page) > NARROW_MASK) {
		addr = map(test, &narrow, page, 4095, most, DMA_TO_DEVICE);
		dma_unmap_page(&narrow.dev, addr, most, DMA_TO_DEVICE);
		addr = dma_map_page_attrs(&narrow.dev, page, 0, most + 1,
					  DMA_TO_DEVICE, DMA_ATTR_NO_WARN);
		KUNIT_EXPECT_EQ(test, addr, DMA_MAPPING_ERROR);
	}
	__free_pages(page, order);
}

static void no_record(struct kunit *test)
{
	struct page *page = test_page(test, GFP_HIGHUSER, 0);

	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	KUNIT_EXPECT_EQ(test, dma_map_page(&wide.dev, page, 0, 64,
					   DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	KUNIT_EXPECT_EQ(test, dma_map_page(&narrow.dev, page, 0, 64,
					   DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	fault_inject_disarm();
	KUNIT_EXPECT_EQ(test, dma_mapping_error(&wide.dev, DMA_MAPPING_ERROR),
			-ENOMEM);
	KUNIT_EXPECT_EQ(test, slots_used(), 0);
}

/* ---- lists ---------------------------------------------------------------------------- */

#define LIST_PAGES	6

static void fill_list(struct kunit *test, struct scatterlist *sg, int nr)
{
	sg_init_table(sg, (unsigned int)nr);
	for (int i = 0; i < nr; i++)
		sg_set_page(&sg[i], test_page(test, i & 1 ? GFP_HIGHUSER :
							    GFP_KERNEL | GFP_DMA, i),
			    100u + (unsigned int)i, 10);
}

static void list(struct kunit *test)
{
	struct test_device *devices[] = { &wide, &narrow };
	struct scatterlist sg[LIST_PAGES];

	for (int d = 0; d < 2; d++) {
		struct device *dev = &devices[d]->dev;

		fill_list(test, sg, LIST_PAGES);
		KUNIT_ASSERT_EQ(test, dma_map_sg(dev, sg, LIST_PAGES,
						 DMA_BIDIRECTIONAL), LIST_PAGES);
		KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
		for (unsigned int i = 0; i < LIST_PAGES; i++) {
			KUNIT_EXPECT_EQ(test, sg_dma_len(&sg[i]), 100 + i);
			KUNIT_EXPECT_LE(test, sg_dma_address(&sg[i]) + 200,
					devices[d]->mask);
			KUNIT_EXPECT_EQ(test, device_read(sg[i].dma_address), i);
			device_write(sg[i].dma_address, (u8)(50 + i), 100);
		}
		dma_sync_sg_for_cpu(dev, sg, LIST_PAGES, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_EQ(test, page_byte(sg_page(&sg[1]), 10), 51);
		memset_page(sg_page(&sg[1]), 10, 77, 1);
		dma_sync_sg_for_device(dev, sg, LIST_PAGES, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_EQ(test, device_read(sg[1].dma_address), 77);
		dma_sync_single_for_cpu(dev, sg[3].dma_address + 5, 10,
					DMA_BIDIRECTIONAL);
		dma_unmap_sg(dev, sg, LIST_PAGES, DMA_BIDIRECTIONAL);
		for (unsigned int i = 0; i < LIST_PAGES; i++)
			KUNIT_EXPECT_EQ(test, page_byte(sg_page(&sg[i]), 109),
					50 + i);
	}
	KUNIT_EXPECT_EQ(test, slots_used(), 0);
}

static void list_fails_in_the_middle(struct kunit *test)
{
	struct scatterlist sg[3];
	struct sg_table t = { .sgl = sg, .orig_nents = 3 };

	fill_list(test, sg, 3);
	far_page(test, GFP_HIGHUSER, 0);
	sg_set_page(&sg[2], alloc_pages(GFP_KERNEL, MAX_ORDER - 1),
		    PAGE_SIZE << (MAX_ORDER - 1), 0);
	KUNIT_ASSERT_NOT_NULL(test, sg_page(&sg[2]));
	if (sg_phys(&sg[2]) > NARROW_MASK) {
		KUNIT_EXPECT_EQ(test, dma_map_sgtable(&narrow.dev, &t,
						      DMA_TO_DEVICE,
						      DMA_ATTR_NO_WARN), -EIO);
		KUNIT_EXPECT_EQ(test, slots_used(), 0);
	}
	__free_pages(sg_page(&sg[2]), MAX_ORDER - 1);
	t.orig_nents = 2;
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	KUNIT_EXPECT_EQ(test, dma_map_sgtable(&narrow.dev, &t, DMA_TO_DEVICE, 0),
			-ENOMEM);
	fault_inject_disarm();
	KUNIT_EXPECT_EQ(test, slots_used(), 0);
}

/* ---- coherent memory --------------------------------------------------------------------- */

static void coherent(struct kunit *test)
{
	struct test_device *devices[] = { &wide, &narrow };
	static const size_t sizes[] = { 1, 4096, 5000, 70000 };
	dma_addr_t addr;
	char *p;

	for (int d = 0; d < 2; d++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
			p = dma_alloc_coherent(&devices[d]->dev, sizes[i],
					       &addr, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, p);
			KUNIT_EXPECT_EQ(test, addr & ~PAGE_MASK, 0);
			KUNIT_EXPECT_LE(test, addr + sizes[i] - 1,
					devices[d]->mask);
			KUNIT_EXPECT_EQ(test, p[sizes[i] - 1], 0);
			device_write(addr, 5, sizes[i]);
			KUNIT_EXPECT_EQ(test, p[sizes[i] - 1], 5);
			KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
			dma_free_coherent(&devices[d]->dev, sizes[i], p, addr);
		}
	}
}

static void coherent_fails(struct kunit *test)
{
	dma_addr_t addr;

	KUNIT_EXPECT_NULL(test, dma_alloc_coherent(&wide.dev, 0, &addr,
						   GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, dma_alloc_coherent(&wide.dev, SIZE_MAX, &addr,
						   GFP_KERNEL));
	wide.dev.coherent_dma_mask = DMA_BIT_MASK(12);
	KUNIT_EXPECT_NULL(test, dma_alloc_coherent(&wide.dev, 10, &addr,
						   GFP_KERNEL));
	fault_inject_arm(FAULT_PAGE_ALLOC, 1, false);
	KUNIT_EXPECT_NULL(test, dma_alloc_coherent(&narrow.dev, 10, &addr,
						   GFP_KERNEL | __GFP_NOWARN));
	fault_inject_disarm();
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, true);
	KUNIT_EXPECT_NULL(test, dma_alloc_coherent(&narrow.dev, 10, &addr,
						   GFP_KERNEL));
	fault_inject_disarm();
	dma_free_coherent(&wide.dev, 10, NULL, 0);
}

/* ---- several CPUs at once ------------------------------------------------------------------ */

#define SMP_ROUNDS	400u
#define SMP_HELD	8u

struct smp_work {
	struct page *pages[2];
	unsigned int failed;
};

/* Maps of one page, some of them bounced, a few held at a time. */
static void map_and_unmap(void *arg, unsigned int cpu)
{
	struct smp_work *w = arg;
	dma_addr_t held[SMP_HELD] = { 0 };

	for (unsigned int i = 0; i < SMP_ROUNDS + SMP_HELD; i++) {
		struct device *dev = i % SMP_HELD & 1 ? &narrow.dev : &wide.dev;
		dma_addr_t *addr = &held[i % SMP_HELD];

		if (*addr)
			dma_unmap_page(dev, *addr, 100 + i % SMP_HELD,
				       DMA_TO_DEVICE);
		*addr = 0;
		if (i >= SMP_ROUNDS)
			continue;
		*addr = dma_map_page(dev, w->pages[cpu & 1], 10,
				     100 + i % SMP_HELD, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, *addr)) {
			__atomic_fetch_add(&w->failed, 1, __ATOMIC_RELAXED);
			*addr = 0;
		}
	}
}

static void on_all_cpus(struct kunit *test)
{
	struct smp_work w = { 0 };

	for (int i = 0; i < 2; i++)
		w.pages[i] = test_page(test, GFP_HIGHUSER, 1);
	kunit_run_on_cpus(test, nr_cpu_ids, map_and_unmap, &w);
	KUNIT_EXPECT_EQ(test, w.failed, 0);
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 0);
	KUNIT_EXPECT_EQ(test, slots_used(), 0);
}

static struct kunit_case map_cases[] = {
	KUNIT_CASE(direct),
	KUNIT_CASE(kernel_buffer),
	KUNIT_CASE(shared_for_reading),
	KUNIT_CASE(masks),
	KUNIT_CASE(bounced_low),
	KUNIT_CASE(bounced_high),
	KUNIT_CASE(directions),
	KUNIT_CASE(syncs),
	KUNIT_CASE(skip_cpu_sync),
	KUNIT_CASE(exhaustion),
	KUNIT_CASE(largest_bounce),
	KUNIT_CASE(no_record),
	KUNIT_CASE(list),
	KUNIT_CASE(list_fails_in_the_middle),
	KUNIT_CASE(coherent),
	KUNIT_CASE(coherent_fails),
	KUNIT_CASE(on_all_cpus),
	{}
};

static struct kunit_suite map_suite = {
	.name = "dma_map",
	.init = map_init,
	.test_cases = map_cases,
};
kunit_test_suites(&map_suite);
