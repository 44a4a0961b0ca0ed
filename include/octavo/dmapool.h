/* SPDX-License-Identifier: MIT */
/*
 * dmapool.h - small blocks of coherent memory, descriptors mostly.
 */
#ifndef OCTAVO_DMAPOOL_H
#define OCTAVO_DMAPOOL_H

#include <octavo/types.h>
#include <octavo/gfp.h>

struct device;
struct dma_pool;

/**
 * dma_pool_create() - make a pool of equal blocks
 * @name: for reports; copied
 * @dev: the device
 * @size: of a block, in bytes
 * @align: of a block, a power of two; 0: none
 * @boundary: no block crosses a multiple of this power of two, at least @size;
 *	0: any
 *
 * Context: May sleep.
 * Return: it; NULL for arguments that make no sense, or no memory.
 * Pairs with: dma_pool_destroy().
 */
struct dma_pool *dma_pool_create(const char *name, struct device *dev,
				 size_t size, size_t align, size_t boundary);

/**
 * dma_pool_destroy() - give a pool's memory back
 * @pool: may be NULL
 *
 * Blocks in use are reported; the pages they lie in stay the device's, for it
 * may still write to them.
 *
 * Context: May sleep.
 */
void dma_pool_destroy(struct dma_pool *pool);

/**
 * dma_pool_alloc() - take a block
 * @pool: the pool
 * @gfp: as for alloc_pages()
 * @handle: the address for the device
 *
 * Context: Decided by @gfp.
 * Return: kernel address, its bytes undefined; NULL: no memory.
 * Pairs with: dma_pool_free().
 */
void *dma_pool_alloc(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle);

/* dma_pool_alloc() with all bytes zero. */
static inline void *dma_pool_zalloc(struct dma_pool *pool, gfp_t gfp,
				    dma_addr_t *handle)
{
	return dma_pool_alloc(pool, gfp | __GFP_ZERO, handle);
}

/**
 * dma_pool_free() - put a block back
 * @pool: where it came from
 * @vaddr: what dma_pool_alloc() answered
 * @handle: what it set
 *
 * A block that is not the pool's, or free already, or whose two addresses do
 * not belong together, is reported and nothing is done.
 *
 * Context: Any context.
 */
void dma_pool_free(struct dma_pool *pool, void *vaddr, dma_addr_t handle);

#endif
