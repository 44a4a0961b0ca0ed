/* SPDX-License-Identifier: MIT */
/*
 * idr_test.c - ids alone, ids with pointers, arrays that choose the index.
 */
#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/idr.h>
#include <octavo/xa_alloc.h>

static void ida_lowest_free(struct kunit *test)
{
	DEFINE_IDA(ida);

	for (int i = 0; i < 3000; i++)
		KUNIT_ASSERT_EQ(test, ida_alloc(&ida, GFP_KERNEL), i);
	ida_free(&ida, 7);
	ida_free(&ida, 2500);
	KUNIT_EXPECT_FALSE(test, ida_exists(&ida, 7));
	KUNIT_EXPECT_TRUE(test, ida_exists(&ida, 8));
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, 8, GFP_KERNEL), 2500);
	KUNIT_EXPECT_EQ(test, ida_alloc(&ida, GFP_KERNEL), 7);
	for (unsigned int i = 0; i < 3000; i++)
		ida_free(&ida, i);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

static void ida_ranges(struct kunit *test)
{
	DEFINE_IDA(ida);

	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 5, 6, GFP_KERNEL), 5);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 5, 6, GFP_KERNEL), 6);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 5, 6, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_simple_get(&ida, 1, 2, GFP_KERNEL), 1);
	KUNIT_EXPECT_EQ(test, ida_simple_get(&ida, 1, 2, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, ~0u, ~0u, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, INT_MAX, GFP_KERNEL), INT_MAX);
	ida_destroy(&ida);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

static void ida_free_of_what_is_free(struct kunit *test)
{
	DEFINE_IDA(ida);

	octavo_report_expect(1);
	ida_free(&ida, 3);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
}

static int sum_ids(int id, void *p, void *data)
{
	*(int *)data += id;
	return id == 3 ? -EINTR : 0;
}

static void idr_pointers(struct kunit *test)
{
	int v[5], id, sum = 0, nr = 0;
	DEFINE_IDR(idr);
	int *p;

	for (int i = 0; i < 5; i++)
		KUNIT_ASSERT_EQ(test, idr_alloc(&idr, &v[i], 1, 0, GFP_KERNEL),
				i + 1);
	KUNIT_EXPECT_PTR_EQ(test, (int *)idr_find(&idr, 3), &v[2]);
	KUNIT_EXPECT_NULL(test, idr_find(&idr, 0));
	KUNIT_EXPECT_PTR_EQ(test, (int *)idr_replace(&idr, &v[0], 3), &v[2]);
	KUNIT_EXPECT_EQ(test, PTR_ERR(idr_replace(&idr, &v[0], 9)), -ENOENT);
	KUNIT_EXPECT_PTR_EQ(test, (int *)idr_remove(&idr, 2), &v[1]);
	KUNIT_EXPECT_NULL(test, idr_remove(&idr, 2));
	idr_for_each_entry(&idr, p, id)
		nr += id;
	KUNIT_EXPECT_EQ(test, nr, 1 + 3 + 4 + 5);
	KUNIT_EXPECT_EQ(test, idr_for_each(&idr, sum_ids, &sum), -EINTR);
	KUNIT_EXPECT_EQ(test, sum, 1 + 3);
	idr_destroy(&idr);
	KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
}

static void idr_null_is_taken(struct kunit *test)
{
	DEFINE_IDR(idr);

	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, NULL, 0, 1, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, NULL, 0, 1, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_NULL(test, idr_replace(&idr, test, 0));
	KUNIT_EXPECT_PTR_EQ(test, idr_remove(&idr, 0), (void *)test);
	KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
}

static void idr_cyclic(struct kunit *test)
{
	DEFINE_IDR(idr);

	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 1, 4, GFP_KERNEL), 1);
	idr_remove(&idr, 1);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 1, 4, GFP_KERNEL), 2);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 1, 4, GFP_KERNEL), 3);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 1, 4, GFP_KERNEL), 1);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 1, 4, GFP_KERNEL),
			-ENOSPC);
	idr_destroy(&idr);
}

/* Whatever allocation fails, nothing is taken and nothing is lost. */
static void idr_fails_cleanly(struct kunit *test)
{
	static const enum fault_kind kinds[] = { FAULT_SLAB_ALLOC,
						 FAULT_NODE_ALLOC };

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		DEFINE_IDR(idr);
		u32 id = 5000;

		fault_inject_arm(kinds[i], 1, false);
		KUNIT_EXPECT_EQ(test, idr_alloc_u32(&idr, test, &id, 9000,
						    GFP_KERNEL), -ENOMEM);
		fault_inject_disarm();
		KUNIT_EXPECT_EQ(test, id, 5000u);
		KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
		idr_destroy(&idr);
	}
}

static void xarray_alloc(struct kunit *test)
{
	DEFINE_XARRAY_ALLOC1(xa);
	u32 id, next = 0;

	for (u32 i = 1; i < 200; i++) {
		KUNIT_ASSERT_EQ(test, xa_alloc(&xa, &id, test, xa_limit_32b,
					       GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, id, i);
	}
	xa_erase(&xa, 150);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, test, XA_LIMIT(20, 199),
				       GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 150u);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, test, XA_LIMIT(20, 199),
				       GFP_KERNEL), -EBUSY);
	next = 199;
	xa_erase(&xa, 3);
	KUNIT_EXPECT_EQ(test, xa_alloc_cyclic(&xa, &id, test, XA_LIMIT(0, 199),
					      &next, GFP_KERNEL), 1);
	KUNIT_EXPECT_EQ(test, id, 3u);
	KUNIT_EXPECT_EQ(test, next, 4u);
	KUNIT_EXPECT_EQ(test, xa_check(&xa), 199);
	xa_destroy(&xa);
}

static struct kunit_case idr_cases[] = {
	KUNIT_CASE(ida_lowest_free),
	KUNIT_CASE(ida_ranges),
	KUNIT_CASE(ida_free_of_what_is_free),
	KUNIT_CASE(idr_pointers),
	KUNIT_CASE(idr_null_is_taken),
	KUNIT_CASE(idr_cyclic),
	KUNIT_CASE(idr_fails_cleanly),
	KUNIT_CASE(xarray_alloc),
	{}
};

static struct kunit_suite idr_suite = {
	.name = "idr",
	.test_cases = idr_cases,
};

kunit_test_suites(&idr_suite);
