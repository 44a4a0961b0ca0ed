/* SPDX-License-Identifier: MIT */
/*
 * uninit.c - bytes nobody has written, on their way to a program.
 *
 * Fresh objects, and the stack that a driver's function begins with, are filled
 * with a word that no program has a reason to use. Four bytes in a row of it
 * were never written, wherever they were moved; on a stack, three that are at
 * their own place: there a gap between two members is told from data.
 */
#include <octavo/slab.h>
#include "internal.h"

#define HEAP_RUN	4u
#define STACK_RUN	3u

/* Bytes of the fill, beginning in it at @phase. */
static size_t run(const u8 *p, size_t size, unsigned long phase)
{
	const u64 word = UNINIT_WORD;
	size_t n = 0;

	while (n < size && p[n] == (u8)(word >> 8 * ((phase + n) & 7)))
		n++;
	return n;
}

static size_t longest_run(const u8 *p, size_t size)
{
	size_t best = 0;

	for (unsigned int phase = 0; phase < 8; phase++)
		best = max(best, run(p, size, phase));
	return best;
}

static bool on_stack(const void *p)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);

	return (unsigned long)p >= here && (unsigned long)p - here < 32 * 1024;
}

/* The first run at *at or after it; 0: there is none. */
static size_t find_run(const u8 *p, size_t size, size_t *at)
{
	const bool stack = on_stack(p);

	for (; *at + STACK_RUN <= size; ++*at) {
		const u8 *here = p + *at;
		size_t n = run(here, size - *at, (unsigned long)here);

		if (n >= STACK_RUN && (stack || n >= HEAP_RUN))
			return n;
		n = longest_run(here, min_t(size_t, size - *at, HEAP_RUN));
		if (n >= HEAP_RUN)
			return longest_run(here, size - *at);
	}
	return 0;
}

void uninit_leaves(const void *from, size_t size)
{
	struct report_trace traces[2] = { { .what = "copied" },
					  { .what = "allocated" } };
	size_t at = 0, n = find_run(from, size, &at);
	struct slab_place place;
	unsigned int nr = 1;
	u32 who = n ? trace_caller() : 0;

	if (!who || trace_said(who))
		return;
	trace_for_report(who, &traces[0]);
	if (slab_find_object(from, &place) &&
	    trace_for_report(place.who, &traces[1]))
		nr = 2;
	octavo_report_traces(traces, nr,
			     "info leak: of %zu bytes for a program %zu, at offset %zu, were never written (on the %s)",
			     size, n, at, on_stack(from) ? "stack" : "heap");
}
