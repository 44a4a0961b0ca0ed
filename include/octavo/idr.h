/* SPDX-License-Identifier: MIT */
/*
 * idr.h - small integers given out, alone (ida) or each with a pointer (idr).
 *
 *	ida: xarray of chunks of 1024 bits; chunk = id / 1024
 *	idr: an ida of the ids in use, and an xarray of their pointers, so that
 *	     an id with a NULL pointer is still taken
 *
 * Locking: an ida has its own lock. Who uses an idr from several tasks keeps
 * changes apart, as on Linux; looking up is allowed at any time.
 * Unlike Linux: memory that idr_preload() sets aside is not kept apart, the
 * allocation's own gfp_t decides.
 */
#ifndef OCTAVO_IDR_H
#define OCTAVO_IDR_H

#include <octavo/cpu.h>
#include <octavo/gfp.h>
#include <octavo/spinlock.h>
#include <octavo/types.h>
#include <octavo/xarray.h>

/* ---- ids alone ------------------------------------------------------------- */

#define IDA_BITMAP_BITS		1024u	/* ids in a chunk */

struct ida {
	struct xarray xa;		/* struct ida_chunk */
};

#define IDA_INIT(name)		{ .xa = XARRAY_INIT(name, 0) }
#define DEFINE_IDA(name)	struct ida name = IDA_INIT(name)

static inline void ida_init(struct ida *ida)
{
	xa_init(&ida->xa);
}

static inline bool ida_is_empty(const struct ida *ida)
{
	return xa_empty(&ida->xa);
}

/**
 * ida_alloc_range() - take the lowest free id of a range
 * @ida: where from
 * @min: the lowest that is wanted
 * @max: the highest; what is above INT_MAX is not given out
 * @gfp: how to allocate
 *
 * Context: Decided by @gfp.
 * Return: the id; -ENOSPC: none is free; -ENOMEM.
 * Pairs with: ida_free().
 */
int __must_check ida_alloc_range(struct ida *ida, unsigned int min,
				 unsigned int max, gfp_t gfp);

/**
 * ida_free() - give an id back
 * @ida: where it came from
 * @id: an id that is taken; another is reported
 *
 * Context: Any context.
 * Pairs with: ida_alloc_range().
 */
void ida_free(struct ida *ida, unsigned int id);

/**
 * ida_destroy() - give all ids back
 * @ida: is empty and usable afterwards
 *
 * Context: Any context.
 */
void ida_destroy(struct ida *ida);

/**
 * ida_exists() - is an id taken?
 * @ida: where
 * @id: which
 *
 * Context: Any context.
 * Return: true if so.
 */
bool ida_exists(struct ida *ida, unsigned int id);

#define ida_alloc(ida, gfp)		ida_alloc_range(ida, 0, ~0u, gfp)
#define ida_alloc_min(ida, min, gfp)	ida_alloc_range(ida, min, ~0u, gfp)
#define ida_alloc_max(ida, max, gfp)	ida_alloc_range(ida, 0, max, gfp)

/* The older names; @end is not given out, 0 means none. */
#define ida_simple_get(ida, start, end, gfp)	\
	ida_alloc_range(ida, start, (unsigned int)(end) - 1, gfp)
#define ida_simple_remove(ida, id)	ida_free(ida, id)

/* ---- ids with pointers ------------------------------------------------------ */

struct idr {
	struct ida ids;
	struct xarray ptrs;
	unsigned int idr_base, idr_next;
};

#define IDR_INIT_BASE(name, base)	\
	{ .ids = IDA_INIT(name.ids), .ptrs = XARRAY_INIT(name.ptrs, 0), \
	  .idr_base = base }
#define IDR_INIT(name)		IDR_INIT_BASE(name, 0)
#define DEFINE_IDR(name)	struct idr name = IDR_INIT(name)

static inline void idr_init_base(struct idr *idr, int base)
{
	ida_init(&idr->ids);
	xa_init(&idr->ptrs);
	idr->idr_base = (unsigned int)base;
	idr->idr_next = 0;
}

static inline void idr_init(struct idr *idr)
{
	idr_init_base(idr, 0);
}

static inline bool idr_is_empty(const struct idr *idr)
{
	return ida_is_empty(&idr->ids);
}

static inline unsigned int idr_get_cursor(const struct idr *idr)
{
	return __atomic_load_n(&idr->idr_next, __ATOMIC_RELAXED);
}

static inline void idr_set_cursor(struct idr *idr, unsigned int val)
{
	__atomic_store_n(&idr->idr_next, val, __ATOMIC_RELAXED);
}

/**
 * idr_alloc_u32() - give a pointer the lowest free id
 * @idr: where
 * @ptr: may be NULL
 * @id: the lowest that is wanted; becomes the id, before anyone can find it
 * @max: the highest, at most INT_MAX
 * @gfp: how to allocate
 *
 * Context: Decided by @gfp.
 * Return: 0; -ENOSPC: none is free; -ENOMEM; -EINVAL for a pointer that is
 *	none.
 */
int __must_check idr_alloc_u32(struct idr *idr, void *ptr, u32 *id,
			       unsigned long max, gfp_t gfp);

/**
 * idr_alloc() - give a pointer the lowest free id
 * @idr: where
 * @ptr: may be NULL
 * @start: the lowest that is wanted, not negative
 * @end: one above the highest; 0 or less: there is no highest
 * @gfp: how to allocate
 *
 * Context: Decided by @gfp.
 * Return: the id; -EINVAL for a negative start; errors of idr_alloc_u32().
 * Pairs with: idr_remove().
 */
int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);

/**
 * idr_alloc_cyclic() - give a pointer the next free id
 * @idr: where
 * @ptr: may be NULL
 * @start: as for idr_alloc()
 * @end: as for idr_alloc()
 * @gfp: how to allocate
 *
 * Ids that were given back are used again only when the range is through.
 *
 * Context: Decided by @gfp.
 * Return: as idr_alloc().
 */
int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);

/**
 * idr_remove() - give an id back
 * @idr: where
 * @id: which
 *
 * Context: Any context.
 * Return: its pointer; NULL if it had none or is not taken.
 */
void *idr_remove(struct idr *idr, unsigned long id);

/**
 * idr_find() - the pointer of an id
 * @idr: where
 * @id: which
 *
 * Context: Any context.
 * Return: the pointer; NULL if it has none or is not taken.
 */
void *idr_find(const struct idr *idr, unsigned long id);

/**
 * idr_replace() - give an id another pointer
 * @idr: where
 * @ptr: the new one
 * @id: an id that is taken
 *
 * Context: Any context.
 * Return: the pointer before; ERR_PTR(-ENOENT): the id is not taken,
 *	ERR_PTR(-EINVAL) for a pointer that is none, ERR_PTR(-ENOMEM).
 */
void *idr_replace(struct idr *idr, void *ptr, unsigned long id);

/**
 * idr_for_each() - call a function for every pointer
 * @idr: where
 * @fn: called with id, pointer and @data, in order; what is not 0 ends it
 * @data: passed on
 *
 * Context: Any context that @fn may be called in.
 * Return: what @fn answered last, 0 if there was none.
 */
int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data),
		 void *data);

/**
 * idr_get_next() - the next pointer
 * @idr: where
 * @id: where to begin; becomes the id of what is found
 *
 * Context: Any context.
 * Return: the pointer, NULL if there is none.
 */
void *idr_get_next(struct idr *idr, int *id);

/**
 * idr_get_next_ul() - as idr_get_next(), with a wider id
 *
 * Context: Any context.
 * Return: see there.
 */
void *idr_get_next_ul(struct idr *idr, unsigned long *id);

/**
 * idr_destroy() - give all ids back; what they point to is not touched
 * @idr: is empty and usable afterwards
 *
 * Context: Any context.
 */
void idr_destroy(struct idr *idr);

/* The task stays on its CPU between the two, as between Linux's. */
static inline void idr_preload(gfp_t gfp)
{
	if (gfp & __GFP_DIRECT_RECLAIM)
		might_sleep();
	preempt_disable();
}

static inline void idr_preload_end(void)
{
	preempt_enable();
}

#define idr_for_each_entry(idr, entry, id)				\
	for (id = 0; ((entry) = idr_get_next(idr, &(id))) != NULL; ++(id))
#define idr_for_each_entry_ul(idr, entry, tmp, id)			\
	for (tmp = 0, id = 0;						\
	     tmp <= id && ((entry) = idr_get_next_ul(idr, &(id))) != NULL; \
	     tmp = id, ++(id))
#define idr_for_each_entry_continue(idr, entry, id)			\
	for ((entry) = idr_get_next(idr, &(id)); entry;			\
	     ++(id), (entry) = idr_get_next(idr, &(id)))

#endif
