/* SPDX-License-Identifier: MIT */
/*
 * raw.c - SOCK_RAW: packets of one protocol with their IP header, for root.
 *
 * What comes is seen besides whoever it is for. What is sent gets an IP header,
 * unless IP_HDRINCL says that it has one.
 */
#include <lwip/priv/tcp_priv.h>
#include <lwip/raw.h>
#include "internal.h"

#define IP_MAX		65535u

static u8_t received(void *arg, struct raw_pcb *pcb, struct pbuf *p,
		     const ip_addr_t *addr)
{
	struct sock *sk = arg;
	const struct inet_sock *inet = inet_sk(sk);

	if (!inet->daddr || inet->daddr == addr->addr)
		dgram_received(sk, p, addr->addr, 0);
	return 0;			/* lwIP goes on with it */
}

static int raw_bind_socket(struct socket *sock, struct sockaddr *addr, int len)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)addr;
	struct inet_sock *inet = inet_sk(sock->sk);
	const ip_addr_t ip = { sin->sin_addr.s_addr };

	if (len < (int)sizeof(*sin))
		return -EINVAL;
	if (sin->sin_addr.s_addr && !inet_is_local(sin->sin_addr.s_addr))
		return -EADDRNOTAVAIL;
	lwip_enter();
	raw_bind(inet->raw, &ip);
	lwip_leave();
	inet->saddr = sin->sin_addr.s_addr;
	return 0;
}

static int raw_connect_socket(struct socket *sock, struct sockaddr *addr,
			      int len, int flags)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)addr;
	struct inet_sock *inet = inet_sk(sock->sk);
	int err;

	if (len < (int)sizeof(addr->sa_family))
		return -EINVAL;
	inet->daddr = 0;
	sock->sk->sk_state = TCP_CLOSE;
	if (addr->sa_family == AF_UNSPEC)
		return 0;
	err = inet_check_addr(addr, len);
	if (err)
		return err;
	if (!inet_source_for(sin->sin_addr.s_addr))
		return -ENETUNREACH;
	inet->daddr = sin->sin_addr.s_addr;
	inet->dport = sock->sk->sk_protocol;
	sock->sk->sk_state = TCP_ESTABLISHED;
	return 0;
}

static int transmit(struct sock *sk, struct sk_buff *skb, u32 addr)
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
	inet->raw->ttl = inet->ttl;
	inet->raw->tos = inet->tos;
	if (sock_flag(sk, SOCK_BROADCAST))
		ip_set_option(inet->raw, SOF_BROADCAST);
	raw_set_flags(inet->raw, inet->hdrincl ? RAW_FLAGS_HDRINCL : 0);
	err = raw_sendto_if_src(inet->raw, p, &to, netif, &from);
	pbuf_free(p);
	return err == ERR_VAL ? -EACCES : -inet_errno(err);
}

static int raw_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct sock *sk = sock->sk;
	const size_t header = inet_sk(sk)->hdrincl ? 0 : IP_HLEN;
	struct sk_buff *skb;
	u32 addr;
	u16 port;
	int err;

	if (len > IP_MAX - header)
		return -EMSGSIZE;
	if (msg->msg_flags & MSG_OOB)
		return -EOPNOTSUPP;
	if (inet_sk(sk)->hdrincl && len < IP_HLEN)
		return -EINVAL;
	err = dgram_destination(sk, msg, &addr, &port);
	if (err)
		return err;
	skb = dgram_alloc(sk, msg, len);
	if (IS_ERR(skb))
		return (int)PTR_ERR(skb);
	lwip_enter();
	err = transmit(sk, skb, addr);
	lwip_leave();
	kfree_skb(skb);
	return err ? err : (int)len;
}

static int raw_release(struct socket *sock)
{
	if (!sock->sk)
		return 0;
	lwip_enter();
	raw_remove(inet_sk(sock->sk)->raw);
	inet_sk(sock->sk)->raw = NULL;
	lwip_leave();
	dgram_release(sock);
	return 0;
}

struct proto inet_raw_prot = {
	.name = "RAW", .obj_size = sizeof(struct inet_sock),
};

static const struct proto_ops raw_ops = {
	.family		= AF_INET,
	.release	= raw_release,
	.bind		= raw_bind_socket,
	.connect	= raw_connect_socket,
	.socketpair	= sock_no_socketpair,
	.accept		= sock_no_accept,
	.getname	= inet_getname,
	.poll		= dgram_poll,
	.ioctl		= dgram_ioctl,
	.listen		= sock_no_listen,
	.shutdown	= dgram_shutdown,
	.setsockopt	= dgram_setsockopt,
	.getsockopt	= dgram_getsockopt,
	.sendmsg	= raw_sendmsg,
	.recvmsg	= dgram_recvmsg,
};

int inet_raw_create(struct socket *sock, int protocol)
{
	struct inet_sock *inet;

	if (protocol > 255)
		return -EPROTONOSUPPORT;
	inet = inet_sock_alloc(sock, &inet_raw_prot, protocol, GFP_KERNEL);
	if (!inet)
		return -ENOBUFS;
	inet->sk.sk_type = SOCK_RAW;
	inet->hdrincl = protocol == IPPROTO_RAW;
	lwip_enter();
	inet->raw = raw_new((u8_t)protocol);
	if (inet->raw)
		raw_recv(inet->raw, received, inet);
	lwip_leave();
	if (!inet->raw) {
		sock->sk = NULL;
		sock_put(&inet->sk);
		return -ENOBUFS;
	}
	sock->ops = &raw_ops;
	return 0;
}
