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

/*
 * The memory map and what else the core must be told, as data. Nothing of it
 * is kept: it may live on the caller's stack.
 */
struct mm_boot {
	const struct mem_range *ranges;
	unsigned int nr_ranges;
	unsigned int nr_cpus;
	phys_addr_t dma_limit;		/* ZONE_DMA ends here; 0: no such zone */
	phys_addr_t dma32_limit;	/* ZONE_DMA32 ends here; 0: none */
	phys_addr_t lowmem_limit;	/* the linear map ends here */
	bool ram_is_zeroed;		/* usable RAM holds zeros: saves time */
	const unsigned char *cpu_node;	/* nr_cpus node numbers; NULL: all 0 */
	/* How far node [i] is from node [j]; NULL: by their numbers. */
	const unsigned char (*node_distance)[MAX_NUMNODES];
};

/**
 * mm_init() - start the memory core
 * @boot: the machine's memory
 *
 * Starts pages, slab, high memory and address spaces in this order. All state
 * lies in the RAM described and in the library's own variables; one machine
 * at a time, as often as wanted.
 *
 * Context: May sleep. The only CPU that runs.
 * Return: 0; -EINVAL: the map makes no sense (said on the log); -ENOMEM: too
 *	little low memory.
 * Pairs with: mm_exit().
 */
int mm_init(const struct mm_boot *boot);

/**
 * mm_exit() - bring everything back to the state before mm_init()
 *
 * Pages still allocated are said on the log. All other CPUs have stopped.
 *
 * Context: May sleep.
 * Pairs with: mm_init().
 */
void mm_exit(void);

/**
 * page_init() - start the page layer alone
 * @boot: as for mm_init()
 *
 * For who embeds pages, or pages and slab, without the rest.
 *
 * Context: Any context.
 * Return: 0; -EINVAL: the map makes no sense (said on the log); -ENOMEM: too
 *	little low memory for the page descriptors.
 * Pairs with: page_exit().
 */
int page_init(const struct mm_boot *boot);

/**
 * page_exit() - stop the page layer
 *
 * Context: Any context.
 * Pairs with: page_init().
 */
void page_exit(void);

/**
 * memblock_free_late() - hand out memory that was reserved
 * @base: physical address of a range that was given as MEM_RESERVED, whole and
 *	apart from others, in RAM
 * @size: its bytes
 *
 * For what a boot loader left and is not needed any more. Watermarks stay as
 * they are. Unlike Linux: the range must be one of the map's.
 *
 * Context: Any context. Others neither free nor ask about the range meanwhile.
 * Return: 0; -EINVAL: no such reserved range.
 */
int memblock_free_late(phys_addr_t base, phys_addr_t size);

/**
 * slab_init() - start kmem_cache and kmalloc
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: slab_exit().
 */
int slab_init(void);

/**
 * slab_exit() - give every slab back and stop
 *
 * Context: May sleep.
 * Pairs with: slab_init().
 */
void slab_exit(void);

/**
 * highmem_init() - start kmap and kmap_local
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: highmem_exit().
 */
int highmem_init(void);

/**
 * highmem_exit() - forget all maps and stop
 *
 * Context: May sleep.
 * Pairs with: highmem_init().
 */
void highmem_exit(void);

/**
 * vm_init() - start address spaces and the page cache
 *
 * Makes their slab caches and the shared zero page, offers the page cache to
 * reclaim. Calling it again changes nothing.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: vm_exit().
 */
int vm_init(void);

/**
 * vm_exit() - give everything back that vm_init() took
 *
 * Every address space and every page cache must be gone.
 *
 * Context: May sleep.
 * Pairs with: vm_init().
 */
void vm_exit(void);

#endif
