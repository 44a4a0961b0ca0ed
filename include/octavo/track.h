/* SPDX-License-Identifier: MIT */
/*
 * track.h - who allocates: asked by allocators while drivers are loaded.
 *
 * What a driver allocates is remembered together with the calls that led to
 * it. An allocator keeps a handle; what is behind it, and whose it is, is
 * kernel/checks/'s to know. Without drivers nobody is asked.
 */
#ifndef OCTAVO_TRACK_H
#define OCTAVO_TRACK_H

#include <octavo/bug.h>
#include <octavo/types.h>

struct page;

struct track_ops {
	/* A handle of the calls that led here, 0 if no driver is among them. */
	u32 (*caller)(void);
	/* A block of pages was allocated. */
	void (*pages)(struct page *page, unsigned int order);
	/* The calls behind a handle; false: not known any more. */
	bool (*trace)(u32 handle, struct report_trace *trace);
	/* A page of a program was taken; @flags: FOLL_*. */
	void (*grabbed)(struct page *page, unsigned int flags);
	/* A driver's object is about to be freed. */
	void (*freed)(const void *obj, size_t size);
	/* Kernel memory goes to a program; not called with anything locked by
	 * allocators. */
	void (*leaves)(const void *from, size_t size);
};

/* NULL: no driver is loaded. */
extern const struct track_ops *track_ops;

/* Does anybody want to know? */
static inline const struct track_ops *tracker(void)
{
	return __atomic_load_n(&track_ops, __ATOMIC_ACQUIRE);
}

/* A handle for what is allocated here; 0: not a driver's. */
static inline u32 track_caller(void)
{
	const struct track_ops *ops = tracker();

	return unlikely(ops) ? ops->caller() : 0;
}

/* The calls that led here, from the driver's on; false: there is none. */
static inline bool track_here(struct report_trace *trace)
{
	const struct track_ops *ops = tracker();
	const u32 handle = unlikely(ops) ? ops->caller() : 0;

	return handle && ops->trace(handle, trace);
}

/* What fresh memory is filled with while drivers are loaded: found by
 * uninit_find() wherever it is copied to. */
#define UNINIT_WORD	(0x9d5b3e71ull * 0xc6a4a7935bd1e995ull)

/* Fill memory that nobody has written. */
static inline void uninit_fill(void *p, size_t size)
{
	const u64 word = UNINIT_WORD;
	u8 *to = p;

	for (size_t i = 0; i < size; i++)
		to[i] = (u8)(word >> 8 * ((unsigned long)(to + i) & 7));
}

#endif
