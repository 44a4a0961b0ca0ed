/* SPDX-License-Identifier: MIT */
/*
 * mm/slab/internal.h - how the slab allocator is made.
 *
 * The idea. Pages from the page allocator are cut into objects of one size: a
 * slab. A cache owns slabs. Between the slabs and the callers stand sheaves,
 * arrays of free objects that one CPU has for itself, so that nearly every
 * allocation and free is a few loads and stores without lock or atomic:
 *
 *	CPU 0		 CPU 1
 *	main, spare	 main, spare	sheaves of up to s->batch objects
 *	   \		  /
 *	    barn: whole sheaves, full and empty, under barn.lock
 *	   /
 *	node[nid]: partial, full and free slabs, under node.lock
 *	   |
 *	cache_grow -> kmem_getpages -> alloc_pages_node
 *
 * A slab, with its management in it (objects below 512 bytes, or where the
 * rest holds it) or outside, from a cache of the allocator's own:
 *
 *	| colour | struct slab, ctl[] | object 0 | object 1 | ... | rest |
 *	base			      s_mem
 *
 *	every page of it: PG_slab, slab_cache, slab, index = low bits of s_mem,
 *	_mapcount = kmem_cache.inv
 *
 * ctl[i] is the state of object i, two bytes outside the object, so that no
 * write by anybody's stray pointer into a free object confuses us:
 *
 *	CTL_ACTIVE	somebody's
 *	CTL_CACHED	free, in a sheaf
 *	else		free, in the slab's chain: the next free index or CTL_END
 *
 * A free needs ctl[i] == CTL_ACTIVE, which catches every double free; and the
 * address must be that of an object. Let the stride be odd * 2^k, and inv the
 * inverse of odd modulo 2^16, times 2^(16 - k). The distance from s_mem times
 * inv, rotated by 16, is the index for exact multiples and a number beyond any
 * index for all others, so that one comparison catches interior pointers:
 *
 *	distance = q * odd * 2^k	-> q * 2^16 -> q
 *	not a multiple of 2^k		-> low bits  -> at least 2^16
 *	a multiple of 2^k only		-> q * 2^16 for a q that is none of this
 *					   slab: multiplying by odd is one-to-one
 *					   modulo 2^16, and no slab has as many
 *					   as 2^16 multiples of 2^k (k > 0)
 *
 * All that is needed for it is in the page: the way from an address to its ctl
 * is what a free waits for. A slab's page is never mapped by users.
 * A sheaf's entry holds the object's address and that of its ctl.
 *
 * Interrupts never touch a CPU's sheaves: they take the locked path to the
 * slabs. There is no kernel preemption, so whoever works on the sheaves is
 * alone with them, without a flag and with interrupts on. How an interrupt is
 * kept out costs the fast paths nothing: this_cpu()->slab_cpu says how far
 * behind kmem_cache.closed the part of the cache lies that may be used now.
 * irq_enter() makes that 0, the closed part: empty for who allocates, full for
 * who frees. The slow path opens it again once the interrupt is over.
 *
 * An open sheaf has an entry before the first that is never CTL_CACHED, so
 * that popping from an empty one and popping an object that was freed twice
 * are one test.
 *
 * Invariants, checked by kmem_cache_check():
 *  1. A slab is on the list of its node that fits its inuse: 0 free, num full.
 *  2. inuse counts the objects that are not in the chain: active and cached.
 *  3. node.free_objects is the sum of num - inuse over its slabs.
 *  4. Each entry of a sheaf points to an object of the cache whose ctl is
 *     CTL_CACHED; no object is in two entries.
 *  5. Only an owner's own CPU touches cpu[] (save when the rest of the
 *     machine is known to be quiet: destroy, drain, exit).
 *  6. Caches with debug flags, and the allocator's own, have no sheaves.
 *
 * Locks: slab_lock (list of caches) > barn.lock, node.lock (neither inside
 * the other) > the page allocator's. Internal allocations are made with no
 * lock of theirs held.
 *
 * Sources: Bonwick, "The Slab Allocator", USENIX 1994 (slabs, colours);
 * Bonwick and Adams, "Magazines and Vmem", USENIX 2001 (sheaves); Lemire,
 * Kaser and Kurz, "Faster Remainder by Direct Computation", 2019, and
 * Granlund and Montgomery, PLDI 1994 (the divisibility test).
 */
#ifndef MM_SLAB_INTERNAL_H
#define MM_SLAB_INTERNAL_H

#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/list.h>
#include <octavo/page.h>
#include <octavo/sanitize.h>
#include <octavo/slab.h>
#include <octavo/spinlock.h>
#include <octavo/string.h>

/* Flags of the allocator's own caches. */
#define SLAB_OFF_SLAB		0x80000000u	/* management outside */
#define SLAB_NO_SHEAF		0x40000000u	/* straight to the slabs */
#define SLAB_INTERNAL		0x20000000u	/* not the callers' */
#define SLAB_KMALLOC		0x10000000u	/* remembers the size asked for */
#define SLAB_BOOT		0x08000000u	/* made before off-slab works */
#define SLAB_ZERO_SIZE		0x04000000u	/* its object is ZERO_SIZE_PTR */

#define CTL_ACTIVE		0xffffu
#define CTL_CACHED		0xfffeu
#define CTL_END			0xfffdu

#define SLAB_MAX_ORDER		5
BUILD_BUG_ON(PAGE_SIZE << SLAB_MAX_ORDER > 2u << 16);
#define SLAB_BREAK_ORDER_RAM	(32ul << 20)	/* above: break order 1 */
#define SLAB_NAME_LEN		32
#define SLAB_MGMT_MAX		256	/* the largest off-slab management */

/* Fillings and guard words of debugged objects. */
#define POISON_INUSE		0x5a
#define POISON_FREE		0x6b
#define POISON_END		0xa5
#define RED_INACTIVE		0x5a2cf071u
#define RED_ACTIVE		0x170fc2a5u

/* The private word of the head page of a page-backed kmalloc(). */
#define KMALLOC_LARGE_TAG	((unsigned long)0x6b6d616c)

struct slab {
	struct list_head list;
	void *s_mem;		/* the first object */
	void *base;		/* address of the first page */
	u16 inuse;
	u16 free;		/* head of the chain of free objects */
	u16 nid;
	u16 colour;		/* for the curious: colour number */
	u16 ctl[];
};

struct slab_entry {
	void *obj;
	u16 *ctl;
};

struct slab_sheaf {
	struct list_head list;	/* in the barn */
	unsigned int nr;	/* stale while it is a CPU's main sheaf */
	struct slab_entry guard;	/* entry[-1]: see slab_no_ctl */
	struct slab_entry entry[];
};
BUILD_BUG_ON(__builtin_offsetof(struct slab_sheaf, guard) +
	     sizeof(struct slab_entry) !=
	     __builtin_offsetof(struct slab_sheaf, entry));

/* The ctl of no object: never CTL_CACHED. */
extern u16 slab_no_ctl;
/* The sheaf of who has none: always empty, always full. */
extern struct slab_sheaf slab_no_sheaf;

struct slab_barn {
	spinlock_t lock;
	unsigned int nr_full;
	unsigned int nr_empty;
	struct list_head full;
	struct list_head empty;
};

struct kmem_cache_node {
	spinlock_t lock;
	unsigned int colour_next;
	struct list_head partial;
	struct list_head full;
	struct list_head free;
	unsigned long nr_slabs;
	unsigned long nr_free_slabs;
	unsigned long free_objects;
};

/* A CPU's part of a cache: the main sheaf, opened. */
struct kmem_cache_cpu {
	struct slab_entry *top;		/* one past the last free object */
	struct slab_entry *base;	/* == top: empty */
	struct slab_entry *end;		/* == top: full */
	struct slab_sheaf *main;
	struct slab_sheaf *spare;	/* full or empty; NULL: none */
} __aligned(L1_CACHE_BYTES);

struct kmem_cache {
	/* What every free reads. */
	u32 inv;		/* finds an index: see above */
	u32 num;		/* objects of a slab */
	u32 flags;
	u32 object_size;	/* as the creator asked */
	u32 stride;		/* from object to object */
	u32 obj_offset;		/* of the object in its stride (red zone) */
	u32 align;
	u32 recip;		/* 2^32 / stride, rounded up */
	void (*ctor)(void *);
	u16 order;
	u16 batch;		/* objects of a sheaf */
	u16 limit;		/* objects of a CPU */
	u16 shared;		/* full sheaves of the barn */

	u32 colour;		/* colours; 0 or 1: none */
	u32 colour_off;		/* bytes from colour to colour */
	u32 mgmt_size;		/* bytes of struct slab and ctl[] */
	gfp_t gfpflags;		/* added when pages are allocated */
	struct kmem_cache *mgmt_cache;	/* off-slab management */
	struct kmem_cache *sheaf_cache;
	struct list_head list;
	char name[SLAB_NAME_LEN];
	struct slab_barn barn;
	struct kmem_cache_node node[MAX_NUMNODES];
	struct kmem_cache_cpu closed;	/* what an interrupt finds */
	struct kmem_cache_cpu cpu[];
};

/* Low memory that has descriptors: what a free looks at first. */
struct slab_low {
	unsigned long base;	/* lowest linear address */
	unsigned long bytes;
	struct page *map;	/* its page */
};

/* The few true globals (cache.c). */
extern struct list_head slab_caches;
extern spinlock_t slab_lock;
extern unsigned int slab_nr_cpus;
extern struct slab_low slab_low;

/* How sheaves are allocated: the CPU is busy and cannot wait. */
#define SLAB_INTERNAL_GFP	(GFP_NOWAIT | __GFP_NOWARN)

/* ---- The address sanitizer ---------------------------------------------- */

#define SLAB_ASAN_GAP		(OCTAVO_ASAN ? 16 : 0)

/* ---- Finding an object -------------------------------------------------- */

/* The page of an address of low memory, or NULL. */
static __always_inline struct page *slab_page_of(const void *p)
{
	unsigned long off = (unsigned long)p - slab_low.base;

	if (unlikely(off >= slab_low.bytes))
		return NULL;
	return slab_low.map + (off >> PAGE_SHIFT);
}

static __always_inline bool page_is_slab(const struct page *page)
{
	return page->flags & (1u << PG_slab);
}

static __always_inline u32 divided_by_inv(u32 distance, u32 inv)
{
	u32 x = distance * inv;

	return x >> 16 | x << 16;
}

/* The index of the object that starts at p, else something >= num. */
static __always_inline u32 slab_index(const struct page *page, const void *p)
{
	return divided_by_inv((u32)(unsigned long)p - page->index,
			      (u32)page->_mapcount.counter);
}

/* The same where the cache is known and need not be waited for. */
static __always_inline u32 cache_index(const struct kmem_cache *s,
				       const struct page *page, const void *p)
{
	return divided_by_inv((u32)(unsigned long)p - page->index, s->inv);
}

static inline void *slab_object(const struct kmem_cache *s,
				const struct slab *slab, unsigned int i)
{
	return (char *)slab->s_mem + (size_t)i * s->stride;
}

static inline size_t slab_bytes(const struct kmem_cache *s)
{
	return PAGE_SIZE << s->order;
}

/* The index of the object that p lies in or behind, for p from s_mem on. */
static inline u32 slab_index_inside(const struct kmem_cache *s, u32 offset)
{
	u32 i = (u32)((u64)offset * s->recip >> 32);

	return i - (i * s->stride > offset);
}

/* The slab of an object. */
static inline struct slab *slab_of(const void *obj)
{
	return slab_page_of(obj)->slab;
}

/* Here a value is in a register: the compiler shall not keep two that differ
 * by a constant, which costs the fast paths a register and saving it. */
#define compute_once(value)	__asm__("" : "+r"(value))

/* The part of a cache that this context may use. */
static __always_inline struct kmem_cache_cpu *slab_cpu(struct kmem_cache *s)
{
	char *p = (char *)s + this_cpu_var(slab_cpu);

	compute_once(p);
	return &((struct kmem_cache *)p)->closed;
}

/* ---- slab.c: pages and slabs --------------------------------------------- */

void node_init(struct kmem_cache_node *n);
bool cache_grow(struct kmem_cache *s, gfp_t gfp, int nid);
unsigned int cache_take(struct kmem_cache *s, int nid, struct slab_entry *e,
			unsigned int want);
void cache_put(struct kmem_cache *s, struct slab_entry *e, unsigned int nr);
unsigned long cache_free_empty(struct kmem_cache *s);
struct cache_totals {
	unsigned long slabs;
	unsigned long free_slabs;
	unsigned long in_use;	/* objects not in their slab's chain */
};
struct cache_totals cache_totals(struct kmem_cache *s);
static inline unsigned long cache_nr_slabs(struct kmem_cache *s)
{
	return cache_totals(s).slabs;
}
static inline unsigned long cache_in_use(struct kmem_cache *s)
{
	return cache_totals(s).in_use;
}
void *slab_alloc_direct(struct kmem_cache *s, gfp_t gfp, int nid);
void slab_free_direct(struct kmem_cache *s, void *obj, u16 *ctl);
void slab_reset_grows(void);

/* ---- sheaf.c: sheaves and the barn ---------------------------------------- */

void barn_init(struct slab_barn *b);
void sheaf_init_cpu(struct kmem_cache_cpu *c);
bool sheaf_refill(struct kmem_cache *s);
bool sheaf_make_room(struct kmem_cache *s);
void sheaf_flush_cpu(struct kmem_cache *s, unsigned int cpu);
void barn_drain(struct kmem_cache *s);
unsigned long barn_nr_cached(struct kmem_cache *s);
unsigned long cache_nr_cached(struct kmem_cache *s);

static inline unsigned int sheaf_bytes(unsigned int entries)
{
	return (unsigned int)(sizeof(struct slab_sheaf) +
			      entries * sizeof(struct slab_entry));
}

/* ---- geometry.c, cache.c: making caches ------------------------------------ */

struct slab_args {
	const char *name;
	unsigned int size, align, flags;
	void (*ctor)(void *);
};

bool cache_geometry(struct kmem_cache *s, unsigned int align);
struct kmem_cache *slab_create_cache(const struct slab_args *a);
void *slab_alloc_internal(struct kmem_cache *s, gfp_t gfp);
void slab_free_internal(struct kmem_cache *s, void *obj);

/* ---- alloc.c: the way in and out -------------------------------------------- */

void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, size_t size,
		      void *caller);
void slab_free_slow(struct kmem_cache *s, const void *p, void *caller);
void *slab_finish_alloc(struct kmem_cache *s, gfp_t gfp, void *obj,
			size_t size);
void *kmem_cache_alloc_node_trace(struct kmem_cache *s, gfp_t gfp, int nid,
				  size_t size);

/* ---- kmalloc.c --------------------------------------------------------------- */

extern const unsigned char kmalloc_class_index[KMALLOC_MAX_CACHE_SIZE / 8 + 1];

/* size: at most KMALLOC_MAX_CACHE_SIZE. */
static __always_inline struct kmem_cache *class_of(size_t size, gfp_t gfp)
{
	return kmalloc_caches[kmalloc_class_index[(size + 7) / 8]][gfp & __GFP_DMA];
}

void *kmalloc_large(size_t size, gfp_t gfp, int nid);
bool kmalloc_init(void);
void kmalloc_exit(void);
bool kfree_large(const void *p);
unsigned long kmalloc_nr_large(void);

/* ---- debug.c ----------------------------------------------------------------- */

unsigned int debug_geometry(struct kmem_cache *s);
void debug_init_object(struct kmem_cache *s, void *obj);
void debug_alloc(struct kmem_cache *s, void *obj, size_t size, void *caller);
void debug_free(struct kmem_cache *s, void *obj, void *caller);
void debug_set_size(struct kmem_cache *s, void *obj, size_t size);
size_t debug_get_size(const struct kmem_cache *s, const void *obj);
unsigned long debug_check_object(struct kmem_cache *s, void *obj, bool live);
void debug_describe(const struct kmem_cache *s, const void *obj, char *buf,
		    size_t len);

struct report_trace;
unsigned int debug_traces(const struct kmem_cache *s, const void *obj,
			  struct report_trace traces[2]);
void debug_set_said(const struct kmem_cache *s, const void *obj);
u32 debug_owner(const struct kmem_cache *s, const void *obj);

/* ---- report.c ---------------------------------------------------------------- */

void report_bad_free(struct kmem_cache *s, const void *p, void *caller);
void report_lost(struct kmem_cache *s, const void *obj);
void report_leaks(struct kmem_cache *s);

#endif
