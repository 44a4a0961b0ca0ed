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
#include <octavo/string.h>
#include "internal.h"

static void count(u32 handle, size_t bytes, const char *what)
{
	struct trace *t = trace_of(handle);

	if (!t)
		return;
	t->nr_left++;
	t->bytes_left += (u32)bytes;
	t->left = what;
}

static void count_object(const struct slab_place *place, void *arg)
{
	count(place->who, place->size,
	      kmem_cache_name((struct kmem_cache *)place->cache));
}

static void count_pages(struct page *page, u32 handle)
{
	count(handle, PAGE_SIZE << page_order(page), NULL);
}

static void count_pin(struct page *page, u32 handle)
{
	count(handle, PAGE_SIZE, "pinned pages");
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

/* Is the function one that only allocates, so that its name says nothing? */
static bool just_allocates(const char *name)
{
	static const char *const heads[] = {
		"slab_", "kmem_cache_alloc", "__kmem_cache", "kmalloc",
		"__kmalloc", "krealloc", "alloc_pages", "__get_free_page",
		"get_zeroed_page", "?",
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(heads); i++)
		if (strncmp(name, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static void report_left(struct trace *t)
{
	const struct report_trace trace = trace_from_site(t, "allocated");
	const char *by = " by ", *what = t->left ? t->left : "pages";
	char api[64] = "?";

	if (t->site)
		arch_function_name(t->entries[t->site - 1] - 1, api,
				   sizeof(api));
	if (just_allocates(api)) {
		by = "";
		api[0] = '\0';
	}
	octavo_report_traces(&trace, 1,
			     "leak: module %s: not given back: %u of %s, %u bytes%s%s",
			     t->module->name, t->nr_left, what, t->bytes_left,
			     by, api);
	t->nr_left = t->bytes_left = 0;
}

unsigned int checks_module_gone(const struct module *mod)
{
	const u32 nr = trace_count();
	unsigned int reports = later_module(mod);
	struct kernel_held held;

	if (!nr)
		return reports;
	kernel_count_held(&held);	/* gives back what is only kept */
	slab_walk_owned(count_object, NULL);
	pages_walk(count_pages);
	pins_walk(count_pin);
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
