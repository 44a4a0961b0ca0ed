/* SPDX-License-Identifier: MIT */
/*
 * dma_test.h - what the suites of the DMA layer share.
 *
 * A device that reaches all of memory, one that reaches little, and a device's
 * view of RAM: what is at a bus address, without the CPU being asked.
 */
#ifndef TESTS_DMA_TEST_H
#define TESTS_DMA_TEST_H

#include <kunit/test.h>
#include <octavo/dma-mapping.h>
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>

/* For a test: of "wide" and "narrow" devices, whose masks it may change. */
struct test_device {
	struct device dev;
	u64 mask;
	struct device_dma_parameters parms;
};

static inline void test_device_init(struct test_device *d, const char *name,
				    u64 mask)
{
	*d = (struct test_device){
		.dev = {
			.init_name = name,
			.coherent_dma_mask = mask,
		},
		.mask = mask,
	};
	d->dev.dma_mask = &d->mask;
	d->dev.dma_parms = &d->parms;
}

/* A mask that only the bounce buffers are below of, and a page above it: what
 * ZONE_NORMAL or high memory has, 16 MiB up. */
#define NARROW_MASK	DMA_BIT_MASK(24)

static inline void test_free_page(void *page)
{
	__free_page(page);
}

/* A page until the end of the test, filled with @fill. */
static inline struct page *test_page(struct kunit *test, gfp_t gfp, int fill)
{
	struct page *page = alloc_page(gfp);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, test_free_page, page), 0);
	memset_page(page, 0, fill, PAGE_SIZE);
	return page;
}

/* What the CPU sees in a page. */
static inline u8 page_byte(struct page *page, size_t offset)
{
	u8 byte;

	memcpy_from_page(&byte, page, offset, 1);
	return byte;
}

/* The device writes and reads. Frames that the machine has fenced off are
 * reached by copying the page as a whole (arch_copy_frame()), if it can. */
void device_write(dma_addr_t addr, u8 byte, size_t size);
u8 device_read(dma_addr_t addr);

static inline void expect_last(struct kunit *test, const char *glob)
{
	KUNIT_EXPECT_TRUE_MSG(test, glob_match(glob, octavo_last_report()),
			      "last report: %s", octavo_last_report());
}

#endif
