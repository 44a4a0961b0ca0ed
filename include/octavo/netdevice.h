/* SPDX-License-Identifier: MIT */
/*
 * netdevice.h - network devices, under Linux's names.
 *
 * A driver allocates a struct net_device with room for its own data, fills in
 * its operations and registers it. Packets are sk_buffs:
 *
 *	protocol --dev_queue_xmit()--> queue --ndo_start_xmit()--> device
 *	device --interrupt: napi_schedule()
 *	net_rx_action() --napi->poll()--> netif_receive_skb() --> protocol
 *
 * net_rx_action() runs before the CPU goes to user code or idles, where other
 * kernels have a soft interrupt: with interrupts on, never twice at a time,
 * and it never sleeps.
 *
 * Locking: ndo_start_xmit() and poll() are called by net_rx_action() or by a
 * task, interrupts on, and one at a time of each, since a task in the kernel
 * is not preempted. Only what an interrupt handler shares with them needs a
 * lock in the driver. ndo_open(), ndo_stop() may sleep.
 */
#ifndef OCTAVO_NETDEVICE_H
#define OCTAVO_NETDEVICE_H

#include <octavo/bitops.h>
#include <octavo/device.h>
#include <octavo/list.h>
#include <octavo/skbuff.h>
#include <octavo/types.h>
#include <octavo/net_stats.h>
#include <octavo/netdev_features.h>
#include <uapi/if.h>

struct ethtool_ops;
struct net_device;
struct rtnl_link_ops;

#define MAX_ADDR_LEN		32
#define NAPI_POLL_WEIGHT	64
#define NET_RX_SUCCESS		0
#define NET_RX_DROP		1
#define NET_XMIT_SUCCESS	0
#define NET_XMIT_DROP		1
#define DEFAULT_TX_QUEUE_LEN	1000

typedef enum netdev_tx {
	NETDEV_TX_OK	= 0x00,		/* the packet is the device's now */
	NETDEV_TX_BUSY	= 0x10,		/* it was left alone; queue stopped */
} netdev_tx_t;

/* Bits of dev->priv_flags: what a device can or wants. */
enum netdev_priv_flags {
	IFF_802_1Q_VLAN		= 1 << 0,
	IFF_EBRIDGE		= 1 << 1,
	IFF_BONDING		= 1 << 2,
	IFF_TX_SKB_SHARING	= 1 << 11,
	IFF_UNICAST_FLT		= 1 << 12,
	IFF_SUPP_NOFCS		= 1 << 14,
	IFF_LIVE_ADDR_CHANGE	= 1 << 15,	/* address may change while up */
	IFF_XMIT_DST_RELEASE	= 1 << 17,
	IFF_NO_QUEUE		= 1 << 21,	/* never has packets wait */
	IFF_PHONY_HEADROOM	= 1 << 24,
	IFF_NO_RX_HANDLER	= 1 << 26,
};

/* What a driver supplies; all but ndo_start_xmit may be NULL. Called with
 * rtnl_lock() held but where it says otherwise. */
struct net_device_ops {
	/* At the ends of its registration. 0 or -errno. */
	int (*ndo_init)(struct net_device *dev);
	void (*ndo_uninit)(struct net_device *dev);
	/* It goes up; ends with netif_start_queue(). 0 or -errno. */
	int (*ndo_open)(struct net_device *dev);
	/* It goes down: when this returns no packet comes from it any more. */
	int (*ndo_stop)(struct net_device *dev);
	/* Take @skb over and send it. A device without NETIF_F_SG gets linear
	 * ones only. Not under rtnl_lock(); must not sleep. */
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb,
				      struct net_device *dev);
	/* What of its features @dev can do for @skb. */
	netdev_features_t (*ndo_features_check)(struct sk_buff *skb,
						struct net_device *dev,
						netdev_features_t features);
	/* The number of the queue for @skb. */
	u16 (*ndo_select_queue)(struct sk_buff *skb, struct net_device *dev,
				struct net_device *sb_dev);
	void (*ndo_change_rx_flags)(struct net_device *dev, int flags);
	void (*ndo_set_rx_mode)(struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *addr);
	int (*ndo_validate_addr)(struct net_device *dev);
	/* ioctl(2) on a socket: private numbers; those of MII; the rest. */
	int (*ndo_do_ioctl)(struct net_device *dev, struct ifreq *ifr, int cmd);
	int (*ndo_eth_ioctl)(struct net_device *dev, struct ifreq *ifr, int cmd);
	int (*ndo_siocdevprivate)(struct net_device *dev, struct ifreq *ifr,
				  void __user *data, int cmd);
	int (*ndo_set_config)(struct net_device *dev, struct ifmap *map);
	int (*ndo_change_mtu)(struct net_device *dev, int mtu);
	/* The queue @txqueue has been stopped for watchdog_timeo. */
	void (*ndo_tx_timeout)(struct net_device *dev, unsigned int txqueue);
	/* What went through it; in any context. */
	void (*ndo_get_stats64)(struct net_device *dev,
				struct rtnl_link_stats64 *storage);
	struct net_device_stats *(*ndo_get_stats)(struct net_device *dev);
	netdev_features_t (*ndo_fix_features)(struct net_device *dev,
					      netdev_features_t features);
	int (*ndo_set_features)(struct net_device *dev,
				netdev_features_t features);
	int (*ndo_change_carrier)(struct net_device *dev, bool new_carrier);
	/* VLANs, bridges and netpoll, which there are not: never called. */
	int (*ndo_vlan_rx_add_vid)(struct net_device *dev, __be16 proto,
				   u16 vid);
	int (*ndo_vlan_rx_kill_vid)(struct net_device *dev, __be16 proto,
				    u16 vid);
	void (*ndo_poll_controller)(struct net_device *dev);
	int (*ndo_get_iflink)(const struct net_device *dev);
	void (*ndo_set_rx_headroom)(struct net_device *dev, int headroom);
};

enum netdev_state {
	__LINK_STATE_START,		/* it is up */
	__LINK_STATE_NOCARRIER,
	__LINK_STATE_PRESENT,		/* not detached */
	__LINK_STATE_DORMANT,
};

/* One of the queues to a device. */
struct netdev_queue {
	struct net_device *dev;
	unsigned long state;		/* bit 0: the driver takes no packets */
	struct sk_buff_head skbs;	/* what the device had no room for */
};

#define __QUEUE_STATE_DRV_XOFF	0

/* Link-layer headers, for who puts them in front of packets. */
struct header_ops {
	/* Bytes of the header; negative: it is not complete. */
	int (*create)(struct sk_buff *skb, struct net_device *dev,
		      unsigned short type, const void *daddr,
		      const void *saddr, unsigned int len);
	/* The sender's address into @haddr: bytes of it. */
	int (*parse)(const struct sk_buff *skb, unsigned char *haddr);
};

/* Addresses beside its own that a device listens to. */
struct netdev_hw_addr {
	struct list_head list;
	unsigned char addr[MAX_ADDR_LEN];
	int refcount;
};

struct netdev_hw_addr_list {
	struct list_head list;
	int count;
};

enum netdev_reg_state {
	NETREG_UNINITIALIZED,
	NETREG_REGISTERED,
	NETREG_UNREGISTERING,		/* rtnl_unlock() does the rest */
	NETREG_UNREGISTERED,
	NETREG_RELEASED,
};

/* Who keeps the counters of each CPU that the driver names. */
enum netdev_stat_type {
	NETDEV_PCPU_STAT_NONE,
	NETDEV_PCPU_STAT_LSTATS,
	NETDEV_PCPU_STAT_TSTATS,
	NETDEV_PCPU_STAT_DSTATS,
};

struct net_device {
	char name[IFNAMSIZ];
	int ifindex;			/* from 1 on; 0: not registered */
	unsigned long state;		/* bits: enum netdev_state */
	unsigned int flags;		/* IFF_* */
	unsigned long long priv_flags;	/* enum netdev_priv_flags */
	unsigned short type;		/* ARPHRD_* */
	unsigned short hard_header_len;
	unsigned short needed_headroom, needed_tailroom;
	unsigned char addr_len;
	unsigned char addr_assign_type;	/* NET_ADDR_* */
	unsigned char name_assign_type;
	unsigned char dev_addr[MAX_ADDR_LEN];
	unsigned char perm_addr[MAX_ADDR_LEN];
	unsigned char broadcast[MAX_ADDR_LEN];
	unsigned int mtu, min_mtu, max_mtu;
	unsigned int tx_queue_len;	/* packets that may wait in a queue */
	netdev_features_t features, hw_features, wanted_features;
	netdev_features_t vlan_features, hw_enc_features, mpls_features;
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	const struct header_ops *header_ops;
	const struct rtnl_link_ops *rtnl_link_ops;
	struct net_device_stats stats;
	union {				/* see octavo/net_stats.h */
		struct pcpu_lstats __percpu *lstats;
		struct pcpu_sw_netstats __percpu *tstats;
		struct pcpu_dstats __percpu *dstats;
	};
	enum netdev_stat_type pcpu_stat_type;
	struct {
		struct device *parent;
	} dev;
	unsigned int num_tx_queues, real_num_tx_queues;
	unsigned int num_rx_queues, real_num_rx_queues;
	int watchdog_timeo;		/* jiffies; 0: 5 s */
	int irq;			/* for programs to see */
	unsigned long mem_start, mem_end, base_addr;
	unsigned char if_port, dma;
	unsigned int promiscuity, allmulti;
	struct netdev_hw_addr_list uc, mc;
	int group;
	u32 msg_enable;
	bool lltx, netns_local, fcoe_mtu;
	void (*priv_destructor)(struct net_device *dev);
	bool needs_free_netdev;		/* unregistering it frees it, too */
	void *ml_priv;			/* its driver's */

	/* The core's. */
	enum netdev_reg_state reg_state;
	unsigned long core_tx_dropped, core_rx_dropped;	/* not by the driver */
	struct list_head dev_list;	/* by ifindex */
	struct list_head todo_list;	/* for rtnl_unlock(), or to unregister */
	struct netdev_queue *_tx;
	struct list_head napi_list;
	spinlock_t addr_list_lock;
	refcount_t refcnt;
	void *ip_ptr;			/* what IPv4 keeps about it */
	size_t priv_size;
};

/* Its driver's own data, right behind it. */
static inline void *netdev_priv(const struct net_device *dev)
{
	return (char *)dev + ALIGN(sizeof(struct net_device), 32);
}

#define SET_NETDEV_DEV(net, pdev)	((net)->dev.parent = (pdev))

/**
 * alloc_netdev_mqs() - make a device
 * @sizeof_priv: bytes of its driver's own data, zeroed
 * @name: with "%d" where the lowest free number shall be
 * @name_assign_type: NET_NAME_*: who chose it
 * @setup: fills in what its kind has in common, such as ether_setup()
 * @txqs: queues to the device, not 0
 * @rxqs: queues from it, as the driver counts them, not 0
 *
 * Context: May sleep.
 * Return: the device, not registered; NULL without memory.
 * Pairs with: free_netdev().
 */
struct net_device *alloc_netdev_mqs(int sizeof_priv, const char *name,
				    unsigned char name_assign_type,
				    void (*setup)(struct net_device *dev),
				    unsigned int txqs, unsigned int rxqs);

#define NET_NAME_UNKNOWN	0
#define NET_NAME_ENUM		1
#define NET_NAME_PREDICTABLE	2
#define NET_NAME_USER		3
#define NET_NAME_RENAMED	4
#define NET_ADDR_PERM		0
#define NET_ADDR_RANDOM		1
#define NET_ADDR_STOLEN		2
#define NET_ADDR_SET		3
#define alloc_netdev(sizeof_priv, name, name_assign_type, setup)	\
	alloc_netdev_mqs(sizeof_priv, name, name_assign_type, setup, 1, 1)
#define alloc_netdev_mq(sizeof_priv, name, name_assign_type, setup, count) \
	alloc_netdev_mqs(sizeof_priv, name, name_assign_type, setup, count, \
			 count)

/**
 * free_netdev() - free a device that is not registered, or not any more
 * @dev: not NULL
 *
 * With its napi structures' registrations.
 *
 * Context: May sleep.
 */
void free_netdev(struct net_device *dev);

/**
 * register_netdev() - make a device known
 * @dev: from alloc_netdev()
 *
 * It is down at first.
 *
 * Context: May sleep.
 * Return: 0; -EEXIST for a name that is taken, -EINVAL for no valid name,
 *	or what ndo_init() said.
 * Pairs with: unregister_netdev().
 */
int register_netdev(struct net_device *dev);

/**
 * register_netdevice() - register_netdev() for who holds rtnl_lock()
 * @dev: as there
 *
 * Context: May sleep.
 * Return: as there.
 * Pairs with: unregister_netdevice().
 */
int register_netdevice(struct net_device *dev);

/**
 * unregister_netdev() - take a device away
 * @dev: registered; is closed first
 *
 * When this returns nobody but the caller uses it.
 *
 * Context: May sleep.
 */
void unregister_netdev(struct net_device *dev);

/**
 * unregister_netdevice_queue() - take a device away; rtnl_lock() is held
 * @dev: registered
 * @head: NULL: now; or a list for unregister_netdevice_many(), with which it
 *	goes
 *
 * Destructor and memory, if it has its own, wait until rtnl_unlock().
 *
 * Context: May sleep.
 */
void unregister_netdevice_queue(struct net_device *dev, struct list_head *head);

/**
 * unregister_netdevice_many() - take devices away; rtnl_lock() is held
 * @head: of those that unregister_netdevice_queue() put on it; empty afterwards
 *
 * Context: May sleep.
 */
void unregister_netdevice_many(struct list_head *head);

static inline void unregister_netdevice(struct net_device *dev)
{
	unregister_netdevice_queue(dev, NULL);
}

/**
 * dev_open() - bring a device up
 * @dev: registered
 *
 * Context: May sleep.
 * Return: 0 (also if it is up), or what ndo_open() said.
 */
int dev_open(struct net_device *dev);

/**
 * dev_close() - bring a device down
 * @dev: registered
 *
 * Context: May sleep.
 */
void dev_close(struct net_device *dev);

/**
 * dev_get_by_name() - find a device
 * @name: its name
 *
 * Context: Any context, not interrupts.
 * Return: the device with one more reference, or NULL.
 * Pairs with: dev_put().
 */
struct net_device *dev_get_by_name(const char *name);

/**
 * dev_get_by_index() - find a device
 * @ifindex: its number
 *
 * Context: Any context, not interrupts.
 * Return: the device with one more reference, or NULL.
 * Pairs with: dev_put().
 */
struct net_device *dev_get_by_index(int ifindex);

/**
 * dev_next() - go through the registered devices
 * @dev: the one before, NULL: begin
 *
 * Context: Any context, not interrupts.
 * Return: the next by number, or NULL; no reference is taken.
 */
struct net_device *dev_next(const struct net_device *dev);

static inline void dev_hold(struct net_device *dev)
{
	refcount_inc(&dev->refcnt);
}

/* The device itself goes with free_netdev() only. */
static inline void dev_put(struct net_device *dev)
{
	refcount_dec(&dev->refcnt);
}

/**
 * dev_change_mtu() - set the largest packet a device sends
 * @dev: registered
 * @mtu: bytes behind the link-layer header
 *
 * Context: May sleep.
 * Return: 0, -EINVAL out of its range, or what ndo_change_mtu() said.
 */
int dev_change_mtu(struct net_device *dev, int mtu);

/**
 * dev_set_mac_address() - give a device another address
 * @dev: registered
 * @sa: struct if_sockaddr with it
 *
 * Context: May sleep; rtnl_lock() is held.
 * Return: 0; -EOPNOTSUPP if it cannot, -EINVAL for another family, -ENODEV if
 *	it is detached, or what ndo_set_mac_address() said.
 */
int dev_set_mac_address(struct net_device *dev, struct if_sockaddr *sa);

/**
 * dev_change_flags() - bring a device up or down, or change what it hears
 * @dev: registered
 * @flags: IFF_UP, IFF_PROMISC and IFF_ALLMULTI as they are to be; others stay
 *
 * Context: May sleep; rtnl_lock() is held.
 * Return: 0 or what ndo_open() said.
 */
int dev_change_flags(struct net_device *dev, unsigned int flags);

/**
 * dev_set_promiscuity() - one more, or one less, wants to hear all packets
 * @dev: registered
 * @inc: 1 or -1
 *
 * Context: May sleep.
 * Return: 0, -EOVERFLOW.
 */
int dev_set_promiscuity(struct net_device *dev, int inc);

/**
 * dev_set_allmulti() - the same of all multicast packets
 * @dev: registered
 * @inc: 1 or -1
 *
 * Context: May sleep.
 * Return: 0, -EOVERFLOW.
 */
int dev_set_allmulti(struct net_device *dev, int inc);

/**
 * dev_mc_add() - have a device listen to a multicast address
 * @dev: the device
 * @addr: dev->addr_len bytes; each dev_mc_add() of it counts
 *
 * Context: Any context.
 * Return: 0, -ENOMEM.
 * Pairs with: dev_mc_del().
 */
int dev_mc_add(struct net_device *dev, const unsigned char *addr);

/**
 * dev_mc_del() - undo one dev_mc_add()
 * @dev: the device
 * @addr: as there
 *
 * Context: Any context.
 * Return: 0, -ENOENT.
 */
int dev_mc_del(struct net_device *dev, const unsigned char *addr);

/**
 * dev_uc_add() - have a device listen to one more address of its own
 * @dev: the device
 * @addr: dev->addr_len bytes
 *
 * Context: Any context.
 * Return: 0, -ENOMEM.
 * Pairs with: dev_uc_del().
 */
int dev_uc_add(struct net_device *dev, const unsigned char *addr);

/**
 * dev_uc_del() - undo one dev_uc_add()
 * @dev: the device
 * @addr: as there
 *
 * Context: Any context.
 * Return: 0, -ENOENT.
 */
int dev_uc_del(struct net_device *dev, const unsigned char *addr);

#define netdev_hw_addr_list_count(l)	((l)->count)
#define netdev_hw_addr_list_empty(l)	((l)->count == 0)
#define netdev_hw_addr_list_for_each(ha, l)				\
	list_for_each_entry(ha, &(l)->list, list)
#define netdev_mc_count(dev)		((dev)->mc.count)
#define netdev_mc_empty(dev)		((dev)->mc.count == 0)
#define netdev_uc_count(dev)		((dev)->uc.count)
#define netdev_uc_empty(dev)		((dev)->uc.count == 0)
#define netdev_for_each_mc_addr(ha, dev)				\
	netdev_hw_addr_list_for_each(ha, &(dev)->mc)
#define netdev_for_each_uc_addr(ha, dev)				\
	netdev_hw_addr_list_for_each(ha, &(dev)->uc)

/**
 * dev_driver_ioctl() - hand a request of a program to the driver
 * @dev: registered
 * @ifr: the request, in and out
 * @cmd: SIOCDEVPRIVATE and the next 15, or MII's
 *
 * Context: User context only; rtnl_lock() is held.
 * Return: what the driver said; -EOPNOTSUPP, -ENODEV, -EPERM.
 */
int dev_driver_ioctl(struct net_device *dev, struct ifreq *ifr,
		     unsigned int cmd);

/**
 * netdev_update_features() - what a device can do may have changed
 * @dev: registered
 *
 * Works them out of hw_features and wanted_features, asks ndo_fix_features(),
 * tells ndo_set_features().
 *
 * Context: May sleep; rtnl_lock() is held.
 */
void netdev_update_features(struct net_device *dev);

/* ---- packets ------------------------------------------------------------------ */

/**
 * dev_queue_xmit() - send a packet
 * @skb: complete with its link-layer header, skb->dev is the device; taken
 *	over in every case
 *
 * What the device has no room for waits in a queue of dev->tx_queue_len.
 *
 * Context: Any context, not interrupts.
 * Return: NET_XMIT_SUCCESS, NET_XMIT_DROP if the queue is full, -ENETDOWN if
 *	the device is down, -ENOMEM.
 */
int dev_queue_xmit(struct sk_buff *skb);

/**
 * netif_rx() - a packet arrived
 * @skb: skb->dev and skb->protocol are set, as eth_type_trans() does;
 *	taken over
 *
 * It is looked at soon by net_rx_action().
 *
 * Context: Any context.
 * Return: NET_RX_SUCCESS, or NET_RX_DROP: too many wait.
 */
int netif_rx(struct sk_buff *skb);

/**
 * netif_receive_skb() - hand a packet to its protocol
 * @skb: as for netif_rx()
 *
 * For a napi poll function.
 *
 * Context: Any context, not interrupts.
 * Return: NET_RX_SUCCESS, or NET_RX_DROP: nobody wanted it.
 */
int netif_receive_skb(struct sk_buff *skb);

/**
 * net_rx_action() - look now at what arrived and what waits to be sent
 *
 * For who has just sent something: what a loopback device made of it is
 * handled before the call is over. From within itself it does nothing.
 *
 * Context: Any context, not interrupts.
 */
void net_rx_action(void);

/* Who wants packets of a protocol. */
struct packet_type {
	u16 type;			/* ETH_P_*, network order */
	struct net_device *dev;		/* only what this one receives, or NULL */
	/* Takes @skb over; others may have references to it. */
	int (*func)(struct sk_buff *skb, struct net_device *dev,
		    struct packet_type *pt, struct net_device *orig_dev);
	struct list_head list;
};

/**
 * dev_add_pack() - have packets of a protocol handed to a function
 * @pt: stays until dev_remove_pack(); type ETH_P_ALL: of every protocol
 *
 * Context: Any context, not interrupts.
 */
void dev_add_pack(struct packet_type *pt);

/**
 * dev_remove_pack() - undo dev_add_pack()
 * @pt: as there
 *
 * Context: Any context, not interrupts.
 */
void dev_remove_pack(struct packet_type *pt);

/* What happens to devices, told to protocols. */
enum netdev_event { NETDEV_REGISTER, NETDEV_UP, NETDEV_DOWN, NETDEV_UNREGISTER,
		    NETDEV_CHANGE, NETDEV_CHANGEMTU, NETDEV_CHANGEADDR };

struct netdev_notifier {
	void (*call)(struct net_device *dev, enum netdev_event event);
	struct list_head list;
};

/**
 * register_netdev_notifier() - be told what happens to devices
 * @nb: stays until it is unregistered
 *
 * Is told at once of the devices that are there.
 *
 * Context: May sleep.
 */
void register_netdev_notifier(struct netdev_notifier *nb);

/**
 * unregister_netdev_notifier() - be told no more
 * @nb: registered
 *
 * Context: May sleep.
 */
void unregister_netdev_notifier(struct netdev_notifier *nb);

#include <octavo/netdev_queue.h>

/* ---- messages --------------------------------------------------------------------- */

#define netdev_err(dev, fmt, ...)	pr_err("%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_warn(dev, fmt, ...)	pr_warn("%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_info(dev, fmt, ...)	pr_info("%s: " fmt, (dev)->name, ##__VA_ARGS__)

#endif
