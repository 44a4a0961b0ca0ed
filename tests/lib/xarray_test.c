/* SPDX-License-Identifier: MIT */
/*
 * xarray_test.c - the sparse array against a table, and when memory is short.
 */
#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/xarray.h>

BUILD_BUG_ON(XA_GFP_MAY_SLEEP != __GFP_DIRECT_RECLAIM);

/* Indices that meet at every level, in order. */
static const unsigned long indices[] = {
	0, 1, 2, 62, 63, 64, 65, 127, 128, 4094, 4095, 4096, 4097, 8191,
	262143, 262144, 262145, 1ul << 30, (1ul << 30) + 1, ULONG_MAX / 2,
	ULONG_MAX - 64, ULONG_MAX - 63, ULONG_MAX - 1, ULONG_MAX,
};
#define NR	((int)ARRAY_SIZE(indices))

struct model {
	void *entry[NR];
	bool mark[NR][XA_MAX_MARKS];
};

static struct xarray xa;
static struct model model;

static int xarray_init(struct kunit *test)
{
	xa_init(&xa);
	memset(&model, 0, sizeof(model));
	return 0;
}

static void xarray_exit(struct kunit *test)
{
	xa_destroy(&xa);
}

static void *entry_for(int i)
{
	return i % 2 ? xa_mk_value((unsigned long)i) : (void *)&model.entry[i];
}

static int next_in_model(int i, xa_mark_t filter)
{
	for (; i < NR; i++)
		if (model.entry[i] &&
		    (filter == XA_PRESENT || model.mark[i][filter]))
			break;
	return i;
}

/* A walk must meet what the model has, and nothing else. */
static void expect_walk(struct kunit *test, xa_mark_t filter)
{
	unsigned long index = 0;
	int i = next_in_model(0, filter);
	void *entry;

	for (entry = xa_find(&xa, &index, ULONG_MAX, filter); entry;
	     entry = xa_find_after(&xa, &index, ULONG_MAX, filter)) {
		KUNIT_ASSERT_LT(test, i, NR);
		KUNIT_ASSERT_EQ(test, index, indices[i]);
		KUNIT_ASSERT_PTR_EQ(test, entry, model.entry[i]);
		i = next_in_model(i + 1, filter);
	}
	KUNIT_ASSERT_EQ(test, i, NR);
}

static void expect_same(struct kunit *test)
{
	long nr = 0;

	for (int i = 0; i < NR; i++) {
		nr += model.entry[i] != NULL;
		KUNIT_ASSERT_PTR_EQ(test, xa_load(&xa, indices[i]),
				    model.entry[i]);
		for (xa_mark_t m = 0; m < XA_MAX_MARKS; m++)
			KUNIT_ASSERT_EQ(test, xa_get_mark(&xa, indices[i], m),
					model.mark[i][m]);
	}
	KUNIT_ASSERT_EQ(test, xa_check(&xa), nr);
	KUNIT_ASSERT_EQ(test, xa_empty(&xa), nr == 0);
	expect_walk(test, XA_PRESENT);
	for (xa_mark_t m = 0; m < XA_MAX_MARKS; m++) {
		KUNIT_ASSERT_EQ(test, xa_marked(&xa, m),
				next_in_model(0, m) < NR);
		expect_walk(test, m);
	}
}

static void model_erase(int i)
{
	model.entry[i] = NULL;
	memset(model.mark[i], 0, sizeof(model.mark[i]));
}

/* One operation on one of the first @range indices. */
static void random_step(struct kunit *test, u32 range)
{
	int i = (int)kunit_random_below(test, range);
	xa_mark_t m = kunit_random_below(test, XA_MAX_MARKS);
	void *old = model.entry[i];

	switch (kunit_random_below(test, 6)) {
	case 0:
		KUNIT_ASSERT_PTR_EQ(test, xa_store(&xa, indices[i],
						   entry_for(i), GFP_KERNEL),
				    old);
		model.entry[i] = entry_for(i);
		break;
	case 1:
		KUNIT_ASSERT_EQ(test, xa_insert(&xa, indices[i], entry_for(i),
						GFP_KERNEL), old ? -EBUSY : 0);
		model.entry[i] = entry_for(i);
		break;
	case 2:
	case 3:
		KUNIT_ASSERT_PTR_EQ(test, xa_erase(&xa, indices[i]), old);
		model_erase(i);
		break;
	case 4:
		xa_set_mark(&xa, indices[i], m);
		model.mark[i][m] = old != NULL;
		break;
	default:
		xa_clear_mark(&xa, indices[i], m);
		model.mark[i][m] = false;
		break;
	}
}

static void xarray_random(struct kunit *test)
{
	for (int step = 0; step < 100000; step++) {
		/* Now all, now few, so that it is often nearly empty. */
		random_step(test, step & 0x400 ? NR : 4);
		if (step % (step & 0x400 ? 64 : 8) == 0)
			expect_same(test);
	}
}

/* One entry at 0 needs no node; taking others away brings that back. */
static void xarray_small_is_small(struct kunit *test)
{
	unsigned long before = xa_nr_nodes();

	xa_store(&xa, 0, entry_for(0), GFP_KERNEL);
	xa_set_mark(&xa, 0, XA_MARK_1);
	KUNIT_EXPECT_EQ(test, xa_nr_nodes(), before);
	fault_inject_arm(FAULT_NODE_ALLOC, 0, false);
	xa_store(&xa, 5000, entry_for(2), GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, fault_inject_points(FAULT_NODE_ALLOC), 5);
	KUNIT_EXPECT_EQ(test, xa_nr_nodes(), before + 5);
	KUNIT_EXPECT_EQ(test, xa_check(&xa), 2);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 0, XA_MARK_1));
	xa_erase(&xa, 5000);
	KUNIT_EXPECT_EQ(test, xa_nr_nodes(), before);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 0, XA_MARK_1));
	KUNIT_EXPECT_FALSE(test, xa_get_mark(&xa, 0, XA_MARK_0));
	KUNIT_EXPECT_EQ(test, xa_check(&xa), 1);
}

static void xarray_replace_keeps_marks(struct kunit *test)
{
	xa_store(&xa, 70, entry_for(0), GFP_KERNEL);
	xa_set_mark(&xa, 70, XA_MARK_2);
	xa_store(&xa, 70, entry_for(2), GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 70, XA_MARK_2));
	xa_store(&xa, 70, NULL, GFP_KERNEL);
	xa_store(&xa, 70, entry_for(2), GFP_KERNEL);
	KUNIT_EXPECT_FALSE(test, xa_get_mark(&xa, 70, XA_MARK_2));
}

static void xarray_cmpxchg(struct kunit *test)
{
	void *a = entry_for(0), *b = entry_for(2);

	KUNIT_EXPECT_NULL(test, xa_cmpxchg(&xa, 9, NULL, a, GFP_KERNEL));
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 9, b, b, GFP_KERNEL), a);
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, 9), a);
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 9, a, b, GFP_KERNEL), a);
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 9, b, NULL, GFP_KERNEL), b);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void xarray_extract(struct kunit *test)
{
	void *got[8];

	for (int i = 0; i < NR; i++)
		xa_store(&xa, indices[i], entry_for(i), GFP_KERNEL);
	xa_set_mark(&xa, 4095, XA_MARK_0);
	KUNIT_EXPECT_EQ(test, xa_extract(&xa, got, 63, 4095, 8, XA_PRESENT), 7);
	KUNIT_EXPECT_PTR_EQ(test, got[0], entry_for(4));
	KUNIT_EXPECT_PTR_EQ(test, got[6], entry_for(10));
	KUNIT_EXPECT_EQ(test, xa_extract(&xa, got, 0, ULONG_MAX, 3,
					 XA_PRESENT), 3);
	KUNIT_EXPECT_EQ(test, xa_extract(&xa, got, 0, ULONG_MAX, 8,
					 XA_MARK_0), 1);
	KUNIT_EXPECT_EQ(test, xa_extract(&xa, got, ULONG_MAX - 1, ULONG_MAX, 8,
					 XA_PRESENT), 2);
}

/* [first, last] of a search that lies in a gap, and one that just does not. */
static void xarray_find_in_range(struct kunit *test)
{
	unsigned long index;
	void *entry;
	int nr = 0;

	for (int i = 0; i < NR; i++)
		xa_store(&xa, indices[i], entry_for(i), GFP_KERNEL);
	index = 66;
	KUNIT_EXPECT_NULL(test, xa_find(&xa, &index, 126, XA_PRESENT));
	KUNIT_EXPECT_EQ(test, index, 66);
	KUNIT_EXPECT_PTR_EQ(test, xa_find(&xa, &index, 127, XA_PRESENT),
			    entry_for(7));
	KUNIT_EXPECT_EQ(test, index, 127);
	KUNIT_EXPECT_NULL(test, xa_find_after(&xa, &index, 127, XA_PRESENT));
	index = 8192;
	KUNIT_EXPECT_NULL(test, xa_find(&xa, &index, 262142, XA_PRESENT));
	KUNIT_EXPECT_NOT_NULL(test, xa_find(&xa, &index, 262143, XA_PRESENT));
	index = ULONG_MAX;
	KUNIT_EXPECT_NULL(test, xa_find_after(&xa, &index, ULONG_MAX,
					      XA_PRESENT));
	xa_for_each_range(&xa, index, entry, 64, 4096)
		nr++;
	KUNIT_EXPECT_EQ(test, nr, 7);
}

static void xarray_bad_entries(struct kunit *test)
{
	void *bad = (void *)0x1002;

	KUNIT_EXPECT_EQ(test, xa_err(xa_store(&xa, 1, bad, GFP_KERNEL)),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 1, NULL, GFP_KERNEL), -EINVAL);
	KUNIT_EXPECT_TRUE(test, xa_is_err(xa_mk_err(-ENOMEM)));
	KUNIT_EXPECT_EQ(test, xa_err(xa_mk_err(-MAX_ERRNO)), -MAX_ERRNO);
	KUNIT_EXPECT_EQ(test, xa_err(entry_for(0)), 0);
	KUNIT_EXPECT_EQ(test, xa_err(NULL), 0);
	KUNIT_EXPECT_EQ(test, xa_to_value(xa_mk_value(77)), 77);
}

/* Each node that a store wants is refused once: nothing may change. */
static void xarray_store_fails_cleanly(struct kunit *test)
{
	unsigned long before;
	unsigned long nth = 1;
	void *old;

	xa_store(&xa, 3, entry_for(0), GFP_KERNEL);
	xa_set_mark(&xa, 3, XA_MARK_0);
	before = xa_nr_nodes();
	for (;; nth++) {
		fault_inject_arm(FAULT_NODE_ALLOC, nth, false);
		old = xa_store(&xa, ULONG_MAX, entry_for(2), GFP_ATOMIC);
		fault_inject_disarm();
		if (!xa_is_err(old))
			break;
		KUNIT_EXPECT_EQ(test, xa_err(old), -ENOMEM);
		KUNIT_EXPECT_EQ(test, xa_nr_nodes(), before);
		KUNIT_EXPECT_EQ(test, xa_check(&xa), 1);
	}
	/* 10 levels above the one there, 10 below the new top. */
	KUNIT_EXPECT_EQ(test, nth, 8 * sizeof(long) == 64 ? 21 : 11);
	KUNIT_EXPECT_EQ(test, xa_check(&xa), 2);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 3, XA_MARK_0));
}

#define PER_CPU	2000

/* Each CPU has its own indices; the array is everybody's. */
static void store_and_erase(void *arg, unsigned int cpu)
{
	struct kunit *test = arg;

	for (unsigned long i = 0; i < PER_CPU; i++) {
		unsigned long index = i * 4 + cpu;

		KUNIT_EXPECT_NULL(test, xa_store(&xa, index,
						 xa_mk_value(index),
						 GFP_KERNEL));
		KUNIT_EXPECT_EQ(test, xa_to_value(xa_load(&xa, index)), index);
		if (i % 3 == 0)
			KUNIT_EXPECT_NOT_NULL(test, xa_erase(&xa, index));
	}
}

static void xarray_several_cpus(struct kunit *test)
{
	unsigned long index;
	void *entry;
	long nr = 0;

	kunit_run_on_cpus(test, 2, store_and_erase, test);
	xa_for_each(&xa, index, entry) {
		KUNIT_ASSERT_EQ(test, xa_to_value(entry), index);
		nr++;
	}
	KUNIT_EXPECT_EQ(test, nr, xa_check(&xa));
	KUNIT_EXPECT_EQ(test, nr % (PER_CPU - (PER_CPU + 2) / 3), 0);
}

static struct kunit_case xarray_cases[] = {
	KUNIT_CASE(xarray_random),
	KUNIT_CASE(xarray_small_is_small),
	KUNIT_CASE(xarray_replace_keeps_marks),
	KUNIT_CASE(xarray_cmpxchg),
	KUNIT_CASE(xarray_extract),
	KUNIT_CASE(xarray_find_in_range),
	KUNIT_CASE(xarray_bad_entries),
	KUNIT_CASE(xarray_store_fails_cleanly),
	KUNIT_CASE(xarray_several_cpus),
	{}
};

static struct kunit_suite xarray_suite = {
	.name = "xarray",
	.init = xarray_init,
	.exit = xarray_exit,
	.test_cases = xarray_cases,
};

kunit_test_suites(&xarray_suite);
