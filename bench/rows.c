/* SPDX-License-Identifier: MIT */
/*
 * rows.c - finds the rows and times them.
 *
 * Timing: all CPUs of a batch wait for each other before the first operation; the
 * batch lasts from there until the last one is done.
 */
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/string.h>
#include "bench.h"
#include "harness.h"

extern const struct bench *const __start_octavo_bench[];
extern const struct bench *const __stop_octavo_bench[];

struct batch {
	const struct bench *row;
	void *arg;
	unsigned long ops;
	unsigned int nr_cpus;
	unsigned int ready;
	u64 start[NR_CPUS];
	u64 end[NR_CPUS];
};

static const struct bench *row_at(unsigned int n)
{
	if (n >= (size_t)(__stop_octavo_bench - __start_octavo_bench))
		return NULL;
	return __start_octavo_bench[n];
}

const char *bench_row_name(unsigned int n)
{
	const struct bench *row = row_at(n);

	return row ? row->name : NULL;
}

unsigned int bench_row_bytes(unsigned int n)
{
	return row_at(n)->bytes;
}

/* A name of its own for tools that count instructions inside. */
noinline void bench_measured(const struct batch *b, unsigned int cpu);
noinline void bench_measured(const struct batch *b, unsigned int cpu)
{
	b->row->fn(b->arg, cpu, b->ops);
}

static void run_on_cpu(void *arg, unsigned int cpu)
{
	struct batch *b = arg;

	__atomic_fetch_add(&b->ready, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&b->ready, __ATOMIC_ACQUIRE) < b->nr_cpus)
		cpu_relax();
	b->start[cpu] = arch_clock_ns(false);
	bench_measured(b, cpu);
	b->end[cpu] = arch_clock_ns(false);
}

/* Nanoseconds of one batch, 0 if it could not run. */
static u64 run_batch(struct batch *b)
{
	u64 first, last;

	b->ready = 0;
	if (b->nr_cpus == 1)
		run_on_cpu(b, 0);
	else if (arch_run_on_cpus(b->nr_cpus, run_on_cpu, b))
		return 0;
	first = b->start[0];
	last = b->end[0];
	for (unsigned int i = 1; i < b->nr_cpus; i++) {
		first = min(first, b->start[i]);
		last = max(last, b->end[i]);
	}
	return max(last - first, (u64)1);
}

/* Picoseconds per operation of the fastest of @batches. */
static long fastest(struct batch *b, unsigned int batches)
{
	u64 best = 0;

	for (unsigned int i = 0; i <= batches; i++) {
		u64 ns = run_batch(b);

		if (!ns)
			return -1;
		/* The first one warms caches and lists. */
		if (i && (!best || ns < best))
			best = ns;
	}
	return (long)(best * 1000 / b->ops);
}

long bench_row_run(unsigned int n, unsigned int batches, unsigned long ops)
{
	const struct bench *row = row_at(n);
	struct batch b = {
		.row = row,
		.ops = ops ? ops : row->ops,
		.nr_cpus = row->nr_cpus ? row->nr_cpus : 1,
	};
	long best;

	if (row->setup) {
		b.arg = row->setup();
		if (!b.arg)
			return -1;
	}
	best = fastest(&b, batches);
	if (row->teardown)
		row->teardown(b.arg);
	return best;
}

/* ---- counting ---------------------------------------------------------------- */

#define COUNT_ROUNDS	5

static const struct bench *row_named(const char *name)
{
	const struct bench *row;

	for (unsigned int n = 0; (row = row_at(n)); n++)
		if (!strcmp(row->name, name))
			return row;
	return NULL;
}

static unsigned long count_batch(const struct batch *b,
				 unsigned long long (*counter)(void))
{
	unsigned long long start = counter();

	bench_measured(b, 0);
	return (unsigned long)(counter() - start);
}

/* An interrupt makes one of two batches longer: the smallest counts. */
static long count_rounds(struct batch *b, unsigned long ops,
			 unsigned long long (*counter)(void))
{
	long best = -1;

	for (int i = 0; i <= COUNT_ROUNDS; i++) {
		long one, two, each;

		b->ops = ops;
		one = (long)count_batch(b, counter);
		b->ops = 2 * ops;
		two = (long)count_batch(b, counter);
		each = (two - one) * 10 / (long)ops;
		/* The first one warms lists. */
		if (i && each >= 0 && (best < 0 || each < best))
			best = each;
	}
	return best;
}

long bench_row_count(const char *name, unsigned long ops,
		     unsigned long long (*counter)(void))
{
	const struct bench *row = row_named(name);
	struct batch b = { .row = row };
	long best;

	if (!row)
		return -1;
	if (row->setup) {
		b.arg = row->setup();
		if (!b.arg)
			return -1;
	}
	best = count_rounds(&b, ops, counter);
	if (row->teardown)
		row->teardown(b.arg);
	return best;
}

static void empty(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--)
		barrier();
}

/* What a loop costs by itself. */
BENCH(empty, .fn = empty, .ops = 100000);
