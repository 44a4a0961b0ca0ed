/* SPDX-License-Identifier: MIT */
/*
 * rtnl.c - the lock of the network's configuration and kinds of devices, see
 * octavo/rtnetlink.h.
 *
 *	unregister_netdevice(dev)  -> todo --+
 *	rtnl_unlock(): takes the list, lets go of the lock, then destructors
 *
 * A destructor may take the lock again, so it is not held then.
 */
#include <octavo/rtnetlink.h>
#include "internal.h"

static DEFINE_MUTEX(rtnl_mutex);
static LIST_HEAD(todo);
static LIST_HEAD(kinds);
DECLARE_RWSEM(pernet_ops_rwsem);
struct net init_net;

void rtnl_init(void)
{
	mutex_init(&rtnl_mutex);
	init_rwsem(&pernet_ops_rwsem);
	INIT_LIST_HEAD(&todo);
	INIT_LIST_HEAD(&kinds);
}

void rtnl_todo(struct net_device *dev)
{
	list_add_tail(&dev->todo_list, &todo);
}

void rtnl_lock(void)
{
	mutex_lock(&rtnl_mutex);
}

int rtnl_trylock(void)
{
	return mutex_trylock(&rtnl_mutex);
}

int rtnl_is_locked(void)
{
	return mutex_is_locked(&rtnl_mutex);
}

void rtnl_unlock(void)
{
	struct net_device *dev;
	LIST_HEAD(mine);

	list_splice_init(&todo, &mine);
	mutex_unlock(&rtnl_mutex);
	while (!list_empty(&mine)) {
		dev = list_first_entry(&mine, struct net_device, todo_list);
		list_del_init(&dev->todo_list);
		netdev_unregister_rest(dev);
	}
}

/* ---- kinds ------------------------------------------------------------------- */

const struct rtnl_link_ops *rtnl_link_ops_get(const char *kind)
{
	const struct rtnl_link_ops *ops;

	list_for_each_entry(ops, &kinds, list)
		if (strcmp(ops->kind, kind) == 0)
			return ops;
	return NULL;
}

int __rtnl_link_register(struct rtnl_link_ops *ops)
{
	if (rtnl_link_ops_get(ops->kind))
		return -EEXIST;
	/* Devices that programs make go as the driver's own do. */
	if (ops->setup && !ops->dellink)
		ops->dellink = unregister_netdevice_queue;
	list_add_tail(&ops->list, &kinds);
	return 0;
}

void __rtnl_link_unregister(struct rtnl_link_ops *ops)
{
	struct net_device *dev = NULL;
	LIST_HEAD(going);

	while ((dev = dev_next(dev)))
		if (dev->rtnl_link_ops == ops)
			ops->dellink(dev, &going);
	unregister_netdevice_many(&going);
	list_del(&ops->list);
}

int rtnl_link_register(struct rtnl_link_ops *ops)
{
	int err;

	rtnl_lock();
	err = __rtnl_link_register(ops);
	rtnl_unlock();
	return err;
}

void rtnl_link_unregister(struct rtnl_link_ops *ops)
{
	rtnl_lock();
	__rtnl_link_unregister(ops);
	rtnl_unlock();
}
