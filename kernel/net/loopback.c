/* SPDX-License-Identifier: MIT */
/*
 * loopback.c - "lo", the device whose packets come back.
 *
 * They have no link-layer header, may be as long as IPv4 allows, and go by
 * reference: what was sent is what is received, whatever pages it is made of;
 * but a program's pages (zero copy) are copied, as it may write to them.
 */
#include <octavo/netdevice.h>
#include "internal.h"

static netdev_tx_t loopback_xmit(struct sk_buff *skb, struct net_device *dev)
{
	const unsigned int len = skb->len;

	skb_orphan(skb);
	skb_dst_drop(skb);
	if (skb_orphan_frags_rx(skb, GFP_ATOMIC | __GFP_NOWARN)) {
		dev->stats.tx_dropped++;
		kfree_skb(skb);
		return NETDEV_TX_OK;
	}
	dev->stats.tx_packets++;
	dev->stats.tx_bytes += len;
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	if (netif_rx(skb) == NET_RX_SUCCESS) {
		dev->stats.rx_packets++;
		dev->stats.rx_bytes += len;
	}
	return NETDEV_TX_OK;
}

static const struct net_device_ops loopback_ops = {
	.ndo_start_xmit	= loopback_xmit,
};

static void loopback_setup(struct net_device *dev)
{
	dev->type = ARPHRD_LOOPBACK;
	dev->flags = IFF_LOOPBACK;
	dev->mtu = 65535;
	dev->min_mtu = ETH_MIN_MTU;
	dev->addr_len = ETH_ALEN;
	dev->features = NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HIGHDMA |
			NETIF_F_HW_CSUM | NETIF_F_RXCSUM;
	dev->netdev_ops = &loopback_ops;
	dev->needs_free_netdev = true;
}

int loopback_init(void)
{
	struct net_device *dev = alloc_netdev(0, "lo", NET_NAME_ENUM,
					      loopback_setup);
	int err;

	if (!dev)
		return -ENOMEM;
	err = register_netdev(dev);
	if (err) {
		free_netdev(dev);
		return err;
	}
	return dev_open(dev);
}
