/* SPDX-License-Identifier: MIT */
/*
 * unix_stream.c - AF_UNIX: streams of bytes.
 *
 * A write becomes sk_buffs of at most half the send buffer and of SEND_MAX bytes,
 * most of them in pages of high memory, in the receive queue of the peer. A read
 * takes from the first ones as it needs, UNIXCB().consumed says how far; it does
 * not go on behind a message that carried files, nor from one sender's
 * credentials to another's while the reader is told of those.
 */
#include "internal.h"

#define SEND_PAGES	32768u		/* bytes of an sk_buff in pages */
#define SEND_MAX	(SKB_MAX_HEAD(0) + SEND_PAGES)

/* ---- sending ------------------------------------------------------------ */

/* The next @size bytes as an sk_buff, with @scm; or ERR_PTR. */
static struct sk_buff *make_skb(struct sock *sk, struct msghdr *msg,
				size_t size, struct scm_cookie *scm, bool first)
{
	size_t data_len = size > SKB_MAX_HEAD(0) ? size - SKB_MAX_HEAD(0) : 0;
	struct sk_buff *skb;
	int err;

	data_len = min_t(size_t, size, PAGE_ALIGN(data_len));
	skb = sock_alloc_send_pskb(sk, size - data_len, data_len,
				   msg->msg_flags & MSG_DONTWAIT, &err, 3);
	if (!skb)
		return ERR_PTR(err);
	skb_put_pages(skb, size - data_len, data_len);
	err = unix_scm_to_skb(scm, skb, first);
	if (!err)
		err = skb_copy_datagram_from_iter(skb, 0, &msg->msg_iter,
						  (int)size);
	if (!err)
		return skb;
	kfree_skb(skb);
	return ERR_PTR(err);
}

/* Put @skb where @other reads it; 0 or -EPIPE. */
static int queue_skb(struct sock *sk, struct sock *other, struct sk_buff *skb)
{
	int err = 0;

	spin_lock(&unix_lock);
	if (sock_flag(other, SOCK_DEAD) || other->sk_shutdown & RCV_SHUTDOWN) {
		err = -EPIPE;
	} else {
		unix_maybe_add_creds(skb, sk, other);
		skb_queue_tail(&other->sk_receive_queue, skb);
	}
	spin_unlock(&unix_lock);
	if (err)
		kfree_skb(skb);
	else
		other->sk_data_ready(other);
	return err;
}

/* Nobody will read it. */
static int broken_pipe(const struct msghdr *msg)
{
	if (!(msg->msg_flags & MSG_NOSIGNAL))
		send_signal(current_task(), SIGPIPE);
	return -EPIPE;
}

static int send_bytes(struct sock *sk, struct sock *other, struct msghdr *msg,
		      size_t len, struct scm_cookie *scm)
{
	size_t sent = 0;
	int err = 0;

	while (sent < len && !err) {
		size_t size = min_t(size_t, len - sent, sk->sk_sndbuf / 2 - 64);
		struct sk_buff *skb;

		size = min_t(size_t, size, SEND_MAX);
		skb = make_skb(sk, msg, size, scm, !sent);
		if (IS_ERR(skb))
			err = PTR_ERR(skb);
		else if (queue_skb(sk, other, skb))
			err = sent ? -EPIPE : broken_pipe(msg);
		else
			sent += size;
	}
	return sent ? (int)sent : err;
}

int unix_stream_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct sock *sk = sock->sk, *other;
	struct scm_cookie scm;
	int n = scm_send(msg, &scm);

	if (n < 0)
		return n;
	spin_lock(&unix_lock);
	other = unix_peer(sk);
	if (other)
		sock_hold(other);
	spin_unlock(&unix_lock);
	if (msg->msg_flags & MSG_OOB)
		n = -EOPNOTSUPP;
	else if (msg->msg_namelen)
		n = sk->sk_state == TCP_ESTABLISHED ? -EISCONN : -EOPNOTSUPP;
	else if (!other)
		n = -ENOTCONN;
	else if (sk->sk_shutdown & SEND_SHUTDOWN)
		n = broken_pipe(msg);
	else
		n = send_bytes(sk, other, msg, len, &scm);
	if (other)
		sock_put(other);
	scm_destroy(&scm);
	return n;
}

/* ---- receiving ---------------------------------------------------------- */

/* One read: what it has so far. iolock is held. */
struct stream_read {
	struct socket *sock;
	struct msghdr *msg;
	int flags;
	size_t size, copied, target;
	size_t skip;			/* bytes, peeking behind others */
	struct scm_cookie scm;
	bool told_creds;		/* scm.creds are those of the bytes */
	bool end;			/* do not go on */
};

static bool same_creds(const struct ucred *a, const struct ucred *b)
{
	return a->pid == b->pid && a->uid == b->uid && a->gid == b->gid;
}

/* True: these bytes must not be glued to those before them. */
static bool other_sender(struct stream_read *r, struct sk_buff *skb)
{
	if (r->told_creds)
		return !same_creds(&r->scm.creds, &UNIXCB(skb).creds);
	if (sock_flag(r->sock->sk, SOCK_PASSCRED)) {
		r->scm.creds = UNIXCB(skb).creds;
		r->told_creds = true;
	}
	return false;
}

static void take_consumed(struct stream_read *r, struct sk_buff *skb, size_t n)
{
	struct sock *sk = r->sock->sk;

	UNIXCB(skb).consumed += n;
	if (sk->sk_peek_off >= 0)
		sk->sk_peek_off = max_t(int, sk->sk_peek_off - (int)n, 0);
	if (UNIXCB(skb).fp) {
		unix_detach_fds(&r->scm, skb);
		r->end = true;
	}
	if (unix_skb_len(skb)) {
		r->end = true;
		return;
	}
	skb_unlink(skb, &sk->sk_receive_queue);
	consume_skb(skb);
}

static void note_peeked(struct stream_read *r, struct sk_buff *skb, size_t n)
{
	struct sock *sk = r->sock->sk;

	if (sk->sk_peek_off >= 0)
		sk->sk_peek_off += (int)n;
	r->skip += n;
	unix_peek_fds(&r->scm, skb);
	r->end = UNIXCB(skb).fp ||
		 skb_queue_is_last(&sk->sk_receive_queue, skb);
}

/* Bytes of @skb from @off on. 0 or -EFAULT. */
static int read_skb(struct stream_read *r, struct sk_buff *skb, size_t off)
{
	size_t n = min_t(size_t, unix_skb_len(skb) - off, r->size);
	int err;

	if (other_sender(r, skb)) {
		r->end = true;
		return 0;
	}
	if (r->msg->msg_name && !r->msg->msg_namelen)
		unix_copy_addr(r->msg, skb->sk);
	err = skb_copy_datagram_msg(skb, (int)(UNIXCB(skb).consumed + off),
				    r->msg, (int)n);
	if (err)
		return err;
	r->copied += n;
	r->size -= n;
	if (r->flags & MSG_PEEK)
		note_peeked(r, skb, n);
	else
		take_consumed(r, skb, n);
	return 0;
}

/* The sk_buff where r->skip bytes are over, *@off into it; NULL: none. */
static struct sk_buff *skb_at(const struct stream_read *r, size_t *off)
{
	struct sk_buff *skb;

	*off = r->skip;
	skb_queue_walk(&r->sock->sk->sk_receive_queue, skb) {
		if (*off < unix_skb_len(skb))
			return skb;
		*off -= unix_skb_len(skb);
	}
	return NULL;
}

/* There is nothing: 0: the end, -errno, or 1: wait. */
static int nothing_there(const struct stream_read *r, u64 deadline)
{
	struct sock *sk = r->sock->sk;
	int err;

	if (r->copied >= r->target)
		return 0;
	err = sock_error(sk);
	if (err)
		return err;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		return 0;
	return deadline ? 1 : -EAGAIN;
}

/* Until more than @seen bytes may be there, without iolock. 0 or -errno. */
static int wait_for_bytes(struct stream_read *r, u64 deadline)
{
	struct sock *sk = r->sock->sk;
	struct unix_sock *u = unix_sk(sk);
	DEFINE_WAIT(wait);
	size_t off;
	int err = 0;

	mutex_unlock(&u->iolock);
	prepare_to_wait(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
	if (!skb_at(r, &off) && !sk->sk_err &&
	    !(sk->sk_shutdown & RCV_SHUTDOWN))
		err = sock_wait(&wait, deadline);
	finish_wait(sk_sleep(sk), &wait);
	mutex_lock(&u->iolock);
	return err;
}

/* 0 or -errno; r->copied says how much there was. */
static int read_bytes(struct stream_read *r, u64 deadline)
{
	struct sk_buff *skb;
	size_t off;
	int err;

	do {
		skb = skb_at(r, &off);
		if (skb) {
			err = read_skb(r, skb, off);
		} else {
			err = nothing_there(r, deadline);
			if (err <= 0)
				return err;
			err = wait_for_bytes(r, deadline);
			if (!err)
				continue;
		}
		if (err)
			return err;
	} while (!skb || (r->size && !r->end));
	return 0;
}

/* How many bytes make a read that may wait return. */
static size_t target_of(const struct sock *sk, int flags, size_t size)
{
	size_t n = flags & MSG_WAITALL ? size :
		min_t(size_t, size, READ_ONCE(sk->sk_rcvlowat));

	return n ? n : 1;
}

int unix_stream_recvmsg(struct socket *sock, struct msghdr *msg, size_t size,
			int flags)
{
	struct sock *sk = sock->sk;
	struct stream_read r = {
		.sock = sock, .msg = msg, .flags = flags, .size = size,
		.target = target_of(sk, flags, size),
	};
	int err;

	if (sk->sk_state != TCP_ESTABLISHED)
		return -EINVAL;
	if (flags & MSG_OOB)
		return -EOPNOTSUPP;
	mutex_lock(&unix_sk(sk)->iolock);
	if (flags & MSG_PEEK && sk->sk_peek_off > 0)
		r.skip = sk->sk_peek_off;
	err = read_bytes(&r, sock_rcvdeadline(sk, flags & MSG_DONTWAIT));
	mutex_unlock(&unix_sk(sk)->iolock);
	scm_recv(sock, msg, &r.scm, flags);
	return r.copied ? (int)r.copied : err;
}

int unix_atmark(struct sock *sk)
{
	return 0;
}

/* ---- poll --------------------------------------------------------------- */

unsigned int unix_poll(struct file *file, struct socket *sock,
		       struct poll_table_struct *pt)
{
	struct sock *sk = sock->sk;
	unsigned int mask = 0;

	poll_wait(file, sk_sleep(sk), pt);
	if (sk->sk_err)
		mask |= POLLERR;
	if (sk->sk_shutdown == SHUTDOWN_MASK)
		mask |= POLLHUP;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		mask |= POLLRDHUP | POLLIN | POLLRDNORM;
	if (sk->sk_receive_queue.qlen)
		mask |= POLLIN | POLLRDNORM;
	if (sk->sk_state == TCP_CLOSE)
		mask |= POLLHUP;
	if (unix_writable(sk))
		mask |= POLLOUT | POLLWRNORM | POLLWRBAND;
	return mask;
}
