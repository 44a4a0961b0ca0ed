/* SPDX-License-Identifier: MIT */
/*
 * sg_test.c - scatterlists: marks, chains, tables of pages, walks, copies.
 */
#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>
#include <octavo/scatterlist.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>

#define MANY	(3 * SG_MAX_SINGLE_ALLOC)

static void one_entry(struct kunit *test)
{
	struct scatterlist sg;
	char *buf = kunit_kzalloc(test, 100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	sg_init_one(&sg, buf, 100);
	KUNIT_EXPECT_PTR_EQ(test, sg_virt(&sg), (void *)buf);
	KUNIT_EXPECT_EQ(test, sg_phys(&sg), __pa(buf));
	KUNIT_EXPECT_EQ(test, sg.length, 100);
	KUNIT_EXPECT_TRUE(test, sg_is_last(&sg));
	KUNIT_EXPECT_FALSE(test, sg_is_chain(&sg));
	KUNIT_EXPECT_EQ(test, sg_nents(&sg), 1);
	KUNIT_EXPECT_EQ(test, sg_nents(NULL), 0);
	KUNIT_EXPECT_NULL(test, sg_next(&sg));
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(&sg, 0), 0);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(&sg, 100), 1);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(&sg, 101), -EINVAL);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(&sg, ~0ull), -EINVAL);
}

/* Setting the page keeps the mark of the end. */
static void marks_stay(struct kunit *test)
{
	struct scatterlist sg[3];

	sg_init_table(sg, 3);
	for (int i = 0; i < 3; i++)
		sg_set_page(&sg[i], pfn_to_page(min_pfn), 10, 5);
	KUNIT_EXPECT_EQ(test, sg_nents(sg), 3);
	KUNIT_EXPECT_PTR_EQ(test, sg_last(sg, 3), &sg[2]);
	KUNIT_EXPECT_PTR_EQ(test, sg_page(&sg[2]), pfn_to_page(min_pfn));
	sg_mark_end(&sg[1]);
	KUNIT_EXPECT_EQ(test, sg_nents(sg), 2);
	sg_unmark_end(&sg[1]);
	KUNIT_EXPECT_EQ(test, sg_nents(sg), 3);
}

static void chained(struct kunit *test)
{
	struct scatterlist a[3], b[2], *sg;
	unsigned int lengths[] = { 1, 2, 3, 4 };
	unsigned int i;

	sg_init_table(a, 3);
	sg_init_table(b, 2);
	sg_chain(a, 3, b);
	KUNIT_EXPECT_TRUE(test, sg_is_chain(&a[2]));
	KUNIT_EXPECT_PTR_EQ(test, sg_chain_ptr(&a[2]), (struct scatterlist *)b);
	for_each_sg(a, sg, 4, i)
		sg_set_page(sg, pfn_to_page(min_pfn), lengths[i], 0);
	KUNIT_EXPECT_EQ(test, sg_nents(a), 4);
	KUNIT_EXPECT_EQ(test, b[0].length, 3);
	KUNIT_EXPECT_PTR_EQ(test, sg_last(a, 4), &b[1]);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(a, 3), 2);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(a, 4), 3);
}

static void ask_for_last(void *arg)
{
	sg_last(arg, 2);
}

static void last_needs_its_mark(struct kunit *test)
{
	struct scatterlist sg[3];

	sg_init_table(sg, 3);
	KUNIT_EXPECT_PANIC(test, ask_for_last, sg,
			   "BUG at *scatterlist.c*");
}

/* ---- tables ------------------------------------------------------------------ */

static void table_of(struct kunit *test, unsigned int nents)
{
	struct scatterlist *sg;
	struct sg_table t;
	unsigned int i, seen = 0;

	KUNIT_ASSERT_EQ(test, sg_alloc_table(&t, nents, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, t.nents, nents);
	KUNIT_EXPECT_EQ(test, t.orig_nents, nents);
	KUNIT_EXPECT_EQ(test, sg_nents(t.sgl), (int)nents);
	for_each_sgtable_sg(&t, sg, i) {
		KUNIT_ASSERT_NOT_NULL(test, sg);
		KUNIT_EXPECT_EQ(test, sg->length, 0);
		seen++;
	}
	KUNIT_EXPECT_EQ(test, seen, nents);
	sg_free_table(&t);
	KUNIT_EXPECT_NULL(test, t.sgl);
	sg_free_table(&t);
}

static void tables_of_all_sizes(struct kunit *test)
{
	const unsigned int max = SG_MAX_SINGLE_ALLOC;
	struct sg_table t;

	for (unsigned int n = 1; n < 4; n++)
		for (int d = -2; d <= 2; d++)
			table_of(test, n * max + (unsigned int)d);
	table_of(test, 1);
	KUNIT_EXPECT_EQ(test, sg_alloc_table(&t, 0, GFP_KERNEL), -EINVAL);
	KUNIT_EXPECT_NULL(test, t.sgl);
}

/* One of the points may be the slab's own, which it can do without. */
static void every_allocation_fails(struct kunit *test)
{
	unsigned int failures = 0;
	struct sg_table t;
	bool failed = true;

	for (unsigned long nth = 1; failed; nth++) {
		fault_inject_arm(FAULT_SLAB_ALLOC, nth, false);
		if (sg_alloc_table(&t, MANY, GFP_KERNEL) == -ENOMEM) {
			KUNIT_EXPECT_NULL(test, t.sgl);
			KUNIT_EXPECT_EQ(test, t.orig_nents, 0);
			failures++;
		}
		failed = fault_inject_failed(FAULT_SLAB_ALLOC);
		fault_inject_disarm();
		sg_free_table(&t);
	}
	KUNIT_EXPECT_GE(test, failures, 3);
}

static unsigned int nr_arrays, fail_at;

static struct scatterlist *count_alloc(unsigned int nents, gfp_t gfp)
{
	if (nr_arrays + 1 == fail_at)
		return NULL;
	nr_arrays++;
	return kmalloc(nents * sizeof(struct scatterlist), gfp);
}

static void count_free(struct scatterlist *sg, unsigned int nents)
{
	nr_arrays--;
	kfree(sg);
}

/* Arrays of four, the first of them the caller's; each allocation fails. */
static void own_first_array(struct kunit *test)
{
	struct scatterlist first[3];
	struct sg_table t;
	int err;

	for (fail_at = 0; fail_at < 5; fail_at++) {
		nr_arrays = 0;
		err = __sg_alloc_table(&t, 11, 4, first, 3, GFP_KERNEL,
				       count_alloc);
		KUNIT_EXPECT_EQ(test, err, fail_at && fail_at < 4 ? -ENOMEM : 0);
		KUNIT_EXPECT_PTR_EQ(test, t.sgl, (struct scatterlist *)first);
		KUNIT_EXPECT_EQ(test, sg_nents(t.sgl), (int)t.orig_nents);
		if (!err)
			KUNIT_EXPECT_EQ(test, nr_arrays, 3);
		__sg_free_table(&t, 4, 3, count_free, t.orig_nents);
		KUNIT_EXPECT_EQ(test, nr_arrays, 0);
	}
	KUNIT_EXPECT_EQ(test, __sg_alloc_table(&t, 2, 1, NULL, 0, GFP_KERNEL,
					       count_alloc), -EINVAL);
}

/* ---- tables of pages ------------------------------------------------------------ */

/* Frames in a row, whatever they are: nothing is touched. */
static void pages_from(struct page **pages, const unsigned int *frames, int nr)
{
	for (int i = 0; i < nr; i++)
		pages[i] = pfn_to_page(min_pfn + 100 + frames[i]);
}

/*
 *	frames	 1 2 3 | 7 | 9 10 | 4 5
 *	offset	  ^
 */
static void neighbours_merge(struct kunit *test)
{
	static const unsigned int frames[] = { 1, 2, 3, 7, 9, 10, 4, 5 };
	const unsigned int want[] = { 3 * PAGE_SIZE - 100, PAGE_SIZE,
				      2 * PAGE_SIZE, PAGE_SIZE + 50 };
	struct page *pages[8];
	struct scatterlist *sg;
	struct sg_table t;
	unsigned int i;

	pages_from(pages, frames, 8);
	KUNIT_ASSERT_EQ(test, sg_alloc_table_from_pages(&t, pages, 8, 100,
							7 * PAGE_SIZE - 50,
							GFP_KERNEL), 0);
	KUNIT_ASSERT_EQ(test, t.nents, 4);
	for_each_sgtable_sg(&t, sg, i) {
		KUNIT_EXPECT_EQ(test, sg->length, want[i]);
		KUNIT_EXPECT_EQ(test, sg->offset, i ? 0 : 100);
	}
	sg_free_table(&t);
}

static void segments_end(struct kunit *test)
{
	static const unsigned int frames[] = { 1, 2, 3, 4, 5 };
	struct page *pages[5];
	struct sg_table t;
	int err;

	pages_from(pages, frames, 5);
	err = sg_alloc_table_from_pages_segment(&t, pages, 5, 8,
						5 * PAGE_SIZE - 8,
						2 * PAGE_SIZE + 17, GFP_KERNEL);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, t.nents, 3);
	KUNIT_EXPECT_EQ(test, t.sgl[0].length, 2 * PAGE_SIZE - 8);
	KUNIT_EXPECT_EQ(test, t.sgl[1].length, 2 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, t.sgl[2].length, PAGE_SIZE);
	sg_free_table(&t);
}

static void pages_that_do_not_fit(struct kunit *test)
{
	static const struct {
		unsigned int n, offset;
		unsigned long size;
		unsigned int segment;
	} bad[] = {
		{ 0, 0, 0, UINT_MAX }, { 2, 0, 0, UINT_MAX },
		{ 2, 0, 4096, UINT_MAX }, { 2, 0, 8193, UINT_MAX },
		{ 2, 4096, 100, UINT_MAX }, { 1, 1, 4096, UINT_MAX },
		{ 2, 0, ULONG_MAX, UINT_MAX }, { 2, 0, ULONG_MAX - 4096, UINT_MAX },
		{ 2, 0, 8192, 4095 }, { 2, 0, 8192, 0 },
	};
	static const unsigned int frames[] = { 1, 2 };
	struct page *pages[2];
	struct sg_table t;

	pages_from(pages, frames, 2);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_EQ(test, sg_alloc_table_from_pages_segment(
					&t, pages, bad[i].n, bad[i].offset,
					bad[i].size, bad[i].segment,
					GFP_KERNEL), -EINVAL);
		KUNIT_EXPECT_NULL(test, t.sgl);
	}
}

/* ---- walks ------------------------------------------------------------------------ */

/* A list of pages out of zones at random, described in odd pieces. */
struct odd_list {
	struct page *pages[8];
	struct scatterlist sg[5];
};

static void odd_free(void *p)
{
	struct odd_list *l = p;

	for (int i = 0; i < 6; i++)
		if (l->pages[i])
			__free_page(l->pages[i]);
	if (l->pages[6])
		__free_pages(l->pages[6], 1);
	kfree(l);
}

/*
 *	entry	 0: 10 bytes	1: none	 2: to the end	3: two pages from 4090
 *		 4: 1 byte
 */
static struct odd_list *odd_list(struct kunit *test)
{
	struct odd_list *l = kzalloc(sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, l);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, odd_free, l), 0);
	for (int i = 0; i < 6; i++)
		l->pages[i] = alloc_page(i & 1 ? GFP_KERNEL | __GFP_ZERO :
						 GFP_HIGHUSER | __GFP_ZERO);
	l->pages[6] = alloc_pages(GFP_HIGHUSER | __GFP_ZERO, 1);
	sg_init_table(l->sg, 5);
	sg_set_page(&l->sg[0], l->pages[0], 10, 100);
	sg_set_page(&l->sg[1], l->pages[1], 0, 0);
	sg_set_page(&l->sg[2], l->pages[2], 2096, 2000);
	sg_set_page(&l->sg[3], l->pages[6], 4000, 4090);
	sg_set_page(&l->sg[4], l->pages[3], 1, 4095);
	return l;
}

#define ODD_BYTES	(10 + 2096 + 4000 + 1)

static void miter_sees_all(struct kunit *test)
{
	static const unsigned int want[] = { 10, 2096, 6, 3994, 1 };
	static const unsigned int kinds[] = { 0, SG_MITER_ATOMIC,
					      SG_MITER_LOCAL };
	struct odd_list *l = odd_list(test);
	struct sg_mapping_iter m;
	unsigned int n;

	for (unsigned int k = 0; k < ARRAY_SIZE(kinds); k++) {
		sg_miter_start(&m, l->sg, 5, SG_MITER_TO_SG | kinds[k]);
		for (n = 0; sg_miter_next(&m); n++) {
			KUNIT_ASSERT_LT(test, n, 5u);
			KUNIT_EXPECT_EQ(test, m.length, want[n]);
			memset(m.addr, (int)n + 1, m.length);
		}
		sg_miter_stop(&m);
		KUNIT_EXPECT_EQ(test, n, 5);
	}
}

/* Half of each part at a time, and bytes left out. */
static void miter_goes_on(struct kunit *test)
{
	struct odd_list *l = odd_list(test);
	struct sg_mapping_iter m;
	size_t sum = 0;

	sg_miter_start(&m, l->sg, 5, SG_MITER_FROM_SG);
	KUNIT_EXPECT_TRUE(test, sg_miter_skip(&m, 7));
	while (sg_miter_next(&m)) {
		m.consumed = (m.length + 1) / 2;
		sum += m.consumed;
		if (m.consumed == 500)
			KUNIT_EXPECT_TRUE(test, sg_miter_skip(&m, 100));
	}
	sg_miter_stop(&m);
	KUNIT_EXPECT_EQ(test, sum, ODD_BYTES - 7);
	sg_miter_start(&m, l->sg, 5, SG_MITER_FROM_SG);
	KUNIT_EXPECT_TRUE(test, sg_miter_skip(&m, ODD_BYTES));
	KUNIT_EXPECT_FALSE(test, sg_miter_next(&m));
	sg_miter_start(&m, l->sg, 5, SG_MITER_FROM_SG);
	KUNIT_EXPECT_FALSE(test, sg_miter_skip(&m, ODD_BYTES + 1));
}

static void page_walk(struct kunit *test)
{
	struct odd_list *l = odd_list(test);
	struct page *want[] = { l->pages[0], l->pages[2], l->pages[6],
				l->pages[6] + 1, l->pages[3] };
	struct sg_page_iter it;
	unsigned int n = 0;

	for_each_sg_page(l->sg, &it, 5, 0) {
		KUNIT_ASSERT_LT(test, n, 5u);
		KUNIT_EXPECT_PTR_EQ(test, sg_page_iter_page(&it), want[n++]);
	}
	KUNIT_EXPECT_EQ(test, n, 5);
	n = 3;
	for_each_sg_page(l->sg, &it, 5, 3)
		KUNIT_EXPECT_PTR_EQ(test, sg_page_iter_page(&it), want[n++]);
	KUNIT_EXPECT_EQ(test, n, 5);
}

static void copies(struct kunit *test)
{
	struct odd_list *l = odd_list(test);
	u8 *a = kunit_kzalloc(test, ODD_BYTES, GFP_KERNEL);
	u8 *b = kunit_kzalloc(test, ODD_BYTES + 10, GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, a && b);
	for (unsigned int i = 0; i < ODD_BYTES; i++)
		a[i] = (u8)(i * 7 + i / 256);
	KUNIT_EXPECT_EQ(test, sg_copy_from_buffer(l->sg, 5, a, ODD_BYTES),
			ODD_BYTES);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(l->sg, 5, b, ODD_BYTES + 10),
			ODD_BYTES);
	KUNIT_EXPECT_EQ(test, memcmp(a, b, ODD_BYTES), 0);
	KUNIT_EXPECT_EQ(test, sg_pcopy_to_buffer(l->sg, 5, b, 50, 2100), 50);
	KUNIT_EXPECT_EQ(test, memcmp(a + 2100, b, 50), 0);
	KUNIT_EXPECT_EQ(test, sg_zero_buffer(l->sg, 5, 20, 5), 20);
	KUNIT_EXPECT_EQ(test, sg_pcopy_from_buffer(l->sg, 5, a, 3, 30), 3);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(l->sg, 5, b, ODD_BYTES),
			ODD_BYTES);
	memset(a + 5, 0, 20);
	memcpy(a + 30, a, 3);
	KUNIT_EXPECT_EQ(test, memcmp(a, b, ODD_BYTES), 0);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(l->sg, 1, b, 50), 10);
	KUNIT_EXPECT_EQ(test, sg_pcopy_to_buffer(l->sg, 5, b, 50,
						 ODD_BYTES + 1), 0);
}

static struct kunit_case sg_cases[] = {
	KUNIT_CASE(one_entry),
	KUNIT_CASE(marks_stay),
	KUNIT_CASE(chained),
	KUNIT_CASE(last_needs_its_mark),
	KUNIT_CASE(tables_of_all_sizes),
	KUNIT_CASE(every_allocation_fails),
	KUNIT_CASE(own_first_array),
	KUNIT_CASE(neighbours_merge),
	KUNIT_CASE(segments_end),
	KUNIT_CASE(pages_that_do_not_fit),
	KUNIT_CASE(miter_sees_all),
	KUNIT_CASE(miter_goes_on),
	KUNIT_CASE(page_walk),
	KUNIT_CASE(copies),
	{}
};

static struct kunit_suite sg_suite = {
	.name = "scatterlist",
	.test_cases = sg_cases,
};
kunit_test_suites(&sg_suite);
