/* SPDX-License-Identifier: MIT */
/*
 * skb_user.h - the bytes of a socket buffer to and from user memory, or any
 * other that a struct iov_iter stands for. Included by skbuff.h.
 *
 *	receiving	skb --copy--> iterator
 *	sending		iterator --copy--> skb
 *	  zero copy	the user's pages, pinned, become fragments of the skb
 *
 * A pin is let go with the last fragment of those that were pinned together,
 * wherever clones and splits have taken it. Nothing else of zero copy is done
 * here: who tells the sender that its pages are free again is a ubuf_info.
 */
#ifndef OCTAVO_SKB_USER_H
#define OCTAVO_SKB_USER_H

#include <octavo/skbuff.h>

struct iov_iter;

/**
 * skb_copy_datagram_iter() - copy bytes of an skb to where an iterator is
 * @skb: from here
 * @offset: first byte
 * @to: ITER_DEST; moved on by what was copied
 * @len: bytes
 *
 * Context: User context if user memory is behind @to, else any context.
 * Return: 0, also if @to was full before; -EFAULT: @skb has not so many bytes,
 *	or memory could not be touched; @to is where it was then.
 */
int skb_copy_datagram_iter(const struct sk_buff *skb, int offset,
			   struct iov_iter *to, int len);

/**
 * skb_copy_datagram_from_iter() - copy bytes into an skb from an iterator
 * @skb: to here; the data is not looked after: see skb_cow()
 * @offset: first byte
 * @from: ITER_SOURCE; moved on by what was copied
 * @len: bytes
 *
 * Context: User context if user memory is behind @from, else any context.
 * Return: 0; -EFAULT: @skb has not so many bytes, @from has not, or memory
 *	could not be touched; @from is where it was then, @skb's bytes are not.
 */
int skb_copy_datagram_from_iter(struct sk_buff *skb, int offset,
				struct iov_iter *from, int len);

/**
 * __zerocopy_sg_from_iter() - make pages of an iterator fragments of an skb
 * @skb: used by nobody else, without frag_list
 * @from: ITER_SOURCE, not over kernel memory; moved on by what was added
 * @length: bytes at most
 *
 * User pages are pinned until the last fragment goes that has one of them, of
 * others a reference is taken. What was added counts in len, data_len and
 * truesize; the fragments are marked as shared (SKBFL_SHARED_FRAG), for the
 * program can still change their bytes. Unlike Linux: nobody is charged; who
 * has @skb charged to a socket compares truesize before and after.
 *
 * Context: May sleep.
 * Return: 0; -EMSGSIZE: no fragment is left; -EFAULT; -ENOMEM. What was added
 *	before stays; pskb_trim() undoes it.
 */
int __zerocopy_sg_from_iter(struct sk_buff *skb, struct iov_iter *from,
			    size_t length);

/**
 * zerocopy_sg_from_iter() - a datagram from an iterator: its linear bytes by
 *	copy, the rest by pinned pages
 * @skb: has its linear bytes, as by skb_put(), and no others
 * @from: ITER_SOURCE; moved on
 *
 * Context: May sleep.
 * Return: as __zerocopy_sg_from_iter().
 */
int zerocopy_sg_from_iter(struct sk_buff *skb, struct iov_iter *from);

#endif
