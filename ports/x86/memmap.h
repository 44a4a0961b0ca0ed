/* SPDX-License-Identifier: MIT */
/*
 * memmap.h - a list of ranges of RAM, put together piece by piece.
 */
#ifndef X86_MEMMAP_H
#define X86_MEMMAP_H

#include "x86.h"

/* Sorted, apart from each other, none empty. */
struct memmap {
	struct { u64 start, end; } ranges[MAX_BOOT_RANGES];
	unsigned int nr;
	u64 lost;			/* bytes left out for lack of entries */
};

/* Add [start, start + size); what goes beyond the last address is left out. */
void memmap_add(struct memmap *map, u64 start, u64 size);
/* Take [start, start + size) out, whatever of it is there. */
void memmap_remove(struct memmap *map, u64 start, u64 size);
/* From a Multiboot loader's table. NULL, or what is wrong with it. */
const char *memmap_read(struct memmap *map, const void *table, size_t size);
/* Leave whole frames only. */
void memmap_align(struct memmap *map);
/* Leave nothing at and above @limit; the bytes taken out. */
u64 memmap_clip(struct memmap *map, u64 limit);
/* Bytes below @limit. */
u64 memmap_size(const struct memmap *map, u64 limit);
/* Is all of [start, end) there? */
bool memmap_has(const struct memmap *map, u64 start, u64 end);
/* The lowest range inside of @within that has @size bytes or more, else the
 * largest, put into @within. Its bytes, 0 if there is none. */
u64 memmap_find(const struct memmap *map, u64 size, struct boot_module *within);

#endif
