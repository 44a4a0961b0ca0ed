/* SPDX-License-Identifier: MIT */
/*
 * memmap.c - the firmware's memory map, made sense of.
 *
 * A firmware's map may be unsorted, have holes, overlap itself, begin and end
 * anywhere, hold empty ranges and ranges that wrap around, and have more
 * entries than anybody expects. So the ranges of RAM are added one by one to a
 * list that stays sorted and apart, and then everything else is taken out of
 * it:
 *
 *	added	 |-------------|   |------|
 *	  and	        |-------------|
 *	removed	     |--|		|----|
 *	aligned	 |--|   |---------------|
 *
 * The functions are about data only; they neither read nor change the machine.
 *
 * Invariants:
 *  1. ranges[i].start < ranges[i].end < ranges[i + 1].start
 *  2. What finds no entry is left out and counted in lost: a list too short
 *     makes the machine smaller, never larger.
 */
#include <octavo/string.h>
#include <asm/page.h>
#include "memmap.h"
#include "multiboot.h"

#define MAX_ADDRESS	(~(u64)0)

static void delete(struct memmap *map, unsigned int i)
{
	map->nr--;
	memmove(&map->ranges[i], &map->ranges[i + 1],
		(map->nr - i) * sizeof(map->ranges[0]));
}

static u64 length(const struct memmap *map, unsigned int i)
{
	return map->ranges[i].end - map->ranges[i].start;
}

static unsigned int smallest(const struct memmap *map)
{
	unsigned int min = 0;

	for (unsigned int i = 1; i < map->nr; i++)
		if (length(map, i) < length(map, min))
			min = i;
	return min;
}

/* Put [start, end) before ranges[i]; the smallest of all if the list is full
 * makes room, or is not put in. */
static void insert(struct memmap *map, unsigned int i, u64 start, u64 end)
{
	if (map->nr == MAX_BOOT_RANGES) {
		unsigned int min = smallest(map);

		if (end - start <= length(map, min)) {
			map->lost += end - start;
			return;
		}
		map->lost += length(map, min);
		delete(map, min);
		if (min < i)
			i--;
	}
	memmove(&map->ranges[i + 1], &map->ranges[i],
		(map->nr - i) * sizeof(map->ranges[0]));
	map->nr++;
	map->ranges[i].start = start;
	map->ranges[i].end = end;
}

static u64 end_of(u64 start, u64 size)
{
	return size > MAX_ADDRESS - start ? MAX_ADDRESS : start + size;
}

void memmap_add(struct memmap *map, u64 start, u64 size)
{
	u64 end = end_of(start, size);
	unsigned int i = 0;

	if (start == end)
		return;
	while (i < map->nr && map->ranges[i].end < start)
		i++;
	while (i < map->nr && map->ranges[i].start <= end) {
		start = min(start, map->ranges[i].start);
		end = max(end, map->ranges[i].end);
		delete(map, i);
	}
	insert(map, i, start, end);
}

void memmap_remove(struct memmap *map, u64 start, u64 size)
{
	u64 end = end_of(start, size);
	unsigned int i = 0;

	if (start == end)
		return;
	while (i < map->nr && map->ranges[i].end <= start)
		i++;
	while (i < map->nr && map->ranges[i].start < end) {
		u64 from = map->ranges[i].start, to = map->ranges[i].end;

		delete(map, i);
		if (to > end)
			insert(map, i, end, to);
		if (from < start)
			insert(map, i++, from, start);
		if (to > end)
			return;
	}
}

void memmap_align(struct memmap *map)
{
	unsigned int i = 0;

	while (i < map->nr) {
		u64 start = ALIGN(map->ranges[i].start, (u64)PAGE_SIZE);
		u64 end = ALIGN_DOWN(map->ranges[i].end, (u64)PAGE_SIZE);

		if (start >= end || start < map->ranges[i].start) {
			delete(map, i);
			continue;
		}
		map->ranges[i].start = start;
		map->ranges[i++].end = end;
	}
}

u64 memmap_size(const struct memmap *map, u64 limit)
{
	u64 sum = 0;

	for (unsigned int i = 0; i < map->nr; i++)
		if (map->ranges[i].start < limit)
			sum += min(map->ranges[i].end, limit) -
			       map->ranges[i].start;
	return sum;
}

u64 memmap_clip(struct memmap *map, u64 limit)
{
	u64 before = memmap_size(map, MAX_ADDRESS);

	memmap_remove(map, limit, MAX_ADDRESS);
	return before - memmap_size(map, MAX_ADDRESS);
}

bool memmap_has(const struct memmap *map, u64 start, u64 end)
{
	for (unsigned int i = 0; i < map->nr; i++)
		if (start >= map->ranges[i].start && end <= map->ranges[i].end)
			return true;
	return false;
}

u64 memmap_find(const struct memmap *map, u64 size, struct boot_module *within)
{
	const struct boot_module limits = *within;
	u64 best = 0;

	for (unsigned int i = 0; i < map->nr && best < size; i++) {
		u64 start = max(map->ranges[i].start, limits.start);
		u64 end = min(map->ranges[i].end, limits.end);

		if (start >= end || end - start <= best)
			continue;
		best = end - start;
		within->start = start;
		within->end = end;
	}
	return best;
}

/* Add what is RAM, or take out what is not. */
static const char *read_kind(struct memmap *map, const char *p, size_t left,
			     bool usable)
{
	void (*const fn)(struct memmap *map, u64 start, u64 size) =
		usable ? memmap_add : memmap_remove;

	while (left >= sizeof(struct mb_range)) {
		const struct mb_range *r = (const void *)p;
		const u64 entry = (u64)r->size + sizeof(r->size);

		if (entry < sizeof(*r) || entry > left)
			return "an entry has an impossible size";
		if ((r->type == MB_RAM) == usable)
			fn(map, r->start, r->length);
		p += entry;
		left -= (size_t)entry;
	}
	return left ? "it ends within an entry" : NULL;
}

const char *memmap_read(struct memmap *map, const void *table, size_t size)
{
	return read_kind(map, table, size, true) ?:
	       read_kind(map, table, size, false);
}
