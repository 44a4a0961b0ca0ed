/* SPDX-License-Identifier: MIT */
/*
 * pool.c - small blocks of coherent memory.
 *
 *	pool -> chunk -> chunk		a chunk: coherent memory, a page or more
 *		  |
 *		  [ block ][ block ]  |	 [ block ][ block ]	|
 *				      boundary			a bit each: used
 *
 * Each block has a bit outside of the memory that the device can write to, so
 * that nothing it does, and no block freed twice, makes a block somebody
 * else's.
 *
 * Invariant: chunk->nr_used is the number of bits set in chunk->used.
 *
 * Locking: pool->lock, also from interrupts; memory is allocated outside.
 */
#include <octavo/bitmap.h>
#include <octavo/bug.h>
#include <octavo/dmapool.h>
#include <octavo/list.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "internal.h"

struct dma_chunk {
	struct list_head list;
	char *vaddr;
	dma_addr_t addr;
	unsigned int nr_used;
	unsigned long used[];
};

struct dma_pool {
	struct device *dev;
	spinlock_t lock;
	struct list_head chunks;
	size_t size;			/* of a block */
	size_t boundary;		/* of a chunk at most */
	size_t chunk_size;
	unsigned int row;		/* blocks between two boundaries */
	unsigned int nr;		/* blocks of a chunk */
	char name[32];
};

/* Where block @i begins in its chunk. */
static size_t block_offset(const struct dma_pool *pool, unsigned int i)
{
	return i / pool->row * pool->boundary + i % pool->row * pool->size;
}

/* The number of the block at @offset; nr: there begins none. */
static unsigned int block_at(const struct dma_pool *pool, size_t offset)
{
	const size_t in_row = offset % pool->boundary;
	const unsigned int i = (unsigned int)(offset / pool->boundary *
					      pool->row + in_row / pool->size);

	return in_row % pool->size || in_row / pool->size >= pool->row ||
			       i >= pool->nr ? pool->nr : i;
}

/* ---- pools ---------------------------------------------------------------------- */

static bool shape_ok(size_t size, size_t align, size_t boundary)
{
	if (!size || size > INT_MAX / 2 || !is_power_of_2(align))
		return false;
	return !boundary || (is_power_of_2(boundary) && boundary >= size);
}

struct dma_pool *dma_pool_create(const char *name, struct device *dev,
				 size_t size, size_t align, size_t boundary)
{
	struct dma_pool *pool;

	align = align ?: 1;
	if (!shape_ok(size, align, boundary))
		return NULL;
	size = ALIGN(max(size, (size_t)4), align);
	pool = kzalloc(sizeof(*pool), GFP_KERNEL);
	if (!pool)
		return NULL;
	pool->dev = dev;
	spin_lock_init(&pool->lock);
	INIT_LIST_HEAD(&pool->chunks);
	pool->size = size;
	pool->chunk_size = max(PAGE_ALIGN(size), (size_t)PAGE_SIZE);
	pool->boundary = boundary ? min(boundary, pool->chunk_size) :
				    pool->chunk_size;
	pool->row = (unsigned int)(pool->boundary / size);
	pool->nr = (unsigned int)(pool->chunk_size / pool->boundary) * pool->row;
	strscpy(pool->name, name, sizeof(pool->name));
	if (pool->nr)
		return pool;
	kfree(pool);
	return NULL;
}

static void free_chunk(struct dma_pool *pool, struct dma_chunk *chunk)
{
	if (chunk->nr_used)
		octavo_report("dma: %s: pool %s destroyed with %u blocks of %zu bytes in use at %#llx",
			      dev_name(pool->dev), pool->name, chunk->nr_used,
			      pool->size, (unsigned long long)chunk->addr);
	else
		dma_free_coherent(pool->dev, pool->chunk_size, chunk->vaddr,
				  chunk->addr);
	kfree(chunk);
}

void dma_pool_destroy(struct dma_pool *pool)
{
	struct dma_chunk *chunk, *next;

	if (!pool)
		return;
	list_for_each_entry_safe(chunk, next, &pool->chunks, list)
		free_chunk(pool, chunk);
	kfree(pool);
}

/* ---- blocks ----------------------------------------------------------------------- */

static struct dma_chunk *new_chunk(struct dma_pool *pool, gfp_t gfp)
{
	struct dma_chunk *chunk;

	chunk = kzalloc(sizeof(*chunk) + BITS_TO_LONGS(pool->nr) * sizeof(long),
			gfp);
	if (!chunk)
		return NULL;
	chunk->vaddr = dma_alloc_coherent(pool->dev, pool->chunk_size,
					  &chunk->addr, gfp);
	if (chunk->vaddr)
		return chunk;
	kfree(chunk);
	return NULL;
}

/* Take a block of some chunk; the lock is held. */
static bool take_block(struct dma_pool *pool, struct dma_chunk **chunk,
		       unsigned int *i)
{
	struct dma_chunk *c;

	list_for_each_entry(c, &pool->chunks, list) {
		if (c->nr_used == pool->nr)
			continue;
		*i = (unsigned int)find_first_zero_bit(c->used, pool->nr);
		__set_bit(*i, c->used);
		c->nr_used++;
		*chunk = c;
		return true;
	}
	return false;
}

void *dma_pool_alloc(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle)
{
	struct dma_chunk *chunk, *new;
	unsigned long flags;
	unsigned int i;
	void *vaddr;
	bool found;

	spin_lock_irqsave(&pool->lock, flags);
	found = take_block(pool, &chunk, &i);
	spin_unlock_irqrestore(&pool->lock, flags);
	if (!found) {
		new = new_chunk(pool, gfp & ~__GFP_ZERO);
		if (!new)
			return NULL;
		spin_lock_irqsave(&pool->lock, flags);
		list_add(&new->list, &pool->chunks);
		found = take_block(pool, &chunk, &i);
		spin_unlock_irqrestore(&pool->lock, flags);
		if (!found)
			return NULL;
	}
	vaddr = chunk->vaddr + block_offset(pool, i);
	*handle = chunk->addr + block_offset(pool, i);
	if (gfp & __GFP_ZERO)
		memset(vaddr, 0, pool->size);
	return vaddr;
}

/* What is wrong with freeing it; NULL: it is free now. The lock is held. */
static const char *put_block(struct dma_pool *pool, const char *vaddr,
			     dma_addr_t handle)
{
	struct dma_chunk *c;
	unsigned int i;

	list_for_each_entry(c, &pool->chunks, list) {
		const size_t offset = (size_t)(handle - c->addr);

		if (handle < c->addr || handle - c->addr >= pool->chunk_size)
			continue;
		i = block_at(pool, offset);
		if (i == pool->nr)
			return "inside of a block";
		if (vaddr != c->vaddr + offset)
			return "of two addresses that are not the same block's";
		if (!__test_and_clear_bit(i, c->used))
			return "that is free";
		c->nr_used--;
		return NULL;
	}
	return "of another pool";
}

void dma_pool_free(struct dma_pool *pool, void *vaddr, dma_addr_t handle)
{
	const char *fault;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	fault = put_block(pool, vaddr, handle);
	spin_unlock_irqrestore(&pool->lock, flags);
	if (fault)
		octavo_report("dma: %s: pool %s: free of %p, %#llx by %p: a block %s",
			      dev_name(pool->dev), pool->name, vaddr,
			      (unsigned long long)handle, _RET_IP_, fault);
}
