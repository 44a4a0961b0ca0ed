/* SPDX-License-Identifier: MIT */
/*
 * sg_random_test.c - random tables, compared with a plain array of bytes.
 *
 * A table is made of pages in an order in which some are neighbours, with a
 * random start and a random longest entry; or of random pieces in arrays of a
 * random size, chained. Then bytes are copied in and out of it at random, and
 * walked over in random steps. All must be as in the model: the same bytes in
 * one row.
 */
#include <octavo/string.h>
#include "dma_test.h"

#define NR_PAGES	40u
#define MAX_BYTES	(NR_PAGES * PAGE_SIZE)
#define ROUNDS		150u
#define STEPS		40u

static struct page *pages[NR_PAGES];
static u8 *model, *scratch;

struct table {
	struct sg_table sgt;
	size_t size;
	unsigned int max_ents;
};

static u32 below(struct kunit *test, size_t n)
{
	return kunit_random_below(test, (u32)n);
}

/* ---- making one ---------------------------------------------------------------- */

static struct scatterlist *array_alloc(unsigned int nents, gfp_t gfp)
{
	return kmalloc(nents * sizeof(struct scatterlist), gfp);
}

static void array_free(struct scatterlist *sg, unsigned int nents)
{
	kfree(sg);
}

/* Runs of a block's pages in order, and changes of place now and then. */
static void shuffle(struct kunit *test)
{
	for (unsigned int n = below(test, NR_PAGES); n; n--) {
		unsigned int a = below(test, NR_PAGES), b = below(test, NR_PAGES);

		swap(pages[a], pages[b]);
	}
}

static unsigned int count_runs(unsigned int n, unsigned int most)
{
	unsigned int runs = 0, run = 0;

	for (unsigned int i = 0; i < n; i++) {
		if (!run || run == most ||
		    page_to_pfn(pages[i]) != page_to_pfn(pages[i - 1]) + 1) {
			runs++;
			run = 0;
		}
		run++;
	}
	return runs;
}

static void make_of_pages(struct kunit *test, struct table *t)
{
	const unsigned int n = 1 + below(test, NR_PAGES);
	const unsigned int offset = below(test, PAGE_SIZE);
	const unsigned int most = 1 + below(test, 8);
	const size_t last = n > 1 ? 1 + below(test, PAGE_SIZE) :
				    1 + below(test, PAGE_SIZE - offset);

	t->size = n > 1 ? (n - 1) * PAGE_SIZE - offset + last : last;
	t->max_ents = 0;
	KUNIT_ASSERT_EQ(test, sg_alloc_table_from_pages_segment(
				&t->sgt, pages, n, offset, t->size,
				(unsigned int)(most * PAGE_SIZE + below(test, 9)),
				GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, t->sgt.nents, count_runs(n, most));
}

/* Each piece has a page of its own. */
static void make_of_pieces(struct kunit *test, struct table *t)
{
	const unsigned int n = 1 + below(test, NR_PAGES);
	struct scatterlist *sg;
	unsigned int i;

	t->size = 0;
	t->max_ents = 2 + below(test, 9);
	KUNIT_ASSERT_EQ(test, __sg_alloc_table(&t->sgt, n, t->max_ents, NULL, 0,
					       GFP_KERNEL, array_alloc), 0);
	for_each_sgtable_sg(&t->sgt, sg, i) {
		unsigned int offset = below(test, PAGE_SIZE);

		sg_set_page(sg, pages[i], below(test, PAGE_SIZE - offset + 1),
			    offset);
		t->size += sg->length;
	}
}

static void unmake(struct table *t)
{
	if (t->max_ents)
		__sg_free_table(&t->sgt, t->max_ents, 0, array_free,
				t->sgt.orig_nents);
	else
		sg_free_table(&t->sgt);
}

/* ---- using it -------------------------------------------------------------------- */

static void check_all(struct kunit *test, struct table *t)
{
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(t->sgt.sgl, t->sgt.orig_nents,
						scratch, MAX_BYTES), t->size);
	KUNIT_EXPECT_EQ(test, memcmp(scratch, model, t->size), 0);
}

static void copy_in(struct kunit *test, struct table *t, size_t at, size_t len)
{
	const size_t want = min(len, t->size - at);
	const bool zero = below(test, 4) == 0;
	size_t done;

	for (size_t i = 0; i < want; i++)
		scratch[i] = zero ? 0 : (u8)kunit_random_u32(test);
	done = zero ? sg_zero_buffer(t->sgt.sgl, t->sgt.orig_nents, len, (loff_t)at)
		    : sg_pcopy_from_buffer(t->sgt.sgl, t->sgt.orig_nents,
					   scratch, len, (loff_t)at);
	KUNIT_EXPECT_EQ(test, done, want);
	memcpy(model + at, scratch, want);
}

static void copy_out(struct kunit *test, struct table *t, size_t at, size_t len)
{
	const size_t want = min(len, t->size - at);

	KUNIT_EXPECT_EQ(test, sg_pcopy_to_buffer(t->sgt.sgl, t->sgt.orig_nents,
						 scratch, len, (loff_t)at), want);
	KUNIT_EXPECT_EQ(test, memcmp(scratch, model + at, want), 0);
}

static void walk(struct kunit *test, struct table *t, size_t at)
{
	static const unsigned int kinds[] = { 0, SG_MITER_ATOMIC,
					      SG_MITER_LOCAL };
	struct sg_mapping_iter m;

	sg_miter_start(&m, t->sgt.sgl, t->sgt.orig_nents,
		       SG_MITER_FROM_SG | kinds[below(test, 3)]);
	KUNIT_EXPECT_TRUE(test, sg_miter_skip(&m, (loff_t)at));
	while (sg_miter_next(&m)) {
		m.consumed = 1 + below(test, m.length);
		KUNIT_EXPECT_EQ(test, memcmp(m.addr, model + at, m.consumed), 0);
		at += m.consumed;
	}
	sg_miter_stop(&m);
	KUNIT_EXPECT_EQ(test, at, t->size);
}

static void count(struct kunit *test, struct table *t, size_t len)
{
	struct scatterlist *sg;
	size_t sum = 0;
	unsigned int i;
	int want = 0;

	for_each_sgtable_sg(&t->sgt, sg, i) {
		if (sum >= len)
			break;
		sum += sg->length;
		want++;
	}
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(t->sgt.sgl, len), want);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(t->sgt.sgl, t->size + 1),
			-EINVAL);
}

static void one_round(struct kunit *test)
{
	struct table t;

	shuffle(test);
	if (below(test, 2))
		make_of_pages(test, &t);
	else
		make_of_pieces(test, &t);
	KUNIT_EXPECT_EQ(test, sg_nents(t.sgt.sgl), (int)t.sgt.orig_nents);
	sg_copy_to_buffer(t.sgt.sgl, t.sgt.orig_nents, model, MAX_BYTES);
	for (unsigned int i = 0; i < STEPS; i++) {
		size_t at = below(test, t.size + 1);
		size_t len = below(test, 2 * PAGE_SIZE);

		switch (below(test, 4)) {
		case 0:
			copy_in(test, &t, at, len);
			break;
		case 1:
			copy_out(test, &t, at, len);
			break;
		case 2:
			walk(test, &t, at);
			break;
		default:
			count(test, &t, at);
		}
	}
	check_all(test, &t);
	unmake(&t);
}

static void random_tables(struct kunit *test)
{
	struct page *block = alloc_pages(GFP_KERNEL | __GFP_ZERO, 4);

	model = kunit_kzalloc(test, MAX_BYTES, GFP_KERNEL);
	scratch = kunit_kzalloc(test, MAX_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, block && model && scratch);
	split_page(block, 4);
	for (unsigned int i = 0; i < NR_PAGES; i++) {
		pages[i] = i < 16 ? block + i : alloc_page(GFP_HIGHUSER);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		kunit_add_action(test, test_free_page, pages[i]);
		clear_highpage(pages[i]);
	}
	for (unsigned int i = 0; i < ROUNDS && !test->nr_failures; i++)
		one_round(test);
}

static struct kunit_case random_cases[] = {
	KUNIT_CASE(random_tables),
	{}
};

static struct kunit_suite random_suite = {
	.name = "scatterlist_random",
	.test_cases = random_cases,
};
kunit_test_suites(&random_suite);
