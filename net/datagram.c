/* SPDX-License-Identifier: MIT */
/*
 * datagram.c - the bytes of a socket buffer to and from an iterator.
 *
 * The bytes are passed in their order: linear ones, fragments, frag_list. A
 * range says how many are still in front of those wanted, and how many of them
 * are still to come:
 *
 *	[ linear ][ frag 0 ][ frag 1 ][ skb [ linear ][ frag ] ]
 *	<--- skip ---><------ left ------>
 *
 * Locking: none; who calls has the skb.
 */
#include <octavo/errno.h>
#include <octavo/uio.h>
#include "internal.h"

struct range {
	unsigned int skip;
	unsigned int left;
	struct iov_iter *iter;
};

/* How many of the next @size bytes are wanted, and from which on. */
static inline unsigned int wanted(struct range *r, unsigned int size,
				  unsigned int *from)
{
	*from = min(r->skip, size);
	r->skip -= *from;
	return min(size - *from, r->left);
}

/* False: @iter is at its end, or memory could not be touched. */
static inline bool copy_linear(const struct sk_buff *skb, struct range *r)
{
	unsigned int from, n = wanted(r, skb_headlen(skb), &from);
	size_t got;

	if (!n)
		return true;
	got = r->iter->data_source ?
		copy_from_iter(skb->data + from, n, r->iter) :
		copy_to_iter(skb->data + from, n, r->iter);
	r->left -= got;
	return got == n;
}

static bool copy_frag(const skb_frag_t *frag, struct range *r)
{
	unsigned int from, n = wanted(r, frag->bv_len, &from);
	size_t got;

	if (!n)
		return true;
	from += frag->bv_offset;
	got = r->iter->data_source ?
		copy_page_from_iter(frag->bv_page, from, n, r->iter) :
		copy_page_to_iter(frag->bv_page, from, n, r->iter);
	r->left -= got;
	return got == n;
}

static bool copy_rest(const struct sk_buff *skb, struct range *r);

static bool copy_skb(const struct sk_buff *skb, struct range *r)
{
	return copy_linear(skb, r) && (!r->left || copy_rest(skb, r));
}

static bool copy_rest(const struct sk_buff *skb, struct range *r)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	const struct sk_buff *iter;

	for (unsigned int i = 0; i < shinfo->nr_frags; i++)
		if (!copy_frag(&shinfo->frags[i], r))
			return false;
	skb_walk_frags(skb, iter)
		if (r->left && !copy_skb(iter, r))
			return false;
	return true;
}

static inline bool is_inside(const struct sk_buff *skb, int offset, int len)
{
	return offset >= 0 && len >= 0 && (unsigned int)offset <= skb->len &&
	       (unsigned int)len <= skb->len - (unsigned int)offset;
}

int skb_copy_datagram_iter(const struct sk_buff *skb, int offset,
			   struct iov_iter *to, int len)
{
	struct range r = { .skip = offset, .left = len, .iter = to };

	if (unlikely(!is_inside(skb, offset, len)))
		return -EFAULT;
	if (likely(copy_skb(skb, &r)) || !iov_iter_count(to))
		return 0;
	iov_iter_revert(to, len - r.left);
	return -EFAULT;
}

int skb_copy_datagram_from_iter(struct sk_buff *skb, int offset,
				struct iov_iter *from, int len)
{
	struct range r = { .skip = offset, .left = len, .iter = from };

	if (unlikely(!is_inside(skb, offset, len)))
		return -EFAULT;
	if (likely(copy_skb(skb, &r)))
		return 0;
	iov_iter_revert(from, len - r.left);
	return -EFAULT;
}
