/* SPDX-License-Identifier: MIT */
/*
 * slab_more.h - what is made of slab.h's calls: arrays, secrets, options.
 */
#ifndef OCTAVO_SLAB_MORE_H
#define OCTAVO_SLAB_MORE_H

#include <octavo/slab.h>
#include <octavo/string.h>

/* Asked for by callers, and how every cache is anyway: accounts are not kept,
 * caches never merged, frees always checked. */
#define SLAB_ACCOUNT		0u
#define SLAB_CONSISTENCY_CHECKS	0u
#define SLAB_MEM_SPREAD		0u
#define SLAB_NO_MERGE		0u
#define SLAB_NO_USER_FLAGS	0u
#define SLAB_TEMPORARY		SLAB_RECLAIM_ACCOUNT

#define ARCH_SLAB_MINALIGN	__alignof__(unsigned long long)
#define ARCH_DMA_MINALIGN	L1_CACHE_BYTES
#define KMALLOC_MIN_SIZE	8u
#define KMALLOC_SHIFT_MAX	(MAX_ORDER - 1 + PAGE_SHIFT)

/* kmem_cache_create() as it is asked for since Linux 6.12. */
struct kmem_cache_args {
	unsigned int align;
	unsigned int useroffset, usersize;	/* what may go to user memory */
	unsigned int freeptr_offset;		/* not used: no pointer inside */
	bool use_freeptr_offset;
	void (*ctor)(void *);
};

static inline struct kmem_cache *
kmem_cache_create_args(const char *name, unsigned int size,
		       const struct kmem_cache_args *args, unsigned int flags)
{
	return kmem_cache_create(name, size, args->align, flags, args->ctor);
}

static inline struct kmem_cache *
kmem_cache_create_noargs(const char *name, unsigned int size, const void *none,
			 unsigned int flags)
{
	return kmem_cache_create(name, size, 0, flags, NULL);
}

static inline struct kmem_cache *
kmem_cache_create_usercopy(const char *name, unsigned int size,
			   unsigned int align, unsigned int flags,
			   unsigned int useroffset, unsigned int usersize,
			   void (*ctor)(void *))
{
	return kmem_cache_create(name, size, align, flags, ctor);
}

/* kmalloc_array() near a memory node. */
static inline void *kmalloc_array_node(size_t n, size_t size, gfp_t gfp, int nid)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return kmalloc_node(bytes, gfp, nid);
}

static inline void *kcalloc_node(size_t n, size_t size, gfp_t gfp, int nid)
{
	return kmalloc_array_node(n, size, gfp | __GFP_ZERO, nid);
}

/* krealloc() to n * size bytes; NULL if the product overflows. */
static inline void *__must_check krealloc_array(void *p, size_t n, size_t size,
						gfp_t gfp)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return krealloc(p, bytes, gfp);
}

/* Fill with zeros, then kfree(). */
static inline void kfree_sensitive(const void *p)
{
	if (!ZERO_OR_NULL_PTR(p))
		memzero_explicit((void *)(unsigned long)p, ksize(p));
	kfree(p);
}

#endif
