/* SPDX-License-Identifier: MIT */
/*
 * highmem.h - temporary addresses for page frames that have none.
 */
#ifndef OCTAVO_HIGHMEM_H
#define OCTAVO_HIGHMEM_H

#include <octavo/types.h>
#include <octavo/page.h>
#include <octavo/cpu.h>

#define LAST_PKMAP	1024	/* slots of the kmap pool: windows 0 to 1023 */
#define NR_WINDOWS	(LAST_PKMAP + NR_CPUS * KM_MAX_IDX)

/* The slots of the older spelling; accepted and ignored but for checks. */
enum km_type {
	KM_BOUNCE_READ, KM_SKB_SUNRPC_DATA, KM_SKB_DATA_SOFTIRQ, KM_USER0,
	KM_USER1, KM_BIO_SRC_IRQ, KM_BIO_DST_IRQ, KM_PTE0, KM_PTE1, KM_IRQ0,
	KM_IRQ1, KM_SOFTIRQ0, KM_SOFTIRQ1, KM_TYPE_NR,
};

void *kmap(struct page *page);
void kunmap(struct page *page);
void *kmap_local_page(struct page *page);
void kunmap_local(const void *addr);
struct page *kmap_to_page(void *addr);
void clear_highpage(struct page *page);
void copy_highpage(struct page *to, struct page *from);
/* kmap_atomic(page), kmap_atomic(page, type), kunmap_atomic(addr),
 * kunmap_atomic(addr, type): macros that take one argument or two. */

#endif
