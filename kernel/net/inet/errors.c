/* SPDX-License-Identifier: MIT */
/*
 * errors.c - ICMP messages that say a datagram did not get there.
 *
 * lwIP sends them, but does nothing with those that come. So we look at every
 * ICMP packet, as a raw socket does: the beginning of the datagram is in it,
 * which says whose it was. A UDP socket that is connected is told so by the
 * next call on it, as is one that is not if it asked for that (IP_RECVERR).
 */
#include <lwip/priv/tcp_priv.h>
#include <lwip/prot/icmp.h>
#include <lwip/prot/udp.h>
#include <lwip/raw.h>
#include "internal.h"

#define ICMP_HEADER	8u

static struct raw_pcb *listener;

static int errno_of(u8 code)
{
	static const u8 errnos[] = {
		ENETUNREACH, EHOSTUNREACH, ENOPROTOOPT, ECONNREFUSED, EMSGSIZE,
		EOPNOTSUPP, ENETUNREACH, EHOSTDOWN, ENONET, ENETUNREACH,
		EHOSTUNREACH, ENETUNREACH, EHOSTUNREACH, EHOSTUNREACH,
		EHOSTUNREACH, EHOSTUNREACH,
	};

	return code < ARRAY_SIZE(errnos) ? errnos[code] : EHOSTUNREACH;
}

/* Tell who sent the datagram with that header. */
static void tell_sender(const struct ip_hdr *ip, const struct udp_hdr *udp,
			int err)
{
	struct inet_sock *at = NULL;

	while ((at = inet_next_sock(at, IPPROTO_UDP))) {
		struct sock *sk = &at->sk;

		if (at->sport != ntohs(udp->src) ||
		    (at->saddr && at->saddr != ip->src.addr))
			continue;
		if (sk->sk_state == TCP_ESTABLISHED ?
			    at->daddr != ip->dest.addr ||
				    at->dport != ntohs(udp->dest) :
			    !at->recv_err)
			continue;
		if (sock_flag(sk, SOCK_DEAD))
			continue;
		sk->sk_err = err;
		sk->sk_error_report(sk);
	}
}

static u8_t look(void *arg, struct raw_pcb *pcb, struct pbuf *p,
		 const ip_addr_t *addr)
{
	struct {
		struct icmp_echo_hdr icmp;
		struct ip_hdr ip;
		struct udp_hdr udp;
	} __packed m;
	const u16 at = ip_current_header_tot_len();
	u16 ihl;

	if (pbuf_copy_partial(p, &m.icmp, sizeof(m.icmp) + sizeof(m.ip), at) <
		    sizeof(m.icmp) + sizeof(m.ip) ||
	    m.icmp.type != ICMP_DEST_UNREACH || IPH_PROTO(&m.ip) != IPPROTO_UDP)
		return 0;
	ihl = IPH_HL_BYTES(&m.ip);
	if (pbuf_copy_partial(p, &m.udp, sizeof(m.udp),
			      (u16_t)(at + ICMP_HEADER + ihl)) == sizeof(m.udp))
		tell_sender(&m.ip, &m.udp, errno_of(m.icmp.code));
	return 0;
}

int inet_errors_init(void)
{
	lwip_enter();
	listener = raw_new(IPPROTO_ICMP);
	if (listener)
		raw_recv(listener, look, NULL);
	lwip_leave();
	return listener ? 0 : -ENOMEM;
}

void inet_errors_exit(void)
{
	if (!listener)
		return;
	lwip_enter();
	raw_remove(listener);
	lwip_leave();
	listener = NULL;
}
