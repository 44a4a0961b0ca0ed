/* SPDX-License-Identifier: MIT */
/*
 * owners.c - objects by address, and by the driver that allocated them.
 *
 * Locking: slab_lock for the list of caches; nobody else allocates meanwhile.
 */
#include "internal.h"

#include <octavo/track.h>

bool slab_find_object(const void *p, struct slab_place *place)
{
	struct page *page = slab_page_of(p);
	struct kmem_cache *s;
	u32 offset, i;

	if (!page || !page_is_slab(page))
		return false;
	s = page->slab_cache;
	offset = (u32)(unsigned long)p - page->index;
	if (s->flags & SLAB_INTERNAL || offset >= s->num * s->stride)
		return false;
	i = slab_index_inside(s, offset);
	*place = (struct slab_place){
		.cache = s, .obj = slab_object(s, page->slab, i),
		.live = page->slab->ctl[i] == CTL_ACTIVE,
	};
	place->size = place->live ? debug_get_size(s, place->obj) :
				    s->object_size;
	place->who = debug_owner(s, place->obj);
	return true;
}

void slab_report_object(const struct slab_place *place, const char *text)
{
	struct report_trace traces[3] = { { .what = "done" } };
	unsigned int nr = track_here(&traces[0]);

	nr += debug_traces(place->cache, place->obj, &traces[nr]);
	debug_set_said(place->cache, place->obj);
	octavo_report_traces(traces, nr, "%s", text);
}

struct owned_walk {
	const struct kmem_cache *s;
	void (*fn)(const struct slab_place *place, void *arg);
	void *arg;
};

static void visit(void *obj, void *arg)
{
	const struct owned_walk *w = arg;
	const struct slab_place place = {
		.cache = w->s, .obj = obj, .live = true,
		.size = debug_get_size(w->s, obj),
		.who = debug_owner(w->s, obj),
	};

	if (place.who)
		w->fn(&place, w->arg);
}

void slab_walk_owned(void (*fn)(const struct slab_place *place, void *arg),
		     void *arg)
{
	struct kmem_cache *s;

	spin_lock(&slab_lock);
	list_for_each_entry(s, &slab_caches, list) {
		struct owned_walk w = { s, fn, arg };

		if (s->flags & SLAB_STORE_USER)
			kmem_cache_walk(s, visit, &w);
	}
	spin_unlock(&slab_lock);
}
