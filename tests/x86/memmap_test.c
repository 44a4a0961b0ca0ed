/* SPDX-License-Identifier: MIT */
/*
 * memmap_test.c - memory maps as no firmware should give them.
 */
#include <kunit/test.h>
#include <octavo/gfp.h>
#include "../../ports/x86/memmap.h"
#include "../../ports/x86/multiboot.h"

#define RAM		1u
#define OTHER		2u
#define K		1024ull
#define M		(1024 * K)

struct raw {
	u64 start, size;
	u32 type;
};

struct expect {
	u64 start, end;
};

static void read_map(struct kunit *test, struct memmap *map,
		     const struct raw *raw, unsigned int nr)
{
	struct mb_range *table = kunit_kcalloc(test, nr, sizeof(*table),
					       GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, table);
	for (unsigned int i = 0; i < nr; i++)
		table[i] = (struct mb_range){
			.size = sizeof(*table) - 4, .start = raw[i].start,
			.length = raw[i].size, .type = raw[i].type,
		};
	memset(map, 0, sizeof(*map));
	KUNIT_EXPECT_NULL(test, memmap_read(map, table, nr * sizeof(*table)));
	memmap_align(map);
	kunit_kfree(test, table);
}

static void expect_map(struct kunit *test, const struct memmap *map,
		       const struct expect *want, unsigned int nr)
{
	KUNIT_ASSERT_EQ(test, map->nr, nr);
	for (unsigned int i = 0; i < nr; i++) {
		KUNIT_EXPECT_EQ_MSG(test, map->ranges[i].start, want[i].start,
				    "range %u", i);
		KUNIT_EXPECT_EQ_MSG(test, map->ranges[i].end, want[i].end,
				    "range %u", i);
	}
}

#define EXPECT_MAP(test, raw, ...)					\
	do {								\
		static const struct expect want[] = { __VA_ARGS__ };	\
		struct memmap map;					\
									\
		read_map(test, &map, raw, ARRAY_SIZE(raw));		\
		expect_map(test, &map, want, ARRAY_SIZE(want));		\
	} while (0)

static void usual(struct kunit *test)
{
	static const struct raw raw[] = {
		{ 0, 0x9fc00, RAM }, { 0x9fc00, 0x400, OTHER },
		{ 0xf0000, 0x10000, OTHER }, { M, 127 * M, RAM },
		{ 0xfffc0000, 0x40000, OTHER },
	};

	EXPECT_MAP(test, raw, { 0, 0x9f000 }, { M, 128 * M });
}

/*	 |---------RAM---------|
 *		|--R--|	 |--R-----|	unsorted
 *	     |-----RAM--|
 */
static void overlapping(struct kunit *test)
{
	static const struct raw raw[] = {
		{ 14 * M, 9 * M, OTHER }, { M, 19 * M, RAM },
		{ 8 * M, 2 * M, OTHER }, { 4 * M, 5 * M, RAM },
	};

	EXPECT_MAP(test, raw, { M, 8 * M }, { 10 * M, 14 * M });
}

static void adjacent_become_one(struct kunit *test)
{
	static const struct raw raw[] = {
		{ 8 * M, M, RAM }, { 6 * M, M, RAM }, { 7 * M, M, RAM },
	};

	EXPECT_MAP(test, raw, { 6 * M, 9 * M });
}

/* Two halves of a frame are a frame; a frame that is partly taken is none. */
static void unaligned(struct kunit *test)
{
	static const struct raw raw[] = {
		{ M + 0x800, 0x1800, RAM }, { M + 0x2000, 0x1234, RAM },
		{ 2 * M, 0x800, RAM }, { 2 * M + 0x800, 0x800, RAM },
		{ 3 * M, 0x4000, RAM }, { 3 * M + 0x1fff, 2, OTHER },
		{ 4 * M + 1, 0xffe, RAM },
	};

	EXPECT_MAP(test, raw, { M + 0x1000, M + 0x3000 },
		   { 2 * M, 2 * M + 0x1000 }, { 3 * M, 3 * M + 0x1000 },
		   { 3 * M + 0x3000, 3 * M + 0x4000 });
}

static void empty_and_wrapping(struct kunit *test)
{
	static const struct raw raw[] = {
		{ M, 0, RAM }, { 5 * M, M, RAM }, { 5 * M + 0x1000, 0, OTHER },
		{ ~0ull - 0xffff, ~0ull, RAM }, { ~0ull, 1, RAM },
	};
	static const struct expect want[] = {
		{ 5 * M, 6 * M }, { ~0ull - 0xffff, ~0xfffull },
	};
	struct memmap map;

	read_map(test, &map, raw, ARRAY_SIZE(raw));
	expect_map(test, &map, want, ARRAY_SIZE(want));
	KUNIT_EXPECT_EQ(test, memmap_clip(&map, 1ull << 32), 0xf000);
	expect_map(test, &map, want, 1);
}

static void wrapping_reservation(struct kunit *test)
{
	static const struct raw raw[] = {
		{ M, 7 * M, RAM }, { 4 * M, ~0ull, OTHER },
	};

	EXPECT_MAP(test, raw, { M, 4 * M });
}

/* The smallest ranges are the ones that go. */
static void too_many_ranges(struct kunit *test)
{
	const unsigned int nr = MAX_BOOT_RANGES + 8;
	struct raw *raw = kunit_kcalloc(test, nr, sizeof(*raw), GFP_KERNEL);
	struct memmap map;

	KUNIT_ASSERT_NOT_NULL(test, raw);
	for (unsigned int i = 0; i < nr; i++)
		raw[i] = (struct raw){ (nr - i) * M, (i + 1) * 4 * K, RAM };
	read_map(test, &map, raw, nr);
	KUNIT_EXPECT_EQ(test, map.nr, MAX_BOOT_RANGES);
	KUNIT_EXPECT_EQ(test, map.lost, (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8) * 4 * K);
	KUNIT_EXPECT_EQ(test, map.ranges[0].start, M);
	for (unsigned int i = 1; i < map.nr; i++)
		KUNIT_EXPECT_LT(test, map.ranges[i - 1].end,
				map.ranges[i].start);
}

/* A full list, and a hole in the middle of one of its ranges. */
static void hole_in_a_full_list(struct kunit *test)
{
	struct memmap map = { .nr = 0 };
	u64 size;

	for (unsigned int i = 0; i < MAX_BOOT_RANGES; i++)
		memmap_add(&map, i * M, 64 * K);
	size = memmap_size(&map, ~0ull);
	memmap_remove(&map, 3 * M + 8 * K, 4 * K);
	KUNIT_EXPECT_EQ(test, map.nr, MAX_BOOT_RANGES);
	KUNIT_EXPECT_EQ(test, map.lost, 8 * K);
	KUNIT_EXPECT_EQ(test, memmap_size(&map, ~0ull), size - 12 * K);
	KUNIT_EXPECT_FALSE(test, memmap_has(&map, 3 * M, 3 * M + 1));
	KUNIT_EXPECT_TRUE(test, memmap_has(&map, 3 * M + 12 * K,
					   3 * M + 64 * K));
}

static void damaged_table(struct kunit *test)
{
	struct mb_range table[2] = {
		{ .size = 20, .start = M, .length = M, .type = RAM },
		{ .size = 20, .start = 4 * M, .length = M, .type = RAM },
	};
	struct memmap map = { .nr = 0 };

	KUNIT_EXPECT_NULL(test, memmap_read(&map, table, sizeof(table)));
	KUNIT_EXPECT_NOT_NULL(test, memmap_read(&map, table,
						sizeof(table) - 1));
	table[1].size = 21;
	KUNIT_EXPECT_NOT_NULL(test, memmap_read(&map, table, sizeof(table)));
	table[1].size = 0;
	KUNIT_EXPECT_NOT_NULL(test, memmap_read(&map, table, sizeof(table)));
	table[0].size = ~0u;
	KUNIT_EXPECT_NOT_NULL(test, memmap_read(&map, table, sizeof(table)));
}

/* Entries may be longer than what is known of them. */
static void long_entries(struct kunit *test)
{
	struct {
		struct mb_range r;
		u32 more;
	} __packed table[2] = {
		{ { 24, M, M, RAM }, 0 }, { { 24, 4 * M, M, RAM }, ~0u },
	};
	static const struct expect want[] = {
		{ M, 2 * M }, { 4 * M, 5 * M },
	};
	struct memmap map = { .nr = 0 };

	KUNIT_EXPECT_NULL(test, memmap_read(&map, table, sizeof(table)));
	expect_map(test, &map, want, ARRAY_SIZE(want));
}

static void finds_room(struct kunit *test)
{
	struct memmap map = { .nr = 0 };
	struct boot_module at = { M, 64 * M };

	memmap_add(&map, 0, 2 * M);
	memmap_add(&map, 4 * M, 3 * M);
	memmap_add(&map, 16 * M, 256 * M);
	KUNIT_EXPECT_EQ(test, memmap_find(&map, 2 * M, &at), 3 * M);
	KUNIT_EXPECT_EQ(test, at.start, 4 * M);
	KUNIT_EXPECT_EQ(test, at.end, 7 * M);
	at = (struct boot_module){ M, 64 * M };
	KUNIT_EXPECT_EQ(test, memmap_find(&map, 512 * M, &at), 48 * M);
	KUNIT_EXPECT_EQ(test, at.end, 64 * M);
	at = (struct boot_module){ 8 * M, 16 * M };
	KUNIT_EXPECT_EQ(test, memmap_find(&map, 4 * K, &at), 0);
}

/* What a bit per 64 KiB says of the same ranges. */
static void random_against_bits(struct kunit *test)
{
	for (unsigned int round = 0; round < 200; round++) {
		struct memmap map = { .nr = 0 };
		u64 bits = 0;

		for (unsigned int i = 0; i < 12; i++) {
			u32 at = kunit_random_below(test, 64);
			u32 nr = kunit_random_below(test, 64 - at + 1);
			u64 mask = (nr == 64 ? ~0ull : (1ull << nr) - 1) << at;

			if (i < 6) {
				memmap_add(&map, at * 64 * K, nr * 64 * K);
				bits |= mask;
			} else {
				memmap_remove(&map, at * 64 * K, nr * 64 * K);
				bits &= ~mask;
			}
		}
		for (unsigned int i = 0; i < 64; i++)
			KUNIT_EXPECT_EQ(test, memmap_has(&map, i * 64 * K,
							 (i + 1) * 64 * K),
					(bits >> i & 1) != 0);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(usual),
	KUNIT_CASE(overlapping),
	KUNIT_CASE(adjacent_become_one),
	KUNIT_CASE(unaligned),
	KUNIT_CASE(empty_and_wrapping),
	KUNIT_CASE(wrapping_reservation),
	KUNIT_CASE(too_many_ranges),
	KUNIT_CASE(hole_in_a_full_list),
	KUNIT_CASE(damaged_table),
	KUNIT_CASE(long_entries),
	KUNIT_CASE(finds_room),
	KUNIT_CASE(random_against_bits),
	{}
};

static struct kunit_suite suite = { .name = "memmap", .test_cases = cases };

kunit_test_suite(suite);
