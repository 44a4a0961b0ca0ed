/* SPDX-License-Identifier: MIT */
/*
 * linux/tcp.h - the header of TCP.
 */
#ifndef DOOR_LINUX_TCP_H
#define DOOR_LINUX_TCP_H

#include <linux/skbuff.h>
#include <uapi/ip.h>

static inline struct tcphdr *tcp_hdr(const struct sk_buff *skb)
{
	return skb_transport_header(skb);
}

static inline unsigned int tcp_hdrlen(const struct sk_buff *skb)
{
	return tcp_hdr(skb)->doff * 4u;
}

#endif
