/* SPDX-License-Identifier: MIT */
/*
 * fault_inject.c - counting the places that can fail, failing chosen ones.
 *
 * Each kind has a plan and two counts. A point takes a ticket from the count;
 * the plan says which tickets fail. So with several CPUs exactly one point is
 * the n-th. Which points count at all a watch may decide: the sweep over a
 * driver's error paths counts those with the driver on the stack.
 *
 * Random failures take a number from the seed and the ticket, so that what else
 * runs does not change them.
 */
#include <octavo/fault_inject.h>
#include <octavo/string.h>
#include <uapi/errno.h>
#include <asm/page.h>

struct plan {
	unsigned long nth;		/* 0: none */
	bool sticky;
	unsigned long points, failed;
};

static struct plan plans[NR_FAULT_KINDS];
static const struct fault_inject_watch *watcher;
static u64 random_seed;
static unsigned int random_one_in;
unsigned int fault_inject_mask;

void fault_inject_arm(enum fault_kind kind, unsigned long nth, bool sticky)
{
	struct plan *plan = &plans[kind];

	__atomic_fetch_and(&fault_inject_mask, ~(1u << kind), __ATOMIC_RELAXED);
	__atomic_store_n(&plan->nth, nth, __ATOMIC_RELAXED);
	__atomic_store_n(&plan->sticky, sticky, __ATOMIC_RELAXED);
	__atomic_store_n(&plan->points, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&plan->failed, 0, __ATOMIC_RELAXED);
	__atomic_fetch_or(&fault_inject_mask, 1u << kind, __ATOMIC_RELEASE);
}

void fault_inject_random(u64 seed, unsigned int one_in)
{
	random_seed = seed;
	__atomic_store_n(&random_one_in, one_in, __ATOMIC_RELAXED);
}

void fault_inject_set_watch(const struct fault_inject_watch *watch)
{
	__atomic_store_n(&watcher, watch, __ATOMIC_RELEASE);
}

void fault_inject_disarm(void)
{
	__atomic_fetch_and(&fault_inject_mask,
			   FAULT_INJECT_PINNED | FAULT_INJECT_TOUCH |
			   FAULT_INJECT_DRIVERS,
			   __ATOMIC_RELEASE);
}

static bool fails_as_planned(const struct plan *plan, unsigned long ticket)
{
	const unsigned long nth = __atomic_load_n(&plan->nth, __ATOMIC_RELAXED);

	return nth && (ticket == nth ||
		       (ticket > nth && __atomic_load_n(&plan->sticky,
							__ATOMIC_RELAXED)));
}

/* Source: SplitMix64 (Steele, Lea, Flood 2014). */
static bool fails_by_chance(enum fault_kind kind, unsigned long ticket)
{
	const unsigned int one_in = __atomic_load_n(&random_one_in,
						    __ATOMIC_RELAXED);
	u64 z = random_seed + (ticket * NR_FAULT_KINDS + kind) *
			      0x9e3779b97f4a7c15ull;

	if (!one_in)
		return false;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return (u32)((u32)((z ^ (z >> 31)) >> 32) * (u64)one_in >> 32) == 0;
}

bool fault_inject_point(enum fault_kind kind)
{
	const struct fault_inject_watch *watch =
		__atomic_load_n(&watcher, __ATOMIC_ACQUIRE);
	struct plan *plan = &plans[kind];
	unsigned long ticket;
	bool fails;

	if (watch && watch->belongs && !watch->belongs(kind))
		return false;
	ticket = __atomic_add_fetch(&plan->points, 1, __ATOMIC_RELAXED);
	fails = fails_as_planned(plan, ticket) || fails_by_chance(kind, ticket);
	if (fails)
		__atomic_fetch_add(&plan->failed, 1, __ATOMIC_RELAXED);
	if (watch && watch->note)
		watch->note(kind, ticket, fails);
	return fails;
}

/* ---- pages that are watched ---------------------------------------------------- */

#define NR_TOUCHES	4u

/* A copy at a time is enough for a test; no lock. */
static struct touch {
	unsigned long page;		/* 0: free */
	unsigned long left;		/* touches before it faults */
} touches[NR_TOUCHES];

static struct touch *find_touch(unsigned long page)
{
	for (unsigned int i = 0; i < NR_TOUCHES; i++)
		if (touches[i].page == page)
			return &touches[i];
	return NULL;
}

static void note_touches(void)
{
	bool any = false;

	for (unsigned int i = 0; i < NR_TOUCHES; i++)
		any |= touches[i].page != 0;
	if (any)
		__atomic_fetch_or(&fault_inject_mask, FAULT_INJECT_TOUCH,
				  __ATOMIC_RELEASE);
	else
		__atomic_fetch_and(&fault_inject_mask, ~FAULT_INJECT_TOUCH,
				   __ATOMIC_RELEASE);
}

int fault_inject_touch(unsigned long addr, unsigned long nth)
{
	const unsigned long page = addr & PAGE_MASK;
	struct touch *t = find_touch(page) ?: nth ? find_touch(0) : NULL;

	if (!addr) {
		memset(touches, 0, sizeof(touches));
		note_touches();
		return 0;
	}
	if (!t)
		return nth ? -ENOSPC : 0;
	*t = nth ? (struct touch){ page, nth - 1 } : (struct touch){ 0, 0 };
	note_touches();
	return 0;
}

bool fault_inject_touched(unsigned long addr)
{
	struct touch *t = find_touch(addr & PAGE_MASK);

	if (!t || !t->page)
		return false;
	if (!t->left)
		return true;
	t->left--;
	return false;
}

/* ---- names ----------------------------------------------------------------------- */

unsigned long fault_inject_points(enum fault_kind kind)
{
	return __atomic_load_n(&plans[kind].points, __ATOMIC_RELAXED);
}

unsigned long fault_inject_failed(enum fault_kind kind)
{
	return __atomic_load_n(&plans[kind].failed, __ATOMIC_RELAXED);
}

const char *fault_inject_name(enum fault_kind kind)
{
	static const char *const names[NR_FAULT_KINDS] = {
		[FAULT_PAGE_ALLOC] = "page_alloc",
		[FAULT_SLAB_ALLOC] = "slab_alloc",
		[FAULT_NODE_ALLOC] = "node_alloc",
		[FAULT_USER_COPY] = "user_copy",
		[FAULT_FAULT_IN] = "fault_in",
		[FAULT_PIN] = "pin",
		[FAULT_KMAP] = "kmap",
		[FAULT_DMA_MAP] = "dma_map",
		[FAULT_VMALLOC] = "vmalloc",
		[FAULT_SIGNAL] = "signal",
		[FAULT_TIMEOUT] = "timeout",
	};

	return kind < NR_FAULT_KINDS ? names[kind] : "unknown";
}

enum fault_kind fault_inject_kind(const char *name)
{
	enum fault_kind kind = 0;

	while (kind < NR_FAULT_KINDS && strcmp(fault_inject_name(kind), name))
		kind++;
	return kind;
}
