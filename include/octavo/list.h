/* SPDX-License-Identifier: MIT */
/*
 * list.h - doubly linked lists inside their elements.
 *
 *	head <-> a <-> b <-> c <-> (head)		list_head, circular
 *	head -> a -> b -> NULL; each knows who points to it	hlist
 *
 * 1. An empty list_head points to itself both ways.
 * 2. For every element, e->next->prev == e and e->prev->next == e. Adding and
 *    deleting test this first: a broken neighbour is reported
 *    (octavo_report()) and not followed, the call then changes nothing.
 * 3. A deleted element holds LIST_POISON1/2, so a second deletion is caught.
 *
 * Locking: the caller's. The _rcu forms of Linux do not exist.
 */
#ifndef OCTAVO_LIST_H
#define OCTAVO_LIST_H

#include <octavo/types.h>

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

/* Never mapped: below the lowest user address. */
#define LIST_POISON1		((void *)0x100)
#define LIST_POISON2		((void *)0x122)

/* Neither poison nor NULL, so that it may be followed. */
static inline bool __list_ptr_ok(const void *p)
{
	return likely((unsigned long)p >= 0x1000);
}

#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)		struct list_head name = LIST_HEAD_INIT(name)

/**
 * list_report_add() - report a list_add() that must not go on
 * @new: the element that was to be added
 * @prev: would come before it; its next is shown
 * @next: would come after it; its prev is shown
 *
 * Context: Any context.
 */
__cold void list_report_add(const struct list_head *new,
			    const struct list_head *prev,
			    const struct list_head *next);

/**
 * list_report_del() - report a list_del() that must not go on
 * @entry: the element that was to be deleted
 *
 * Context: Any context.
 */
__cold void list_report_del(const struct list_head *entry);

/**
 * hlist_report_del() - report an hlist_del() that must not go on
 * @n: the element that was to be deleted
 *
 * Context: Any context.
 */
__cold void hlist_report_del(const struct hlist_node *n);

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline bool __list_add_valid(struct list_head *new,
				    struct list_head *prev,
				    struct list_head *next)
{
	if (likely(__list_ptr_ok(next) && __list_ptr_ok(prev) &&
		   next->prev == prev && prev->next == next && new != prev &&
		   new != next))
		return true;
	list_report_add(new, prev, next);
	return false;
}

static inline bool __list_del_valid(struct list_head *entry)
{
	if (likely(__list_ptr_ok(entry->next) && __list_ptr_ok(entry->prev) &&
		   entry->prev->next == entry && entry->next->prev == entry))
		return true;
	list_report_del(entry);
	return false;
}

static __always_inline void __list_add_here(struct list_head *new,
					    struct list_head *prev,
					    struct list_head *next)
{
	if (!__list_add_valid(new, prev, next))
		return;
	next->prev = new;
	new->next = next;
	new->prev = prev;
	prev->next = new;
}

/**
 * list_add_call() - link an element between two neighbours, out of line
 * @new: the element
 * @prev: will come before it
 * @next: will come after it
 *
 * Context: Any context.
 */
void list_add_call(struct list_head *new, struct list_head *prev,
		   struct list_head *next);

static __always_inline void __list_add(struct list_head *new,
				       struct list_head *prev,
				       struct list_head *next)
{
	if (SMALL_CODE)
		list_add_call(new, prev, next);
	else
		__list_add_here(new, prev, next);
}

/* Put @new right after @head: a stack. */
static inline void list_add(struct list_head *new, struct list_head *head)
{
	__list_add(new, head, head->next);
}

/* Put @new right before @head: a queue. */
static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	__list_add(new, head->prev, head);
}

static inline void __list_del(struct list_head *prev, struct list_head *next)
{
	next->prev = prev;
	prev->next = next;
}

static __always_inline bool __list_unlink(struct list_head *entry)
{
	if (!__list_del_valid(entry))
		return false;
	__list_del(entry->prev, entry->next);
	return true;
}

/**
 * list_unlink_call() - let the neighbours of an element skip it, out of line
 * @entry: the element
 *
 * Context: Any context.
 * Return: false, and nothing done, if it is in no list.
 */
bool list_unlink_call(struct list_head *entry);

static __always_inline bool list_unlink(struct list_head *entry)
{
	return SMALL_CODE ? list_unlink_call(entry) : __list_unlink(entry);
}

static inline void __list_del_entry(struct list_head *entry)
{
	list_unlink(entry);
}

static inline void list_del(struct list_head *entry)
{
	if (!list_unlink(entry))
		return;
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}

static inline void list_del_init(struct list_head *entry)
{
	__list_del_entry(entry);
	INIT_LIST_HEAD(entry);
}

static inline void list_replace(struct list_head *old, struct list_head *new)
{
	new->next = old->next;
	new->next->prev = new;
	new->prev = old->prev;
	new->prev->next = new;
}

static inline void list_replace_init(struct list_head *old,
				     struct list_head *new)
{
	list_replace(old, new);
	INIT_LIST_HEAD(old);
}

static inline void list_move(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add(entry, head);
}

static inline void list_move_tail(struct list_head *entry,
				  struct list_head *head)
{
	__list_del_entry(entry);
	list_add_tail(entry, head);
}

static inline bool list_empty(const struct list_head *head)
{
	return __atomic_load_n(&head->next, __ATOMIC_RELAXED) == head;
}

static inline bool list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

static inline bool list_is_first(const struct list_head *entry,
				 const struct list_head *head)
{
	return entry->prev == head;
}

static inline bool list_is_last(const struct list_head *entry,
				const struct list_head *head)
{
	return entry->next == head;
}

static inline bool list_is_head(const struct list_head *entry,
				const struct list_head *head)
{
	return entry == head;
}

static inline void list_rotate_left(struct list_head *head)
{
	if (!list_empty(head))
		list_move_tail(head->next, head);
}

static inline void __list_splice(const struct list_head *list,
				 struct list_head *prev, struct list_head *next)
{
	struct list_head *first = list->next, *last = list->prev;

	first->prev = prev;
	prev->next = first;
	last->next = next;
	next->prev = last;
}

/* Put the elements of @list, which is not changed itself, after @head. */
static inline void list_splice(const struct list_head *list,
			       struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head, head->next);
}

static inline void list_splice_tail(const struct list_head *list,
				    struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head->prev, head);
}

static inline void list_splice_init(struct list_head *list,
				    struct list_head *head)
{
	list_splice(list, head);
	INIT_LIST_HEAD(list);
}

static inline void list_splice_tail_init(struct list_head *list,
					 struct list_head *head)
{
	list_splice_tail(list, head);
	INIT_LIST_HEAD(list);
}

/* Move the elements from the first up to and with @entry to the empty @list. */
static inline void list_cut_position(struct list_head *list,
				     struct list_head *head,
				     struct list_head *entry)
{
	INIT_LIST_HEAD(list);
	if (list_empty(head) || entry == head)
		return;
	list->next = head->next;
	list->next->prev = list;
	head->next = entry->next;
	head->next->prev = head;
	list->prev = entry;
	entry->next = list;
}

static inline size_t list_count_nodes(const struct list_head *head)
{
	const struct list_head *pos;
	size_t n = 0;

	for (pos = head->next; pos != head; pos = pos->next)
		n++;
	return n;
}

#define list_entry(ptr, type, member)	container_of(ptr, type, member)
#define list_first_entry(head, type, member)				\
	list_entry((head)->next, type, member)
#define list_last_entry(head, type, member)				\
	list_entry((head)->prev, type, member)
#define list_first_entry_or_null(head, type, member)			\
	({ struct list_head *lf_h = (head), *lf_n = lf_h->next;		\
	   lf_n != lf_h ? list_entry(lf_n, type, member) : NULL; })
#define list_last_entry_or_null(head, type, member)			\
	({ struct list_head *lf_h = (head), *lf_n = lf_h->prev;		\
	   lf_n != lf_h ? list_entry(lf_n, type, member) : NULL; })
/* By address, not as a member: at the end of a walk @pos is no entry, and need
 * not be aligned as one. */
#define list_entry_link(pos, member)					\
	((struct list_head *)((char *)(pos) +				\
			      offsetof(__typeof__(*(pos)), member)))
#define list_next_entry(pos, member)					\
	list_entry(list_entry_link(pos, member)->next,			\
		   __typeof__(*(pos)), member)
#define list_prev_entry(pos, member)					\
	list_entry(list_entry_link(pos, member)->prev,			\
		   __typeof__(*(pos)), member)
#define list_entry_is_head(pos, head, member)				\
	(list_entry_link(pos, member) == (head))

/* Walks. The _safe forms allow deleting @pos. */
#define list_for_each(pos, head)					\
	for (pos = (head)->next; pos != (head); pos = pos->next)
#define list_for_each_prev(pos, head)					\
	for (pos = (head)->prev; pos != (head); pos = pos->prev)
#define list_for_each_safe(pos, n, head)				\
	for (pos = (head)->next, n = pos->next; pos != (head);		\
	     pos = n, n = pos->next)
#define list_for_each_entry(pos, head, member)				\
	for (pos = list_first_entry(head, __typeof__(*pos), member);	\
	     !list_entry_is_head(pos, head, member);			\
	     pos = list_next_entry(pos, member))
#define list_for_each_entry_reverse(pos, head, member)			\
	for (pos = list_last_entry(head, __typeof__(*pos), member);	\
	     !list_entry_is_head(pos, head, member);			\
	     pos = list_prev_entry(pos, member))
#define list_for_each_entry_continue(pos, head, member)			\
	for (pos = list_next_entry(pos, member);			\
	     !list_entry_is_head(pos, head, member);			\
	     pos = list_next_entry(pos, member))
#define list_for_each_entry_continue_reverse(pos, head, member)		\
	for (pos = list_prev_entry(pos, member);			\
	     !list_entry_is_head(pos, head, member);			\
	     pos = list_prev_entry(pos, member))
#define list_for_each_entry_from(pos, head, member)			\
	for (; !list_entry_is_head(pos, head, member);			\
	     pos = list_next_entry(pos, member))
#define list_prepare_entry(pos, head, member)				\
	((pos) ? (pos) : list_entry(head, __typeof__(*(pos)), member))
#define list_for_each_entry_safe_from(pos, n, head, member)		\
	for ((n) = list_next_entry(pos, member);			\
	     &(pos)->member != (head);					\
	     (pos) = (n), (n) = list_next_entry(n, member))
#define list_for_each_entry_safe(pos, n, head, member)			\
	for (pos = list_first_entry(head, __typeof__(*pos), member),	\
	     n = list_next_entry(pos, member);				\
	     !list_entry_is_head(pos, head, member);			\
	     pos = n, n = list_next_entry(n, member))
#define list_for_each_entry_safe_reverse(pos, n, head, member)		\
	for (pos = list_last_entry(head, __typeof__(*pos), member),	\
	     n = list_prev_entry(pos, member);				\
	     !list_entry_is_head(pos, head, member);			\
	     pos = n, n = list_prev_entry(n, member))

/* ---- hlist: one pointer for a head, for hash tables ----------------------- */

#define HLIST_HEAD_INIT		{ .first = NULL }
#define HLIST_HEAD(name)	struct hlist_head name = HLIST_HEAD_INIT
#define INIT_HLIST_HEAD(head)	((head)->first = NULL)

static inline void INIT_HLIST_NODE(struct hlist_node *n)
{
	n->next = NULL;
	n->pprev = NULL;
}

static inline bool hlist_unhashed(const struct hlist_node *n)
{
	return !n->pprev;
}

/* The same, while others may take it out. */
static inline bool hlist_unhashed_lockless(const struct hlist_node *n)
{
	return !READ_ONCE(n->pprev);
}

static inline bool hlist_empty(const struct hlist_head *h)
{
	return !h->first;
}

/* Take @n out; false if it is in no list, which is reported. */
static inline bool __hlist_del(struct hlist_node *n)
{
	if (unlikely(!__list_ptr_ok(n->pprev) || *n->pprev != n)) {
		hlist_report_del(n);
		return false;
	}
	*n->pprev = n->next;
	if (n->next)
		n->next->pprev = n->pprev;
	return true;
}

static inline void hlist_del(struct hlist_node *n)
{
	if (!__hlist_del(n))
		return;
	n->next = LIST_POISON1;
	n->pprev = LIST_POISON2;
}

static inline void hlist_del_init(struct hlist_node *n)
{
	if (!hlist_unhashed(n) && __hlist_del(n))
		INIT_HLIST_NODE(n);
}

static inline void hlist_add_head(struct hlist_node *n, struct hlist_head *h)
{
	n->next = h->first;
	if (h->first)
		h->first->pprev = &n->next;
	h->first = n;
	n->pprev = &h->first;
}

static inline void hlist_add_before(struct hlist_node *n,
				    struct hlist_node *next)
{
	n->pprev = next->pprev;
	n->next = next;
	next->pprev = &n->next;
	*n->pprev = n;
}

static inline void hlist_add_behind(struct hlist_node *n,
				    struct hlist_node *prev)
{
	n->next = prev->next;
	prev->next = n;
	n->pprev = &prev->next;
	if (n->next)
		n->next->pprev = &n->next;
}

#define hlist_entry(ptr, type, member)	container_of(ptr, type, member)
#define hlist_entry_safe(ptr, type, member)				\
	({ __typeof__(ptr) he_p = (ptr);				\
	   he_p ? hlist_entry(he_p, type, member) : NULL; })
#define hlist_for_each(pos, head)					\
	for (pos = (head)->first; pos; pos = pos->next)
#define hlist_for_each_safe(pos, n, head)				\
	for (pos = (head)->first; pos && ({ n = pos->next; 1; }); pos = n)
#define hlist_for_each_entry(pos, head, member)				\
	for (pos = hlist_entry_safe((head)->first, __typeof__(*pos), member); \
	     pos;							\
	     pos = hlist_entry_safe(pos->member.next, __typeof__(*pos), member))
#define hlist_for_each_entry_safe(pos, n, head, member)			\
	for (pos = hlist_entry_safe((head)->first, __typeof__(*pos), member); \
	     pos && ({ n = pos->member.next; 1; });			\
	     pos = hlist_entry_safe(n, __typeof__(*pos), member))

#endif
