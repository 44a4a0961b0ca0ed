/* SPDX-License-Identifier: MIT */
/*
 * slab.h - kmem_cache and kmalloc: objects smaller than a page, and kmalloc's
 * page-backed sizes above.
 *
 *	kmalloc(60) --> size class 64 --> kmem_cache --> this CPU's sheaf
 *	                                       |               | empty
 *	                                       |           barn of sheaves
 *	                                       |               | empty
 *	                                       +----------> slabs (pages)
 *
 * Whatever is freed wrongly - twice, into the wrong cache, an address inside
 * an object, an address that was never an object - is reported through
 * octavo_report() and otherwise ignored, in every build: the object keeps the
 * state that it had.
 *
 * Alignment: kmalloc() memory is aligned to 8 bytes, and where the size is a
 * power of two, to the size (page-backed sizes: to at least a page).
 */
#ifndef OCTAVO_SLAB_H
#define OCTAVO_SLAB_H

#include <octavo/types.h>
#include <octavo/gfp.h>

/* Flags of kmem_cache_create(). */
#define SLAB_RED_ZONE		0x00000400u	/* guard words around objects */
#define SLAB_POISON		0x00000800u	/* fill free and new objects */
#define SLAB_HWCACHE_ALIGN	0x00002000u	/* spread over cache lines */
#define SLAB_CACHE_DMA		0x00004000u	/* from ZONE_DMA */
#define SLAB_STORE_USER		0x00010000u	/* who allocated, who freed */
#define SLAB_RECLAIM_ACCOUNT	0x00020000u	/* a shrinker can empty it */
#define SLAB_PANIC		0x00040000u	/* stop if creating it fails */
#define SLAB_DEBUG_FLAGS	(SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER)

#define KMALLOC_MAX_CACHE_SIZE	8192u
#define KMALLOC_MAX_SIZE	(1ul << (MAX_ORDER - 1 + PAGE_SHIFT))
#define ARCH_KMALLOC_MINALIGN	8

/* What kmalloc(0) returns: not NULL, not to be touched, kfree() takes it. */
#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(p)	((unsigned long)(p) <= (unsigned long)ZERO_SIZE_PTR)

struct kmem_cache;
struct list_head;

/**
 * kmem_cache_create() - make a cache of objects of one size
 * @name: shown in reports and /proc/slabinfo; copied, at most 31 bytes kept
 * @size: bytes of an object, 1 to 128 KiB
 * @align: power of two at most PAGE_SIZE, or 0 for that of a word
 * @flags: SLAB_*
 * @ctor: run once on each object when its slab is made, not at each
 *	allocation (with SLAB_POISON, which destroys what it built: at each
 *	allocation too); may be NULL. Decided by the gfp of the allocation that
 *	grew the cache, it may run in any context.
 *
 * Unlike Linux 2.6: red zones and owners are kept for any alignment, at the
 * price of padding.
 *
 * Context: May sleep.
 * Return: the cache; NULL if @name, @size or @align make no sense or there
 *	is no memory. With SLAB_PANIC it does not return in these cases.
 * Pairs with: kmem_cache_destroy().
 */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size,
				     unsigned int align, unsigned int flags,
				     void (*ctor)(void *));

/**
 * kmem_cache_destroy() - give a cache and all its pages back
 * @s: the cache, used by nobody any more; may be NULL
 *
 * If objects are still allocated, that is reported with their number (and
 * with SLAB_STORE_USER, each with its allocator), their memory stays valid
 * for ever and the cache stays listed.
 *
 * Context: May sleep.
 */
void kmem_cache_destroy(struct kmem_cache *s);

/**
 * kmem_cache_shrink() - give empty slabs back to the page allocator
 * @s: the cache
 *
 * Empties this CPU's sheaves and the cache's barn first. What lies in other
 * CPUs' sheaves stays until they call slab_flush_cpu().
 *
 * Context: Any context.
 * Return: 0 if no slab is left, 1 if some are.
 */
int kmem_cache_shrink(struct kmem_cache *s);

/**
 * slab_take() - the common case of an allocation
 * @s: the cache
 *
 * Context: Any context.
 * Return: one of this CPU's free objects, contents undefined; NULL if anything
 *	is unusual, and then __kmem_cache_alloc() finds out what.
 */
void *slab_take(struct kmem_cache *s);

/**
 * __kmem_cache_alloc() - every other case
 * @s: the cache
 * @gfp: what may be done to get it
 *
 * Context: Decided by @gfp.
 * Return: as kmem_cache_alloc().
 */
void *__kmem_cache_alloc(struct kmem_cache *s, gfp_t gfp) __malloc;

/* Known when it is compiled: no zeroing. */
#define gfp_plain(gfp)	\
	(!SMALL_CODE && __builtin_constant_p(gfp) && !((gfp) & __GFP_ZERO))

/**
 * kmem_cache_alloc() - allocate an object
 * @s: the cache
 * @gfp: what may be done to get it
 *
 * Context: Decided by @gfp.
 * Return: the object, contents undefined (or as the constructor or the last
 *	owner left it); NULL if there is no memory.
 * Pairs with: kmem_cache_free().
 * Source: sheaves are the magazines of Bonwick and Adams, "Magazines and
 *	Vmem", USENIX 2001.
 */
static __always_inline __malloc void *
kmem_cache_alloc(struct kmem_cache *s, gfp_t gfp)
{
	void *obj = gfp_plain(gfp) ? slab_take(s) : NULL;

	return likely(obj) ? obj : __kmem_cache_alloc(s, gfp);
}

/**
 * kmem_cache_alloc_node() - allocate an object near a memory node
 * @s: the cache
 * @gfp: what may be done to get it; __GFP_THISNODE: from that node or not
 *	at all
 * @nid: the node, or NUMA_NO_NODE
 *
 * Context: Decided by @gfp.
 * Return: as kmem_cache_alloc().
 * Pairs with: kmem_cache_free().
 */
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid) __malloc;

/**
 * kmem_cache_alloc_trace() - allocate from a cache that is larger
 * @s: a kmalloc cache
 * @gfp: what may be done to get it
 * @size: bytes asked for, at most the cache's size: what the debug flags and
 *	the address sanitizer guard
 *
 * What kmalloc() of a constant size becomes.
 *
 * Context: Decided by @gfp.
 * Return: as kmem_cache_alloc().
 * Pairs with: kfree().
 */
void *kmem_cache_alloc_trace(struct kmem_cache *s, gfp_t gfp, size_t size)
	__malloc __alloc_size(3);

/**
 * kmem_cache_free() - free an object
 * @s: the cache it came from
 * @obj: the object; NULL does nothing
 *
 * A bad @obj is reported and left as it is.
 *
 * Context: Any context.
 */
void kmem_cache_free(struct kmem_cache *s, void *obj);

/**
 * kmem_cache_alloc_bulk() - allocate many objects
 * @s: the cache
 * @gfp: what may be done to get them
 * @nr: how many
 * @objs: filled with @nr objects
 *
 * Context: Decided by @gfp.
 * Return: @nr, or 0 if not all could be had; then none is kept.
 * Pairs with: kmem_cache_free_bulk().
 */
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr,
			  void **objs);

/**
 * kmem_cache_free_bulk() - free many objects
 * @s: the cache of all of them; NULL: each its own, as kfree() does
 * @nr: how many
 * @objs: the objects; NULL entries are skipped
 *
 * Context: Any context.
 */
void kmem_cache_free_bulk(struct kmem_cache *s, size_t nr, void **objs);

/**
 * kmem_cache_size() - size of a cache's objects
 * @s: the cache
 *
 * Context: Any context.
 * Return: bytes, as given to kmem_cache_create().
 */
unsigned int kmem_cache_size(struct kmem_cache *s);

/**
 * kmem_cache_name() - name of a cache
 * @s: the cache
 *
 * Context: Any context.
 * Return: the name, valid as long as the cache.
 */
const char *kmem_cache_name(struct kmem_cache *s);

/* kmem_cache_alloc() with all bytes zero; not for caches with a ctor. */
static inline void *kmem_cache_zalloc(struct kmem_cache *s, gfp_t gfp)
{
	return kmem_cache_alloc(s, gfp | __GFP_ZERO);
}

/* kfree() of many. */
static inline void kfree_bulk(size_t nr, void **objs)
{
	kmem_cache_free_bulk(NULL, nr, objs);
}

/*
 * kmalloc's classes. Index 0 is a cache whose only object is ZERO_SIZE_PTR.
 *
 *	index  0  1  2  3  4  5  6   7   8   9 ... 13   14
 *	size   0  8 16 32 64 96 128 192 256 512 ... 8192
 */
#define NR_KMALLOC_CLASSES	14

/* [][0] from ZONE_NORMAL, [][1] from ZONE_DMA. */
extern struct kmem_cache *kmalloc_caches[NR_KMALLOC_CLASSES][2];

/* Index of the class for a constant size up to KMALLOC_MAX_CACHE_SIZE. */
static __always_inline unsigned int kmalloc_index(size_t size)
{
	return size == 0    ? 0
	       : size <= 8    ? 1
	       : size <= 16   ? 2
	       : size <= 32   ? 3
	       : size <= 64   ? 4
	       : size <= 96   ? 5
	       : size <= 128  ? 6
	       : size <= 192  ? 7
	       : size <= 256  ? 8
	       : size <= 512  ? 9
	       : size <= 1024 ? 10
	       : size <= 2048 ? 11
	       : size <= 4096 ? 12
			      : 13;
}

/**
 * __kmalloc() - kmalloc() of a size known at run time
 * @size: bytes
 * @gfp: what may be done to get them
 *
 * Context: Decided by @gfp.
 * Return: as kmalloc().
 * Pairs with: kfree().
 */
void *__kmalloc(size_t size, gfp_t gfp) __malloc __alloc_size(1);

/**
 * kmalloc() - allocate memory
 * @size: bytes, 0 to KMALLOC_MAX_SIZE
 * @gfp: what may be done to get them; __GFP_DMA: from ZONE_DMA
 *
 * A constant size picks its cache when it is compiled.
 *
 * Context: Decided by @gfp.
 * Return: the memory, contents undefined; ZERO_SIZE_PTR if @size is 0; NULL
 *	if there is no memory or @size is too large (which is said on the
 *	console unless __GFP_NOWARN).
 * Pairs with: kfree().
 */
static __always_inline __malloc __alloc_size(1) void *
kmalloc(size_t size, gfp_t gfp)
{
	if (!SMALL_CODE && __builtin_constant_p(size) &&
	    __builtin_constant_p(gfp) && size <= KMALLOC_MAX_CACHE_SIZE) {
		struct kmem_cache *s = kmalloc_caches[kmalloc_index(size)]
						     [(gfp & __GFP_DMA) != 0];
		void *obj = gfp_plain(gfp) ? slab_take(s) : NULL;

		return likely(obj) ? obj : kmem_cache_alloc_trace(s, gfp, size);
	}
	return __kmalloc(size, gfp);
}

/**
 * kmalloc_node() - kmalloc() near a memory node
 * @size: bytes
 * @gfp: what may be done to get them
 * @nid: the node, or NUMA_NO_NODE
 *
 * Context: Decided by @gfp.
 * Return: as kmalloc().
 * Pairs with: kfree().
 */
void *kmalloc_node(size_t size, gfp_t gfp, int nid) __malloc __alloc_size(1);

/* kmalloc() with all bytes zero. */
static __always_inline void *kzalloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | __GFP_ZERO);
}

/* kmalloc_node() with all bytes zero. */
static inline void *kzalloc_node(size_t size, gfp_t gfp, int nid)
{
	return kmalloc_node(size, gfp | __GFP_ZERO, nid);
}

/* kmalloc() of n * size bytes; NULL if the product overflows. */
static __always_inline void *kmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return kmalloc(bytes, gfp);
}

/* kmalloc_array() with all bytes zero. */
static __always_inline void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kmalloc_array(n, size, gfp | __GFP_ZERO);
}

/**
 * krealloc() - change the size of kmalloc() memory
 * @p: the memory; NULL or ZERO_SIZE_PTR: allocates
 * @size: bytes wanted; 0 frees @p
 * @gfp: what may be done to get them
 *
 * The bytes that both sizes have are kept. @p stays where it is if its class
 * can hold @size.
 *
 * Context: Decided by @gfp.
 * Return: the memory, ZERO_SIZE_PTR if @size is 0; NULL if there is no memory
 *	or @p is bad, and then @p is as before.
 * Pairs with: kfree().
 */
void *krealloc(const void *p, size_t size, gfp_t gfp) __must_check;

/**
 * kfree() - free kmalloc() or kmem_cache_alloc() memory
 * @p: the memory; NULL and ZERO_SIZE_PTR do nothing
 *
 * A bad @p is reported and left as it is.
 *
 * Context: Any context.
 */
void kfree(const void *p);

/**
 * ksize() - how many bytes may be used behind a pointer
 * @p: kmalloc() memory; NULL and ZERO_SIZE_PTR have 0
 *
 * The caller may use them all from now on: the guards move to the end.
 *
 * Context: Any context.
 * Return: bytes; 0 (and a report) if @p is bad.
 */
size_t ksize(const void *p);

/**
 * kmemdup() - copy bytes into fresh memory
 * @src: the bytes
 * @len: how many
 * @gfp: what may be done to get the memory
 *
 * Context: Decided by @gfp.
 * Return: the copy, or NULL as kmalloc().
 * Pairs with: kfree().
 */
void *kmemdup(const void *src, size_t len, gfp_t gfp);

/**
 * kstrdup() - copy a string into fresh memory
 * @s: NUL-terminated; NULL gives NULL
 * @gfp: what may be done to get the memory
 *
 * Context: Decided by @gfp.
 * Return: the copy, or NULL as kmalloc().
 * Pairs with: kfree().
 */
char *kstrdup(const char *s, gfp_t gfp);

/**
 * kstrndup() - copy the start of a string into fresh memory
 * @s: at least @max bytes or NUL-terminated before; NULL gives NULL
 * @max: most bytes to copy, without the NUL that is added
 * @gfp: what may be done to get the memory
 *
 * Context: Decided by @gfp.
 * Return: the copy, always NUL-terminated, or NULL as kmalloc().
 * Pairs with: kfree().
 */
char *kstrndup(const char *s, size_t max, gfp_t gfp);

/* ---- Looking in -------------------------------------------------------- */

/**
 * slab_check_object() - is a range inside one live object?
 * @p: first byte
 * @n: bytes
 *
 * For the hardened user copy: does the kernel object really have @n bytes?
 * Memory that is not the slab's is none of its business.
 *
 * Context: Any context.
 * Return: NULL if [@p, @p + @n) lies in the usable bytes of one allocated
 *	object, or @p is not slab memory; else the name of the cache.
 */
const char *slab_check_object(const void *p, size_t n);

/**
 * slab_set_debug() - debug every cache created from now on
 * @flags: of SLAB_DEBUG_FLAGS; called before mm_init() it takes in kmalloc's
 *
 * Context: Any context.
 * Return: what was set before.
 */
unsigned int slab_set_debug(unsigned int flags);

/**
 * kmem_cache_check() - verify a cache from top to bottom
 * @s: the cache, allocated from and freed to by nobody meanwhile
 *
 * Walks lists, slabs, chains and sheaves, and for debugged caches the guard
 * words of all objects and the filling of free ones. Each wrong thing is
 * reported.
 *
 * Context: Any context.
 * Locks: takes the cache's.
 * Return: how many things are wrong.
 */
unsigned long kmem_cache_check(struct kmem_cache *s);

/**
 * slab_check_all() - kmem_cache_check() of every cache
 *
 * Context: Any context.
 * Return: how many things are wrong.
 */
unsigned long slab_check_all(void);

/**
 * kmem_cache_walk() - visit every allocated object of a cache
 * @s: the cache, allocated from and freed to by nobody meanwhile
 * @fn: called with each object; must not use the cache
 * @arg: passed on
 *
 * Context: Any context.
 */
void kmem_cache_walk(struct kmem_cache *s, void (*fn)(void *obj, void *arg),
		     void *arg);

/* One line of /proc/slabinfo, version 2.1. */
struct slabinfo {
	const char *name;
	unsigned long active_objs;	/* allocated by callers */
	unsigned long num_objs;		/* in all slabs */
	unsigned int objsize;		/* bytes from object to object */
	unsigned int objperslab;
	unsigned int pagesperslab;
	unsigned int limit;		/* objects a CPU may keep */
	unsigned int batchcount;	/* objects of a sheaf */
	unsigned int shared;		/* sheaves the barn may keep */
	unsigned long active_slabs;	/* with an object allocated or cached */
	unsigned long num_slabs;
	unsigned long shared_avail;	/* objects in the barn */
};

/**
 * get_slabinfo() - what /proc/slabinfo shows of a cache
 * @s: the cache
 * @info: filled in; exact while nobody uses the cache
 *
 * Context: Any context.
 */
void get_slabinfo(struct kmem_cache *s, struct slabinfo *info);

/**
 * for_each_kmem_cache() - visit every cache in the order of creation
 * @fn: called with each; must not sleep, allocate, create or destroy caches
 * @arg: passed on
 *
 * Context: Any context.
 */
void for_each_kmem_cache(void (*fn)(struct kmem_cache *s, void *arg),
			 void *arg);

/* An object of the slab allocator, as somebody sees it from an address. */
struct slab_place {
	const struct kmem_cache *cache;
	const void *obj;		/* where the object begins */
	size_t size;			/* bytes its owner asked for */
	bool live;			/* allocated */
	u32 who;			/* a driver's handle (track.h), or 0 */
};

/**
 * slab_find_object() - the object that an address is in, or near
 * @p: any kernel address
 * @place: filled in; what lies between objects counts as the one before
 *
 * Context: Any context.
 * Return: false if @p is not in slab memory.
 */
bool slab_find_object(const void *p, struct slab_place *place);

/**
 * slab_report_object() - report a misuse of an object
 * @place: of slab_find_object()
 * @text: one line
 *
 * Shows who does it, who allocated it, and if it is free, who freed it.
 *
 * Context: Any context.
 */
void slab_report_object(const struct slab_place *place, const char *text);

/**
 * slab_walk_owned() - visit every live object that a driver allocated
 * @fn: called with each; must not allocate or free
 * @arg: passed on
 *
 * Only objects of caches with SLAB_STORE_USER are known.
 *
 * Context: Any context.
 */
void slab_walk_owned(void (*fn)(const struct slab_place *place, void *arg),
		     void *arg);

/**
 * slab_nr_objects() - live objects of all caches and page-backed kmallocs
 *
 * Exact while nobody allocates or frees. What the slab allocator itself uses
 * is not counted.
 *
 * Context: Any context.
 * Return: how many.
 */
unsigned long slab_nr_objects(void);

/**
 * slab_nr_grows() - how many slabs were made since slab_init()
 *
 * Context: Any context.
 * Return: how many.
 */
unsigned long slab_nr_grows(void);

/**
 * slab_flush_cpu() - put this CPU's sheaves of all caches back
 *
 * For an idle loop or a slow timer: what a CPU that went quiet has cached
 * becomes available to the others.
 *
 * Context: Any context.
 */
void slab_flush_cpu(void);

/**
 * slab_drain() - put all sheaves of all CPUs back and free empty slabs
 *
 * Afterwards the pages in use are those that hold live objects. Nobody else
 * may be in the slab allocator meanwhile.
 *
 * Context: May sleep.
 */
void slab_drain(void);

#endif
