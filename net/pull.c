/* SPDX-License-Identifier: MIT */
/*
 * pull.c - more bytes made linear, and the end cut off.
 *
 *	| linear | frag 0 | frag 1 | skb | skb |
 *		 |<- pulled ->|			copied behind the linear ones;
 *						what is used up is let go
 *
 * An skb of frag_list may be in the list of another skb too, with a user for
 * each. Before it is changed, a clone takes its place; that leads on to the
 * same next one.
 */
#include "internal.h"

#include <octavo/errno.h>

/* Room for what will be pulled next. */
#define PULL_SPARE	128u

/* What @*link leads to, for this list alone; NULL without memory. */
static struct sk_buff *own_list_skb(struct sk_buff **link)
{
	struct sk_buff *old = *link, *n;

	if (!skb_shared(old))
		return old;
	n = skb_clone(old, GFP_ATOMIC);
	if (!n)
		return NULL;
	n->next = old->next;
	*link = n;
	consume_skb(old);
	return n;
}

/* ---- pulling ------------------------------------------------------------- */

/* How many bytes frag_list must give when @delta are pulled. */
static unsigned int wanted_of_list(const struct sk_buff *skb, unsigned int delta)
{
	unsigned int frags = skb_pagelen(skb) - skb_headlen(skb);

	return delta > frags ? delta - frags : 0;
}

/* Take the first @eat bytes off the fragments, or all of them. */
static void eat_frags(struct sk_buff *skb, unsigned int eat)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	unsigned int k = 0;

	for (unsigned int i = 0; i < shinfo->nr_frags; i++) {
		skb_frag_t *frag = &shinfo->frags[i];
		unsigned int size = skb_frag_size(frag);

		if (size <= eat) {
			eat -= size;
			skb_frag_unref(skb, (int)i);
			continue;
		}
		skb_frag_off_add(frag, (int)eat);
		skb_frag_size_sub(frag, (int)eat);
		eat = 0;
		shinfo->frags[k++] = *frag;
	}
	shinfo->nr_frags = (u8)k;
}

/* An skb of frag_list without its first @eat bytes: itself or a clone; NULL
 * without memory, and it is as it was. */
static struct sk_buff *without_start(struct sk_buff *iter, unsigned int eat)
{
	struct sk_buff *n = iter;

	if (skb_shared(iter))
		n = skb_clone(iter, GFP_ATOMIC);
	if (!n || pskb_pull(n, eat))
		return n;
	if (n != iter)
		kfree_skb(n);
	return NULL;
}

/* Take @eat bytes off frag_list; false without memory, and nothing is done. */
static bool eat_list(struct sk_buff *skb, unsigned int eat)
{
	struct sk_buff **first = &skb_shinfo(skb)->frag_list;
	struct sk_buff *iter = *first, *stays, *end, *gone;

	while (iter && eat >= iter->len) {
		eat -= iter->len;
		iter = iter->next;
	}
	BUG_ON(eat && !iter);
	stays = eat ? without_start(iter, eat) : iter;
	if (eat && !stays)
		return false;
	end = stays == iter ? iter : iter->next;
	while (*first != end) {
		gone = *first;
		*first = gone->next;
		consume_skb(gone);
	}
	if (stays != iter) {
		stays->next = end;
		*first = stays;
	}
	return true;
}

void *__pskb_pull_tail(struct sk_buff *skb, int delta)
{
	unsigned int room = (unsigned int)(skb_end_pointer(skb) -
					   skb_tail_pointer(skb));
	unsigned int want = (unsigned int)delta, more, of_list;

	if (delta < 0 || want > skb->data_len)
		return NULL;
	more = want > room ? want - room + PULL_SPARE : 0;
	if ((more || skb_cloned(skb)) &&
	    pskb_expand_head(skb, 0, (int)more, GFP_ATOMIC))
		return NULL;
	BUG_ON(skb_copy_bits(skb, (int)skb_headlen(skb), skb_tail_pointer(skb),
			     delta));
	of_list = wanted_of_list(skb, want);
	if (of_list && !eat_list(skb, of_list))
		return NULL;
	eat_frags(skb, want);
	skb->tail += want;
	skb->data_len -= want;
	if (!skb->data_len)
		skb_zcopy_clear(skb, false);
	return skb_tail_pointer(skb);
}

/* ---- trimming ------------------------------------------------------------ */

static void drop_list(struct sk_buff **list)
{
	kfree_skb_list(*list);
	*list = NULL;
}

/* Keep @len bytes of frag_list: at least one. Until nothing can fail any more
 * only clones take the place of what is shared. */
static int trim_list(struct sk_buff *skb, unsigned int len)
{
	struct sk_buff **link = &skb_shinfo(skb)->frag_list, *iter;

	for (;; link = &iter->next) {
		BUG_ON(!*link);
		iter = own_list_skb(link);
		if (!iter)
			return -ENOMEM;
		if (len <= iter->len)
			break;
		len -= iter->len;
	}
	if (pskb_trim(iter, len))
		return -ENOMEM;
	drop_list(&iter->next);
	return 0;
}

/* Keep @len bytes of the fragments. */
static void trim_frags(struct sk_buff *skb, unsigned int len)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	unsigned int i, nr = shinfo->nr_frags;

	for (i = 0; i < nr && len; i++) {
		skb_frag_t *frag = &shinfo->frags[i];

		if (skb_frag_size(frag) > len)
			skb_frag_size_set(frag, len);
		len -= skb_frag_size(frag);
	}
	shinfo->nr_frags = (u8)i;
	for (; i < nr; i++)
		skb_frag_unref(skb, (int)i);
}

int ___pskb_trim(struct sk_buff *skb, unsigned int len)
{
	unsigned int linear = skb_headlen(skb), pages;
	int err;

	if (len >= skb->len)
		return 0;
	err = skb_unclone(skb, GFP_ATOMIC);
	if (err)
		return err;
	pages = skb_pagelen(skb);
	if (len > pages) {
		err = trim_list(skb, len - pages);
		if (err)
			return err;
	} else {
		drop_list(&skb_shinfo(skb)->frag_list);
		trim_frags(skb, len > linear ? len - linear : 0);
	}
	skb->len = len;
	if (len > linear) {
		skb->data_len = len - linear;
	} else {
		skb->data_len = 0;
		skb_set_tail_pointer(skb, (int)len);
	}
	return 0;
}

/* ---- padding ------------------------------------------------------------- */

/* Alone with the data, linear, with @pad bytes behind it. */
static int make_room(struct sk_buff *skb, unsigned int pad)
{
	unsigned int room = (unsigned int)(skb_end_pointer(skb) -
					   skb_tail_pointer(skb));
	u64 want = (u64)skb->data_len + pad;

	if (want > SKB_MAX_SIZE)
		return -ENOMEM;
	if ((skb_cloned(skb) || want > room) &&
	    pskb_expand_head(skb, 0, want > room ? (int)(want - room) : 0,
			     GFP_ATOMIC))
		return -ENOMEM;
	return skb_linearize(skb);
}

int __skb_pad(struct sk_buff *skb, int pad, bool free_on_error)
{
	int err = pad < 0 ? -ENOMEM : make_room(skb, (unsigned int)pad);

	if (!err)
		memset(skb->data + skb->len, 0, (unsigned int)pad);
	else if (free_on_error)
		kfree_skb(skb);
	return err;
}
