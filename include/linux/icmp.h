/* SPDX-License-Identifier: MIT */
/*
 * linux/icmp.h - the header of ICMP.
 */
#ifndef DOOR_LINUX_ICMP_H
#define DOOR_LINUX_ICMP_H

#include <linux/skbuff.h>
#include <uapi/ip.h>

static inline struct icmphdr *icmp_hdr(const struct sk_buff *skb)
{
	return skb_transport_header(skb);
}

#endif
