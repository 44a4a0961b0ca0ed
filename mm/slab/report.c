/* SPDX-License-Identifier: MIT */
/*
 * report.c - what is said about bad frees and leaks.
 *
 * A bad free changes nothing. The text says what the pointer is, so that the
 * mistake can be found from it: twice freed, inside an object, of another
 * cache, page-backed, no slab memory, no memory of the kernel at all.
 *
 * Locking: none; what is read about foreign memory may be changing.
 */
#include "internal.h"

#include <octavo/track.h>

#define MAX_LEAKS_SHOWN		8

static void report_foreign(const void *p, const struct page *page, void *caller)
{
	const struct page *head = compound_head(page);

	if (PageHead(head) && page_private(head) == KMALLOC_LARGE_TAG)
		octavo_report("slab: bad free of %p by %p: %lu bytes into page-backed memory",
			      p, caller,
			      (unsigned long)p - (unsigned long)page_address(head));
	else
		octavo_report("slab: bad free of %p by %p: pfn %lu is no slab "
			      "page (flags 0x%x, count %d)",
			      p, caller, page_to_pfn(page), page->flags,
			      page_ref_count(page));
}

static void report_double(struct kmem_cache *s, const void *p, void *caller)
{
	struct report_trace traces[3] = { { .what = "again" } };
	unsigned int nr = track_here(&traces[0]);
	char who[128];

	nr += debug_traces(s, p, &traces[nr]);
	debug_describe(s, p, who, sizeof(who));
	octavo_report_traces(traces, nr,
			     "slab: double free of object %p of cache %s by %p%s",
			     p, s->name, caller, who);
}

static void report_interior(struct kmem_cache *s, const void *p,
			    const struct page *page, void *caller)
{
	const struct slab *slab = page->slab;
	unsigned long off = (unsigned long)p - (unsigned long)slab->s_mem;
	u32 i = slab_index_inside(s, (u32)off);

	if ((unsigned long)p < (unsigned long)slab->s_mem || i >= s->num)
		octavo_report("slab: bad free of %p by %p: outside the objects of cache %s",
			      p, caller, s->name);
	else
		octavo_report("slab: bad free of %p by %p: %lu bytes into object %p of cache %s",
			      p, caller, off - (unsigned long)i * s->stride,
			      slab_object(s, slab, i), s->name);
}

/* p is not an object that may be freed (into s, if not NULL): say why. */
__cold void report_bad_free(struct kmem_cache *s, const void *p, void *caller)
{
	struct page *page = slab_page_of(p);
	struct kmem_cache *owner;

	if (!page || !pfn_valid(page_to_pfn(page))) {
		octavo_report("slab: bad free of %p by %p: no low memory", p,
			      caller);
		return;
	}
	if (!page_is_slab(page)) {
		report_foreign(p, page, caller);
		return;
	}
	owner = page->slab_cache;
	if (s && s != owner)
		octavo_report("slab: bad free of %p by %p: belongs to cache %s, not %s",
			      p, caller, owner->name, s->name);
	else if (slab_index(page, p) >= owner->num)
		report_interior(owner, p, page, caller);
	else if (owner->flags & SLAB_INTERNAL)
		octavo_report("slab: bad free of %p by %p: the allocator's own, cache %s",
			      p, caller, owner->name);
	else
		report_double(owner, p, caller);
}

/* An object left a sheaf that was already somebody's. */
__cold void report_lost(struct kmem_cache *s, const void *obj)
{
	octavo_report("slab: double free of object %p of cache %s by two CPUs at once",
		      obj, s->name);
}

static void report_leak(void *obj, void *arg)
{
	struct leak_walk {
		struct kmem_cache *s;
		unsigned int shown;
	} *w = arg;
	char who[128];

	if (w->shown++ >= MAX_LEAKS_SHOWN)
		return;
	debug_describe(w->s, obj, who, sizeof(who));
	octavo_report("slab: cache %s: object %p still in use%s", w->s->name,
		      obj, who);
}

static void count_unowned(void *obj, void *arg)
{
	struct {
		struct kmem_cache *s;
		unsigned long nr;
	} *w = arg;

	w->nr += !debug_owner(w->s, obj);
}

/* Are all objects that are in use a driver's, so that they are reported? */
static bool all_owned(struct kmem_cache *s)
{
	struct {
		struct kmem_cache *s;
		unsigned long nr;
	} w = { s, 0 };

	kmem_cache_walk(s, count_unowned, &w);
	return s->flags & SLAB_STORE_USER && !w.nr;
}

__cold void report_leaks(struct kmem_cache *s)
{
	struct {
		struct kmem_cache *s;
		unsigned int shown;
	} w = { s, 0 };

	if (all_owned(s))
		return;
	octavo_report("slab: cache %s destroyed with %lu objects in use",
		      s->name, cache_in_use(s));
	if (s->flags & SLAB_STORE_USER)
		kmem_cache_walk(s, report_leak, &w);
}
