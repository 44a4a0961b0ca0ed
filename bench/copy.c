/* SPDX-License-Identifier: MIT */
/*
 * copy.c - copy_to_user to resident memory, beside libc's memcpy between the
 * same two buffers.
 */
#include <octavo/slab.h>
#include "bench.h"
#include "harness.h"
#include "user.h"

#define BUFFER	(128ul << 10)

static void *from;
static unsigned long to;

static void *copy_setup(void)
{
	if (!bench_enter_user())
		return NULL;
	from = (void *)__get_free_pages(GFP_KERNEL, 5);
	to = bench_map(BUFFER);
	if (!from || !to || clear_user((void __user *)to, BUFFER))
		return NULL;
	return from;
}

static void copy_teardown(void *arg)
{
	free_pages((unsigned long)from, 5);
	bench_leave_user();
}

static void put_row(void *arg, unsigned int cpu, unsigned long ops)
{
	int __user *p = (int __user *)to;
	int bad = 0;

	bench_use(p);
	while (ops--)
		bad |= put_user(5, p);
	bench_use(bad);
}

/* Where no area is. */
static void unmapped_row(void *arg, unsigned int cpu, unsigned long ops)
{
	unsigned long left = 0;

	while (ops--)
		left += copy_to_user((void __user *)TASK_SIZE_MIN, from, 8);
	bench_use(left);
}

/* The size is known to the compiler, as in most of a kernel's copies. */
#define COPY_ROWS(size, nr, to_offset, row)				\
	static void copy_##row(void *arg, unsigned int cpu, unsigned long ops) \
	{								\
		unsigned long left = 0, dst = to + (to_offset);		\
		const void *src = from;					\
									\
		while (ops--)						\
			left |= copy_to_user((void __user *)dst, src, size); \
		bench_use(left);					\
	}								\
	static void memcpy_##row(void *arg, unsigned int cpu,		\
				 unsigned long ops)			\
	{								\
		while (ops--)						\
			bench_memcpy((void *)(to + (to_offset)), from, size); \
	}								\
	BENCH(copy_##row, .fn = copy_##row, .ops = nr, .bytes = size,	\
	      .setup = copy_setup, .teardown = copy_teardown);		\
	BENCH(memcpy_##row, .fn = memcpy_##row, .ops = nr, .bytes = size, \
	      .setup = copy_setup, .teardown = copy_teardown)

COPY_ROWS(1, 200000, 0, 1);
COPY_ROWS(8, 200000, 0, 8);
COPY_ROWS(24, 200000, 0, 24);
COPY_ROWS(64, 200000, 0, 64);
COPY_ROWS(512, 100000, 0, 512);
COPY_ROWS(4096, 20000, 0, 4096);
COPY_ROWS(65536, 2000, 0, 65536);
/* The destination lies 8 bytes after the source, modulo 4096. */
COPY_ROWS(4096, 20000, 8, alias);
BENCH(put_user, .fn = put_row, .ops = 200000, .setup = copy_setup,
      .teardown = copy_teardown);
BENCH(copy_unmapped, .fn = unmapped_row, .ops = 1000, .setup = copy_setup,
      .teardown = copy_teardown);
