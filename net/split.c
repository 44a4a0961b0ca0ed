/* SPDX-License-Identifier: MIT */
/*
 * split.c - two socket buffers from one, and one from two.
 *
 *	skb_split	 | linear | frag 0 | frag 1 |
 *			 |<-- skb -->|<--- skb1 --->|	pages are shared, linear
 *							bytes are copied
 *	skb_try_coalesce | to | + | from |		from's bytes are copied,
 *							or its pages go over
 *	skb_segment	 | headers | gso_size | gso_size | rest |
 *			 | headers | gso_size |  | headers | gso_size | ...
 */
#include "internal.h"

#include <octavo/err.h>
#include <octavo/errno.h>

/* ---- two from one -------------------------------------------------------- */

/* The other data tells the owner too. */
static void share_zcopy(struct sk_buff *to, struct sk_buff *from)
{
	skb_shinfo(to)->flags |= skb_shinfo(from)->flags &
				 (SKBFL_SHARED_FRAG | SKBFL_PURE_ZEROCOPY);
	skb_zcopy_set(to, skb_zcopy(from), NULL);
	/* What @to has are references of its own, whatever the owner says. */
	skb_shinfo(to)->flags &= (u8)~SKBFL_MANAGED_FRAG_REFS;
}

static void move_len(struct sk_buff *skb, struct sk_buff *skb1,
		     unsigned int bytes)
{
	skb->data_len -= bytes;
	skb->len -= bytes;
	skb1->data_len += bytes;
	skb1->len += bytes;
}

/* Fragments from byte @off of them on; that in which it lies becomes two. */
static void split_frags(struct sk_buff *skb, struct sk_buff *skb1,
			unsigned int off)
{
	struct skb_shared_info *from = skb_shinfo(skb), *to = skb_shinfo(skb1);
	unsigned int i = 0, k = 0, nr = from->nr_frags;

	while (i < nr && off >= skb_frag_size(&from->frags[i]))
		off -= skb_frag_size(&from->frags[i++]);
	from->nr_frags = (u8)i;
	if (i < nr && off) {
		to->frags[k] = from->frags[i];
		__skb_frag_ref(&to->frags[k]);
		skb_frag_off_add(&to->frags[k], (int)off);
		skb_frag_size_sub(&to->frags[k++], (int)off);
		skb_frag_size_set(&from->frags[i++], off);
		from->nr_frags = (u8)i;
	}
	for (; i < nr; i++)
		to->frags[k++] = from->frags[i];
	to->nr_frags = (u8)k;
}

void skb_split(struct sk_buff *skb, struct sk_buff *skb1, u32 len)
{
	unsigned int linear = skb_headlen(skb), off = 0;

	BUG_ON(len > skb->len || skb_shared(skb) || skb_cloned(skb));
	BUG_ON(skb_has_frag_list(skb) || skb_is_nonlinear(skb1));
	skb_zcopy_downgrade_managed(skb);
	if (len < linear) {
		unsigned int move = linear - len;

		memcpy(skb_put(skb1, move), skb->data + len, move);
		skb_set_tail_pointer(skb, (int)len);
		skb->len -= move;
	} else {
		off = len - linear;
	}
	share_zcopy(skb1, skb);
	split_frags(skb, skb1, off);
	move_len(skb, skb1, skb->data_len - off);
}

/* ---- one from two -------------------------------------------------------- */

/* Make the head of @from, a part of a page, a fragment of @to. */
static bool steal_head(struct sk_buff *to, struct sk_buff *from)
{
	struct page *page = virt_to_head_page(from->head);

	if (!from->head_frag || skb_cloned(from))
		return false;
	skb_fill_page_desc(to, skb_shinfo(to)->nr_frags, page,
			   (unsigned int)(from->data -
					  (u8 *)page_address(page)),
			   skb_headlen(from));
	return true;
}

/* Move all fragments; of a clone's data references are taken instead. */
static void move_frags(struct sk_buff *to, struct sk_buff *from)
{
	struct skb_shared_info *t = skb_shinfo(to), *f = skb_shinfo(from);

	memcpy(t->frags + t->nr_frags, f->frags,
	       f->nr_frags * sizeof(skb_frag_t));
	t->nr_frags = (u8)(t->nr_frags + f->nr_frags);
	if (!skb_cloned(from)) {
		f->nr_frags = 0;
		return;
	}
	for (unsigned int i = 0; i < f->nr_frags; i++)
		__skb_frag_ref(&f->frags[i]);
}

static bool may_join_frags(const struct sk_buff *to, const struct sk_buff *from)
{
	unsigned int nr = skb_shinfo(to)->nr_frags + skb_shinfo(from)->nr_frags;

	return !skb_has_frag_list(to) && !skb_has_frag_list(from) &&
	       !skb_zcopy(to) && !skb_zcopy(from) &&
	       nr + (skb_headlen(from) != 0) <= MAX_SKB_FRAGS;
}

bool skb_try_coalesce(struct sk_buff *to, struct sk_buff *from,
		      bool *fragstolen, int *delta_truesize)
{
	unsigned int len = from->len, delta;

	*fragstolen = false;
	*delta_truesize = 0;
	if (skb_cloned(to) || len > UINT_MAX - to->len)
		return false;
	if (len <= (unsigned int)skb_tailroom(to)) {
		BUG_ON(skb_copy_bits(from, 0, skb_put(to, len), (int)len));
		return true;
	}
	/* An skb that was owned when its head grew says less than it has. */
	if (!may_join_frags(to, from) ||
	    from->truesize < SKB_TRUESIZE(skb_end_offset(from)))
		return false;
	delta = from->truesize - SKB_TRUESIZE(skb_end_offset(from));
	if (skb_headlen(from)) {
		if (!steal_head(to, from))
			return false;
		delta = from->truesize - SKB_DATA_ALIGN(sizeof(struct sk_buff));
		*fragstolen = true;
	}
	move_frags(to, from);
	to->truesize += delta;
	to->len += len;
	to->data_len += len;
	*delta_truesize = (int)delta;
	return true;
}

/* ---- segments ------------------------------------------------------------ */

/* Add the part [@off, @off + @len) of a fragment; false: no fragment is left. */
static bool share_frag(struct sk_buff *n, const skb_frag_t *frag,
		       unsigned int off, unsigned int len)
{
	struct skb_shared_info *shinfo = skb_shinfo(n);
	skb_frag_t *new = &shinfo->frags[shinfo->nr_frags];

	if (shinfo->nr_frags >= MAX_SKB_FRAGS)
		return false;
	*new = *frag;
	skb_frag_off_add(new, (int)off);
	skb_frag_size_set(new, len);
	__skb_frag_ref(new);
	shinfo->nr_frags++;
	return true;
}

/* Add bytes [@off, @off + @len) of @skb to @n as fragments; false: some are
 * linear, or in frag_list, or there are too many pieces. */
static bool share_bytes(struct sk_buff *n, const struct sk_buff *skb,
			unsigned int off, unsigned int len)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	unsigned int at = skb_headlen(skb), end = skb_pagelen(skb);

	if (off < at || off > end || len > end - off)
		return false;
	for (unsigned int i = 0; len; i++) {
		const skb_frag_t *frag = &shinfo->frags[i];
		unsigned int size = skb_frag_size(frag), now;

		if (off - at < size) {
			now = min(size - (off - at), len);
			if (!share_frag(n, frag, off - at, now))
				return false;
			off += now;
			len -= now;
		}
		at += size;
	}
	return true;
}

struct segmenting {
	struct sk_buff *skb;
	unsigned int headers;		/* bytes in front of data */
	bool share;
};

/* An empty segment with the headers, which has room for @room bytes. */
static struct sk_buff *start_segment(const struct segmenting *s,
				     unsigned int room)
{
	unsigned int headroom = skb_headroom(s->skb);
	struct sk_buff *n;

	if (room > SKB_MAX_SIZE - headroom)
		return NULL;
	n = alloc_skb(headroom + room, GFP_ATOMIC);
	if (!n)
		return NULL;
	skb_reserve(n, headroom);
	skb_copy_header(n, s->skb);
	skb_gso_reset(n);
	memcpy(skb_push(n, s->headers), s->skb->data - s->headers, s->headers);
	return n;
}

/* Bytes [@off, @off + @len): the linear ones copied, the others shared. */
static struct sk_buff *shared_segment(const struct segmenting *s,
				      unsigned int off, unsigned int len)
{
	unsigned int at = skb_headlen(s->skb);
	unsigned int linear = off < at ? min(at - off, len) : 0;
	struct sk_buff *n = start_segment(s, linear);

	if (!n)
		return NULL;
	memcpy(skb_put(n, linear), s->skb->data + off, linear);
	if (linear < len && !share_bytes(n, s->skb, off + linear, len - linear)) {
		kfree_skb(n);
		return NULL;
	}
	n->data_len = len - linear;
	n->len += n->data_len;
	n->truesize += n->data_len;
	if (n->data_len)
		share_zcopy(n, s->skb);
	return n;
}

static struct sk_buff *copied_segment(const struct segmenting *s,
				      unsigned int off, unsigned int len)
{
	struct sk_buff *n = start_segment(s, len);

	if (n)
		BUG_ON(skb_copy_bits(s->skb, (int)off, skb_put(n, len),
				     (int)len));
	return n;
}

static struct sk_buff *one_segment(const struct segmenting *s, unsigned int off,
				   unsigned int len)
{
	struct sk_buff *n = s->share ? shared_segment(s, off, len) : NULL;

	return n ? n : copied_segment(s, off, len);
}

struct sk_buff *skb_segment(struct sk_buff *head_skb, netdev_features_t features)
{
	unsigned int mss = skb_shinfo(head_skb)->gso_size, len, off = 0;
	struct segmenting s = { .skb = head_skb, .share = features & NETIF_F_SG };
	struct sk_buff *segs = NULL, *last = NULL, *n;

	if (!mss || mss == GSO_BY_FRAGS || !skb_mac_header_was_set(head_skb) ||
	    skb_mac_offset(head_skb) > 0)
		return ERR_PTR(-EINVAL);
	if (skb_orphan_frags(head_skb, GFP_ATOMIC))
		return ERR_PTR(-ENOMEM);
	skb_zcopy_downgrade_managed(head_skb);
	s.headers = (unsigned int)-skb_mac_offset(head_skb);
	do {
		len = min(mss, head_skb->len - off);
		n = one_segment(&s, off, len);
		if (!n) {
			kfree_skb_list(segs);
			return ERR_PTR(-ENOMEM);
		}
		if (last)
			last->next = n;
		else
			segs = n;
		last = n;
		off += len;
	} while (off < head_skb->len);
	segs->prev = last;
	return segs;
}
