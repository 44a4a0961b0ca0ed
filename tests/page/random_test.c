/* SPDX-License-Identifier: MIT */
/*
 * random_test.c - a million random operations against a simple model, and
 * several CPUs at once.
 *
 * The model is one byte a frame: who has it. A block that is handed out must
 * lie in RAM, be aligned and belong to nobody; what it holds is stamped at its
 * start and end and looked at again when it is freed.
 */
#include "machine.h"
#include "../../mm/page/internal.h"

#define NR_OPS		1000000u
#define NR_BLOCKS	1024u
#define NR_FRAMES	8192u

struct block {
	struct page *page;
	u8 order;
	bool split;
};

static struct block blocks[NR_BLOCKS];
static bool used[NR_FRAMES];
static unsigned long nr_used;

static unsigned long *stamp(struct page *page)
{
	return pfn_to_virt(page_to_pfn(page));
}

static void mark(struct kunit *test, struct page *page, unsigned int order,
		 bool to)
{
	unsigned long first = page_to_pfn(page) - min_pfn;

	for (unsigned long i = first; i < first + (1ul << order); i++) {
		if (used[i] == to)
			KUNIT_FAIL_AND_ABORT(test, "frame %lu is %s already", i,
					     to ? "used" : "free");
		used[i] = to;
	}
	if (to)
		nr_used += 1ul << order;
	else
		nr_used -= 1ul << order;
}

static gfp_t random_gfp(struct kunit *test)
{
	static const gfp_t kinds[] = {
		GFP_NOWAIT, GFP_ATOMIC, GFP_NOWAIT | GFP_DMA,
		GFP_NOWAIT | __GFP_HIGHMEM, GFP_NOWAIT | __GFP_HIGHMEM,
		GFP_NOWAIT | __GFP_COMP, GFP_NOWAIT | __GFP_MEMALLOC,
	};

	return kinds[kunit_random_below(test, ARRAY_SIZE(kinds))] | __GFP_NOWARN;
}

/* Small orders mostly: 0 in half of the cases, each next in half of the rest. */
static unsigned int random_order(struct kunit *test)
{
	unsigned int order = 0;

	for (u32 bits = kunit_random_u32(test); bits & 1 && order < CHUNK_ORDER;
	     bits >>= 1)
		order++;
	return order;
}

static void take(struct kunit *test, struct block *b)
{
	b->order = (u8)random_order(test);
	b->split = false;
	b->page = alloc_pages(random_gfp(test), b->order);
	if (!b->page)
		return;
	if (!IS_ALIGNED(page_to_pfn(b->page), 1ul << b->order))
		KUNIT_FAIL(test, "page %#lx of order %u", page_to_pfn(b->page),
			   b->order);
	mark(test, b->page, b->order, true);
	*stamp(b->page) = page_to_pfn(b->page);
	*stamp(b->page + (1u << b->order) - 1) = page_to_pfn(b->page);
	if (!PageCompound(b->page) && kunit_random_below(test, 8) == 0) {
		split_page(b->page, b->order);
		b->split = true;
	}
}

static void give(struct kunit *test, struct block *b)
{
	struct page *last = b->page + (1u << b->order) - 1;

	if (*stamp(b->page) != page_to_pfn(b->page) ||
	    *stamp(last) != page_to_pfn(b->page))
		KUNIT_FAIL(test, "page %#lx was overwritten",
			   page_to_pfn(b->page));
	mark(test, b->page, b->order, false);
	if (!b->split) {
		__free_pages(b->page, b->order);
	} else {
		for (struct page *p = b->page; p <= last; p++)
			put_page(p);
	}
	b->page = NULL;
}

static void million_operations(struct kunit *test)
{
	memset(blocks, 0, sizeof(blocks));
	memset(used, 0, sizeof(used));
	nr_used = 0;
	machine_usual(test, 1);
	for (unsigned int i = 0; i < NR_OPS; i++) {
		struct block *b = &blocks[kunit_random_below(test, NR_BLOCKS)];

		if (b->page)
			give(test, b);
		else
			take(test, b);
		if (kunit_random_below(test, 1000) == 0)
			drain_all_pages();
		if (i % 20000)
			continue;
		KUNIT_ASSERT_EQ(test, machine_check(), 0u);
		KUNIT_ASSERT_EQ(test, nr_used_pages(), nr_used);
	}
	for (unsigned int i = 0; i < NR_BLOCKS; i++)
		if (blocks[i].page)
			give(test, &blocks[i]);
	machine_expect_merged(test);
}

/* ---- several CPUs -------------------------------------------------------- */

#define NR_ROUNDS	30000u
#define NR_SLOTS	64u

/* Blocks that go from one CPU to another, by exchange. */
static struct page *slots[NR_SLOTS];
static struct kunit *the_test;

static void free_stamped(struct page *page, unsigned int order)
{
	if (*stamp(page) != page_to_pfn(page))
		KUNIT_FAIL(the_test, "page %#lx was overwritten",
			   page_to_pfn(page));
	__free_pages(page, order);
}

/* Slot i is for blocks of order i modulo 6. */
static void exchange(void *arg, unsigned int cpu)
{
	u64 state = cpu + 1;

	for (unsigned int i = 0; i < NR_ROUNDS; i++) {
		unsigned int s = kunit_random_next(&state) % NR_SLOTS;
		struct page *page = alloc_pages(GFP_NOWAIT | __GFP_NOWARN, s % 6);

		if (page)
			*stamp(page) = page_to_pfn(page);
		page = xchg(&slots[s], page);
		if (page)
			free_stamped(page, s % 6);
		if (i % 4096 == 0)
			drain_all_pages();
	}
	drain_local_pages();
}

static void cpus_exchange_blocks(struct kunit *test)
{
	unsigned int nr = min(nr_cpu_ids, 4u);

	if (nr < 2)
		kunit_skip(test, "one CPU");
	machine_usual(test, nr);
	the_test = test;
	kunit_run_on_cpus(test, nr, exchange, NULL);
	for (unsigned int s = 0; s < NR_SLOTS; s++) {
		if (slots[s])
			free_stamped(slots[s], s % 6);
		slots[s] = NULL;
	}
	machine_expect_merged(test);
}

/* All of the memory, by all CPUs at once: no frame is given to two. */
static u8 owners[NR_FRAMES];
static struct page *grabbed[NR_CPUS];

static void grab(void *arg, unsigned int cpu)
{
	struct page *page, *list = NULL;

	while ((page = alloc_page(GFP_NOWAIT | __GFP_NOWARN | __GFP_MEMALLOC))) {
		u8 *owner = &owners[page_to_pfn(page) - min_pfn];

		if (__atomic_exchange_n(owner, (u8)(cpu + 1), __ATOMIC_RELAXED))
			KUNIT_FAIL(the_test, "page %#lx is given out twice",
				   page_to_pfn(page));
		page->private = (unsigned long)list;
		list = page;
	}
	grabbed[cpu] = list;
}

/* What one CPU took, the next one frees. */
static void drop(void *arg, unsigned int cpu)
{
	machine_release(grabbed[(cpu + 1) % *(unsigned int *)arg], 0);
	drain_local_pages();
}

static void cpus_share_all_memory(struct kunit *test)
{
	unsigned int nr = min(nr_cpu_ids, 4u);

	if (nr < 2)
		kunit_skip(test, "one CPU");
	machine_usual(test, nr);
	memset(owners, 0, sizeof(owners));
	the_test = test;
	kunit_run_on_cpus(test, nr, grab, NULL);
	KUNIT_EXPECT_EQ(test, nr_used_pages(), totalram_pages() -
			machine_zone(ZONE_HIGHMEM)->managed_pages);
	kunit_run_on_cpus(test, nr, drop, &nr);
	machine_expect_merged(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_SLOW(million_operations),
	KUNIT_CASE(cpus_exchange_blocks),
	KUNIT_CASE(cpus_share_all_memory),
	{}
};

static struct kunit_suite suite = {
	.name = "page_random",
	.exit = machine_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
