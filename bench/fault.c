/* SPDX-License-Identifier: MIT */
/*
 * fault.c - demand page faults: the first touch of anonymous memory.
 *
 * One operation is one page. The memory is mapped before and unmapped after
 * each batch; a batch is long enough that this does not count.
 */
#include "bench.h"
#include "user.h"

/* Far enough apart that no fault serves a neighbour. */
#define NR_SINGLE	512
#define STRIDE		(64ul << 10)

static void touch(unsigned long addr)
{
	unsigned long err = put_user((char)1, (char __user *)addr);

	bench_use(err);
}

static void *fault_setup(void)
{
	return bench_enter_user() ? current->mm : NULL;
}

static void fault_teardown(void *arg)
{
	bench_leave_user();
}

/* Far apart and backwards: nothing to guess from. */
static void fault_single(void *arg, unsigned int cpu, unsigned long ops)
{
	unsigned long len = ops * STRIDE, addr = bench_map(len);

	for (unsigned long i = ops; i-- > 0; )
		touch(addr + i * STRIDE);
	bench_unmap(addr, len);
}

static void fault_in_order(void *arg, unsigned int cpu, unsigned long ops)
{
	unsigned long len = ops * PAGE_SIZE, addr = bench_map(len);

	for (unsigned long i = 0; i < ops; i++)
		touch(addr + i * PAGE_SIZE);
	bench_unmap(addr, len);
}

BENCH(fault_single, .fn = fault_single, .ops = NR_SINGLE,
      .setup = fault_setup, .teardown = fault_teardown);
BENCH(fault_in_order, .fn = fault_in_order, .ops = 8192,
      .setup = fault_setup, .teardown = fault_teardown);
