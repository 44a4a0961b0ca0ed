/* SPDX-License-Identifier: MIT */
/*
 * geometry.c - how a slab of a cache is laid out.
 *
 * In: size, alignment, flags. Out: stride, order, objects per slab, where the
 * management lies, colours. Nothing else is decided here and nothing is
 * allocated.
 *
 *	|<-------------------- PAGE_SIZE << order --------------------->|
 *	| colour 0..n | management, on-slab | num * stride | left over  |
 *
 *  1. Management goes off-slab for strides from PAGE_SIZE / 8, and comes back
 *     if what is left over holds it.
 *  2. The order is the first from 0 to 5 that holds an object and wastes at
 *     most an eighth; it is accepted as it is for reclaimable caches and from
 *     the break order (0, or 1 with more than 32 MiB of RAM).
 *  3. Colours differ by max(cache line, alignment); there are as many as the
 *     rest has room for.
 *
 * Source: the rules of the slab allocator of Linux 2.6.18.
 */
#include "internal.h"

#include <octavo/vmstat.h>

/* Management of more objects than this does not fit its largest cache. */
#define OFF_SLAB_LIMIT							\
	((SLAB_MGMT_MAX - (unsigned int)sizeof(struct slab)) / (unsigned int)sizeof(u16))

static unsigned int mgmt_bytes(unsigned int num)
{
	return (unsigned int)(sizeof(struct slab) + num * sizeof(u16));
}

/* Objects in a slab of this order, and the bytes that are left over. */
static unsigned int estimate(const struct kmem_cache *s, unsigned int order,
			     unsigned int *left)
{
	unsigned int bytes = (unsigned int)PAGE_SIZE << order;
	unsigned int num, mgmt = 0;

	if (s->flags & SLAB_OFF_SLAB) {
		num = bytes / s->stride;
	} else {
		num = bytes / (s->stride + (unsigned int)sizeof(u16));
		while (num && ALIGN(mgmt_bytes(num), s->align) +
				      num * s->stride > bytes)
			num--;
		mgmt = ALIGN(mgmt_bytes(num), s->align);
	}
	*left = bytes - num * s->stride - mgmt;
	return num;
}

static unsigned int break_order(void)
{
	return totalram_pages() > SLAB_BREAK_ORDER_RAM >> PAGE_SHIFT;
}

/* Choose order and num; returns the bytes left over, or -1: too large. */
static int search_order(struct kmem_cache *s)
{
	unsigned int order, num, left, best = 0;

	s->num = 0;
	for (order = 0; order <= SLAB_MAX_ORDER; order++) {
		num = estimate(s, order, &left);
		if (!num)
			continue;
		if ((s->flags & SLAB_OFF_SLAB) && num > OFF_SLAB_LIMIT)
			break;
		s->num = num;
		s->order = (u16)order;
		best = left;
		if ((s->flags & SLAB_RECLAIM_ACCOUNT) ||
		    order >= break_order() ||
		    left * 8 <= (unsigned int)PAGE_SIZE << order)
			break;
	}
	return s->num ? (int)best : -1;
}

static void place_management(struct kmem_cache *s, unsigned int left)
{
	s->mgmt_size = ALIGN(mgmt_bytes(s->num), s->align);
	if ((s->flags & SLAB_OFF_SLAB) && left >= s->mgmt_size) {
		s->flags &= ~SLAB_OFF_SLAB;
		left -= s->mgmt_size;
	}
	if (s->flags & SLAB_OFF_SLAB)
		s->mgmt_size = mgmt_bytes(s->num);
	s->colour_off = max((u32)L1_CACHE_BYTES, s->align);
	s->colour = left / s->colour_off;
}

/* The divisibility test of internal.h: Newton's iteration doubles the number
 * of correct low bits each time, beginning with three. Of strides above 2^16
 * there is one in a slab: any odd number tells 0 from the rest. */
static void set_divisor(struct kmem_cache *s)
{
	u32 k = min((u32)__builtin_ctz(s->stride), 16u);
	u32 odd = s->stride >> k | 1, inv;

	for (inv = odd; inv * odd != 1;)
		inv *= 2 - odd * inv;
	s->inv = inv << (16 - k);
	s->recip = 0xffffffffu / s->stride + 1;
}

static unsigned int cache_align(unsigned int size, unsigned int align,
				unsigned int flags)
{
	unsigned int line = L1_CACHE_BYTES;

	if (flags & SLAB_HWCACHE_ALIGN) {
		while (size <= line / 2)
			line /= 2;
		align = max(align, line);
	}
	return max(align, (unsigned int)sizeof(long));
}

/* Per-CPU limits by size; two sheaves are one CPU's share. */
static void set_limits(struct kmem_cache *s)
{
	unsigned int limit = s->stride > 131072		? 1
			     : s->stride > PAGE_SIZE	? 8
			     : s->stride > 1024		? 24
			     : s->stride > 256		? 54
							: 120;

	if (s->flags & SLAB_DEBUG_FLAGS)
		limit = min(limit, 32u);
	s->limit = (u16)limit;
	s->batch = (u16)((limit + 1) / 2);
	s->shared = slab_nr_cpus > 1 && s->stride <= PAGE_SIZE ? 8 : 0;
}

/**
 * cache_geometry() - lay out a cache's slabs
 * @s: name, flags and object_size are set
 * @align: wanted, or 0
 *
 * Return: false if no slab of order 5 or less can hold one object.
 */
bool cache_geometry(struct kmem_cache *s, unsigned int align)
{
	int left;

	s->align = cache_align(s->object_size, align, s->flags);
	s->stride = ALIGN(debug_geometry(s), s->align);
	if (s->stride >= PAGE_SIZE / 8 && !(s->flags & SLAB_BOOT))
		s->flags |= SLAB_OFF_SLAB;
	left = search_order(s);
	if (left < 0)
		return false;
	place_management(s, (unsigned int)left);
	set_divisor(s);
	set_limits(s);
	return true;
}
