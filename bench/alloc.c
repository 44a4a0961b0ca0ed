/* SPDX-License-Identifier: MIT */
/*
 * alloc.c - the allocator rows on kmalloc.
 */
#include <octavo/slab.h>
#include <octavo/cpu.h>
#include "bench.h"

#define BENCH_ALLOC(size)	kmalloc(size, GFP_KERNEL)
#define BENCH_FREE(p)		kfree(p)
#define BENCH_PAUSE()		cpu_relax()
#include "alloc_loops.h"

static struct live lives[2];
static struct ring ring;

static void pair_64(void *arg, unsigned int cpu, unsigned long ops)
{
	loop_pair_64(ops);
}

static volatile size_t variable_size = 64;

/* The same with a size that the compiler does not know. */
static void pair_variable(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		void *p = kmalloc(variable_size, GFP_KERNEL);

		bench_use(p);
		kfree(p);
	}
}

static void *cache_setup(void)
{
	return kmem_cache_create("bench-256", 256, 0, 0, NULL);
}

static void cache_teardown(void *arg)
{
	kmem_cache_destroy(arg);
}

static void cache_256(void *arg, unsigned int cpu, unsigned long ops)
{
	struct kmem_cache *s = arg;

	while (ops--) {
		void *p = kmem_cache_alloc(s, GFP_KERNEL);

		bench_use(p);
		kmem_cache_free(s, p);
	}
}

static void *replace_setup(void)
{
	live_fill(&lives[0], 1);
	live_fill(&lives[1], 2);
	return lives;
}

static void replace_teardown(void *arg)
{
	live_drain(&lives[0]);
	live_drain(&lives[1]);
}

static void replace(void *arg, unsigned int cpu, unsigned long ops)
{
	loop_replace(&lives[cpu], ops);
}

static void pass_on(void *arg, unsigned int cpu, unsigned long ops)
{
	if (cpu == 0)
		loop_produce(&ring, ops);
	else
		loop_consume(&ring, ops);
}

BENCH(pair_64, .fn = pair_64, .ops = 100000);
BENCH(pair_variable, .fn = pair_variable, .ops = 100000);
BENCH(cache_256, .fn = cache_256, .ops = 100000, .setup = cache_setup,
      .teardown = cache_teardown);
BENCH(replace, .fn = replace, .ops = 50000, .setup = replace_setup,
      .teardown = replace_teardown);
BENCH(replace_2cpus, .fn = replace, .ops = 50000, .setup = replace_setup,
      .teardown = replace_teardown, .nr_cpus = 2);
BENCH(pass_on_64, .fn = pass_on, .ops = 50000, .nr_cpus = 2);
