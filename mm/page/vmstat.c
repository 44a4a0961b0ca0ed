/* SPDX-License-Identifier: MIT */
/*
 * vmstat.c - sums of the counters that each CPU and each zone keeps.
 */
#include <octavo/mmzone.h>
#include <octavo/vmstat.h>
#include "internal.h"

struct vm_cpu_stat vm_cpu_stat[NR_CPUS];

static const char *const event_names[NR_VM_EVENT_ITEMS] = {
	[PGALLOC_DMA] = "pgalloc_dma",
	[PGALLOC_DMA32] = "pgalloc_dma32",
	[PGALLOC_NORMAL] = "pgalloc_normal",
	[PGALLOC_HIGH] = "pgalloc_high",
	[PGFREE] = "pgfree",
	[PGALLOC_FAIL] = "pgalloc_fail",
	[ALLOCSTALL] = "allocstall",
	[PGSTEAL] = "pgsteal_direct",
	[PGSCAN] = "pgscan_direct",
	[OOM_KILL] = "oom_kill",
	[DROP_PAGECACHE] = "drop_pagecache",
	[PGFAULT] = "pgfault",
	[PGMAJFAULT] = "pgmajfault",
	[PGFAULT_ANON] = "pgfault_anon",
	[PGFAULT_FILE] = "pgfault_file",
	[PGFAULT_COW] = "pgfault_cow",
	[PGFAULT_REUSE] = "pgfault_reuse",
	[PGFAULT_SPURIOUS] = "pgfault_spurious",
	[PGFAULT_FIXUP] = "pgfault_fixup",
	[PGPGIN] = "pgpgin",
	[PGPGOUT] = "pgpgout",
	[PGACTIVATE] = "pgactivate",
	[PGREUSE] = "pgreuse",
	[FOLL_PIN_ACQUIRED] = "nr_foll_pin_acquired",
	[FOLL_PIN_RELEASED] = "nr_foll_pin_released",
	[GUP_FAST] = "gup_fast",
	[GUP_SLOW] = "gup_slow",
	[UACCESS_DIRECT_COPY] = "uaccess_direct_copy",
	[UACCESS_PINNED_COPY] = "uaccess_pinned_copy",
	[UACCESS_FIXUP] = "uaccess_fixup",
	[KMAP_POOL] = "kmap_pool",
	[KMAP_LOCAL] = "kmap_local",
	[KMAP_LOW] = "kmap_low",
	[KMAP_FLUSH] = "kmap_flush",
	[KMAP_WAIT] = "kmap_wait",
	[SLAB_GROW] = "slab_grow",
	[SLAB_SHRINK] = "slab_shrink",
	[SLAB_SLOWPATH] = "slab_slowpath",
	[TLB_FLUSH] = "tlb_flush",
};

static const char *const stat_names[NR_VM_STAT_ITEMS] = {
	[NR_FREE_PAGES] = "nr_free_pages",
	[NR_FILE_PAGES] = "nr_file_pages",
	[NR_FILE_MAPPED] = "nr_mapped",
	[NR_FILE_DIRTY] = "nr_dirty",
	[NR_ANON_MAPPED] = "nr_anon_pages",
	[NR_SHMEM] = "nr_shmem",
	[NR_PAGETABLE] = "nr_page_table_pages",
	[NR_SLAB_RECLAIMABLE] = "nr_slab_reclaimable",
	[NR_SLAB_UNRECLAIMABLE] = "nr_slab_unreclaimable",
	[NR_KERNEL_STACK] = "nr_kernel_stack",
	[NR_VMALLOC] = "nr_vmalloc",
	[NR_ACTIVE_FILE] = "nr_active_file",
	[NR_INACTIVE_FILE] = "nr_inactive_file",
	[NR_ACTIVE_ANON] = "nr_active_anon",
	[NR_INACTIVE_ANON] = "nr_inactive_anon",
};

const char *vm_event_name(enum vm_event_item item)
{
	return event_names[item];
}

const char *vm_stat_name(enum vm_stat_item item)
{
	return stat_names[item];
}

static unsigned long zone_allocs(const struct zone *zone)
{
	unsigned long nr = counter_read(&zone->nr_alloc);

	for (unsigned int cpu = 0; cpu < page_machine.nr_cpus; cpu++)
		nr += counter_read(&zone->pageset[cpu].nr_alloc);
	return nr;
}

static unsigned long zone_frees(const struct zone *zone)
{
	unsigned long nr = counter_read(&zone->nr_free);

	for (unsigned int cpu = 0; cpu < page_machine.nr_cpus; cpu++)
		nr += pcp_freed(zone, cpu);
	return nr;
}

static unsigned long page_event(enum vm_event_item item)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone) {
		if (item == PGFREE)
			nr += zone_frees(zone);
		else if (zone->type == (enum zone_type)(item - PGALLOC_DMA))
			nr += zone_allocs(zone);
	}
	return nr;
}

unsigned long vm_event(enum vm_event_item item)
{
	unsigned long nr = 0;

	if (item <= PGFREE)
		return page_event(item);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		nr += counter_read(&vm_cpu_stat[cpu].event[item]);
	return nr;
}

unsigned long vm_stat(enum vm_stat_item item)
{
	long nr = 0;

	if (item == NR_FREE_PAGES)
		return nr_free_pages();
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		nr += counter_read(&vm_cpu_stat[cpu].item[item]);
	return nr > 0 ? (unsigned long)nr : 0;
}

unsigned long nr_used_pages(void)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		nr += zone_allocs(zone) - zone_frees(zone);
	return nr;
}

static unsigned long sum_managed(bool high_only)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (!high_only || is_highmem(zone))
			nr += zone->managed_pages;
	return nr;
}

unsigned long totalram_pages(void)
{
	return sum_managed(false);
}

unsigned long totalhigh_pages(void)
{
	return sum_managed(true);
}

unsigned long nr_free_pages(void)
{
	return totalram_pages() - nr_used_pages();
}

unsigned long nr_free_highpages(void)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (is_highmem(zone))
			nr += zone->managed_pages - zone_allocs(zone) +
			      zone_frees(zone);
	return nr;
}
