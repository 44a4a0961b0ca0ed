/* SPDX-License-Identifier: MIT */
/*
 * page.c - the page-frame rows.
 */
#include <octavo/gfp.h>
#include <octavo/slab.h>
#include "bench.h"

#define NR_BULK		8192	/* frames taken before the first goes back */

static struct page *frames[2][NR_BULK];
static u32 shuffled[NR_BULK];

static void page_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct page *page = alloc_page(GFP_KERNEL);

		bench_use(page);
		__free_page(page);
	}
}

static void order3_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct page *page = alloc_pages(GFP_KERNEL, 3);

		bench_use(page);
		__free_pages(page, 3);
	}
}

static void order9_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct page *page = alloc_pages(GFP_KERNEL, 9);

		bench_use(page);
		__free_pages(page, 9);
	}
}

/* A random order of the frames, the same in every run. */
static void *bulk_setup(void)
{
	unsigned long long random = 1;

	for (u32 i = 0; i < NR_BULK; i++)
		shuffled[i] = i;
	for (u32 i = NR_BULK - 1; i > 0; i--) {
		u32 j = bench_random(&random) % (i + 1);

		swap(shuffled[i], shuffled[j]);
	}
	return shuffled;
}

/* One operation is one frame taken and, later and in random order, freed. */
static void page_bulk(void *arg, unsigned int cpu, unsigned long ops)
{
	for (; ops >= NR_BULK; ops -= NR_BULK) {
		for (u32 i = 0; i < NR_BULK; i++)
			frames[cpu][i] = alloc_page(GFP_KERNEL);
		for (u32 i = 0; i < NR_BULK; i++)
			__free_page(frames[cpu][shuffled[i]]);
	}
}

BENCH(page_pair, .fn = page_pair, .ops = 100000);
BENCH(page_pair_2cpus, .fn = page_pair, .ops = 100000, .nr_cpus = 2);
BENCH(page_bulk, .fn = page_bulk, .ops = 4 * NR_BULK, .setup = bulk_setup);
BENCH(page_bulk_2cpus, .fn = page_bulk, .ops = 4 * NR_BULK,
      .setup = bulk_setup, .nr_cpus = 2);
BENCH(order3_pair, .fn = order3_pair, .ops = 50000);
BENCH(order9_pair, .fn = order9_pair, .ops = 20000);
