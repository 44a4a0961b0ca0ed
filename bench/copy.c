/* SPDX-License-Identifier: MIT */
/*
 * copy.c - copy_to_user to resident memory, beside libc's memcpy between the
 * same two buffers, and beside the same by way of an iterator.
 */
#include <octavo/slab.h>
#include <octavo/uio.h>
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

/* A fresh iterator over one piece of user memory each time, as of a read(2). */
static void iter_row(unsigned long ops, unsigned long size)
{
	size_t done = 0;

	while (ops--) {
		struct iov_iter i;

		iov_iter_ubuf(&i, ITER_DEST, (void __user *)to, size);
		done += copy_to_iter(from, size, &i);
	}
	bench_use(done);
}

static void iter_64_row(void *arg, unsigned int cpu, unsigned long ops)
{
	iter_row(ops, 64);
}

static void iter_4096_row(void *arg, unsigned int cpu, unsigned long ops)
{
	iter_row(ops, 4096);
}

/* 64 bytes to a vector of two pieces. */
static void iovec_row(void *arg, unsigned int cpu, unsigned long ops)
{
	const struct iovec iov[] = {
		{ (void *)to, 32 }, { (void *)(to + 4096), 32 },
	};
	size_t done = 0;

	while (ops--) {
		struct iov_iter i;

		iov_iter_init(&i, ITER_DEST, iov, 2, 64);
		done += copy_to_iter(from, 64, &i);
	}
	bench_use(done);
}

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
BENCH(iter_64, .fn = iter_64_row, .ops = 200000, .bytes = 64,
      .setup = copy_setup, .teardown = copy_teardown);
BENCH(iter_4096, .fn = iter_4096_row, .ops = 20000, .bytes = 4096,
      .setup = copy_setup, .teardown = copy_teardown);
BENCH(iovec_64, .fn = iovec_row, .ops = 100000, .bytes = 64,
      .setup = copy_setup, .teardown = copy_teardown);
