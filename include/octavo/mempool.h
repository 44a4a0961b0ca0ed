/* SPDX-License-Identifier: MIT */
/*
 * mempool.h - a reserve of elements, so that an allocation that may wait never
 * fails.
 *
 *	mempool_alloc: allocator, else reserve, else wait for a mempool_free
 *	mempool_free:  reserve while it is not full, else allocator
 */
#ifndef OCTAVO_MEMPOOL_H
#define OCTAVO_MEMPOOL_H

#include <octavo/types.h>
#include <octavo/slab.h>

typedef struct mempool mempool_t;
typedef void *(mempool_alloc_t)(gfp_t gfp, void *pool_data);
typedef void (mempool_free_t)(void *element, void *pool_data);

/**
 * mempool_create() - make a pool and fill its reserve
 * @min_nr: elements of the reserve, at least 1
 * @alloc_fn: allocates an element
 * @free_fn: frees one
 * @pool_data: passed to both
 *
 * Context: May sleep.
 * Return: the pool; NULL if there is no memory or @min_nr is below 1.
 * Pairs with: mempool_destroy().
 */
mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn,
			  mempool_free_t *free_fn, void *pool_data);

/**
 * mempool_destroy() - free a pool and its reserve
 * @pool: the pool; NULL does nothing
 *
 * Elements that are not back are reported; they stay their owners'.
 *
 * Context: May sleep.
 */
void mempool_destroy(mempool_t *pool);

/**
 * mempool_alloc() - allocate an element
 * @pool: the pool
 * @gfp: what may be done to get it; with __GFP_DIRECT_RECLAIM it waits until
 *	an element is freed rather than fail
 *
 * Context: Decided by @gfp.
 * Return: the element; NULL only if @gfp may not sleep.
 * Pairs with: mempool_free().
 */
void *mempool_alloc(mempool_t *pool, gfp_t gfp);

/**
 * mempool_free() - free an element
 * @element: from mempool_alloc(); NULL does nothing
 * @pool: its pool
 *
 * Context: Any context.
 */
void mempool_free(void *element, mempool_t *pool);

/* The element functions of pools on a kmem_cache, ... */
static inline void *mempool_alloc_slab(gfp_t gfp, void *pool_data)
{
	return kmem_cache_alloc(pool_data, gfp);
}

static inline void mempool_free_slab(void *element, void *pool_data)
{
	kmem_cache_free(pool_data, element);
}

/* ... on kmalloc, pool_data being the size, ... */
static inline void *mempool_kmalloc(gfp_t gfp, void *pool_data)
{
	return kmalloc((size_t)pool_data, gfp);
}

static inline void mempool_kfree(void *element, void *pool_data)
{
	kfree(element);
}

/* ... and on pages, pool_data being the order. */
static inline void *mempool_alloc_pages(gfp_t gfp, void *pool_data)
{
	return alloc_pages(gfp, (unsigned int)(unsigned long)pool_data);
}

static inline void mempool_free_pages(void *element, void *pool_data)
{
	__free_pages(element, (unsigned int)(unsigned long)pool_data);
}

static inline mempool_t *mempool_create_slab_pool(int min_nr,
						  struct kmem_cache *s)
{
	return mempool_create(min_nr, mempool_alloc_slab, mempool_free_slab, s);
}

static inline mempool_t *mempool_create_kmalloc_pool(int min_nr, size_t size)
{
	return mempool_create(min_nr, mempool_kmalloc, mempool_kfree,
			      (void *)size);
}

static inline mempool_t *mempool_create_page_pool(int min_nr, int order)
{
	return mempool_create(min_nr, mempool_alloc_pages, mempool_free_pages,
			      (void *)(unsigned long)order);
}

#endif
