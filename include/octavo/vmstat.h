/* SPDX-License-Identifier: MIT */
/*
 * vmstat.h - counters of what the memory core did and what it holds.
 *
 * Events only grow: one array a CPU, written by its own CPU without atomic
 * operations (an interrupt in the middle of a count may lose one). Items go up
 * and down; they are kept the same way, and one CPU's share may be negative.
 *
 * The page counters (PGALLOC_*, PGFREE, NR_FREE_PAGES) come from the zones and
 * are exact.
 */
#ifndef OCTAVO_VMSTAT_H
#define OCTAVO_VMSTAT_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/config.h>
#include <octavo/cpu.h>

enum vm_event_item {
	PGALLOC_DMA,		/* these five are kept by the zones: */
	PGALLOC_DMA32,		/* do not count them */
	PGALLOC_NORMAL,
	PGALLOC_HIGH,
	PGFREE,
	PGALLOC_FAIL,		/* allocations that failed */
	ALLOCSTALL,		/* allocations that reclaimed themselves */
	PGSTEAL,		/* pages that reclaim got back */
	PGSCAN,			/* pages that it asked for */
	OOM_KILL,
	DROP_PAGECACHE,
	PGFAULT,		/* page faults, of any kind */
	PGMAJFAULT,		/* that had to read */
	PGFAULT_ANON,		/* a zeroed anonymous page */
	PGFAULT_FILE,		/* a page of a file */
	PGFAULT_COW,		/* a copy made */
	PGFAULT_REUSE,		/* write allowed without a copy */
	PGFAULT_SPURIOUS,	/* nothing was missing */
	PGFAULT_FIXUP,		/* kernel access ended by the exception table */
	PGPGIN,			/* pages read in by the page cache */
	PGPGOUT,
	PGACTIVATE,
	PGREUSE,
	FOLL_PIN_ACQUIRED,	/* pins taken and released: equal at rest */
	FOLL_PIN_RELEASED,
	GUP_FAST,
	GUP_SLOW,
	UACCESS_DIRECT_COPY,	/* direct user copies, but those in place */
	UACCESS_PINNED_COPY,	/* pages copied by the pinned path */
	UACCESS_FIXUP,		/* copies that ended early */
	KMAP_POOL,		/* maps of high pages by kmap() */
	KMAP_LOCAL,		/* by kmap_local and kmap_atomic */
	KMAP_LOW,		/* maps of low pages: nothing to do */
	KMAP_FLUSH,		/* times the pool was swept */
	KMAP_WAIT,		/* times somebody slept for a slot */
	SLAB_GROW,		/* slabs taken from the buddy */
	SLAB_SHRINK,		/* and given back */
	SLAB_SLOWPATH,		/* allocations that missed the CPU's sheaf */
	TLB_FLUSH,		/* ranges flushed */
	NR_VM_EVENT_ITEMS,
};

enum vm_stat_item {
	NR_FREE_PAGES,		/* kept by the zones; only for reading */
	NR_FILE_PAGES,		/* in the page cache */
	NR_FILE_MAPPED,		/* user mappings of those */
	NR_FILE_DIRTY,
	NR_ANON_MAPPED,		/* anonymous pages mapped */
	NR_SHMEM,
	NR_PAGETABLE,		/* pages of page tables */
	NR_SLAB_RECLAIMABLE,	/* pages of slabs */
	NR_SLAB_UNRECLAIMABLE,
	NR_KERNEL_STACK,	/* pages of kernel stacks */
	NR_VMALLOC,
	NR_ACTIVE_FILE,
	NR_INACTIVE_FILE,
	NR_ACTIVE_ANON,
	NR_INACTIVE_ANON,
	NR_VM_STAT_ITEMS,
};

struct vm_cpu_stat {
	unsigned long event[NR_VM_EVENT_ITEMS];
	long item[NR_VM_STAT_ITEMS];
	long local_maps;	/* kmap_local maps minus unmaps */
} __aligned(L1_CACHE_BYTES);

/* The port points each CPU's struct cpu at its own: an address of base and
 * offset is counted up three times as fast as one with an index. */
extern struct vm_cpu_stat vm_cpu_stat[NR_CPUS];

/* Others read a counter while its CPU changes it: that is a race only by the
 * letter, for a word is read and written whole. */
static __always_inline void cpu_count(unsigned long *p, unsigned long nr)
{
	if (OCTAVO_TSAN)
		__atomic_store_n(p, *p + nr, __ATOMIC_RELAXED);
	else
		*p += nr;
}

/* Count @nr events on this CPU. */
static inline void count_vm_events(enum vm_event_item item, unsigned long nr)
{
	cpu_count(&this_cpu_var(vmstat)->event[item], nr);
}

static inline void count_vm_event(enum vm_event_item item)
{
	count_vm_events(item, 1);
}

/* Change what there is of something, by @nr. */
static inline void mod_vm_stat(enum vm_stat_item item, long nr)
{
	cpu_count((unsigned long *)&this_cpu_var(vmstat)->item[item],
		  (unsigned long)nr);
}

static inline void inc_vm_stat(enum vm_stat_item item)
{
	mod_vm_stat(item, 1);
}

static inline void dec_vm_stat(enum vm_stat_item item)
{
	mod_vm_stat(item, -1);
}

/**
 * vm_event() - read an event counter
 * @item: which
 *
 * Context: Any context.
 * Return: the sum over all CPUs since mm_init().
 */
unsigned long vm_event(enum vm_event_item item);

/**
 * vm_stat() - read an item counter
 * @item: which
 *
 * Context: Any context.
 * Return: how many there are, never below 0.
 */
unsigned long vm_stat(enum vm_stat_item item);

/**
 * vm_event_name() - the name of an event in /proc/vmstat
 * @item: which
 *
 * Context: Any context.
 * Return: a constant string.
 */
const char *vm_event_name(enum vm_event_item item);

/**
 * vm_stat_name() - the name of an item in /proc/vmstat
 * @item: which
 *
 * Context: Any context.
 * Return: a constant string.
 */
const char *vm_stat_name(enum vm_stat_item item);

/**
 * nr_free_pages() - count the pages that an allocation could get
 *
 * With those on per-CPU lists.
 *
 * Context: Any context.
 * Return: pages; exact while no CPU allocates or frees.
 */
unsigned long nr_free_pages(void);

/**
 * totalram_pages() - count the pages that were handed to the buddy at boot
 *
 * Context: Any context.
 * Return: pages.
 */
unsigned long totalram_pages(void);

/**
 * totalhigh_pages() - count those of them without a linear address
 *
 * Context: Any context.
 * Return: pages.
 */
unsigned long totalhigh_pages(void);

/**
 * nr_free_highpages() - count the free pages without a linear address
 *
 * Context: Any context.
 * Return: pages.
 */
unsigned long nr_free_highpages(void);

/**
 * nr_used_pages() - count the pages that are allocated: the leak counter
 *
 * Cost: O(zones * CPUs).
 *
 * Context: Any context.
 * Return: pages; exact while no CPU allocates or frees.
 */
unsigned long nr_used_pages(void);

#endif
