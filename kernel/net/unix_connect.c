/* SPDX-License-Identifier: MIT */
/*
 * unix_connect.c - AF_UNIX: listening, connecting, accepting, shutting down.
 *
 * connect(2) makes the socket at the other side itself, and is connected to it
 * at once; a listener's receive queue has an empty sk_buff for each of those,
 * charged to it, until accept(2) gives it a file. A queue longer than the backlog
 * lets those who connect wait in peer_wait.
 */
#include "internal.h"

struct ucred unix_my_cred(void)
{
	const struct task *task = current_task();

	return (struct ucred){ task->signal->pid, task->euid, task->egid };
}

static void init_peercred(struct sock *sk)
{
	sk->sk_peer_cred = unix_my_cred();
	sk->sk_has_peer_cred = true;
}

/* ---- listen ------------------------------------------------------------- */

int unix_listen(struct socket *sock, int backlog)
{
	struct sock *sk = sock->sk;
	struct unix_sock *u = unix_sk(sk);
	int err = -EINVAL;

	spin_lock(&unix_lock);
	if (u->addr && (sk->sk_state == TCP_CLOSE ||
			sk->sk_state == TCP_LISTEN)) {
		if ((unsigned int)backlog > sk->sk_max_ack_backlog)
			wake_up_key(&u->peer_wait, 0, 0);
		sk->sk_max_ack_backlog = backlog;
		sk->sk_state = TCP_LISTEN;
		init_peercred(sk);
		err = 0;
	}
	spin_unlock(&unix_lock);
	return err;
}

/* ---- connect ------------------------------------------------------------ */

int unix_wait_for_peer(struct sock *other, u64 deadline)
{
	wait_queue_head_t *wq = &unix_sk(other)->peer_wait;
	DEFINE_WAIT(wait);
	bool must;
	int err = 0;

	prepare_to_wait(wq, &wait, TASK_INTERRUPTIBLE);
	must = !sock_flag(other, SOCK_DEAD) &&
	       !(other->sk_shutdown & RCV_SHUTDOWN) && unix_recvq_full(other);
	spin_unlock(&unix_lock);
	if (must)
		err = sock_wait(&wait, deadline);
	finish_wait(wq, &wait);
	return err;
}

/* Join @sk and the new @newsk, which goes into the queue of @other. unix_lock
 * is held. */
static void join(struct sock *sk, struct sock *newsk, struct sock *other)
{
	struct unix_sock *newu = unix_sk(newsk), *listener = unix_sk(other);

	sock_hold(sk);
	newu->peer = sk;
	newsk->sk_state = TCP_ESTABLISHED;
	init_peercred(newsk);
	newu->addr = listener->addr;
	if (newu->addr)
		refcount_inc(&newu->addr->refcnt);
	sk->sk_peer_cred = other->sk_peer_cred;
	sk->sk_has_peer_cred = other->sk_has_peer_cred;
	sk->sk_socket->state = SS_CONNECTED;
	sk->sk_state = TCP_ESTABLISHED;
	sock_hold(newsk);
	unix_peer(sk) = newsk;
}

/* 0: joined. -EAGAIN: the queue is full. 1: @other is gone, look for it anew.
 * unix_lock is held. */
static int try_connect(struct sock *sk, struct sock *newsk, struct sock *other)
{
	if (sock_flag(other, SOCK_DEAD))
		return 1;
	if (other->sk_state != TCP_LISTEN || other->sk_shutdown & RCV_SHUTDOWN)
		return -ECONNREFUSED;
	if (unix_recvq_full(other))
		return -EAGAIN;
	if (sk->sk_state != TCP_CLOSE)
		return sk->sk_state == TCP_ESTABLISHED ? -EISCONN : -EINVAL;
	join(sk, newsk, other);
	return 0;
}

/* As connect(2) does it, with all it needs made. */
static int do_connect(struct sock *sk, struct sock *newsk, struct sk_buff *skb,
		      struct sockaddr_un *sun, int len, u64 deadline)
{
	struct sock *other;
	int err;

	do {
		other = unix_find_other(sun, len, sk->sk_type);
		if (IS_ERR(other))
			return PTR_ERR(other);
		spin_lock(&unix_lock);
		err = try_connect(sk, newsk, other);
		if (!err)
			skb_queue_tail(&other->sk_receive_queue, skb);
		if (err == -EAGAIN && deadline) {
			err = unix_wait_for_peer(other, deadline);
			err = err ? err : 1;
		} else {
			spin_unlock(&unix_lock);
		}
		if (!err)
			other->sk_data_ready(other);
		sock_put(other);
	} while (err > 0);
	return err;
}

int unix_stream_connect(struct socket *sock, struct sockaddr *addr, int len,
			int flags)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)addr;
	struct sock *sk = sock->sk, *newsk;
	struct sk_buff *skb;
	int err = unix_validate_addr(sun, len);

	if (!err)
		err = unix_autobind_passcred(sk);
	if (err)
		return err;
	newsk = unix_create1(NULL, sk->sk_type);
	if (!newsk)
		return -ENOMEM;
	skb = alloc_skb(1, GFP_KERNEL);
	if (skb) {
		skb->family = AF_UNIX;
		skb_set_owner_w(skb, newsk);
		err = do_connect(sk, newsk, skb, sun, len,
				 sock_snddeadline(sk, flags & O_NONBLOCK));
	} else {
		err = -ENOMEM;
	}
	if (err) {
		kfree_skb(skb);
		unix_release_sock(newsk, false);
	}
	return err;
}

int unix_accept(struct socket *sock, struct socket *newsock, int flags,
		bool kern)
{
	struct sock *sk = sock->sk, *newsk;
	struct sk_buff *skb;
	int err;

	if (sk->sk_state != TCP_LISTEN)
		return -EINVAL;
	skb = skb_recv_datagram(sk, flags & O_NONBLOCK ? MSG_DONTWAIT : 0,
				&err);
	if (!skb)
		return err ? err : -EINVAL;	/* 0: it was shut down */
	newsk = skb->sk;
	consume_skb(skb);
	wake_up_key(&unix_sk(sk)->peer_wait, 1, 0);
	newsock->state = SS_CONNECTED;
	if (sock_flag(sk, SOCK_PASSCRED))
		sock_set_flag(newsk, SOCK_PASSCRED);
	sock_graft(newsk, newsock);
	return 0;
}

/* ---- pairs, and the end of a connection --------------------------------- */

int unix_socketpair(struct socket *a, struct socket *b)
{
	struct sock *ska = a->sk, *skb = b->sk;

	sock_hold(ska);
	sock_hold(skb);
	unix_peer(ska) = skb;
	unix_peer(skb) = ska;
	init_peercred(ska);
	init_peercred(skb);
	ska->sk_state = skb->sk_state = TCP_ESTABLISHED;
	a->state = b->state = SS_CONNECTED;
	return 0;
}

/* What @how is for the other side. */
static unsigned int mirrored(unsigned int how)
{
	return (how & RCV_SHUTDOWN ? SEND_SHUTDOWN : 0) |
	       (how & SEND_SHUTDOWN ? RCV_SHUTDOWN : 0);
}

int unix_shutdown(struct socket *sock, int how)
{
	struct sock *sk = sock->sk, *other;
	const unsigned int mode = (unsigned int)how + 1;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	spin_lock(&unix_lock);
	sk->sk_shutdown |= mode;
	other = connection_based(sk) ? unix_peer(sk) : NULL;
	if (other) {
		sock_hold(other);
		other->sk_shutdown |= mirrored(mode);
	}
	spin_unlock(&unix_lock);
	sk->sk_state_change(sk);
	if (other) {
		other->sk_state_change(other);
		sock_wake_async(other);
		sock_put(other);
	}
	return 0;
}
