/* SPDX-License-Identifier: MIT */
/*
 * copy.c - copies of a socket buffer.
 *
 *			struct	linear	frags	frag_list
 *	skb_clone	new	shared	shared	shared	(alloc.c)
 *	pskb_copy	new	new	+1	+1	page, skb: a reference
 *	skb_copy	new	new, all bytes in it
 *	pskb_expand_head same	new	+1	+1	the old data is let go
 *
 * All that can fail comes before anything is changed. A head moves as a whole,
 * what is in front of data included, so that header offsets stay true.
 */
#include "internal.h"

#include <octavo/errno.h>

void skb_copy_header(struct sk_buff *new, const struct sk_buff *old)
{
	long moved = (long)skb_headroom(new) - (long)skb_headroom(old);

	new->dev = old->dev;
	new->tstamp = old->tstamp;
	memcpy(new->cb, old->cb, sizeof(new->cb));
	new->mac_len = old->mac_len;
	new->queue_mapping = old->queue_mapping;
	new->pfmemalloc = old->pfmemalloc;
	memcpy((char *)new + offsetof(struct sk_buff, csum),
	       (const char *)old + offsetof(struct sk_buff, csum),
	       offsetof(struct sk_buff, tail) - offsetof(struct sk_buff, csum));
	new->pkt_type = old->pkt_type;
	new->ip_summed = old->ip_summed;
	skb_headers_offset_update(new, moved);
	skb_dst_copy(new, old);
	skb_shinfo(new)->gso_size = skb_shinfo(old)->gso_size;
	skb_shinfo(new)->gso_segs = skb_shinfo(old)->gso_segs;
	skb_shinfo(new)->gso_type = skb_shinfo(old)->gso_type;
}

void skb_headers_offset_update(struct sk_buff *skb, long moved)
{
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		skb->csum_start = (u16)(skb->csum_start + moved);
	if (skb_transport_header_was_set(skb))
		skb->transport_header = (u16)(skb->transport_header + moved);
	skb->network_header = (u16)(skb->network_header + moved);
	if (skb_mac_header_was_set(skb))
		skb->mac_header = (u16)(skb->mac_header + moved);
}

/* ---- all bytes ----------------------------------------------------------- */

/* @head, data and @tail bytes of room; 0: too many. */
static unsigned int sum_of(unsigned int head, unsigned int len,
			   unsigned int tail)
{
	u64 sum = (u64)head + len + tail;

	return sum > SKB_MAX_SIZE ? 0 : (unsigned int)max(sum, (u64)1);
}

/* The bytes in front of data that both have are copied too: headers. */
static struct sk_buff *copy_all(const struct sk_buff *skb, unsigned int headroom,
				unsigned int tailroom, gfp_t gfp)
{
	unsigned int size = sum_of(headroom, skb->len, tailroom);
	unsigned int front = min(headroom, skb_headroom(skb));
	struct sk_buff *n;

	if (!size)
		return NULL;
	n = alloc_skb(size, gfp & ~__GFP_ZERO);
	if (!n)
		return NULL;
	skb_reserve(n, headroom);
	memcpy(n->data - front, skb->data - front, front);
	BUG_ON(skb_copy_bits(skb, 0, skb_put(n, skb->len), (int)skb->len));
	skb_copy_header(n, skb);
	return n;
}

struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp)
{
	unsigned int behind = skb_end_offset(skb) - skb_headroom(skb) -
			      skb_headlen(skb);

	return copy_all(skb, skb_headroom(skb), behind, gfp);
}

struct sk_buff *skb_copy_expand(const struct sk_buff *skb, int newheadroom,
				int newtailroom, gfp_t gfp)
{
	if (newheadroom < 0 || newtailroom < 0)
		return NULL;
	return copy_all(skb, (unsigned int)newheadroom,
			(unsigned int)newtailroom, gfp);
}

/* ---- the linear ones, the rest shared ------------------------------------ */

/* A reference of all that is behind the linear bytes. */
static void get_parts(struct sk_buff *skb)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	struct sk_buff *list;

	if (shinfo->flags & SKBFL_ZEROCOPY_ENABLE)
		net_zcopy_get(skb_zcopy(skb));
	for (unsigned int i = 0; i < shinfo->nr_frags; i++)
		__skb_frag_ref(&shinfo->frags[i]);
	skb_walk_frags(skb, list)
		skb_get(list);
}

/* What of @from is used of a skb_shared_info. */
static void copy_shinfo(struct skb_shared_info *to,
			const struct skb_shared_info *from)
{
	memcpy(to, from, offsetof(struct skb_shared_info, frags) +
				 from->nr_frags * sizeof(skb_frag_t));
	atomic_set(&to->dataref, 1);
}

struct sk_buff *__pskb_copy_fclone(struct sk_buff *skb, int headroom, gfp_t gfp,
				   bool fclone)
{
	unsigned int linear = skb_headlen(skb), size, front;
	struct sk_buff *n;

	if (headroom < 0)
		return NULL;
	/* Headers that were pulled stay where the offsets say. */
	front = min((unsigned int)headroom, skb_headroom(skb));
	size = sum_of((unsigned int)headroom, linear, 0);
	if (!size || skb_orphan_frags(skb, gfp))
		return NULL;
	n = __alloc_skb(size, gfp, fclone ? SKB_ALLOC_FCLONE : 0, NUMA_NO_NODE);
	if (!n)
		return NULL;
	skb_zcopy_downgrade_managed(skb);
	skb_reserve(n, (unsigned int)headroom);
	skb_put(n, linear);
	memcpy(n->data - front, skb->data - front, front + linear);
	n->truesize += skb->data_len;
	n->data_len = skb->data_len;
	n->len = skb->len;
	get_parts(skb);
	copy_shinfo(skb_shinfo(n), skb_shinfo(skb));
	skb_copy_header(n, skb);
	return n;
}

/* ---- a head of its own --------------------------------------------------- */

/* The head's bytes up to tail, and skb_shared_info, with more room; NULL
 * without memory. */
static u8 *copy_head(const struct sk_buff *skb, unsigned int nhead,
		     unsigned int size, gfp_t gfp)
{
	u8 *head = __kmalloc(size + SHINFO_SIZE, gfp & ~__GFP_ZERO);

	if (!head)
		return NULL;
	memcpy(head + nhead, skb->head,
	       (size_t)(skb_tail_pointer(skb) - skb->head));
	copy_shinfo((struct skb_shared_info *)(head + size), skb_shinfo(skb));
	return head;
}

/* @head has the bytes already, with @nhead more in front. */
static void set_head(struct sk_buff *skb, u8 *head, unsigned int nhead,
		     unsigned int size)
{
	unsigned int tail = (unsigned int)(skb_tail_pointer(skb) - skb->data);
	unsigned int headroom = skb_headroom(skb) + nhead;

	skb->head = head;
	skb->data = head + headroom;
	skb_set_tail_pointer(skb, (int)tail);
	skb_set_end_offset(skb, size);
	skb->head_frag = 0;
	skb->cloned = 0;
	skb->hdr_len = 0;
	skb->nohdr = 0;
	skb_headers_offset_update(skb, nhead);
}

int pskb_expand_head(struct sk_buff *skb, int nhead, int ntail, gfp_t gfp)
{
	unsigned int old = skb_end_offset(skb), size;
	u8 *head;

	BUG_ON(nhead < 0 || ntail < 0);
	BUG_ON(skb_shared(skb));
	size = sum_of((unsigned int)nhead, old, (unsigned int)ntail);
	if (!size)
		return -ENOMEM;
	size = SKB_DATA_ALIGN(size);
	/* Before the head is copied: these change what is copied. */
	skb_zcopy_downgrade_managed(skb);
	if (skb_cloned(skb) && skb_orphan_frags(skb, gfp))
		return -ENOMEM;
	head = copy_head(skb, (unsigned int)nhead, size, gfp);
	if (!head)
		return -ENOMEM;
	if (skb_cloned(skb)) {
		get_parts(skb);
		skb_release_data(skb);
	} else {
		skb_free_head(skb);
	}
	set_head(skb, head, (unsigned int)nhead, size);
	/* Else its destructor gives back what was charged. */
	if (!skb->destructor)
		skb->truesize += size - old;
	return 0;
}

struct sk_buff *skb_realloc_headroom(struct sk_buff *skb, unsigned int headroom)
{
	struct sk_buff *n;

	if (headroom > SKB_MAX_SIZE)
		return NULL;
	if (headroom <= skb_headroom(skb))
		return pskb_copy(skb, GFP_ATOMIC);
	n = skb_clone(skb, GFP_ATOMIC);
	if (n && pskb_expand_head(n, (int)SKB_DATA_ALIGN(headroom -
							 skb_headroom(n)),
				  0, GFP_ATOMIC)) {
		kfree_skb(n);
		n = NULL;
	}
	return n;
}
