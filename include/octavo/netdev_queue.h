/* SPDX-License-Identifier: MIT */
/*
 * netdev_queue.h - what a network driver says of its queues and its link, and
 * polled reception. Part of octavo/netdevice.h, which includes it.
 *
 *	struct net_device -> _tx[0] _tx[1] ...	stopped or not, packets wait
 *	                  -> napi_list		each polls one source of packets
 *
 * A queue that is stopped gets no packets until it is woken; they wait in it.
 */
#ifndef OCTAVO_NETDEV_QUEUE_H
#define OCTAVO_NETDEV_QUEUE_H

#include <octavo/netdevice.h>

/* ---- state of the device ---------------------------------------------------- */

static inline bool netif_running(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_START, &dev->state);
}

static inline bool netif_device_present(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_PRESENT, &dev->state);
}

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

/**
 * netif_device_detach() - the hardware is gone or asleep
 * @dev: the device; its queues are stopped
 *
 * Context: Any context, not interrupts.
 */
void netif_device_detach(struct net_device *dev);

/**
 * netif_device_attach() - the hardware is back
 * @dev: the device; its queues go on if it is up
 *
 * Context: Any context, not interrupts.
 */
void netif_device_attach(struct net_device *dev);

static inline bool netif_dormant(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_DORMANT, &dev->state);
}

static inline void netif_dormant_on(struct net_device *dev)
{
	set_bit(__LINK_STATE_DORMANT, &dev->state);
}

static inline void netif_dormant_off(struct net_device *dev)
{
	clear_bit(__LINK_STATE_DORMANT, &dev->state);
}

static inline bool netif_oper_up(const struct net_device *dev)
{
	return netif_running(dev) && netif_carrier_ok(dev);
}

/* ---- queues ------------------------------------------------------------------ */

static inline struct netdev_queue *
netdev_get_tx_queue(const struct net_device *dev, unsigned int index)
{
	return &dev->_tx[index];
}

/* The queue that @skb is for, as its mapping says. */
static inline struct netdev_queue *
skb_get_tx_queue(const struct net_device *dev, const struct sk_buff *skb)
{
	return netdev_get_tx_queue(dev, skb->queue_mapping);
}

static inline bool netif_is_multiqueue(const struct net_device *dev)
{
	return dev->num_tx_queues > 1;
}

/**
 * netif_set_real_num_tx_queues() - use only some of a device's queues
 * @dev: the device
 * @txq: how many, from 1 to what it was allocated with
 *
 * Packets that wait in the others are dropped.
 *
 * Context: May sleep.
 * Return: 0, -EINVAL.
 */
int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int txq);

/**
 * netif_set_real_num_rx_queues() - say how many queues receive
 * @dev: the device
 * @rxq: how many, from 1 to what it was allocated with
 *
 * Context: May sleep.
 * Return: 0, -EINVAL.
 */
int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int rxq);

static inline bool netif_tx_queue_stopped(const struct netdev_queue *q)
{
	return test_bit(__QUEUE_STATE_DRV_XOFF, &q->state);
}

#define netif_xmit_stopped(q)		netif_tx_queue_stopped(q)
#define netif_xmit_frozen_or_stopped(q)	netif_tx_queue_stopped(q)

static inline void netif_tx_start_queue(struct netdev_queue *q)
{
	clear_bit(__QUEUE_STATE_DRV_XOFF, &q->state);
}

static inline void netif_tx_stop_queue(struct netdev_queue *q)
{
	set_bit(__QUEUE_STATE_DRV_XOFF, &q->state);
}

/**
 * netif_tx_wake_queue() - a queue has room again
 * @q: the queue
 *
 * What waits is sent soon.
 *
 * Context: Any context.
 */
void netif_tx_wake_queue(struct netdev_queue *q);

static inline bool __netif_subqueue_stopped(const struct net_device *dev,
					    u16 index)
{
	return netif_tx_queue_stopped(netdev_get_tx_queue(dev, index));
}

static inline bool netif_subqueue_stopped(const struct net_device *dev,
					  const struct sk_buff *skb)
{
	return __netif_subqueue_stopped(dev, skb->queue_mapping);
}

static inline void netif_start_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_start_queue(netdev_get_tx_queue(dev, index));
}

static inline void netif_stop_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_stop_queue(netdev_get_tx_queue(dev, index));
}

static inline void netif_wake_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_wake_queue(netdev_get_tx_queue(dev, index));
}

static inline bool netif_queue_stopped(const struct net_device *dev)
{
	return __netif_subqueue_stopped(dev, 0);
}

static inline void netif_start_queue(struct net_device *dev)
{
	netif_start_subqueue(dev, 0);
}

static inline void netif_stop_queue(struct net_device *dev)
{
	netif_stop_subqueue(dev, 0);
}

/* What waits in the only queue is sent soon. */
static inline void netif_wake_queue(struct net_device *dev)
{
	netif_wake_subqueue(dev, 0);
}

static inline void netif_tx_start_all_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		netif_tx_start_queue(netdev_get_tx_queue(dev, i));
}

static inline void netif_tx_stop_all_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		netif_tx_stop_queue(netdev_get_tx_queue(dev, i));
}

static inline void netif_tx_wake_all_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		netif_tx_wake_queue(netdev_get_tx_queue(dev, i));
}

/* Nobody is in ndo_start_xmit() when this returns: see Locking of
 * octavo/netdevice.h. */
static inline void netif_tx_disable(struct net_device *dev)
{
	netif_tx_stop_all_queues(dev);
}

/* How much is on its way is not limited by bytes here, only by the device. */
static inline void netdev_tx_sent_queue(struct netdev_queue *q,
					unsigned int bytes)
{
}

static inline void netdev_tx_completed_queue(struct netdev_queue *q,
					     unsigned int pkts,
					     unsigned int bytes)
{
}

static inline void netdev_tx_reset_queue(struct netdev_queue *q)
{
}

static inline void netdev_sent_queue(struct net_device *dev,
				     unsigned int bytes)
{
}

static inline void netdev_completed_queue(struct net_device *dev,
					  unsigned int pkts,
					  unsigned int bytes)
{
}

static inline void netdev_reset_queue(struct net_device *dev)
{
}

/* Packets come one by one. */
static inline bool netdev_xmit_more(void)
{
	return false;
}

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

/* Linux up to 6.0 has the weight as a fourth argument. */
#define netif_napi_add(dev, napi, poll, ...)				\
	netif_napi_add_weight(dev, napi, poll,				\
			      (NAPI_POLL_WEIGHT, ##__VA_ARGS__))
#define netif_napi_add_tx(dev, napi, poll)				\
	netif_napi_add_weight(dev, napi, poll, NAPI_POLL_WEIGHT)
#define netif_tx_napi_add(dev, napi, poll, weight)			\
	netif_napi_add_weight(dev, napi, poll, weight)

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

static inline bool napi_if_scheduled_mark_missed(struct napi_struct *napi)
{
	return test_bit(NAPI_STATE_SCHED, &napi->state);
}

static inline bool napi_is_scheduled(const struct napi_struct *napi)
{
	return test_bit(NAPI_STATE_SCHED, &napi->state);
}

/* It is not being polled when this returns: polls and tasks do not run at the
 * same time. */
static inline void napi_synchronize(const struct napi_struct *napi)
{
	barrier();
}

#define __netif_napi_del(napi)	netif_napi_del(napi)

/* Packets are not merged on their way in. */
static inline int napi_gro_receive(struct napi_struct *napi,
				   struct sk_buff *skb)
{
	return netif_receive_skb(skb);
}

static inline void napi_gro_flush(struct napi_struct *napi, bool flush_old)
{
}

static inline void napi_consume_skb(struct sk_buff *skb, int budget)
{
	consume_skb(skb);
}

#define napi_alloc_skb(napi, length)	netdev_alloc_skb_ip_align((napi)->dev, length)

#endif
