/* SPDX-License-Identifier: MIT */
/*
 * sheaf.c - sheaves of free objects, and the barn where CPUs exchange them.
 *
 * A CPU has two sheaves. The main one is open: objects are pushed and popped
 * at its top. The spare is full or empty. When the main one runs out (or
 * over) the two change places, so that a CPU that allocates and frees around
 * the border of a sheaf does not go to the barn each time; when that does
 * not help, a whole sheaf is exchanged with the barn under one short lock.
 * A CPU that frees what another allocated fills sheaves, which travel through
 * the barn as they are.
 *
 *	alloc: main empty	free: main full
 *	  spare full: swap	  spare empty: swap
 *	  barn has a full one	  barn takes the spare, gives an empty one
 *	  fill from the slabs	  put a sheaf of objects into the slabs
 *	  (grow)
 *
 * A sheaf that cannot be allocated is not missed: the caller then goes to the
 * slabs directly.
 *
 * Locking: a CPU's part is its own, and no interrupt touches it; barn.lock for
 * the barn. Nothing here sleeps.
 */
#include "internal.h"

u16 slab_no_ctl = CTL_END;
struct slab_sheaf slab_no_sheaf = { .guard = { NULL, &slab_no_ctl } };

void barn_init(struct slab_barn *b)
{
	spin_lock_init(&b->lock);
	INIT_LIST_HEAD(&b->full);
	INIT_LIST_HEAD(&b->empty);
	b->nr_full = 0;
	b->nr_empty = 0;
}

/* Close the main sheaf: its count becomes true again. */
static struct slab_sheaf *close_main(struct kmem_cache_cpu *c)
{
	struct slab_sheaf *sheaf = c->main;

	if (sheaf)
		sheaf->nr = (unsigned int)(c->top - c->base);
	return sheaf;
}

/* A CPU without sheaves. */
void sheaf_init_cpu(struct kmem_cache_cpu *c)
{
	c->main = c->spare = NULL;
	c->top = c->base = c->end = slab_no_sheaf.entry;
}

static void open_main(struct kmem_cache *s, struct kmem_cache_cpu *c,
		      struct slab_sheaf *sheaf)
{
	c->main = sheaf;
	c->base = sheaf->entry;
	c->top = sheaf->entry + sheaf->nr;
	c->end = sheaf->entry + s->batch;
}

static struct slab_sheaf *new_sheaf(struct kmem_cache *s)
{
	struct slab_sheaf *sheaf;

	if (!s->sheaf_cache)
		return NULL;
	sheaf = slab_alloc_internal(s->sheaf_cache, SLAB_INTERNAL_GFP);
	if (sheaf) {
		sheaf->nr = 0;
		sheaf->guard = slab_no_sheaf.guard;
	}
	return sheaf;
}

/* ---- The barn -------------------------------------------------------------- */

/* Take a full sheaf, leave an empty one (or NULL). */
static struct slab_sheaf *barn_get_full(struct slab_barn *b,
					struct slab_sheaf *empty)
{
	struct slab_sheaf *full = NULL;
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	if (b->nr_full) {
		full = list_first_entry(&b->full, struct slab_sheaf, list);
		list_del(&full->list);
		b->nr_full--;
		if (empty) {
			list_add(&empty->list, &b->empty);
			b->nr_empty++;
		}
	}
	spin_unlock_irqrestore(&b->lock, flags);
	return full;
}

/* Leave a full sheaf if there is room; *empty is an empty one if there is. */
static bool barn_put_full(struct kmem_cache *s, struct slab_sheaf *full,
			  struct slab_sheaf **empty)
{
	struct slab_barn *b = &s->barn;
	unsigned long flags;
	bool room;

	*empty = NULL;
	spin_lock_irqsave(&b->lock, flags);
	room = b->nr_full < s->shared;
	if (room) {
		list_add(&full->list, &b->full);
		b->nr_full++;
		if (b->nr_empty) {
			*empty = list_first_entry(&b->empty, struct slab_sheaf,
						  list);
			list_del(&(*empty)->list);
			b->nr_empty--;
		}
	}
	spin_unlock_irqrestore(&b->lock, flags);
	return room;
}

static struct slab_sheaf *barn_get_empty(struct slab_barn *b)
{
	struct slab_sheaf *empty = NULL;
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	if (b->nr_empty) {
		empty = list_first_entry(&b->empty, struct slab_sheaf, list);
		list_del(&empty->list);
		b->nr_empty--;
	}
	spin_unlock_irqrestore(&b->lock, flags);
	return empty;
}

/* ---- A CPU's sheaves -------------------------------------------------------- */

/* This CPU's part, open from now on; NULL: an interrupt has none, or the cache
 * has no sheaves. */
static struct kmem_cache_cpu *cpu_open(struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = &s->cpu[smp_processor_id()];

	if (!s->sheaf_cache || in_interrupt())
		return NULL;
	this_cpu_var(slab_cpu) = (unsigned long)((char *)c -
						 (char *)&s->closed);
	return c;
}

static bool swap_spare(struct kmem_cache *s, struct kmem_cache_cpu *c)
{
	struct slab_sheaf *sheaf = close_main(c);

	open_main(s, c, c->spare);
	c->spare = sheaf;
	return true;
}

/* The main sheaf is empty: make it not so without allocating a slab. */
static bool refill(struct kmem_cache *s, struct kmem_cache_cpu *c)
{
	struct slab_sheaf *sheaf;

	if (c->spare && c->spare->nr)
		return swap_spare(s, c);
	sheaf = barn_get_full(&s->barn, close_main(c));
	if (!sheaf) {
		sheaf = c->main ? c->main : new_sheaf(s);
		if (!sheaf)
			return false;
		sheaf->nr = cache_take(s, NUMA_NO_NODE, sheaf->entry, s->batch);
	}
	open_main(s, c, sheaf);
	return sheaf->nr != 0;
}

/*
 * Give this CPU something to pop. False: it had to be left as it is, and the
 * caller takes an object from the slabs (growing them) itself.
 */
bool sheaf_refill(struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = cpu_open(s);

	return c && (c->top != c->base || refill(s, c));
}

/* An empty sheaf from the barn, or a new one. */
static struct slab_sheaf *get_empty(struct kmem_cache *s)
{
	struct slab_sheaf *sheaf = barn_get_empty(&s->barn);

	return sheaf ? sheaf : new_sheaf(s);
}

/* Both sheaves are full: swap one with the barn, else empty it to the slabs. */
static void unload_spare(struct kmem_cache *s, struct kmem_cache_cpu *c)
{
	struct slab_sheaf *empty;

	if (!barn_put_full(s, c->spare, &empty)) {
		cache_put(s, c->spare->entry, c->spare->nr);
		c->spare->nr = 0;
		return;
	}
	c->spare = empty ? empty : new_sheaf(s);
}

static bool make_room(struct kmem_cache *s, struct kmem_cache_cpu *c)
{
	if (!c->main) {
		struct slab_sheaf *sheaf = get_empty(s);

		if (!sheaf)
			return false;
		open_main(s, c, sheaf);
		return true;
	}
	if (!c->spare)
		c->spare = get_empty(s);
	else if (c->spare->nr)
		unload_spare(s, c);
	if (c->spare)
		return swap_spare(s, c);
	/* No memory for a second sheaf: use the first one again. */
	cache_put(s, c->base, s->batch);
	c->top = c->base;
	return true;
}

/*
 * Give this CPU room to push. False: it had to be left as it is, and the
 * caller puts the object into its slab itself.
 */
bool sheaf_make_room(struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = cpu_open(s);

	return c && (c->top != c->end || make_room(s, c));
}

/* ---- Emptying ----------------------------------------------------------------- */

static void drop_sheaf(struct kmem_cache *s, struct slab_sheaf *sheaf)
{
	if (!sheaf)
		return;
	cache_put(s, sheaf->entry, sheaf->nr);
	slab_free_internal(s->sheaf_cache, sheaf);
}

/* Put a CPU's sheaves back. For another CPU than this one the caller knows
 * that it is quiet. */
void sheaf_flush_cpu(struct kmem_cache *s, unsigned int cpu)
{
	struct kmem_cache_cpu *c = &s->cpu[cpu];
	struct slab_sheaf *main, *spare;

	if (in_interrupt())
		return;
	main = close_main(c);
	spare = c->spare;
	sheaf_init_cpu(c);
	drop_sheaf(s, main);
	drop_sheaf(s, spare);
}

void barn_drain(struct kmem_cache *s)
{
	struct slab_sheaf *sheaf, *next;
	struct slab_barn *b = &s->barn;
	unsigned long flags;
	LIST_HEAD(sheaves);

	spin_lock_irqsave(&b->lock, flags);
	list_splice_init(&b->full, &sheaves);
	list_splice_init(&b->empty, &sheaves);
	b->nr_full = 0;
	b->nr_empty = 0;
	spin_unlock_irqrestore(&b->lock, flags);
	list_for_each_entry_safe(sheaf, next, &sheaves, list)
		drop_sheaf(s, sheaf);
}

unsigned long barn_nr_cached(struct kmem_cache *s)
{
	unsigned long nr, flags;

	spin_lock_irqsave(&s->barn.lock, flags);
	nr = (unsigned long)s->barn.nr_full * s->batch;
	spin_unlock_irqrestore(&s->barn.lock, flags);
	return nr;
}

/* Free objects in sheaves; a guess while other CPUs are at work. */
__no_sanitize_thread
unsigned long cache_nr_cached(struct kmem_cache *s)
{
	unsigned long nr = barn_nr_cached(s);
	unsigned int i;

	for (i = 0; s->sheaf_cache && i < slab_nr_cpus; i++) {
		const struct kmem_cache_cpu *c = &s->cpu[i];

		nr += (unsigned long)(c->top - c->base);
		if (c->spare)
			nr += c->spare->nr;
	}
	return nr;
}
