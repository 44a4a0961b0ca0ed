/* SPDX-License-Identifier: MIT */
/*
 * proc_mem.c - the files of /proc about memory, in the formats
 * that Linux's tools parse.
 */
#include <octavo/math64.h>
#include "internal.h"
#include <octavo/mmzone.h>
#include <octavo/seq_file.h>
#include <octavo/vmstat.h>

#define K(pages)	((unsigned long)(pages) << (PAGE_SHIFT - 10))

static void meminfo_line(struct seq_file *m, const char *name,
			 unsigned long pages)
{
	seq_printf(m, "%s:", name);
	seq_pad(m, 15, 0);
	seq_printf(m, " %8lu kB\n", K(pages));
}

int proc_meminfo_show(struct seq_file *m, void *v)
{
	unsigned long total = totalram_pages(), free = nr_free_pages();
	unsigned long high = totalhigh_pages(), free_high = nr_free_highpages();
	unsigned long file = vm_stat(NR_FILE_PAGES);
	unsigned long anon = vm_stat(NR_ANON_MAPPED);
	unsigned long reclaimable = vm_stat(NR_SLAB_RECLAIMABLE);
	unsigned long unreclaimable = vm_stat(NR_SLAB_UNRECLAIMABLE);
	unsigned long dirty = vm_stat(NR_FILE_DIRTY);
	const struct { const char *name; unsigned long pages; } lines[] = {
		{ "MemTotal", total },
		{ "MemFree", free },
		{ "MemAvailable", free + file - min(dirty, file) },
		{ "Buffers", 0 },
		{ "Cached", file },
		{ "SwapCached", 0 },
		{ "Active", vm_stat(NR_ACTIVE_FILE) + vm_stat(NR_ACTIVE_ANON) },
		{ "Inactive", vm_stat(NR_INACTIVE_FILE) +
			      vm_stat(NR_INACTIVE_ANON) },
		{ "HighTotal", high },
		{ "HighFree", free_high },
		{ "LowTotal", total - high },
		{ "LowFree", free - min(free_high, free) },
		{ "SwapTotal", 0 },
		{ "SwapFree", 0 },
		{ "Dirty", dirty },
		{ "Writeback", 0 },
		{ "AnonPages", anon },
		{ "Mapped", vm_stat(NR_FILE_MAPPED) },
		{ "Shmem", vm_stat(NR_SHMEM) },
		{ "KReclaimable", reclaimable },
		{ "Slab", reclaimable + unreclaimable },
		{ "SReclaimable", reclaimable },
		{ "SUnreclaim", unreclaimable },
		{ "KernelStack", vm_stat(NR_KERNEL_STACK) },
		{ "PageTables", vm_stat(NR_PAGETABLE) },
		{ "CommitLimit", total },
		{ "Committed_AS", anon },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		meminfo_line(m, lines[i].name, lines[i].pages);
	return 0;
}

int proc_buddyinfo_show(struct seq_file *m, void *v)
{
	struct zone_info info;
	struct zone *zone;

	for_each_zone(zone) {
		if (!populated_zone(zone))
			continue;
		zone_info(zone, &info);
		seq_printf(m, "Node %d, zone %8s ", zone->nid, zone->name);
		for (unsigned int order = 0; order < MAX_ORDER; order++)
			seq_printf(m, "%6lu ", info.nr_free[order]);
		seq_putc(m, '\n');
	}
	return 0;
}

static void zoneinfo_pagesets(struct seq_file *m, struct zone *zone)
{
	seq_puts(m, "\n  pagesets");
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		seq_printf(m, "\n    cpu: %u", cpu);
		seq_printf(m, "\n              count: %lu",
			   pcp_pages(zone, cpu));
		seq_printf(m, "\n              high:  %u",
			   zone->pcp_high[0]);
		seq_printf(m, "\n              batch: %u",
			   zone->pcp_batch[0]);
	}
	seq_printf(m, "\n  node_unreclaimable:  0\n  start_pfn:           %lu\n",
		   zone->zone_start_pfn);
}

static void zoneinfo_one(struct seq_file *m, struct zone *zone)
{
	struct zone_info info;

	zone_info(zone, &info);
	seq_printf(m, "Node %d, zone %8s", zone->nid, zone->name);
	seq_printf(m, "\n  pages free     %lu",
		   info.nr_free_pages + info.nr_pcp_pages);
	seq_printf(m, "\n        min      %lu", zone->watermark[WMARK_MIN]);
	seq_printf(m, "\n        low      %lu", zone->watermark[WMARK_LOW]);
	seq_printf(m, "\n        high     %lu", zone->watermark[WMARK_HIGH]);
	seq_printf(m, "\n        spanned  %lu", zone->spanned_pages);
	seq_printf(m, "\n        present  %lu", zone->present_pages);
	seq_printf(m, "\n        managed  %lu", zone->managed_pages);
	seq_puts(m, "\n        protection: (");
	for (int j = 0; j < MAX_NR_ZONES; j++)
		seq_printf(m, j ? ", %lu" : "%lu", zone->lowmem_reserve[j]);
	seq_puts(m, ")");
	seq_printf(m, "\n      nr_free_pages %lu",
		   info.nr_free_pages + info.nr_pcp_pages);
	zoneinfo_pagesets(m, zone);
}

int proc_zoneinfo_show(struct seq_file *m, void *v)
{
	struct zone *zone;

	for_each_zone(zone)
		if (populated_zone(zone))
			zoneinfo_one(m, zone);
	return 0;
}

int proc_vmstat_show(struct seq_file *m, void *v)
{
	for (int i = 0; i < NR_VM_STAT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", vm_stat_name(i),
			   i == NR_FREE_PAGES ? nr_free_pages() : vm_stat(i));
	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", vm_event_name(i), vm_event(i));
	return 0;
}

static void slabinfo_line(struct kmem_cache *s, void *arg)
{
	struct slabinfo si;

	get_slabinfo(s, &si);
	seq_printf(arg, "%-17s %6lu %6lu %6u %4u %4u", si.name, si.active_objs,
		   si.num_objs, si.objsize, si.objperslab, si.pagesperslab);
	seq_printf(arg, " : tunables %4u %4u %4u", si.limit, si.batchcount,
		   si.shared);
	seq_printf(arg, " : slabdata %6lu %6lu %6lu\n", si.active_slabs,
		   si.num_slabs, si.shared_avail);
}

int proc_slabinfo_show(struct seq_file *m, void *v)
{
	seq_puts(m, "slabinfo - version: 2.1\n");
	seq_puts(m, "# name            <active_objs> <num_objs> <objsize>");
	seq_puts(m, " <objperslab> <pagesperslab>");
	seq_puts(m, " : tunables <limit> <batchcount> <sharedfactor>");
	seq_puts(m, " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	for_each_kmem_cache(slabinfo_line, m);
	return 0;
}
