/* SPDX-License-Identifier: MIT */
/*
 * slab.c - slabs: pages cut into objects, the chains of free objects in them,
 * and the lists of a node.
 *
 * See internal.h for the picture and the invariants. Here lies everything that
 * works under node.lock; sheaves come by in batches.
 *
 * Locking: node.lock, interrupts off. Pages are allocated and freed outside.
 */
#include "internal.h"

#include <octavo/mmzone.h>
#include <octavo/vmstat.h>

static unsigned long nr_grows;

void node_init(struct kmem_cache_node *n)
{
	spin_lock_init(&n->lock);
	INIT_LIST_HEAD(&n->partial);
	INIT_LIST_HEAD(&n->full);
	INIT_LIST_HEAD(&n->free);
	n->colour_next = 0;
	n->nr_slabs = 0;
	n->nr_free_slabs = 0;
	n->free_objects = 0;
}

unsigned long slab_nr_grows(void)
{
	return __atomic_load_n(&nr_grows, __ATOMIC_RELAXED);
}

void slab_reset_grows(void)
{
	nr_grows = 0;
}

/* ---- Pages -------------------------------------------------------------- */

static void account_pages(const struct kmem_cache *s, long nr)
{
	mod_vm_stat(s->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE
						    : NR_SLAB_UNRECLAIMABLE,
		    nr);
}

static struct page *kmem_getpages(struct kmem_cache *s, gfp_t gfp, int nid)
{
	struct page *page;

	gfp &= ~(__GFP_ZERO | __GFP_HIGHMEM | __GFP_COMP);
	page = alloc_pages_node(nid, gfp | s->gfpflags, s->order);
	if (page)
		account_pages(s, 1l << s->order);
	return page;
}

static void kmem_freepages(struct kmem_cache *s, struct page *page)
{
	unsigned int i;

	__asan_unpoison_memory_region(page_address(page), slab_bytes(s));
	for (i = 0; i < 1u << s->order; i++) {
		page[i].flags &= ~(1u << PG_slab);
		atomic_set(&page[i]._mapcount, 0);
		page[i].slab_cache = NULL;
		page[i].index = 0;
		page[i].private = 0;
	}
	account_pages(s, -(1l << s->order));
	__free_pages(page, s->order);
}

/* Every page of the slab leads to it: an object's address is enough. */
static void slab_map_pages(struct kmem_cache *s, struct slab *slab,
			   struct page *page)
{
	unsigned int i;

	for (i = 0; i < 1u << s->order; i++) {
		page[i].slab_cache = s;
		page[i].index = (u32)(unsigned long)slab->s_mem;
		page[i].slab = slab;
		atomic_set(&page[i]._mapcount, (int)s->inv);
		page[i].flags |= 1u << PG_slab;
	}
}

/* ---- Growing ------------------------------------------------------------- */

static unsigned int next_colour(struct kmem_cache *s,
				struct kmem_cache_node *n)
{
	unsigned long flags;
	unsigned int colour;

	spin_lock_irqsave(&n->lock, flags);
	colour = n->colour_next++;
	if (n->colour_next >= s->colour)
		n->colour_next = 0;
	spin_unlock_irqrestore(&n->lock, flags);
	return colour;
}

/* Put the management where it belongs: at the colour, or outside. */
static struct slab *alloc_slabmgmt(struct kmem_cache *s, char *base,
				   unsigned int colour, gfp_t gfp)
{
	unsigned int offset = colour * s->colour_off;
	struct slab *slab;

	if (s->flags & SLAB_OFF_SLAB) {
		slab = slab_alloc_internal(s->mgmt_cache, gfp);
		if (!slab)
			return NULL;
	} else {
		slab = (struct slab *)(base + offset);
		offset += s->mgmt_size;
	}
	slab->base = base;
	slab->s_mem = base + offset + s->obj_offset;
	slab->colour = (u16)colour;
	return slab;
}

static void init_objects(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	for (i = 0; i < s->num; i++) {
		void *obj = slab_object(s, slab, i);

		slab->ctl[i] = i + 1 < s->num ? (u16)(i + 1) : CTL_END;
		if (s->ctor)
			s->ctor(obj);
		debug_init_object(s, obj);
	}
	slab->free = 0;
	slab->inuse = 0;
	if (s->flags & SLAB_INTERNAL)
		return;
	for (i = 0; i < s->num; i++)
		__asan_poison_memory_region((char *)slab_object(s, slab, i) -
						    s->obj_offset, s->stride);
}

static void add_slab(struct kmem_cache *s, struct slab *slab)
{
	struct kmem_cache_node *n = &s->node[slab->nid];
	unsigned long flags;

	spin_lock_irqsave(&n->lock, flags);
	list_add_tail(&slab->list, &n->free);
	n->nr_slabs++;
	n->nr_free_slabs++;
	n->free_objects += s->num;
	spin_unlock_irqrestore(&n->lock, flags);
	__atomic_fetch_add(&nr_grows, 1, __ATOMIC_RELAXED);
	count_vm_event(SLAB_GROW);
}

/* Make one more slab. May sleep if gfp allows it: no lock, not busy. */
bool cache_grow(struct kmem_cache *s, gfp_t gfp, int nid)
{
	struct page *page = kmem_getpages(s, gfp, nid);
	struct slab *slab;
	int on;

	if (!page)
		return false;
	on = page_to_nid(page);
	slab = alloc_slabmgmt(s, page_address(page),
			      next_colour(s, &s->node[on]), gfp);
	if (!slab)
		goto free_pages;
	slab->nid = (u16)on;
	slab_map_pages(s, slab, page);
	init_objects(s, slab);
	add_slab(s, slab);
	return true;

free_pages:
	kmem_freepages(s, page);
	return false;
}

static void slab_destroy(struct kmem_cache *s, struct slab *slab)
{
	struct page *page = virt_to_page(slab->base);

	kmem_freepages(s, page);
	count_vm_event(SLAB_SHRINK);
	if (s->flags & SLAB_OFF_SLAB)
		slab_free_internal(s->mgmt_cache, slab);
}

static void slab_destroy_list(struct kmem_cache *s, struct list_head *dead)
{
	struct slab *slab, *next;

	list_for_each_entry_safe(slab, next, dead, list)
		slab_destroy(s, slab);
}

/* ---- Taking objects out of slabs ----------------------------------------- */

/* A slab with a free object: a partial one, or one that was free. */
static struct slab *first_slab(struct kmem_cache_node *n)
{
	if (!list_empty(&n->partial))
		return list_first_entry(&n->partial, struct slab, list);
	if (list_empty(&n->free))
		return NULL;
	n->nr_free_slabs--;
	return list_first_entry(&n->free, struct slab, list);
}

/* Fill e[want - 1], e[want - 2], ...: what is taken first is used first. */
static unsigned int take_from_slab(struct kmem_cache *s, struct slab *slab,
				   struct slab_entry *e, unsigned int want)
{
	unsigned int got = 0;

	while (got < want && slab->free != CTL_END) {
		unsigned int i = slab->free;

		slab->free = slab->ctl[i];
		slab->ctl[i] = CTL_CACHED;
		got++;
		e[want - got].obj = slab_object(s, slab, i);
		e[want - got].ctl = &slab->ctl[i];
	}
	slab->inuse += got;
	return got;
}

static unsigned int node_take(struct kmem_cache *s, struct kmem_cache_node *n,
			      struct slab_entry *e, unsigned int want)
{
	unsigned int got = 0;
	unsigned long flags;
	struct slab *slab;

	spin_lock_irqsave(&n->lock, flags);
	while (got < want && (slab = first_slab(n)) != NULL) {
		got += take_from_slab(s, slab, e, want - got);
		list_move(&slab->list,
			  slab->free == CTL_END ? &n->full : &n->partial);
	}
	n->free_objects -= got;
	spin_unlock_irqrestore(&n->lock, flags);
	return got;
}

/*
 * Take up to want free objects into e[0..]; none is ACTIVE yet. They come from
 * node nid, or with NUMA_NO_NODE from all, the lowest first.
 */
unsigned int cache_take(struct kmem_cache *s, int nid, struct slab_entry *e,
			unsigned int want)
{
	unsigned int first = nid == NUMA_NO_NODE ? 0 : (unsigned int)nid;
	unsigned int last = nid == NUMA_NO_NODE ? MAX_NUMNODES - 1 : first;
	unsigned int got = 0;

	for (; first <= last && got == 0; first++)
		if (NODE_DATA(first)->online)
			got = node_take(s, &s->node[first], e, want);
	if (got && got < want)
		memmove(e, e + want - got, got * sizeof(*e));
	return got;
}

/* ---- Putting objects back ------------------------------------------------- */

static void put_object(struct kmem_cache *s, struct kmem_cache_node *n,
		       struct slab *slab, u16 *ctl)
{
	bool was_full = slab->free == CTL_END;

	*ctl = slab->free;
	slab->free = (u16)(ctl - slab->ctl);
	slab->inuse--;
	n->free_objects++;
	if (slab->inuse == 0) {
		list_move(&slab->list, &n->free);
		n->nr_free_slabs++;
	} else if (was_full) {
		list_move(&slab->list, &n->partial);
	}
}

/* Free slabs beyond what the CPUs' sheaves are worth are let go. */
static void trim_free(struct kmem_cache *s, struct kmem_cache_node *n,
		      struct list_head *dead)
{
	unsigned long keep = (1ul + slab_nr_cpus) * s->batch + s->num;

	while (n->free_objects > keep && !list_empty(&n->free)) {
		struct slab *slab = list_first_entry(&n->free, struct slab, list);

		list_move(&slab->list, dead);
		n->nr_slabs--;
		n->nr_free_slabs--;
		n->free_objects -= s->num;
	}
}

/* Put nr objects, CACHED or ACTIVE, back into their slabs. */
void cache_put(struct kmem_cache *s, struct slab_entry *e, unsigned int nr)
{
	unsigned int i = 0;
	LIST_HEAD(dead);

	while (i < nr) {
		struct slab *slab = slab_of(e[i].obj);
		unsigned int nid = slab->nid;
		struct kmem_cache_node *n = &s->node[nid];
		unsigned long flags;

		spin_lock_irqsave(&n->lock, flags);
		do {
			put_object(s, n, slab, e[i].ctl);
			if (++i == nr)
				break;
			slab = slab_of(e[i].obj);
		} while (slab->nid == nid);
		trim_free(s, n, &dead);
		spin_unlock_irqrestore(&n->lock, flags);
	}
	slab_destroy_list(s, &dead);
}

/* Give all free slabs back; returns how many. */
unsigned long cache_free_empty(struct kmem_cache *s)
{
	unsigned long nr = 0;
	unsigned int nid;
	LIST_HEAD(dead);

	for (nid = 0; nid < MAX_NUMNODES; nid++) {
		struct kmem_cache_node *n = &s->node[nid];
		unsigned long flags;

		spin_lock_irqsave(&n->lock, flags);
		list_splice_init(&n->free, &dead);
		nr += n->nr_free_slabs;
		n->nr_slabs -= n->nr_free_slabs;
		n->free_objects -= n->nr_free_slabs * s->num;
		n->nr_free_slabs = 0;
		spin_unlock_irqrestore(&n->lock, flags);
	}
	slab_destroy_list(s, &dead);
	return nr;
}

/* The sums over all nodes. */
struct cache_totals cache_totals(struct kmem_cache *s)
{
	struct cache_totals t = { 0, 0, 0 };
	unsigned int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++) {
		struct kmem_cache_node *n = &s->node[nid];
		unsigned long flags;

		spin_lock_irqsave(&n->lock, flags);
		t.slabs += n->nr_slabs;
		t.free_slabs += n->nr_free_slabs;
		t.in_use += n->nr_slabs * s->num - n->free_objects;
		spin_unlock_irqrestore(&n->lock, flags);
	}
	return t;
}

/* ---- One object, without a sheaf ------------------------------------------ */

void *slab_alloc_direct(struct kmem_cache *s, gfp_t gfp, int nid)
{
	struct slab_entry e;

	while (!cache_take(s, nid, &e, 1)) {
		if (cache_grow(s, gfp, nid))
			continue;
		if (nid == NUMA_NO_NODE || (gfp & __GFP_THISNODE) ||
		    !cache_take(s, NUMA_NO_NODE, &e, 1))
			return NULL;
		break;
	}
	WRITE_ONCE(*e.ctl, CTL_ACTIVE);
	return e.obj;
}

void slab_free_direct(struct kmem_cache *s, void *obj, u16 *ctl)
{
	struct slab_entry e = { .obj = obj, .ctl = ctl };

	cache_put(s, &e, 1);
}
