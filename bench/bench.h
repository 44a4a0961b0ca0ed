/* SPDX-License-Identifier: MIT */
/*
 * bench.h - how a benchmark is written.
 *
 * A row is a function that does @ops operations and nothing else; the harness
 * calls it for many batches, on one CPU or several at once, and keeps the
 * fastest batch. What a batch needs is made once in @setup.
 *
 *	static void pair(void *arg, unsigned int cpu, unsigned long ops)
 *	{
 *		while (ops--)
 *			kfree(kmalloc(64, GFP_KERNEL));
 *	}
 *	BENCH(pair_64, .fn = pair, .ops = 100000);
 *
 * Rows of one name are compared: bench/peer/ has the same loops on malloc.
 */
#ifndef BENCH_H
#define BENCH_H

#include <octavo/types.h>

struct bench {
	const char *name;
	/* One batch on CPU @cpu (0 to nr_cpus - 1); @arg is what setup gave. */
	void (*fn)(void *arg, unsigned int cpu, unsigned long ops);
	void *(*setup)(void);		/* NULL result: the row is left out */
	void (*teardown)(void *arg);
	unsigned long ops;		/* operations of a batch on each CPU */
	unsigned int nr_cpus;		/* 0 means 1 */
	unsigned int bytes;		/* of one operation, for GB/s; or 0 */
};

/* One row, found by the harness through its section. */
#define BENCH(row, ...)							\
	static const struct bench bench_##row = {			\
		.name = #row, __VA_ARGS__				\
	};								\
	static const struct bench *const bench_ptr_##row		\
	__attribute__((__used__, __section__("octavo_bench"))) =	\
		&bench_##row

/* The compiler may not know what becomes of @p. */
#define bench_use(p)	__asm__ __volatile__("" : "+r"(p) : : "memory")

/* A small fast generator; the same in bench/peer/. */
static inline u32 bench_random(unsigned long long *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return (u32)(*state >> 33);
}

#endif
