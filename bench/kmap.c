/* SPDX-License-Identifier: MIT */
/*
 * kmap.c - windows: a low page costs its address, a high one the machine's
 * mapping (on the hosted machine two host calls).
 */
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include "bench.h"

static struct page *page;

static void *setup(gfp_t gfp)
{
	page = alloc_page(gfp);
	return page;
}

static void *low_setup(void)
{
	return setup(GFP_KERNEL);
}

static void *high_setup(void)
{
	if (setup(GFP_HIGHUSER) && !PageHighMem(page)) {
		__free_page(page);
		return NULL;
	}
	return page;
}

/* Mapped all the time, so that one more user is all there is to it. */
static void *pool_setup(void)
{
	if (!high_setup())
		return NULL;
	kmap(page);
	return page;
}

static void teardown(void *arg)
{
	__free_page(page);
}

static void pool_teardown(void *arg)
{
	kunmap(page);
	teardown(arg);
}

static void atomic_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		void *addr = kmap_atomic(page);

		bench_use(addr);
		kunmap_atomic(addr);
	}
}

static void local_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		void *addr = kmap_local_page(page);

		bench_use(addr);
		kunmap_local(addr);
	}
}

static void pool_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		void *addr = kmap(page);

		bench_use(addr);
		kunmap(page);
	}
}

BENCH(kmap_atomic_low, .fn = atomic_pair, .ops = 100000, .setup = low_setup,
      .teardown = teardown);
BENCH(kmap_atomic_high, .fn = atomic_pair, .ops = 1000, .setup = high_setup,
      .teardown = teardown);
BENCH(kmap_local_low, .fn = local_pair, .ops = 100000, .setup = low_setup,
      .teardown = teardown);
BENCH(kmap_pool_again, .fn = pool_pair, .ops = 100000, .setup = pool_setup,
      .teardown = pool_teardown);
BENCH(kmap_pool_fresh, .fn = pool_pair, .ops = 1000, .setup = high_setup,
      .teardown = teardown);
