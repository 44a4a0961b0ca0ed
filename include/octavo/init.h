/* SPDX-License-Identifier: MIT */
/*
 * init.h - starting and stopping the memory core.
 */
#ifndef OCTAVO_INIT_H
#define OCTAVO_INIT_H

#include <octavo/types.h>
#include <octavo/config.h>

enum mem_range_type {
	MEM_RAM,		/* usable */
	MEM_RESERVED,		/* RAM that is not to be handed out */
};

/* A range of physical memory, [start, end). Ranges may overlap and need not
 * be sorted or page-aligned: RESERVED wins, partial frames are left out. */
struct mem_range {
	phys_addr_t start;
	phys_addr_t end;
	enum mem_range_type type;
	int nid;
};

/* The memory map and what else the core must be told, as data. */
struct mm_boot {
	const struct mem_range *ranges;
	unsigned int nr_ranges;
	unsigned int nr_cpus;
	phys_addr_t dma_limit;		/* ZONE_DMA ends here; 0: no such zone */
	phys_addr_t dma32_limit;	/* ZONE_DMA32 ends here; 0: none */
	phys_addr_t lowmem_limit;	/* the linear map ends here */
};

/* Errors: -EINVAL (a map that makes no sense, said on the log), -ENOMEM. */
int mm_init(const struct mm_boot *boot);
void mm_exit(void);

#endif
