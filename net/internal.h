/* SPDX-License-Identifier: MIT */
/*
 * net/internal.h - what the files of net/ share.
 *
 *	alloc.c		structs and their data: made, cloned
 *	free.c		released
 *	queue.c		queues with a lock
 *	page_frag.c	parts of pages, many to a page
 *	frag.c		fragments of an skb
 *	copy.c		copies of an skb, wholly and of its head
 *	pull.c		linear bytes from the others, and the end cut off
 *	bytes.c		bytes in and out, sums of them
 *	split.c		one skb from two and two from one, segments
 *	zerocopy.c	data that is somebody else's
 *	datagram.c	bytes to and from an iterator
 *	pin.c		user pages as fragments
 */
#ifndef NET_INTERNAL_H
#define NET_INTERNAL_H

#include <octavo/skbuff.h>

#define SHINFO_SIZE	SKB_DATA_ALIGN(sizeof(struct skb_shared_info))

/* The largest room that an skb can have. */
#define SKB_MAX_SIZE	((unsigned int)(KMALLOC_MAX_SIZE - SHINFO_SIZE))

/* Unequal to 0 while a release hook is registered. */
extern unsigned long skb_nr_hooks;

/* A count that others may change meanwhile, but not if it is what is hoped
 * for: as an operand of the comparison. */
static __always_inline int count_of(const atomic_t *v)
{
	return OCTAVO_TSAN ? atomic_read(v) : v->counter;
}

/* One holder more of the data of @skb, which the caller holds. Who is alone
 * with struct and data needs no atomic operation. */
static __always_inline void skb_data_get(struct sk_buff *skb)
{
	atomic_t *dataref = &skb_shinfo(skb)->dataref;

	if (likely(count_of(dataref) == 1 && count_of(&skb->users.refs) == 1))
		atomic_set(dataref, 2);
	else
		atomic_inc(dataref);
	skb->cloned = 1;
}

void skb_release_data(struct sk_buff *skb);
void skb_free_head(struct sk_buff *skb);
void skb_headers_offset_update(struct sk_buff *skb, long moved);

#endif
