/* SPDX-License-Identifier: MIT */
/*
 * map.c - from the machine's memory map to zones; start and end of the layer.
 *
 * The ranges given may be unsorted, overlap and not be page-aligned. They are
 * read as a function from a frame to what it is, by looking for the next
 * place where that can change:
 *
 *	RAM	 |--------------------|	    |--------|
 *	RESERVED       |------|		  |----|
 *	segments [ RAM ][ RES. ][ RAM ]	  [RES.][RAM ]
 *
 * RAM ranges shrink to whole frames, RESERVED ones grow to whole frames and
 * win. Descriptors exist from the first to the last frame of RAM; what is
 * RESERVED between counts as RAM that is not handed out, beyond it as nothing.
 *
 * All arrays of the layer lie in one block of frames, the highest place in
 * low memory where it fits:
 *
 *	[ descriptors | chunks | segments | per-CPU lists | zone | fresh ]
 *
 * Of the free memory, whole chunks are only marked as fresh, one byte each;
 * just the frames at the ends of ranges are freed one block at a time. So
 * starting costs nothing for the size of the memory.
 *
 * Locking: none, one CPU runs; memblock_free_late() takes the zones' locks.
 */
#include <octavo/errno.h>
#include <octavo/bug.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <octavo/vmstat.h>
#include "internal.h"

/* Frame numbers are kept in 32 bits, one of them means none. */
#define MAX_PHYS	(((u64)PAGE_LINK_NONE - CHUNK_PAGES) << PAGE_SHIFT)

unsigned int nr_cpu_ids;
struct page *mem_map;
unsigned long min_pfn;
unsigned long max_pfn;
unsigned long max_low_pfn;
struct page *high_map;
struct page_hooks page_hooks;
struct page_machine page_machine;

/* ---- ranges -------------------------------------------------------------- */

static unsigned long range_start(const struct mem_range *r)
{
	return (unsigned long)(r->type == MEM_RAM ? PFN_UP(r->start) :
						    PFN_DOWN(r->start));
}

static unsigned long range_end(const struct mem_range *r)
{
	return (unsigned long)(r->type == MEM_RAM ? PFN_DOWN(r->end) :
						    PFN_UP(r->end));
}

static const char *bad_range(const struct mem_range *r)
{
	if (r->type != MEM_RAM && r->type != MEM_RESERVED)
		return "unknown type";
	if (r->end < r->start)
		return "ends before it starts";
	if (r->end > MAX_PHYS)
		return "too high";
	if (r->type == MEM_RAM && (r->nid < 0 || r->nid >= MAX_NUMNODES))
		return "no such node";
	return NULL;
}

static const char *bad_boot(const struct mm_boot *boot)
{
	if (!boot->nr_ranges || !boot->ranges)
		return "no ranges";
	if (!boot->nr_cpus || boot->nr_cpus > NR_CPUS)
		return "bad number of CPUs";
	if (!boot->lowmem_limit)
		return "no low memory";
	for (unsigned int i = 0; boot->cpu_node && i < boot->nr_cpus; i++)
		if (boot->cpu_node[i] >= MAX_NUMNODES)
			return "CPU on a node that does not exist";
	return NULL;
}

static int check_ranges(const struct mm_boot *boot)
{
	for (unsigned int i = 0; i < boot->nr_ranges; i++) {
		const struct mem_range *r = &boot->ranges[i];
		const char *why = bad_range(r);

		if (!why)
			continue;
		pr_err("memory map: range %u [%#llx, %#llx): %s\n", i,
		       (unsigned long long)r->start,
		       (unsigned long long)r->end, why);
		return -EINVAL;
	}
	return 0;
}

/* What is at frame @pfn, and until where that cannot change. Type -1: hole. */
static int classify(const struct mm_boot *boot, unsigned long pfn,
		    struct mem_segment *seg)
{
	int type = -1, nid = -1;

	seg->start = pfn;
	seg->end = ~0ul;
	for (unsigned int i = 0; i < boot->nr_ranges; i++) {
		const struct mem_range *r = &boot->ranges[i];
		unsigned long start = range_start(r), end = range_end(r);

		if (start >= end || pfn >= end)
			continue;
		if (pfn < start) {
			seg->end = min(seg->end, start);
			continue;
		}
		seg->end = min(seg->end, end);
		if (r->type == MEM_RAM && nid >= 0 && nid != r->nid)
			return -EINVAL;
		if (r->type == MEM_RAM)
			nid = r->nid;
		if (type != MEM_RESERVED)
			type = r->type;
	}
	seg->type = (enum mem_range_type)type;
	seg->nid = nid;
	return type;
}

/* The next range of frames from @pfn on that is no hole; 0, -EINVAL, or
 * -ENOENT at the end. */
static int next_segment(const struct mm_boot *boot, unsigned long pfn,
			struct mem_segment *seg)
{
	while (pfn < max_pfn) {
		int type = classify(boot, pfn, seg);

		if (type < -1) {
			pr_err("memory map: frame %#lx is on two nodes\n", pfn);
			return type;
		}
		seg->end = min(seg->end, max_pfn);
		if (type >= 0)
			return 0;
		pfn = seg->end;
	}
	return -ENOENT;
}

#define for_each_segment(boot, seg)					\
	for ((seg)->end = min_pfn;					\
	     next_segment(boot, (seg)->end, seg) == 0;)

/* Sets min_pfn and max_pfn and counts segments. */
static int survey(const struct mm_boot *boot, unsigned int *nr_segs)
{
	struct mem_segment seg = { 0 };
	int err;

	min_pfn = ~0ul;
	max_pfn = 0;
	for (unsigned int i = 0; i < boot->nr_ranges; i++) {
		const struct mem_range *r = &boot->ranges[i];

		if (r->type != MEM_RAM || range_start(r) >= range_end(r))
			continue;
		min_pfn = min(min_pfn, range_start(r));
		max_pfn = max(max_pfn, range_end(r));
	}
	min_pfn = ALIGN_DOWN(min_pfn, CHUNK_PAGES);
	max_low_pfn = ALIGN_DOWN((unsigned long)min_t(phys_addr_t,
				 PHYS_PFN(boot->lowmem_limit),
				 ALIGN((phys_addr_t)max_pfn, CHUNK_PAGES)), CHUNK_PAGES);
	if (max_pfn <= min_pfn || max_low_pfn <= min_pfn) {
		pr_err("memory map: no RAM below %#llx\n",
		       (unsigned long long)boot->lowmem_limit);
		return -EINVAL;
	}
	*nr_segs = 0;
	for (seg.end = min_pfn;; ++*nr_segs) {
		err = next_segment(boot, seg.end, &seg);
		if (err)
			return err == -ENOENT ? 0 : err;
	}
}

/* ---- the layer's own arrays ---------------------------------------------- */

struct layout {
	unsigned long map, chunks, segs, pageset, zone, fresh, end;
};

static unsigned int nr_zones_possible(const struct mm_boot *boot)
{
	unsigned int nodes = 0;

	for (unsigned int i = 0; i < boot->nr_ranges; i++)
		if (boot->ranges[i].type == MEM_RAM)
			nodes |= 1u << boot->ranges[i].nid;
	return hweight32(nodes) * MAX_NR_ZONES;
}

static struct layout lay_out(const struct mm_boot *boot, unsigned int nr_segs)
{
	unsigned long pages = max_pfn - min_pfn;
	unsigned long chunks = DIV_ROUND_UP(pages, CHUNK_PAGES);
	struct layout l = { 0 };

	l.map = 0;
	l.chunks = ALIGN(pages * sizeof(struct page), L1_CACHE_BYTES);
	l.pageset = l.chunks + chunks * sizeof(struct buddy_chunk);
	l.segs = l.pageset + (unsigned long)nr_zones_possible(boot) *
			     boot->nr_cpus * sizeof(struct per_cpu_pages);
	l.zone = l.segs + nr_segs * sizeof(struct mem_segment);
	l.fresh = l.zone + chunks;
	l.end = PAGE_ALIGN(l.fresh + chunks);
	return l;
}

/* The highest place in low memory with room for @pages frames. */
static int place(const struct mm_boot *boot, unsigned long pages)
{
	struct mem_segment seg;

	page_machine.own_end = 0;
	for_each_segment(boot, &seg) {
		unsigned long end = min(seg.end, max_low_pfn);

		if (seg.type == MEM_RAM && end > seg.start &&
		    end - seg.start >= pages)
			page_machine.own_end = end;
	}
	if (!page_machine.own_end) {
		pr_err("memory map: no room for %lu KiB of page descriptors in low memory\n",
		       pages << (PAGE_SHIFT - 10));
		return -ENOMEM;
	}
	page_machine.own_start = page_machine.own_end - pages;
	return 0;
}

static void point(const struct mm_boot *boot, const struct layout *l)
{
	char *base = pfn_to_virt(page_machine.own_start);
	unsigned long c0 = min_pfn >> CHUNK_ORDER;

	/* Of frame and chunk 0: the address may be that of nothing. */
	mem_map = (struct page *)((unsigned long)base + l->map -
				  min_pfn * sizeof(struct page));
	high_map = mem_map + max_low_pfn;
	page_machine.chunks = (struct buddy_chunk *)
		((unsigned long)base + l->chunks - c0 * sizeof(struct buddy_chunk));
	page_machine.chunk_zone = (u8 *)((unsigned long)base + l->zone - c0);
	page_machine.chunk_fresh = (u8 *)((unsigned long)base + l->fresh - c0);
	page_machine.segs = (struct mem_segment *)(base + l->segs);
	page_machine.map_start = (unsigned long)base + l->map;
	page_machine.map_size = (max_pfn - min_pfn) * sizeof(struct page);
	if (!boot->ram_is_zeroed)
		memset(base + l->chunks, 0, l->end - l->chunks);
}

/* ---- zones --------------------------------------------------------------- */

static enum zone_type pfn_type(const struct mm_boot *boot, unsigned long pfn)
{
	pfn = ALIGN_DOWN(pfn, CHUNK_PAGES);
	if (pfn >= max_low_pfn)
		return ZONE_HIGHMEM;
	if (pfn < ALIGN_DOWN(PHYS_PFN(boot->dma_limit), CHUNK_PAGES))
		return ZONE_DMA;
	if (pfn < ALIGN_DOWN(PHYS_PFN(boot->dma32_limit), CHUNK_PAGES))
		return ZONE_DMA32;
	return ZONE_NORMAL;
}

/* The zone of a frame; a chunk on two nodes is its first frame's node's. */
static struct zone *claim(const struct mm_boot *boot, unsigned long pfn, int nid)
{
	u8 *slot = &page_machine.chunk_zone[pfn >> CHUNK_ORDER];

	if (!*slot) {
		enum zone_type type = pfn_type(boot, pfn);
		struct zone *zone = &NODE_DATA(nid)->node_zones[type];

		zone->nid = nid;
		zone->type = type;
		*slot = (u8)(nid * MAX_NR_ZONES + (int)type + 1);
		page_machine.zones[*slot] = zone;
	}
	return page_machine.zones[*slot];
}

static void add_present(struct zone *zone, unsigned long start,
			unsigned long end)
{
	if (!zone->present_pages) {
		zone->zone_start_pfn = start;
		zone->fresh_next = start >> CHUNK_ORDER;
	}
	zone->present_pages += end - start;
	zone->spanned_pages = end - zone->zone_start_pfn;
}

/* Each chunk gets a zone; each segment is written down. */
static void make_zones(const struct mm_boot *boot)
{
	struct mem_segment seg;
	unsigned long pfn, end;
	int nid = 0;

	for_each_segment(boot, &seg) {
		/* What is reserved only is where the RAM before it is. */
		if (seg.nid < 0)
			seg.nid = nid;
		nid = seg.nid;
		page_machine.segs[page_machine.nr_segs++] = seg;
		for (pfn = seg.start; pfn < seg.end; pfn = end) {
			end = min(ALIGN(pfn + 1, CHUNK_PAGES), seg.end);
			add_present(claim(boot, pfn, nid), pfn, end);
		}
	}
}

static void make_pagesets(const struct mm_boot *boot, char *at)
{
	struct zone *zone;

	for_each_zone(zone) {
		zone->pageset = (struct per_cpu_pages *)at;
		at += boot->nr_cpus * sizeof(struct per_cpu_pages);
	}
}

/* Frames of one chunk, block by block. */
static void add_blocks(struct zone *zone, unsigned long start,
		       unsigned long end)
{
	pfn_chunk(start)->open = true;
	while (start < end) {
		unsigned int order = 0;

		while (order < CHUNK_ORDER && IS_ALIGNED(start, 2ul << order) &&
		       start + (2ul << order) <= end)
			order++;
		BUG_ON(!buddy_free(zone, start, order));
		start += 1ul << order;
	}
}

/* Frames of one chunk that are free from the start. */
static void add_free(unsigned long start, unsigned long end)
{
	struct zone *zone = chunk_zone(start);

	zone->managed_pages += end - start;
	if (end - start == CHUNK_PAGES) {
		page_machine.chunk_fresh[start >> CHUNK_ORDER] = 1;
		zone->nr_fresh++;
		zone->nr_free_pages += CHUNK_PAGES;
		zone->free_area[CHUNK_ORDER].nr_free++;
		return;
	}
	add_blocks(zone, start, end);
}

static void add_free_range(unsigned long start, unsigned long end)
{
	unsigned long next;

	for (; start < end; start = next) {
		next = min(ALIGN(start + 1, CHUNK_PAGES), end);
		add_free(start, next);
	}
}

static void make_free(void)
{
	for (unsigned int i = 0; i < page_machine.nr_segs; i++) {
		const struct mem_segment *s = &page_machine.segs[i];
		unsigned long own = page_machine.own_start;

		if (s->type != MEM_RAM)
			continue;
		if (own < s->start || own >= s->end) {
			add_free_range(s->start, s->end);
			continue;
		}
		add_free_range(s->start, own);
		add_free_range(page_machine.own_end, s->end);
	}
}

/* Dirty RAM: descriptors of chunks that are not fresh start as zeros too. */
static void clear_descriptors(void)
{
	unsigned long pfn, end;

	for (pfn = min_pfn; pfn < max_pfn; pfn = end) {
		end = min(pfn + CHUNK_PAGES, max_pfn);
		if (!page_machine.chunk_fresh[pfn >> CHUNK_ORDER])
			memset(pfn_to_page(pfn), 0,
			       (end - pfn) * sizeof(struct page));
	}
}

/* ---- start and end ------------------------------------------------------- */

static void forget(void)
{
	mem_map = high_map = NULL;
	min_pfn = max_pfn = max_low_pfn = 0;
	memset(&page_hooks, 0, sizeof(page_hooks));
	memset(&page_machine, 0, sizeof(page_machine));
	memset(page_cpus, 0, sizeof(page_cpus));
	memset(node_data, 0, sizeof(node_data));
	memset(vm_cpu_stat, 0, sizeof(vm_cpu_stat));
	INIT_LIST_HEAD(&page_machine.shrinkers);
}

int page_init(const struct mm_boot *boot)
{
	const char *why = bad_boot(boot);
	struct layout l;
	unsigned int nr_segs;
	int err;

	forget();
	if (why) {
		pr_err("memory map: %s\n", why);
		return -EINVAL;
	}
	err = check_ranges(boot);
	if (!err)
		err = survey(boot, &nr_segs);
	if (err)
		goto fail;
	l = lay_out(boot, nr_segs);
	err = place(boot, l.end >> PAGE_SHIFT);
	if (err)
		goto fail;
	page_machine.nr_cpus = boot->nr_cpus;
	nr_cpu_ids = boot->nr_cpus;
	page_machine.zeroed = boot->ram_is_zeroed;
	if (boot->cpu_node)
		memcpy(page_machine.cpu_node, boot->cpu_node, boot->nr_cpus);
	point(boot, &l);
	make_zones(boot);
	make_pagesets(boot, (char *)page_machine.map_start + l.pageset);
	make_free();
	if (!boot->ram_is_zeroed)
		clear_descriptors();
	zones_init(boot);
	return 0;

fail:
	forget();
	return err;
}

void page_exit(void)
{
	unsigned long used = mem_map ? nr_used_pages() : 0;

	if (used)
		pr_warn("memory core stopped with %lu pages still allocated\n",
			used);
	forget();
}

/* ---- asking about frames ------------------------------------------------- */

static const struct mem_segment *find_segment(unsigned long pfn)
{
	for (unsigned int i = 0; i < page_machine.nr_segs; i++) {
		const struct mem_segment *s = &page_machine.segs[i];

		if (pfn < s->end)
			return pfn >= s->start ? s : NULL;
	}
	return NULL;
}

bool pfn_valid(unsigned long pfn)
{
	return find_segment(pfn) != NULL;
}

bool pfn_reserved(unsigned long pfn)
{
	const struct mem_segment *s = find_segment(pfn);

	return !s || s->type == MEM_RESERVED ||
	       (pfn >= page_machine.own_start && pfn < page_machine.own_end);
}

static struct mem_segment *find_reserved(unsigned long start,
					 unsigned long end)
{
	for (unsigned int i = 0; i < page_machine.nr_segs; i++) {
		struct mem_segment *s = &page_machine.segs[i];

		if (s->start == start && s->end == end)
			return s->type == MEM_RESERVED ? s : NULL;
	}
	return NULL;
}

int memblock_free_late(phys_addr_t base, phys_addr_t size)
{
	unsigned long start = (unsigned long)PFN_DOWN(base), next;
	unsigned long end = (unsigned long)PFN_UP(base + size);
	struct mem_segment *s = find_reserved(start, end);

	if (!s)
		return -EINVAL;
	s->type = MEM_RAM;
	for (; start < end; start = next) {
		struct zone *zone = chunk_zone(start);
		unsigned long flags;

		next = min(ALIGN(start + 1, CHUNK_PAGES), end);
		spin_lock_irqsave(&zone->lock, flags);
		zone->managed_pages += next - start;
		add_blocks(zone, start, next);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	return 0;
}

struct zone *pfn_zone(unsigned long pfn)
{
	return pfn >= min_pfn && pfn < max_pfn ? chunk_zone(pfn) : NULL;
}
