/* SPDX-License-Identifier: MIT */
/*
 * xarray.h - pointers by index: a sparse array of 2^BITS_PER_LONG slots.
 *
 *	xa_head -> node (shift 6) -> node (shift 0) -> entry
 *		   64 slots	     64 slots
 *
 * A tree with 64 slots a node, as high as the largest index needs. A single
 * entry at index 0 needs no node: it is xa_head itself.
 *
 * An entry is a pointer (aligned to 4), a value made by xa_mk_value(), or
 * NULL, which is the same as absent. Pointers with the low bits 10 are the
 * array's own: nodes, and errors that calls answer in place of an entry.
 *
 * Each present entry has three marks. A node has a mark if any entry below
 * has it, so entries with a mark are found without looking at the others.
 *
 * Locking: xa_lock, taken by the calls themselves. Calls with __ in front
 * want it held. Calls that only read may be made with or without it.
 * Unlike Linux: there is no RCU, readers take the lock; what keeps an entry
 * alive after xa_load() has returned is the caller's affair.
 *
 * Source: radix trees as in Knuth vol. 3, 6.3; the interface is Linux's.
 */
#ifndef OCTAVO_XARRAY_H
#define OCTAVO_XARRAY_H

#include <octavo/types.h>
#include <octavo/bitops.h>
#include <octavo/err.h>
#include <octavo/spinlock.h>

typedef unsigned int xa_mark_t;

#define XA_MARK_0		0u
#define XA_MARK_1		1u
#define XA_MARK_2		2u
#define XA_MAX_MARKS		3
#define XA_PRESENT		8u	/* filter: any entry */

/* The bit of a gfp_t that lets __xa_store() sleep: __GFP_DIRECT_RECLAIM, which
 * belongs to the layer above. */
#define XA_GFP_MAY_SLEEP	0x0400u

#define XA_FLAGS_LOCK_IRQ	1u	/* accepted, means nothing here */
#define XA_FLAGS_MARK(mark)	(1u << (16 + (mark)))

struct xarray {
	spinlock_t xa_lock;
	unsigned int xa_flags;		/* marks of an entry in xa_head */
	void *xa_head;
};

#define XA_CHUNK_SHIFT		6
#define XA_CHUNK_SIZE		(1ul << XA_CHUNK_SHIFT)
#define XA_CHUNK_MASK		(XA_CHUNK_SIZE - 1)

struct xa_node {
	unsigned char shift;		/* index bits below this node's */
	unsigned char offset;		/* slot in the parent */
	unsigned char count;		/* slots in use */
	struct xa_node *parent;
	void *slots[XA_CHUNK_SIZE];
	unsigned long marks[XA_MAX_MARKS][BITS_TO_LONGS(64)];
};

#define XARRAY_INIT(name, flags)	{ __SPIN_LOCK_UNLOCKED(name), flags, NULL }
#define DEFINE_XARRAY(name)	struct xarray name = XARRAY_INIT(name, 0)

static inline void xa_init_flags(struct xarray *xa, unsigned int flags)
{
	spin_lock_init(&xa->xa_lock);
	xa->xa_flags = flags;
	xa->xa_head = NULL;
}

static inline void xa_init(struct xarray *xa)
{
	xa_init_flags(xa, 0);
}

#define xa_trylock(xa)		spin_trylock(&(xa)->xa_lock)
#define xa_lock(xa)		spin_lock(&(xa)->xa_lock)
#define xa_unlock(xa)		spin_unlock(&(xa)->xa_lock)
#define xa_lock_irqsave(xa, flags)	\
	spin_lock_irqsave(&(xa)->xa_lock, flags)
#define xa_unlock_irqrestore(xa, flags)	\
	spin_unlock_irqrestore(&(xa)->xa_lock, flags)

/* An integer below 2^(BITS_PER_LONG - 1) as an entry, and back. */
static inline void *xa_mk_value(unsigned long v)
{
	return (void *)((v << 1) | 1);
}

static inline unsigned long xa_to_value(const void *entry)
{
	return (unsigned long)entry >> 1;
}

static inline bool xa_is_value(const void *entry)
{
	return (unsigned long)entry & 1;
}

/* An error in the place of an entry. */
static inline void *xa_mk_err(int err)
{
	return (void *)(((unsigned long)(long)err << 2) | 2);
}

static inline bool xa_is_err(const void *entry)
{
	return ((unsigned long)entry & 3) == 2 &&
	       (unsigned long)entry >= (unsigned long)-(4 * MAX_ERRNO);
}

/* The negative error number in an answer, 0 if it is an entry. */
static inline int xa_err(void *entry)
{
	return xa_is_err(entry) ? (int)((long)entry >> 2) : 0;
}

static inline bool xa_empty(const struct xarray *xa)
{
	return !__atomic_load_n(&xa->xa_head, __ATOMIC_RELAXED);
}

/**
 * xa_set_node_allocator() - say where nodes come from
 * @alloc: as kmalloc(); sleeps as its gfp_t allows; NULL on failure
 * @free: as kfree()
 *
 * The library's lowest layer is below the slab, so the slab's start calls
 * this. Until then, and again after NULL, NULL, storing anywhere but at
 * index 0 fails with -ENOMEM.
 *
 * Context: Any context, while no array has a node.
 */
void xa_set_node_allocator(void *(*alloc)(size_t size, gfp_t gfp),
			   void (*free)(void *node));

/**
 * xa_nr_nodes() - how many nodes there are in all arrays
 *
 * Context: Any context.
 * Return: the number.
 */
unsigned long xa_nr_nodes(void);

/**
 * xa_load() - the entry at an index
 * @xa: the array
 * @index: any
 *
 * Cost: one step per 6 bits of the largest index.
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: the entry, NULL if there is none.
 */
void *xa_load(struct xarray *xa, unsigned long index);

/**
 * xa_store() - put an entry at an index
 * @xa: the array
 * @index: any
 * @entry: NULL takes away what is there
 * @gfp: for nodes
 *
 * The marks of an entry that is replaced stay.
 *
 * Context: Decided by @gfp.
 * Locks: takes xa_lock.
 * Return: what was there before; xa_mk_err(-ENOMEM) or, for an @entry that
 *	is none, xa_mk_err(-EINVAL), and then nothing has changed.
 */
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);

/**
 * __xa_store() - as xa_store(), with the lock held
 * @xa: the array
 * @index: any
 * @entry: NULL takes away what is there
 * @gfp: for nodes; if it allows sleeping, the lock is let go and taken again
 *	where nodes are wanted
 *
 * Context: Decided by @gfp.
 * Locks: xa_lock is held.
 * Return: as xa_store().
 */
void *__xa_store(struct xarray *xa, unsigned long index, void *entry,
		 gfp_t gfp);

/**
 * xa_insert() - put an entry where there is none
 * @xa: the array
 * @index: any
 * @entry: not NULL
 * @gfp: for nodes
 *
 * Context: Decided by @gfp.
 * Locks: takes xa_lock.
 * Return: 0; -EBUSY if there is an entry; -ENOMEM; -EINVAL.
 */
int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);

/**
 * __xa_insert() - as xa_insert(), with the lock held
 * @xa: the array
 * @index: any
 * @entry: not NULL
 * @gfp: as for __xa_store()
 *
 * Context: Decided by @gfp.
 * Locks: xa_lock is held.
 * Return: as xa_insert().
 */
int __xa_insert(struct xarray *xa, unsigned long index, void *entry,
		gfp_t gfp);

/**
 * xa_cmpxchg() - replace an entry if it is the expected one
 * @xa: the array
 * @index: any
 * @old: what must be there; NULL: nothing
 * @entry: what to put; NULL: nothing
 * @gfp: for nodes
 *
 * Context: Decided by @gfp.
 * Locks: takes xa_lock.
 * Return: what was there, so @old if it was replaced; errors as xa_store().
 */
void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		 void *entry, gfp_t gfp);

/**
 * xa_erase() - take an entry away, with its marks
 * @xa: the array
 * @index: any
 *
 * Context: Any context.
 * Locks: takes xa_lock.
 * Return: what was there, NULL if nothing.
 */
void *xa_erase(struct xarray *xa, unsigned long index);

/**
 * __xa_erase() - as xa_erase(), with the lock held
 * @xa: the array
 * @index: any
 *
 * Context: Any context.
 * Locks: xa_lock is held.
 * Return: what was there, NULL if nothing.
 */
void *__xa_erase(struct xarray *xa, unsigned long index);

/**
 * xa_find() - first entry at or after an index
 * @xa: the array
 * @index: where to begin; becomes where the entry is
 * @max: last index to look at
 * @filter: XA_PRESENT, or a mark the entry must have
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: the entry, NULL if there is none; *@index is then unchanged.
 */
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max,
	      xa_mark_t filter);

/**
 * xa_find_after() - first entry after an index
 * @xa: the array
 * @index: the place before; becomes where the entry is
 * @max: last index to look at
 * @filter: XA_PRESENT, or a mark the entry must have
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: the entry, NULL if there is none; *@index is then unchanged.
 */
void *xa_find_after(struct xarray *xa, unsigned long *index,
		    unsigned long max, xa_mark_t filter);

/**
 * xa_find_free() - first index at or after one that has no entry
 * @xa: the array
 * @index: where to begin; becomes the free index
 * @max: last index to look at
 *
 * Cost: one step for each 64 entries that are passed.
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: true if there is one; else *@index is unchanged.
 */
bool xa_find_free(struct xarray *xa, unsigned long *index, unsigned long max);

/**
 * xa_set_mark() - mark an entry; nothing happens if there is none
 * @xa: the array
 * @index: any
 * @mark: XA_MARK_0 to XA_MARK_2
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 */
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);

/**
 * xa_clear_mark() - take a mark off an entry
 * @xa: the array
 * @index: any
 * @mark: XA_MARK_0 to XA_MARK_2
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 */
void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);

/**
 * xa_get_mark() - does an entry have a mark?
 * @xa: the array
 * @index: any
 * @mark: XA_MARK_0 to XA_MARK_2
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: true if there is an entry and it has it.
 */
bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);

/**
 * xa_marked() - does any entry have a mark?
 * @xa: the array
 * @mark: XA_MARK_0 to XA_MARK_2
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: true if one has.
 */
bool xa_marked(struct xarray *xa, xa_mark_t mark);

/**
 * xa_extract() - copy entries into an array, in order
 * @xa: the array
 * @dst: room for @n entries
 * @start: first index
 * @max: last index
 * @n: how many at most
 * @filter: XA_PRESENT, or a mark the entries must have
 *
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: how many were copied.
 */
unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start,
			unsigned long max, unsigned int n, xa_mark_t filter);

/**
 * xa_destroy() - take all entries away; the array is empty and usable
 * @xa: the array; what its entries point to is not touched
 *
 * Context: Any context.
 * Locks: takes xa_lock.
 */
void xa_destroy(struct xarray *xa);

/**
 * xa_check() - test the array's own structure
 * @xa: the array
 *
 * Cost: O(number of entries).
 * Context: Any context.
 * Locks: takes xa_lock unless this CPU holds it.
 * Return: the number of entries, -1 if links, counts or marks are wrong.
 */
long xa_check(struct xarray *xa);

#define xa_for_each_range(xa, index, entry, start, last)		\
	for (index = (start),						\
	     entry = xa_find(xa, &index, last, XA_PRESENT);		\
	     entry;							\
	     entry = xa_find_after(xa, &index, last, XA_PRESENT))
#define xa_for_each_start(xa, index, entry, start)			\
	xa_for_each_range(xa, index, entry, start, ULONG_MAX)
#define xa_for_each(xa, index, entry)					\
	xa_for_each_start(xa, index, entry, 0)
#define xa_for_each_marked(xa, index, entry, filter)			\
	for (index = 0, entry = xa_find(xa, &index, ULONG_MAX, filter);	\
	     entry;							\
	     entry = xa_find_after(xa, &index, ULONG_MAX, filter))

#endif
