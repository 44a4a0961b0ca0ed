/* SPDX-License-Identifier: MIT */
/*
 * dev.c - network devices: which there are, and packets to and from them.
 *
 *	dev_queue_xmit() --> ndo_start_xmit()		the device has room
 *	        |                 ^
 *	        +--> tx_queue ----+ net_rx_action()	after netif_wake_queue()
 *
 *	netif_rx() ------> backlog --+
 *	napi_schedule() -> polled ---+ net_rx_action() -> netif_receive_skb()
 *	                                                      -> packet_type
 *
 * net_rx_action() takes so many packets at a time and comes again for the rest,
 * so that a flood of them leaves programs some time.
 *
 * Invariants:
 *  1. What net_rx_action() calls does not sleep, and it is not called from
 *     within itself.
 *  2. A packet handed to a function here is no more the caller's, whatever the
 *     result.
 *
 * Locking: the list of devices is changed by tasks only, which do not preempt
 * each other, and with rtnl_lock() held. net.lock, interrupts off, for what
 * interrupts put in: the list of polled napis; the backlog has the lock of its
 * queue.
 */
#include <octavo/byteorder.h>
#include <octavo/netdevice.h>
#include <octavo/rtnetlink.h>
#include <octavo/tasklet.h>
#include "internal.h"

#define NET_BUDGET	300		/* packets of one net_rx_action() */
#define BACKLOG_MAX	1000

static struct {
	spinlock_t lock;
	struct list_head devices;	/* by number */
	struct list_head protocols, notifiers;
	struct list_head polled;	/* napi_struct that are scheduled */
	struct sk_buff_head backlog;	/* from netif_rx() */
	struct tasklet_struct action;	/* net_rx_action() */
	int last_ifindex;
	bool running;			/* net_rx_action() is */
	bool tx_room;			/* some device has room again */
} net;

/* ---- which there are ------------------------------------------------------- */

struct net_device *dev_next(const struct net_device *dev)
{
	const struct list_head *next = dev ? dev->dev_list.next :
					     net.devices.next;

	return next == &net.devices ? NULL :
		list_entry(next, struct net_device, dev_list);
}

static struct net_device *find_by_name(const char *name)
{
	struct net_device *dev = NULL;

	while ((dev = dev_next(dev)))
		if (strncmp(dev->name, name, IFNAMSIZ) == 0)
			return dev;
	return NULL;
}

struct net_device *dev_get_by_name(const char *name)
{
	struct net_device *dev = find_by_name(name);

	if (dev)
		dev_hold(dev);
	return dev;
}

struct net_device *dev_get_by_index(int ifindex)
{
	struct net_device *dev = NULL;

	while ((dev = dev_next(dev)))
		if (dev->ifindex == ifindex) {
			dev_hold(dev);
			return dev;
		}
	return NULL;
}

static struct netdev_queue *alloc_queues(struct net_device *dev)
{
	struct netdev_queue *txq;

	txq = kcalloc(dev->num_tx_queues, sizeof(*txq), GFP_KERNEL);
	if (!txq)
		return NULL;
	for (unsigned int i = 0; i < dev->num_tx_queues; i++) {
		txq[i].dev = dev;
		skb_queue_head_init(&txq[i].skbs);
	}
	return txq;
}

struct net_device *alloc_netdev_mqs(int sizeof_priv, const char *name,
				    unsigned char name_assign_type,
				    void (*setup)(struct net_device *dev),
				    unsigned int txqs, unsigned int rxqs)
{
	const size_t size = ALIGN(sizeof(struct net_device), 32);
	struct net_device *dev;

	if (sizeof_priv < 0 || strlen(name) >= IFNAMSIZ ||
	    WARN_ON(!txqs || !rxqs))
		return NULL;
	dev = kzalloc(size + (size_t)sizeof_priv, GFP_KERNEL);
	if (!dev)
		return NULL;
	INIT_LIST_HEAD(&dev->dev_list);
	INIT_LIST_HEAD(&dev->todo_list);
	INIT_LIST_HEAD(&dev->napi_list);
	INIT_LIST_HEAD(&dev->uc.list);
	INIT_LIST_HEAD(&dev->mc.list);
	spin_lock_init(&dev->addr_list_lock);
	refcount_set(&dev->refcnt, 1);
	dev->num_tx_queues = dev->real_num_tx_queues = txqs;
	dev->num_rx_queues = dev->real_num_rx_queues = rxqs;
	dev->_tx = alloc_queues(dev);
	if (!dev->_tx) {
		kfree(dev);
		return NULL;
	}
	dev->tx_queue_len = DEFAULT_TX_QUEUE_LEN;
	dev->max_mtu = ETH_MAX_MTU;
	dev->name_assign_type = name_assign_type;
	set_bit(__LINK_STATE_PRESENT, &dev->state);
	strscpy(dev->name, name, sizeof(dev->name));
	setup(dev);
	return dev;
}

void free_netdev(struct net_device *dev)
{
	struct napi_struct *napi, *next;

	BUG_ON(dev->ifindex);
	/* Its own ->probe() undoes a registration that rtnl_unlock() has not
	 * finished yet. */
	if (dev->reg_state == NETREG_UNREGISTERING) {
		dev->needs_free_netdev = true;
		return;
	}
	list_for_each_entry_safe(napi, next, &dev->napi_list, dev_list)
		netif_napi_del(napi);
	netdev_flush_addresses(dev);
	kfree(dev->_tx);
	kfree(dev);
}

void netdev_tell(struct net_device *dev, enum netdev_event event)
{
	struct netdev_notifier *nb;

	list_for_each_entry(nb, &net.notifiers, list)
		nb->call(dev, event);
}

void register_netdev_notifier(struct netdev_notifier *nb)
{
	struct net_device *dev = NULL;

	list_add_tail(&nb->list, &net.notifiers);
	while ((dev = dev_next(dev))) {
		nb->call(dev, NETDEV_REGISTER);
		if (netif_running(dev))
			nb->call(dev, NETDEV_UP);
	}
}

void unregister_netdev_notifier(struct netdev_notifier *nb)
{
	struct net_device *dev = NULL;

	list_del(&nb->list);
	while ((dev = dev_next(dev))) {
		if (netif_running(dev))
			nb->call(dev, NETDEV_DOWN);
		nb->call(dev, NETDEV_UNREGISTER);
	}
}

/* Put the lowest free number in the place of "%d". */
static int choose_name(struct net_device *dev)
{
	char pattern[IFNAMSIZ], name[IFNAMSIZ + 12];
	char *place = strchr(dev->name, '%');

	if (!place)
		return find_by_name(dev->name) ? -EEXIST : 0;
	if (place[1] != 'd' || place[2])
		return -EINVAL;
	strscpy(pattern, dev->name, sizeof(pattern));
	pattern[place - dev->name] = '\0';
	for (int n = 0; n < 1000; n++) {
		snprintf(name, sizeof(name), "%s%d", pattern, n);
		if (strlen(name) >= IFNAMSIZ)
			break;
		if (find_by_name(name))
			continue;
		strscpy(dev->name, name, sizeof(dev->name));
		return 0;
	}
	return -EEXIST;
}

/* Counters of each CPU that the driver leaves to us. 0, -ENOMEM. */
static int register_checked(struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;
	int err = ops->ndo_init ? ops->ndo_init(dev) : 0;

	if (err)
		return err > 0 ? -EIO : err;
	/* Of which kind they are may be said by ndo_init(). */
	err = netdev_alloc_stats(dev);
	if (err) {
		if (ops->ndo_uninit)
			ops->ndo_uninit(dev);
		return err;
	}
	dev->features |= NETIF_F_GSO | NETIF_F_GRO;
	dev->wanted_features = dev->features & dev->hw_features;
	memcpy(dev->perm_addr, dev->dev_addr, sizeof(dev->perm_addr));
	dev->ifindex = ++net.last_ifindex;
	dev->reg_state = NETREG_REGISTERED;
	list_add_tail(&dev->dev_list, &net.devices);
	netdev_tell(dev, NETDEV_REGISTER);
	return 0;
}

int register_netdevice(struct net_device *dev)
{
	int err;

	ASSERT_RTNL();
	if (!dev->name[0] || strchr(dev->name, '/') || dev->ifindex)
		return -EINVAL;
	err = choose_name(dev);
	if (!err)
		err = register_checked(dev);
	if (err && dev->priv_destructor)
		dev->priv_destructor(dev);
	return err;
}

int register_netdev(struct net_device *dev)
{
	int err;

	rtnl_lock();
	err = register_netdevice(dev);
	rtnl_unlock();
	return err;
}

/* Packets that came from @dev and wait. */
static void drop_backlog_of(const struct net_device *dev)
{
	struct sk_buff *skb, *next;

	skb_queue_walk_safe(&net.backlog, skb, next) {
		if (skb->dev != dev)
			continue;
		skb_unlink(skb, &net.backlog);
		kfree_skb(skb);
	}
}

/* All but what rtnl_unlock() does. */
static void unregister_now(struct net_device *dev)
{
	ASSERT_RTNL();
	if (WARN(dev->reg_state != NETREG_REGISTERED,
		 "%s is not registered\n", dev->name))
		return;
	dev->reg_state = NETREG_UNREGISTERING;
	dev_close(dev);
	drop_backlog_of(dev);
	netdev_tell(dev, NETDEV_UNREGISTER);
	list_del_init(&dev->dev_list);
	dev->ifindex = 0;
	if (dev->netdev_ops->ndo_uninit)
		dev->netdev_ops->ndo_uninit(dev);
	netdev_flush_addresses(dev);
	rtnl_todo(dev);
}

void netdev_unregister_rest(struct net_device *dev)
{
	bool needs_free = dev->needs_free_netdev;

	dev->reg_state = NETREG_UNREGISTERED;
	WARN(refcount_read(&dev->refcnt) != 1, "%s is still in use\n",
	     dev->name);
	netdev_free_stats(dev);
	if (dev->priv_destructor)
		dev->priv_destructor(dev);
	/* The destructor may have freed it, if that is how it says so. */
	if (needs_free)
		free_netdev(dev);
}

void unregister_netdevice_queue(struct net_device *dev, struct list_head *head)
{
	if (head)
		list_move_tail(&dev->todo_list, head);
	else
		unregister_now(dev);
}

void unregister_netdevice_many(struct list_head *head)
{
	while (!list_empty(head)) {
		struct net_device *dev = list_first_entry(
			head, struct net_device, todo_list);

		list_del_init(&dev->todo_list);
		unregister_now(dev);
	}
}

void unregister_netdev(struct net_device *dev)
{
	rtnl_lock();
	unregister_netdevice(dev);
	rtnl_unlock();
}

/* ---- up and down ------------------------------------------------------------- */

int dev_open(struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;
	int err = 0;

	if (netif_running(dev))
		return 0;
	if (!netif_device_present(dev))
		return -ENODEV;
	if (ops->ndo_validate_addr)
		err = ops->ndo_validate_addr(dev);
	set_bit(__LINK_STATE_START, &dev->state);
	if (!err && ops->ndo_open)
		err = ops->ndo_open(dev);
	if (err) {
		clear_bit(__LINK_STATE_START, &dev->state);
		return err;
	}
	dev->flags |= IFF_UP;
	netdev_set_rx_mode(dev);
	netdev_tell(dev, NETDEV_UP);
	return 0;
}

void dev_close(struct net_device *dev)
{
	if (!netif_running(dev))
		return;
	netdev_tell(dev, NETDEV_DOWN);
	clear_bit(__LINK_STATE_START, &dev->state);
	if (dev->netdev_ops->ndo_stop)
		dev->netdev_ops->ndo_stop(dev);
	dev->flags &= ~(unsigned int)IFF_UP;
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		skb_queue_purge(&dev->_tx[i].skbs);
}

int dev_change_mtu(struct net_device *dev, int mtu)
{
	int err = 0;

	/* A driver that has no limit says 0. */
	if (mtu < 0 || (unsigned int)mtu < dev->min_mtu ||
	    (dev->max_mtu && (unsigned int)mtu > dev->max_mtu))
		return -EINVAL;
	if (dev->netdev_ops->ndo_change_mtu)
		err = dev->netdev_ops->ndo_change_mtu(dev, mtu);
	if (err)
		return err;
	WRITE_ONCE(dev->mtu, (unsigned int)mtu);
	netdev_tell(dev, NETDEV_CHANGEMTU);
	return 0;
}

void netif_carrier_on(struct net_device *dev)
{
	if (netif_carrier_ok(dev))
		return;
	clear_bit(__LINK_STATE_NOCARRIER, &dev->state);
	if (dev->ifindex)
		netdev_tell(dev, NETDEV_CHANGE);
}

void netif_carrier_off(struct net_device *dev)
{
	if (!netif_carrier_ok(dev))
		return;
	set_bit(__LINK_STATE_NOCARRIER, &dev->state);
	if (dev->ifindex)
		netdev_tell(dev, NETDEV_CHANGE);
}

void netif_device_detach(struct net_device *dev)
{
	if (test_and_clear_bit(__LINK_STATE_PRESENT, &dev->state) &&
	    netif_running(dev))
		netif_tx_stop_all_queues(dev);
}

void netif_device_attach(struct net_device *dev)
{
	if (!test_and_set_bit(__LINK_STATE_PRESENT, &dev->state) &&
	    netif_running(dev))
		netif_tx_wake_all_queues(dev);
}

int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int txq)
{
	if (txq < 1 || txq > dev->num_tx_queues)
		return -EINVAL;
	dev->real_num_tx_queues = txq;
	for (; txq < dev->num_tx_queues; txq++)
		skb_queue_purge(&dev->_tx[txq].skbs);
	return 0;
}

int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int rxq)
{
	if (rxq < 1 || rxq > dev->num_rx_queues)
		return -EINVAL;
	dev->real_num_rx_queues = rxq;
	return 0;
}

/* ---- sending ------------------------------------------------------------------- */

static bool has_high_fragment(const struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);

	for (unsigned int i = 0; i < si->nr_frags; i++)
		if (PageHighMem(skb_frag_page(&si->frags[i])))
			return true;
	return false;
}

/* Bring @skb into a form that @dev takes. 0, -ENOMEM. */
static int suit(struct sk_buff *skb, const struct net_device *dev)
{
	if (!skb_is_nonlinear(skb))
		return 0;
	if (skb_has_frag_list(skb) ? dev->features & NETIF_F_FRAGLIST :
				     dev->features & NETIF_F_SG)
		if (dev->features & NETIF_F_HIGHDMA || !has_high_fragment(skb))
			return 0;
	return skb_linearize(skb);
}

/* As in Linux, a driver's ndo_start_xmit() must not sleep. */
static netdev_tx_t start_xmit(struct sk_buff *skb, struct netdev_queue *txq)
{
	struct net_device *dev = txq->dev;
	netdev_tx_t ret;

	preempt_disable();
	ret = dev->netdev_ops->ndo_start_xmit(skb, dev);
	preempt_enable();
	return ret;
}

/* Send what waits, as far as the device has room. */
static void run_tx_queue(struct netdev_queue *txq)
{
	struct sk_buff *skb;

	while (netif_running(txq->dev) && !netif_tx_queue_stopped(txq) &&
	       (skb = skb_dequeue(&txq->skbs))) {
		if (start_xmit(skb, txq) == NETDEV_TX_OK)
			continue;
		skb_queue_head(&txq->skbs, skb);
		return;
	}
}

static int drop(struct sk_buff *skb, struct net_device *dev, int why)
{
	dev->core_tx_dropped++;
	kfree_skb(skb);
	return why;
}

static struct netdev_queue *pick_queue(struct sk_buff *skb,
				       struct net_device *dev)
{
	u16 index = skb->queue_mapping;

	if (dev->real_num_tx_queues == 1)
		index = 0;
	else if (dev->netdev_ops->ndo_select_queue)
		index = dev->netdev_ops->ndo_select_queue(skb, dev, NULL);
	if (index >= dev->real_num_tx_queues)
		index = 0;
	skb->queue_mapping = index;
	return netdev_get_tx_queue(dev, index);
}

int dev_queue_xmit(struct sk_buff *skb)
{
	struct net_device *dev = skb->dev;
	struct netdev_queue *txq;

	if (!netif_running(dev))
		return drop(skb, dev, -ENETDOWN);
	if (suit(skb, dev))
		return drop(skb, dev, -ENOMEM);
	txq = pick_queue(skb, dev);
	if (skb_queue_empty(&txq->skbs) && !netif_tx_queue_stopped(txq) &&
	    start_xmit(skb, txq) == NETDEV_TX_OK)
		return NET_XMIT_SUCCESS;
	if (skb_queue_len(&txq->skbs) >= dev->tx_queue_len)
		return drop(skb, dev, NET_XMIT_DROP);
	skb_queue_tail(&txq->skbs, skb);
	return NET_XMIT_SUCCESS;
}

void netif_tx_wake_queue(struct netdev_queue *txq)
{
	if (!test_and_clear_bit(__QUEUE_STATE_DRV_XOFF, &txq->state))
		return;
	WRITE_ONCE(net.tx_room, true);
	tasklet_schedule(&net.action);
}

/* ---- receiving ------------------------------------------------------------------- */

int netif_rx(struct sk_buff *skb)
{
	if (skb_queue_len_lockless(&net.backlog) >= BACKLOG_MAX ||
	    !netif_running(skb->dev)) {
		skb->dev->core_rx_dropped++;
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	skb_queue_tail(&net.backlog, skb);
	tasklet_schedule(&net.action);
	return NET_RX_SUCCESS;
}

static bool wants(const struct packet_type *pt, const struct sk_buff *skb)
{
	return (pt->type == skb->protocol || 
	       pt->type == htons(ETH_P_ALL)) &&
	       (!pt->dev || pt->dev == skb->dev);
}

int netif_receive_skb(struct sk_buff *skb)
{
	struct net_device *dev = skb->dev;
	struct packet_type *pt, *last = NULL;

	skb_reset_network_header(skb);
	list_for_each_entry(pt, &net.protocols, list) {
		if (!wants(pt, skb))
			continue;
		if (last)
			last->func(skb_get(skb), dev, last, dev);
		last = pt;
	}
	if (last)
		return last->func(skb, dev, last, dev);
	kfree_skb(skb);
	return NET_RX_DROP;
}

void dev_add_pack(struct packet_type *pt)
{
	list_add_tail(&pt->list, &net.protocols);
}

void dev_remove_pack(struct packet_type *pt)
{
	list_del(&pt->list);
}

/* ---- napi ---------------------------------------------------------------------------- */

void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *napi, int budget),
			   int weight)
{
	INIT_LIST_HEAD(&napi->poll_list);
	napi->state = 1ul << NAPI_STATE_DISABLE;
	napi->weight = weight;
	napi->poll = poll;
	napi->dev = dev;
	list_add_tail(&napi->dev_list, &dev->napi_list);
}

void netif_napi_del(struct napi_struct *napi)
{
	BUG_ON(!test_bit(NAPI_STATE_DISABLE, &napi->state));
	list_del_init(&napi->dev_list);
}

void napi_enable(struct napi_struct *napi)
{
	clear_bit(NAPI_STATE_SCHED, &napi->state);
	clear_bit(NAPI_STATE_DISABLE, &napi->state);
}

void napi_disable(struct napi_struct *napi)
{
	unsigned long flags;

	set_bit(NAPI_STATE_DISABLE, &napi->state);
	spin_lock_irqsave(&net.lock, flags);
	list_del_init(&napi->poll_list);
	spin_unlock_irqrestore(&net.lock, flags);
}

bool napi_schedule_prep(struct napi_struct *napi)
{
	return !test_bit(NAPI_STATE_DISABLE, &napi->state) &&
	       !test_and_set_bit(NAPI_STATE_SCHED, &napi->state);
}

void __napi_schedule(struct napi_struct *napi)
{
	unsigned long flags;

	spin_lock_irqsave(&net.lock, flags);
	if (!test_bit(NAPI_STATE_DISABLE, &napi->state))
		list_move_tail(&napi->poll_list, &net.polled);
	spin_unlock_irqrestore(&net.lock, flags);
	tasklet_schedule(&net.action);
}

bool napi_complete_done(struct napi_struct *napi, int work_done)
{
	clear_bit(NAPI_STATE_SCHED, &napi->state);
	return true;
}

static struct napi_struct *next_polled(void)
{
	struct napi_struct *napi;
	unsigned long flags;

	spin_lock_irqsave(&net.lock, flags);
	napi = list_first_entry_or_null(&net.polled, struct napi_struct,
					poll_list);
	if (napi)
		list_del_init(&napi->poll_list);
	spin_unlock_irqrestore(&net.lock, flags);
	return napi;
}

static int poll_one(struct napi_struct *napi)
{
	int done = napi->poll(napi, napi->weight);

	WARN_ON(done > napi->weight);
	/* There was more than it might take: it has not completed. */
	if (done >= napi->weight)
		__napi_schedule(napi);
	return max(done, 1);
}

/* ---- the soft interrupt ----------------------------------------------------------------- */

static void run_tx_queues(void)
{
	struct net_device *dev = NULL;

	WRITE_ONCE(net.tx_room, false);
	while ((dev = dev_next(dev)))
		for (unsigned int i = 0; i < dev->num_tx_queues; i++)
			run_tx_queue(netdev_get_tx_queue(dev, i));
}

static bool something_left(void)
{
	return READ_ONCE(net.tx_room) || !list_empty(&net.polled) ||
	       !skb_queue_empty_lockless(&net.backlog);
}

void net_rx_action(void)
{
	struct napi_struct *napi;
	struct sk_buff *skb;
	int budget = NET_BUDGET;

	if (net.running)
		return;
	net.running = true;
	while (budget > 0 && something_left()) {
		if (net.tx_room)
			run_tx_queues();
		skb = skb_dequeue(&net.backlog);
		if (skb)
			netif_receive_skb(skb);
		napi = next_polled();
		budget -= napi ? poll_one(napi) : 1;
	}
	net.running = false;
	if (something_left())
		tasklet_schedule(&net.action);
}

static void run_action(struct tasklet_struct *t)
{
	net_rx_action();
}

/* ---- beginning and end ----------------------------------------------------------------------- */

int netdev_init(void)
{
	memset(&net, 0, sizeof(net));
	spin_lock_init(&net.lock);
	INIT_LIST_HEAD(&net.devices);
	INIT_LIST_HEAD(&net.protocols);
	INIT_LIST_HEAD(&net.notifiers);
	INIT_LIST_HEAD(&net.polled);
	skb_queue_head_init(&net.backlog);
	tasklet_setup(&net.action, run_action);
	rtnl_init();
	return loopback_init();
}

void netdev_exit(void)
{
	struct net_device *dev;

	tasklet_kill(&net.action);
	skb_queue_purge(&net.backlog);
	rtnl_lock();
	while ((dev = dev_next(NULL)))
		unregister_netdevice(dev);
	rtnl_unlock();
}
