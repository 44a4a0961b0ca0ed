/* SPDX-License-Identifier: MIT */
/*
 * percpu_test.c - memory that each CPU has its own copy of.
 */
#include <octavo/percpu.h>
#include "slab_test.h"

struct counters {
	u64 packets;
	u32 drops;
};

static void copies_are_apart(struct kunit *test)
{
	struct counters __percpu *p = alloc_percpu(struct counters);
	u64 sum = 0;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		KUNIT_EXPECT_EQ(test, per_cpu_ptr(p, cpu)->packets, 0);
		per_cpu_ptr(p, cpu)->packets = cpu + 1;
	}
	KUNIT_EXPECT_EQ(test, this_cpu_ptr(p)->packets, smp_processor_id() + 1);
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		sum += per_cpu_ptr(p, cpu)->packets;
	KUNIT_EXPECT_EQ(test, sum, nr_cpu_ids * (nr_cpu_ids + 1) / 2);
	free_percpu(p);
	free_percpu(NULL);
}

static void sizes_and_alignments(struct kunit *test)
{
	const unsigned long before = percpu_nr_allocs();
	void *p[64];

	for (unsigned int i = 0; i < 64; i++) {
		p[i] = __alloc_percpu(1 + i * 37 % 700, 1u << i % 8);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)p[i] & ((1u << i % 8) - 1),
				0);
		memset(per_cpu_ptr((char *)p[i], nr_cpu_ids - 1), 0xff,
		       1 + i * 37 % 700);
	}
	KUNIT_EXPECT_EQ(test, percpu_nr_allocs(), before + 64);
	for (unsigned int i = 0; i < 64; i += 2)
		free_percpu(p[i]);
	for (unsigned int i = 0; i < 64; i += 2) {
		u8 *q;

		p[i] = __alloc_percpu(600, 8);
		q = per_cpu_ptr((u8 *)p[i], nr_cpu_ids - 1);
		KUNIT_EXPECT_EQ(test, q[0] | q[599], 0);
	}
	for (unsigned int i = 0; i < 64; i++)
		free_percpu(p[i]);
	KUNIT_EXPECT_EQ(test, percpu_nr_allocs(), before);
	p[0] = __alloc_percpu(PERCPU_UNIT, PAGE_SIZE);
	KUNIT_EXPECT_NOT_NULL(test, p[0]);
	free_percpu(p[0]);
}

static void misuse(struct kunit *test)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_NOWARN;
	char *p = __alloc_percpu(40, 8);

	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(0, 8, gfp));
	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(PERCPU_UNIT + 1, 8, gfp));
	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(8, 24, gfp));
	octavo_report_expect(4);
	KUNIT_EXPECT_NULL(test, __alloc_percpu(8, 2 * PAGE_SIZE));
	free_percpu(p + 8);
	free_percpu(test);
	free_percpu(p);
	free_percpu(p);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
}

static void fails(struct kunit *test)
{
	static const enum fault_kind kinds[] = {
		FAULT_SLAB_ALLOC, FAULT_PAGE_ALLOC,
	};
	const unsigned long before = percpu_nr_allocs();

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		for (unsigned long nth = 1, hit = 1; hit; nth++) {
			void *p, *q = NULL;

			fault_inject_arm(kinds[i], nth, false);
			p = __alloc_percpu(PERCPU_UNIT, 8);
			if (p)
				q = __alloc_percpu(PERCPU_UNIT, 8);
			fault_inject_disarm();
			hit = fault_inject_failed(kinds[i]);
			/* The slab has a second way to a page. */
			KUNIT_EXPECT_TRUE(test, hit || (p && q));
			free_percpu(p);
			free_percpu(q);
		}
	KUNIT_EXPECT_EQ(test, percpu_nr_allocs(), before);
}

static struct kunit_case percpu_cases[] = {
	KUNIT_CASE(copies_are_apart),
	KUNIT_CASE(sizes_and_alignments),
	KUNIT_CASE(misuse),
	KUNIT_CASE(fails),
	{}
};

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.suite_init = slab_suite_init,
	.test_cases = percpu_cases,
};
kunit_test_suites(&percpu_suite);
