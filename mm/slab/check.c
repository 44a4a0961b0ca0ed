/* SPDX-License-Identifier: MIT */
/*
 * check.c - walking caches: for the checks, /proc/slabinfo, the hardened user
 * copy and leak reports.
 *
 * kmem_cache_check() verifies the invariants of internal.h. To see an object
 * that is in two sheaf entries, each entry's ctl is set to CTL_SEEN when it is
 * met first, and back to CTL_CACHED at the end.
 *
 * Locking: node.lock while a node's lists are walked; the caller keeps
 * everybody else out.
 */
#include "internal.h"

#define CTL_SEEN	0xfffcu

struct check {
	struct kmem_cache *s;
	unsigned long bad;
	unsigned long cached;	/* objects whose ctl says so */
	unsigned long entries;	/* of sheaves */
};

static void wrong(struct check *k, const char *what, const void *p)
{
	k->bad++;
	octavo_report("slab: cache %s: %s (%p)", k->s->name, what, p);
}

/* ---- Slabs --------------------------------------------------------------------- */

static void check_pages(struct check *k, const struct slab *slab)
{
	const struct page *page = slab_page_of(slab->base);
	unsigned int i;

	for (i = 0; i < 1u << k->s->order; i++)
		if (!page_is_slab(&page[i]) || page[i].slab_cache != k->s ||
		    page[i].slab != slab ||
		    page[i].index != (u32)(unsigned long)slab->s_mem ||
		    (u32)page_mapcount(&page[i]) != k->s->inv)
			wrong(k, "a page does not lead to its slab", &page[i]);
}

/* The chain must end, and be as long as the counts say. */
static void check_chain(struct check *k, const struct slab *slab)
{
	unsigned int free = 0, i = slab->free;

	while (i != CTL_END && free <= k->s->num) {
		if (i >= k->s->num) {
			wrong(k, "the chain leaves the slab", slab);
			return;
		}
		free++;
		i = slab->ctl[i];
	}
	if (free + slab->inuse != k->s->num)
		wrong(k, "chain and count differ", slab);
}

static void check_objects(struct check *k, struct slab *slab)
{
	unsigned int i;

	for (i = 0; i < k->s->num; i++) {
		void *obj = slab_object(k->s, slab, i);
		bool live = slab->ctl[i] == CTL_ACTIVE;

		if (slab->ctl[i] == CTL_CACHED)
			k->cached++;
		if (!(k->s->flags & SLAB_DEBUG_FLAGS))
			continue;
		__asan_unpoison_memory_region((char *)obj - k->s->obj_offset,
					      k->s->stride);
		k->bad += debug_check_object(k->s, obj, live);
		__asan_poison_memory_region((char *)obj - k->s->obj_offset,
					    k->s->stride);
		if (live)
			__asan_unpoison_memory_region(
				obj, debug_get_size(k->s, obj));
	}
}

static bool on_right_list(const struct kmem_cache *s,
			  const struct kmem_cache_node *n,
			  const struct slab *slab, const struct list_head *list)
{
	return list == (slab->inuse == 0	? &n->free
			: slab->inuse == s->num ? &n->full
						: &n->partial);
}

static void check_list(struct check *k, struct kmem_cache_node *n,
		       struct list_head *list, unsigned long *free)
{
	struct slab *slab;

	list_for_each_entry(slab, list, list) {
		if (!on_right_list(k->s, n, slab, list) ||
		    &k->s->node[slab->nid] != n)
			wrong(k, "a slab is on the wrong list", slab);
		check_pages(k, slab);
		check_chain(k, slab);
		check_objects(k, slab);
		*free += k->s->num - slab->inuse;
	}
}

static void check_node(struct check *k, struct kmem_cache_node *n)
{
	unsigned long free = 0, flags;

	spin_lock_irqsave(&n->lock, flags);
	check_list(k, n, &n->partial, &free);
	check_list(k, n, &n->full, &free);
	check_list(k, n, &n->free, &free);
	if (free != n->free_objects)
		wrong(k, "the node counts its free objects wrongly", n);
	spin_unlock_irqrestore(&n->lock, flags);
}

/* ---- Sheaves ------------------------------------------------------------------- */

/* Visit the entries of all sheaves. */
static void for_each_entry(struct kmem_cache *s,
			   void (*fn)(struct check *k, struct slab_entry *e),
			   struct check *k)
{
	struct slab_sheaf *sheaf;
	struct slab_entry *e;
	unsigned int i, j;

	for (i = 0; s->sheaf_cache && i < slab_nr_cpus; i++) {
		struct kmem_cache_cpu *c = &s->cpu[i];

		for (e = c->base; e != c->top; e++)
			fn(k, e);
		for (j = 0; c->spare && j < c->spare->nr; j++)
			fn(k, &c->spare->entry[j]);
	}
	list_for_each_entry(sheaf, &s->barn.full, list)
		for (j = 0; j < sheaf->nr; j++)
			fn(k, &sheaf->entry[j]);
}

static void see_entry(struct check *k, struct slab_entry *e)
{
	struct page *page = slab_page_of(e->obj);
	u32 i;

	k->entries++;
	if (!page || !page_is_slab(page) || page->slab_cache != k->s) {
		wrong(k, "a sheaf holds a foreign object", e->obj);
		return;
	}
	i = slab_index(page, e->obj);
	if (i >= k->s->num || e->ctl != &page->slab->ctl[i])
		wrong(k, "a sheaf's entry does not fit", e->obj);
	else if (*e->ctl == CTL_SEEN)
		wrong(k, "an object is in two sheaf entries", e->obj);
	else if (*e->ctl != CTL_CACHED)
		wrong(k, "an object in a sheaf is not free", e->obj);
	else
		*e->ctl = CTL_SEEN;
}

static void unsee_entry(struct check *k, struct slab_entry *e)
{
	if (*e->ctl == CTL_SEEN)
		*e->ctl = CTL_CACHED;
}

unsigned long kmem_cache_check(struct kmem_cache *s)
{
	struct check k = { .s = s };
	unsigned int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++)
		check_node(&k, &s->node[nid]);
	for_each_entry(s, see_entry, &k);
	if (k.bad == 0 && k.entries != k.cached)
		wrong(&k, "cached objects are in no sheaf", s);
	for_each_entry(s, unsee_entry, &k);
	return k.bad;
}

unsigned long slab_check_all(void)
{
	unsigned long bad = 0;
	struct kmem_cache *s;

	spin_lock(&slab_lock);
	list_for_each_entry(s, &slab_caches, list)
		bad += kmem_cache_check(s);
	spin_unlock(&slab_lock);
	return bad;
}

/* ---- Walking --------------------------------------------------------------------- */

static void walk_list(struct kmem_cache *s, struct list_head *list,
		      void (*fn)(void *obj, void *arg), void *arg)
{
	struct slab *slab;
	unsigned int i;

	list_for_each_entry(slab, list, list)
		for (i = 0; i < s->num; i++)
			if (slab->ctl[i] == CTL_ACTIVE)
				fn(slab_object(s, slab, i), arg);
}

void kmem_cache_walk(struct kmem_cache *s, void (*fn)(void *obj, void *arg),
		     void *arg)
{
	unsigned int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++) {
		walk_list(s, &s->node[nid].full, fn, arg);
		walk_list(s, &s->node[nid].partial, fn, arg);
	}
}

void get_slabinfo(struct kmem_cache *s, struct slabinfo *info)
{
	const struct cache_totals t = cache_totals(s);
	unsigned long cached = cache_nr_cached(s);

	*info = (struct slabinfo){
		.name = s->name,
		.active_objs = t.in_use > cached ? t.in_use - cached : 0,
		.num_objs = t.slabs * s->num,
		.objsize = s->stride,
		.objperslab = s->num,
		.pagesperslab = 1u << s->order,
		.limit = s->limit,
		.batchcount = s->batch,
		.shared = s->shared,
		.active_slabs = t.slabs - t.free_slabs,
		.num_slabs = t.slabs,
		.shared_avail = barn_nr_cached(s),
	};
}

/* ---- The hardened user copy ------------------------------------------------------- */

const char *slab_check_object(const void *p, size_t n)
{
	struct page *page = slab_page_of(p);
	struct kmem_cache *s;
	u32 offset, i;
	size_t inside;

	if (!page || !page_is_slab(page))
		return NULL;
	s = page->slab_cache;
	offset = (u32)(unsigned long)p - page->index;
	if (offset >= s->num * s->stride)
		return s->name;
	i = slab_index_inside(s, offset);
	inside = offset - i * s->stride;
	if (page->slab->ctl[i] != CTL_ACTIVE)
		return s->name;
	offset = (u32)debug_get_size(s, (const char *)p - inside);
	return inside <= offset && n <= offset - inside ? NULL : s->name;
}
