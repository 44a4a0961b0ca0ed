/* SPDX-License-Identifier: MIT */
/*
 * report.c - what running a program cost, and what did not come back.
 *
 * Counts before the kernel boots and after it has gone must be the same.
 */
#include "internal.h"
#include <octavo/dma-mapping.h>
#include <octavo/highmem.h>
#include <octavo/mmzone.h>
#include <octavo/page_frag.h>
#include <octavo/percpu.h>
#include <octavo/skbuff.h>
#include <octavo/vmalloc.h>
#include <octavo/vmstat.h>

void kernel_count_held(struct kernel_held *held)
{
	vm_drain();
	netdev_frag_drain();
	slab_drain();
	*held = (struct kernel_held){
		.pages = (long)nr_used_pages(),
		.objects = (long)slab_nr_objects(),
		.pins = (long)(vm_event(FOLL_PIN_ACQUIRED) -
			       vm_event(FOLL_PIN_RELEASED)),
		.skbs = (long)skb_nr_live(),
		.maps = (long)(kmap_nr_live() + kmap_local_nr_live()),
		.dma = (long)dma_nr_mappings(),
		.vmallocs = (long)vmalloc_nr_areas(),
		.percpu = (long)percpu_nr_allocs(),
	};
}

static unsigned int leak(const char *what, long before, long after)
{
	if (before != after)
		printk("octavo: leak: %ld %s\n", after - before, what);
	return before != after;
}

unsigned int kernel_count_leaks(const struct kernel_held *before)
{
	struct kernel_held now;

	kernel_count_held(&now);
	return leak("pages", before->pages, now.pages) +
	       leak("objects", before->objects, now.objects) +
	       leak("pins", before->pins, now.pins) +
	       leak("skbs", before->skbs, now.skbs) +
	       leak("maps", before->maps, now.maps) +
	       leak("DMA mappings", before->dma, now.dma) +
	       leak("areas of vmalloc", before->vmallocs, now.vmallocs) +
	       leak("allocations for each CPU", before->percpu, now.percpu);
}

/* Of a machine whose devices did something. */
static void print_dma_stats(void)
{
	struct dma_stats dma;

	dma_get_stats(&dma);
	if (dma.maps)
		printk("octavo: DMA: mappings %lu, through bounce buffers %lu (%lu bytes), without room %lu\n",
		       dma.maps, dma.bounces, dma.bounce_bytes,
		       dma.bounce_full);
}

void kernel_print_stats(void)
{
	printk("octavo: faults %lu: anonymous %lu, file %lu, copy %lu, reuse %lu, "
	       "read in %lu, ended by fixup %lu\n", vm_event(PGFAULT),
	       vm_event(PGFAULT_ANON), vm_event(PGFAULT_FILE),
	       vm_event(PGFAULT_COW), vm_event(PGFAULT_REUSE),
	       vm_event(PGMAJFAULT), vm_event(PGFAULT_FIXUP));
	printk("octavo: pages taken: DMA %lu, DMA32 %lu, Normal %lu, HighMem %lu; given back %lu\n",
	       vm_event(PGALLOC_DMA), vm_event(PGALLOC_DMA32),
	       vm_event(PGALLOC_NORMAL),
	       vm_event(PGALLOC_HIGH), vm_event(PGFREE));
	printk("octavo: user copies: direct %lu, pinned pages %lu, ended early %lu\n",
	       vm_event(UACCESS_DIRECT_COPY), vm_event(UACCESS_PINNED_COPY),
	       vm_event(UACCESS_FIXUP));
	printk("octavo: kmaps: pool %lu, local %lu, low %lu; slabs grown %lu, shrunk %lu\n",
	       vm_event(KMAP_POOL), vm_event(KMAP_LOCAL), vm_event(KMAP_LOW),
	       vm_event(SLAB_GROW), vm_event(SLAB_SHRINK));
	print_dma_stats();
	print_missing_syscalls();
}
