/* SPDX-License-Identifier: MIT */
/*
 * udp.c - SOCK_DGRAM: UDP on lwIP's raw interface.
 *
 * Each socket has a pcb from its beginning to its end.
 */
#include <lwip/priv/tcp_priv.h>
#include <lwip/udp.h>
#include <octavo/zerocopy.h>
#include "internal.h"

#define UDP_MAX		65507u		/* bytes of a datagram */

static void received(void *arg, struct udp_pcb *pcb, struct pbuf *p,
		     const ip_addr_t *addr, u16_t port)
{
	struct sock *sk = arg;

	if (!(sk->sk_shutdown & RCV_SHUTDOWN))
		dgram_received(sk, p, addr->addr, port);
	pbuf_free(p);
}

/* ---- addresses --------------------------------------------------------- */

static bool overlap(u32 a, u32 b)
{
	return !a || !b || a == b;
}

/* Linux's rule: both must allow it. */
static bool in_use(const struct sock *sk, u32 addr, u16 port)
{
	struct inet_sock *at = NULL;

	while ((at = inet_next_sock(at, IPPROTO_UDP)))
		if (&at->sk != sk && at->sport == port &&
		    overlap(at->saddr, addr) &&
		    !(at->sk.sk_reuse && sk->sk_reuse) &&
		    !(at->sk.sk_reuseport && sk->sk_reuseport))
			return true;
	return false;
}

/* @port 0: one that is free. */
static int bind_to(struct sock *sk, u32 addr, u16 port)
{
	struct inet_sock *inet = inet_sk(sk);
	const ip_addr_t ip = { addr };
	int err;

	if (port && in_use(sk, addr, port))
		return -EADDRINUSE;
	if (sk->sk_reuse || sk->sk_reuseport)
		ip_set_option(inet->udp, SOF_REUSEADDR);
	err = inet_errno(udp_bind(inet->udp, &ip, port));
	if (err)
		return -err;
	inet->saddr = addr;
	inet->sport = inet->udp->local_port;
	return 0;
}

static int udp_bind_socket(struct socket *sock, struct sockaddr *addr, int len)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)addr;
	int err = inet_check_bind(sin, len);

	if (err)
		return err;
	if (inet_sk(sock->sk)->sport)
		return -EINVAL;
	lwip_enter();
	err = bind_to(sock->sk, sin->sin_addr.s_addr, ntohs(sin->sin_port));
	lwip_leave();
	inet_sk(sock->sk)->bound = !err && sin->sin_port;
	inet_sk(sock->sk)->addr_bound = !err && sin->sin_addr.s_addr;
	return err;
}

/* Forget whom it is connected to, and what name it has that it did not ask
 * for. To lwIP it always has a port; a new one is as good as none. */
static void disconnect(struct sock *sk)
{
	struct inet_sock *inet = inet_sk(sk);
	ip_addr_t own;

	udp_disconnect(inet->udp);
	inet->daddr = 0;
	inet->dport = 0;
	sk->sk_state = TCP_CLOSE;
	if (!inet->addr_bound)
		inet->saddr = 0;
	if (!inet->bound)
		inet->sport = 0;
	own.addr = inet->saddr;
	udp_bind(inet->udp, &own, inet->sport);
}

static int connect_to(struct sock *sk, u32 addr, u16 port)
{
	struct inet_sock *inet = inet_sk(sk);
	const ip_addr_t ip = { addr };
	const u32 source = inet_source_for(addr);
	int err;

	if (!source)
		return -ENETUNREACH;
	if (!inet->sport || !inet->saddr) {
		err = bind_to(sk, source, inet->sport);
		if (err)
			return err;
	}
	err = inet_errno(udp_connect(inet->udp, &ip, port));
	if (err)
		return -err;
	inet->daddr = addr;
	inet->dport = port;
	sk->sk_state = TCP_ESTABLISHED;
	return 0;
}

static int udp_connect_socket(struct socket *sock, struct sockaddr *addr,
			      int len, int flags)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)addr;
	struct sock *sk = sock->sk;
	u32 to = sin->sin_addr.s_addr;
	int err = 0;

	if (len < (int)sizeof(addr->sa_family))
		return -EINVAL;
	if (addr->sa_family != AF_UNSPEC)
		err = inet_check_addr(addr, len);
	if (err)
		return err;
	if (addr->sa_family != AF_UNSPEC && to == 0xffffffffu &&
	    !sock_flag(sk, SOCK_BROADCAST))
		return -EACCES;
	lwip_enter();
	if (addr->sa_family == AF_UNSPEC)
		disconnect(sk);
	else
		err = connect_to(sk, to ? to : htonl(INADDR_LOOPBACK),
				 ntohs(sin->sin_port));
	lwip_leave();
	return err;
}

/* ---- sending ----------------------------------------------------------- */

static int transmit(struct sock *sk, struct sk_buff *skb, u32 addr, u16 port)
{
	struct inet_sock *inet = inet_sk(sk);
	const ip_addr_t to = { addr };
	const ip_addr_t from = { inet->saddr ? inet->saddr :
					       inet_source_for(addr) };
	struct netif *netif = inet_hook_route(&from, &to);
	struct pbuf *p;
	int err;

	if (!netif)
		return -ENETUNREACH;
	p = pbuf_of_skb(skb);
	if (!p)
		return -ENOBUFS;
	inet->udp->ttl = inet->ttl;
	inet->udp->tos = inet->tos;
	if (sock_flag(sk, SOCK_BROADCAST))
		ip_set_option(inet->udp, SOF_BROADCAST);
	err = udp_sendto_if_src(inet->udp, p, &to, port, netif, &from);
	pbuf_free(p);
	return err == ERR_VAL ? -EACCES : -inet_errno(err);
}

static int send_datagram(struct sock *sk, struct msghdr *msg, size_t len)
{
	struct sk_buff *skb;
	u32 addr;
	u16 port;
	int err;

	if (len > 0xffff)
		return -EMSGSIZE;
	if (msg->msg_flags & MSG_OOB)
		return -EOPNOTSUPP;
	err = dgram_destination(sk, msg, &addr, &port);
	if (!err && !port)
		err = -EINVAL;
	if (!err && len > UDP_MAX)
		err = -EMSGSIZE;
	if (err)
		return err;
	if (sk->sk_shutdown & SEND_SHUTDOWN)
		return inet_send_error(msg, -EPIPE);
	err = sock_error(sk);
	if (err)
		return err;
	skb = dgram_alloc(sk, msg, len);
	if (IS_ERR(skb))
		return (int)PTR_ERR(skb);
	lwip_enter();
	if (!inet_sk(sk)->sport)
		err = bind_to(sk, inet_sk(sk)->saddr, 0);
	if (!err)
		err = transmit(sk, skb, addr, port);
	lwip_leave();
	kfree_skb(skb);
	return err ? err : (int)len;
}

/* With MSG_ZEROCOPY it is copied all the same, and the program told. */
static int udp_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct ubuf_info *uarg;
	int n = msg_zerocopy_begin(sock->sk, msg, len, &uarg);

	if (n)
		return n;
	n = send_datagram(sock->sk, msg, len);
	if (likely(!uarg))
		return n;
	msg_zerocopy_copied(uarg);
	if (n < 0)
		msg_zerocopy_put_abort(uarg);
	else
		net_zcopy_put(uarg);
	return n;
}

/* ---- the kind of socket ------------------------------------------------ */

static int udp_release(struct socket *sock)
{
	if (!sock->sk)
		return 0;
	lwip_enter();
	udp_remove(inet_sk(sock->sk)->udp);
	inet_sk(sock->sk)->udp = NULL;
	lwip_leave();
	dgram_release(sock);
	return 0;
}

struct proto inet_udp_prot = {
	.name = "UDP", .obj_size = sizeof(struct inet_sock),
};

static const struct proto_ops udp_ops = {
	.family		= AF_INET,
	.release	= udp_release,
	.bind		= udp_bind_socket,
	.connect	= udp_connect_socket,
	.socketpair	= sock_no_socketpair,
	.accept		= sock_no_accept,
	.getname	= inet_getname,
	.poll		= dgram_poll,
	.ioctl		= dgram_ioctl,
	.listen		= sock_no_listen,
	.shutdown	= dgram_shutdown,
	.setsockopt	= dgram_setsockopt,
	.getsockopt	= dgram_getsockopt,
	.sendmsg	= udp_sendmsg,
	.recvmsg	= dgram_recvmsg,
};

int inet_udp_create(struct socket *sock)
{
	struct inet_sock *inet = inet_sock_alloc(sock, &inet_udp_prot,
						 IPPROTO_UDP, GFP_KERNEL);

	if (!inet)
		return -ENOBUFS;
	lwip_enter();
	inet->udp = udp_new();
	if (inet->udp)
		udp_recv(inet->udp, received, inet);
	lwip_leave();
	if (!inet->udp) {
		sock->sk = NULL;
		sock_put(&inet->sk);
		return -ENOBUFS;
	}
	sock->ops = &udp_ops;
	return 0;
}
