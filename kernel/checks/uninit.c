/* SPDX-License-Identifier: MIT */
/*
 * uninit.c - bytes nobody has written, on their way to a program.
 *
 * Fresh memory is filled with a word that no program has a reason to use; the
 * stack of a driver with 0xfe by the compiler. Four bytes in a row of either
 * (three on a stack) that are copied to a program were never written.
 */
#include <octavo/slab.h>
#include "internal.h"

#define STACK_FILL	0xfeu

/* Bytes from @p on, at most @size, that are the fill of fresh memory. The word
 * may have been moved, so that it begins anywhere. */
static size_t heap_run(const u8 *p, size_t size)
{
	const u64 word = UNINIT_WORD;
	size_t best = 0;

	for (unsigned int phase = 0; phase < 8; phase++) {
		size_t n = 0;

		while (n < size && p[n] == (u8)(word >> 8 * ((phase + n) & 7)))
			n++;
		best = max(best, n);
	}
	return best;
}

static size_t stack_run(const u8 *p, size_t size)
{
	size_t n = 0;

	while (n < size && p[n] == STACK_FILL)
		n++;
	return n;
}

static bool on_stack(const void *p)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);

	return (unsigned long)p >= here && (unsigned long)p - here < 32 * 1024;
}

/* The first run of @at and after it; its length, 0: there is none. */
static size_t find_run(const u8 *p, size_t size, size_t *at)
{
	const bool stack = on_stack(p);

	for (; *at + 3 <= size; ++*at) {
		size_t n = stack ? stack_run(p + *at, size - *at) : 0;

		if (n >= 3)
			return n;
		n = *at + 4 <= size ? heap_run(p + *at, size - *at) : 0;
		if (n >= 4)
			return n;
	}
	return 0;
}

void uninit_leaves(const void *from, size_t size)
{
	struct report_trace traces[2] = { { "copied", NULL, 0 },
					  { "allocated", NULL, 0 } };
	unsigned long here[STACK_TRACE_MAX];
	size_t at = 0, n = find_run(from, size, &at);
	struct slab_place place;
	unsigned int nr = 1;

	if (!n || !trace_caller())
		return;
	traces[0].entries = here;
	traces[0].nr = stack_trace_save(here, STACK_TRACE_MAX, 1);
	if (slab_find_object(from, &place) &&
	    trace_for_report(place.who, &traces[1]))
		nr = 2;
	octavo_report_traces(traces, nr,
			     "info leak: %zu bytes to a program, of which %zu at offset %zu were never written (%s)",
			     size, n, at, on_stack(from) ? "stack" : "heap");
}
