/* SPDX-License-Identifier: MIT */
/*
 * counters.c - what every test of every suite must give back.
 *
 * Caches are emptied before anything is counted, so that only what is in use
 * counts: a page that holds an object somebody has, not one that waits in a
 * per-CPU list.
 */
#include <octavo/dma-mapping.h>
#include <octavo/highmem.h>
#include <octavo/mm.h>
#include <octavo/page_frag.h>
#include <octavo/skbuff.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>
#include <octavo/xarray.h>
#include "internal.h"

static unsigned long nr_pins(void)
{
	return vm_event(FOLL_PIN_ACQUIRED) - vm_event(FOLL_PIN_RELEASED);
}

void kunit_add_counters(void)
{
	kunit_add_settle(vm_drain);
	kunit_add_settle(netdev_frag_drain);
	kunit_add_settle(slab_drain);
	kunit_add_leak_counter("pages", nr_used_pages);
	kunit_add_leak_counter("slab objects", slab_nr_objects);
	kunit_add_leak_counter("skbs", skb_nr_live);
	kunit_add_leak_counter("xarray nodes", xa_nr_nodes);
	kunit_add_leak_counter("pins", nr_pins);
	kunit_add_leak_counter("kmaps", kmap_nr_live);
	kunit_add_leak_counter("local maps", kmap_local_nr_live);
	kunit_add_leak_counter("DMA mappings", dma_nr_mappings);
	kunit_add_leak_counter("slab errors", slab_check_all);
}
