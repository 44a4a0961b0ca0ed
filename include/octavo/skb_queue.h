/* SPDX-License-Identifier: MIT */
/*
 * skb_queue.h - queues of socket buffers. Included by skbuff.h.
 *
 *	head <-> skb <-> skb <-> (head)		circular; qlen counts them
 *
 * The forms with two underscores leave locking to the caller; the others take
 * the queue's lock with interrupts off.
 */
#ifndef OCTAVO_SKB_QUEUE_H
#define OCTAVO_SKB_QUEUE_H

#include <octavo/skbuff.h>

/* What a head and an skb have in common. */
struct sk_buff_list {
	struct sk_buff *next;
	struct sk_buff *prev;
};

static inline void __skb_link(void *prev, void *next)
{
	((struct sk_buff_list *)next)->prev = prev;
	__atomic_store_n(&((struct sk_buff_list *)prev)->next,
			 (struct sk_buff *)next, __ATOMIC_RELAXED);
}

static inline void __skb_queue_head_init(struct sk_buff_head *list)
{
	list->next = list->prev = (struct sk_buff *)list;
	list->qlen = 0;
}

static inline void skb_queue_head_init(struct sk_buff_head *list)
{
	spin_lock_init(&list->lock);
	__skb_queue_head_init(list);
}

static inline u32 skb_queue_len(const struct sk_buff_head *list)
{
	return list->qlen;
}

static inline u32 skb_queue_len_lockless(const struct sk_buff_head *list)
{
	return __atomic_load_n(&list->qlen, __ATOMIC_RELAXED);
}

static inline bool skb_queue_empty(const struct sk_buff_head *list)
{
	return list->next == (const struct sk_buff *)list;
}

static inline bool skb_queue_empty_lockless(const struct sk_buff_head *list)
{
	return __atomic_load_n(&list->next, __ATOMIC_RELAXED) ==
	       (const struct sk_buff *)list;
}

static inline bool skb_queue_is_last(const struct sk_buff_head *list,
				     const struct sk_buff *skb)
{
	return skb->next == (const struct sk_buff *)list;
}

static inline bool skb_queue_is_first(const struct sk_buff_head *list,
				      const struct sk_buff *skb)
{
	return skb->prev == (const struct sk_buff *)list;
}

/* The one behind @skb, which is not the last. */
static inline struct sk_buff *skb_queue_next(const struct sk_buff_head *list,
					     const struct sk_buff *skb)
{
	BUG_ON(skb_queue_is_last(list, skb));
	return skb->next;
}

static inline struct sk_buff *skb_queue_prev(const struct sk_buff_head *list,
					     const struct sk_buff *skb)
{
	BUG_ON(skb_queue_is_first(list, skb));
	return skb->prev;
}

/* The first; NULL: empty. It stays on the queue. */
static inline struct sk_buff *skb_peek(const struct sk_buff_head *list)
{
	return skb_queue_empty(list) ? NULL : list->next;
}

static inline struct sk_buff *skb_peek_next(const struct sk_buff *skb,
					    const struct sk_buff_head *list)
{
	return skb_queue_is_last(list, skb) ? NULL : skb->next;
}

static inline struct sk_buff *skb_peek_tail(const struct sk_buff_head *list)
{
	return skb_queue_empty(list) ? NULL : list->prev;
}

/* Between two that may be the head. */
static inline void __skb_insert(struct sk_buff *skb, void *prev, void *next,
				struct sk_buff_head *list)
{
	BUG_ON(skb->next || skb->prev ||
	       ((struct sk_buff_list *)prev)->next != next ||
	       ((struct sk_buff_list *)next)->prev != prev);
	__skb_link(skb, next);
	__skb_link(prev, skb);
	__atomic_store_n(&list->qlen, list->qlen + 1, __ATOMIC_RELAXED);
}

static inline void __skb_queue_after(struct sk_buff_head *list,
				     struct sk_buff *prev, struct sk_buff *skb)
{
	__skb_insert(skb, prev, ((struct sk_buff_list *)prev)->next, list);
}

static inline void __skb_queue_before(struct sk_buff_head *list,
				      struct sk_buff *next, struct sk_buff *skb)
{
	__skb_insert(skb, ((struct sk_buff_list *)next)->prev, next, list);
}

static inline void __skb_queue_head(struct sk_buff_head *list,
				    struct sk_buff *skb)
{
	__skb_queue_after(list, (struct sk_buff *)list, skb);
}

static inline void __skb_queue_tail(struct sk_buff_head *list,
				    struct sk_buff *skb)
{
	__skb_queue_before(list, (struct sk_buff *)list, skb);
}

static inline void __skb_unlink(struct sk_buff *skb, struct sk_buff_head *list)
{
	void *next = skb->next, *prev = skb->prev;

	BUG_ON(!list->qlen || !next || !prev ||
	       ((struct sk_buff_list *)next)->prev != skb ||
	       ((struct sk_buff_list *)prev)->next != skb);
	__atomic_store_n(&list->qlen, list->qlen - 1, __ATOMIC_RELAXED);
	skb->next = skb->prev = NULL;
	__skb_link(prev, next);
}

static inline struct sk_buff *__skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb = skb_peek(list);

	if (skb)
		__skb_unlink(skb, list);
	return skb;
}

static inline struct sk_buff *__skb_dequeue_tail(struct sk_buff_head *list)
{
	struct sk_buff *skb = skb_peek_tail(list);

	if (skb)
		__skb_unlink(skb, list);
	return skb;
}

/* Put the skbs of @list, which is not emptied itself, between two others. */
static inline void __skb_queue_splice(const struct sk_buff_head *list,
				      void *prev, void *next)
{
	__skb_link(list->prev, next);
	__skb_link(prev, list->next);
}

/* Move all skbs of @list to the start of @head. */
static inline void skb_queue_splice_init(struct sk_buff_head *list,
					 struct sk_buff_head *head)
{
	if (skb_queue_empty(list))
		return;
	__skb_queue_splice(list, head, head->next);
	head->qlen += list->qlen;
	__skb_queue_head_init(list);
}

/* Move all skbs of @list to the end of @head. */
static inline void skb_queue_splice_tail_init(struct sk_buff_head *list,
					      struct sk_buff_head *head)
{
	if (skb_queue_empty(list))
		return;
	__skb_queue_splice(list, head->prev, head);
	head->qlen += list->qlen;
	__skb_queue_head_init(list);
}

static inline void __skb_queue_purge(struct sk_buff_head *list)
{
	struct sk_buff *skb;

	while ((skb = __skb_dequeue(list)) != NULL)
		kfree_skb_reason(skb, SKB_DROP_REASON_QUEUE_PURGE);
}

/**
 * skb_queue_head() - put an skb at the start of a queue
 * @list: the queue
 * @newsk: on no queue
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void skb_queue_head(struct sk_buff_head *list, struct sk_buff *newsk);

/**
 * skb_queue_tail() - put an skb at the end of a queue
 * @list: the queue
 * @newsk: on no queue
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *newsk);

/**
 * skb_dequeue() - take the first skb of a queue
 * @list: the queue
 *
 * Context: Any context.
 * Locks: takes the queue's.
 * Return: the skb; NULL: the queue is empty.
 */
struct sk_buff *skb_dequeue(struct sk_buff_head *list);

/**
 * skb_dequeue_tail() - take the last skb of a queue
 * @list: the queue
 *
 * Context: Any context.
 * Locks: takes the queue's.
 * Return: the skb; NULL: the queue is empty.
 */
struct sk_buff *skb_dequeue_tail(struct sk_buff_head *list);

/**
 * skb_unlink() - take an skb off its queue
 * @skb: on @list
 * @list: the queue
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void skb_unlink(struct sk_buff *skb, struct sk_buff_head *list);

/**
 * skb_append() - put an skb behind another
 * @old: on @list
 * @newsk: on no queue
 * @list: the queue
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void skb_append(struct sk_buff *old, struct sk_buff *newsk,
		struct sk_buff_head *list);

/**
 * skb_queue_purge_reason() - free all skbs of a queue
 * @list: the queue; empty afterwards
 * @reason: why
 *
 * Context: Any context.
 * Locks: takes the queue's, for taking them off; frees without it.
 */
void skb_queue_purge_reason(struct sk_buff_head *list,
			    enum skb_drop_reason reason);

static inline void skb_queue_purge(struct sk_buff_head *list)
{
	skb_queue_purge_reason(list, SKB_DROP_REASON_QUEUE_PURGE);
}

/* Walks. The _safe form allows taking @skb off. */
#define skb_queue_walk(queue, skb)					\
	for (skb = (queue)->next; skb != (struct sk_buff *)(queue);	\
	     skb = skb->next)
#define skb_queue_walk_safe(queue, skb, tmp)				\
	for (skb = (queue)->next, tmp = skb->next;			\
	     skb != (struct sk_buff *)(queue); skb = tmp, tmp = skb->next)
#define skb_queue_reverse_walk(queue, skb)				\
	for (skb = (queue)->prev; skb != (struct sk_buff *)(queue);	\
	     skb = skb->prev)
/* Of a list that ends with NULL, such as skb_segment() gives. */
#define skb_list_walk_safe(first, skb, next_skb)			\
	for ((skb) = (first), (next_skb) = (skb) ? (skb)->next : NULL; (skb); \
	     (skb) = (next_skb), (next_skb) = (skb) ? (skb)->next : NULL)

#endif
