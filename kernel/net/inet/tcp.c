/* SPDX-License-Identifier: MIT */
/*
 * tcp.c - SOCK_STREAM: how connections begin and end, on lwIP's raw interface.
 *
 * A pcb is lwIP's side of a connection. It comes with bind, listen, connect or
 * accept and may go at any time: lwIP says so by pcb_gone(). Until then it
 * holds the sock, which so outlives its socket: what was written is sent also
 * after close(2).
 *
 *	TCP_CLOSE --listen--> TCP_LISTEN --accepted()--> a new sock that waits
 *	    |                                                in its queue
 *	    +--connect--> TCP_SYN_SENT --connected()--> TCP_ESTABLISHED
 *	                       |                             |
 *	                       +----------failed()-----------+--> TCP_CLOSE
 *
 * Invariants:
 *  1. Callbacks find a live sock: those that may come after pcb_gone() are
 *     taken off when the socket goes.
 *  2. A connection waits in the queue of its listening sock with one reference,
 *     which accept(2) takes over.
 */
#include <lwip/priv/tcp_priv.h>
#include "internal.h"

#define BACKLOG_MAX	254
#define RCV_MEM_MAX	(16 * TCP_WND)	/* what bytes nobody has read may take */

/* ---- what lwIP says ---------------------------------------------------- */

static void wake(struct sock *sk)
{
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_state_change(sk);
}

static void pcb_gone(u8_t id, void *data)
{
	struct sock *sk = data;

	if (!sk)
		return;
	inet_sk(sk)->tcp = NULL;
	tcp_forget_written(sk);
	sk->sk_state = TCP_CLOSE;
	sock_put(sk);
}

static const struct tcp_ext_arg_callbacks gone_callbacks = {
	.destroy = pcb_gone,
};

static void add_received(void *arg, struct sk_buff *skb)
{
	struct sock *sk = arg;

	skb_orphan(skb);
	skb_set_owner_r(skb, sk);
	skb_queue_tail(&sk->sk_receive_queue, skb);
}

/* Bytes, or (@p NULL) the end of them. */
static err_t received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t err)
{
	struct sock *sk = arg;

	if (!p) {
		sk->sk_shutdown |= RCV_SHUTDOWN;
		sk->sk_state = pcb->state == CLOSE_WAIT ? TCP_CLOSE_WAIT :
							  TCP_CLOSE;
		wake(sk);
		return ERR_OK;
	}
	/* lwIP keeps it and asks again. */
	if (sk_rmem_alloc_get(sk) > RCV_MEM_MAX ||
	    pbuf_to_parts(p, add_received, sk))
		return ERR_MEM;
	/* Who has little more to send waits for that, and the way is short. */
	tcp_ack_now(pcb);
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_data_ready(sk);
	return ERR_OK;
}

static err_t sent(void *arg, struct tcp_pcb *pcb, u16_t len)
{
	tcp_acked(arg, len);
	return ERR_OK;
}

/* It came to an end that was not agreed on. */
static void failed(void *arg, err_t err)
{
	struct sock *sk = arg;

	if (err == ERR_RST)
		sk->sk_err = sk->sk_state == TCP_SYN_SENT ? ECONNREFUSED :
			     sk->sk_state == TCP_CLOSE_WAIT ? EPIPE :
							      ECONNRESET;
	else if (err != ERR_CLSD)
		sk->sk_err = ETIMEDOUT;
	sk->sk_state = TCP_CLOSE;
	sk->sk_shutdown = SHUTDOWN_MASK;
	if (sock_flag(sk, SOCK_DEAD))
		return;
	wake(sk);
	if (sk->sk_err)
		sk->sk_error_report(sk);
}

static err_t connected(void *arg, struct tcp_pcb *pcb, err_t err)
{
	struct sock *sk = arg;

	sk->sk_state = TCP_ESTABLISHED;
	wake(sk);
	return ERR_OK;
}

/* From now on the two know each other. */
static void attach(struct sock *sk, struct tcp_pcb *pcb)
{
	inet_sk(sk)->tcp = pcb;
	sock_hold(sk);
	tcp_arg(pcb, sk);
	tcp_ext_arg_set_callbacks(pcb, 0, &gone_callbacks);
	tcp_ext_arg_set(pcb, 0, sk);
	if (pcb->state == LISTEN)
		return;
	tcp_recv(pcb, received);
	tcp_sent(pcb, sent);
	tcp_err(pcb, failed);
}

/* They do not, and the pcb's reference is gone. */
static void detach(struct sock *sk)
{
	struct tcp_pcb *pcb = inet_sk(sk)->tcp;

	tcp_ext_arg_set(pcb, 0, NULL);
	tcp_arg(pcb, NULL);
	inet_sk(sk)->tcp = NULL;
	sock_put(sk);
}

static struct tcp_sock *tcp_sock_alloc(struct socket *sock, gfp_t gfp)
{
	struct inet_sock *inet = inet_sock_alloc(sock, &inet_tcp_prot,
						 IPPROTO_TCP, gfp);
	struct tcp_sock *tp = (struct tcp_sock *)inet;

	if (!tp)
		return NULL;
	inet->sk.sk_type = SOCK_STREAM;
	mutex_init(&tp->iolock);
	tp->keepidle = 7200;
	tp->keepintvl = 75;
	tp->keepcnt = 9;
	INIT_LIST_HEAD(&tp->accepted);
	INIT_LIST_HEAD(&tp->in_accepted);
	return tp;
}

static void inherit(struct tcp_sock *child, const struct tcp_sock *parent)
{
	struct sock *to = &child->inet.sk;
	const struct sock *from = &parent->inet.sk;

	to->sk_reuse = from->sk_reuse;
	to->sk_rcvtimeo = from->sk_rcvtimeo;
	to->sk_sndtimeo = from->sk_sndtimeo;
	to->sk_sndbuf = from->sk_sndbuf;
	to->sk_rcvbuf = from->sk_rcvbuf;
	to->sk_lingertime = from->sk_lingertime;
	to->sk_flags = from->sk_flags & ~(1ul << SOCK_DEAD);
	to->sk_uid = from->sk_uid;
	child->nodelay = parent->nodelay;
	child->keepidle = parent->keepidle;
	child->keepintvl = parent->keepintvl;
	child->keepcnt = parent->keepcnt;
	child->inet.ttl = parent->inet.ttl;
	child->inet.tos = parent->inet.tos;
}

/* A connection came to a listening sock. */
static err_t accepted(void *arg, struct tcp_pcb *pcb, err_t err)
{
	struct sock *sk = arg;
	struct tcp_sock *tp = tcp_sk(sk), *child;
	struct inet_sock *inet;

	if (err != ERR_OK || !pcb)
		return ERR_VAL;
	child = tcp_sock_alloc(NULL, GFP_ATOMIC);
	if (!child)
		return ERR_MEM;
	inet = &child->inet;
	inherit(child, tp);
	inet->saddr = pcb->local_ip.addr;
	inet->sport = pcb->local_port;
	inet->daddr = pcb->remote_ip.addr;
	inet->dport = pcb->remote_port;
	inet->sk.sk_state = TCP_ESTABLISHED;
	attach(&inet->sk, pcb);
	tcp_apply_options(&inet->sk);
	tcp_backlog_delayed(pcb);
	list_add_tail(&child->in_accepted, &tp->accepted);
	sk->sk_ack_backlog++;
	sk->sk_data_ready(sk);
	return ERR_OK;
}

/* ---- the end ----------------------------------------------------------- */

/* With a reset; nobody is told of it here. */
static void abort_pcb(struct sock *sk)
{
	tcp_err(inet_sk(sk)->tcp, NULL);
	tcp_abort(inet_sk(sk)->tcp);
}

static struct tcp_sock *next_accepted(struct tcp_sock *tp)
{
	return list_first_entry_or_null(&tp->accepted, struct tcp_sock,
					in_accepted);
}

static void unqueue_accepted(struct tcp_sock *tp, struct tcp_sock *child)
{
	list_del_init(&child->in_accepted);
	tp->inet.sk.sk_ack_backlog--;
	if (child->inet.tcp)
		tcp_backlog_accepted(child->inet.tcp);
}

static void stop_listening(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk), *child;

	while ((child = next_accepted(tp))) {
		unqueue_accepted(tp, child);
		sock_set_flag(&child->inet.sk, SOCK_DEAD);
		if (child->inet.tcp)
			abort_pcb(&child->inet.sk);
		sock_put(&child->inet.sk);
	}
	tcp_close(tp->inet.tcp);
	sk->sk_state = TCP_CLOSE;
}

/* The socket goes, the pcb may stay and send what was written. */
static void close_pcb(struct sock *sk)
{
	struct inet_sock *inet = inet_sk(sk);

	if (!inet->tcp)
		return;
	if (sk->sk_state == TCP_LISTEN) {
		stop_listening(sk);
		return;
	}
	/* The other side is to know that not all it sent was read. */
	if (!skb_queue_empty(&sk->sk_receive_queue) ||
	    (sock_flag(sk, SOCK_LINGER) && !sk->sk_lingertime)) {
		abort_pcb(sk);
		return;
	}
	tcp_close(inet->tcp);
	if (!inet->tcp)
		return;
	tcp_err(inet->tcp, NULL);
	tcp_recv(inet->tcp, NULL);
	if (inet->tcp->state == TIME_WAIT)
		detach(sk);
}

static void linger(struct sock *sk)
{
	const u64 end = arch_clock_ns(false) +
			(u64)sk->sk_lingertime * NSEC_PER_SEC;
	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
		if (skb_queue_empty(&sk->sk_write_queue) ||
		    sock_wait(&wait, end))
			break;
	}
	finish_wait(sk_sleep(sk), &wait);
}

static int tcp_release(struct socket *sock)
{
	struct sock *sk = sock->sk;

	if (!sk)
		return 0;
	if (sock_flag(sk, SOCK_LINGER) && sk->sk_lingertime && inet_sk(sk)->tcp &&
	    sk->sk_state != TCP_LISTEN && skb_queue_empty(&sk->sk_receive_queue)) {
		lwip_enter();
		tcp_shutdown(inet_sk(sk)->tcp, 0, 1);
		lwip_leave();
		linger(sk);
	}
	lwip_enter();
	close_pcb(sk);
	sock_orphan(sk);
	lwip_leave();
	skb_queue_purge(&sk->sk_receive_queue);
	sock->sk = NULL;
	sock_put(sk);
	return 0;
}

void inet_tcp_abort_all(void)
{
	lwip_enter();
	while (tcp_active_pcbs)
		tcp_abort(tcp_active_pcbs);
	while (tcp_tw_pcbs)
		tcp_abort(tcp_tw_pcbs);
	lwip_leave();
}

/* ---- addresses --------------------------------------------------------- */

/* A pcb for a sock that has none. 0, -ENOBUFS. */
static int need_pcb(struct sock *sk)
{
	struct tcp_pcb *pcb;

	if (inet_sk(sk)->tcp)
		return 0;
	pcb = tcp_new();
	if (!pcb)
		return -ENOBUFS;
	attach(sk, pcb);
	tcp_apply_options(sk);
	return 0;
}

/* Linux does not let a port be taken that somebody listens on, whatever both
 * say of reuse. */
static bool is_listened_on(u32 addr, u16 port)
{
	const struct tcp_pcb_listen *l = tcp_listen_pcbs.listen_pcbs;

	for (; l; l = l->next)
		if (l->local_port == port &&
		    (!addr || !l->local_ip.addr || l->local_ip.addr == addr))
			return true;
	return false;
}

/* Also without a port: one is chosen. */
static int bind_to(struct sock *sk, u32 addr, u16 port)
{
	struct inet_sock *inet = inet_sk(sk);
	const ip_addr_t ip = { addr };
	int err;

	if (port && is_listened_on(addr, port))
		return -EADDRINUSE;
	err = need_pcb(sk);
	if (err)
		return err;
	if (sk->sk_reuse)
		ip_set_option(inet->tcp, SOF_REUSEADDR);
	err = inet_errno(tcp_bind(inet->tcp, &ip, port));
	if (err)
		return -err;
	inet->saddr = addr;
	inet->sport = inet->tcp->local_port;
	return 0;
}

static int tcp_bind_socket(struct socket *sock, struct sockaddr *addr, int len)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)addr;
	struct sock *sk = sock->sk;
	int err = inet_check_bind(sin, len);

	if (err)
		return err;
	if (sk->sk_state != TCP_CLOSE || inet_sk(sk)->sport)
		return -EINVAL;
	lwip_enter();
	err = bind_to(sk, sin->sin_addr.s_addr, ntohs(sin->sin_port));
	lwip_leave();
	inet_sk(sk)->bound = !err && sin->sin_port;
	return err;
}

/* ---- listening --------------------------------------------------------- */

static int start_listening(struct sock *sk, u8_t backlog)
{
	struct inet_sock *inet = inet_sk(sk);
	struct tcp_pcb *pcb = inet->tcp, *listening;
	err_t err;

	/* lwIP makes another pcb and frees the first, of which we need not hear. */
	tcp_ext_arg_set(pcb, 0, NULL);
	listening = tcp_listen_with_backlog_and_err(pcb, backlog, &err);
	if (!listening) {
		tcp_ext_arg_set(pcb, 0, sk);
		return -inet_errno(err);
	}
	tcp_ext_arg_set(listening, 0, sk);
	tcp_accept(listening, accepted);
	inet->tcp = listening;
	sk->sk_state = TCP_LISTEN;
	return 0;
}

static int tcp_listen_socket(struct socket *sock, int backlog)
{
	struct sock *sk = sock->sk;
	const u8_t most = (u8_t)min((unsigned int)backlog, BACKLOG_MAX + 0u) + 1;
	int err = 0;

	if (sock->state != SS_UNCONNECTED ||
	    (sk->sk_state != TCP_CLOSE && sk->sk_state != TCP_LISTEN))
		return -EINVAL;
	sk->sk_max_ack_backlog = (unsigned int)backlog;
	lwip_enter();
	if (sk->sk_state == TCP_LISTEN)
		tcp_backlog_set(inet_sk(sk)->tcp, most);
	else if (!inet_sk(sk)->sport || !inet_sk(sk)->tcp)
		err = bind_to(sk, inet_sk(sk)->saddr, inet_sk(sk)->sport);
	if (!err && sk->sk_state != TCP_LISTEN)
		err = start_listening(sk, most);
	lwip_leave();
	return err;
}

/* The next connection, or ERR_PTR. */
static struct tcp_sock *wait_accepted(struct sock *sk, int flags)
{
	const u64 end = sock_rcvdeadline(sk, flags & O_NONBLOCK);
	struct tcp_sock *child;
	DEFINE_WAIT(wait);
	int err = 0;

	for (;;) {
		prepare_to_wait_exclusive(sk_sleep(sk), &wait,
					  TASK_INTERRUPTIBLE);
		child = next_accepted(tcp_sk(sk));
		if (child || err)
			break;
		err = sk->sk_state == TCP_LISTEN ? sock_wait(&wait, end) :
						   -EINVAL;
	}
	finish_wait(sk_sleep(sk), &wait);
	return child ? child : ERR_PTR(err);
}

static int tcp_accept_socket(struct socket *sock, struct socket *newsock,
			     int flags, bool kern)
{
	struct sock *sk = sock->sk;
	struct tcp_sock *child;

	if (sk->sk_state != TCP_LISTEN)
		return -EINVAL;
	child = wait_accepted(sk, flags);
	if (IS_ERR(child))
		return (int)PTR_ERR(child);
	lwip_enter();
	unqueue_accepted(tcp_sk(sk), child);
	lwip_leave();
	sock_graft(&child->inet.sk, newsock);
	newsock->state = SS_CONNECTED;
	return 0;
}

/* ---- connecting -------------------------------------------------------- */

int tcp_wait_connected(struct sock *sk, u64 end)
{
	DEFINE_WAIT(wait);
	int err = 0;

	for (;;) {
		prepare_to_wait(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
		if (sk->sk_state != TCP_SYN_SENT || err)
			break;
		err = sock_wait(&wait, end);
	}
	finish_wait(sk_sleep(sk), &wait);
	return sk->sk_state != TCP_SYN_SENT ? 0 : err;
}

static int start_connecting(struct sock *sk, u32 addr, u16 port)
{
	struct inet_sock *inet = inet_sk(sk);
	const ip_addr_t ip = { addr };
	int err = need_pcb(sk);

	if (err)
		return err;
	if (!inet->saddr)
		inet->tcp->local_ip.addr = inet_source_for(addr);
	sk->sk_state = TCP_SYN_SENT;
	inet->daddr = addr;
	inet->dport = port;
	err = tcp_connect(inet->tcp, &ip, port, connected);
	if (err != ERR_OK) {
		sk->sk_state = TCP_CLOSE;
		return err == ERR_USE ? -EADDRNOTAVAIL : -inet_errno(err);
	}
	inet->saddr = inet->tcp->local_ip.addr;
	inet->sport = inet->tcp->local_port;
	return 0;
}

/* Back to the beginning, with the port that bind(2) chose, if it did. */
static void reset_sock(struct socket *sock)
{
	struct sock *sk = sock->sk;
	struct inet_sock *inet = inet_sk(sk);

	lwip_enter();
	if (inet->tcp && sk->sk_state == TCP_LISTEN)
		stop_listening(sk);
	else if (inet->tcp)
		abort_pcb(sk);
	lwip_leave();
	inet->daddr = 0;
	inet->dport = 0;
	if (!inet->bound)
		inet->saddr = inet->sport = 0;
	sk->sk_state = TCP_CLOSE;
	sk->sk_shutdown = 0;
	sock->state = SS_UNCONNECTED;
	mutex_lock(&tcp_sk(sk)->iolock);
	skb_queue_purge(&sk->sk_receive_queue);
	mutex_unlock(&tcp_sk(sk)->iolock);
	wake(sk);
}

static int begin_connect(struct socket *sock, const struct sockaddr_in *sin,
			 int len)
{
	struct sock *sk = sock->sk;
	struct inet_sock *inet = inet_sk(sk);
	u32 addr = sin->sin_addr.s_addr;
	int err = inet_check_addr((const struct sockaddr *)sin, len);

	if (err)
		return err;
	if (ntohl(addr) >= 0xe0000000u)
		return -ENETUNREACH;
	lwip_enter();
	/* A pcb that failed before is gone, its port perhaps wanted again. */
	if (!inet->tcp && inet->bound)
		err = bind_to(sk, inet->saddr, inet->sport);
	if (!err)
		err = start_connecting(sk, addr ? addr : htonl(INADDR_LOOPBACK),
				       ntohs(sin->sin_port));
	lwip_leave();
	if (!err)
		sock->state = SS_CONNECTING;
	return err;
}

static int finish_connect(struct socket *sock, int flags)
{
	struct sock *sk = sock->sk;
	int err = flags & O_NONBLOCK ? -EAGAIN :
		tcp_wait_connected(sk, sock_snddeadline(sk, 0));

	if (err)
		return err == -EAGAIN ? -EINPROGRESS : err;
	if (sk->sk_state != TCP_CLOSE) {
		sock->state = SS_CONNECTED;
		return 0;
	}
	err = sock_error(sk);
	reset_sock(sock);
	return err ? err : -ECONNABORTED;
}

static int tcp_connect_socket(struct socket *sock, struct sockaddr *addr,
			      int len, int flags)
{
	struct sock *sk = sock->sk;
	int err;

	if (len < (int)sizeof(addr->sa_family))
		return -EINVAL;
	if (addr->sa_family == AF_UNSPEC) {
		reset_sock(sock);
		return 0;
	}
	switch (sock->state) {
	case SS_CONNECTED:
		return -EISCONN;
	case SS_CONNECTING:
		if (sk->sk_state == TCP_SYN_SENT && flags & O_NONBLOCK)
			return -EALREADY;
		/* Known already: the first look says how it ended. */
		if (sk->sk_state != TCP_SYN_SENT)
			flags &= ~O_NONBLOCK;
		break;
	case SS_UNCONNECTED:
		if (sk->sk_state != TCP_CLOSE)
			return -EISCONN;
		err = begin_connect(sock, (struct sockaddr_in *)addr, len);
		if (err)
			return err;
		break;
	default:
		return -EINVAL;
	}
	return finish_connect(sock, flags);
}

/* ---- shutting down, polling -------------------------------------------- */

static int tcp_shutdown_socket(struct socket *sock, int how)
{
	struct sock *sk = sock->sk;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	if (sk->sk_state == TCP_CLOSE)
		return -ENOTCONN;
	how++;				/* now bits */
	if (sk->sk_state == TCP_LISTEN || sk->sk_state == TCP_SYN_SENT) {
		if (sk->sk_state == TCP_SYN_SENT || how & RCV_SHUTDOWN)
			reset_sock(sock);
		wake(sk);
		return 0;
	}
	sk->sk_shutdown |= (unsigned char)how;
	lwip_enter();
	if (how & SEND_SHUTDOWN && inet_sk(sk)->tcp) {
		sk->sk_state = sk->sk_state == TCP_CLOSE_WAIT ? TCP_LAST_ACK :
								TCP_FIN_WAIT1;
		tcp_shutdown(inet_sk(sk)->tcp, 0, 1);
	}
	lwip_leave();
	wake(sk);
	return 0;
}

static unsigned int poll_stream(struct file *file, struct socket *sock,
				struct poll_table_struct *pt)
{
	struct sock *sk = sock->sk;
	unsigned int mask = 0;

	poll_wait(file, sk_sleep(sk), pt);
	if (sk->sk_state == TCP_LISTEN)
		return next_accepted(tcp_sk(sk)) ? POLLIN | POLLRDNORM : 0;
	if (sk->sk_shutdown == SHUTDOWN_MASK || sk->sk_state == TCP_CLOSE)
		mask |= POLLHUP;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		mask |= POLLIN | POLLRDNORM | POLLRDHUP;
	if (sk->sk_err || !skb_queue_empty(&sk->sk_error_queue))
		mask |= POLLERR;
	if (sk->sk_state == TCP_SYN_SENT)
		return mask;
	if (!skb_queue_empty(&sk->sk_receive_queue))
		mask |= POLLIN | POLLRDNORM;
	if (sk->sk_shutdown & SEND_SHUTDOWN || tcp_has_room(sk))
		mask |= POLLOUT | POLLWRNORM;
	else
		sock_set_flag(sk, SOCK_NOSPACE);
	return mask;
}

static int tcp_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct sock *sk = sock->sk;

	if (cmd != SIOCINQ && cmd != SIOCOUTQ && cmd != SIOCATMARK)
		return inet_ioctl(sock, cmd, arg);
	if (sk->sk_state == TCP_LISTEN && cmd != SIOCATMARK)
		return -EINVAL;
	return put_user(cmd == SIOCINQ	 ? (int)tcp_bytes_to_read(sk) :
			cmd == SIOCOUTQ ? (int)tcp_bytes_unacked(sk) : 0,
			(int __user *)arg);
}

/* ---- the kind of socket ------------------------------------------------ */

struct proto inet_tcp_prot = {
	.name = "TCP", .obj_size = sizeof(struct tcp_sock),
};

static int tcp_setsockopt(struct socket *sock, int level, int name,
			  char __user *optval, unsigned int len)
{
	if (level == SOL_IP)
		return inet_set_ip_option(sock->sk, name, optval, len);
	if (level == SOL_TCP)
		return tcp_set_option(sock->sk, name, optval, len);
	return -ENOPROTOOPT;
}

static int tcp_getsockopt(struct socket *sock, int level, int name,
			  char __user *optval, int __user *optlen)
{
	if (level == SOL_IP)
		return inet_get_ip_option(sock->sk, name, optval, optlen);
	if (level == SOL_TCP)
		return tcp_get_option(sock->sk, name, optval, optlen);
	return -ENOPROTOOPT;
}

static const struct proto_ops stream_ops = {
	.family		= AF_INET,
	.release	= tcp_release,
	.bind		= tcp_bind_socket,
	.connect	= tcp_connect_socket,
	.socketpair	= sock_no_socketpair,
	.accept		= tcp_accept_socket,
	.getname	= inet_getname,
	.poll		= poll_stream,
	.ioctl		= tcp_ioctl,
	.listen		= tcp_listen_socket,
	.shutdown	= tcp_shutdown_socket,
	.setsockopt	= tcp_setsockopt,
	.getsockopt	= tcp_getsockopt,
	.sendmsg	= tcp_sendmsg,
	.recvmsg	= tcp_recvmsg,
};

int inet_tcp_create(struct socket *sock)
{
	struct tcp_sock *tp = tcp_sock_alloc(sock, GFP_KERNEL);

	if (!tp)
		return -ENOBUFS;
	sock->ops = &stream_ops;
	return 0;
}
