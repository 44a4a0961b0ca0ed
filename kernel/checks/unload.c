/* SPDX-License-Identifier: MIT */
/*
 * unload.c - what a module has left behind when it is gone.
 *
 * Each thing that is still there counts for the calls that made it. Calls that
 * come from the same place in the driver are one report: request_irq() makes
 * several objects, and a loop many.
 */
#include <octavo/checks.h>
#include <octavo/kernel.h>
#include <octavo/page.h>
#include <octavo/port.h>
#include <octavo/slab.h>
#include "internal.h"

static void count(u32 handle, size_t bytes)
{
	struct trace *t = trace_of(handle);

	if (!t)
		return;
	t->nr_left++;
	t->bytes_left += (u32)bytes;
}

static void count_object(const struct slab_place *place, void *arg)
{
	count(place->who, place->size);
}

static void count_pages(struct page *page, u32 handle)
{
	count(handle, PAGE_SIZE << page_order(page));
}

/* Take what other traces from the same place in the driver have, too. */
static void gather(struct trace *t, u32 from)
{
	const u32 nr = trace_count();

	for (; from <= nr; from++) {
		struct trace *o = trace_of(from);

		if (o == t || o->module != t->module ||
		    o->entries[o->site] != t->entries[t->site])
			continue;
		t->nr_left += o->nr_left;
		t->bytes_left += o->bytes_left;
		o->nr_left = 0;
	}
}

static void report_left(struct trace *t)
{
	const struct report_trace trace = trace_from_site(t, "allocated");
	char api[64] = "?";

	if (t->site)
		arch_function_name(t->entries[t->site - 1] - 1, api,
				   sizeof(api));
	octavo_report_traces(&trace, 1,
			     "leak: module %s left what %s() made: %u in number, %u bytes",
			     t->module->name, api, t->nr_left, t->bytes_left);
	t->nr_left = t->bytes_left = 0;
}

unsigned int checks_module_gone(const struct module *mod)
{
	const u32 nr = trace_count();
	unsigned int reports = 0;
	struct kernel_held held;

	kernel_count_held(&held);	/* gives back what is only kept */
	slab_walk_owned(count_object, NULL);
	pages_walk(count_pages);
	for (u32 i = 1; i <= nr; i++) {
		struct trace *t = trace_of(i);

		if (t->module != mod || !t->nr_left)
			continue;
		gather(t, i + 1);
		report_left(t);
		reports++;
	}
	for (u32 i = 1; i <= nr; i++)
		trace_of(i)->nr_left = trace_of(i)->bytes_left = 0;
	return reports;
}
