/* SPDX-License-Identifier: MIT */
/*
 * trace.c - the calls that led to an allocation, each kept once.
 *
 *	hash of the entries -> handle -> struct trace in a block of pages
 *
 * A driver allocates in few places, so there are few traces; each is found
 * again by its entries. Blocks stay until the last driver is gone.
 *
 * Source: the stack depot of the sanitizers' runtimes.
 */
#include <octavo/checks.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/string.h>
#include "internal.h"

#define BLOCK_ORDER	4u
#define PER_BLOCK	((u32)((PAGE_SIZE << BLOCK_ORDER) / sizeof(struct trace)))
#define MAX_BLOCKS	64u
#define NR_BUCKETS	1024u
#define MAX_BOUNDARIES	32u

static struct {
	unsigned int users;
	bool busy;			/* inside: what we allocate is ours */
	u32 nr;				/* traces */
	struct trace *blocks[MAX_BLOCKS];
	u32 buckets[NR_BUCKETS];	/* handles, probed in a row */
	struct {
		unsigned long start, size;
	} boundaries[MAX_BOUNDARIES];
	unsigned int nr_boundaries;
	bool backtraces;		/* what was set before */
} depot;

static const struct track_ops ops = {
	.caller = trace_caller,
	.pages = pages_track,
	.trace = trace_for_report,
	.leaves = uninit_leaves,
	.grabbed = pins_grabbed,
	.freed = later_freed,
};

void checks_begin(void)
{
	if (depot.users++)
		return;
	depot.backtraces = octavo_report_backtraces(true);
	__atomic_store_n(&track_ops, &ops, __ATOMIC_RELEASE);
	__atomic_fetch_or(&fault_inject_mask, FAULT_INJECT_DRIVERS,
			  __ATOMIC_RELAXED);
}

void checks_end(void)
{
	if (--depot.users)
		return;
	__atomic_fetch_and(&fault_inject_mask, ~FAULT_INJECT_DRIVERS,
			   __ATOMIC_RELAXED);
	__atomic_store_n(&track_ops, NULL, __ATOMIC_RELEASE);
	octavo_report_backtraces(depot.backtraces);
	pins_exit();
	pages_exit();
	trace_exit();
}

void checks_boundary(const void *start, size_t size)
{
	if (depot.nr_boundaries == MAX_BOUNDARIES || !size)
		return;
	depot.boundaries[depot.nr_boundaries].start = (unsigned long)start;
	depot.boundaries[depot.nr_boundaries++].size = size;
}

void checks_allocates(bool on)
{
	depot.busy = on;
}

/* ---- whose ------------------------------------------------------------------------ */

static bool at_boundary(unsigned long ip)
{
	for (unsigned int i = 0; i < depot.nr_boundaries; i++)
		if (ip - depot.boundaries[i].start < depot.boundaries[i].size)
			return true;
	return false;
}

/* Of what called the driver, the last step tells enough. */
static void cut_callers(struct trace *t)
{
	u16 last = t->site;

	for (u16 i = t->site; i < t->nr; i++)
		if (module_text_address(t->entries[i] - 1))
			last = i;
	t->nr = min_t(u16, t->nr, last + 2);
}

/* Find the innermost entry in a module; false: nobody's. */
static bool find_site(struct trace *t)
{
	for (t->site = 0; t->site < t->nr; t->site++) {
		const unsigned long call = t->entries[t->site] - 1;

		t->module = module_text_address(call);
		if (t->module) {
			cut_callers(t);
			return true;
		}
		if (at_boundary(call))
			return false;
	}
	return false;
}

/* ---- keeping them --------------------------------------------------------------- */

struct trace *trace_of(u32 handle)
{
	if (!handle || handle > depot.nr)
		return NULL;
	handle--;
	return &depot.blocks[handle / PER_BLOCK][handle % PER_BLOCK];
}

u32 trace_count(void)
{
	return depot.nr;
}

static u32 hash_of(const struct trace *t)
{
	unsigned long hash = t->nr;

	for (unsigned int i = 0; i < t->nr; i++)
		hash = (hash ^ t->entries[i]) * 0x9e3779b1u;
	return (u32)(hash ^ hash >> 15);
}

static bool same(const struct trace *a, const struct trace *b)
{
	return a->module == b->module && a->nr == b->nr &&
	       memcmp(a->entries, b->entries, a->nr * sizeof(a->entries[0])) == 0;
}

/* A place for one more; NULL: there is none. */
static struct trace *new_trace(void)
{
	const u32 block = depot.nr / PER_BLOCK;

	if (depot.nr >= NR_BUCKETS * 3 / 4 || block >= MAX_BLOCKS)
		return NULL;
	if (!depot.blocks[block]) {
		depot.busy = true;
		depot.blocks[block] = (struct trace *)__get_free_pages(
			GFP_ATOMIC | __GFP_NOWARN | __GFP_NOFAIL, BLOCK_ORDER);
		depot.busy = false;
	}
	if (!depot.blocks[block])
		return NULL;
	depot.nr++;
	return trace_of(depot.nr);
}

static u32 keep(const struct trace *t)
{
	u32 i = hash_of(t) % NR_BUCKETS;
	struct trace *new;

	for (; depot.buckets[i]; i = (i + 1) % NR_BUCKETS)
		if (same(trace_of(depot.buckets[i]), t))
			return depot.buckets[i];
	new = new_trace();
	if (!new)
		return 0;
	*new = *t;
	return depot.buckets[i] = depot.nr;
}

/* Handles are taken for what is allocated now. */
noinline u32 trace_caller(void)
{
	struct trace t = { 0 };
	unsigned long flags;
	u32 handle = 0;

	if (depot.busy)
		return 0;
	t.nr = (u16)stack_trace_save(t.entries, STACK_TRACE_MAX, 1);
	if (!find_site(&t))
		return 0;
	flags = arch_irq_save();
	handle = keep(&t);
	arch_irq_restore(flags);
	return handle;
}

bool trace_for_report(u32 handle, struct report_trace *to)
{
	const struct trace *t = trace_of(handle);

	if (!t)
		return false;
	*to = trace_from_site(t, to->what);
	return true;
}

bool trace_said(u32 handle)
{
	struct trace *t = trace_of(handle);
	bool said = t->said;

	t->said = true;
	return said;
}

void trace_exit(void)
{
	for (unsigned int i = 0; i < MAX_BLOCKS; i++) {
		if (depot.blocks[i])
			free_pages((unsigned long)depot.blocks[i], BLOCK_ORDER);
		depot.blocks[i] = NULL;
	}
	depot.nr = 0;
	memset(depot.buckets, 0, sizeof(depot.buckets));
}
