/* SPDX-License-Identifier: MIT */
/*
 * list_walk.h - more walks and moves of lists than list.h has.
 */
#ifndef OCTAVO_LIST_WALK_H
#define OCTAVO_LIST_WALK_H

#include <octavo/list.h>

/* Empty, and nobody is in the middle of changing it. */
static inline bool list_empty_careful(const struct list_head *head)
{
	const struct list_head *next =
		__atomic_load_n(&head->next, __ATOMIC_ACQUIRE);

	return next == head && next == head->prev;
}

static inline void list_del_init_careful(struct list_head *entry)
{
	list_del_init(entry);
}

static inline void list_swap(struct list_head *a, struct list_head *b)
{
	struct list_head *before = b->prev;

	list_del(b);
	list_replace(a, b);
	if (before == a)
		before = b;
	list_add(a, before);
}

/* Move the entries from @first to @last, all in one list, to @head's end. */
static inline void list_bulk_move_tail(struct list_head *head,
				       struct list_head *first,
				       struct list_head *last)
{
	first->prev->next = last->next;
	last->next->prev = first->prev;
	head->prev->next = first;
	first->prev = head->prev;
	last->next = head;
	head->prev = last;
}

static inline void list_rotate_to_front(struct list_head *entry,
					struct list_head *head)
{
	list_move_tail(head, entry);
}

/* Move what is before @entry from @head to the new @list. */
static inline void list_cut_before(struct list_head *list,
				   struct list_head *head,
				   struct list_head *entry)
{
	list_cut_position(list, head, entry->prev);
}

#define list_next_entry_circular(pos, head, member)			\
	(list_is_last(&(pos)->member, head) ?				\
		 list_first_entry(head, __typeof__(*(pos)), member) :	\
		 list_next_entry(pos, member))
#define list_prev_entry_circular(pos, head, member)			\
	(list_is_first(&(pos)->member, head) ?				\
		 list_last_entry(head, __typeof__(*(pos)), member) :	\
		 list_prev_entry(pos, member))
#define list_safe_reset_next(pos, n, member)	n = list_next_entry(pos, member)

#define list_for_each_continue(pos, head)				\
	for (pos = pos->next; pos != (head); pos = pos->next)
#define list_for_each_prev_safe(pos, n, head)				\
	for (pos = (head)->prev, n = pos->prev; pos != (head);		\
	     pos = n, n = pos->prev)
#define list_for_each_entry_from_reverse(pos, head, member)		\
	for (; !list_entry_is_head(pos, head, member);			\
	     pos = list_prev_entry(pos, member))
#define list_for_each_entry_safe_continue(pos, n, head, member)		\
	for (pos = list_next_entry(pos, member),			\
	     n = list_next_entry(pos, member);				\
	     !list_entry_is_head(pos, head, member);			\
	     pos = n, n = list_next_entry(n, member))

/* ---- hlist ------------------------------------------------------------------ */

static inline bool hlist_is_singular_node(struct hlist_node *n,
					  struct hlist_head *h)
{
	return !n->next && n->pprev == &h->first;
}

/* In no list, and yet not unhashed. */
static inline void hlist_add_fake(struct hlist_node *n)
{
	n->pprev = &n->next;
}

static inline bool hlist_fake(struct hlist_node *n)
{
	return n->pprev == &n->next;
}

static inline void hlist_move_list(struct hlist_head *from,
				   struct hlist_head *to)
{
	to->first = from->first;
	if (to->first)
		to->first->pprev = &to->first;
	from->first = NULL;
}

#define hlist_for_each_entry_continue(pos, member)			\
	for (pos = hlist_entry_safe((pos)->member.next,			\
				    __typeof__(*(pos)), member);	\
	     pos;							\
	     pos = hlist_entry_safe((pos)->member.next,			\
				    __typeof__(*(pos)), member))
#define hlist_for_each_entry_from(pos, member)				\
	for (; pos;							\
	     pos = hlist_entry_safe((pos)->member.next,			\
				    __typeof__(*(pos)), member))

#endif
