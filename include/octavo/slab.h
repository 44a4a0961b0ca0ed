/* SPDX-License-Identifier: MIT */
/*
 * slab.h - kmem_cache and kmalloc.
 */
#ifndef OCTAVO_SLAB_H
#define OCTAVO_SLAB_H

#include <octavo/types.h>
#include <octavo/gfp.h>

#define SLAB_RED_ZONE		0x00000400u
#define SLAB_POISON		0x00000800u
#define SLAB_STORE_USER		0x00010000u
#define SLAB_HWCACHE_ALIGN	0x00002000u
#define SLAB_CACHE_DMA		0x00004000u
#define SLAB_RECLAIM_ACCOUNT	0x00020000u
#define SLAB_PANIC		0x00040000u

#define KMALLOC_MAX_CACHE_SIZE	8192u
#define KMALLOC_MAX_SIZE	(1ul << (MAX_ORDER - 1 + PAGE_SHIFT))
#define ARCH_KMALLOC_MINALIGN	8

#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(p)	((unsigned long)(p) <= (unsigned long)ZERO_SIZE_PTR)

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size,
				     unsigned int align, unsigned int flags,
				     void (*ctor)(void *));
void kmem_cache_destroy(struct kmem_cache *s);
int kmem_cache_shrink(struct kmem_cache *s);
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t gfp);
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid);
void *kmem_cache_zalloc(struct kmem_cache *s, gfp_t gfp);
void kmem_cache_free(struct kmem_cache *s, void *obj);
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr, void **objs);
void kmem_cache_free_bulk(struct kmem_cache *s, size_t nr, void **objs);
unsigned int kmem_cache_size(struct kmem_cache *s);

void *kmalloc(size_t size, gfp_t gfp);	/* inline: constant sizes pick the cache */
void *kmalloc_node(size_t size, gfp_t gfp, int nid);
void *kzalloc(size_t size, gfp_t gfp);
void *kcalloc(size_t n, size_t size, gfp_t gfp);
void *kmalloc_array(size_t n, size_t size, gfp_t gfp);
void *krealloc(const void *p, size_t size, gfp_t gfp);
void kfree(const void *p);
size_t ksize(const void *p);
void *kmemdup(const void *src, size_t len, gfp_t gfp);
char *kstrdup(const char *s, gfp_t gfp);
char *kstrndup(const char *s, size_t max, gfp_t gfp);

/* For the hardened user copy (mm/uaccess) : NULL if [p, p + n) lies inside
 * one object's usable bytes or p is not slab memory; else the cache's name. */
const char *slab_check_object(const void *p, size_t n);

#endif
