/* SPDX-License-Identifier: MIT */
/*
 * later.c - timers, works and the like that will use what is gone by then:
 * memory that a driver frees with one of them in it, a module whose functions
 * are to be called.
 *
 * What runs already is not looked at: a work may free the memory it is in.
 */
#include <octavo/async.h>
#include <octavo/hrtimer.h>
#include <octavo/timer.h>
#include <octavo/workqueue.h>
#include "internal.h"

#define MOST_LEFT	8u		/* that are said of one module */

struct range {
	unsigned long start, size;
	const struct module *module;	/* or its functions */
	struct async_item found[MOST_LEFT];
	unsigned int nr, most;
};

static bool is_in(const void *p, unsigned long start, unsigned long size)
{
	return (unsigned long)p - start < size;
}

static bool look(const struct async_item *item, void *arg)
{
	struct range *r = arg;
	const struct module *mod = r->module;

	if (item->kind == ASYNC_RUNNING_WORK)
		return true;
	if (!is_in(item->object, r->start, r->size) &&
	    !(mod && is_in(item->function, (unsigned long)mod->text_base,
			   mod->text_size)))
		return true;
	r->found[r->nr++] = *item;
	return r->nr < r->most;
}

/* So that it does no damage besides. */
static void call_off(const struct async_item *item)
{
	void *object = (void *)item->object;

	switch (item->kind) {
	case ASYNC_TIMER:
		timer_delete(object);
		break;
	case ASYNC_HRTIMER:
		hrtimer_try_to_cancel(object);
		break;
	case ASYNC_WORK:
		cancel_work(object);
		break;
	default:
		break;
	}
}

/* Where it will go; as other entries it is looked up before its address. */
static struct report_trace function_of(const struct async_item *item,
				       unsigned long *entry)
{
	*entry = (unsigned long)item->function + 1;
	return (struct report_trace){ "will call", entry, 1 };
}

void later_freed(const void *obj, size_t size)
{
	struct range r = {
		.start = (unsigned long)obj, .size = size, .most = 1,
	};
	struct report_trace traces[2] = { { .what = "freed" } };
	unsigned long entry;

	if (!async_walk(look, &r) || !r.nr)
		return;
	track_here(&traces[0]);
	traces[1] = function_of(&r.found[0], &entry);
	octavo_report_traces(traces, 2, "freed with a %s in it that is started",
			     async_kind_name(r.found[0].kind));
	call_off(&r.found[0]);
}

unsigned int later_module(const struct module *mod)
{
	struct range r = {
		.start = (unsigned long)mod->core_base, .size = mod->core_size,
		.module = mod, .most = MOST_LEFT,
	};
	struct report_trace trace;
	unsigned long entry;

	async_walk(look, &r);
	for (unsigned int i = 0; i < r.nr; i++) {
		trace = function_of(&r.found[i], &entry);
		octavo_report_traces(&trace, 1,
				     "leak: module %s: a %s that is started",
				     mod->name,
				     async_kind_name(r.found[i].kind));
	}
	return r.nr;
}
