/* SPDX-License-Identifier: MIT */
/*
 * linux/ip.h - the header of IPv4.
 */
#ifndef DOOR_LINUX_IP_H
#define DOOR_LINUX_IP_H

#include <linux/skbuff.h>
#include <uapi/ip.h>

static inline struct iphdr *ip_hdr(const struct sk_buff *skb)
{
	return skb_network_header(skb);
}

#endif
