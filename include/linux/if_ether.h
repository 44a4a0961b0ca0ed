/* SPDX-License-Identifier: MIT */
/*
 * if_ether.h - frames and their types.
 */
#ifndef DOOR_LINUX_IF_ETHER_H
#define DOOR_LINUX_IF_ETHER_H

#include <linux/types.h>
#include <linux/skbuff.h>
#include <octavo/etherdevice.h>
#include <uapi/if.h>

static inline struct ethhdr *eth_hdr(const struct sk_buff *skb)
{
	return (struct ethhdr *)skb_mac_header(skb);
}

static inline struct ethhdr *skb_eth_hdr(const struct sk_buff *skb)
{
	return (struct ethhdr *)skb->data;
}

#endif
