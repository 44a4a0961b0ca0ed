/* SPDX-License-Identifier: MIT */
/*
 * xa_alloc.h - arrays that choose the index themselves, and the forms of
 * xarray.h's calls with interrupts off.
 *
 * Unlike Linux: any array can be given to xa_alloc(), the flags only say where
 * it begins; a NULL entry is refused instead of reserving an index.
 */
#ifndef OCTAVO_XA_ALLOC_H
#define OCTAVO_XA_ALLOC_H

#include <octavo/limits.h>
#include <octavo/xarray.h>

#define XA_FLAGS_LOCK_BH	2u	/* accepted, means nothing here */
#define XA_FLAGS_ALLOC		4u	/* indices are given out from 0 */
#define XA_FLAGS_ALLOC1		12u	/* ... from 1 */

struct xa_limit {
	u32 max;
	u32 min;
};

#define XA_LIMIT(lo, hi)	((struct xa_limit){ .min = lo, .max = hi })
#define xa_limit_32b		XA_LIMIT(0, UINT_MAX)
#define xa_limit_31b		XA_LIMIT(0, INT_MAX)
#define xa_limit_16b		XA_LIMIT(0, USHRT_MAX)

#define DEFINE_XARRAY_FLAGS(name, flags)	\
	struct xarray name = XARRAY_INIT(name, flags)
#define DEFINE_XARRAY_ALLOC(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC)
#define DEFINE_XARRAY_ALLOC1(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC1)

/**
 * __xa_alloc() - put an entry at the lowest free index
 * @xa: the array
 * @id: becomes the index
 * @entry: not NULL
 * @limit: the range to choose from
 * @gfp: as for __xa_store()
 *
 * Context: Decided by @gfp.
 * Locks: xa_lock is held.
 * Return: 0; -EBUSY: no index is free; -ENOMEM; -EINVAL for a bad entry.
 */
int __must_check __xa_alloc(struct xarray *xa, u32 *id, void *entry,
			    struct xa_limit limit, gfp_t gfp);

/**
 * xa_alloc() - put an entry at the lowest free index
 * @xa: the array
 * @id: becomes the index
 * @entry: not NULL
 * @limit: the range to choose from
 * @gfp: for nodes
 *
 * Context: Decided by @gfp.
 * Locks: takes xa_lock.
 * Return: as __xa_alloc().
 */
int __must_check xa_alloc(struct xarray *xa, u32 *id, void *entry,
			  struct xa_limit limit, gfp_t gfp);

/**
 * xa_alloc_cyclic() - put an entry at the next free index
 * @xa: the array
 * @id: becomes the index
 * @entry: not NULL
 * @limit: the range to choose from
 * @next: where to begin; becomes the index behind the one chosen
 * @gfp: for nodes
 *
 * Context: Decided by @gfp.
 * Locks: takes xa_lock.
 * Return: 0; 1 if the search began anew at the lowest; errors as __xa_alloc().
 */
int xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
		    struct xa_limit limit, u32 *next, gfp_t gfp);


#define xa_lock_irq(xa)		spin_lock_irq(&(xa)->xa_lock)
#define xa_unlock_irq(xa)	spin_unlock_irq(&(xa)->xa_lock)
#define xa_lock_bh(xa)		spin_lock_bh(&(xa)->xa_lock)
#define xa_unlock_bh(xa)	spin_unlock_bh(&(xa)->xa_lock)

/* An interrupt handler uses the array too: the same with interrupts off. */
#define XA_IRQ_OFF(type, call)						\
	({								\
		unsigned long xa_flags_ = arch_irq_save();		\
		type xa_answer = call;					\
		arch_irq_restore(xa_flags_);				\
		xa_answer;						\
	})
#define xa_store_irq(xa, index, entry, gfp)	\
	XA_IRQ_OFF(void *, xa_store(xa, index, entry, gfp))
#define xa_store_bh(xa, index, entry, gfp)	\
	xa_store_irq(xa, index, entry, gfp)
#define xa_erase_irq(xa, index)	XA_IRQ_OFF(void *, xa_erase(xa, index))
#define xa_erase_bh(xa, index)	xa_erase_irq(xa, index)
#define xa_insert_irq(xa, index, entry, gfp)	\
	XA_IRQ_OFF(int, xa_insert(xa, index, entry, gfp))
#define xa_insert_bh(xa, index, entry, gfp)	\
	xa_insert_irq(xa, index, entry, gfp)
#define xa_cmpxchg_irq(xa, index, old, entry, gfp)	\
	XA_IRQ_OFF(void *, xa_cmpxchg(xa, index, old, entry, gfp))
#define xa_alloc_irq(xa, id, entry, limit, gfp)	\
	XA_IRQ_OFF(int, xa_alloc(xa, id, entry, limit, gfp))
#define xa_alloc_bh(xa, id, entry, limit, gfp)	\
	xa_alloc_irq(xa, id, entry, limit, gfp)

#endif
