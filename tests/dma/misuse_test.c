/* SPDX-License-Identifier: MIT */
/*
 * misuse_test.c - what drivers do wrong: each is done, and its report counted.
 */
#include <octavo/port.h>
#include "dma_test.h"

static struct test_device dev, other;

#define ADDR	"0x*"

static int misuse_init(struct kunit *test)
{
	test_device_init(&dev, "careless", ~0ull);
	test_device_init(&other, "bystander", ~0ull);
	return 0;
}

static dma_addr_t map_page(struct kunit *test, struct page *page, size_t size,
			   enum dma_data_direction dir)
{
	dma_addr_t addr = dma_map_page(&dev.dev, page, 0, size, dir);

	KUNIT_ASSERT_EQ(test, dma_mapping_error(&dev.dev, addr), 0);
	return addr;
}

/* ---- unmapping ----------------------------------------------------------------- */

static void wrong_size(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE);

	octavo_report_expect(1);
	dma_unmap_page(&dev.dev, addr, 64, DMA_TO_DEVICE);
	expect_last(test, "dma: careless: unmap of " ADDR " (single, 64 bytes, to device) by *: wrong size, mapped as single, 128 bytes, to device by *");
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 0);
}

static void wrong_direction(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE);

	octavo_report_expect(1);
	dma_unmap_page(&dev.dev, addr, 128, DMA_FROM_DEVICE);
	expect_last(test, "*wrong direction, mapped as single, 128 bytes, to device by *");
}

static void wrong_kind(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE);
	struct scatterlist sg;

	sg_init_table(&sg, 1);
	sg_set_page(&sg, page, 128, 0);
	sg_dma_address(&sg) = addr;
	octavo_report_expect(2);
	dma_unmap_sg(&dev.dev, &sg, 1, DMA_TO_DEVICE);
	expect_last(test, "*(list, 128 bytes, to device) by *: wrong kind, mapped as single*");
	dma_free_coherent(&dev.dev, 128, page_address(page), addr);
	expect_last(test, "*(coherent, 4096 bytes, both ways)*: wrong kind*");
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
}

static void wrong_device(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE);

	octavo_report_expect(1);
	dma_unmap_page(&other.dev, addr, 128, DMA_TO_DEVICE);
	expect_last(test, "dma: bystander: unmap of " ADDR " by *: mapped for careless by *");
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
}

static void twice(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE);

	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
	octavo_report_expect(2);
	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
	expect_last(test, "dma: careless: unmap of " ADDR " (single, 128 bytes) by *: not mapped, or unmapped before");
	dma_unmap_page(&dev.dev, DMA_MAPPING_ERROR, 128, DMA_TO_DEVICE);
}

static void error_never_asked(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = dma_map_page(&dev.dev, page, 0, 128, DMA_TO_DEVICE);

	octavo_report_expect(1);
	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
	expect_last(test, "*: dma_mapping_error() was never asked, mapped*");
}

static void lists(struct kunit *test)
{
	struct scatterlist sg[3];

	sg_init_table(sg, 3);
	for (int i = 0; i < 3; i++)
		sg_set_page(&sg[i], test_page(test, GFP_KERNEL, 0), 100, 0);
	KUNIT_ASSERT_EQ(test, dma_map_sg(&dev.dev, sg, 3, DMA_TO_DEVICE), 3);
	octavo_report_expect(4);
	dma_sync_sg_for_cpu(&dev.dev, sg, 2, DMA_TO_DEVICE);
	expect_last(test, "dma: careless: sync for the CPU of *");
	dma_unmap_sg(&dev.dev, sg, 2, DMA_TO_DEVICE);
	expect_last(test, "*wrong number of entries*");
	KUNIT_ASSERT_EQ(test, dma_map_sg(&dev.dev, sg, 3, DMA_TO_DEVICE), 3);
	sg[1].length = 99;
	dma_unmap_sg(&dev.dev, sg, 3, DMA_TO_DEVICE);
	expect_last(test, "*the list has changed*");
	KUNIT_EXPECT_EQ(test, dma_map_sg(&dev.dev, sg, 4, DMA_TO_DEVICE), 0);
	expect_last(test, "*the list has fewer entries");
}

/* ---- mapping what must not be ------------------------------------------------------ */

static void no_bytes_no_direction(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);

	octavo_report_expect(3);
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, page, 0, 0, DMA_TO_DEVICE),
			DMA_MAPPING_ERROR);
	expect_last(test, "*: no bytes");
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, page, 0, 1, DMA_NONE),
			DMA_MAPPING_ERROR);
	expect_last(test, "*(1 bytes, no direction)*: no direction");
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, page, 0, 1,
					   (enum dma_data_direction)17),
			DMA_MAPPING_ERROR);
	expect_last(test, "*(1 bytes, bad direction)*: no direction");
}

static void past_the_end(struct kunit *test)
{
	struct page *last = pfn_to_page(max_pfn - 1);

	octavo_report_expect(2);
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, last, 0, PAGE_SIZE + 1,
					   DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	expect_last(test, "*: no memory");
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, last, 0, SIZE_MAX,
					   DMA_TO_DEVICE), DMA_MAPPING_ERROR);
}

static void freed_page(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct page *block = alloc_pages(GFP_KERNEL, 2);
	dma_addr_t addr;

	__free_page(page);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, page, 0, 10,
					   DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	expect_last(test, "*: freed memory");
	/* The pages of a block but its first have no count, and are not free. */
	addr = dma_map_page(&dev.dev, block + 2, 5, 2 * PAGE_SIZE - 5,
			    DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_mapping_error(&dev.dev, addr), 0);
	dma_unmap_page(&dev.dev, addr, 2 * PAGE_SIZE - 5, DMA_TO_DEVICE);
	__free_pages(block, 2);
}

static void freed_object(struct kunit *test)
{
	char *p = kmalloc(100, GFP_KERNEL), *q = kmalloc(100, GFP_KERNEL);
	dma_addr_t addr;

	KUNIT_ASSERT_TRUE(test, p && q);
	kfree(p);
	octavo_report_expect(2);
	KUNIT_EXPECT_EQ(test, dma_map_single(&dev.dev, p, 100, DMA_TO_DEVICE),
			DMA_MAPPING_ERROR);
	expect_last(test, "*: no live object of so many bytes");
	KUNIT_EXPECT_EQ(test, dma_map_single(&dev.dev, q, 500, DMA_TO_DEVICE),
			DMA_MAPPING_ERROR);
	addr = dma_map_single(&dev.dev, q, 100, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_mapping_error(&dev.dev, addr), 0);
	kfree(q);
	octavo_report_expect(1);
	dma_unmap_single(&dev.dev, addr, 100, DMA_TO_DEVICE);
	expect_last(test, "*: freed while it was mapped, *");
}

/* On the hosted machine the stack is no memory of ours at all. */
static void on_the_stack(struct kunit *test)
{
	char buf[64];

	memset(buf, 0, sizeof(buf));
	octavo_report_expect(2);
	KUNIT_EXPECT_EQ(test, dma_map_single(&dev.dev, buf, sizeof(buf),
					     DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	expect_last(test, virt_addr_valid(buf) ? "*: on the stack" :
			  "*: no address of the linear map");
	KUNIT_EXPECT_EQ(test, dma_map_single(&dev.dev, (void *)64, 64,
					     DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	expect_last(test, "*: no address of the linear map");
}

static void window_address(struct kunit *test)
{
	struct page *page = test_page(test, GFP_HIGHUSER, 0);
	void *p;

	if (!PageHighMem(page))
		kunit_skip(test, "no high memory");
	p = kmap_local_page(page);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, dma_map_single(&dev.dev, p, 64, DMA_TO_DEVICE),
			DMA_MAPPING_ERROR);
	kunmap_local(p);
}

static void mask_below_memory(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);

	dev.mask = 0xff;
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, dma_map_page(&dev.dev, page, 0, 10,
					   DMA_TO_DEVICE), DMA_MAPPING_ERROR);
	expect_last(test, "*: the mask reaches no memory");
}

/* ---- syncing ---------------------------------------------------------------------------- */

static void bad_syncs(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE);

	octavo_report_expect(6);
	dma_sync_single_for_cpu(&dev.dev, addr, 129, DMA_TO_DEVICE);
	expect_last(test, "dma: careless: sync for the CPU of " ADDR " (129 bytes, to device) by *: mapped as 128 bytes, to device by *");
	dma_sync_single_range_for_device(&dev.dev, addr, 128, 1, DMA_TO_DEVICE);
	expect_last(test, "dma: careless: sync for the device of *");
	dma_sync_single_range_for_device(&dev.dev, addr, 100, ~0ul,
					 DMA_TO_DEVICE);
	dma_sync_single_for_cpu(&dev.dev, addr, 128, DMA_FROM_DEVICE);
	expect_last(test, "*(128 bytes, from device)*");
	dma_sync_single_for_cpu(&other.dev, addr, 128, DMA_TO_DEVICE);
	expect_last(test, "dma: bystander: sync for the CPU of * (128 bytes) by *: not mapped");
	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
	dma_sync_single_for_cpu(&dev.dev, addr, 128, DMA_TO_DEVICE);
}

/* ---- leaving --------------------------------------------------------------------------- */

static void device_goes(struct kunit *test)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, 128, DMA_TO_DEVICE), handle;
	void *p = dma_alloc_coherent(&dev.dev, 100, &handle, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, dma_device_gone(&other.dev), 0);
	octavo_report_expect(2);
	KUNIT_EXPECT_EQ(test, dma_device_gone(&dev.dev), 2);
	expect_last(test, "dma: careless: left mapped: " ADDR " (*) by *");
	dma_unmap_page(&dev.dev, addr, 128, DMA_TO_DEVICE);
	dma_free_coherent(&dev.dev, 100, p, handle);
	KUNIT_EXPECT_EQ(test, dma_device_gone(&dev.dev), 0);
}

static void coherent_addresses(struct kunit *test)
{
	dma_addr_t handle;
	char *p = dma_alloc_coherent(&dev.dev, 5000, &handle, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	octavo_report_expect(3);
	dma_free_coherent(&dev.dev, 5000, p, handle + PAGE_SIZE);
	expect_last(test, "*not mapped, or unmapped before");
	KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 1);
	dma_free_coherent(&dev.dev, 100, p + PAGE_SIZE, handle);
	expect_last(test, "*free of coherent memory *: its address is *");
}

/* ---- the CPU where it must not be --------------------------------------------------------- */

/* Does this machine fence memory off? */
static bool fences(struct page *page, dma_addr_t addr)
{
	const unsigned long before = octavo_report_count();

	octavo_report_expect(1);
	(void)*(volatile char *)page_address(page);
	octavo_report_expect(0);
	return octavo_report_count() != before;
}

static void touch(struct kunit *test, struct page *page, bool write)
{
	volatile char *p = kmap_local_page(page);

	if (write)
		p[123] = 5;
	else
		(void)p[123];
	kunmap_local((char *)p);
}

static void stray_access(struct kunit *test, gfp_t gfp,
			 enum dma_data_direction dir, bool write)
{
	struct page *page = test_page(test, GFP_KERNEL, 0);
	dma_addr_t addr = map_page(test, page, PAGE_SIZE, DMA_FROM_DEVICE);
	bool works = fences(page, addr);

	dma_unmap_page(&dev.dev, addr, PAGE_SIZE, DMA_FROM_DEVICE);
	if (!works)
		kunit_skip(test, "this machine fences nothing off");
	page = test_page(test, gfp, 0);
	addr = map_page(test, page, PAGE_SIZE, dir);
	octavo_report_expect(1);
	touch(test, page, write);
	expect_last(test, write ?
		    "dma: the CPU writes to " ADDR " at * while careless owns it: mapped as *, 4096 bytes, * by *" :
		    "dma: the CPU reads from " ADDR " at * while careless owns it: mapped as *, 4096 bytes, * by *");
	/* Said once, then the CPU may. */
	touch(test, page, write);
	KUNIT_EXPECT_EQ(test, page_byte(page, 123), write ? 5 : 0);
	dma_unmap_page(&dev.dev, addr, PAGE_SIZE, dir);
	touch(test, page, true);
}

static void reads_what_is_written(struct kunit *test)
{
	stray_access(test, GFP_KERNEL, DMA_FROM_DEVICE, false);
}

static void writes_what_is_written(struct kunit *test)
{
	stray_access(test, GFP_KERNEL, DMA_BIDIRECTIONAL, true);
}

static void writes_what_is_read(struct kunit *test)
{
	stray_access(test, GFP_KERNEL, DMA_TO_DEVICE, true);
}

static void stray_high_access(struct kunit *test)
{
	stray_access(test, GFP_HIGHUSER, DMA_FROM_DEVICE, true);
}

/* None of these is a mistake, and none is reported. */
static void allowed_access(struct kunit *test)
{
	struct page *block = alloc_pages(GFP_KERNEL | __GFP_ZERO, 2);
	char *p = page_address(block);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, block);
	/* |....xxxx|xxxxxxxx|xxx.....| */
	addr = dma_map_page(&dev.dev, block, 3000, 7000, DMA_FROM_DEVICE);
	KUNIT_ASSERT_EQ(test, dma_mapping_error(&dev.dev, addr), 0);
	p[0] = p[2999] = p[10000] = p[16383] = 1;
	dma_sync_single_range_for_cpu(&dev.dev, addr, 2000, 10, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, *(volatile char *)(p + 5000), 0);
	dma_sync_single_range_for_device(&dev.dev, addr, 2000, 10,
					 DMA_FROM_DEVICE);
	dma_unmap_page(&dev.dev, addr, 7000, DMA_FROM_DEVICE);
	memset(p, 3, 4 * PAGE_SIZE);
	addr = dma_map_page(&dev.dev, block, 0, 4 * PAGE_SIZE, DMA_TO_DEVICE);
	KUNIT_ASSERT_EQ(test, dma_mapping_error(&dev.dev, addr), 0);
	KUNIT_EXPECT_EQ(test, *(volatile char *)(p + 5000), 3);
	dma_unmap_page(&dev.dev, addr, 4 * PAGE_SIZE, DMA_TO_DEVICE);
	__free_pages(block, 2);
}

#if OCTAVO_ASAN
int __asan_address_is_poisoned(const volatile void *addr);

/* What is no whole page is left to the compiler's checks. */
static void part_is_poisoned(struct kunit *test)
{
	char *p = kunit_kzalloc(test, 200, GFP_KERNEL);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, p);
	addr = dma_map_single(&dev.dev, p + 16, 100, DMA_FROM_DEVICE);
	KUNIT_ASSERT_EQ(test, dma_mapping_error(&dev.dev, addr), 0);
	KUNIT_EXPECT_FALSE(test, __asan_address_is_poisoned(p + 15));
	KUNIT_EXPECT_TRUE(test, __asan_address_is_poisoned(p + 16));
	KUNIT_EXPECT_TRUE(test, __asan_address_is_poisoned(p + 111));
	KUNIT_EXPECT_FALSE(test, __asan_address_is_poisoned(p + 116));
	dma_unmap_single(&dev.dev, addr, 100, DMA_FROM_DEVICE);
	KUNIT_EXPECT_FALSE(test, __asan_address_is_poisoned(p + 16));
}
#else
static void part_is_poisoned(struct kunit *test)
{
	kunit_skip(test, "no AddressSanitizer");
}
#endif

static struct kunit_case misuse_cases[] = {
	KUNIT_CASE(wrong_size),
	KUNIT_CASE(wrong_direction),
	KUNIT_CASE(wrong_kind),
	KUNIT_CASE(wrong_device),
	KUNIT_CASE(twice),
	KUNIT_CASE(error_never_asked),
	KUNIT_CASE(lists),
	KUNIT_CASE(no_bytes_no_direction),
	KUNIT_CASE(past_the_end),
	KUNIT_CASE(freed_page),
	KUNIT_CASE(freed_object),
	KUNIT_CASE(on_the_stack),
	KUNIT_CASE(window_address),
	KUNIT_CASE(mask_below_memory),
	KUNIT_CASE(bad_syncs),
	KUNIT_CASE(device_goes),
	KUNIT_CASE(coherent_addresses),
	KUNIT_CASE(reads_what_is_written),
	KUNIT_CASE(writes_what_is_written),
	KUNIT_CASE(writes_what_is_read),
	KUNIT_CASE(stray_high_access),
	KUNIT_CASE(allowed_access),
	KUNIT_CASE(part_is_poisoned),
	{}
};

static struct kunit_suite misuse_suite = {
	.name = "dma_misuse",
	.init = misuse_init,
	.test_cases = misuse_cases,
};
kunit_test_suites(&misuse_suite);
