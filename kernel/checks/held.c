/* SPDX-License-Identifier: MIT */
/*
 * held.c - what a module has at the moment: part of its last words.
 *
 * Nothing is allocated, and nothing given back.
 */
#include <octavo/checks.h>
#include <octavo/page.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "internal.h"

static struct {
	const struct module *mod;
	unsigned int objects, blocks, pins;
	unsigned long object_bytes, block_bytes;
} held;

static bool is_his(u32 handle)
{
	const struct trace *t = trace_of(handle);

	return t && t->module == held.mod;
}

static void add_object(const struct slab_place *place, void *arg)
{
	if (!is_his(place->who))
		return;
	held.objects++;
	held.object_bytes += place->size;
}

static void add_pages(struct page *page, u32 handle)
{
	if (!is_his(handle))
		return;
	held.blocks++;
	held.block_bytes += PAGE_SIZE << page_order(page);
}

static void add_pin(struct page *page, u32 handle)
{
	held.pins += is_his(handle);
}

void checks_show_held(const struct module *mod)
{
	memset(&held, 0, sizeof(held));
	held.mod = mod;
	slab_walk_owned(add_object, NULL);
	pages_walk(add_pages);
	pins_walk(add_pin);
	if (!held.objects && !held.blocks && !held.pins)
		return;
	printk(KERN_EMERG "it has %u objects of %lu bytes, %u blocks of pages of %lu bytes, %u pinned pages\n",
	       held.objects, held.object_bytes, held.blocks, held.block_bytes,
	       held.pins);
}
