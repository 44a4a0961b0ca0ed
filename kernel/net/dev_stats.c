/* SPDX-License-Identifier: MIT */
/*
 * dev_stats.c - what went through a network device, see octavo/net_stats.h.
 */
#include <octavo/bitmap.h>
#include <octavo/netdevice.h>
#include <octavo/percpu.h>
#include "internal.h"

#define for_each_copy(p, copy)						\
	for (unsigned int cpu = 0;					\
	     cpu < nr_cpu_ids && ((copy) = per_cpu_ptr(p, cpu), true); cpu++)

void dev_lstats_add(struct net_device *dev, unsigned int len)
{
	struct pcpu_lstats *stats = this_cpu_ptr(dev->lstats);

	u64_stats_add(&stats->bytes, len);
	u64_stats_inc(&stats->packets);
}

void dev_lstats_read(struct net_device *dev, u64 *packets, u64 *bytes)
{
	const struct pcpu_lstats *stats;

	*packets = *bytes = 0;
	for_each_copy(dev->lstats, stats) {
		*packets += u64_stats_read(&stats->packets);
		*bytes += u64_stats_read(&stats->bytes);
	}
}

void dev_sw_netstats_tx_add(struct net_device *dev, unsigned int packets,
			    unsigned int len)
{
	struct pcpu_sw_netstats *stats = this_cpu_ptr(dev->tstats);

	u64_stats_add(&stats->tx_bytes, len);
	u64_stats_add(&stats->tx_packets, packets);
}

void dev_sw_netstats_rx_add(struct net_device *dev, unsigned int len)
{
	struct pcpu_sw_netstats *stats = this_cpu_ptr(dev->tstats);

	u64_stats_add(&stats->rx_bytes, len);
	u64_stats_inc(&stats->rx_packets);
}

void dev_fetch_sw_netstats(struct rtnl_link_stats64 *s,
			   const struct pcpu_sw_netstats __percpu *netstats)
{
	const struct pcpu_sw_netstats *stats;

	for_each_copy(netstats, stats) {
		s->rx_packets += u64_stats_read(&stats->rx_packets);
		s->rx_bytes += u64_stats_read(&stats->rx_bytes);
		s->tx_packets += u64_stats_read(&stats->tx_packets);
		s->tx_bytes += u64_stats_read(&stats->tx_bytes);
	}
}

static void fetch_dstats(struct rtnl_link_stats64 *s,
			 const struct pcpu_dstats __percpu *dstats)
{
	const struct pcpu_dstats *stats;

	for_each_copy(dstats, stats) {
		s->rx_packets += u64_stats_read(&stats->rx_packets);
		s->rx_bytes += u64_stats_read(&stats->rx_bytes);
		s->rx_dropped += u64_stats_read(&stats->rx_drops);
		s->tx_packets += u64_stats_read(&stats->tx_packets);
		s->tx_bytes += u64_stats_read(&stats->tx_bytes);
		s->tx_dropped += u64_stats_read(&stats->tx_drops);
	}
}

void netdev_stats_to_stats64(struct rtnl_link_stats64 *s,
			     const struct net_device_stats *from)
{
	const unsigned long *src = (const unsigned long *)from;
	unsigned long long *dst = (unsigned long long *)s;

	/* Both have the same members in the same order, and the larger one
	 * more of them behind. */
	BUILD_BUG_ON(sizeof(*s) / sizeof(u64) <
		     sizeof(*from) / sizeof(unsigned long));
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < sizeof(*from) / sizeof(*src); i++)
		dst[i] = src[i];
}

void dev_get_tstats64(struct net_device *dev, struct rtnl_link_stats64 *s)
{
	netdev_stats_to_stats64(s, &dev->stats);
	dev_fetch_sw_netstats(s, dev->tstats);
}

/* Those of each CPU that the core keeps for the driver. */
static void add_kept(struct net_device *dev, struct rtnl_link_stats64 *s)
{
	switch (dev->pcpu_stat_type) {
	case NETDEV_PCPU_STAT_NONE:
		return;
	case NETDEV_PCPU_STAT_LSTATS:
		dev_lstats_read(dev, &s->tx_packets, &s->tx_bytes);
		return;
	case NETDEV_PCPU_STAT_TSTATS:
		dev_fetch_sw_netstats(s, dev->tstats);
		return;
	case NETDEV_PCPU_STAT_DSTATS:
		fetch_dstats(s, dev->dstats);
	}
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
		add_kept(dev, s);
	}
	s->tx_dropped += dev->core_tx_dropped;
	s->rx_dropped += dev->core_rx_dropped;
	return s;
}

int netdev_alloc_stats(struct net_device *dev)
{
	switch (dev->pcpu_stat_type) {
	case NETDEV_PCPU_STAT_NONE:
		return 0;
	case NETDEV_PCPU_STAT_LSTATS:
		dev->lstats = netdev_alloc_pcpu_stats(struct pcpu_lstats);
		break;
	case NETDEV_PCPU_STAT_TSTATS:
		dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
		break;
	case NETDEV_PCPU_STAT_DSTATS:
		dev->dstats = netdev_alloc_pcpu_stats(struct pcpu_dstats);
		break;
	}
	return dev->lstats ? 0 : -ENOMEM;
}

void netdev_free_stats(struct net_device *dev)
{
	if (dev->pcpu_stat_type == NETDEV_PCPU_STAT_NONE)
		return;
	free_percpu(dev->lstats);
	dev->lstats = NULL;
}
