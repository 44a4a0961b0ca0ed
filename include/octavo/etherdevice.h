/* SPDX-License-Identifier: MIT */
/*
 * etherdevice.h - what Ethernet devices have in common.
 */
#ifndef OCTAVO_ETHERDEVICE_H
#define OCTAVO_ETHERDEVICE_H

#include <octavo/byteorder.h>
#include <octavo/netdevice.h>
#include <octavo/port.h>
#include <octavo/string.h>

/**
 * ether_setup() - fill in what Ethernet devices have in common
 * @dev: fresh
 *
 * Context: Any context.
 */
void ether_setup(struct net_device *dev);

#define alloc_etherdev(sizeof_priv)					\
	alloc_netdev(sizeof_priv, "eth%d", NET_NAME_ENUM, ether_setup)

/**
 * eth_type_trans() - find out what a received frame is
 * @skb: begins with its link-layer header, which is pulled off; maybe
 *	shorter than that
 * @dev: where it came from; put into skb->dev
 *
 * Sets skb->pkt_type, too.
 *
 * Context: Any context.
 * Return: for skb->protocol: the type, network order.
 */
u16 eth_type_trans(struct sk_buff *skb, struct net_device *dev);

/**
 * eth_validate_addr() - can the device have its address?
 * @dev: the device
 *
 * Context: Any context.
 * Return: 0 or -EADDRNOTAVAIL.
 */
int eth_validate_addr(struct net_device *dev);

/**
 * eth_mac_addr() - set the address of a device that is down
 * @dev: the device
 * @addr: struct if_sockaddr with it
 *
 * An ndo_set_mac_address() for devices that need not be told.
 *
 * Context: May sleep.
 * Return: 0, -EBUSY while it is up, -EADDRNOTAVAIL.
 */
int eth_mac_addr(struct net_device *dev, void *addr);

static inline bool is_zero_ether_addr(const u8 *addr)
{
	return !(addr[0] | addr[1] | addr[2] | addr[3] | addr[4] | addr[5]);
}

static inline bool is_multicast_ether_addr(const u8 *addr)
{
	return addr[0] & 1;
}

static inline bool is_broadcast_ether_addr(const u8 *addr)
{
	return (addr[0] & addr[1] & addr[2] & addr[3] & addr[4] & addr[5]) ==
	       0xff;
}

static inline bool is_valid_ether_addr(const u8 *addr)
{
	return !is_multicast_ether_addr(addr) && !is_zero_ether_addr(addr);
}

static inline bool ether_addr_equal(const u8 *a, const u8 *b)
{
	return memcmp(a, b, ETH_ALEN) == 0;
}

static inline void ether_addr_copy(u8 *to, const u8 *from)
{
	memcpy(to, from, ETH_ALEN);
}

static inline void eth_hw_addr_set(struct net_device *dev, const u8 *addr)
{
	ether_addr_copy(dev->dev_addr, addr);
}

/* A random address that no vendor gives out. */
static inline void eth_random_addr(u8 *addr)
{
	arch_random(addr, ETH_ALEN);
	addr[0] = (addr[0] & 0xfe) | 0x02;
}

static inline void eth_hw_addr_random(struct net_device *dev)
{
	eth_random_addr(dev->dev_addr);
}

#endif
