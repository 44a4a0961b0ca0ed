/* SPDX-License-Identifier: MIT */
/*
 * report.c - what to say about a page, and about memory that could not be had.
 */
#include <octavo/bug.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include "internal.h"

static const char *const flag_names[NR_PAGEFLAGS] = {
	"locked", "uptodate", "dirty", "referenced", "lru", "active", "slab",
	"reserved", "private", "writeback", "free", "head", "anon", "table",
	"error", "arch_1",
};

static const char *const reasons[] = {
	[BAD_NOT_OURS] = "not a page",
	[BAD_DOUBLE_FREE] = "double free",
	[BAD_NEVER_ALLOCATED] = "free of a page that is not allocated",
	[BAD_RESERVED] = "free of a reserved page",
	[BAD_TAIL] = "free of a tail page",
	[BAD_ORDER] = "free with the wrong order",
	[BAD_MAPPED] = "free of a page that is still mapped",
	[BAD_MAPPING] = "free of a page that is still in a mapping",
	[BAD_PINNED] = "free of a pinned page",
	[BAD_FLAGS] = "free of a page in use",
	[BAD_COUNT] = "bad reference count",
	[BAD_GET] = "get of a page without references",
	[BAD_PUT] = "put of a page without references",
	[BAD_SPLIT] = "split of a page that cannot be split",
	[BAD_COMPOUND] = "free of a damaged compound page",
	[BAD_USED_FREE] = "free page with references",
};

/* Flags by name, as "dirty|lru"; "-" for none. */
static const char *flags_text(unsigned int flags, char *buf, size_t size)
{
	int len = 0;

	buf[0] = '-';
	buf[1] = '\0';
	for (unsigned int i = 0; i < NR_PAGEFLAGS; i++)
		if (flags >> i & 1)
			len += scnprintf(buf + len, size - (size_t)len, "%s%s",
					 len ? "|" : "", flag_names[i]);
	return buf;
}

void bad_page(const struct page *page, enum bad_page why, unsigned int order)
{
	char flags[128];

	if (!page_is_ours(page)) {
		octavo_report("page at %#lx: %s (order %u)",
			      (unsigned long)page, reasons[why], order);
		return;
	}
	octavo_report("page %#lx: %s (order %u): flags %s, count %d, "
		      "mapcount %d, mapping %s, order %u",
		      page_to_pfn(page), reasons[why], order,
		      flags_text(page->flags, flags, sizeof(flags)),
		      page_ref_count(page), page_mapcount(page),
		      PageTail(page) ? "tail" : page->mapping ? "set" : "none",
		      page_order(page));
}

bool pfn_is_free(unsigned long pfn)
{
	struct zone *zone = pfn_zone(pfn);
	const struct page *page = pfn_to_page(pfn);
	unsigned long flags;
	bool free;

	if (!zone)
		return false;
	spin_lock_irqsave(&zone->lock, flags);
	free = page_machine.chunk_fresh[pfn >> CHUNK_ORDER] ||
	       chunk_any_free(pfn_chunk(pfn), pfn % CHUNK_PAGES, 0);
	spin_unlock_irqrestore(&zone->lock, flags);
	/* Or on a CPU's list, by what it was given back as. */
	return free || (PageFree(page) && !page_ref_count(page));
}

bool page_is_free(const struct page *page)
{
	const unsigned long pfn = page_to_pfn(page);

	if (page_ref_count(compound_head(page)) > 0 || pfn_reserved(pfn))
		return false;
	/* Of a block that is not compound only the head is counted. */
	for (unsigned int order = 1; order < MAX_ORDER; order++) {
		const struct page *head = pfn_to_page(pfn & ~0ul << order);

		if (head != page && page_ref_count(head) > 0 &&
		    page_order(head) >= order)
			return false;
	}
	return true;
}

void dump_page(const struct page *page, const char *reason)
{
	unsigned long pfn = page_to_pfn(page);
	const struct zone *zone;
	char flags[128];

	if (!page_is_ours(page)) {
		pr_warn("page at %#lx: not a page%s%s\n", (unsigned long)page,
			reason ? ": " : "", reason ? reason : "");
		return;
	}
	zone = pfn_zone(pfn);
	pr_warn("page %#lx: node %d zone %s%s, flags %s, order %u\n", pfn,
		zone ? zone->nid : -1, zone ? zone->name : "none",
		pfn_reserved(pfn) ? " reserved" : "",
		flags_text(page->flags, flags, sizeof(flags)),
		page_order(page));
	pr_warn("page %#lx: count %d, mapcount %d, mapping %#lx, index %#x, "
		"private %#lx\n",
		pfn, page_ref_count(page), page_mapcount(page),
		page->compound_head, page->index, page->private);
	if (PageTail(page))
		pr_warn("page %#lx: tail of page %#lx\n", pfn,
			page_to_pfn(compound_head(page)));
	if (reason)
		pr_warn("page %#lx: %s\n", pfn, reason);
}

/* ---- no memory ----------------------------------------------------------- */

static int largest_free(const struct zone_info *info)
{
	for (int k = MAX_ORDER - 1; k >= 0; k--)
		if (info->nr_free[k])
			return k;
	return -1;
}

/* The first failures are told, then fewer and fewer. */
static bool worth_telling(void)
{
	unsigned long nr = __atomic_add_fetch(&page_machine.nr_failed, 1,
					      __ATOMIC_RELAXED);

	return nr <= 8 || is_power_of_2(nr);
}

void report_alloc_failure(gfp_t gfp, unsigned int order, int nid)
{
	struct zone_info info;
	struct zone *zone;

	if (!worth_telling())
		return;
	pr_warn("page allocation failure: order %u, gfp %#x, node %d\n", order,
		gfp, nid);
	for_each_zone(zone) {
		zone_info(zone, &info);
		pr_warn("node %d %s: free %lu, per-CPU %lu, min %lu, low %lu, "
			"high %lu, reserve %lu, largest order %d\n",
			zone->nid, zone->name, info.nr_free_pages,
			info.nr_pcp_pages, zone->watermark[WMARK_MIN],
			zone->watermark[WMARK_LOW], zone->watermark[WMARK_HIGH],
			zone->lowmem_reserve[gfp_zone(gfp)],
			largest_free(&info));
	}
}
