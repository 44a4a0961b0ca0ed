/* SPDX-License-Identifier: MIT */
/*
 * idr.c - small integers given out, see octavo/idr.h.
 *
 * A chunk of an ida is there exactly while one of its bits is set. Memory for
 * a new chunk is taken with the lock let go: afterwards the search begins
 * anew, for another may have made the chunk meanwhile.
 */
#include <octavo/bitmap.h>
#include <octavo/bug.h>
#include <octavo/idr.h>
#include <octavo/minmax.h>
#include <octavo/slab.h>

#define CHUNK_BITS	IDA_BITMAP_BITS

struct ida_chunk {
	DECLARE_BITMAP(bits, CHUNK_BITS);
};

/* ---- ids alone ------------------------------------------------------------- */

/*
 * Take the lowest free id; the lock is held. 1: a chunk is wanted where *@id
 * is.
 */
static int take_id(struct ida *ida, unsigned int from, unsigned int to,
		   unsigned int *id)
{
	while (from <= to) {
		unsigned int at = from / CHUNK_BITS, first = at * CHUNK_BITS;
		unsigned int end = min(to - first, CHUNK_BITS - 1) + 1;
		struct ida_chunk *chunk = xa_load(&ida->xa, at);
		unsigned int bit;

		*id = from;
		if (!chunk)
			return 1;
		bit = (unsigned int)find_next_zero_bit(chunk->bits, end,
						       from - first);
		if (bit < end) {
			__set_bit(bit, chunk->bits);
			*id = first + bit;
			return 0;
		}
		from = first + CHUNK_BITS;
	}
	return -ENOSPC;
}

int ida_alloc_range(struct ida *ida, unsigned int from, unsigned int to,
		    gfp_t gfp)
{
	struct ida_chunk *chunk = NULL;
	unsigned long flags;
	unsigned int id = 0;
	int err;

	if ((int)from < 0)
		return -ENOSPC;
	to = min(to, (unsigned int)INT_MAX);
	for (;;) {
		xa_lock_irqsave(&ida->xa, flags);
		err = take_id(ida, from, to, &id);
		xa_unlock_irqrestore(&ida->xa, flags);
		if (err <= 0)
			break;
		if (!chunk)
			chunk = kzalloc(sizeof(*chunk), gfp);
		err = chunk ? xa_insert(&ida->xa, id / CHUNK_BITS, chunk, gfp) :
			      -ENOMEM;
		if (!err)
			chunk = NULL;
		else if (err != -EBUSY)
			break;
	}
	kfree(chunk);
	return err ? err : (int)id;
}

void ida_free(struct ida *ida, unsigned int id)
{
	struct ida_chunk *chunk;
	unsigned long flags;
	bool was;

	xa_lock_irqsave(&ida->xa, flags);
	chunk = xa_load(&ida->xa, id / CHUNK_BITS);
	was = chunk && __test_and_clear_bit(id % CHUNK_BITS, chunk->bits);
	if (was && bitmap_empty(chunk->bits, CHUNK_BITS))
		__xa_erase(&ida->xa, id / CHUNK_BITS);
	else
		chunk = NULL;
	xa_unlock_irqrestore(&ida->xa, flags);
	WARN(!was, "ida_free called for id=%d which is not allocated.\n",
	     (int)id);
	kfree(chunk);
}

void ida_destroy(struct ida *ida)
{
	unsigned long at;
	void *chunk;

	xa_for_each(&ida->xa, at, chunk)
		kfree(chunk);
	xa_destroy(&ida->xa);
}

bool ida_exists(struct ida *ida, unsigned int id)
{
	struct ida_chunk *chunk;
	unsigned long flags;
	bool taken;

	xa_lock_irqsave(&ida->xa, flags);
	chunk = xa_load(&ida->xa, id / CHUNK_BITS);
	taken = chunk && test_bit(id % CHUNK_BITS, chunk->bits);
	xa_unlock_irqrestore(&ida->xa, flags);
	return taken;
}

/* ---- ids with pointers ------------------------------------------------------ */

static int give_id(struct idr *idr, void *ptr, unsigned int from,
		   unsigned int to, gfp_t gfp, u32 *idp)
{
	int id = ida_alloc_range(&idr->ids, from, to, gfp), err;

	if (id < 0)
		return id;
	if (idp)
		*idp = (u32)id;
	err = xa_err(xa_store(&idr->ptrs, (unsigned long)id, ptr, gfp));
	if (!err)
		return id;
	ida_free(&idr->ids, (unsigned int)id);
	return err;
}

int idr_alloc_u32(struct idr *idr, void *ptr, u32 *id, unsigned long last,
		  gfp_t gfp)
{
	u32 from = max(*id, idr->idr_base), before = *id;
	int got = give_id(idr, ptr, from, (u32)min(last, (unsigned long)INT_MAX),
			  gfp, id);

	if (got < 0)
		*id = before;
	return min(got, 0);
}

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	u32 id = (u32)start;
	int err;

	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	err = idr_alloc_u32(idr, ptr, &id,
			    end > 0 ? (unsigned long)end - 1 : INT_MAX, gfp);
	return err ? err : (int)id;
}

int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	unsigned int last = end > 0 ? (unsigned int)end - 1 : INT_MAX;
	unsigned int from = max((unsigned int)start, idr->idr_base);
	unsigned int next = max(idr->idr_next, from);
	int id = give_id(idr, ptr, next, last, gfp, NULL);

	if (id == -ENOSPC && next > from)
		id = give_id(idr, ptr, from, min(last, next - 1), gfp, NULL);
	if (id >= 0)
		idr->idr_next = (unsigned int)id + 1;
	return id;
}

void *idr_remove(struct idr *idr, unsigned long id)
{
	void *ptr = xa_erase(&idr->ptrs, id);

	if (id <= INT_MAX && ida_exists(&idr->ids, (unsigned int)id))
		ida_free(&idr->ids, (unsigned int)id);
	return ptr;
}

void *idr_find(const struct idr *idr, unsigned long id)
{
	return xa_load((struct xarray *)&idr->ptrs, id);
}

void *idr_replace(struct idr *idr, void *ptr, unsigned long id)
{
	void *old;

	if (id > INT_MAX || !ida_exists(&idr->ids, (unsigned int)id))
		return ERR_PTR(-ENOENT);
	old = xa_store(&idr->ptrs, id, ptr, GFP_ATOMIC);
	return xa_is_err(old) ? ERR_PTR(xa_err(old)) : old;
}

void *idr_get_next_ul(struct idr *idr, unsigned long *id)
{
	return xa_find(&idr->ptrs, id, INT_MAX, XA_PRESENT);
}

void *idr_get_next(struct idr *idr, int *id)
{
	unsigned long index = (unsigned long)(unsigned int)*id;
	void *ptr = idr_get_next_ul(idr, &index);

	if (ptr)
		*id = (int)index;
	return ptr;
}

int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data),
		 void *data)
{
	unsigned long id;
	void *ptr;

	xa_for_each((struct xarray *)&idr->ptrs, id, ptr) {
		int answer = fn((int)id, ptr, data);

		if (answer)
			return answer;
	}
	return 0;
}

void idr_destroy(struct idr *idr)
{
	ida_destroy(&idr->ids);
	xa_destroy(&idr->ptrs);
}
