/* SPDX-License-Identifier: MIT */
/*
 * tcp_data.c - SOCK_STREAM: bytes in and out, and options.
 *
 *	sendmsg --> write queue: sk_buffs, first the acknowledged bytes
 *	                |  tcp_write() of each piece, not copied
 *	                v
 *	              lwIP --sent()--> what is acknowledged is freed
 *	                |
 *	                +--received()--> receive queue --> recvmsg, tcp_recved()
 *
 * lwIP's send buffer and window limit both queues: TCP_SND_BUF, TCP_WND. Bytes
 * that are written lie in pages of low memory, since lwIP wants an address; a
 * few in the linear part.
 */
#include <lwip/priv/tcp_priv.h>
#include <octavo/gfp.h>
#include <octavo/zerocopy.h>
#include "internal.h"

#define SMALL_WRITE	1024u		/* goes to the linear part */
#define WRITE_MAX	(TCP_MSS)	/* of one sk_buff: as a segment */
#define PAGES_ORDER	3		/* of a fragment, if there are such */
#define QUEUE_ROOM	(TCP_SND_QUEUELEN - 2 * (int)MAX_SKB_FRAGS)

/* ---- the write queue --------------------------------------------------- */

/* Bytes that may be written now. */
static u32 room(const struct sock *sk)
{
	const struct tcp_pcb *pcb = inet_sk(sk)->tcp;

	if (!pcb || pcb->snd_queuelen > QUEUE_ROOM)
		return 0;
	return pcb->snd_buf;
}

bool tcp_has_room(const struct sock *sk)
{
	return !inet_sk(sk)->tcp || room(sk) >= TCP_SND_BUF / 3;
}

void tcp_acked(struct sock *sk, u32 len)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *skb;

	tp->acked += len;
	while ((skb = skb_peek(&sk->sk_write_queue)) &&
	       tp->acked >= SKB_PART(skb)->len) {
		tp->acked -= SKB_PART(skb)->len;
		skb_unlink(skb, &sk->sk_write_queue);
		inet_free_written(skb);
	}
	if (!sock_flag(sk, SOCK_DEAD) && tcp_has_room(sk))
		sk->sk_write_space(sk);
}

void tcp_forget_written(struct sock *sk)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(&sk->sk_write_queue)))
		inet_free_written(skb);
	tcp_sk(sk)->acked = 0;
}

u32 tcp_bytes_unacked(struct sock *sk)
{
	struct sk_buff *skb;
	u32 len = 0;

	skb_queue_walk(&sk->sk_write_queue, skb)
		len += SKB_PART(skb)->len;
	return len - tcp_sk(sk)->acked;
}

/* ---- sending ----------------------------------------------------------- */

/* 0, or why nothing may be written: -EPIPE, or the sock's error. */
static int may_write(struct sock *sk)
{
	int err = sock_error(sk);

	if (err)
		return err;
	if (sk->sk_shutdown & SEND_SHUTDOWN)
		return -EPIPE;
	if (sk->sk_state != TCP_ESTABLISHED && sk->sk_state != TCP_CLOSE_WAIT)
		return -EPIPE;
	return 0;
}

/* Wait for room. 0, -EAGAIN, -EPIPE, or what a signal makes of it. */
static int wait_for_room(struct sock *sk, u64 end)
{
	DEFINE_WAIT(wait);
	int err, stop = 0;

	for (;;) {
		sock_set_flag(sk, SOCK_NOSPACE);
		prepare_to_wait(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
		err = may_write(sk);
		if (err || room(sk) || stop)
			break;
		stop = sock_wait(&wait, end);
	}
	finish_wait(sk_sleep(sk), &wait);
	return err ? err : room(sk) ? 0 : stop;
}

/* A fragment of up to @len bytes in low memory. */
static bool add_pages(struct sk_buff *skb, u32 len)
{
	const int nr = skb_shinfo(skb)->nr_frags;
	unsigned int order = min_t(unsigned int, get_order(len), PAGES_ORDER);
	struct page *page = NULL;

	if (order)
		page = alloc_pages((GFP_KERNEL & ~__GFP_DIRECT_RECLAIM) |
				   __GFP_COMP | __GFP_NOWARN, order);
	if (!page) {
		order = 0;
		page = alloc_page(GFP_KERNEL);
	}
	if (!page)
		return false;
	len = min_t(u32, len, PAGE_SIZE << order);
	skb_add_rx_frag(skb, nr, page, 0, (int)len, PAGE_SIZE << order);
	return true;
}

/* One with room for up to @len bytes, which are its length. */
static struct sk_buff *alloc_written(u32 len)
{
	const bool small = len <= SMALL_WRITE;
	struct sk_buff *skb = alloc_skb(small ? len : 0, GFP_KERNEL);

	if (!skb)
		return NULL;
	if (small)
		skb_put(skb, len);
	while (skb->len < len && skb_shinfo(skb)->nr_frags < MAX_SKB_FRAGS)
		if (!add_pages(skb, len - skb->len))
			break;
	if (skb->len)
		return skb;
	kfree_skb(skb);
	return NULL;
}

/* Give lwIP a piece; bytes. */
static u32 write_piece(struct tcp_pcb *pcb, const void *data, u32 len, bool last)
{
	const u8_t flags = last ? 0 : TCP_WRITE_FLAG_MORE;

	if (!len || tcp_write(pcb, data, (u16_t)len, flags) != ERR_OK)
		return 0;
	return len;
}

/* Give lwIP what is in @skb, or the beginning of it; bytes. */
static u32 write_pieces(struct tcp_pcb *pcb, const struct sk_buff *skb, u32 len)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	u32 done = write_piece(pcb, skb->data, min(len, skb_headlen(skb)),
			       len <= skb_headlen(skb));

	if (done < skb_headlen(skb))
		return done;
	for (unsigned int i = 0; i < si->nr_frags && done < len; i++) {
		const u32 n = min(skb_frag_size(&si->frags[i]), len - done);
		const u32 put = write_piece(pcb, skb_frag_address(&si->frags[i]),
					    n, done + n == len);

		done += put;
		if (put < n)
			break;
	}
	return done;
}

/* Put @len bytes of @skb, which is taken over, behind what was written before.
 * Bytes, or -ENOBUFS. */
static int write_skb(struct sock *sk, struct sk_buff *skb, u32 len)
{
	struct tcp_pcb *pcb = inet_sk(sk)->tcp;
	const u32 done = write_pieces(pcb, skb, len);

	if (!done) {
		inet_free_written(skb);
		return -ENOBUFS;
	}
	*SKB_PART(skb) = (struct skb_part){ .len = done };
	skb_set_owner_w(skb, sk);
	skb_queue_tail(&sk->sk_write_queue, skb);
	tcp_output(pcb);
	return (int)done;
}

/* Up to @len bytes of @msg, by copy. */
static struct sk_buff *copy_to_skb(struct msghdr *msg, u32 len)
{
	struct sk_buff *skb = alloc_written(len);

	if (!skb)
		return ERR_PTR(-ENOBUFS);
	if (!skb_copy_datagram_from_iter(skb, 0, &msg->msg_iter, (int)skb->len))
		return skb;
	kfree_skb(skb);
	return ERR_PTR(-EFAULT);
}

/* The same by the program's own pages, if @uarg says so and it can be. */
static struct sk_buff *take_bytes(struct sock *sk, struct msghdr *msg, u32 len,
				  struct ubuf_info *uarg)
{
	struct sk_buff *skb = NULL;

	if (unlikely(uarg)) {
		skb = inet_zerocopy_skb(sk, msg, len, uarg);
		if (!skb)
			msg_zerocopy_copied(uarg);
	}
	return skb ? skb : copy_to_skb(msg, len);
}

/* Some bytes, when there is room: how many, or -errno. */
static int send_some(struct sock *sk, struct msghdr *msg, u64 end,
		     struct ubuf_info *uarg)
{
	struct sk_buff *skb;
	int err = may_write(sk);
	size_t n = iov_iter_count(&msg->msg_iter);

	if (!err && !room(sk))
		err = wait_for_room(sk, end);
	if (err)
		return err;
	skb = take_bytes(sk, msg, (u32)min_t(size_t, n, min(room(sk),
							    WRITE_MAX + 0u)),
			 uarg);
	if (IS_ERR(skb))
		return (int)PTR_ERR(skb);
	n = skb->len;
	/* What may have happened while it was copied. */
	err = may_write(sk);
	if (err || room(sk) < n) {
		inet_free_written(skb);
		iov_iter_revert(&msg->msg_iter, n);
		return err;
	}
	lwip_enter();
	err = write_skb(sk, skb, (u32)n);
	lwip_leave();
	if (err < (int)n)
		iov_iter_revert(&msg->msg_iter, n - (size_t)max(err, 0));
	return err;
}

int tcp_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct sock *sk = sock->sk;
	const u64 end = sock_snddeadline(sk, msg->msg_flags & MSG_DONTWAIT);
	struct ubuf_info *uarg;
	size_t done = 0;
	int err;

	if (msg->msg_flags & MSG_OOB)
		return -EOPNOTSUPP;
	err = msg_zerocopy_begin(sk, msg, len, &uarg);
	if (err)
		return err;
	sock_reset_flag(sk, SOCK_NOSPACE);
	if (sk->sk_state == TCP_SYN_SENT)
		err = tcp_wait_connected(sk, end);
	if (!err)
		err = may_write(sk);
	while (!err && done < len) {
		const int n = send_some(sk, msg, end, uarg);

		if (n < 0)
			err = n;
		else
			done += (size_t)n;
	}
	if (!done) {
		msg_zerocopy_put_abort(uarg);
		return inet_send_error(msg, err);
	}
	net_zcopy_put(uarg);
	return (int)done;
}

/* ---- receiving --------------------------------------------------------- */

u32 tcp_bytes_to_read(struct sock *sk)
{
	struct sk_buff *skb;
	u32 len = 0;

	skb_queue_walk(&sk->sk_receive_queue, skb)
		len += SKB_PART(skb)->len;
	return len;
}

/* @n bytes at the beginning of the queue are read. */
static void consume(struct sock *sk, struct sk_buff *skb, u32 n)
{
	struct skb_part *part = SKB_PART(skb);

	part->off += n;
	part->len -= n;
	if (part->len)
		return;
	skb_unlink(skb, &sk->sk_receive_queue);
	kfree_skb(skb);
}

/* Copy what is there, as far as @len; bytes, -EFAULT if not the first could be. */
static ssize_t copy_received(struct sock *sk, struct msghdr *msg, size_t len,
			     int flags)
{
	struct sk_buff *skb, *next;
	size_t done = 0;

	skb_queue_walk_safe(&sk->sk_receive_queue, skb, next) {
		const struct skb_part *part = SKB_PART(skb);
		const u32 n = (u32)min_t(size_t, len - done, part->len);

		if (done == len)
			break;
		if (!(flags & MSG_TRUNC) &&
		    skb_copy_datagram_iter(skb, (int)part->off, &msg->msg_iter,
					   (int)n))
			return done ? (ssize_t)done : -EFAULT;
		done += n;
		if (!(flags & MSG_PEEK))
			consume(sk, skb, n);
	}
	return (ssize_t)done;
}

/* True: nothing will come; *@err says why. */
static bool at_end(struct sock *sk, int *err)
{
	*err = sock_error(sk);
	if (*err || sk->sk_shutdown & RCV_SHUTDOWN)
		return true;
	if (sk->sk_state != TCP_CLOSE)
		return false;
	/* It was never connected. */
	*err = sk->sk_socket && sk->sk_socket->state == SS_UNCONNECTED ?
		-ENOTCONN : 0;
	return true;
}

/* Wait until bytes are there: 1, or 0 at the end, or -errno. */
static int wait_for_bytes(struct sock *sk, u64 end)
{
	DEFINE_WAIT(wait);
	int err = 0, stop = 0;

	for (;;) {
		prepare_to_wait(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
		if (!skb_queue_empty(&sk->sk_receive_queue)) {
			err = 1;
			break;
		}
		if (at_end(sk, &err))
			break;
		err = stop;
		if (stop)
			break;
		stop = sock_wait(&wait, end);
	}
	finish_wait(sk_sleep(sk), &wait);
	return err;
}

/* Room for @n bytes more, of which the other side is told. */
static void give_window(struct sock *sk, size_t n)
{
	lwip_enter();
	for (; n && inet_sk(sk)->tcp; n -= min_t(size_t, n, 0xffff))
		tcp_recved(inet_sk(sk)->tcp, (u16_t)min_t(size_t, n, 0xffff));
	if (inet_sk(sk)->tcp && inet_sk(sk)->tcp->refused_data)
		tcp_process_refused_data(inet_sk(sk)->tcp);
	lwip_leave();
}

static int receive(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	const size_t enough = flags & MSG_WAITALL ? len :
		min_t(size_t, len, (size_t)max(sk->sk_rcvlowat, 1));
	const u64 end = sock_rcvdeadline(sk, flags & MSG_DONTWAIT);
	size_t done = 0;
	ssize_t n = 0;

	do {
		mutex_lock(&tcp_sk(sk)->iolock);
		n = copy_received(sk, msg, len - done, flags);
		mutex_unlock(&tcp_sk(sk)->iolock);
		if (n > 0 && !(flags & MSG_PEEK))
			give_window(sk, (size_t)n);
		done += n > 0 ? (size_t)n : 0;
		if (n < 0 || (len && done >= enough))
			break;
		/* A second look would see the same bytes again. */
		if (flags & MSG_PEEK && done)
			break;
		n = wait_for_bytes(sk, end);
	} while (n > 0 && done < len);
	return done || n > 0 ? (int)done : (int)n;
}

int tcp_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags)
{
	struct sock *sk = sock->sk;

	msg->msg_namelen = 0;
	if (flags & MSG_ERRQUEUE)
		return inet_recv_error(sk, msg, len);
	if (flags & MSG_OOB)
		return -EINVAL;
	if (sk->sk_state == TCP_LISTEN)
		return -ENOTCONN;
	if (sk->sk_state == TCP_SYN_SENT) {
		int err = tcp_wait_connected(sk, sock_rcvdeadline(sk,
						flags & MSG_DONTWAIT));

		if (err)
			return err;
	}
	return receive(sk, msg, len, flags);
}

/* ---- options ----------------------------------------------------------- */

void tcp_apply_options(struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	struct tcp_pcb *pcb = tp->inet.tcp;

	if (!pcb || pcb->state == LISTEN)
		return;
	if (tp->nodelay)
		tcp_nagle_disable(pcb);
	else
		tcp_nagle_enable(pcb);
	if (sock_flag(sk, SOCK_KEEPOPEN))
		ip_set_option(pcb, SOF_KEEPALIVE);
	else
		ip_reset_option(pcb, SOF_KEEPALIVE);
	pcb->keep_idle = (u32_t)tp->keepidle * 1000;
	pcb->keep_intvl = (u32_t)tp->keepintvl * 1000;
	pcb->keep_cnt = (u32_t)tp->keepcnt;
	pcb->ttl = tp->inet.ttl;
	pcb->tos = tp->inet.tos;
}

/* Where an option is kept that is a number, and its range. */
static int *number(struct tcp_sock *tp, int name, int *lowest, int *highest)
{
	*lowest = 1;
	*highest = 32767;
	switch (name) {
	case TCP_KEEPIDLE:
		return &tp->keepidle;
	case TCP_KEEPINTVL:
		return &tp->keepintvl;
	case TCP_KEEPCNT:
		*highest = 127;
		return &tp->keepcnt;
	case TCP_DEFER_ACCEPT:
		*lowest = INT_MIN;
		*highest = INT_MAX;
		return &tp->defer_accept;
	case TCP_USER_TIMEOUT:
		*lowest = 0;
		*highest = INT_MAX;
		return &tp->user_timeout;
	default:
		return NULL;
	}
}

int tcp_set_option(struct sock *sk, int name, char __user *optval,
		   unsigned int len)
{
	struct tcp_sock *tp = tcp_sk(sk);
	int lowest, highest, val, *to = number(tp, name, &lowest, &highest);

	if (len < sizeof(int))
		return -EINVAL;
	if (get_user(val, (int __user *)optval))
		return -EFAULT;
	if (to) {
		if (val < lowest || val > highest)
			return -EINVAL;
		*to = val;
	} else if (name == TCP_NODELAY) {
		tp->nodelay = val != 0;
	} else if (name == TCP_CORK) {
		tp->cork = val != 0;
	} else if (name == TCP_MAXSEG) {
		return val < 88 || val > 32767 ? -EINVAL : 0;
	} else if (name != TCP_QUICKACK && name != TCP_LINGER2 &&
		   name != TCP_SYNCNT && name != TCP_WINDOW_CLAMP) {
		return -ENOPROTOOPT;
	}
	lwip_enter();
	tcp_apply_options(sk);
	if (tp->nodelay && tp->inet.tcp && sk->sk_state != TCP_LISTEN)
		tcp_output(tp->inet.tcp);
	lwip_leave();
	return 0;
}

static int get_info(struct sock *sk, char __user *optval, int __user *optlen)
{
	const struct tcp_pcb *pcb = inet_sk(sk)->tcp;
	struct tcp_info info = { .tcpi_state = sk->sk_state };
	int len;

	if (pcb && sk->sk_state != TCP_LISTEN) {
		info.tcpi_snd_mss = info.tcpi_rcv_mss = info.tcpi_advmss = pcb->mss;
		info.tcpi_snd_cwnd = pcb->cwnd / max_t(u16, pcb->mss, 1);
		info.tcpi_rcv_space = pcb->rcv_wnd;
		info.tcpi_retransmits = pcb->nrtx;
	}
	if (get_user(len, optlen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	len = min_t(int, len, sizeof(info));
	if (put_user(len, optlen) || copy_to_user(optval, &info, (size_t)len))
		return -EFAULT;
	return 0;
}

int tcp_get_option(struct sock *sk, int name, char __user *optval,
		   int __user *optlen)
{
	struct tcp_sock *tp = tcp_sk(sk);
	const struct tcp_pcb *pcb = tp->inet.tcp;
	int lowest, highest;
	const int *from = number(tp, name, &lowest, &highest);

	if (from)
		return inet_put_option(*from, optval, optlen);
	switch (name) {
	case TCP_NODELAY:
		return inet_put_option(tp->nodelay, optval, optlen);
	case TCP_CORK:
		return inet_put_option(tp->cork, optval, optlen);
	case TCP_MAXSEG:
		return inet_put_option(pcb && sk->sk_state != TCP_LISTEN ?
				       pcb->mss : 536, optval, optlen);
	case TCP_QUICKACK:
		return inet_put_option(1, optval, optlen);
	case TCP_INFO:
		return get_info(sk, optval, optlen);
	default:
		return -ENOPROTOOPT;
	}
}
