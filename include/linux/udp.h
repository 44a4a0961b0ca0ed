/* SPDX-License-Identifier: MIT */
/*
 * linux/udp.h - the header of UDP.
 */
#ifndef DOOR_LINUX_UDP_H
#define DOOR_LINUX_UDP_H

#include <linux/skbuff.h>
#include <uapi/ip.h>

static inline struct udphdr *udp_hdr(const struct sk_buff *skb)
{
	return skb_transport_header(skb);
}

#endif
