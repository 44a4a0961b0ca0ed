/* SPDX-License-Identifier: MIT */
/*
 * rtnetlink.h - the lock of the network's configuration, and kinds of devices.
 *
 * rtnl_lock() is held while devices come, go, and are configured. What a
 * device that went needs after that, its destructor and kfree(), is done by
 * rtnl_unlock().
 *
 * A driver of devices that have no hardware registers their kind: when it is
 * unregistered, the devices of that kind go.
 *
 * Locking: one mutex.
 */
#ifndef OCTAVO_RTNETLINK_H
#define OCTAVO_RTNETLINK_H

#include <octavo/list.h>
#include <octavo/netdevice.h>
#include <octavo/rwsem.h>

struct nlattr;
struct netlink_ext_ack;
struct sk_buff;

/**
 * rtnl_lock() - nobody else configures the network
 *
 * Context: May sleep.
 * Pairs with: rtnl_unlock().
 */
void rtnl_lock(void);

/**
 * rtnl_unlock() - others may; devices that were unregistered are freed first
 *
 * Context: May sleep.
 */
void rtnl_unlock(void);

/**
 * rtnl_trylock() - rtnl_lock() without waiting
 *
 * Context: Any context, not interrupts.
 * Return: 1: it is locked, 0.
 */
int rtnl_trylock(void);

/**
 * rtnl_is_locked() - does anybody hold it?
 *
 * Context: Any context.
 * Return: 1 or 0.
 */
int rtnl_is_locked(void);

#define ASSERT_RTNL()							\
	WARN_ONCE(!rtnl_is_locked(), "RTNL: assertion failed at %s (%d)\n", \
		  __FILE__, __LINE__)
#define rtnl_dereference(p)		(p)
#define rcu_dereference_rtnl(p)		(p)

struct net;

/* A kind of device. */
struct rtnl_link_ops {
	struct list_head list;
	const char *kind;
	size_t priv_size;
	void (*setup)(struct net_device *dev);
	bool netns_refund;
	unsigned int maxtype;
	const struct nla_policy *policy;
	int (*validate)(struct nlattr *tb[], struct nlattr *data[],
			struct netlink_ext_ack *extack);
	int (*newlink)(struct net *src_net, struct net_device *dev,
		       struct nlattr *tb[], struct nlattr *data[],
		       struct netlink_ext_ack *extack);
	int (*changelink)(struct net_device *dev, struct nlattr *tb[],
			  struct nlattr *data[],
			  struct netlink_ext_ack *extack);
	/* Unregister @dev, with unregister_netdevice_queue(). */
	void (*dellink)(struct net_device *dev, struct list_head *head);
	size_t (*get_size)(const struct net_device *dev);
	int (*fill_info)(struct sk_buff *skb, const struct net_device *dev);
	unsigned int (*get_num_tx_queues)(void);
	unsigned int (*get_num_rx_queues)(void);
};

/**
 * __rtnl_link_register() - add a kind; rtnl_lock() is held
 * @ops: stays the caller's
 *
 * Context: May sleep.
 * Return: 0, -EEXIST if there is one of that name.
 * Pairs with: __rtnl_link_unregister().
 */
int __rtnl_link_register(struct rtnl_link_ops *ops);

/**
 * __rtnl_link_unregister() - take a kind and its devices; rtnl_lock() is held
 * @ops: registered
 *
 * Context: May sleep.
 */
void __rtnl_link_unregister(struct rtnl_link_ops *ops);

/**
 * rtnl_link_register() - add a kind
 * @ops: stays the caller's
 *
 * Context: May sleep.
 * Return: 0, -EEXIST if there is one of that name.
 * Pairs with: rtnl_link_unregister().
 */
int rtnl_link_register(struct rtnl_link_ops *ops);

/**
 * rtnl_link_unregister() - take a kind and its devices
 * @ops: registered
 *
 * Context: May sleep.
 */
void rtnl_link_unregister(struct rtnl_link_ops *ops);

/**
 * rtnl_link_ops_get() - find a kind; rtnl_lock() is held
 * @kind: its name
 *
 * Context: May sleep.
 * Return: the kind or NULL.
 */
const struct rtnl_link_ops *rtnl_link_ops_get(const char *kind);

/* The network. There is one. */
struct net {
	int unused;
};

extern struct net init_net;

/* Of those who set up what each network namespace has; there is one. */
extern struct rw_semaphore pernet_ops_rwsem;

#endif
