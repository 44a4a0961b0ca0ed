/* SPDX-License-Identifier: MIT */
/*
 * gfp.h - "get free pages": how an allocation may behave, and the calls.
 */
#ifndef OCTAVO_GFP_H
#define OCTAVO_GFP_H

#include <octavo/types.h>
#include <octavo/page.h>

/* Where from: at most one of these; none means ZONE_NORMAL and below. */
#define __GFP_DMA		0x0001u
#define __GFP_HIGHMEM		0x0002u
#define __GFP_DMA32		0x0004u
/* What may be done to get it. */
#define __GFP_RECLAIMABLE	0x0010u
#define __GFP_HIGH		0x0020u	/* may use part of the reserve */
#define __GFP_IO		0x0040u
#define __GFP_FS		0x0080u
#define __GFP_ZERO		0x0100u
#define __GFP_ATOMIC		0x0200u	/* cannot wait: more of the reserve */
#define __GFP_DIRECT_RECLAIM	0x0400u	/* the caller may sleep */
#define __GFP_KSWAPD_RECLAIM	0x0800u
#define __GFP_NOWARN		0x2000u
#define __GFP_RETRY_MAYFAIL	0x4000u
#define __GFP_NOFAIL		0x8000u
#define __GFP_NORETRY		0x10000u
#define __GFP_MEMALLOC		0x20000u
#define __GFP_COMP		0x40000u
#define __GFP_NOMEMALLOC	0x80000u
#define __GFP_HARDWALL		0x100000u
#define __GFP_THISNODE		0x200000u
#define __GFP_ACCOUNT		0x400000u

#define __GFP_RECLAIM		(__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define GFP_ATOMIC		(__GFP_HIGH | __GFP_ATOMIC | __GFP_KSWAPD_RECLAIM)
#define GFP_KERNEL		(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_NOWAIT		__GFP_KSWAPD_RECLAIM
#define GFP_NOIO		__GFP_RECLAIM
#define GFP_NOFS		(__GFP_RECLAIM | __GFP_IO)
#define GFP_USER		(GFP_KERNEL | __GFP_HARDWALL)
#define GFP_DMA			__GFP_DMA
#define GFP_DMA32		__GFP_DMA32
#define GFP_HIGHUSER		(GFP_USER | __GFP_HIGHMEM)

#define gfpflags_allow_blocking(gfp)	(((gfp) & __GFP_DIRECT_RECLAIM) != 0)

#define NUMA_NO_NODE		(-1)

struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order);
struct page *alloc_pages(gfp_t gfp, unsigned int order);
void __free_pages(struct page *page, unsigned int order);
unsigned long __get_free_pages(gfp_t gfp, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp);
void free_pages(unsigned long addr, unsigned int order);
unsigned long alloc_pages_bulk(gfp_t gfp, unsigned long nr, struct page **pages);
void free_pages_bulk(unsigned long nr, struct page **pages);
void split_page(struct page *page, unsigned int order);

#define alloc_page(gfp)		alloc_pages(gfp, 0)
#define __get_free_page(gfp)	__get_free_pages(gfp, 0)
#define __free_page(page)	__free_pages(page, 0)
#define free_page(addr)		free_pages(addr, 0)

#endif
