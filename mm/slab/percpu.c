/* SPDX-License-Identifier: MIT */
/*
 * percpu.c - memory that each CPU has its own copy of.
 *
 * A chunk is a row of units, one for each CPU; what is allocated lies at the
 * same offset in all of them:
 *
 *	chunk	[ aa..bbb.....cc.. ][ aa..bbb.....cc.. ][ aa.. ...
 *		 unit of CPU 0	     unit of CPU 1
 *
 *	used	  11001110 ...		a bit for 8 bytes of a unit
 *	last	  01000010 ...		where an allocation ends
 *
 * A chunk goes when nothing is left in it.
 *
 * Locking: percpu_lock covers the list and the bitmaps.
 */
#include <octavo/bitmap.h>
#include <octavo/gfp.h>
#include <octavo/percpu.h>
#include "internal.h"

#define GRAIN		8u
#define GRAINS		(PERCPU_UNIT / GRAIN)

struct chunk {
	struct list_head list;
	char *base;			/* the unit of CPU 0 */
	unsigned int allocs;
	DECLARE_BITMAP(used, GRAINS);
	DECLARE_BITMAP(last, GRAINS);
};

static LIST_HEAD(chunks);
static unsigned long nr_allocs;
static DEFINE_SPINLOCK(percpu_lock);

static size_t chunk_bytes(void)
{
	return nr_cpu_ids * PERCPU_UNIT;
}

unsigned long percpu_nr_allocs(void)
{
	return __atomic_load_n(&nr_allocs, __ATOMIC_RELAXED);
}

static struct chunk *chunk_create(gfp_t gfp)
{
	struct chunk *c = kzalloc(sizeof(*c), gfp & ~__GFP_ZERO);

	if (!c)
		return NULL;
	c->base = alloc_pages_exact(chunk_bytes(), gfp);
	if (c->base)
		return c;
	kfree(c);
	return NULL;
}

static void chunk_destroy(struct chunk *c)
{
	free_pages_exact(c->base, chunk_bytes());
	kfree(c);
}

/* Room for @nr grains in @c, at a multiple of @align; NULL: none. */
static void *take_from(struct chunk *c, unsigned int nr, unsigned int align)
{
	unsigned long at = bitmap_find_next_zero_area(c->used, GRAINS, 0, nr,
						      align - 1);

	if (at >= GRAINS)
		return NULL;
	bitmap_set(c->used, at, nr);
	bitmap_set(c->last, at + nr - 1, 1);
	c->allocs++;
	nr_allocs++;
	return c->base + at * GRAIN;
}

static void *take(unsigned int nr, unsigned int align, struct chunk *new)
{
	unsigned long flags;
	struct chunk *c;
	void *p = NULL;

	spin_lock_irqsave(&percpu_lock, flags);
	if (new)
		list_add(&new->list, &chunks);
	list_for_each_entry(c, &chunks, list) {
		p = take_from(c, nr, align);
		if (p)
			break;
	}
	spin_unlock_irqrestore(&percpu_lock, flags);
	return p;
}

static void clear_copies(void *p, size_t size)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		memset((char *)p + cpu * PERCPU_UNIT, 0, size);
}

void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	const unsigned int nr = (unsigned int)DIV_ROUND_UP(size, GRAIN);
	const unsigned int step = (unsigned int)DIV_ROUND_UP(align, GRAIN);
	struct chunk *new;
	void *p;

	if (!size || size > PERCPU_UNIT || !is_power_of_2(align) ||
	    align > PAGE_SIZE) {
		WARN(!(gfp & __GFP_NOWARN),
		     "percpu: %zu bytes aligned to %zu", size, align);
		return NULL;
	}
	if (should_fail(FAULT_SLAB_ALLOC))
		return NULL;
	p = take(nr, step, NULL);
	if (!p) {
		new = chunk_create(gfp);
		p = new ? take(nr, step, new) : NULL;
	}
	if (p)
		clear_copies(p, size);
	return p;
}

static struct chunk *chunk_of(const char *p)
{
	struct chunk *c;

	list_for_each_entry(c, &chunks, list)
		if (p >= c->base && p < c->base + PERCPU_UNIT)
			return c;
	return NULL;
}

/* Does an allocation begin at grain @at? */
static bool begins_at(const struct chunk *c, unsigned long at)
{
	return test_bit(at, c->used) &&
	       (!at || !test_bit(at - 1, c->used) || test_bit(at - 1, c->last));
}

/* Free what begins at @p in @c; false: nothing does. *@empty becomes @c if it
 * was the last. */
static bool give_back(struct chunk *c, const char *p, struct chunk **empty)
{
	const unsigned long at = (unsigned long)(p - c->base) / GRAIN;
	unsigned long last;

	if ((p - c->base) % GRAIN || !begins_at(c, at))
		return false;
	last = find_next_bit(c->last, GRAINS, at);
	bitmap_clear(c->last, last, 1);
	bitmap_clear(c->used, at, last - at + 1);
	nr_allocs--;
	if (--c->allocs == 0) {
		list_del(&c->list);
		*empty = c;
	}
	return true;
}

void free_percpu(void __percpu *p)
{
	struct chunk *c, *empty = NULL;
	unsigned long flags;
	bool ok;

	if (!p)
		return;
	spin_lock_irqsave(&percpu_lock, flags);
	c = chunk_of((char *)p);
	ok = c && give_back(c, (char *)p, &empty);
	spin_unlock_irqrestore(&percpu_lock, flags);
	if (!ok)
		octavo_report("free_percpu of %p: not from alloc_percpu", p);
	if (empty)
		chunk_destroy(empty);
}
