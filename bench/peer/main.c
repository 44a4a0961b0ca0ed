/* SPDX-License-Identifier: MIT */
/*
 * main.c - the allocator rows on malloc, whichever malloc is preloaded.
 *
 *	bench-peer [--batches N] [--ops N] [ROW...]
 *
 * The loops, the harness's waiting and the output are those of bench-octavo.
 */
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define bench_use(p)	__asm__ __volatile__("" : "+r"(p) : : "memory")

static inline unsigned int bench_random(unsigned long long *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned int)(*state >> 33);
}

#define BENCH_ALLOC(size)	malloc(size)
#define BENCH_FREE(p)		free(p)
#define BENCH_PAUSE()		__builtin_ia32_pause()
#include "../alloc_loops.h"

struct row {
	const char *name;
	void (*fn)(unsigned int cpu, unsigned long ops);
	void (*setup)(void);
	void (*teardown)(void);
	unsigned long ops;
	unsigned int nr_cpus;
};

static struct live lives[2];
static struct ring ring;

static void pair_64(unsigned int cpu, unsigned long ops)
{
	loop_pair_64(ops);
}

static void replace(unsigned int cpu, unsigned long ops)
{
	loop_replace(&lives[cpu], ops);
}

static void pass_on(unsigned int cpu, unsigned long ops)
{
	if (cpu == 0)
		loop_produce(&ring, ops);
	else
		loop_consume(&ring, ops);
}

static void replace_setup(void)
{
	live_fill(&lives[0], 1);
	live_fill(&lives[1], 2);
}

static void replace_teardown(void)
{
	live_drain(&lives[0]);
	live_drain(&lives[1]);
}

static const struct row rows[] = {
	{ "pair_64", pair_64, NULL, NULL, 100000, 1 },
	{ "replace", replace, replace_setup, replace_teardown, 50000, 1 },
	{ "replace_2cpus", replace, replace_setup, replace_teardown, 50000, 2 },
	{ "pass_on_64", pass_on, NULL, NULL, 50000, 2 },
};

struct batch {
	const struct row *row;
	unsigned long ops;
	unsigned int ready;
	unsigned long long start[2], end[2];
};

struct worker {
	struct batch *batch;
	unsigned int cpu;
};

static unsigned long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (unsigned long long)ts.tv_sec * 1000000000ull +
	       (unsigned long long)ts.tv_nsec;
}

__attribute__((__noinline__))
static void bench_measured(const struct batch *b, unsigned int cpu)
{
	b->row->fn(cpu, b->ops);
}

static void *run_on_cpu(void *arg)
{
	struct worker *w = arg;
	struct batch *b = w->batch;

	__atomic_fetch_add(&b->ready, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&b->ready, __ATOMIC_ACQUIRE) < b->row->nr_cpus)
		BENCH_PAUSE();
	b->start[w->cpu] = now();
	bench_measured(b, w->cpu);
	b->end[w->cpu] = now();
	return NULL;
}

static unsigned long long run_batch(const struct row *row, unsigned long ops)
{
	struct batch b = { .row = row, .ops = ops };
	struct worker w[2] = { { &b, 0 }, { &b, 1 } };
	unsigned long long first, last;
	pthread_t other;

	if (row->nr_cpus == 2 && pthread_create(&other, NULL, run_on_cpu, &w[1]))
		exit(2);
	run_on_cpu(&w[0]);
	if (row->nr_cpus == 2)
		pthread_join(other, NULL);
	first = b.start[0];
	last = b.end[0];
	if (row->nr_cpus == 2 && b.start[1] < first)
		first = b.start[1];
	if (row->nr_cpus == 2 && b.end[1] > last)
		last = b.end[1];
	return last - first;
}

static void run_row(const struct row *row, int batches, unsigned long ops)
{
	unsigned long long best = 0;

	if (!ops)
		ops = row->ops;
	if (row->setup)
		row->setup();
	for (int i = 0; i <= batches; i++) {
		unsigned long long ns = run_batch(row, ops);

		if (i && (!best || ns < best))
			best = ns;
	}
	if (row->teardown)
		row->teardown();
	printf("%s %llu 0\n", row->name, best * 1000 / ops);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "batches", required_argument, NULL, 'b' },
		{ "ops", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long ops = 0;
	int opt, batches = 10;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'b')
			batches = atoi(optarg);
		else if (opt == 'o')
			ops = strtoul(optarg, NULL, 0);
		else
			return 2;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int wanted = optind == argc;

		for (int j = optind; j < argc; j++)
			wanted |= !strcmp(argv[j], rows[i].name);
		if (wanted)
			run_row(&rows[i], batches, ops);
	}
	return 0;
}
