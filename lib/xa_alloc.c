/* SPDX-License-Identifier: MIT */
/*
 * xa_alloc.c - arrays that choose the index themselves, see octavo/xa_alloc.h.
 */
#include <octavo/minmax.h>
#include <octavo/xa_alloc.h>

/* The lock may be let go by a store that sleeps: another may then have taken
 * the index that was found free. */
static int alloc_from(struct xarray *xa, u32 *id, void *entry, u32 from,
		      u32 to, gfp_t gfp)
{
	int err;

	do {
		unsigned long index = from;

		if (!xa_find_free(xa, &index, to))
			return -EBUSY;
		err = __xa_insert(xa, index, entry, gfp);
		if (!err)
			*id = (u32)index;
	} while (err == -EBUSY);
	return err;
}

static u32 lowest(const struct xarray *xa, struct xa_limit limit)
{
	bool from_1 = (xa->xa_flags & XA_FLAGS_ALLOC1) == XA_FLAGS_ALLOC1;

	return from_1 ? max(limit.min, 1u) : limit.min;
}

int __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
	       gfp_t gfp)
{
	u32 from = lowest(xa, limit);

	return from > limit.max ? -EBUSY :
				  alloc_from(xa, id, entry, from, limit.max, gfp);
}

int xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
	     gfp_t gfp)
{
	int err;

	xa_lock(xa);
	err = __xa_alloc(xa, id, entry, limit, gfp);
	xa_unlock(xa);
	return err;
}

int xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
		    struct xa_limit limit, u32 *next, gfp_t gfp)
{
	u32 from = lowest(xa, limit), start = max(from, *next);
	int err = -EBUSY, wrapped = 0;

	xa_lock(xa);
	if (start <= limit.max)
		err = alloc_from(xa, id, entry, start, limit.max, gfp);
	if (err == -EBUSY && start > from) {
		err = alloc_from(xa, id, entry, from,
				 min(start - 1, limit.max), gfp);
		wrapped = 1;
	}
	if (!err)
		*next = *id + 1;
	xa_unlock(xa);
	return err ? err : wrapped;
}
