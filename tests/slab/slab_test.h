/* SPDX-License-Identifier: MIT */
/*
 * slab_test.h - what the slab suites share.
 */
#ifndef TESTS_SLAB_SLAB_TEST_H
#define TESTS_SLAB_SLAB_TEST_H

#include <kunit/test.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>
#include "../../mm/slab/internal.h"

static inline void destroy_cache(void *s)
{
	kmem_cache_destroy(s);
}

/* A cache until the test ends. */
static inline struct kmem_cache *test_cache(struct kunit *test, const char *name,
					    unsigned int size,
					    unsigned int flags)
{
	struct kmem_cache *s = kmem_cache_create(name, size, 0, flags, NULL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, destroy_cache, s), 0);
	return s;
}

/* The ctl of an object. */
static inline u16 *ctl_of(const void *obj)
{
	struct page *page = virt_to_page(obj);

	return &page->slab->ctl[slab_index(page, obj)];
}

static inline void expect_text(struct kunit *test, const char *glob)
{
	KUNIT_EXPECT_TRUE_MSG(test, glob_match(glob, octavo_last_report()),
			      "report: %s\nwanted: %s", octavo_last_report(),
			      glob);
}

static inline unsigned long drained_pages(void)
{
	slab_drain();
	return nr_used_pages();
}

static inline int slab_suite_init(struct kunit_suite *suite)
{
	kunit_add_settle(slab_drain);
	kunit_add_leak_counter("slab objects", slab_nr_objects);
	kunit_add_leak_counter("pages", drained_pages);
	kunit_add_leak_counter("slab faults", slab_check_all);
	return 0;
}

#endif
