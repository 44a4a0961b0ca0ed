/* SPDX-License-Identifier: MIT */
/*
 * bench.c - the payload that counts what operations of the library cost.
 *
 * The time-stamp counter is read around them. Where it counts instructions
 * (QEMU with -icount) the figures are the same in every run. A line each:
 *
 *	count NAME TENTHS
 *
 * bench/counts.py starts this and says what the figures mean.
 */
#include <octavo/printk.h>
#include <octavo/string.h>
#include "../x86.h"
#include "../../../bench/harness.h"

static const struct {
	const char *name;
	unsigned long ops;
} rows[] = {
	{ "empty", 1000 },
	{ "pair_64", 200 }, { "pair_variable", 200 }, { "cache_256", 200 },
	{ "page_pair", 200 }, { "order3_pair", 200 }, { "order9_pair", 100 },
	{ "kmap_atomic_high", 200 }, { "kmap_atomic_low", 200 },
	{ "kmap_pool_fresh", 200 },
	{ "copy_8", 200 }, { "copy_64", 200 }, { "copy_4096", 50 },
	{ "put_user", 200 }, { "copy_unmapped", 100 },
	{ "iter_64", 200 }, { "iter_4096", 50 }, { "iovec_64", 200 },
	{ "get_fast_1", 100 }, { "get_fast_256", 5 }, { "pin_fast_256", 5 },
	{ "skb_pair", 200 }, { "skb_clone", 200 }, { "skb_frags_4", 100 },
	{ "dma_pair", 200 }, { "dma_bounce", 50 }, { "dma_user_256", 5 },
};

void *bench_memcpy(void *to, const void *from, unsigned long n)
{
	return memcpy(to, from, n);
}

static unsigned long long counter(void)
{
	u32 lo, hi;

	__asm__ __volatile__("rdtsc" : "=a"(lo), "=d"(hi) : : "memory");
	return (u64)hi << 32 | lo;
}

int x86_payload(const struct boot_info *boot)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		printk("count %s %ld\n", rows[i].name,
		       bench_row_count(rows[i].name, rows[i].ops, counter));
	return 0;
}
