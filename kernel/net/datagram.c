/* SPDX-License-Identifier: MIT */
/*
 * datagram.c - the bytes of an sk_buff, to and from an iov_iter.
 */
#include "internal.h"

/* @to: an iterator's direction. 0 or -EFAULT. */
static int copy(const struct sk_buff *skb, int off, struct iov_iter *iter,
		int len)
{
	const bool to_user = iov_iter_rw(iter) == READ;
	int start = (int)skb_headlen(skb), n;

	if (off < start && len) {
		n = min(start - off, len);
		if (to_user ? copy_to_iter(skb->data + off, n, iter) != (size_t)n :
		    copy_from_iter(skb->data + off, n, iter) != (size_t)n)
			return -EFAULT;
		off += n;
		len -= n;
	}
	for (int i = 0; i < skb_shinfo(skb)->nr_frags && len; i++) {
		const skb_frag_t *frag = &skb_shinfo(skb)->frags[i];
		const int size = (int)frag->bv_len;
		size_t done;

		if (off < start + size) {
			n = min(start + size - off, len);
			done = to_user ?
				copy_page_to_iter(frag->bv_page, frag->bv_offset +
						  off - start, n, iter) :
				copy_page_from_iter(frag->bv_page, frag->bv_offset +
						    off - start, n, iter);
			if (done != (size_t)n)
				return -EFAULT;
			off += n;
			len -= n;
		}
		start += size;
	}
	return len ? -EFAULT : 0;
}

int skb_copy_datagram_iter(const struct sk_buff *skb, int offset,
			   struct iov_iter *to, int len)
{
	return copy(skb, offset, to, len);
}

int skb_copy_datagram_from_iter(struct sk_buff *skb, int offset,
				struct iov_iter *from, int len)
{
	return copy(skb, offset, from, len);
}
