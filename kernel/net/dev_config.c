/* SPDX-License-Identifier: MIT */
/*
 * dev_config.c - addresses, flags and features of network devices.
 *
 * To whom a device listens is one list for unicast and one for multicast, each
 * address with the number of those who want it; the driver is told of changes
 * by ndo_set_rx_mode() while the device is up.
 *
 * Locking: dev->addr_list_lock for the lists; rtnl_lock() for the rest.
 */
#include <octavo/netdevice.h>
#include <octavo/rtnetlink.h>
#include "internal.h"

/* ---- to whom it listens --------------------------------------------------------- */

/* With addr_list_lock, if it is called for a change of the lists. */
void netdev_set_rx_mode(struct net_device *dev)
{
	if (netif_running(dev) && dev->flags & IFF_UP &&
	    netif_device_present(dev) && dev->netdev_ops->ndo_set_rx_mode)
		dev->netdev_ops->ndo_set_rx_mode(dev);
}

static struct netdev_hw_addr *find(const struct netdev_hw_addr_list *list,
				   const unsigned char *addr, size_t len)
{
	struct netdev_hw_addr *ha;

	list_for_each_entry(ha, &list->list, list)
		if (memcmp(ha->addr, addr, len) == 0)
			return ha;
	return NULL;
}

static int add_new(struct netdev_hw_addr_list *list, const unsigned char *addr,
		   size_t len)
{
	struct netdev_hw_addr *ha = kzalloc(sizeof(*ha), GFP_ATOMIC);

	if (!ha)
		return -ENOMEM;
	memcpy(ha->addr, addr, len);
	ha->refcount = 1;
	list_add_tail(&ha->list, &list->list);
	list->count++;
	return 0;
}

static int add(struct net_device *dev, struct netdev_hw_addr_list *list,
	       const unsigned char *addr)
{
	struct netdev_hw_addr *ha;
	int err = 0;

	spin_lock(&dev->addr_list_lock);
	ha = find(list, addr, dev->addr_len);
	if (ha)
		ha->refcount++;
	else
		err = add_new(list, addr, dev->addr_len);
	if (!err && !ha)
		netdev_set_rx_mode(dev);
	spin_unlock(&dev->addr_list_lock);
	return err;
}

static void drop(struct netdev_hw_addr_list *list, struct netdev_hw_addr *ha)
{
	list_del(&ha->list);
	list->count--;
	kfree(ha);
}

static int del(struct net_device *dev, struct netdev_hw_addr_list *list,
	       const unsigned char *addr)
{
	struct netdev_hw_addr *ha;

	spin_lock(&dev->addr_list_lock);
	ha = find(list, addr, dev->addr_len);
	if (ha && !--ha->refcount) {
		drop(list, ha);
		netdev_set_rx_mode(dev);
	}
	spin_unlock(&dev->addr_list_lock);
	return ha ? 0 : -ENOENT;
}

int dev_mc_add(struct net_device *dev, const unsigned char *addr)
{
	return add(dev, &dev->mc, addr);
}

int dev_mc_del(struct net_device *dev, const unsigned char *addr)
{
	return del(dev, &dev->mc, addr);
}

int dev_uc_add(struct net_device *dev, const unsigned char *addr)
{
	return add(dev, &dev->uc, addr);
}

int dev_uc_del(struct net_device *dev, const unsigned char *addr)
{
	return del(dev, &dev->uc, addr);
}

static void flush(struct netdev_hw_addr_list *list)
{
	struct netdev_hw_addr *ha, *next;

	list_for_each_entry_safe(ha, next, &list->list, list)
		drop(list, ha);
}

void netdev_flush_addresses(struct net_device *dev)
{
	flush(&dev->uc);
	flush(&dev->mc);
}

/* ---- flags ------------------------------------------------------------------------ */

/* One more or less wants what @flag says. 0, -EOVERFLOW. */
static int count_flag(struct net_device *dev, unsigned int *count,
		      unsigned int flag, int inc)
{
	const unsigned int sum = *count + (unsigned int)inc;

	if (inc > 0 ? sum < *count : sum > *count)
		return -EOVERFLOW;
	*count = sum;
	if (!(dev->flags & flag) == !sum)
		return 0;
	dev->flags ^= flag;
	if (dev->netdev_ops->ndo_change_rx_flags)
		dev->netdev_ops->ndo_change_rx_flags(dev, (int)flag);
	netdev_set_rx_mode(dev);
	return 0;
}

int dev_set_promiscuity(struct net_device *dev, int inc)
{
	return count_flag(dev, &dev->promiscuity, IFF_PROMISC, inc);
}

int dev_set_allmulti(struct net_device *dev, int inc)
{
	return count_flag(dev, &dev->allmulti, IFF_ALLMULTI, inc);
}

int dev_change_flags(struct net_device *dev, unsigned int flags)
{
	const unsigned int differ = dev->flags ^ flags;
	int err = 0;

	if (differ & IFF_PROMISC)
		err = dev_set_promiscuity(dev, flags & IFF_PROMISC ? 1 : -1);
	if (!err && differ & IFF_ALLMULTI)
		err = dev_set_allmulti(dev, flags & IFF_ALLMULTI ? 1 : -1);
	if (err || !(differ & IFF_UP))
		return err;
	if (flags & IFF_UP)
		return dev_open(dev);
	dev_close(dev);
	return 0;
}

/* ---- its own address, its features --------------------------------------------- */

int dev_set_mac_address(struct net_device *dev, struct if_sockaddr *sa)
{
	int err;

	if (!dev->netdev_ops->ndo_set_mac_address)
		return -EOPNOTSUPP;
	if (sa->sa_family != dev->type)
		return -EINVAL;
	if (!netif_device_present(dev))
		return -ENODEV;
	err = dev->netdev_ops->ndo_set_mac_address(dev, sa);
	if (err)
		return err;
	dev->addr_assign_type = NET_ADDR_SET;
	netdev_tell(dev, NETDEV_CHANGEADDR);
	return 0;
}

void netdev_update_features(struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;
	netdev_features_t features;
	int err = 0;

	features = (dev->features & ~dev->hw_features) |
		   (dev->wanted_features & dev->hw_features);
	if (ops->ndo_fix_features)
		features = ops->ndo_fix_features(dev, features);
	if (features == dev->features)
		return;
	if (ops->ndo_set_features)
		err = ops->ndo_set_features(dev, features);
	if (err < 0)
		netdev_err(dev, "cannot set features (error %d)\n", -err);
	else if (!err)
		dev->features = features;
}

/* ---- what programs ask of the driver itself ---------------------------------------- */

int dev_driver_ioctl(struct net_device *dev, struct ifreq *ifr,
		     unsigned int cmd)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	if (!netif_device_present(dev))
		return -ENODEV;
	if (cmd >= SIOCDEVPRIVATE && ops->ndo_siocdevprivate)
		return ops->ndo_siocdevprivate(
			dev, ifr, (void __user *)ifr->ifr_data, (int)cmd);
	if (cmd == SIOCSMIIREG && !capable())
		return -EPERM;
	if (cmd < SIOCDEVPRIVATE && ops->ndo_eth_ioctl)
		return ops->ndo_eth_ioctl(dev, ifr, (int)cmd);
	if (ops->ndo_do_ioctl)
		return ops->ndo_do_ioctl(dev, ifr, (int)cmd);
	return -EOPNOTSUPP;
}
