/* SPDX-License-Identifier: MIT */
/*
 * dev_stats.c - what went through a network device, see octavo/net_stats.h.
 */
#include <octavo/bitmap.h>
#include <octavo/netdevice.h>
#include "internal.h"

void netdev_stats_to_stats64(struct rtnl_link_stats64 *s,
			     const struct net_device_stats *from)
{
	const unsigned long *src = (const unsigned long *)from;
	u64 *dst = (u64 *)s;

	/* Both have the same members in the same order, and the larger one
	 * more of them behind. */
	BUILD_BUG_ON(sizeof(*s) / sizeof(u64) <
		     sizeof(*from) / sizeof(unsigned long));
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < sizeof(*from) / sizeof(*src); i++)
		dst[i] = src[i];
}

struct rtnl_link_stats64 *dev_get_stats(struct net_device *dev,
					struct rtnl_link_stats64 *s)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	if (ops->ndo_get_stats64) {
		memset(s, 0, sizeof(*s));
		ops->ndo_get_stats64(dev, s);
	} else if (ops->ndo_get_stats) {
		netdev_stats_to_stats64(s, ops->ndo_get_stats(dev));
	} else {
		netdev_stats_to_stats64(s, &dev->stats);
	}
	s->tx_dropped += dev->core_tx_dropped;
	s->rx_dropped += dev->core_rx_dropped;
	return s;
}

int netdev_alloc_stats(struct net_device *dev)
{
	return 0;
}

void netdev_free_stats(struct net_device *dev)
{
}
