/* SPDX-License-Identifier: MIT */
/*
 * unix_dgram.c - AF_UNIX: datagrams, and sequenced packets, which are datagrams
 * on a connection.
 *
 * A message goes into the queue of who receives it at once. That queue may have
 * UNIX_MAX_DGRAM_QLEN of them, if the receiver is not connected to the sender;
 * else the sender's buffer is the only limit. Who waits for room in another's
 * queue is in that one's peer_wait; who polls has an entry there, peer_wake, that
 * passes the news on.
 */
#include "internal.h"

/* ---- hearing of room in another's queue --------------------------------- */

static int peer_has_room(wait_queue_entry_t *wait, unsigned int mode,
			 int flags, void *key)
{
	struct unix_sock *u = container_of(wait, struct unix_sock, peer_wake);

	list_del_init(&wait->entry);
	u->peer_woken_by = NULL;
	__wake_up(sk_sleep(&u->sk), mode, 0, key);
	return 1;
}

/* True: @other's queue is full, and @sk will hear when it is not. */
static bool wake_me(struct sock *sk, struct sock *other)
{
	struct unix_sock *u = unix_sk(sk);

	if (!u->peer_woken_by) {
		u->peer_woken_by = other;
		u->peer_wake.func = peer_has_room;
		add_wait_queue(&unix_sk(other)->peer_wait, &u->peer_wake);
	}
	if (unix_recvq_full(other) && !sock_flag(other, SOCK_DEAD))
		return true;
	unix_peer_wake_disconnect(sk, other);
	return false;
}

void unix_peer_wake_disconnect(struct sock *sk, struct sock *other)
{
	struct unix_sock *u = unix_sk(sk);

	if (u->peer_woken_by != other)
		return;
	remove_wait_queue(&unix_sk(other)->peer_wait, &u->peer_wake);
	u->peer_woken_by = NULL;
}

/* May @sk send to @other: does that have no peer, or this one? */
static bool may_send(struct sock *sk, struct sock *other)
{
	return !unix_peer(other) || unix_peer(other) == sk;
}

/* ---- connect ------------------------------------------------------------ */

/* @sk does not hear any more from @old, its peer until now. */
static void disconnected(struct sock *sk, struct sock *old)
{
	if (!sk->sk_receive_queue.qlen)
		return;
	skb_queue_purge(&sk->sk_receive_queue);
	wake_up_key(&unix_sk(sk)->peer_wait, 0, 0);
	if (!sock_flag(old, SOCK_DEAD) && unix_peer(old) == sk) {
		old->sk_err = ECONNRESET;
		old->sk_error_report(old);
	}
}

static void set_peer(struct sock *sk, struct sock *other)
{
	struct sock *old = unix_peer(sk);

	unix_peer(sk) = other;
	if (!other)
		sk->sk_state = TCP_CLOSE;
	spin_unlock(&unix_lock);
	if (!old)
		return;
	unix_peer_wake_disconnect(sk, old);
	wake_up_key(sk_sleep(sk), 0, POLLOUT | POLLWRNORM | POLLWRBAND);
	if (other != old) {
		disconnected(sk, old);
		if (unix_peer(old) == sk)
			old->sk_state = TCP_CLOSE;
	}
	sock_put(old);
}

/* Whom @sun names, alive; unix_lock is held then. */
static struct sock *find_alive(struct sockaddr_un *sun, int len, int type)
{
	struct sock *other;

	for (;;) {
		other = unix_find_other(sun, len, type);
		if (IS_ERR(other))
			return other;
		spin_lock(&unix_lock);
		if (!sock_flag(other, SOCK_DEAD))
			return other;
		spin_unlock(&unix_lock);
		sock_put(other);
	}
}

int unix_dgram_connect(struct socket *sock, struct sockaddr *addr, int len,
		       int flags)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)addr;
	struct sock *sk = sock->sk, *other;
	int err;

	if (len < (int)sizeof(addr->sa_family))
		return -EINVAL;
	if (addr->sa_family == AF_UNSPEC) {
		spin_lock(&unix_lock);
		set_peer(sk, NULL);
		return 0;
	}
	err = unix_validate_addr(sun, len);
	if (!err)
		err = unix_autobind_passcred(sk);
	if (err)
		return err;
	other = find_alive(sun, len, sk->sk_type);
	if (IS_ERR(other))
		return PTR_ERR(other);
	if (!may_send(sk, other)) {
		spin_unlock(&unix_lock);
		sock_put(other);
		return -EPERM;
	}
	sk->sk_state = other->sk_state = TCP_ESTABLISHED;
	set_peer(sk, other);
	return 0;
}

/* ---- sending ------------------------------------------------------------ */

/* A message in the making. */
struct dgram {
	struct sock *sk, *other;	/* other: referenced, or NULL */
	struct sockaddr_un *sun;	/* NULL: to the peer */
	int sun_len;
	struct sk_buff *skb;
	u64 deadline;
};

static int fill_skb(struct dgram *d, struct msghdr *msg, size_t len)
{
	size_t data_len = 0;
	int err;

	if (len > SKB_MAX_ALLOC)
		data_len = PAGE_ALIGN(min_t(size_t, len - SKB_MAX_ALLOC,
					    MAX_SKB_FRAGS * PAGE_SIZE));
	data_len = min(data_len, len);
	d->skb = sock_alloc_send_pskb(d->sk, len - data_len, data_len,
				      msg->msg_flags & MSG_DONTWAIT, &err, 3);
	if (!d->skb)
		return err;
	skb_put_pages(d->skb, len - data_len, data_len);
	return skb_copy_datagram_from_iter(d->skb, 0, &msg->msg_iter, len);
}

/* @d->other is dead. 0: look for another, or -errno. unix_lock is held, and not
 * afterwards. */
static int other_is_dead(struct dgram *d)
{
	struct sock *other = d->other;
	int err = 0;

	d->other = NULL;
	if (d->sk->sk_type == SOCK_SEQPACKET) {
		spin_unlock(&unix_lock);
		err = -EPIPE;
	} else if (unix_peer(d->sk) == other) {
		set_peer(d->sk, NULL);
		err = -ECONNREFUSED;
	} else {
		spin_unlock(&unix_lock);
	}
	sock_put(other);
	return err;
}

/* Is there no room in the queue of who is to receive it? */
static bool no_room(const struct dgram *d)
{
	return d->other != d->sk && unix_peer(d->other) != d->sk &&
	       unix_recvq_full(d->other);
}

static int wait_for_room(struct dgram *d)
{
	if (d->deadline)
		return unix_wait_for_peer(d->other, d->deadline);
	if (unix_peer(d->sk) != d->other || wake_me(d->sk, d->other)) {
		spin_unlock(&unix_lock);
		return -EAGAIN;
	}
	spin_unlock(&unix_lock);
	return 0;
}

/* 1: sent; 0: try again, or -errno. */
static int try_send(struct dgram *d)
{
	struct sock *other;
	int err = 0;

	if (!d->other) {
		if (!d->sun)
			return -ECONNRESET;
		other = unix_find_other(d->sun, d->sun_len, d->sk->sk_type);
		if (IS_ERR(other))
			return PTR_ERR(other);
		d->other = other;
	}
	spin_lock(&unix_lock);
	if (!may_send(d->sk, d->other))
		err = -EPERM;
	else if (sock_flag(d->other, SOCK_DEAD))
		return other_is_dead(d);
	else if (d->other->sk_shutdown & RCV_SHUTDOWN)
		err = -EPIPE;
	else if (no_room(d))
		return wait_for_room(d);
	if (!err) {
		unix_maybe_add_creds(d->skb, d->sk, d->other);
		skb_queue_tail(&d->other->sk_receive_queue, d->skb);
	}
	spin_unlock(&unix_lock);
	if (err)
		return err;
	d->other->sk_data_ready(d->other);
	return 1;
}

/* Sent with all it carries; 0 or -errno. */
static int send_dgram(struct dgram *d, struct msghdr *msg, size_t len,
		      struct scm_cookie *scm)
{
	int err = unix_autobind_passcred(d->sk);

	if (err)
		return err;
	if (len > (size_t)d->sk->sk_sndbuf - 32)
		return -EMSGSIZE;
	err = fill_skb(d, msg, len);
	if (!err)
		err = unix_scm_to_skb(scm, d->skb, true);
	if (!err) {
		d->deadline = sock_snddeadline(d->sk,
					       msg->msg_flags & MSG_DONTWAIT);
		do
			err = try_send(d);
		while (!err);
	}
	if (err < 0)
		kfree_skb(d->skb);
	return err < 0 ? err : 0;
}

int unix_dgram_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct dgram d = { .sk = sock->sk };
	struct scm_cookie scm;
	int err = scm_send(msg, &scm);

	if (err)
		return err;
	if (msg->msg_flags & MSG_OOB) {
		err = -EOPNOTSUPP;
	} else if (msg->msg_namelen) {
		d.sun = msg->msg_name;
		d.sun_len = msg->msg_namelen;
		err = unix_validate_addr(d.sun, d.sun_len);
	} else {
		spin_lock(&unix_lock);
		d.other = unix_peer(d.sk);
		if (d.other)
			sock_hold(d.other);
		spin_unlock(&unix_lock);
		err = d.other ? 0 : -ENOTCONN;
	}
	if (!err)
		err = send_dgram(&d, msg, len, &scm);
	if (d.other)
		sock_put(d.other);
	scm_destroy(&scm);
	return err ? err : (int)len;
}

int unix_seqpacket_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	int err = sock_error(sock->sk);

	if (err)
		return err;
	if (sock->sk->sk_state != TCP_ESTABLISHED)
		return -ENOTCONN;
	msg->msg_namelen = 0;
	return unix_dgram_sendmsg(sock, msg, len);
}

/* ---- receiving ---------------------------------------------------------- */

int unix_set_peek_off(struct sock *sk, int val)
{
	mutex_lock(&unix_sk(sk)->iolock);
	sk->sk_peek_off = val;
	mutex_unlock(&unix_sk(sk)->iolock);
	return 0;
}

/* Peeking at an offset: the message it is in, and how far into that. */
static struct sk_buff *peek_at(struct sk_buff_head *queue, size_t *skip)
{
	struct sk_buff *skb;

	skb_queue_walk(queue, skb) {
		if (*skip < skb->len || (!*skip && !skb->len))
			return skb;
		*skip -= skb->len;
	}
	return NULL;
}

/* The next message, with a reference; NULL: none. */
static struct sk_buff *take(struct sock *sk, int flags, size_t *skip)
{
	struct sk_buff_head *queue = &sk->sk_receive_queue;
	struct sk_buff *skb;
	unsigned long irq;

	*skip = flags & MSG_PEEK && sk->sk_peek_off > 0 ? sk->sk_peek_off : 0;
	if (!(flags & MSG_PEEK))
		return skb_dequeue(queue);
	spin_lock_irqsave(&queue->lock, irq);
	skb = *skip ? peek_at(queue, skip) : skb_peek(queue);
	if (skb)
		skb_get(skb);
	spin_unlock_irqrestore(&queue->lock, irq);
	return skb;
}

/* Why none will come: 0: the end, -errno, or -EAGAIN: one may. */
static int why_none(struct sock *sk)
{
	int err = sock_error(sk);

	if (err)
		return err;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		return 0;
	if (connection_based(sk) && sk->sk_state != TCP_ESTABLISHED)
		return -ENOTCONN;
	return -EAGAIN;
}

/* Until a message may be there. 0: look; 1: the end, or -errno. */
static int wait_for_dgram(struct sock *sk, int flags, u64 deadline)
{
	const bool behind = flags & MSG_PEEK && sk->sk_peek_off > 0;
	DEFINE_WAIT(wait);
	int err = 0;

	prepare_to_wait_exclusive(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
	if (!sk->sk_receive_queue.qlen || behind) {
		err = why_none(sk);
		if (err == -EAGAIN)
			err = sock_wait(&wait, deadline);
		else if (!err)
			err = 1;
	}
	finish_wait(sk_sleep(sk), &wait);
	return err;
}

/* With iolock held if there is one; else *@err is 0 or -errno. */
static struct sk_buff *receive(struct sock *sk, int flags, size_t *skip,
			       int *err)
{
	const u64 deadline = sock_rcvdeadline(sk, flags & MSG_DONTWAIT);
	struct unix_sock *u = unix_sk(sk);
	struct sk_buff *skb;

	for (;;) {
		mutex_lock(&u->iolock);
		*err = sock_error(sk);
		skb = *err ? NULL : take(sk, flags, skip);
		if (skb)
			return skb;
		mutex_unlock(&u->iolock);
		if (*err)
			return NULL;
		if (!deadline) {
			*err = sk->sk_type == SOCK_SEQPACKET &&
			       sk->sk_shutdown & RCV_SHUTDOWN ? 0 : -EAGAIN;
			return NULL;
		}
		*err = wait_for_dgram(sk, flags, deadline);
		if (*err > 0)
			*err = 0;
		else if (!*err)
			continue;
		return NULL;
	}
}

static void move_peek_off(struct sock *sk, int flags, size_t n)
{
	if (sk->sk_peek_off < 0)
		return;
	if (flags & MSG_PEEK)
		sk->sk_peek_off += (int)n;
	else
		sk->sk_peek_off = max_t(int, sk->sk_peek_off - (int)n, 0);
}

/* Bytes, or -errno. */
static int tell(struct socket *sock, struct sk_buff *skb, struct msghdr *msg,
		size_t skip, size_t size, int flags)
{
	struct scm_cookie scm = { .creds = UNIXCB(skb).creds };
	const size_t left = skb->len - skip;
	int err;

	if (msg->msg_name)
		unix_copy_addr(msg, skb->sk);
	if (size < left)
		msg->msg_flags |= MSG_TRUNC;
	size = min(size, left);
	err = skb_copy_datagram_msg(skb, (int)skip, msg, (int)size);
	if (err)
		return err;
	move_peek_off(sock->sk, flags, flags & MSG_PEEK ? size : skb->len);
	if (flags & MSG_PEEK)
		unix_peek_fds(&scm, skb);
	else
		unix_detach_fds(&scm, skb);
	scm_recv(sock, msg, &scm, flags);
	return (int)(flags & MSG_TRUNC ? left : size);
}

int unix_dgram_recvmsg(struct socket *sock, struct msghdr *msg, size_t size,
		       int flags)
{
	struct sock *sk = sock->sk;
	struct unix_sock *u = unix_sk(sk);
	struct sk_buff *skb;
	size_t skip;
	int err;

	if (flags & MSG_OOB)
		return -EOPNOTSUPP;
	skb = receive(sk, flags, &skip, &err);
	if (!skb)
		return err;
	if (waitqueue_active(&u->peer_wait))
		wake_up_key(&u->peer_wait, 1, POLLOUT | POLLWRNORM | POLLWRBAND);
	err = tell(sock, skb, msg, skip, size, flags);
	consume_skb(skb);
	mutex_unlock(&u->iolock);
	return err;
}

int unix_seqpacket_recvmsg(struct socket *sock, struct msghdr *msg, size_t size,
			   int flags)
{
	if (sock->sk->sk_state != TCP_ESTABLISHED)
		return -ENOTCONN;
	return unix_dgram_recvmsg(sock, msg, size, flags);
}

/* ---- poll --------------------------------------------------------------- */

unsigned int unix_dgram_poll(struct file *file, struct socket *sock,
			     struct poll_table_struct *pt)
{
	struct sock *sk = sock->sk, *other;
	unsigned int mask = 0;
	bool room = unix_writable(sk);

	poll_wait(file, sk_sleep(sk), pt);
	if (sk->sk_err)
		mask |= POLLERR;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		mask |= POLLRDHUP | POLLIN | POLLRDNORM;
	if (sk->sk_shutdown == SHUTDOWN_MASK)
		mask |= POLLHUP;
	if (sk->sk_receive_queue.qlen)
		mask |= POLLIN | POLLRDNORM;
	if (sk->sk_type == SOCK_SEQPACKET && sk->sk_state == TCP_CLOSE)
		mask |= POLLHUP;
	spin_lock(&unix_lock);
	other = unix_peer(sk);
	if (room && other && unix_peer(other) != sk &&
	    unix_recvq_full(other) && wake_me(sk, other))
		room = false;
	spin_unlock(&unix_lock);
	if (room)
		mask |= POLLOUT | POLLWRNORM | POLLWRBAND;
	return mask;
}
