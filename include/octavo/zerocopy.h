/* SPDX-License-Identifier: MIT */
/*
 * zerocopy.h - MSG_ZEROCOPY: sending a program's pages as they are, and telling
 * it when they are its own again.
 *
 *	sendmsg(MSG_ZEROCOPY)	uarg = msg_zerocopy_alloc(), the call's number n
 *	  each sk_buff		skb_zerocopy_iter_stream(): pages pinned, uarg's
 *	  end			net_zcopy_put(uarg)
 *	...			the last sk_buff's data goes
 *	recvmsg(MSG_ERRQUEUE)	"n to m are done", SO_EE_ORIGIN_ZEROCOPY
 *
 * Calls are numbered from 0 on by each sock. What is done one after the other
 * and was not read yet is one notification. It says if any of the bytes had
 * to be copied after all (SO_EE_CODE_ZEROCOPY_COPIED), as on their way to a
 * receiver in the same machine.
 *
 * Pinned pages count against RLIMIT_MEMLOCK of the user, notifications against
 * a limit of the sock; beyond them a call is -ENOBUFS.
 */
#ifndef OCTAVO_ZEROCOPY_H
#define OCTAVO_ZEROCOPY_H

#include <octavo/skbuff.h>
#include <octavo/socket.h>
#include <uapi/errqueue.h>

/**
 * msg_zerocopy_alloc() - begin a call that sends pages
 * @sk: who sends
 * @size: bytes it wants to send
 *
 * Context: User context only. May sleep.
 * Return: its ubuf_info, with one reference; NULL: a limit is reached, or no
 *	memory.
 * Pairs with: net_zcopy_put(), or msg_zerocopy_put_abort().
 */
struct ubuf_info *msg_zerocopy_alloc(struct sock *sk, size_t size);

/**
 * msg_zerocopy_begin() - msg_zerocopy_alloc(), if a message asks for it
 * @sk: who sends
 * @msg: with MSG_ZEROCOPY, or not
 * @len: bytes of it
 * @uarg: gets the call's ubuf_info; NULL: it is sent as usual, also without
 *	SO_ZEROCOPY
 *
 * Context: User context only. May sleep.
 * Return: 0, -ENOBUFS.
 */
int msg_zerocopy_begin(struct sock *sk, const struct msghdr *msg, size_t len,
		       struct ubuf_info **uarg);

/**
 * msg_zerocopy_put_abort() - end a call of which nothing was sent
 * @uarg: from msg_zerocopy_alloc(), set in no sk_buff any more; may be NULL
 *
 * Its number is free again, and nobody is told.
 *
 * Context: Any context.
 */
void msg_zerocopy_put_abort(struct ubuf_info *uarg);

/* Some of the call's bytes were copied after all. */
static inline void msg_zerocopy_copied(struct ubuf_info *uarg)
{
	uarg_to_msgzc(uarg)->zerocopy = 0;
}

/**
 * skb_zerocopy_iter_stream() - append pages of a message to an sk_buff
 * @sk: whom @skb is charged to, if to anybody
 * @skb: used by nobody else, without frag_list
 * @msg: msg_iter is moved on
 * @len: bytes at most
 * @uarg: the call's
 *
 * Context: User context only. May sleep.
 * Return: bytes appended, which may be less; -EMSGSIZE: no fragment is left;
 *	-EEXIST: @skb is of another call; -EFAULT; -ENOMEM.
 */
int skb_zerocopy_iter_stream(struct sock *sk, struct sk_buff *skb,
			     struct msghdr *msg, int len,
			     struct ubuf_info *uarg);

/**
 * mm_account_pinned_pages() - count pages that are about to be pinned
 * @mmp: zeroed, or from a call before
 * @size: bytes
 *
 * Against RLIMIT_MEMLOCK of the running program, over all of its user's. Root
 * has no limit, nor has the kernel.
 *
 * Context: User context only. May sleep.
 * Return: 0, -ENOBUFS.
 * Pairs with: mm_unaccount_pinned_pages().
 */
int mm_account_pinned_pages(struct mmpin *mmp, size_t size);

/**
 * mm_unaccount_pinned_pages() - they are not pinned any more
 * @mmp: what mm_account_pinned_pages() counted
 *
 * Context: Any context.
 */
void mm_unaccount_pinned_pages(struct mmpin *mmp);

/**
 * sock_recv_errqueue() - what MSG_ERRQUEUE asks for
 * @sk: whose error queue
 * @msg: gets the ancillary data
 * @level: SOL_IP
 * @type: IP_RECVERR
 *
 * The ancillary data are a struct sock_extended_err and an address, all zero
 * where nobody is to blame.
 *
 * Context: May sleep.
 * Return: bytes of the packet the error is about: 0; -EAGAIN: nothing is there.
 */
int sock_recv_errqueue(struct sock *sk, struct msghdr *msg, int level, int type);

#endif
