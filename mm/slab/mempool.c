/* SPDX-License-Identifier: MIT */
/*
 * mempool.c - allocators with a reserve.
 *
 *  1. curr_nr elements lie in elements[0 .. curr_nr), at most min_nr.
 *  2. A free that finds the reserve short fills it and wakes one sleeper.
 *
 * Locking: pool->lock for the reserve; the element functions run outside.
 */
#include <octavo/bug.h>
#include <octavo/mempool.h>
#include <octavo/wait.h>

struct mempool {
	spinlock_t lock;
	int min_nr;
	int curr_nr;
	mempool_alloc_t *alloc;
	mempool_free_t *free;
	void *pool_data;
	wait_queue_head_t wait;
	void *elements[];
};

static void *take_reserve(mempool_t *pool)
{
	void *element = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr)
		element = pool->elements[--pool->curr_nr];
	spin_unlock_irqrestore(&pool->lock, flags);
	return element;
}

static bool fill_reserve(mempool_t *pool, void *element)
{
	unsigned long flags;
	bool room;

	spin_lock_irqsave(&pool->lock, flags);
	room = pool->curr_nr < pool->min_nr;
	if (room)
		pool->elements[pool->curr_nr++] = element;
	spin_unlock_irqrestore(&pool->lock, flags);
	return room;
}

static void free_reserve(mempool_t *pool)
{
	void *element;

	while ((element = take_reserve(pool)) != NULL)
		pool->free(element, pool->pool_data);
	kfree(pool);
}

mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn,
			  mempool_free_t *free_fn, void *pool_data)
{
	mempool_t *pool;

	if (min_nr < 1)
		return NULL;
	pool = kzalloc(sizeof(*pool) + (size_t)min_nr * sizeof(void *),
		       GFP_KERNEL);
	if (!pool)
		return NULL;
	spin_lock_init(&pool->lock);
	init_waitqueue_head(&pool->wait);
	pool->min_nr = min_nr;
	pool->alloc = alloc_fn;
	pool->free = free_fn;
	pool->pool_data = pool_data;
	while (pool->curr_nr < min_nr) {
		void *element = alloc_fn(GFP_KERNEL, pool_data);

		if (!element) {
			free_reserve(pool);
			return NULL;
		}
		pool->elements[pool->curr_nr++] = element;
	}
	return pool;
}

void mempool_destroy(mempool_t *pool)
{
	if (!pool)
		return;
	if (pool->curr_nr != pool->min_nr)
		octavo_report("mempool %p destroyed with %d elements missing",
			      pool, pool->min_nr - pool->curr_nr);
	free_reserve(pool);
}

/* Without effort, from the reserve, with effort, and then wait. */
void *mempool_alloc(mempool_t *pool, gfp_t gfp)
{
	gfp_t easy = (gfp & ~__GFP_DIRECT_RECLAIM) | __GFP_NOWARN;
	void *element;

	if (gfpflags_allow_blocking(gfp))
		might_sleep();
	element = pool->alloc(easy, pool->pool_data);
	if (!element)
		element = take_reserve(pool);
	if (element || !gfpflags_allow_blocking(gfp))
		return element;
	element = pool->alloc(gfp | __GFP_NORETRY | __GFP_NOWARN,
			      pool->pool_data);
	if (!element)
		wait_event(pool->wait, (element = take_reserve(pool)) != NULL);
	return element;
}

void mempool_free(void *element, mempool_t *pool)
{
	if (!element)
		return;
	if (fill_reserve(pool, element))
		wake_up(&pool->wait);
	else
		pool->free(element, pool->pool_data);
}
