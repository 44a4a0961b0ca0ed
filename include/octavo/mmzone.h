/* SPDX-License-Identifier: MIT */
/*
 * mmzone.h - nodes and zones: where frames come from, and what is left there.
 *
 *	node 0				node 1
 *	[DMA][DMA32][NORMAL][HIGHMEM]	[DMA][DMA32][NORMAL][HIGHMEM]
 *	  |
 *	  +-- a zone: per-CPU lists in front (orders 0-3 and 9), and behind
 *	      them chunks of 4 MiB, one bit a frame (mm/page/internal.h)
 *
 * Zones begin and end at multiples of the largest block: the limits of struct
 * mm_boot are rounded down to it. A zone without memory exists but is empty.
 *
 * Everything here is for reading; mm/page alone writes it.
 */
#ifndef OCTAVO_MMZONE_H
#define OCTAVO_MMZONE_H

#include <octavo/types.h>
#include <octavo/config.h>
#include <octavo/page.h>
#include <octavo/spinlock.h>

enum zone_type {
	ZONE_DMA,		/* below mm_boot.dma_limit */
	ZONE_DMA32,		/* below mm_boot.dma32_limit */
	ZONE_NORMAL,		/* to the end of the linear map */
	ZONE_HIGHMEM,		/* above: no linear address */
	MAX_NR_ZONES,
};

enum zone_watermarks { WMARK_MIN, WMARK_LOW, WMARK_HIGH, NR_WMARK };

/* Orders that have a per-CPU list: 0, 1, 2, 3 and 9. */
#define NR_PCP_LISTS		5
#define PCP_HUGE_ORDER		9
#define PCP_SLOTS		(192 + 64 + 32 + 16 + 8)

/*
 * What one CPU keeps of a zone: for each of those orders a stack of blocks,
 * the hottest on top. Written by its own CPU only, while @busy is set; except
 * @high, which another CPU sets to 0 to ask for a drain.
 */
struct per_cpu_pages {
	unsigned int busy;		/* an interrupt that finds it set goes slow */
	u32 count[NR_PCP_LISTS];	/* blocks */
	u32 high[NR_PCP_LISTS];		/* at this many some go back */
	u32 chunk;			/* its own chunk's number plus 1, or 0 */
	unsigned long nr_alloc;		/* pages handed out from here, ever */
	unsigned long nr_filled;	/* pages from the buddy, less those back */
	u32 pfn[PCP_SLOTS];		/* the stacks, one behind the other */
} __aligned(L1_CACHE_BYTES);

struct free_area {
	unsigned long nr_free;	/* free blocks that are no part of a larger */
	u32 first;		/* list of chunks, see mm/page/internal.h */
};

struct zone {
	/* Set at boot. */
	const char *name;	/* "DMA", "DMA32", "Normal", "HighMem" */
	int nid;
	enum zone_type type;
	unsigned long zone_start_pfn;
	unsigned long spanned_pages;	/* with holes */
	unsigned long present_pages;	/* RAM */
	unsigned long managed_pages;	/* handed to the buddy at boot */
	unsigned long watermark[NR_WMARK];
	/* What an allocation that could use zone j leaves here. */
	unsigned long lowmem_reserve[MAX_NR_ZONES];
	struct per_cpu_pages *pageset;	/* nr_cpus of them */
	unsigned int pcp_batch[NR_PCP_LISTS];	/* blocks moved at once */
	unsigned int pcp_high[NR_PCP_LISTS];	/* most a list keeps; 0: none */

	/* Under lock. */
	spinlock_t lock __aligned(L1_CACHE_BYTES);
	unsigned long nr_free_pages;	/* without per-CPU lists */
	unsigned long nr_alloc;		/* pages handed out past the lists, ever */
	unsigned long nr_free;		/* and taken back so */
	unsigned long nr_fresh;		/* chunks nobody has touched yet */
	unsigned long fresh_next;	/* no fresh chunk below this one */
	struct free_area free_area[MAX_ORDER];	/* fresh chunks counted too */
};

#define NR_ZONE_IDS		(MAX_NUMNODES * MAX_NR_ZONES)

/* Where to look, best first; ends with NULL. */
struct zonelist {
	struct zone *zones[NR_ZONE_IDS + 1];
};

typedef struct pglist_data {
	int node_id;
	bool online;			/* has memory */
	unsigned long node_present_pages;
	struct zone node_zones[MAX_NR_ZONES];
	struct zonelist zonelists[MAX_NR_ZONES];	/* by highest zone */
} pg_data_t;

extern struct pglist_data node_data[MAX_NUMNODES];

#define NODE_DATA(nid)		(&node_data[nid])

/* Highest zone an allocation may use; more than one zone bit: the lowest. */
static inline enum zone_type gfp_zone(gfp_t gfp)
{
	return (0x01010302u >> ((gfp & 7) * 4)) & 3;
}

static inline bool populated_zone(const struct zone *zone)
{
	return zone->present_pages != 0;
}

static inline bool is_highmem(const struct zone *zone)
{
	return zone->type == ZONE_HIGHMEM;
}

/**
 * next_zone() - step through all populated zones
 * @zone: the one before; NULL: start
 *
 * Context: Any context.
 * Return: the next in node and zone order, NULL at the end.
 */
struct zone *next_zone(struct zone *zone);

#define for_each_zone(zone)						\
	for ((zone) = next_zone(NULL); (zone); (zone) = next_zone(zone))

#define for_each_online_node(nid)					\
	for ((nid) = 0; (nid) < MAX_NUMNODES; (nid)++)			\
		if (NODE_DATA(nid)->online)

/**
 * pfn_zone() - the zone a frame belongs to
 * @pfn: any number
 *
 * Context: Any context.
 * Return: the zone; NULL for a frame that no zone has.
 */
struct zone *pfn_zone(unsigned long pfn);

static inline struct zone *page_zone(const struct page *page)
{
	return pfn_zone(page_to_pfn(page));
}

static inline enum zone_type page_zonenum(const struct page *page)
{
	return page_zone(page)->type;
}

static inline int page_to_nid(const struct page *page)
{
	return page_zone(page)->nid;
}

/**
 * cpu_to_node() - the memory node next to a CPU
 * @cpu: below nr_cpus
 *
 * Context: Any context.
 * Return: node number.
 */
int cpu_to_node(unsigned int cpu);

#define numa_node_id()		cpu_to_node(smp_processor_id())

/* What is free where, as one moment's copy. */
struct zone_info {
	unsigned long nr_free_pages;	/* without per-CPU lists */
	unsigned long nr_pcp_pages;	/* on per-CPU lists */
	unsigned long nr_used_pages;	/* allocated */
	unsigned long nr_free[MAX_ORDER];	/* free blocks by order */
};

/**
 * zone_info() - read a zone's counters
 * @zone: which
 * @info: filled in
 *
 * Exact while no other CPU allocates or frees. Cost: O(CPUs).
 *
 * Context: Any context.
 * Locks: takes the zone's lock.
 */
void zone_info(struct zone *zone, struct zone_info *info);

/**
 * pcp_pages() - count the pages one CPU keeps of a zone
 * @zone: which
 * @cpu: below nr_cpus
 *
 * Context: Any context.
 * Return: pages.
 */
unsigned long pcp_pages(const struct zone *zone, unsigned int cpu);

/**
 * zone_watermark_ok() - may an allocation take pages from this zone?
 * @zone: which
 * @order: of the block
 * @mark: the watermark, in pages
 * @class: highest zone the allocation could use
 * @alloc_flags: ALLOC_HIGH | ALLOC_HARDER, or 0
 *
 * Context: Any context.
 * Return: true if enough would stay free, also in large enough blocks.
 * Source: semantics of Linux's function of this name, 2.6.18.
 */
bool zone_watermark_ok(struct zone *zone, unsigned int order,
		       unsigned long mark, enum zone_type class,
		       unsigned int alloc_flags);

#define ALLOC_HARDER		0x01u	/* may take a quarter of the reserve */
#define ALLOC_HIGH		0x02u	/* may take half of it */
#define ALLOC_NO_WATERMARKS	0x04u	/* may take all */

/* One zone's share of the watermark sums. */
struct zone_marks {
	unsigned long pages;		/* in: managed pages */
	bool high;			/* in: high memory */
	unsigned long mark[NR_WMARK];	/* out */
};

/**
 * zone_marks() - compute watermarks
 * @zones: one entry a zone
 * @nr: entries
 *
 * Context: Any context.
 * Return: min_free_kbytes.
 * Source: the formulas of Linux 2.6.18.
 */
unsigned long zone_marks(struct zone_marks *zones, unsigned int nr);

/**
 * zone_batch() - compute the batch of the per-CPU lists
 * @managed_pages: of the zone
 *
 * Context: Any context.
 * Return: 2^n - 1 pages, at least 1; a list of order 0 holds six times that.
 */
unsigned int zone_batch(unsigned long managed_pages);

/**
 * buddy_walk() - visit the free blocks of a zone
 * @zone: which
 * @fn: called for each maximal block, in order of address, with
 * @pfn: its first frame and
 * @order: its order
 * @arg: given to @fn
 *
 * Pages on per-CPU lists are not visited. @fn must not allocate or free.
 *
 * Context: Any context.
 * Locks: the zone's lock is held around @fn.
 */
void buddy_walk(struct zone *zone,
		void (*fn)(void *arg, unsigned long pfn, unsigned int order),
		void *arg);

/**
 * buddy_check() - verify everything a zone knows of its frames
 * @zone: which
 *
 * Free bits against counters, orders, lists and per-CPU lists. Other CPUs must
 * be outside the allocator. What is wrong is reported.
 *
 * Context: Any context.
 * Locks: takes the zone's lock.
 * Return: number of things found wrong, 0 if none.
 */
unsigned int buddy_check(struct zone *zone);

#endif
