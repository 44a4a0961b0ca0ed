/* SPDX-License-Identifier: MIT */
/*
 * zone.c - watermarks, lowmem reserve, zonelists; reading zones.
 *
 * A zone keeps some pages back, by how urgent an allocation is:
 *
 *	free pages
 *	   |	above high	all is well
 *	   |	below low	reclaim is woken
 *	   |	below min	only who cannot wait gets pages, down to 3/8 of it
 *	   v	0		only reclaim itself
 *
 * and for allocations that could have gone to a higher zone it keeps more: the
 * lowmem reserve, so that user pages do not fill the memory that only the
 * kernel's own allocations cannot do without.
 *
 * Source: the formulas of Linux 2.6.18's mm/page_alloc.c.
 */
#include <octavo/math64.h>
#include "internal.h"

struct pglist_data node_data[MAX_NUMNODES];
struct page_cpu page_cpus[NR_CPUS];

/* Always empty: the lists of a zone that does not exist. */
static struct per_cpu_pages no_pages;

static const char *const zone_names[MAX_NR_ZONES] = {
	"DMA", "DMA32", "Normal", "HighMem",
};

/* Pages of a class a zone must see above it to keep one page back. */
static const unsigned int reserve_ratio[MAX_NR_ZONES - 1] = { 256, 256, 32 };

/* ---- watermarks ---------------------------------------------------------- */

unsigned long zone_marks(struct zone_marks *zones, unsigned int nr)
{
	unsigned long lowmem = 0, kbytes, total;

	for (unsigned int i = 0; i < nr; i++)
		if (!zones[i].high)
			lowmem += zones[i].pages;
	kbytes = clamp(int_sqrt(16 * (lowmem << (PAGE_SHIFT - 10))), 128ul,
		       65536ul);
	total = kbytes >> (PAGE_SHIFT - 10);
	for (unsigned int i = 0; i < nr && lowmem; i++) {
		struct zone_marks *z = &zones[i];
		unsigned long t = (unsigned long)div_u64(
			(u64)total * z->pages, (u32)lowmem);
		unsigned long lo = z->high ?
			clamp(z->pages / 1024, 32ul, 128ul) : t;

		if (!z->pages)
			lo = 0;
		z->mark[WMARK_MIN] = lo;
		z->mark[WMARK_LOW] = lo + t / 4;
		z->mark[WMARK_HIGH] = lo + t / 2;
	}
	return kbytes;
}

unsigned int zone_batch(unsigned long managed_pages)
{
	unsigned long batch = min(managed_pages / 1024,
				  512ul * 1024 / PAGE_SIZE) / 4;

	if (batch < 2)
		return 1;
	return (unsigned int)rounddown_pow_of_two(batch + batch / 2) - 1;
}

bool zone_watermark_ok(struct zone *zone, unsigned int order,
		       unsigned long mark, enum zone_type class,
		       unsigned int alloc_flags)
{
	long least = (long)mark;
	long left = (long)counter_read(&zone->nr_free_pages) - (1l << order) + 1;

	if (alloc_flags & ALLOC_HIGH)
		least -= least / 2;
	if (alloc_flags & ALLOC_HARDER)
		least -= least / 4;
	if (left <= least + (long)zone->lowmem_reserve[class])
		return false;
	for (unsigned int k = 0; k < order; k++) {
		left -= (long)counter_read(&zone->free_area[k].nr_free) << k;
		least >>= 1;
		if (left <= least)
			return false;
	}
	return true;
}

/* ---- starting ------------------------------------------------------------ */

static void init_marks(void)
{
	struct zone_marks marks[NR_ZONE_IDS] = { 0 };
	struct zone *zone;
	unsigned int nr = 0, i = 0;

	for_each_zone(zone)
		marks[nr++] = (struct zone_marks){
			.pages = zone->managed_pages,
			.high = is_highmem(zone),
		};
	zone_marks(marks, nr);
	for_each_zone(zone) {
		for (int w = 0; w < NR_WMARK; w++)
			zone->watermark[w] = marks[i].mark[w];
		i++;
	}
}

static void init_reserve(struct pglist_data *node)
{
	for (unsigned int i = 0; i < MAX_NR_ZONES; i++) {
		unsigned long above = 0;

		for (unsigned int j = i + 1; j < MAX_NR_ZONES; j++) {
			above += node->node_zones[j].managed_pages;
			node->node_zones[i].lowmem_reserve[j] =
				above / reserve_ratio[i];
		}
	}
}

static unsigned int distance(const struct mm_boot *boot, int from, int to)
{
	if (boot->node_distance)
		return boot->node_distance[from][to];
	/* The node itself, then those after it in a circle. */
	return (unsigned int)(to - from + MAX_NUMNODES) % MAX_NUMNODES;
}

/* The nodes by distance from @nid; equally far ones by number. */
static void sort_nodes(const struct mm_boot *boot, int nid, int *order)
{
	for (int i = 0; i < MAX_NUMNODES; i++) {
		int at = i;

		/* A node is nearest to itself, whatever the table says. */
		while (at > 0 && order[at - 1] != nid &&
		       (i == nid || distance(boot, nid, i) <
				distance(boot, nid, order[at - 1]))) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = i;
	}
}

/* Where a class begins to look: a machine without a zone for old devices has
 * none with their limits, the next zone up is as good. */
static int class_top(const struct mm_boot *boot, int class)
{
	if (class == ZONE_DMA && !boot->dma_limit)
		class = ZONE_DMA32;
	if (class == ZONE_DMA32 && !boot->dma32_limit)
		class = ZONE_NORMAL;
	return class;
}

static void init_zonelists(const struct mm_boot *boot, int nid)
{
	int order[MAX_NUMNODES];

	sort_nodes(boot, nid, order);
	for (int class = 0; class < MAX_NR_ZONES; class++) {
		struct zone **to = NODE_DATA(nid)->zonelists[class].zones;

		for (int i = 0; i < MAX_NUMNODES; i++)
			for (int z = class_top(boot, class); z >= 0; z--) {
				struct zone *zone =
					&NODE_DATA(order[i])->node_zones[z];

				if (zone->managed_pages)
					*to++ = zone;
			}
		*to = NULL;
	}
}

static void init_cpu(unsigned int cpu)
{
	struct page_cpu *c = &page_cpus[cpu];

	for (int class = 0; class < MAX_NR_ZONES; class++) {
		const struct zone *first = NODE_DATA(cpu_to_node(cpu))
						   ->zonelists[class].zones[0];

		c->first[class] = first ? &first->pageset[cpu] : &no_pages;
	}
	for (unsigned int id = 0; id <= NR_ZONE_IDS; id++) {
		const struct zone *zone = page_machine.zones[id];

		c->zone[id] = zone ? &zone->pageset[cpu] : NULL;
		if (c->zone[id] == c->first[ZONE_NORMAL])
			c->normal = id;
	}
}

void zones_init(const struct mm_boot *boot)
{
	struct zone *zone;

	for (int nid = 0; nid < MAX_NUMNODES; nid++) {
		struct pglist_data *node = NODE_DATA(nid);

		node->node_id = nid;
		for (int z = 0; z < MAX_NR_ZONES; z++) {
			zone = &node->node_zones[z];
			zone->name = zone_names[z];
			node->node_present_pages += zone->present_pages;
		}
		node->online = node->node_present_pages != 0;
		init_reserve(node);
		init_zonelists(boot, nid);
	}
	init_marks();
	for_each_zone(zone)
		pcp_limits(zone);
	for (unsigned int cpu = 0; cpu < boot->nr_cpus; cpu++)
		init_cpu(cpu);
}

/* ---- reading ------------------------------------------------------------- */

static inline bool zone_seen(unsigned int id)
{
	return populated_zone(&node_data[id / MAX_NR_ZONES]
				.node_zones[id % MAX_NR_ZONES]);
}

struct zone *next_zone(struct zone *zone)
{
	unsigned int id = 0;

	if (zone)
		id = (unsigned int)zone->nid * MAX_NR_ZONES + zone->type + 1;
	while (id < NR_ZONE_IDS && !zone_seen(id))
		id++;
	if (id == NR_ZONE_IDS)
		return NULL;
	return &node_data[id / MAX_NR_ZONES].node_zones[id % MAX_NR_ZONES];
}

int cpu_to_node(unsigned int cpu)
{
	return page_machine.cpu_node[cpu];
}

unsigned long pcp_pages(const struct zone *zone, unsigned int cpu)
{
	unsigned long nr = 0;

	for (unsigned int li = 0; li < NR_PCP_LISTS; li++)
		nr += (unsigned long)counter_read(&zone->pageset[cpu].count[li])
		      << pcp_order[li];
	return nr;
}

void zone_info(struct zone *zone, struct zone_info *info)
{
	unsigned long flags, alloc, free;

	*info = (struct zone_info){ 0 };
	spin_lock_irqsave(&zone->lock, flags);
	info->nr_free_pages = zone->nr_free_pages;
	for (unsigned int k = 0; k < MAX_ORDER; k++)
		info->nr_free[k] = zone->free_area[k].nr_free;
	alloc = zone->nr_alloc;
	free = zone->nr_free;
	spin_unlock_irqrestore(&zone->lock, flags);
	for (unsigned int cpu = 0; cpu < page_machine.nr_cpus; cpu++) {
		info->nr_pcp_pages += pcp_pages(zone, cpu);
		alloc += counter_read(&zone->pageset[cpu].nr_alloc);
		free += pcp_freed(zone, cpu);
	}
	info->nr_used_pages = alloc - free;
}
