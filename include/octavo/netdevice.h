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
#include <uapi/if.h>

struct net_device;

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

/* Beside those of skbuff.h: checks the checksums of what it receives. */
#define NETIF_F_RXCSUM		((netdev_features_t)1 << 34)

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

/* What a driver supplies; all but ndo_start_xmit may be NULL. */
struct net_device_ops {
	/* At the ends of its registration. 0 or -errno. */
	int (*ndo_init)(struct net_device *dev);
	void (*ndo_uninit)(struct net_device *dev);
	/* It goes up; ends with netif_start_queue(). 0 or -errno. */
	int (*ndo_open)(struct net_device *dev);
	/* It goes down: when this returns no packet comes from it any more. */
	int (*ndo_stop)(struct net_device *dev);
	/* Take @skb over and send it. A device without NETIF_F_SG gets linear
	 * ones only. */
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb,
				      struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *addr);
	int (*ndo_validate_addr)(struct net_device *dev);
	int (*ndo_change_mtu)(struct net_device *dev, int mtu);
	void (*ndo_set_rx_mode)(struct net_device *dev);
};

enum netdev_state {
	__LINK_STATE_START,		/* it is up */
	__LINK_STATE_NOCARRIER,
	__LINK_STATE_XOFF,		/* the driver takes no packets now */
};

struct net_device {
	char name[IFNAMSIZ];
	int ifindex;			/* from 1 on; 0: not registered */
	unsigned long state;		/* bits: enum netdev_state */
	unsigned int flags;		/* IFF_* */
	unsigned short type;		/* ARPHRD_* */
	unsigned short hard_header_len;
	unsigned char addr_len;
	unsigned char dev_addr[MAX_ADDR_LEN];
	unsigned char broadcast[MAX_ADDR_LEN];
	unsigned int mtu, min_mtu, max_mtu;
	unsigned int tx_queue_len;	/* packets that may wait */
	netdev_features_t features, hw_features;
	const struct net_device_ops *netdev_ops;
	struct net_device_stats stats;
	struct {
		struct device *parent;
	} dev;
	void (*priv_destructor)(struct net_device *dev);
	bool needs_free_netdev;		/* unregistering it frees it, too */

	/* The core's. */
	struct list_head dev_list;	/* by ifindex */
	struct sk_buff_head tx_queue;	/* what the device had no room for */
	struct list_head napi_list;
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
 * @name_assign_type: ignored
 * @setup: fills in what its kind has in common, such as ether_setup()
 * @txqs: ignored: there is one queue
 * @rxqs: ignored
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
#define alloc_netdev(sizeof_priv, name, name_assign_type, setup)	\
	alloc_netdev_mqs(sizeof_priv, name, name_assign_type, setup, 1, 1)

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
 * unregister_netdev() - take a device away
 * @dev: registered; is closed first
 *
 * When this returns nobody but the caller uses it.
 *
 * Context: May sleep.
 */
void unregister_netdev(struct net_device *dev);

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
	/* Takes @skb over. */
	int (*func)(struct sk_buff *skb, struct net_device *dev,
		    struct packet_type *pt, struct net_device *orig_dev);
	struct list_head list;
};

/**
 * dev_add_pack() - have packets of a protocol handed to a function
 * @pt: stays until dev_remove_pack(); one for each type
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
		    NETDEV_CHANGE, NETDEV_CHANGEMTU };

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

/* ---- the state of the device's queue and link, for its driver ------------------ */

static inline bool netif_running(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_START, &dev->state);
}

static inline bool netif_queue_stopped(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_XOFF, &dev->state);
}

static inline void netif_start_queue(struct net_device *dev)
{
	clear_bit(__LINK_STATE_XOFF, &dev->state);
}

static inline void netif_stop_queue(struct net_device *dev)
{
	set_bit(__LINK_STATE_XOFF, &dev->state);
}

/**
 * netif_wake_queue() - the device has room again
 * @dev: the device
 *
 * What waits is sent soon.
 *
 * Context: Any context.
 */
void netif_wake_queue(struct net_device *dev);

static inline bool netif_carrier_ok(const struct net_device *dev)
{
	return !test_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

/**
 * netif_carrier_on() - the link is there
 * @dev: the device
 *
 * Context: Any context, not interrupts.
 */
void netif_carrier_on(struct net_device *dev);

/**
 * netif_carrier_off() - the link is gone
 * @dev: the device
 *
 * Context: Any context, not interrupts.
 */
void netif_carrier_off(struct net_device *dev);

/* ---- napi: polled reception ------------------------------------------------------ */

enum napi_state {
	NAPI_STATE_SCHED,		/* on the list, or being polled */
	NAPI_STATE_DISABLE,
};

struct napi_struct {
	struct list_head poll_list;
	unsigned long state;		/* bits: enum napi_state */
	int weight;
	/* Handle up to @budget packets; how many. With fewer than that it has
	 * called napi_complete_done() and let interrupts in. */
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
	struct list_head dev_list;
};

/**
 * netif_napi_add_weight() - prepare polling
 * @dev: the device
 * @napi: in the driver's own data
 * @poll: see struct napi_struct
 * @weight: most packets at a time
 *
 * It is disabled at first.
 *
 * Context: May sleep.
 */
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *napi, int budget),
			   int weight);

static inline void netif_napi_add(struct net_device *dev,
				  struct napi_struct *napi,
				  int (*poll)(struct napi_struct *, int))
{
	netif_napi_add_weight(dev, napi, poll, NAPI_POLL_WEIGHT);
}

/**
 * netif_napi_del() - undo netif_napi_add()
 * @napi: disabled
 *
 * Context: May sleep.
 */
void netif_napi_del(struct napi_struct *napi);

/**
 * napi_enable() - let it be scheduled
 * @napi: disabled
 *
 * Context: Any context.
 */
void napi_enable(struct napi_struct *napi);

/**
 * napi_disable() - let it not be scheduled
 * @napi: enabled
 *
 * It is not polled when this returns.
 *
 * Context: May sleep.
 */
void napi_disable(struct napi_struct *napi);

/**
 * napi_schedule_prep() - may it be scheduled, and is not yet?
 * @napi: prepared
 *
 * Context: Any context.
 * Return: true: __napi_schedule() must be called.
 */
bool napi_schedule_prep(struct napi_struct *napi);

/**
 * __napi_schedule() - have it polled soon
 * @napi: napi_schedule_prep() said yes
 *
 * Context: Any context.
 */
void __napi_schedule(struct napi_struct *napi);

static inline bool napi_schedule(struct napi_struct *napi)
{
	if (!napi_schedule_prep(napi))
		return false;
	__napi_schedule(napi);
	return true;
}

#define __napi_schedule_irqoff	__napi_schedule
#define napi_schedule_irqoff	napi_schedule

/**
 * napi_complete_done() - there was less to do than allowed
 * @napi: being polled
 * @work_done: packets
 *
 * Context: Any context.
 * Return: true: interrupts may be let in.
 */
bool napi_complete_done(struct napi_struct *napi, int work_done);

static inline bool napi_complete(struct napi_struct *napi)
{
	return napi_complete_done(napi, 0);
}

/* Packets are not merged on their way in. */
static inline int napi_gro_receive(struct napi_struct *napi,
				   struct sk_buff *skb)
{
	return netif_receive_skb(skb);
}

/* ---- messages --------------------------------------------------------------------- */

#define netdev_err(dev, fmt, ...)	pr_err("%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_warn(dev, fmt, ...)	pr_warn("%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_info(dev, fmt, ...)	pr_info("%s: " fmt, (dev)->name, ##__VA_ARGS__)

#endif
