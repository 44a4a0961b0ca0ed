/* SPDX-License-Identifier: MIT */
/*
 * dgram.c - what sockets of datagrams, UDP's and raw ones, do the same way.
 *
 * A datagram is one sk_buff, in and out. One that is sent is handed to lwIP as
 * pbufs that point into it; what became of it when lwIP is done has references
 * of its own. One that is received shares its data with the packet it came in.
 */
#include <lwip/priv/tcp_priv.h>
#include "internal.h"

#define SMALL_DATAGRAM	2048u		/* linear */

/* ---- sending ----------------------------------------------------------- */

int dgram_destination(struct sock *sk, const struct msghdr *msg, u32 *addr,
		      u16 *port)
{
	const struct inet_sock *inet = inet_sk(sk);
	const struct sockaddr_in *sin = msg->msg_name;

	*addr = inet->daddr;
	*port = inet->dport;
	if (!sin)
		return sk->sk_state == TCP_ESTABLISHED ? 0 : -EDESTADDRREQ;
	if (msg->msg_namelen < (int)sizeof(*sin))
		return -EINVAL;
	if (sin->sin_family != AF_INET && sin->sin_family != AF_UNSPEC)
		return -EAFNOSUPPORT;
	*addr = sin->sin_addr.s_addr ? sin->sin_addr.s_addr :
				       htonl(INADDR_LOOPBACK);
	*port = ntohs(sin->sin_port);
	if (*addr == 0xffffffffu && !sock_flag(sk, SOCK_BROADCAST))
		return -EACCES;
	return 0;
}

/* Low memory, as lwIP wants an address; false without. */
static bool add_pages(struct sock *sk, struct sk_buff *skb, size_t len)
{
	while (len) {
		struct page *page = alloc_page(GFP_KERNEL);
		const size_t n = min_t(size_t, len, PAGE_SIZE);

		if (!page)
			return false;
		skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 0, (int)n,
				PAGE_SIZE);
		refcount_add(PAGE_SIZE, &sk->sk_wmem_alloc);
		len -= n;
	}
	return true;
}

struct sk_buff *dgram_alloc(struct sock *sk, struct msghdr *msg, size_t len)
{
	const size_t linear = min_t(size_t, len, SMALL_DATAGRAM);
	struct sk_buff *skb;
	int err = 0;

	skb = sock_alloc_send_pskb(sk, linear, 0,
				   (int)(msg->msg_flags & MSG_DONTWAIT), &err, 0);
	if (!skb)
		return ERR_PTR(err);
	skb_put(skb, (unsigned int)linear);
	if (!add_pages(sk, skb, len - linear))
		err = -ENOBUFS;
	else
		err = skb_copy_datagram_from_iter(skb, 0, &msg->msg_iter,
						  (int)len);
	if (!err)
		return skb;
	kfree_skb(skb);
	return ERR_PTR(err);
}

/* ---- receiving --------------------------------------------------------- */

void dgram_received(struct sock *sk, const struct pbuf *p, u32 saddr, u16 sport)
{
	const struct ip_hdr *ip = ip4_current_header();
	struct sk_buff *skb = pbuf_to_datagram(p);
	struct skb_part *part;

	if (!skb)
		return;
	part = SKB_PART(skb);
	part->saddr = saddr;
	part->sport = sport;
	part->ttl = IPH_TTL(ip);
	part->tos = IPH_TOS(ip);
	skb_orphan(skb);
	if (sock_queue_rcv_skb(sk, skb))
		kfree_skb(skb);
}

static void put_ancillary(struct sock *sk, struct msghdr *msg,
			  const struct skb_part *part)
{
	const struct inet_sock *inet = inet_sk(sk);
	const int ttl = part->ttl;

	if (inet->pktinfo) {
		const struct in_pktinfo info = {
			.ipi_ifindex = 1,
			.ipi_spec_dst.s_addr = inet->saddr,
			.ipi_addr.s_addr = inet->saddr,
		};

		put_cmsg(msg, SOL_IP, IP_PKTINFO, sizeof(info), &info);
	}
	if (inet->recv_ttl)
		put_cmsg(msg, SOL_IP, IP_TTL, sizeof(ttl), &ttl);
	if (inet->recv_tos)
		put_cmsg(msg, SOL_IP, IP_TOS, sizeof(part->tos), &part->tos);
}

int dgram_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags)
{
	struct sock *sk = sock->sk;
	struct sk_buff *skb;
	const struct skb_part *part;
	size_t n;
	int err;

	msg->msg_namelen = 0;
	if (flags & MSG_ERRQUEUE)
		return inet_recv_error(sk, msg, len);
	skb = skb_recv_datagram(sk, (unsigned int)flags, &err);
	if (!skb)
		return err;
	part = SKB_PART(skb);
	n = min_t(size_t, len, part->len);
	if (n < part->len)
		msg->msg_flags |= MSG_TRUNC;
	err = skb_copy_datagram_iter(skb, (int)part->off, &msg->msg_iter, (int)n);
	if (!err) {
		inet_put_name(msg, part->saddr, part->sport);
		put_ancillary(sk, msg, part);
		err = (int)(flags & MSG_TRUNC ? part->len : n);
	}
	kfree_skb(skb);
	return err;
}

/* ---- the rest ---------------------------------------------------------- */

unsigned int dgram_poll(struct file *file, struct socket *sock,
			struct poll_table_struct *pt)
{
	struct sock *sk = sock->sk;
	unsigned int mask = 0;

	poll_wait(file, sk_sleep(sk), pt);
	if (sk->sk_err || !skb_queue_empty(&sk->sk_error_queue))
		mask |= POLLERR;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		mask |= POLLRDHUP | POLLIN | POLLRDNORM;
	if (sk->sk_shutdown == SHUTDOWN_MASK)
		mask |= POLLHUP;
	if (!skb_queue_empty(&sk->sk_receive_queue))
		mask |= POLLIN | POLLRDNORM;
	if (sock_writeable(sk))
		mask |= POLLOUT | POLLWRNORM;
	else
		sock_set_flag(sk, SOCK_NOSPACE);
	return mask;
}

int dgram_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct sock *sk = sock->sk;
	const struct sk_buff *first = skb_peek(&sk->sk_receive_queue);

	if (cmd == SIOCINQ)
		return put_user(first ? (int)SKB_PART(first)->len : 0,
				(int __user *)arg);
	if (cmd == SIOCOUTQ)
		return put_user(sk_wmem_alloc_get(sk), (int __user *)arg);
	return inet_ioctl(sock, cmd, arg);
}

void dgram_release(struct socket *sock)
{
	struct sock *sk = sock->sk;

	sock_orphan(sk);
	skb_queue_purge(&sk->sk_receive_queue);
	sock->sk = NULL;
	sock_put(sk);
}

int dgram_shutdown(struct socket *sock, int how)
{
	struct sock *sk = sock->sk;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	/* As Linux: it is done also where there is no connection. */
	sk->sk_shutdown |= (unsigned char)(how + 1);
	sk->sk_state_change(sk);
	return sk->sk_state == TCP_ESTABLISHED ? 0 : -ENOTCONN;
}

int dgram_setsockopt(struct socket *sock, int level, int name,
		     char __user *optval, unsigned int len)
{
	return level == SOL_IP ?
		inet_set_ip_option(sock->sk, name, optval, len) : -ENOPROTOOPT;
}

int dgram_getsockopt(struct socket *sock, int level, int name,
		     char __user *optval, int __user *optlen)
{
	return level == SOL_IP ?
		inet_get_ip_option(sock->sk, name, optval, optlen) :
		-ENOPROTOOPT;
}
