/* SPDX-License-Identifier: MIT */
/*
 * debug.c - red zones, poison and owners of debugged caches.
 *
 *	| pad | red | object ....... | red zone | struct debug_info | pad |
 *	       8      ^ bytes asked for          size, who and where
 *
 * The red zone behind an object begins at the first byte that was not asked
 * for and reaches to debug_info. Both zones hold the word RED_ACTIVE while the
 * object is allocated and RED_INACTIVE while it is free. A free object is
 * filled with 0x6b, its last byte is 0xa5; a new one with 0x5a.
 *
 * Damage is found at the next allocation or free of the object, and by
 * kmem_cache_check(); it is reported with place and bytes, repaired, and
 * life goes on.
 *
 * Locking: the object is in nobody else's hands.
 *
 * Source: the values are those of Linux's slab allocator.
 */
#include "internal.h"

#include <octavo/printk.h>
#include <octavo/track.h>

#define RED_SIZE	8u

struct track {
	void *addr;		/* of the call */
	u32 cpu;
	u32 who;		/* a driver's calls, see track.h; or 0 */
};

struct debug_info {
	u32 size;		/* bytes asked for */
	bool said;		/* that somebody damaged it */
	struct track alloc;
	struct track free;
};

/* What is wrong with a range that should hold a pattern. */
struct damage {
	const u8 *start;
	u32 nr;			/* wrong bytes */
	u8 found, want;		/* of the first */
	const u8 *first;
};

static u32 info_offset(const struct kmem_cache *s)
{
	return ALIGN(s->object_size, (u32)sizeof(long)) + RED_SIZE;
}

static struct debug_info *info_of(const struct kmem_cache *s, const void *obj)
{
	return (struct debug_info *)((char *)obj + info_offset(s));
}

static bool fits(const struct kmem_cache *s, unsigned int bytes)
{
	return ALIGN(bytes, s->align) <= PAGE_SIZE << SLAB_MAX_ORDER;
}

/*
 * Sets obj_offset; returns the bytes from object to object, not aligned.
 * Objects that would not fit a slab with their guards go without.
 */
unsigned int debug_geometry(struct kmem_cache *s)
{
	unsigned int bytes;

	s->obj_offset = ALIGN(RED_SIZE, s->align);
	bytes = s->obj_offset + info_offset(s) + sizeof(struct debug_info);
	if (!fits(s, bytes))
		s->flags &= ~SLAB_DEBUG_FLAGS;
	if (s->flags & SLAB_DEBUG_FLAGS)
		return bytes;
	s->obj_offset = 0;
	bytes = s->object_size + SLAB_ASAN_GAP;
	return s->flags & SLAB_INTERNAL || !fits(s, bytes) ? s->object_size
							   : bytes;
}

/* ---- Patterns ----------------------------------------------------------------- */

static u8 red_byte(const u8 *p, u32 red)
{
	return (u8)(red >> 8 * ((unsigned long)p & 3));
}

static void fill_red(u8 *p, u8 *end, u32 red)
{
	for (; p < end; p++)
		*p = red_byte(p, red);
}

static void note(struct damage *d, const u8 *p, u8 want)
{
	if (*p == want)
		return;
	if (d->nr++ == 0) {
		d->first = p;
		d->found = *p;
		d->want = want;
	}
}

static struct damage check_red(const u8 *p, const u8 *end, u32 red)
{
	struct damage d = { .start = p };

	for (; p < end; p++)
		note(&d, p, red_byte(p, red));
	return d;
}

static struct damage check_poison(const struct kmem_cache *s, const u8 *obj)
{
	struct damage d = { .start = obj };
	u32 i;

	for (i = 0; i + 1 < s->object_size; i++)
		note(&d, obj + i, POISON_FREE);
	note(&d, obj + i, POISON_END);
	return d;
}

static void poison(const struct kmem_cache *s, u8 *obj, u8 byte)
{
	memset(obj, byte, s->object_size);
	obj[s->object_size - 1] = byte == POISON_FREE ? POISON_END : byte;
}

static void set_red(const struct kmem_cache *s, u8 *obj, u32 size, u32 red)
{
	fill_red(obj - RED_SIZE, obj, red);
	fill_red(obj + size, obj + info_offset(s), red);
}

/* ---- Saying it ------------------------------------------------------------------ */

/* " allocated by ADDR on cpu N, freed by ..." as far as known, else "". */
void debug_describe(const struct kmem_cache *s, const void *obj, char *buf,
		    size_t len)
{
	const struct debug_info *info;
	int n = 0;

	*buf = '\0';
	if (!(s->flags & SLAB_STORE_USER))
		return;
	info = info_of(s, obj);
	__asan_unpoison_memory_region(info, sizeof(*info));
	if (info->alloc.addr)
		n = scnprintf(buf, len, ", allocated by %p on cpu %u",
			      info->alloc.addr, info->alloc.cpu);
	if (info->free.addr)
		scnprintf(buf + n, len - (size_t)n, ", freed by %p on cpu %u",
			  info->free.addr, info->free.cpu);
}

/* The calls that allocated and freed an object, as far as a driver made them;
 * answers how many of the two are known. */
unsigned int debug_traces(const struct kmem_cache *s, const void *obj,
			  struct report_trace traces[2])
{
	const struct track_ops *ops = tracker();
	const struct debug_info *info;
	unsigned int nr = 0;

	if (!ops || !(s->flags & SLAB_STORE_USER))
		return 0;
	info = info_of(s, obj);
	__asan_unpoison_memory_region(info, sizeof(*info));
	traces[nr].what = "allocated";
	if (info->alloc.who && ops->trace(info->alloc.who, &traces[nr]))
		nr++;
	traces[nr].what = "freed";
	if (info->free.who && ops->trace(info->free.who, &traces[nr]))
		nr++;
	return nr;
}

/* Damage to the object is known: it will be repaired quietly. */
__no_sanitize_address
void debug_set_said(const struct kmem_cache *s, const void *obj)
{
	if (s->flags & SLAB_DEBUG_FLAGS)
		info_of(s, obj)->said = true;
}

/* Whose an object is: a handle, see track.h. */
__no_sanitize_address
u32 debug_owner(const struct kmem_cache *s, const void *obj)
{
	return s->flags & SLAB_STORE_USER ? info_of(s, obj)->alloc.who : 0;
}

static unsigned long report_damage(const struct kmem_cache *s, const u8 *obj,
				   const struct damage *d, const char *what)
{
	struct report_trace traces[2];
	char who[128];

	if (!d->nr || info_of(s, obj)->said)
		return 0;
	debug_describe(s, obj, who, sizeof(who));
	octavo_report_traces(traces, debug_traces(s, obj, traces),
			     "slab: cache %s: object %p: %s: byte at offset %ld "
			     "is 0x%02x, not 0x%02x, %u bytes changed%s",
			     s->name, obj, what, (long)(d->first - obj),
			     d->found, d->want, d->nr, who);
	return 1;
}

static unsigned long check_reds(struct kmem_cache *s, u8 *obj, u32 red)
{
	u32 size = red == RED_ACTIVE ? info_of(s, obj)->size : s->object_size;
	unsigned long bad;
	struct damage d;

	if (!(s->flags & SLAB_RED_ZONE))
		return 0;
	d = check_red(obj - RED_SIZE, obj, red);
	bad = report_damage(s, obj, &d, "overwrite before it");
	d = check_red(obj + size, obj + info_offset(s), red);
	return bad + report_damage(s, obj, &d, "overwrite after it");
}

/* ---- An object's life -------------------------------------------------------------- */

static void open_stride(struct kmem_cache *s, void *obj)
{
	__asan_unpoison_memory_region((char *)obj - s->obj_offset, s->stride);
}

static void close_stride(struct kmem_cache *s, void *obj)
{
	__asan_poison_memory_region((char *)obj - s->obj_offset, s->stride);
}

void debug_init_object(struct kmem_cache *s, void *obj)
{
	if (!(s->flags & SLAB_DEBUG_FLAGS))
		return;
	memset(info_of(s, obj), 0, sizeof(struct debug_info));
	if (s->flags & SLAB_POISON)
		poison(s, obj, POISON_FREE);
	if (s->flags & SLAB_RED_ZONE)
		set_red(s, obj, s->object_size, RED_INACTIVE);
}

static struct track here(void *caller)
{
	return (struct track){ caller, smp_processor_id(), track_caller() };
}

void debug_alloc(struct kmem_cache *s, void *obj, size_t size, void *caller)
{
	struct debug_info *info = info_of(s, obj);

	open_stride(s, obj);
	debug_check_object(s, obj, false);
	if (s->flags & SLAB_POISON) {
		poison(s, obj, POISON_INUSE);
		if (tracker())
			uninit_fill(obj, s->object_size);
		if (s->ctor)
			s->ctor(obj);
	}
	info->size = (u32)size;
	info->alloc = here(caller);
	info->free.who = 0;
	info->said = false;
	if (s->flags & SLAB_RED_ZONE)
		set_red(s, obj, (u32)size, RED_ACTIVE);
	close_stride(s, obj);
}

void debug_free(struct kmem_cache *s, void *obj, void *caller)
{
	const struct track_ops *ops = tracker();

	open_stride(s, obj);
	if (unlikely(ops) && info_of(s, obj)->alloc.who)
		ops->freed(obj, s->object_size);
	check_reds(s, obj, RED_ACTIVE);
	info_of(s, obj)->free = here(caller);
	if (s->flags & SLAB_POISON)
		poison(s, obj, POISON_FREE);
	if (s->flags & SLAB_RED_ZONE)
		set_red(s, obj, s->object_size, RED_INACTIVE);
	close_stride(s, obj);
}

/* The object is used up to size from now on. */
void debug_set_size(struct kmem_cache *s, void *obj, size_t size)
{
	u8 *p = obj;

	if (!(s->flags & SLAB_DEBUG_FLAGS))
		return;
	open_stride(s, obj);
	check_reds(s, obj, RED_ACTIVE);
	info_of(s, obj)->size = (u32)size;
	if (s->flags & SLAB_RED_ZONE)
		fill_red(p + size, p + info_offset(s), RED_ACTIVE);
	close_stride(s, obj);
	__asan_unpoison_memory_region(obj, size);
}

/* Bytes that the owner of an object may use. */
__no_sanitize_address
size_t debug_get_size(const struct kmem_cache *s, const void *obj)
{
	return s->flags & SLAB_DEBUG_FLAGS ? info_of(s, obj)->size
					   : s->object_size;
}

/* Report what is wrong with an object's guards, or its filling if free. */
unsigned long debug_check_object(struct kmem_cache *s, void *obj, bool live)
{
	unsigned long bad;
	struct damage d;

	if (!(s->flags & SLAB_DEBUG_FLAGS))
		return 0;
	bad = check_reds(s, obj, live ? RED_ACTIVE : RED_INACTIVE);
	if (live || !(s->flags & SLAB_POISON))
		return bad;
	d = check_poison(s, obj);
	return bad + report_damage(s, obj, &d, "use after free");
}
