/* SPDX-License-Identifier: MIT */
/*
 * af_inet.c - AF_INET: what its kinds of sockets have in common.
 *
 * Addresses of programs, their checks, SOL_IP, the list of all sockets for
 * /proc/net, and the beginning and end of all that is in this folder.
 *
 * Locking: the list is changed by tasks, and by lwIP between lwip_enter() and
 * lwip_leave(); neither sleeps meanwhile.
 */
#include "internal.h"

static LIST_HEAD(sockets);
static bool ready;			/* inet_init() is done */

/* ---- all sockets ------------------------------------------------------- */

struct inet_sock *inet_next_sock(struct inet_sock *prev, int protocol)
{
	struct list_head *at = prev ? prev->list.next : sockets.next;

	for (; at != &sockets; at = at->next) {
		struct inet_sock *inet = list_entry(at, struct inet_sock, list);
		const bool raw = inet->sk.sk_type == SOCK_RAW;

		if (protocol < 0 ? raw :
				   !raw && inet->sk.sk_protocol == protocol)
			return inet;
	}
	return NULL;
}

static void inet_destruct(struct sock *sk)
{
	skb_queue_purge(&sk->sk_receive_queue);
	skb_queue_purge(&sk->sk_error_queue);
	list_del(&inet_sk(sk)->list);
}

struct inet_sock *inet_sock_alloc(struct socket *sock, struct proto *prot,
				  int protocol, gfp_t gfp)
{
	struct sock *sk = sk_alloc(AF_INET, gfp, prot);
	struct inet_sock *inet = inet_sk(sk);

	if (!sk)
		return NULL;
	sock_init_data(sock, sk);
	sk->sk_protocol = (unsigned short)protocol;
	sk->sk_state = TCP_CLOSE;
	sk->sk_destruct = inet_destruct;
	inet->ttl = 64;
	list_add_tail(&inet->list, &sockets);
	return inet;
}

/* ---- addresses --------------------------------------------------------- */

int inet_check_addr(const struct sockaddr *addr, int len)
{
	if (len < (int)sizeof(struct sockaddr_in))
		return -EINVAL;
	return addr->sa_family == AF_INET ? 0 : -EAFNOSUPPORT;
}

int inet_check_bind(const struct sockaddr_in *sin, int len)
{
	if (len < (int)sizeof(*sin))
		return -EINVAL;
	/* Old programs leave the family out for any address. */
	if (sin->sin_family != AF_INET &&
	    (sin->sin_family != AF_UNSPEC || sin->sin_addr.s_addr))
		return -EAFNOSUPPORT;
	if (sin->sin_addr.s_addr && !inet_is_local(sin->sin_addr.s_addr))
		return -EADDRNOTAVAIL;
	if (sin->sin_port && ntohs(sin->sin_port) < PROT_SOCK && !capable())
		return -EACCES;
	return 0;
}

static struct sockaddr_in *fill_name(void *name, u32 addr, u16 port)
{
	struct sockaddr_in *sin = name;

	*sin = (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = addr,
	};
	return sin;
}

void inet_put_name(struct msghdr *msg, u32 addr, u16 port)
{
	if (!msg->msg_name)
		return;
	fill_name(msg->msg_name, addr, port);
	msg->msg_namelen = sizeof(struct sockaddr_in);
}

int inet_send_error(const struct msghdr *msg, int err)
{
	if (err == -EPIPE && !(msg->msg_flags & MSG_NOSIGNAL))
		send_signal(current_task(), SIGPIPE);
	return err;
}

int inet_getname(struct socket *sock, struct sockaddr *addr, int peer)
{
	const struct inet_sock *inet = inet_sk(sock->sk);
	u32 saddr = inet->saddr;

	if (peer) {
		if (!inet->dport || (peer == 1 &&
		    (sock->sk->sk_state == TCP_CLOSE ||
		     sock->sk->sk_state == TCP_SYN_SENT)))
			return -ENOTCONN;
		fill_name(addr, inet->daddr, inet->dport);
	} else {
		fill_name(addr, saddr, inet->sport);
	}
	return sizeof(struct sockaddr_in);
}

/* ---- SOL_IP ------------------------------------------------------------ */

int inet_get_int(int *val, const char __user *optval, unsigned int len)
{
	unsigned char byte;

	if (len >= sizeof(int))
		return get_user(*val, (const int __user *)optval) ? -EFAULT : 0;
	if (!len)
		return -EINVAL;
	if (get_user(byte, (const unsigned char __user *)optval))
		return -EFAULT;
	*val = byte;
	return 0;
}

int inet_put_option(int val, char __user *optval, int __user *optlen)
{
	int len;

	if (get_user(len, optlen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	len = min_t(int, len, sizeof(val));
	if (put_user(len, optlen) || copy_to_user(optval, &val, (size_t)len))
		return -EFAULT;
	return 0;
}

static bool *ip_flag(struct inet_sock *inet, int name)
{
	switch (name) {
	case IP_RECVTTL:
		return &inet->recv_ttl;
	case IP_RECVTOS:
		return &inet->recv_tos;
	case IP_PKTINFO:
		return &inet->pktinfo;
	case IP_RECVERR:
		return &inet->recv_err;
	case IP_HDRINCL:
		return inet->sk.sk_type == SOCK_RAW ? &inet->hdrincl : NULL;
	default:
		return NULL;
	}
}

int inet_set_ip_option(struct sock *sk, int name, char __user *optval,
		       unsigned int len)
{
	struct inet_sock *inet = inet_sk(sk);
	bool *flag = ip_flag(inet, name);
	int val, err = inet_get_int(&val, optval, len);

	if (err)
		return err;
	if (flag) {
		*flag = val != 0;
		return 0;
	}
	switch (name) {
	case IP_TOS:
		inet->tos = (u8)val;
		return 0;
	case IP_TTL:
		if (val != -1 && (val < 1 || val > 255))
			return -EINVAL;
		inet->ttl = val == -1 ? 64 : (u8)val;
		return 0;
	case IP_MTU_DISCOVER:
		return val < 0 || val > 5 ? -EINVAL : 0;
	case IP_FREEBIND:
	case IP_MULTICAST_TTL:
	case IP_MULTICAST_LOOP:
		return 0;
	default:
		return -ENOPROTOOPT;
	}
}

int inet_get_ip_option(struct sock *sk, int name, char __user *optval,
		       int __user *optlen)
{
	struct inet_sock *inet = inet_sk(sk);
	const bool *flag = ip_flag(inet, name);

	if (flag)
		return inet_put_option(*flag, optval, optlen);
	switch (name) {
	case IP_TOS:
		return inet_put_option(inet->tos, optval, optlen);
	case IP_TTL:
		return inet_put_option(inet->ttl, optval, optlen);
	case IP_MTU_DISCOVER:
		return inet_put_option(1, optval, optlen);
	case IP_MULTICAST_TTL:
	case IP_MULTICAST_LOOP:
		return inet_put_option(1, optval, optlen);
	default:
		return -ENOPROTOOPT;
	}
}

/* ---- the family -------------------------------------------------------- */

static int check_protocol(int protocol, int usual)
{
	return protocol == 0 || protocol == usual ? 0 : -EPROTONOSUPPORT;
}

static int inet_create(struct socket *sock, int protocol, int kern)
{
	int err;

	if (protocol < 0 || protocol >= IPPROTO_MAX)
		return -EINVAL;
	switch (sock->type) {
	case SOCK_STREAM:
		err = check_protocol(protocol, IPPROTO_TCP);
		return err ? err : inet_tcp_create(sock);
	case SOCK_DGRAM:
		err = check_protocol(protocol, IPPROTO_UDP);
		return err ? err : inet_udp_create(sock);
	case SOCK_RAW:
		if (!protocol)
			return -EPROTONOSUPPORT;
		if (!kern && !capable())
			return -EPERM;
		return inet_raw_create(sock, protocol);
	default:
		return -ESOCKTNOSUPPORT;
	}
}

static const struct net_proto_family inet_family = {
	.family = AF_INET, .create = inet_create,
};

static int register_protocols(void)
{
	int err = proto_register(&inet_tcp_prot, 1);

	if (err)
		return err;
	err = proto_register(&inet_udp_prot, 1);
	if (err)
		goto tcp;
	err = proto_register(&inet_raw_prot, 1);
	if (!err)
		return 0;
	proto_unregister(&inet_udp_prot);
tcp:
	proto_unregister(&inet_tcp_prot);
	return err;
}

int inet_init(void)
{
	int err = inet_pbuf_init();

	if (err)
		return err;
	err = register_protocols();
	if (err) {
		inet_pbuf_exit();
		return err;
	}
	glue_init();
	inet_devices_init();
	ready = true;
	err = inet_errors_init();
	if (!err)
		err = sock_register(&inet_family);
	if (err)
		inet_exit();
	return err;
}

void inet_exit(void)
{
	if (!ready)
		return;
	ready = false;
	sock_unregister(AF_INET);
	inet_tcp_abort_all();
	inet_errors_exit();
	inet_devices_exit();
	inet_routes_flush(NULL);
	glue_exit();
	proto_unregister(&inet_raw_prot);
	proto_unregister(&inet_udp_prot);
	proto_unregister(&inet_tcp_prot);
	inet_pbuf_exit();
}
