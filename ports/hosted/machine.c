/* SPDX-License-Identifier: MIT */
/*
 * machine.c - putting a hosted machine together and taking it apart.
 *
 *	hosted_start:  RAM -> CPUs -> mm_init (memory map as data) -> dma_init
 *	hosted_stop:   the same, backwards
 */
#include <octavo/port.h>
#include <octavo/dma-mapping.h>
#include <octavo/init.h>
#include <octavo/slab.h>
#include <octavo/uaccess.h>
#include <asm/page.h>
#include "hosted.h"

#define DMA_LIMIT	(16u << 20)

struct hosted_stats hosted_stats;

static int start_core(const struct hosted_config *cfg)
{
	/* Frame 0 stays unused, so that a physical address of 0 is a bug. */
	const struct mem_range ranges[] = {
		{ 0, cfg->mem, MEM_RAM, 0 },
		{ 0, PAGE_SIZE, MEM_RESERVED, 0 },
	};
	const struct mm_boot boot = {
		.ranges = ranges,
		.nr_ranges = ARRAY_SIZE(ranges),
		.nr_cpus = cfg->nr_cpus,
		.dma_limit = DMA_LIMIT,
		.lowmem_limit = cfg->lowmem,
		.ram_is_zeroed = true,
	};

	int err;

	slab_set_debug(cfg->guarded ? SLAB_DEBUG_FLAGS : 0);
	uaccess_set_mode(cfg->pinned ? UACCESS_PINNED : UACCESS_DIRECT);
	err = mm_init(&boot);
	if (err)
		return err;
	err = dma_init();
	if (err)
		mm_exit();
	return err;
}

int hosted_start(const struct hosted_config *cfg)
{
	int err;

	hosted_stats = (struct hosted_stats){ 0 };
	hosted_cpus_init(cfg->nr_cpus);
	hosted_avoid_dispatch = cfg->seccomp;
	err = hosted_entry_init();
	if (err)
		return err;
	err = hosted_ram_init(cfg->mem, cfg->lowmem);
	if (err)
		return err;
	err = hosted_pci_init(&cfg->edu);
	if (err)
		goto out_ram;
	err = start_core(cfg);
	if (!err)
		return 0;
	hosted_pci_exit();
out_ram:
	hosted_ram_exit();
	return err;
}

void hosted_stop(void)
{
	dma_exit();
	mm_exit();
	hosted_pci_exit();
	hosted_ram_exit();
}
