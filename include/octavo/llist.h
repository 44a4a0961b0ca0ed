/* SPDX-License-Identifier: MIT */
/*
 * llist.h - a list that many may add to and one takes away whole, without a
 * lock: newest first.
 */
#ifndef OCTAVO_LLIST_H
#define OCTAVO_LLIST_H

#include <octavo/types.h>

struct llist_node {
	struct llist_node *next;
};

struct llist_head {
	struct llist_node *first;
};

#define LLIST_HEAD_INIT(name)	{ NULL }
#define LLIST_HEAD(name)	struct llist_head name = LLIST_HEAD_INIT(name)

static inline void init_llist_head(struct llist_head *head)
{
	head->first = NULL;
}

static inline bool llist_empty(const struct llist_head *head)
{
	return !__atomic_load_n(&head->first, __ATOMIC_RELAXED);
}

/* Add the chain from @first to @last; true if the list was empty. */
static inline bool llist_add_batch(struct llist_node *first,
				   struct llist_node *last,
				   struct llist_head *head)
{
	struct llist_node *old = __atomic_load_n(&head->first,
						 __ATOMIC_RELAXED);

	do {
		last->next = old;
	} while (!__atomic_compare_exchange_n(&head->first, &old, first, false,
					      __ATOMIC_SEQ_CST,
					      __ATOMIC_RELAXED));
	return !old;
}

static inline bool llist_add(struct llist_node *node, struct llist_head *head)
{
	return llist_add_batch(node, node, head);
}

static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	return __atomic_exchange_n(&head->first, NULL, __ATOMIC_SEQ_CST);
}

/* The newest; one at a time may take. */
static inline struct llist_node *llist_del_first(struct llist_head *head)
{
	struct llist_node *first = __atomic_load_n(&head->first,
						   __ATOMIC_ACQUIRE);

	while (first &&
	       !__atomic_compare_exchange_n(&head->first, &first, first->next,
					    false, __ATOMIC_SEQ_CST,
					    __ATOMIC_ACQUIRE))
		;
	return first;
}

static inline struct llist_node *llist_next(struct llist_node *node)
{
	return node->next;
}

static inline struct llist_node *llist_reverse_order(struct llist_node *node)
{
	struct llist_node *reversed = NULL;

	while (node) {
		struct llist_node *next = node->next;

		node->next = reversed;
		reversed = node;
		node = next;
	}
	return reversed;
}

#define llist_entry(ptr, type, member)	container_of(ptr, type, member)
#define LLIST_ENTRY_OR_NULL(ptr, type, member)				\
	({								\
		__typeof__(ptr) ll_p = (ptr);				\
		ll_p ? llist_entry(ll_p, type, member) : NULL;		\
	})
#define llist_for_each(pos, node)	\
	for (pos = (node); pos; pos = pos->next)
#define llist_for_each_safe(pos, n, node)	\
	for (pos = (node); pos && ({ n = pos->next; 1; }); pos = n)
#define llist_for_each_entry(pos, node, member)				\
	for (pos = LLIST_ENTRY_OR_NULL(node, __typeof__(*pos), member);	\
	     pos;							\
	     pos = LLIST_ENTRY_OR_NULL(pos->member.next,		\
				       __typeof__(*pos), member))
#define llist_for_each_entry_safe(pos, n, node, member)			\
	for (pos = LLIST_ENTRY_OR_NULL(node, __typeof__(*pos), member);	\
	     pos && ({ n = LLIST_ENTRY_OR_NULL(pos->member.next,	\
					       __typeof__(*pos), member); \
		       1; });						\
	     pos = n)

#endif
