/* SPDX-License-Identifier: MIT */
/*
 * alloc.c - the way in and out: kmem_cache_alloc, kmem_cache_free, kfree.
 *
 * The fast paths are written to be counted in instructions. One condition
 * sends everything unusual to the slow path, which starts from nothing and
 * looks at each thing again: an atomic context (may this gfp sleep?), fault
 * injection, an interrupt, an empty or full sheaf, a cache without sheaves,
 * anything odd about a pointer.
 *
 *	alloc: pop (obj, ctl); *ctl must be CACHED; *ctl = ACTIVE
 *	free:  page -> cache, slab; index; ctl must be ACTIVE; push; CACHED
 *
 * A double free on two CPUs at the same moment may pass both tests of ctl.
 * The object is then in two entries, and the second to be popped is found
 * ACTIVE, reported and dropped.
 *
 * No statistics are kept: what is live follows from slabs and sheaves.
 */
#include "internal.h"

#include <octavo/vmstat.h>

#define _RET_IP_	__builtin_return_address(0)

/* ---- Allocating ------------------------------------------------------------- */

/* Make the object the caller's; false: somebody freed it twice. */
static __always_inline bool claim(u16 *ctl)
{
	if (unlikely(*ctl != CTL_CACHED))
		return false;
	*ctl = CTL_ACTIVE;
	return true;
}

/* Pop an entry off this CPU's open sheaf; false: it is empty. */
static bool sheaf_pop(struct kmem_cache_cpu *c, struct slab_entry *e)
{
	if (c->top == c->base)
		return false;
	*e = *--c->top;
	return true;
}

/* From this CPU's sheaf, else one from the slabs, which may grow for it. */
static void *alloc_cached(struct kmem_cache *s, gfp_t gfp)
{
	struct slab_entry e;

	while (sheaf_refill(s)) {
		if (!sheaf_pop(slab_cpu(s), &e))
			continue;
		if (claim(e.ctl))
			return e.obj;
		report_lost(s, e.obj);
	}
	count_vm_event(SLAB_SLOWPATH);
	return slab_alloc_direct(s, gfp, NUMA_NO_NODE);
}

static inline bool may_fail(gfp_t gfp)
{
	return should_fail(FAULT_SLAB_ALLOC) && !(gfp & __GFP_NOFAIL);
}

static inline void might_alloc(gfp_t gfp)
{
	if (gfpflags_allow_blocking(gfp))
		might_sleep();
}

/* What should_fail() looks at first. */
static __always_inline unsigned int fault_mask(void)
{
	return OCTAVO_TSAN ? __atomic_load_n(&fault_inject_mask,
					     __ATOMIC_RELAXED)
			   : fault_inject_mask;
}

/* What is done to an object before the caller sees it, and mostly is not. */
noinline void *slab_finish_alloc(struct kmem_cache *s, gfp_t gfp, void *obj,
				 size_t size)
{
	bool guarded = OCTAVO_ASAN || (s->flags & SLAB_RED_ZONE);

	__asan_unpoison_memory_region(obj, size);
	if (gfp & __GFP_ZERO)
		memset(obj, 0, guarded ? size : s->object_size);
	return obj;
}

noinline void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, size_t size,
			       void *caller)
{
	void *obj;

	if (s->flags & SLAB_ZERO_SIZE)
		return ZERO_SIZE_PTR;
	might_alloc(gfp);
	if (may_fail(gfp))
		return NULL;
	obj = alloc_cached(s, gfp);
	if (!obj)
		return NULL;
	if (s->flags & SLAB_DEBUG_FLAGS)
		debug_alloc(s, obj, size, caller);
	return slab_finish_alloc(s, gfp, obj, size);
}

static noinline void *cache_alloc_slow(struct kmem_cache *s, gfp_t gfp,
				       void *caller)
{
	return slab_alloc_slow(s, gfp, s->object_size, caller);
}

/* Pop an object; false: something is unusual. An empty sheaf's guard and an
 * object that somebody freed twice fail the same test: the slow path finds out
 * which. */
static __always_inline bool slab_pop(struct kmem_cache *s, void **obj)
{
	struct kmem_cache_cpu *c;
	struct slab_entry *e;

	if (unlikely(preempt_count() | fault_mask()))
		return false;
	c = slab_cpu(s);
	e = c->top - 1;
	compute_once(e);
	if (unlikely(!claim(e->ctl)))
		return false;
	c->top = e;
	*obj = e->obj;
	return true;
}

/* It saves no register: what else there is to do, the caller does. */
void *slab_take(struct kmem_cache *s)
{
	void *obj;

	return !OCTAVO_ASAN && likely(slab_pop(s, &obj)) ? obj : NULL;
}

void *__kmem_cache_alloc(struct kmem_cache *s, gfp_t gfp)
{
	void *obj;

	if (unlikely(!slab_pop(s, &obj)))
		return cache_alloc_slow(s, gfp, _RET_IP_);
	if (OCTAVO_ASAN || unlikely(gfp & __GFP_ZERO))
		return slab_finish_alloc(s, gfp, obj, s->object_size);
	return obj;
}

static __always_inline void *slab_alloc(struct kmem_cache *s, gfp_t gfp,
					size_t size)
{
	void *obj;

	if (unlikely(!slab_pop(s, &obj)))
		return slab_alloc_slow(s, gfp, size, _RET_IP_);
	if (OCTAVO_ASAN || unlikely(gfp & __GFP_ZERO))
		return slab_finish_alloc(s, gfp, obj, size);
	return obj;
}

void *kmem_cache_alloc_trace(struct kmem_cache *s, gfp_t gfp, size_t size)
{
	return slab_alloc(s, gfp, size);
}

/* Here so that it is one function with what it calls. */
void *__kmalloc(size_t size, gfp_t gfp)
{
	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return kmalloc_large(size, gfp, NUMA_NO_NODE);
	return slab_alloc(class_of(size, gfp), gfp, size);
}

/* ---- Freeing ----------------------------------------------------------------- */

/* Push an object on this CPU's open sheaf; false: full. */
static __always_inline bool sheaf_push(struct kmem_cache_cpu *c, void *obj,
				       u16 *ctl)
{
	struct slab_entry *top = c->top;

	if (unlikely(top == c->end))
		return false;
	*ctl = CTL_CACHED;
	top->obj = obj;
	top->ctl = ctl;
	c->top++;
	return true;
}

static void free_cached(struct kmem_cache *s, void *obj, u16 *ctl)
{
	while (sheaf_make_room(s))
		if (sheaf_push(slab_cpu(s), obj, ctl))
			return;
	slab_free_direct(s, obj, ctl);
}

/* Everything that is not the common case; s: the cache it must be, or NULL. */
noinline void slab_free_slow(struct kmem_cache *s, const void *p, void *caller)
{
	struct page *page;
	struct kmem_cache *owner;
	u32 i;

	if (!p || (!s && p == ZERO_SIZE_PTR))
		return;
	page = slab_page_of(p);
	if (!page || !page_is_slab(page)) {
		if (s || !kfree_large(p))
			report_bad_free(s, p, caller);
		return;
	}
	owner = page->slab_cache;
	i = slab_index(page, p);
	if ((s && s != owner) || (owner->flags & SLAB_INTERNAL) ||
	    i >= owner->num || page->slab->ctl[i] != CTL_ACTIVE) {
		report_bad_free(s, p, caller);
		return;
	}
	if (owner->flags & SLAB_DEBUG_FLAGS)
		debug_free(owner, (void *)p, caller);
	__asan_poison_memory_region(p, owner->stride - owner->obj_offset);
	free_cached(owner, (void *)p, &page->slab->ctl[i]);
}

/* s: the cache it must be; known is false if any will do. */
static __always_inline void slab_free(struct kmem_cache *s, const void *p,
				      bool known)
{
	unsigned long off = (unsigned long)p - slab_low.base;
	struct kmem_cache *owner;
	struct page *page;
	u16 *ctl;
	u32 i;

	if (unlikely(off >= slab_low.bytes))
		goto slow;
	page = slab_low.map + (off >> PAGE_SHIFT);
	/* A page that is no slab has never a cache where a slab has its own. */
	if (!known && unlikely(!page_is_slab(page)))
		goto slow;
	owner = page->slab_cache;
	if (known && unlikely(owner != s))
		goto slow;
	i = known ? cache_index(s, page, p) : slab_index(page, p);
	if (unlikely(i >= owner->num))
		goto slow;
	ctl = &page->slab->ctl[i];
	compute_once(ctl);
	if (unlikely(*ctl != CTL_ACTIVE || OCTAVO_ASAN))
		goto slow;
	/* No use of the cache from here on, so that no register keeps it. */
	if (unlikely(!sheaf_push(slab_cpu(owner), (void *)p, ctl)))
		slab_free_slow(NULL, p, _RET_IP_);
	return;
slow:
	slab_free_slow(s, p, _RET_IP_);
}

void kmem_cache_free(struct kmem_cache *s, void *obj)
{
	slab_free(s, obj, true);
}

void kfree(const void *p)
{
	slab_free(NULL, p, false);
}

/* ---- Near a node -------------------------------------------------------------- */

static void *alloc_on_node(struct kmem_cache *s, gfp_t gfp, size_t size, int nid)
{
	void *obj;

	if (nid == NUMA_NO_NODE || s->flags & SLAB_ZERO_SIZE)
		return slab_alloc_slow(s, gfp, size, _RET_IP_);
	if (nid < 0 || nid >= MAX_NUMNODES)
		return NULL;
	might_alloc(gfp);
	if (may_fail(gfp))
		return NULL;
	obj = slab_alloc_direct(s, gfp, nid);
	if (!obj)
		return NULL;
	if (s->flags & SLAB_DEBUG_FLAGS)
		debug_alloc(s, obj, size, _RET_IP_);
	return slab_finish_alloc(s, gfp, obj, size);
}

void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid)
{
	return alloc_on_node(s, gfp, s->object_size, nid);
}

void *kmem_cache_alloc_node_trace(struct kmem_cache *s, gfp_t gfp, int nid,
				  size_t size)
{
	return alloc_on_node(s, gfp, size, nid);
}

/* ---- Bulk ----------------------------------------------------------------------- */

int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr,
			  void **objs)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		objs[i] = slab_alloc(s, gfp, s->object_size);
		if (unlikely(!objs[i])) {
			kmem_cache_free_bulk(s, i, objs);
			return 0;
		}
	}
	return (int)nr;
}

void kmem_cache_free_bulk(struct kmem_cache *s, size_t nr, void **objs)
{
	size_t i;

	for (i = 0; i < nr; i++)
		slab_free(s, objs[i], s != NULL);
}
