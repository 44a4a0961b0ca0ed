/* SPDX-License-Identifier: MIT */
/*
 * list_debug.c - what is said when a list is found to be broken, and lists for
 * code that is to be small.
 */
#include <octavo/bug.h>
#include <octavo/list.h>

void list_report_add(const struct list_head *new, const struct list_head *prev,
		     const struct list_head *next)
{
	if (new == prev || new == next)
		octavo_report("list_add of %p, which is in the list already",
			      new);
	else if (!__list_ptr_ok(prev) || !__list_ptr_ok(next))
		octavo_report("list_add of %p between %p and %p, which are no list",
			      new, prev, next);
	else if (next->prev != prev)
		octavo_report("list_add of %p: list broken at %p: prev is %p, should be %p",
			      new, next, next->prev, prev);
	else
		octavo_report("list_add of %p: list broken at %p: next is %p, should be %p",
			      new, prev, prev->next, next);
}

void list_report_del(const struct list_head *entry)
{
	if (entry->next == LIST_POISON1 || entry->prev == LIST_POISON2)
		octavo_report("list_del of %p, which was deleted before",
			      entry);
	else if (!__list_ptr_ok(entry->next) || !__list_ptr_ok(entry->prev))
		octavo_report("list_del of %p, which was never in a list",
			      entry);
	else if (entry->prev->next != entry)
		octavo_report("list_del of %p: list broken: prev %p points to %p",
			      entry, entry->prev, entry->prev->next);
	else
		octavo_report("list_del of %p: list broken: next %p points back to %p",
			      entry, entry->next, entry->next->prev);
}

void hlist_report_del(const struct hlist_node *n)
{
	if (n->pprev == LIST_POISON2)
		octavo_report("hlist_del of %p, which was deleted before", n);
	else if (!__list_ptr_ok(n->pprev))
		octavo_report("hlist_del of %p, which was never in a list", n);
	else
		octavo_report("hlist_del of %p: list broken: %p points to %p",
			      n, n->pprev, *n->pprev);
}

void list_add_call(struct list_head *new, struct list_head *prev,
		   struct list_head *next)
{
	__list_add_here(new, prev, next);
}

bool list_unlink_call(struct list_head *entry)
{
	return __list_unlink(entry);
}
