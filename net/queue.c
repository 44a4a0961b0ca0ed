/* SPDX-License-Identifier: MIT */
/*
 * queue.c - queues of socket buffers with their lock, and what is said before
 * stopping because of a bad length.
 */
#include "internal.h"

static __noreturn void stop(const struct sk_buff *skb, unsigned int len,
			    void *addr, const char *what)
{
	panic("%s: text:%p len:%u put:%u head:%p data:%p tail:%#lx end:%#lx dev:%p",
	      what, addr, skb->len, len, skb->head, skb->data,
	      (unsigned long)(skb_tail_pointer(skb) - skb->head),
	      (unsigned long)skb_end_offset(skb), skb->dev);
}

void skb_over_panic(const struct sk_buff *skb, unsigned int len, void *addr)
{
	stop(skb, len, addr, "skb_over_panic");
}

void skb_under_panic(const struct sk_buff *skb, unsigned int len, void *addr)
{
	stop(skb, len, addr, "skb_under_panic");
}

void skb_queue_head(struct sk_buff_head *list, struct sk_buff *newsk)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	__skb_queue_head(list, newsk);
	spin_unlock_irqrestore(&list->lock, flags);
}

void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *newsk)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	__skb_queue_tail(list, newsk);
	spin_unlock_irqrestore(&list->lock, flags);
}

struct sk_buff *skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb;
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb = __skb_dequeue(list);
	spin_unlock_irqrestore(&list->lock, flags);
	return skb;
}

struct sk_buff *skb_dequeue_tail(struct sk_buff_head *list)
{
	struct sk_buff *skb;
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb = __skb_dequeue_tail(list);
	spin_unlock_irqrestore(&list->lock, flags);
	return skb;
}

void skb_unlink(struct sk_buff *skb, struct sk_buff_head *list)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	__skb_unlink(skb, list);
	spin_unlock_irqrestore(&list->lock, flags);
}

void skb_append(struct sk_buff *old, struct sk_buff *newsk,
		struct sk_buff_head *list)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	__skb_queue_after(list, old, newsk);
	spin_unlock_irqrestore(&list->lock, flags);
}

void skb_queue_purge_reason(struct sk_buff_head *list,
			    enum skb_drop_reason reason)
{
	struct sk_buff_head taken;
	struct sk_buff *skb;
	unsigned long flags;

	__skb_queue_head_init(&taken);
	spin_lock_irqsave(&list->lock, flags);
	skb_queue_splice_init(list, &taken);
	spin_unlock_irqrestore(&list->lock, flags);
	while ((skb = __skb_dequeue(&taken)) != NULL)
		kfree_skb_reason(skb, reason);
}
