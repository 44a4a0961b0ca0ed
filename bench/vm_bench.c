/* SPDX-License-Identifier: MIT */
/*
 * vm_bench.c - address spaces: areas, pins, fork, the page cache, without the
 * cost of the machine's faults.
 */
#include <octavo/pagemap.h>
#include <octavo/slab.h>
#include "bench.h"
#include "user.h"

#define NR_PAGES	256ul

/* ---- what every row starts from -------------------------------------------- */

struct vm_bench {
	unsigned long addr;		/* NR_PAGES pages, written */
	struct address_space file;
	struct page *pages[NR_PAGES];
};

static void *vm_setup(void)
{
	struct vm_bench *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b || !bench_enter_user()) {
		kfree(b);
		return NULL;
	}
	b->addr = bench_map(NR_PAGES * PAGE_SIZE);
	address_space_init(&b->file, NULL, NULL);
	b->file.i_size = (loff_t)(NR_PAGES * PAGE_SIZE);
	for (unsigned long i = 0; i < NR_PAGES; i++)
		put_user((char)1, (char __user *)(b->addr + i * PAGE_SIZE));
	return b;
}

static void vm_teardown(void *arg)
{
	struct vm_bench *b = arg;

	truncate_inode_pages(&b->file, 0);
	bench_leave_user();
	kfree(b);
}

/* ---- rows ---------------------------------------------------------------------- */

static void mmap_munmap(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--)
		bench_unmap(bench_map(16 * PAGE_SIZE), 16 * PAGE_SIZE);
}

/* Per page, 256 at a time. */
static void pin_fast(void *arg, unsigned int cpu, unsigned long ops)
{
	struct vm_bench *b = arg;

	for (; ops >= NR_PAGES; ops -= NR_PAGES) {
		pin_user_pages_fast(b->addr, NR_PAGES, FOLL_WRITE, b->pages);
		unpin_user_pages(b->pages, NR_PAGES);
	}
}

static void get_fast(struct vm_bench *b, int nr, unsigned long ops)
{
	while (ops--) {
		get_user_pages_fast(b->addr, nr, FOLL_WRITE, b->pages);
		for (int i = 0; i < nr; i++)
			put_page(b->pages[i]);
	}
}

static void get_fast_1(void *arg, unsigned int cpu, unsigned long ops)
{
	get_fast(arg, 1, ops);
}

/* One operation is 256 pages. */
static void get_fast_256(void *arg, unsigned int cpu, unsigned long ops)
{
	get_fast(arg, NR_PAGES, ops);
}

static void pin_fast_256(void *arg, unsigned int cpu, unsigned long ops)
{
	pin_fast(arg, cpu, ops * NR_PAGES);
}

static void pin_locked(void *arg, unsigned int cpu, unsigned long ops)
{
	struct vm_bench *b = arg;

	for (; ops >= NR_PAGES; ops -= NR_PAGES) {
		mmap_read_lock(current->mm);
		pin_user_pages(b->addr, NR_PAGES, FOLL_WRITE, b->pages);
		mmap_read_unlock(current->mm);
		unpin_user_pages(b->pages, NR_PAGES);
	}
}

/* Copy an address space of 256 pages and let it go. */
static void fork_exit(void *arg, unsigned int cpu, unsigned long ops)
{
	struct mm_struct *child;

	while (ops--) {
		child = mm_alloc();
		if (!child)
			return;
		dup_mmap(child, current->mm);
		mmput(child);
	}
}

static void cache_lookup(void *arg, unsigned int cpu, unsigned long ops)
{
	struct vm_bench *b = arg;

	while (ops--)
		put_page(read_mapping_page(&b->file, ops % NR_PAGES));
}

BENCH(mmap_munmap, .fn = mmap_munmap, .ops = 2000,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(pin_fast, .fn = pin_fast, .ops = 64 * NR_PAGES,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(get_fast_1, .fn = get_fast_1, .ops = 20000,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(get_fast_256, .fn = get_fast_256, .ops = 64,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(pin_fast_256, .fn = pin_fast_256, .ops = 64,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(pin_locked, .fn = pin_locked, .ops = 64 * NR_PAGES,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(fork_exit, .fn = fork_exit, .ops = 50,
      .setup = vm_setup, .teardown = vm_teardown);
BENCH(cache_lookup, .fn = cache_lookup, .ops = 20000,
      .setup = vm_setup, .teardown = vm_teardown);
