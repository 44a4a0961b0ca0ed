/* SPDX-License-Identifier: MIT */
/*
 * bounce.c - buffers below any mask, for memory that a device does not reach.
 *
 * A run of frames of ZONE_DMA, in slots of 2 KiB with a bit each. A buffer
 * takes slots in a row and keeps its offset in a page, since devices count on
 * that (no piece crosses a page, descriptors of page offsets):
 *
 *	memory	|      .    xxxx|xxxx......|		pages
 *	slots	|      |    xxxx|xxxx  |   |		offset & 4095 the same
 *		 free	 used	  used  free
 *
 * Each slot of a buffer says which is the first; that one says where the
 * memory is.
 *
 * Invariants:
 *  1. A bit is set for each slot of a buffer, and for no other.
 *  2. slots[i].first of a set bit is the buffer's first slot.
 *
 * Locking: pool.lock for the bits. A buffer's slots belong to who holds its
 * address.
 *
 * Source: the idea of Linux's swiotlb.
 */
#include <octavo/bitmap.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>
#include "internal.h"

#define SLOT_SHIFT	11
#define SLOT_SIZE	(1ul << SLOT_SHIFT)
#define SLOTS_A_PAGE	(PAGE_SIZE / SLOT_SIZE)

/* 1 MiB, but no more than this part of memory. */
#define POOL_ORDER	8u
#define POOL_SHARE	32u
#define POOL_MIN_ORDER	3u

struct bounce_slot {
	phys_addr_t phys;		/* of the buffer's first byte */
	size_t size;
	unsigned int offset;		/* of it in the first slot */
	unsigned int first;
};

static struct {
	spinlock_t lock;
	char *vaddr;			/* NULL: no pool */
	phys_addr_t start, end;
	unsigned int order;
	unsigned long nr_slots;
	unsigned long next;		/* where to look first */
	unsigned long *map;
	struct bounce_slot *slots;
	struct dma_stats stats;
} pool;

/* ---- start and stop ------------------------------------------------------------ */

static unsigned int pool_order(void)
{
	unsigned int order = POOL_ORDER;

	while (order > POOL_MIN_ORDER &&
	       totalram_pages() / POOL_SHARE < 1ul << order)
		order--;
	return order;
}

static bool alloc_tables(unsigned long nr)
{
	pool.map = kzalloc(BITS_TO_LONGS(nr) * sizeof(long), GFP_KERNEL);
	pool.slots = kzalloc(nr * sizeof(*pool.slots), GFP_KERNEL);
	return pool.map && pool.slots;
}

static void free_pool(void)
{
	free_pages((unsigned long)pool.vaddr, pool.order);
	kfree(pool.map);
	kfree(pool.slots);
	pool.vaddr = NULL;
	pool.map = NULL;
	pool.slots = NULL;
	pool.start = pool.end = 0;
	pool.nr_slots = 0;
}

void bounce_init(void)
{
	spin_lock_init(&pool.lock);
	pool.stats = (struct dma_stats){ 0 };
	pool.next = 0;
	for (pool.order = pool_order(); pool.order >= POOL_MIN_ORDER;
	     pool.order--) {
		pool.vaddr = (char *)__get_free_pages(
			GFP_KERNEL | GFP_DMA | __GFP_NOWARN | __GFP_NORETRY,
			pool.order);
		if (pool.vaddr)
			break;
	}
	if (!pool.vaddr)
		return;
	pool.nr_slots = SLOTS_A_PAGE << pool.order;
	if (!alloc_tables(pool.nr_slots)) {
		free_pool();
		return;
	}
	pool.start = __pa(pool.vaddr);
	pool.end = pool.start + (PAGE_SIZE << pool.order);
}

void bounce_exit(void)
{
	free_pool();
}

/* ---- questions ---------------------------------------------------------------- */

bool bounce_owns(dma_addr_t addr)
{
	return addr >= pool.start && addr < pool.end;
}

bool bounce_reachable(u64 mask)
{
	return pool.vaddr && pool.end - 1 <= mask;
}

/* A page less: the offset in it is kept. */
size_t bounce_max_size(void)
{
	return pool.vaddr ? (PAGE_SIZE << pool.order) - PAGE_SIZE : 0;
}

void bounce_stats(struct dma_stats *stats)
{
	*stats = pool.stats;
	stats->bounce_slots = pool.nr_slots;
	stats->bounce_used = pool.nr_slots ?
		bitmap_weight(pool.map, pool.nr_slots) : 0;
}

/* ---- slots ---------------------------------------------------------------------- */

/*
 * Room for @nr slots whose first is number @part of its page; nr_slots or more:
 * none. Looks from the last place on, then from the start.
 */
static unsigned long find_room(unsigned long part, unsigned long nr)
{
	const unsigned long from[2] = { pool.next, 0 };
	unsigned long i;

	for (unsigned int turn = 0; turn < 2; turn++) {
		i = bitmap_find_next_zero_area(pool.map, pool.nr_slots,
					       from[turn], part + nr,
					       SLOTS_A_PAGE - 1);
		if (i < pool.nr_slots)
			return i + part;
	}
	return pool.nr_slots;
}

static unsigned long take_slots(unsigned long part, unsigned long nr)
{
	unsigned long flags, i;

	spin_lock_irqsave(&pool.lock, flags);
	i = find_room(part, nr);
	if (i < pool.nr_slots) {
		bitmap_set(pool.map, i, nr);
		pool.next = i + nr;
		pool.stats.bounces++;
	} else {
		pool.stats.bounce_full++;
	}
	spin_unlock_irqrestore(&pool.lock, flags);
	return i;
}

static unsigned long slots_of(const struct bounce_slot *slot)
{
	return DIV_ROUND_UP(slot->offset + slot->size, SLOT_SIZE);
}

dma_addr_t bounce_alloc(phys_addr_t phys, size_t size)
{
	const unsigned int in_page = (unsigned int)phys & ~PAGE_MASK;
	struct bounce_slot slot = {
		.phys = phys, .size = size,
		.offset = in_page & (SLOT_SIZE - 1),
	};
	unsigned long first;

	if (size > bounce_max_size())
		return DMA_MAPPING_ERROR;
	first = take_slots(in_page >> SLOT_SHIFT, slots_of(&slot));
	if (first >= pool.nr_slots)
		return DMA_MAPPING_ERROR;
	pool.slots[first] = slot;
	for (unsigned long i = 0; i < slots_of(&slot); i++)
		pool.slots[first + i].first = (unsigned int)first;
	return pool.start + (first << SLOT_SHIFT) + slot.offset;
}

static struct bounce_slot *slot_of(dma_addr_t addr)
{
	unsigned long i = (unsigned long)(addr - pool.start) >> SLOT_SHIFT;

	return &pool.slots[pool.slots[i].first];
}

void bounce_free(dma_addr_t addr)
{
	struct bounce_slot *slot = slot_of(addr);
	unsigned long flags;

	spin_lock_irqsave(&pool.lock, flags);
	bitmap_clear(pool.map, slot->first, slots_of(slot));
	spin_unlock_irqrestore(&pool.lock, flags);
}

void bounce_copy(dma_addr_t addr, size_t size, bool to_device)
{
	const struct bounce_slot *slot = slot_of(addr);
	char *buf = pool.vaddr + (addr - pool.start);
	/* How far into the buffer; the slots keep the offset in a page. */
	const size_t skip = (size_t)(addr - pool.start) -
			    ((size_t)slot->first << SLOT_SHIFT) - slot->offset;
	phys_addr_t phys = slot->phys + skip;

	/* A driver may have changed its list since; that was reported. */
	size = min(size, slot->size - skip);
	__atomic_fetch_add(&pool.stats.bounce_bytes, size, __ATOMIC_RELAXED);
	while (size) {
		const size_t offset = (size_t)phys & ~PAGE_MASK;
		const size_t len = min(size, (size_t)PAGE_SIZE - offset);

		if (to_device)
			memcpy_from_page(buf, phys_to_page(phys), offset, len);
		else
			memcpy_to_page(phys_to_page(phys), offset, buf, len);
		buf += len;
		phys += len;
		size -= len;
	}
}
