/* SPDX-License-Identifier: MIT */
/*
 * net_stats.h - what went through a network device, counted.
 *
 *	dev->stats		one set of counters, for whom that is enough
 *	dev->lstats, tstats	a set for each CPU, from the driver, added up
 *				when somebody asks
 *	ndo_get_stats64()	the driver says
 *
 * Counters of 64 bits: they are added to on one CPU at a time, by code that
 * is not interrupted by other code that adds to the same ones, so that the
 * sections below have nothing to do.
 *
 * Part of octavo/netdevice.h, which includes it.
 */
#ifndef OCTAVO_NET_STATS_H
#define OCTAVO_NET_STATS_H

#include <octavo/types.h>

struct net_device;

/* ---- counters of 64 bits ------------------------------------------------------ */

typedef struct {
	u64 v;
} u64_stats_t;

struct u64_stats_sync {
};

static inline u64 u64_stats_read(const u64_stats_t *p)
{
	return p->v;
}

static inline void u64_stats_set(u64_stats_t *p, u64 val)
{
	p->v = val;
}

static inline void u64_stats_add(u64_stats_t *p, unsigned long val)
{
	p->v += val;
}

static inline void u64_stats_inc(u64_stats_t *p)
{
	p->v++;
}

static inline void u64_stats_init(struct u64_stats_sync *syncp)
{
}

static inline void u64_stats_update_begin(struct u64_stats_sync *syncp)
{
	barrier();
}

static inline void u64_stats_update_end(struct u64_stats_sync *syncp)
{
	barrier();
}

static inline unsigned long
u64_stats_update_begin_irqsave(struct u64_stats_sync *syncp)
{
	barrier();
	return 0;
}

static inline void
u64_stats_update_end_irqrestore(struct u64_stats_sync *syncp,
				unsigned long flags)
{
	barrier();
}

static inline unsigned int
u64_stats_fetch_begin(const struct u64_stats_sync *syncp)
{
	barrier();
	return 0;
}

/* Was it changed meanwhile? */
static inline bool u64_stats_fetch_retry(const struct u64_stats_sync *syncp,
					 unsigned int start)
{
	barrier();
	return false;
}

#define u64_stats_fetch_begin_irq(syncp)	u64_stats_fetch_begin(syncp)
#define u64_stats_fetch_retry_irq(syncp, start)				\
	u64_stats_fetch_retry(syncp, start)

/* ---- of a device -------------------------------------------------------------- */

struct net_device_stats {
	unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes;
	unsigned long rx_errors, tx_errors, rx_dropped, tx_dropped;
	unsigned long multicast, collisions;
	unsigned long rx_length_errors, rx_over_errors, rx_crc_errors;
	unsigned long rx_frame_errors, rx_fifo_errors, rx_missed_errors;
	unsigned long tx_aborted_errors, tx_carrier_errors, tx_fifo_errors;
	unsigned long tx_heartbeat_errors, tx_window_errors;
	unsigned long rx_compressed, tx_compressed;
};

#define DEV_STATS_INC(dev, field)	((dev)->stats.field++)
#define DEV_STATS_ADD(dev, field, val)	((dev)->stats.field += (val))
#define DEV_STATS_READ(dev, field)	((dev)->stats.field)

/* As IFLA_STATS64 tells programs. */
struct rtnl_link_stats64 {
	unsigned long long rx_packets, tx_packets, rx_bytes, tx_bytes;
	unsigned long long rx_errors, tx_errors, rx_dropped, tx_dropped;
	unsigned long long multicast, collisions;
	unsigned long long rx_length_errors, rx_over_errors, rx_crc_errors;
	unsigned long long rx_frame_errors, rx_fifo_errors, rx_missed_errors;
	unsigned long long tx_aborted_errors, tx_carrier_errors, tx_fifo_errors;
	unsigned long long tx_heartbeat_errors, tx_window_errors;
	unsigned long long rx_compressed, tx_compressed;
	unsigned long long rx_nohandler, rx_otherhost_dropped;
};

/* What a driver may keep for each CPU: of a device that only sends; of one that
 * does both; and with what it dropped. */
struct pcpu_lstats {
	u64_stats_t packets, bytes;
	struct u64_stats_sync syncp;
};

struct pcpu_sw_netstats {
	u64_stats_t rx_packets, rx_bytes, tx_packets, tx_bytes;
	struct u64_stats_sync syncp;
};

struct pcpu_dstats {
	u64_stats_t rx_packets, rx_bytes, rx_drops;
	u64_stats_t tx_packets, tx_bytes, tx_drops;
	struct u64_stats_sync syncp;
};

#define netdev_alloc_pcpu_stats(type)					\
	alloc_percpu_gfp(type, GFP_KERNEL | __GFP_ZERO)
#define devm_netdev_alloc_pcpu_stats(dev, type)				\
	devm_alloc_percpu(dev, type)

/**
 * dev_get_stats() - ask what went through a device
 * @dev: the device
 * @storage: filled in
 *
 * From ndo_get_stats64(), ndo_get_stats() or @dev's own counters, with those of
 * each CPU if dev->pcpu_stat_type says so.
 *
 * Context: Any context.
 * Return: @storage.
 */
struct rtnl_link_stats64 *dev_get_stats(struct net_device *dev,
					struct rtnl_link_stats64 *storage);

/**
 * netdev_stats_to_stats64() - take counters of longs over
 * @stats64: overwritten
 * @stats: the counters
 *
 * Context: Any context.
 */
void netdev_stats_to_stats64(struct rtnl_link_stats64 *stats64,
			     const struct net_device_stats *stats);

/**
 * dev_lstats_read() - add up dev->lstats
 * @dev: the device
 * @packets: gets their number
 * @bytes: and theirs
 *
 * Context: Any context.
 */
void dev_lstats_read(struct net_device *dev, u64 *packets, u64 *bytes);

/**
 * dev_lstats_add() - one packet more in dev->lstats
 * @dev: the device
 * @len: bytes of it
 *
 * Context: Any context.
 */
void dev_lstats_add(struct net_device *dev, unsigned int len);

/**
 * dev_sw_netstats_tx_add() - packets more in dev->tstats, sent
 * @dev: the device
 * @packets: how many
 * @len: bytes of them
 *
 * Context: Any context.
 */
void dev_sw_netstats_tx_add(struct net_device *dev, unsigned int packets,
			    unsigned int len);

/**
 * dev_sw_netstats_rx_add() - a packet more in dev->tstats, received
 * @dev: the device
 * @len: bytes of it
 *
 * Context: Any context.
 */
void dev_sw_netstats_rx_add(struct net_device *dev, unsigned int len);

/**
 * dev_fetch_sw_netstats() - add counters of each CPU up
 * @s: what they are added to
 * @netstats: the counters
 *
 * Context: Any context.
 */
void dev_fetch_sw_netstats(struct rtnl_link_stats64 *s,
			   const struct pcpu_sw_netstats __percpu *netstats);

/**
 * dev_get_tstats64() - an ndo_get_stats64() for who has dev->tstats
 * @dev: the device
 * @s: filled in
 *
 * Context: Any context.
 */
void dev_get_tstats64(struct net_device *dev, struct rtnl_link_stats64 *s);

#endif
