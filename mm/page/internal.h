/* SPDX-License-Identifier: MIT */
/*
 * internal.h - the inside of the page layer.
 *
 * Idea. A zone is divided into chunks of the largest block, 4 MiB. A chunk
 * has one bit for each of its 1,024 frames: set, it is free. That is all there
 * is to a buddy system: a free block of order k is an aligned run of 2^k set
 * bits, and it is a *maximal* one if its buddy is not free as a whole. So
 * merging is setting bits, splitting is clearing some of them, and neither
 * touches the frames' descriptors; a chunk is three cache lines, 2 GiB of RAM
 * are 96 KiB of chunks, which stay in the CPU's cache however randomly pages
 * are freed.
 *
 *	free[16]  0110 1111 0000 1111 1111 ...	   64 frames a word
 *	nr	  how many maximal blocks there are of each order, 16 bits
 *		  for each in 3 words, so that a free adds one constant
 *
 * Chunks are found by bins: zone->free_area[k] lists those whose largest
 * block has order k. A block of order o is looked for in bin o, o + 1, ...;
 * thus a chunk that is nearly used up is used up before another is broken.
 * Each CPU refills its lists from a chunk of its own as long as there are
 * enough, so that CPUs do not share cache lines of chunks and descriptors.
 * A chunk nobody has touched yet is "fresh": it is in no bin, its bits are
 * not written, and it is taken when the bins have nothing.
 *
 * In front of this, each CPU keeps stacks of blocks of orders 0-3 and 9 by
 * frame number (struct per_cpu_pages), filled and emptied in batches.
 *
 * Invariants, for a chunk that is not fresh:
 *  1. nr has the number of maximal free blocks of each order; nr_free is the
 *     number of set bits; open is set.
 *  2. bin is the highest order that nr has blocks of plus 1, 0 if there is
 *     none, and the chunk is on just that list.
 *  3. zone->free_area[k].nr_free is the sum of nr[k], fresh chunks counting
 *     as one block of the highest order; zone->nr_free_pages likewise.
 *  4. A frame whose bit is set has _refcount 0 and is on no CPU's stack.
 *  5. A frame belongs to the zone of its chunk, always.
 *
 * Locks: zone->lock guards the zone's chunks and counters. It is taken with
 * interrupts off, inside everything else. The stacks have no lock: their CPU
 * alone uses them, with busy set; an interrupt that comes in between sees that
 * and goes to the chunks directly.
 *
 * Source: the binary buddy system (Knowlton 1965; Knuth, TAOCP 1, 2.5). Bit
 * fields instead of lists through the frames, and starting from whole areas,
 * after LLFree (Wrenger et al., USENIX ATC 2023), which is lock-free, this is
 * not. Per-CPU lists: magazines (Bonwick and Adams, USENIX ATC 2001).
 */
#ifndef MM_PAGE_INTERNAL_H
#define MM_PAGE_INTERNAL_H

#include <octavo/types.h>
#include <octavo/bitops.h>
#include <octavo/cpu.h>
#include <octavo/gfp.h>
#include <octavo/init.h>
#include <octavo/list.h>
#include <octavo/mmzone.h>
#include <octavo/page.h>
#include <octavo/spinlock.h>

#define CHUNK_ORDER		(MAX_ORDER - 1)
#define CHUNK_PAGES		(1ul << CHUNK_ORDER)
#define CHUNK_WORDS		(CHUNK_PAGES / 64)

#define NR_WORDS		((MAX_ORDER + 3) / 4)

struct buddy_chunk {
	u64 free[CHUNK_WORDS];
	u64 nr[NR_WORDS];
	u32 next;		/* in its bin: chunk number plus 1, 0: none */
	u32 prev;
	u16 nr_free;
	u8 bin;
	u8 owner;		/* CPU number plus 1 that refills from it, 0 */
	bool open;		/* not fresh */
} __aligned(L1_CACHE_BYTES);

static inline unsigned int chunk_nr(const struct buddy_chunk *c, unsigned int k)
{
	return (unsigned int)(c->nr[k / 4] >> (k % 4 * 16)) & 0xffff;
}

/* The smallest order from @order on that there is a block of; -1: none. */
static inline int chunk_least(const struct buddy_chunk *c, unsigned int order)
{
	u64 w = c->nr[order / 4] >> (order % 4 * 16) << (order % 4 * 16);

	for (unsigned int i = order / 4;;) {
		if (w)
			return (int)(i * 4) + (int)__ffs64(w) / 16;
		if (++i == NR_WORDS)
			return -1;
		w = c->nr[i];
	}
}

/* The largest order there is a block of; -1: none. */
static inline int chunk_most(const struct buddy_chunk *c)
{
	for (int i = NR_WORDS - 1; i >= 0; i--)
		if (c->nr[i])
			return i * 4 + (fls64(c->nr[i]) - 1) / 16;
	return -1;
}

/* A normalised range of frames, [start, end). */
struct mem_segment {
	unsigned long start;
	unsigned long end;
	enum mem_range_type type;
	int nid;
};

/* Everything the page layer keeps of the machine. The arrays are indexed from
 * frame and chunk 0, whether or not RAM begins there. */
struct page_machine {
	struct buddy_chunk *chunks;
	u8 *chunk_zone;			/* zone id plus 1; 0: no RAM there */
	u8 *chunk_fresh;		/* under the zone's lock */
	struct zone *zones[NR_ZONE_IDS + 1];	/* by what chunk_zone holds */
	unsigned long map_start;	/* address of the first descriptor */
	unsigned long map_size;		/* bytes of all */
	struct mem_segment *segs;	/* sorted, disjoint */
	unsigned int nr_segs;
	unsigned long own_start;	/* frames that hold these arrays */
	unsigned long own_end;
	unsigned int nr_cpus;
	bool zeroed;
	u8 cpu_node[NR_CPUS];
	unsigned long nr_failed;	/* allocations, for the log's sake */
	struct list_head shrinkers;
	spinlock_t shrinkers_lock;
};

extern struct page_machine page_machine;

/* One CPU's lists, for the fast paths: of the first zone by what gfp_zone()
 * says, and of each zone by what chunk_zone holds. */
struct page_cpu {
	struct per_cpu_pages *first[MAX_NR_ZONES];
	struct per_cpu_pages *zone[NR_ZONE_IDS + 1];
	unsigned int normal;		/* first[ZONE_NORMAL] is zone[normal] */
} __aligned(4 * L1_CACHE_BYTES);

extern struct page_cpu page_cpus[NR_CPUS];

static inline struct buddy_chunk *pfn_chunk(unsigned long pfn)
{
	return &page_machine.chunks[pfn >> CHUNK_ORDER];
}

/* The zone of a frame that has a descriptor; NULL: of none. */
static inline struct zone *chunk_zone(unsigned long pfn)
{
	return page_machine.zones[page_machine.chunk_zone[pfn >> CHUNK_ORDER]];
}

/* Is this the address of a descriptor? */
static inline bool page_is_ours(const struct page *page)
{
	unsigned long off = (unsigned long)page - page_machine.map_start;

	return off < page_machine.map_size && off % sizeof(struct page) == 0;
}

/* A counter that others read without the lock. */
#define counter_add(p, n)						\
	__atomic_store_n(p, *(p) + (n), __ATOMIC_RELAXED)
#define counter_read(p)		__atomic_load_n(p, __ATOMIC_RELAXED)

/* ---- buddy.c: all under zone->lock --------------------------------------- */

/* Make a block free; false: part of it is already, nothing was done. */
bool buddy_free(struct zone *zone, unsigned long pfn, unsigned int order);
/* Make single frames free; answers how many were already, which stay as they
 * are and are put in front of @pfns. */
unsigned int buddy_free_pages(struct zone *zone, u32 *pfns, unsigned int nr);
/* Take a block; PAGE_LINK_NONE: there is none. */
u32 buddy_alloc(struct zone *zone, unsigned int order);
/* Take up to @nr blocks for a CPU's list, from its own chunk if it has any;
 * answers how many. */
unsigned int buddy_alloc_many(struct zone *zone, struct per_cpu_pages *pcp,
			      unsigned int order, unsigned int nr, u32 *pfns);
/* The number of a maximal free block of order @k in a chunk, or -1. */
int chunk_find(const struct buddy_chunk *c, unsigned int k, unsigned int from);
bool chunk_all_free(const struct buddy_chunk *c, unsigned int off,
		    unsigned int order);
bool chunk_any_free(const struct buddy_chunk *c, unsigned int off,
		    unsigned int order);

/* ---- pcp.c --------------------------------------------------------------- */

extern const u16 pcp_base[NR_PCP_LISTS];
extern const u8 pcp_order[NR_PCP_LISTS];

/* Which per-CPU list an order has; -1: none. */
static __always_inline int pcp_index(unsigned int order)
{
	if (likely(order <= 3))
		return (int)order;
	return order == PCP_HUGE_ORDER ? NR_PCP_LISTS - 1 : -1;
}

/* Pages that were given back to a CPU's lists, ever. They are not counted one by
 * one: those handed out and those still there are the ones that came from the
 * buddy and the ones given back. */
static inline unsigned long pcp_freed(const struct zone *zone, unsigned int cpu)
{
	const struct per_cpu_pages *pcp = &zone->pageset[cpu];

	return counter_read(&pcp->nr_alloc) + pcp_pages(zone, cpu) -
	       counter_read(&pcp->nr_filled);
}

/* A block from the buddy by way of this CPU's list; PAGE_LINK_NONE: none. */
u32 zone_take(struct zone *zone, unsigned int order, bool batch);
/* Give a block back, when the list is full or busy. */
void zone_give_slow(struct zone *zone, unsigned long pfn, unsigned int order);
void pcp_limits(struct zone *zone);

/* ---- report.c ------------------------------------------------------------ */

enum bad_page {
	BAD_NOT_OURS, BAD_DOUBLE_FREE, BAD_NEVER_ALLOCATED, BAD_RESERVED, BAD_TAIL,
	BAD_ORDER, BAD_MAPPED, BAD_MAPPING, BAD_PINNED, BAD_FLAGS, BAD_COUNT,
	BAD_GET, BAD_PUT, BAD_SPLIT, BAD_COMPOUND, BAD_USED_FREE, BAD_ADDRESS,
};

__cold void bad_page(const struct page *page, enum bad_page why,
		     unsigned int order);
__cold void report_alloc_failure(gfp_t gfp, unsigned int order, int nid);
/* Is a frame of RAM not to be handed out? */
bool pfn_reserved(unsigned long pfn);
/* Is a frame free, by the chunks or on some CPU's list? */
bool pfn_is_free(unsigned long pfn);

/* ---- zone.c -------------------------------------------------------------- */

void zones_init(const struct mm_boot *boot);

#endif
