/* SPDX-License-Identifier: MIT */
/*
 * netdevice.h - network devices.
 */
#ifndef DOOR_LINUX_NETDEVICE_H
#define DOOR_LINUX_NETDEVICE_H

#include <linux/types.h>
#include <linux/kernel.h>
#include <linux/cache.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/list.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/interrupt.h>
#include <linux/netdev_features.h>
#include <linux/skbuff.h>
#include <linux/u64_stats_sync.h>
#include <net/net_namespace.h>
#include <octavo/device.h>
#include <octavo/netdevice.h>
#include <octavo/rtnetlink.h>

/* Linux says in which network: there is one. */
#define NETDEV_PICK(_1, _2, name, ...)		name
#define NETDEV_BY_NAME_2(net, name)		(dev_get_by_name)(name)
#define NETDEV_BY_NAME_1(name)			(dev_get_by_name)(name)
#define dev_get_by_name(...)						\
	NETDEV_PICK(__VA_ARGS__, NETDEV_BY_NAME_2,			\
		    NETDEV_BY_NAME_1)(__VA_ARGS__)
#define NETDEV_BY_INDEX_2(net, index)		(dev_get_by_index)(index)
#define NETDEV_BY_INDEX_1(index)		(dev_get_by_index)(index)
#define dev_get_by_index(...)						\
	NETDEV_PICK(__VA_ARGS__, NETDEV_BY_INDEX_2,			\
		    NETDEV_BY_INDEX_1)(__VA_ARGS__)
/* And may want to hear why not. */
#define dev_open(dev, ...)			(dev_open)(dev)
#define dev_set_mtu(dev, mtu)			dev_change_mtu(dev, mtu)
#define dev_set_mac_address(dev, sa, ...)				\
	(dev_set_mac_address)(dev, (struct if_sockaddr *)(sa))

#define for_each_netdev(net, d)						\
	for ((d) = dev_next(NULL); (d); (d) = dev_next(d))
#define netdev_lockdep_set_classes(dev)		((void)(dev))
#define netdev_name(dev)			((const char *)(dev)->name)
#define alloc_percpu_stats(type)		netdev_alloc_pcpu_stats(type)
#define netdev_dbg(dev, fmt, ...)					\
	pr_debug("%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_notice(dev, fmt, ...)					\
	pr_notice("%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_printk(level, dev, fmt, ...)				\
	printk(level "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_WARN(dev, fmt, ...)					\
	WARN(1, "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_WARN_ONCE(dev, fmt, ...)					\
	WARN_ONCE(1, "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netif_msg_drv(p)	((p)->msg_enable & NETIF_MSG_DRV)
#define netif_msg_probe(p)	((p)->msg_enable & NETIF_MSG_PROBE)
#define netif_msg_link(p)	((p)->msg_enable & NETIF_MSG_LINK)
#define netif_msg_timer(p)	((p)->msg_enable & NETIF_MSG_TIMER)
#define netif_msg_ifdown(p)	((p)->msg_enable & NETIF_MSG_IFDOWN)
#define netif_msg_ifup(p)	((p)->msg_enable & NETIF_MSG_IFUP)
#define netif_msg_rx_err(p)	((p)->msg_enable & NETIF_MSG_RX_ERR)
#define netif_msg_tx_err(p)	((p)->msg_enable & NETIF_MSG_TX_ERR)
#define netif_msg_tx_queued(p)	((p)->msg_enable & NETIF_MSG_TX_QUEUED)
#define netif_msg_intr(p)	((p)->msg_enable & NETIF_MSG_INTR)
#define netif_msg_tx_done(p)	((p)->msg_enable & NETIF_MSG_TX_DONE)
#define netif_msg_rx_status(p)	((p)->msg_enable & NETIF_MSG_RX_STATUS)
#define netif_msg_hw(p)		((p)->msg_enable & NETIF_MSG_HW)

enum {
	NETIF_MSG_DRV		= 0x0001,
	NETIF_MSG_PROBE		= 0x0002,
	NETIF_MSG_LINK		= 0x0004,
	NETIF_MSG_TIMER		= 0x0008,
	NETIF_MSG_IFDOWN	= 0x0010,
	NETIF_MSG_IFUP		= 0x0020,
	NETIF_MSG_RX_ERR	= 0x0040,
	NETIF_MSG_TX_ERR	= 0x0080,
	NETIF_MSG_TX_QUEUED	= 0x0100,
	NETIF_MSG_INTR		= 0x0200,
	NETIF_MSG_TX_DONE	= 0x0400,
	NETIF_MSG_RX_STATUS	= 0x0800,
	NETIF_MSG_PKTDATA	= 0x1000,
	NETIF_MSG_HW		= 0x2000,
	NETIF_MSG_WOL		= 0x4000,
};

/* What a driver's parameter "debug" says: bits from the lowest on. */
static inline u32 netif_msg_init(int debug_value, int default_msg_enable_bits)
{
	if (debug_value < 0 || debug_value >= 32)
		return (u32)default_msg_enable_bits;
	return debug_value ? (1u << debug_value) - 1 : 0;
}

/* Nobody else is in ndo_start_xmit(): see octavo/netdevice.h. */
static inline void netif_tx_lock(struct net_device *dev)
{
	preempt_disable();
}

static inline void netif_tx_unlock(struct net_device *dev)
{
	preempt_enable();
}

#define netif_tx_lock_bh(dev)		netif_tx_lock(dev)
#define netif_tx_unlock_bh(dev)		netif_tx_unlock(dev)
#define netif_addr_lock(dev)		spin_lock(&(dev)->addr_list_lock)
#define netif_addr_unlock(dev)		spin_unlock(&(dev)->addr_list_lock)
#define netif_addr_lock_bh(dev)		netif_addr_lock(dev)
#define netif_addr_unlock_bh(dev)	netif_addr_unlock(dev)
#define netif_trans_update(dev)		((void)(dev))
#define txq_trans_update(txq)		((void)(txq))
#define txq_trans_cond_update(txq)	((void)(txq))
#define netif_stacked_transfer_operstate(root, dev)	((void)(dev))

#endif
