/* SPDX-License-Identifier: MIT */
/*
 * user_test.c - user memory for devices: what is refused, what is undone, and
 * how long the pages live.
 *
 *	user address space	[ w ][ w ][ w ][ w ][ r ][ . ][ w ]
 *				  |-- buffers -----|
 */
#include <octavo/dma-user.h>
#include <octavo/err.h>
#include <octavo/vmstat.h>
#include "dma_test.h"
#include "../user_mm.h"

#define PATTERN		"wwwwr.w"
#define BUF_OFFSET	100u
#define BUF_SIZE	(3 * PAGE_SIZE + 200)

static struct test_device wide, narrow;

static int user_init(struct kunit *test)
{
	test_device_init(&wide, "wide", ~0ull);
	test_device_init(&narrow, "narrow", NARROW_MASK);
	return 0;
}

static unsigned long pins(void)
{
	return vm_event(FOLL_PIN_ACQUIRED) - vm_event(FOLL_PIN_RELEASED);
}

static struct dma_user_buffer *pin(struct kunit *test, struct user_mm *u,
				   enum dma_data_direction dir)
{
	struct dma_user_buffer *buf = dma_pin_user(u->base + BUF_OFFSET,
						   BUF_SIZE, dir);

	if (IS_ERR(buf))
		user_mm_leave(u);
	KUNIT_ASSERT_FALSE(test, IS_ERR(buf));
	return buf;
}

/* The device fills all that it was told of. */
static void device_fills(struct dma_user_buffer *buf, u8 byte)
{
	struct scatterlist *sg;
	unsigned int i;

	for (unsigned int c = 0; c < buf->nr_channels; c++)
		for_each_sgtable_dma_sg(&buf->channel[c].sgt, sg, i)
			device_write(sg_dma_address(sg), (u8)(byte + c),
				     sg_dma_len(sg));
}

static u8 user_byte(struct user_mm *u, unsigned long offset)
{
	u8 byte = 0xee;

	user_mm_peek(u, u->base + offset, &byte, 1);
	return byte;
}

/* ---- there and back ------------------------------------------------------------ */

static void fill_from(struct kunit *test, struct test_device *d)
{
	struct dma_user_buffer *buf;
	struct user_mm u;

	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, buf->nr_pages, 4);
	KUNIT_EXPECT_EQ(test, dma_nr_user_pages(), 4);
	KUNIT_EXPECT_EQ(test, pins(), 4);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &d->dev, 1), 0);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &d->dev, 1), -EBUSY);
	device_fills(buf, 0x41);
	dma_unpin_user(buf);
	KUNIT_EXPECT_EQ(test, pins(), 0);
	KUNIT_EXPECT_EQ(test, dma_nr_user_pages(), 0);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET - 1), 0);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET), 0x41);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET + BUF_SIZE - 1), 0x41);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET + BUF_SIZE), 0);
	user_mm_leave(&u);
}

static void from_device(struct kunit *test)
{
	fill_from(test, &wide);
}

static void from_device_bounced(struct kunit *test)
{
	fill_from(test, &narrow);
}

static void to_device(struct kunit *test)
{
	struct dma_user_buffer *buf;
	struct user_mm u;
	u8 byte = 0x77;

	user_mm_enter(test, &u, PATTERN);
	user_mm_poke(&u, u.base + BUF_OFFSET, &byte, 1);
	/* Reading the read-only page is fine. */
	buf = dma_pin_user(u.base + BUF_OFFSET, 5 * PAGE_SIZE - BUF_OFFSET,
			   DMA_TO_DEVICE);
	KUNIT_EXPECT_FALSE(test, IS_ERR(buf));
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &narrow.dev, 1), 0);
	KUNIT_EXPECT_EQ(test, device_read(buf->channel[0].sgt.sgl->dma_address),
			0x77);
	KUNIT_EXPECT_EQ(test, buf->channel[0].written, 0);
	dma_unpin_user(buf);
	user_mm_leave(&u);
}

static void channels(struct kunit *test)
{
	static const struct {
		unsigned int asked, got;
	} cases[] = { { 1, 1 }, { 2, 2 }, { 3, 2 }, { 4, 4 }, { 9, 4 } };
	struct dma_user_buffer *buf;
	struct user_mm u;

	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev, 0), -EINVAL);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t sum = 0;

		KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev,
						   cases[i].asked), 0);
		KUNIT_EXPECT_EQ(test, buf->nr_channels, cases[i].got);
		for (unsigned int c = 0; c < buf->nr_channels; c++) {
			KUNIT_EXPECT_EQ(test, buf->channel[c].offset, sum);
			sum += buf->channel[c].size;
		}
		KUNIT_EXPECT_EQ(test, sum, BUF_SIZE);
		device_fills(buf, (u8)(i * 16));
		dma_user_unmap(buf);
		dma_user_unmap(buf);
		KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET), i * 16);
		KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET + BUF_SIZE - 1),
				i * 16 + cases[i].got - 1);
	}
	dma_unpin_user(buf);
	user_mm_leave(&u);
}

static void long_entries_are_cut(struct kunit *test)
{
	struct dma_user_buffer *buf;
	struct scatterlist *sg;
	struct user_mm u;
	unsigned int i;

	wide.parms.max_segment_size = PAGE_SIZE;
	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev, 1), 0);
	KUNIT_EXPECT_EQ(test, buf->channel[0].sgt.nents, 4);
	for_each_sgtable_dma_sg(&buf->channel[0].sgt, sg, i)
		KUNIT_EXPECT_LE(test, sg_dma_len(sg), PAGE_SIZE);
	dma_unpin_user(buf);
	user_mm_leave(&u);
}

/* Only what the device wrote is marked: the first page of three. */
static void dirty_as_written(struct kunit *test)
{
	struct dma_user_buffer *buf;
	struct user_mm u;

	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev, 2), 0);
	for (unsigned int i = 0; i < 4; i++)
		ClearPageDirty(buf->pages[i]);
	dma_user_written(buf, 0, PAGE_SIZE - BUF_OFFSET);
	dma_user_written(buf, 1, ~(size_t)0);
	KUNIT_EXPECT_EQ(test, buf->channel[1].written, buf->channel[1].size);
	dma_user_unmap(buf);
	KUNIT_EXPECT_TRUE(test, PageDirty(buf->pages[0]));
	KUNIT_EXPECT_FALSE(test, PageDirty(buf->pages[1]));
	KUNIT_EXPECT_TRUE(test, PageDirty(buf->pages[2]));
	KUNIT_EXPECT_TRUE(test, PageDirty(buf->pages[3]));
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev, 1), 0);
	octavo_report_expect(1);
	dma_user_written(buf, 1, 5);
	dma_user_written(buf, 0, 0);
	ClearPageDirty(buf->pages[0]);
	dma_user_unmap(buf);
	KUNIT_EXPECT_FALSE(test, PageDirty(buf->pages[0]));
	dma_unpin_user(buf);
	user_mm_leave(&u);
}

/* ---- what is refused -------------------------------------------------------------- */

static void expect_refused(struct kunit *test, unsigned long addr, size_t size,
			   enum dma_data_direction dir, int err)
{
	struct dma_user_buffer *buf = dma_pin_user(addr, size, dir);

	KUNIT_EXPECT_EQ_MSG(test, PTR_ERR(buf), err, "%#lx, %zu bytes, %d",
			    addr, size, dir);
	KUNIT_EXPECT_EQ(test, pins(), 0);
	KUNIT_EXPECT_EQ(test, dma_nr_user_pages(), 0);
	if (!IS_ERR(buf))
		dma_unpin_user(buf);
}

static void refused(struct kunit *test)
{
	const enum dma_data_direction from = DMA_FROM_DEVICE;
	struct user_mm u;

	user_mm_enter(test, &u, PATTERN);
	expect_refused(test, u.base, 0, from, -EINVAL);
	expect_refused(test, u.base, 10, DMA_NONE, -EINVAL);
	expect_refused(test, u.base, 10, (enum dma_data_direction)9, -EINVAL);
	expect_refused(test, ULONG_MAX - 5, 10, from, -EFAULT);
	expect_refused(test, u.base, ~(size_t)0, from, -EFAULT);
	expect_refused(test, u.base, ~(size_t)0 - u.base, from, -EFAULT);
	expect_refused(test, TASK_SIZE - 5, 10, from, -EFAULT);
	expect_refused(test, TASK_SIZE, 1, from, -EFAULT);
	expect_refused(test, PAGE_OFFSET, 10, DMA_TO_DEVICE, -EFAULT);
	/* Four pages are pinned before the one that must not be written. */
	expect_refused(test, u.base, 4 * PAGE_SIZE + 1, from, -EFAULT);
	expect_refused(test, u.base + 4 * PAGE_SIZE, 1, DMA_BIDIRECTIONAL,
		       -EFAULT);
	/* And five before the hole. */
	expect_refused(test, u.base, 5 * PAGE_SIZE + 1, DMA_TO_DEVICE, -EFAULT);
	expect_refused(test, u.base + 5 * PAGE_SIZE, 1, DMA_TO_DEVICE, -EFAULT);
	expect_refused(test, u.base, (DMA_USER_MAX_PAGES + 1) * PAGE_SIZE, from,
		       -ENOMEM);
	user_mm_leave(&u);
	/* A kernel thread has no user memory. */
	if (!current->mm)
		expect_refused(test, USER_MM_BASE, 10, from, -EFAULT);
	dma_unpin_user(NULL);
}

/* ---- what is undone ---------------------------------------------------------------- */

/* One attempt; 0 or -errno. */
static int there_and_back(struct user_mm *u, struct test_device *d)
{
	struct dma_user_buffer *buf;
	int err;

	buf = dma_pin_user(u->base + BUF_OFFSET, BUF_SIZE, DMA_FROM_DEVICE);
	if (IS_ERR(buf))
		return (int)PTR_ERR(buf);
	err = dma_user_map(buf, &d->dev, 3);
	dma_unpin_user(buf);
	return err;
}

/* @sticky: all that follow fail, too; for what is tried again at the page where
 * it stopped. */
static void fail_each(struct kunit *test, enum fault_kind kind, bool sticky)
{
	unsigned int failures = 0;
	bool failed = true;
	struct user_mm u;
	int err;

	for (unsigned long nth = 1; failed; nth++) {
		user_mm_enter(test, &u, PATTERN);
		/* Not present, so that pinning has to fault in. */
		user_mm_page(&u, 2, '.');
		user_mm_map(&u, u.base + 2 * PAGE_SIZE, 1,
			    PROT_READ | PROT_WRITE);
		fault_inject_arm(kind, nth, sticky);
		err = there_and_back(&u, &narrow);
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		KUNIT_EXPECT_TRUE_MSG(test, !err || err == -ENOMEM ||
				      err == -EFAULT, "point %lu: %d", nth, err);
		failures += err != 0;
		KUNIT_EXPECT_EQ(test, pins(), 0);
		KUNIT_EXPECT_EQ(test, dma_nr_mappings(), 0);
		KUNIT_EXPECT_EQ(test, dma_nr_user_pages(), 0);
		user_mm_leave(&u);
	}
	KUNIT_EXPECT_GE(test, failures, 1);
	kunit_info(test, "%u failures", failures);
}

static void objects_fail(struct kunit *test)
{
	fail_each(test, FAULT_SLAB_ALLOC, false);
}

static void pages_fail(struct kunit *test)
{
	fail_each(test, FAULT_PAGE_ALLOC, true);
}

static void pins_fail(struct kunit *test)
{
	fail_each(test, FAULT_PIN, true);
}

static void faults_fail(struct kunit *test)
{
	fail_each(test, FAULT_FAULT_IN, true);
}

/* ---- how long the pages live ---------------------------------------------------------- */

static void killed(struct kunit *test, struct test_device *d)
{
	struct dma_user_buffer *buf;
	unsigned long used;
	struct user_mm u;

	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &d->dev, 2), 0);
	/* The program is gone, with all of its memory but this. */
	user_mm_leave(&u);
	for (unsigned int i = 0; i < 4; i++)
		KUNIT_EXPECT_TRUE(test, page_maybe_dma_pinned(buf->pages[i]));
	device_fills(buf, 9);
	dma_user_unmap(buf);
	KUNIT_EXPECT_EQ(test, page_byte(buf->pages[0], BUF_OFFSET), 9);
	used = nr_used_pages();
	dma_unpin_user(buf);
	KUNIT_EXPECT_LE(test, nr_used_pages() + 4, used);
}

static void killed_in_the_middle(struct kunit *test)
{
	killed(test, &wide);
	killed(test, &narrow);
}

/* The program may do with its addresses what it likes. */
static void unmapped_in_the_middle(struct kunit *test)
{
	struct dma_user_buffer *buf;
	struct user_mm u;

	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev, 1), 0);
	KUNIT_EXPECT_EQ(test, vm_munmap(u.mm, u.base, 2 * PAGE_SIZE), 0);
	device_fills(buf, 9);
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, u.base, 1, PROT_READ));
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET), 0);
	dma_unpin_user(buf);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET), 0);
	KUNIT_EXPECT_EQ(test, user_byte(&u, 2 * PAGE_SIZE), 9);
	user_mm_leave(&u);
}

/* The program looks at its memory meanwhile, and so does fork: no mistake of
 * the driver's, so nothing is said. The page stays the parent's. */
static void forked_in_the_middle(struct kunit *test)
{
	struct mm_struct *child = mm_alloc();
	struct dma_user_buffer *buf;
	struct user_mm u;

	KUNIT_ASSERT_NOT_NULL(test, child);
	user_mm_enter(test, &u, PATTERN);
	buf = pin(test, &u, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_user_map(buf, &wide.dev, 1), 0);
	KUNIT_EXPECT_EQ(test, dup_mmap(child, u.mm), 0);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET), 0);
	device_fills(buf, 9);
	dma_unpin_user(buf);
	KUNIT_EXPECT_EQ(test, user_byte(&u, BUF_OFFSET), 9);
	mmput(child);
	user_mm_leave(&u);
}

static struct kunit_case user_cases[] = {
	KUNIT_CASE(from_device),
	KUNIT_CASE(from_device_bounced),
	KUNIT_CASE(to_device),
	KUNIT_CASE(channels),
	KUNIT_CASE(long_entries_are_cut),
	KUNIT_CASE(dirty_as_written),
	KUNIT_CASE(refused),
	KUNIT_CASE(objects_fail),
	KUNIT_CASE(pages_fail),
	KUNIT_CASE(pins_fail),
	KUNIT_CASE(faults_fail),
	KUNIT_CASE(killed_in_the_middle),
	KUNIT_CASE(unmapped_in_the_middle),
	KUNIT_CASE(forked_in_the_middle),
	{}
};

static struct kunit_suite user_suite = {
	.name = "dma_user",
	.init = user_init,
	.test_cases = user_cases,
};
kunit_test_suites(&user_suite);
