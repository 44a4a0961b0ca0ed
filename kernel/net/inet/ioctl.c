/* SPDX-License-Identifier: MIT */
/*
 * ioctl.c - ioctl(2) on sockets: interfaces, addresses, routes, as ifconfig(8)
 * and route(8) ask for them (netdevice(7)).
 */
#include <octavo/ethtool.h>
#include <octavo/rtnetlink.h>
#include "internal.h"

static bool is_set(unsigned int cmd)
{
	switch (cmd) {
	case SIOCSIFFLAGS:
	case SIOCSIFADDR:
	case SIOCSIFBRDADDR:
	case SIOCSIFNETMASK:
	case SIOCSIFDSTADDR:
	case SIOCSIFMTU:
	case SIOCSIFHWADDR:
		return true;
	default:
		return false;
	}
}

/* ---- answers ----------------------------------------------------------- */

static void put_addr(struct ifreq *ifr, u32 addr)
{
	struct sockaddr_in *sin = (struct sockaddr_in *)&ifr->ifr_addr;

	*sin = (struct sockaddr_in){
		.sin_family = AF_INET, .sin_addr.s_addr = addr,
	};
}

static short flags_of(const struct net_device *dev)
{
	unsigned int flags = dev->flags & 0xffff;

	if (netif_running(dev) && netif_carrier_ok(dev))
		flags |= IFF_RUNNING;
	return (short)flags;
}

static int get_address(const struct net_device *dev, unsigned int cmd,
		       struct ifreq *ifr)
{
	const struct inet_dev *idev = inet_dev_of(dev);
	u32 addr;

	if (!idev || !netif_ip4_addr(&idev->netif)->addr)
		return -EADDRNOTAVAIL;
	addr = netif_ip4_addr(&idev->netif)->addr;
	if (cmd == SIOCGIFNETMASK)
		addr = netif_ip4_netmask(&idev->netif)->addr;
	else if (cmd == SIOCGIFBRDADDR)
		addr = dev->flags & IFF_BROADCAST ? idev->broadcast : 0;
	put_addr(ifr, addr);
	return 0;
}

static void get_hwaddr(const struct net_device *dev, struct ifreq *ifr)
{
	memset(&ifr->ifr_addr, 0, sizeof(ifr->ifr_addr));
	ifr->ifr_addr.sa_family = dev->type;
	memcpy(ifr->ifr_addr.sa_data, dev->dev_addr, ETH_ALEN);
}

static int get(const struct net_device *dev, unsigned int cmd,
	       struct ifreq *ifr)
{
	switch (cmd) {
	case SIOCGIFFLAGS:
		ifr->ifr_flags = flags_of(dev);
		return 0;
	case SIOCGIFADDR:
	case SIOCGIFDSTADDR:
	case SIOCGIFBRDADDR:
	case SIOCGIFNETMASK:
		return get_address(dev, cmd, ifr);
	case SIOCGIFMETRIC:
		ifr->ifr_metric = 0;
		return 0;
	case SIOCGIFMTU:
		ifr->ifr_mtu = (int)dev->mtu;
		return 0;
	case SIOCGIFHWADDR:
		get_hwaddr(dev, ifr);
		return 0;
	case SIOCGIFINDEX:
		ifr->ifr_ifindex = dev->ifindex;
		return 0;
	case SIOCGIFTXQLEN:
		ifr->ifr_qlen = (int)dev->tx_queue_len;
		return 0;
	case SIOCGIFMAP:
		memset(&ifr->ifr_map, 0, sizeof(ifr->ifr_map));
		return 0;
	default:
		return -ENOTTY;
	}
}

/* ---- changes ----------------------------------------------------------- */

/* An address brings the interface up, as it does in Linux. */
static int set_addr(struct net_device *dev, u32 addr)
{
	int err = inet_dev_set_addr(dev, addr);

	return err || !addr ? err : dev_open(dev);
}

static int set(struct net_device *dev, unsigned int cmd, struct ifreq *ifr)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)&ifr->ifr_addr;

	switch (cmd) {
	case SIOCSIFFLAGS:
		return dev_change_flags(dev, (unsigned short)ifr->ifr_flags);
	case SIOCSIFMTU:
		return dev_change_mtu(dev, ifr->ifr_mtu);
	case SIOCSIFHWADDR:
		return dev_set_mac_address(dev, &ifr->ifr_addr);
	}
	if (sin->sin_family != AF_INET)
		return -EINVAL;
	switch (cmd) {
	case SIOCSIFADDR:
		return set_addr(dev, sin->sin_addr.s_addr);
	case SIOCSIFNETMASK:
		return inet_dev_set_mask(dev, sin->sin_addr.s_addr);
	case SIOCSIFBRDADDR:
		if (!inet_dev_of(dev))
			return -EADDRNOTAVAIL;
		inet_dev_of(dev)->broadcast = sin->sin_addr.s_addr;
		return 0;
	default:
		return 0;
	}
}

static int on_interface(unsigned int cmd, struct ifreq __user *uifr)
{
	struct net_device *dev;
	struct ifreq ifr;
	int err;

	if (copy_from_user(&ifr, uifr, sizeof(ifr)))
		return -EFAULT;
	ifr.ifr_name[IFNAMSIZ - 1] = '\0';
	if (is_set(cmd) && !capable())
		return -EPERM;
	dev = dev_get_by_name(ifr.ifr_name);
	if (!dev)
		return -ENODEV;
	rtnl_lock();
	err = is_set(cmd) ? set(dev, cmd, &ifr) : get(dev, cmd, &ifr);
	rtnl_unlock();
	dev_put(dev);
	if (!err && !is_set(cmd) && copy_to_user(uifr, &ifr, sizeof(ifr)))
		err = -EFAULT;
	return err;
}

static int get_name(struct ifreq __user *uifr)
{
	struct net_device *dev;
	struct ifreq ifr;

	if (copy_from_user(&ifr, uifr, sizeof(ifr)))
		return -EFAULT;
	dev = dev_get_by_index(ifr.ifr_ifindex);
	if (!dev)
		return -ENODEV;
	memcpy(ifr.ifr_name, dev->name, IFNAMSIZ);
	dev_put(dev);
	return copy_to_user(uifr, &ifr, sizeof(ifr)) ? -EFAULT : 0;
}

/* Those that have an address. */
static int list_interfaces(struct ifconf __user *uifc)
{
	struct net_device *dev = NULL;
	struct ifconf ifc;
	int len = 0;

	if (copy_from_user(&ifc, uifc, sizeof(ifc)))
		return -EFAULT;
	while ((dev = dev_next(dev))) {
		struct ifreq ifr = { 0 };

		memcpy(ifr.ifr_name, dev->name, IFNAMSIZ);
		if (get_address(dev, SIOCGIFADDR, &ifr))
			continue;
		if (ifc.ifc_buf) {
			if (ifc.ifc_len - len < (int)sizeof(ifr))
				break;
			if (copy_to_user((char __user *)ifc.ifc_buf + len, &ifr,
					 sizeof(ifr)))
				return -EFAULT;
		}
		len += (int)sizeof(ifr);
	}
	ifc.ifc_len = len;
	return copy_to_user(uifc, &ifc, sizeof(ifc)) ? -EFAULT : 0;
}

/* ---- routes ------------------------------------------------------------ */

static u32 addr_of(const struct if_sockaddr *sa)
{
	return ((const struct sockaddr_in *)sa)->sin_addr.s_addr;
}

static u32 mask_of(const struct inet_dev *idev)
{
	return netif_ip4_netmask(&idev->netif)->addr;
}

/* The device that @name says, or by which @r's gateway is reached. */
static struct net_device *route_device(const char __user *name,
				       const struct inet_route *r)
{
	char text[IFNAMSIZ] = "";
	struct net_device *dev = NULL;

	if (!name) {
		while ((dev = dev_next(dev))) {
			const struct inet_dev *idev = inet_dev_of(dev);
			u32 addr = idev ? netif_ip4_addr(&idev->netif)->addr : 0;

			if (addr && !((addr ^ r->gateway) & mask_of(idev)))
				break;
		}
		return dev;
	}
	if (strncpy_from_user(text, name, sizeof(text) - 1) < 0)
		return NULL;
	dev = dev_get_by_name(text);
	if (dev)
		dev_put(dev);
	return dev;
}

static int change_routes(unsigned int cmd, const struct rtentry __user *urt)
{
	struct inet_route r = { 0 };
	struct rtentry rt;

	if (!capable())
		return -EPERM;
	if (copy_from_user(&rt, urt, sizeof(rt)))
		return -EFAULT;
	if (rt.rt_dst.sa_family != AF_INET)
		return -EAFNOSUPPORT;
	r.mask = rt.rt_flags & RTF_HOST ? 0xffffffffu : addr_of(&rt.rt_genmask);
	r.dst = addr_of(&rt.rt_dst);
	if (r.dst & ~r.mask)
		return -EINVAL;
	if (rt.rt_flags & RTF_GATEWAY)
		r.gateway = addr_of(&rt.rt_gateway);
	r.flags = (rt.rt_flags & (RTF_GATEWAY | RTF_HOST | RTF_REJECT)) | RTF_UP;
	r.metric = rt.rt_metric > 0 ? rt.rt_metric - 1 : 0;
	if (cmd == SIOCADDRT || rt.rt_dev)
		r.dev = route_device(rt.rt_dev, &r);
	if (cmd == SIOCDELRT)
		return rt.rt_dev && !r.dev ? -ENODEV : inet_route_del(&r);
	if (!r.dev)
		return rt.rt_dev ? -ENODEV : -ENETUNREACH;
	return netif_running(r.dev) ? inet_route_add(&r) : -ENETDOWN;
}

/* Requests that go to the driver: SIOCETHTOOL, its private ones and MII's. */
static int to_driver(unsigned int cmd, struct ifreq __user *uifr)
{
	struct net_device *dev;
	struct ifreq ifr;
	int err;

	if (copy_from_user(&ifr, uifr, sizeof(ifr)))
		return -EFAULT;
	ifr.ifr_name[IFNAMSIZ - 1] = '\0';
	dev = dev_get_by_name(ifr.ifr_name);
	if (!dev)
		return -ENODEV;
	rtnl_lock();
	if (cmd == SIOCETHTOOL)
		err = dev_ethtool(dev, (void __user *)ifr.ifr_data);
	else
		err = dev_driver_ioctl(dev, &ifr, cmd);
	rtnl_unlock();
	dev_put(dev);
	if (!err && cmd != SIOCETHTOOL && copy_to_user(uifr, &ifr, sizeof(ifr)))
		err = -EFAULT;
	return err;
}

static bool is_drivers(unsigned int cmd)
{
	return cmd == SIOCETHTOOL || (cmd >= SIOCGMIIPHY && cmd <= SIOCSMIIREG) ||
	       (cmd >= SIOCDEVPRIVATE && cmd < SIOCDEVPRIVATE + 16);
}

int inet_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case SIOCGIFCONF:
		return list_interfaces((struct ifconf __user *)arg);
	case SIOCGIFNAME:
		return get_name((struct ifreq __user *)arg);
	case SIOCADDRT:
	case SIOCDELRT:
		return change_routes(cmd, (const struct rtentry __user *)arg);
	}
	if ((cmd >= SIOCGIFFLAGS && cmd <= SIOCGIFINDEX) ||
	    cmd == SIOCGIFTXQLEN || cmd == SIOCGIFMAP)
		return on_interface(cmd, (struct ifreq __user *)arg);
	if (is_drivers(cmd))
		return to_driver(cmd, (struct ifreq __user *)arg);
	return -ENOIOCTLCMD;
}
