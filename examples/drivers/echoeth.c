// SPDX-License-Identifier: MIT
/*
 * echoeth.c - an Ethernet device, echo0, with a whole network behind it in
 * which every host answers: who asks by ARP where a host is is told, who pings
 * one gets the answer. It needs no hardware.
 *
 *	ndo_start_xmit --> the wire, a queue of skbs --NAPI--> answer --> stack
 *
 * An answer is made in place, in a private copy of the frame.
 *
 * Locking: the wire is an sk_buff_head with its own lock; statistics are only
 * changed under the transmit lock (tx) or in the NAPI poll (rx).
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/init.h>
#include <linux/ip.h>
#include <linux/icmp.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#define ECHO_WIRE_MAX	256		/* frames on it, then it is full */

static unsigned int lose;
module_param(lose, uint, 0644);
MODULE_PARM_DESC(lose, "every n-th frame is lost on the wire; 0: none");

struct echo {
	struct net_device *dev;
	struct napi_struct napi;
	struct sk_buff_head wire;
	unsigned int sent;
};

/* Of an Ethernet device that asks for an IPv4 address. */
struct echo_arp {
	struct arphdr head;
	u8 from_mac[ETH_ALEN];
	__be32 from_ip;
	u8 to_mac[ETH_ALEN];
	__be32 to_ip;
} __packed;

static struct net_device *echo_dev;

/* ---- the hosts behind it ----------------------------------------------------------- */

/* Everybody's hardware address follows from the address on the network. */
static void echo_mac_of(u8 *mac, __be32 ip)
{
	mac[0] = 0x02;
	mac[1] = 0xec;
	memcpy(mac + 2, &ip, sizeof(ip));
}

static bool echo_answer_arp(struct sk_buff *skb)
{
	struct echo_arp *arp;
	__be32 asked;

	if (!pskb_may_pull(skb, ETH_HLEN + sizeof(*arp)))
		return false;
	arp = (struct echo_arp *)(skb->data + ETH_HLEN);
	if (arp->head.ar_op != htons(ARPOP_REQUEST) ||
	    arp->head.ar_pro != htons(ETH_P_IP) || arp->head.ar_pln != 4)
		return false;
	/* Who asks for the address it has itself wants no answer. */
	asked = arp->to_ip;
	if (asked == arp->from_ip)
		return false;
	arp->head.ar_op = htons(ARPOP_REPLY);
	arp->to_ip = arp->from_ip;
	memcpy(arp->to_mac, arp->from_mac, ETH_ALEN);
	arp->from_ip = asked;
	echo_mac_of(arp->from_mac, asked);
	return true;
}

static bool echo_answer_ping(struct sk_buff *skb)
{
	struct icmphdr *icmp;
	struct iphdr *ip;
	unsigned int head;
	__be32 asked;

	if (!pskb_may_pull(skb, ETH_HLEN + sizeof(*ip)))
		return false;
	ip = (struct iphdr *)(skb->data + ETH_HLEN);
	head = ETH_HLEN + ip->ihl * 4;
	if (ip->version != 4 || ip->ihl < 5 || ip->protocol != IPPROTO_ICMP ||
	    !pskb_may_pull(skb, head + sizeof(*icmp)))
		return false;
	ip = (struct iphdr *)(skb->data + ETH_HLEN);
	icmp = (struct icmphdr *)(skb->data + head);
	if (icmp->type != ICMP_ECHO)
		return false;
	icmp->type = ICMP_ECHOREPLY;
	icmp->checksum = 0;
	icmp->checksum = csum_fold(skb_checksum(skb, head, skb->len - head, 0));
	/* The sum over the header does not depend on who comes first. */
	asked = ip->daddr;
	ip->daddr = ip->saddr;
	ip->saddr = asked;
	return true;
}

/* Turn the frame into its answer; false: there is none. */
static bool echo_answer(struct sk_buff *skb)
{
	struct ethhdr *eth = (struct ethhdr *)skb->data;
	bool answered = false;

	if (eth->h_proto == htons(ETH_P_ARP))
		answered = echo_answer_arp(skb);
	else if (eth->h_proto == htons(ETH_P_IP))
		answered = echo_answer_ping(skb);
	if (!answered)
		return false;
	eth = (struct ethhdr *)skb->data;
	if (eth->h_proto == htons(ETH_P_ARP)) {
		struct echo_arp *arp = (struct echo_arp *)(eth + 1);

		memcpy(eth->h_dest, arp->to_mac, ETH_ALEN);
		memcpy(eth->h_source, arp->from_mac, ETH_ALEN);
	} else {
		u8 mac[ETH_ALEN];

		memcpy(mac, eth->h_dest, ETH_ALEN);
		memcpy(eth->h_dest, eth->h_source, ETH_ALEN);
		memcpy(eth->h_source, mac, ETH_ALEN);
	}
	return true;
}

/* ---- the device ---------------------------------------------------------------------- */

static void echo_receive(struct echo *echo, struct sk_buff *skb)
{
	struct net_device *dev = echo->dev;

	if (!echo_answer(skb)) {
		consume_skb(skb);
		return;
	}
	dev->stats.rx_packets++;
	dev->stats.rx_bytes += skb->len;
	skb->protocol = eth_type_trans(skb, dev);
	skb->ip_summed = CHECKSUM_NONE;
	napi_gro_receive(&echo->napi, skb);
}

static int echo_poll(struct napi_struct *napi, int budget)
{
	struct echo *echo = container_of(napi, struct echo, napi);
	struct sk_buff *skb;
	int done = 0;

	while (done < budget && (skb = skb_dequeue(&echo->wire))) {
		echo_receive(echo, skb);
		done++;
	}
	if (netif_queue_stopped(echo->dev) &&
	    skb_queue_len(&echo->wire) < ECHO_WIRE_MAX / 2)
		netif_wake_queue(echo->dev);
	if (done < budget && napi_complete_done(napi, done) &&
	    !skb_queue_empty(&echo->wire))
		napi_schedule(napi);
	return done;
}

/* The frame as the other end gets it: nobody else's any more. */
static struct sk_buff *echo_private(struct sk_buff *skb)
{
	struct sk_buff *own = skb_copy(skb, GFP_ATOMIC);

	if (own)
		consume_skb(skb);
	return own;
}

static netdev_tx_t echo_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct echo *echo = netdev_priv(dev);
	unsigned int len = skb->len;
	struct sk_buff *own;

	skb_tx_timestamp(skb);
	if (lose && ++echo->sent % lose == 0)
		goto drop;
	own = echo_private(skb);
	if (!own)
		goto drop;
	dev->stats.tx_packets++;
	dev->stats.tx_bytes += len;
	skb_queue_tail(&echo->wire, own);
	if (skb_queue_len(&echo->wire) >= ECHO_WIRE_MAX)
		netif_stop_queue(dev);
	napi_schedule(&echo->napi);
	return NETDEV_TX_OK;

drop:
	dev->stats.tx_dropped++;
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static int echo_open(struct net_device *dev)
{
	struct echo *echo = netdev_priv(dev);

	napi_enable(&echo->napi);
	netif_start_queue(dev);
	return 0;
}

static int echo_stop(struct net_device *dev)
{
	struct echo *echo = netdev_priv(dev);

	netif_stop_queue(dev);
	napi_disable(&echo->napi);
	skb_queue_purge(&echo->wire);
	return 0;
}

static const struct net_device_ops echo_ops = {
	.ndo_open		= echo_open,
	.ndo_stop		= echo_stop,
	.ndo_start_xmit		= echo_start_xmit,
	.ndo_set_mac_address	= eth_mac_addr,
	.ndo_validate_addr	= eth_validate_addr,
};

static int __init echo_init(void)
{
	struct net_device *dev;
	struct echo *echo;
	int err;

	dev = alloc_netdev(sizeof(*echo), "echo%d", NET_NAME_ENUM, ether_setup);
	if (!dev)
		return -ENOMEM;
	echo = netdev_priv(dev);
	echo->dev = dev;
	skb_queue_head_init(&echo->wire);
	dev->netdev_ops = &echo_ops;
	eth_hw_addr_random(dev);
	netif_napi_add(dev, &echo->napi, echo_poll);
	err = register_netdev(dev);
	if (err) {
		netif_napi_del(&echo->napi);
		free_netdev(dev);
		return err;
	}
	echo_dev = dev;
	return 0;
}

static void __exit echo_exit(void)
{
	struct echo *echo = netdev_priv(echo_dev);

	unregister_netdev(echo_dev);
	netif_napi_del(&echo->napi);
	free_netdev(echo_dev);
}

module_init(echo_init);
module_exit(echo_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("An Ethernet device behind which every host answers");
