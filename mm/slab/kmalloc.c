/* SPDX-License-Identifier: MIT */
/*
 * kmalloc.c - memory of any size up to 4 MiB.
 *
 *	0		ZERO_SIZE_PTR
 *	1 .. 8192	the smallest class that holds it
 *	.. 4 MiB	a compound page, marked so that kfree() knows it
 *
 * Classes of a power of two are aligned to their size. There is a second set
 * of classes in ZONE_DMA. Where sizes are guarded (debug flags, address
 * sanitizer) the guard begins right after the bytes asked for.
 *
 * Locking: none of its own.
 */
#include "internal.h"

#include <octavo/printk.h>

struct kmem_cache *kmalloc_caches[NR_KMALLOC_CLASSES][2];

static const unsigned short class_size[NR_KMALLOC_CLASSES] = {
	0, 8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192,
};

static atomic_long_t nr_large;

/* The class of a size, by (size + 7) / 8: one table for all, since a branch
 * on the size of an object is hard to predict. */
const unsigned char kmalloc_class_index[KMALLOC_MAX_CACHE_SIZE / 8 + 1] = {
	[0] = 0, [1] = 1, [2] = 2, [3 ... 4] = 3, [5 ... 8] = 4, [9 ... 12] = 5,
	[13 ... 16] = 6, [17 ... 24] = 7, [25 ... 32] = 8, [33 ... 64] = 9,
	[65 ... 128] = 10, [129 ... 256] = 11, [257 ... 512] = 12,
	[513 ... 1024] = 13,
};

/* ---- Page-backed ------------------------------------------------------------ */

static unsigned int order_of(size_t size)
{
	unsigned int order = 0;

	while ((PAGE_SIZE << order) < size)
		order++;
	return order;
}

unsigned long kmalloc_nr_large(void)
{
	return (unsigned long)atomic_long_read(&nr_large);
}

void *kmalloc_large(size_t size, gfp_t gfp, int nid)
{
	struct page *page;
	void *p;

	if (size > KMALLOC_MAX_SIZE) {
		WARN_ONCE(!(gfp & __GFP_NOWARN),
			  "kmalloc of %zu bytes: too large\n", size);
		return NULL;
	}
	if (gfpflags_allow_blocking(gfp))
		might_sleep();
	if (should_fail(FAULT_SLAB_ALLOC) && !(gfp & __GFP_NOFAIL))
		return NULL;
	gfp &= ~__GFP_HIGHMEM;
	page = alloc_pages_node(nid, gfp | __GFP_COMP, order_of(size));
	if (!page)
		return NULL;
	set_page_private(page, KMALLOC_LARGE_TAG);
	atomic_long_inc(&nr_large);
	p = page_address(page);
	__asan_poison_memory_region(p, page_size(page));
	__asan_unpoison_memory_region(p, size);
	return p;
}

/* The head page of page-backed memory that starts at p, or NULL. */
static struct page *large_page(const void *p)
{
	struct page *page = slab_page_of(p);

	if (!page || !pfn_valid(page_to_pfn(page)) || !PageHead(page) ||
	    page_is_slab(page) || page_private(page) != KMALLOC_LARGE_TAG ||
	    !PAGE_ALIGNED(p))
		return NULL;
	return page;
}

/* Free page-backed memory; false: p is none. */
bool kfree_large(const void *p)
{
	struct page *page = large_page(p);

	if (!page)
		return false;
	__asan_unpoison_memory_region(p, page_size(page));
	set_page_private(page, 0);
	atomic_long_dec(&nr_large);
	__free_pages(page, compound_order(page));
	return true;
}

/* ---- Allocating ---------------------------------------------------------------- */

void *kmalloc_node(size_t size, gfp_t gfp, int nid)
{
	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return kmalloc_large(size, gfp, nid);
	return kmem_cache_alloc_node_trace(class_of(size, gfp), gfp, nid, size);
}

/* ---- Sizes ------------------------------------------------------------------------ */

/* The cache and page of a live object that starts at p, or NULL. */
static struct kmem_cache *live_object(const void *p)
{
	struct page *page = slab_page_of(p);
	struct kmem_cache *s;
	u32 i;

	if (!page || !page_is_slab(page))
		return NULL;
	s = page->slab_cache;
	i = slab_index(page, p);
	return i < s->num && page->slab->ctl[i] == CTL_ACTIVE ? s : NULL;
}

size_t ksize(const void *p)
{
	struct kmem_cache *s;
	struct page *page;

	if (ZERO_OR_NULL_PTR(p))
		return 0;
	s = live_object(p);
	if (s) {
		debug_set_size(s, (void *)p, s->object_size);
		__asan_unpoison_memory_region(p, s->object_size);
		return s->object_size;
	}
	page = large_page(p);
	if (!page) {
		octavo_report("slab: ksize: %p is no allocated object", p);
		return 0;
	}
	__asan_unpoison_memory_region(p, page_size(page));
	return page_size(page);
}

/* Bytes that an object can hold; 0 and a report: it is none. */
static size_t capacity(const void *p)
{
	struct kmem_cache *s = live_object(p);
	struct page *page;

	if (s)
		return s->object_size;
	page = large_page(p);
	if (page)
		return page_size(page);
	octavo_report("slab: krealloc: %p is no allocated object", p);
	return 0;
}

/* Stay in place: the guards move to the new end. */
static void *resize_in_place(const void *p, size_t room, size_t size)
{
	struct kmem_cache *s = live_object(p);

	__asan_poison_memory_region(p, room);
	__asan_unpoison_memory_region(p, size);
	if (s)
		debug_set_size(s, (void *)p, size);
	return (void *)p;
}

void *krealloc(const void *p, size_t size, gfp_t gfp)
{
	size_t room;
	void *new;

	if (size == 0) {
		kfree(p);
		return ZERO_SIZE_PTR;
	}
	if (ZERO_OR_NULL_PTR(p))
		return __kmalloc(size, gfp);
	room = capacity(p);
	if (!room)
		return NULL;
	if (size <= room)
		return resize_in_place(p, room, size);
	new = __kmalloc(size, gfp);
	if (!new)
		return NULL;
	__asan_unpoison_memory_region(p, room);
	memcpy(new, p, room);
	kfree(p);
	return new;
}

/* ---- Copies -------------------------------------------------------------------------- */

void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = __kmalloc(len, gfp);

	if (p && len)
		memcpy(p, src, len);
	return p;
}

char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	size_t len;
	char *p;

	if (!s)
		return NULL;
	len = strnlen(s, max);
	p = __kmalloc(len + 1, gfp);
	if (p) {
		memcpy(p, s, len);
		p[len] = '\0';
	}
	return p;
}

char *kstrdup(const char *s, gfp_t gfp)
{
	return s ? kstrndup(s, strlen(s), gfp) : NULL;
}

/* ---- Starting and stopping ---------------------------------------------------------- */

static struct kmem_cache *create_class(unsigned int i, bool dma)
{
	unsigned int size = class_size[i];
	struct slab_args a = {
		.size = size ? size : 1,
		.align = is_power_of_2(size) ? size : ARCH_KMALLOC_MINALIGN,
		.flags = SLAB_KMALLOC | (dma ? SLAB_CACHE_DMA : 0) |
			 (size ? 0 : SLAB_ZERO_SIZE | SLAB_INTERNAL | SLAB_NO_SHEAF),
	};
	char name[SLAB_NAME_LEN];

	snprintf(name, sizeof(name), dma ? "dma-kmalloc-%u" : "kmalloc-%u", size);
	a.name = name;
	return slab_create_cache(&a);
}

bool kmalloc_init(void)
{
	unsigned int i, dma;

	for (dma = 0; dma < 2; dma++) {
		for (i = 0; i < NR_KMALLOC_CLASSES; i++) {
			kmalloc_caches[i][dma] = create_class(i, dma);
			if (!kmalloc_caches[i][dma])
				return false;
		}
	}
	return true;
}

void kmalloc_exit(void)
{
	memset(kmalloc_caches, 0, sizeof(kmalloc_caches));
	atomic_long_set(&nr_large, 0);
}
