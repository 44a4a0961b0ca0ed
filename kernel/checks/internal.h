/* SPDX-License-Identifier: MIT */
/*
 * internal.h - keeping account of what drivers hold.
 *
 *	allocator --track_ops--> whose is it? --> a trace (its handle)
 *	    |                                        ^
 *	    +-- keeps the handle with the object ----+-- at unload: what is still
 *	                                                 there, by trace
 *
 *	trace.c		calls that led to an allocation, each kept once
 *	unload.c	what a module has left
 *	held.c		what a module has when it crashes
 *	pages.c		blocks of pages
 *	pins.c		pages of programs
 *	uninit.c	bytes nobody has written, on their way to a program
 *	later.c		what is to be called when it is gone
 *
 * A driver's is what it asked for itself, or a function of the kernel that it
 * called: walking the frames from the inside, its code is met before the
 * boundary of something that works for the kernel itself.
 *
 * Locking: none of its own; the kernel is not preempted, and interrupts that
 * allocate do so on the boot CPU.
 */
#ifndef CHECKS_INTERNAL_H
#define CHECKS_INTERNAL_H

#include <octavo/bug.h>
#include <octavo/module.h>
#include <octavo/stacktrace.h>
#include <octavo/track.h>

/* Calls that led to an allocation. */
struct trace {
	const struct module *module;
	u32 nr_left, bytes_left;	/* at unload */
	const char *left;		/* of what; NULL: pages */
	u16 nr;
	u16 site;			/* the first entry in the module */
	bool said;			/* something is wrong there */
	unsigned long entries[STACK_TRACE_MAX];
};

/* The trace of a handle; NULL: it is of an earlier time. */
struct trace *trace_of(u32 handle);

/* Handles are 1 to this. */
u32 trace_count(void);

u32 trace_caller(void);
bool trace_for_report(u32 handle, struct report_trace *to);
/* Is it said already that something is wrong there? It is from now on. */
bool trace_said(u32 handle);
void trace_exit(void);

/* From this trace's module on, outwards. */
static inline struct report_trace trace_from_site(const struct trace *t,
						  const char *what)
{
	return (struct report_trace){ what, t->entries + t->site,
				      (unsigned int)(t->nr - t->site) };
}

void pages_track(struct page *page, unsigned int order);
void pages_walk(void (*fn)(struct page *page, u32 handle));
void pages_exit(void);

/* What is allocated meanwhile is the checks' own. */
void checks_allocates(bool on);

void pins_grabbed(struct page *page, unsigned int flags);
void pins_walk(void (*fn)(struct page *page, u32 handle));
void pins_exit(void);

void uninit_leaves(const void *from, size_t size);

void later_freed(const void *obj, size_t size);
/* How many of them were reported. */
unsigned int later_module(const struct module *mod);

#endif
