/* SPDX-License-Identifier: MIT */
/*
 * pages.c - which blocks of pages drivers allocated.
 *
 *	pfn / 32768 -> table -> pfn % 32768 -> handle
 *
 * A block is marked (PG_tracked) when a driver allocates it, and giving it back
 * clears all marks; so a handle counts as long as its page has the mark.
 */
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/mmzone.h>
#include <octavo/page.h>
#include "internal.h"

#define TABLE_SHIFT	15u
#define TABLE_ORDER	5u		/* 32768 handles of 4 bytes */
#define MAX_TABLES	32u		/* of 128 MiB each */

static u32 *tables[MAX_TABLES];
static bool busy;

/* The place of a page's handle; NULL: none. */
static u32 *place(unsigned long pfn)
{
	const unsigned long nr = pfn >> TABLE_SHIFT;

	if (nr >= MAX_TABLES)
		return NULL;
	if (!tables[nr]) {
		busy = true;
		tables[nr] = (u32 *)__get_free_pages(GFP_ATOMIC | __GFP_ZERO |
						     __GFP_NOWARN | __GFP_NOFAIL,
						     TABLE_ORDER);
		busy = false;
	}
	return tables[nr] ? &tables[nr][pfn % (1u << TABLE_SHIFT)] : NULL;
}

void pages_track(struct page *page, unsigned int order)
{
	u32 handle = busy ? 0 : trace_caller();
	u32 *at = handle ? place(page_to_pfn(page)) : NULL;

	if (!at)
		return;
	*at = handle;
	SetPageTracked(page);
}

/* Each block that a driver allocated for itself and nobody has given back. */
void pages_walk(void (*fn)(struct page *page, u32 handle))
{
	for (unsigned long nr = 0; nr < MAX_TABLES; nr++) {
		for (u32 i = 0; tables[nr] && i < 1u << TABLE_SHIFT; i++) {
			struct page *page = tables[nr][i] ?
				pfn_to_page((nr << TABLE_SHIFT) + i) : NULL;

			if (page && PageTracked(page) && !PageSlab(page) &&
			    page_ref_count(page) > 0 && !page->mapping)
				fn(page, tables[nr][i]);
		}
	}
}

void pages_exit(void)
{
	for (unsigned int nr = 0; nr < MAX_TABLES; nr++) {
		if (tables[nr])
			free_pages((unsigned long)tables[nr], TABLE_ORDER);
		tables[nr] = NULL;
	}
}
