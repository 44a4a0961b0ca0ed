/* SPDX-License-Identifier: MIT */
/*
 * netif.c - lwIP's interfaces are the kernel's network devices.
 *
 * Each Ethernet or loopback device has a struct inet_dev with lwIP's netif in
 * it, from its registration on. It is up while the device is.
 *
 * lo has one address in lwIP, but receives for all of 127.0.0.0/8 and for the
 * addresses of other interfaces: while a packet for 127.x.y.z is looked at,
 * that is its address.
 */
#include <lwip/etharp.h>
#include <lwip/priv/tcp_priv.h>
#include <netif/ethernet.h>
#include "internal.h"

#define HEADERS_MIN	40u		/* IPv4's and TCP's without options */
#define LOOPBACK_ADDR	0x7f000001u
#define LOOPBACK_MASK	0xff000000u

/* ---- packets that leave ------------------------------------------------ */

static err_t transmit(struct netif *netif, struct pbuf *p,
		      struct ubuf_info *uarg, u16 protocol)
{
	struct net_device *dev = ((struct inet_dev *)netif)->dev;
	struct sk_buff *skb = pbuf_to_skb(p, dev, uarg);
	int err;

	if (!skb)
		return ERR_MEM;
	skb->protocol = protocol;
	err = dev_queue_xmit(skb);
	return err == NET_XMIT_SUCCESS ? ERR_OK :
	       err == -ENOMEM	       ? ERR_MEM : ERR_IF;
}

static err_t loopback_output(struct netif *netif, struct pbuf *p,
			     const ip4_addr_t *addr)
{
	return transmit(netif, p, inet_uarg_of(p, 0), htons(ETH_P_IP));
}

static err_t ethernet_linkoutput(struct netif *netif, struct pbuf *p)
{
	const struct ethhdr *eth = p->payload;

	return transmit(netif, p, inet_uarg_of(p, ETH_HLEN), eth->h_proto);
}

/* Who needs no ARP has one neighbour at most: its frames go to its own address,
 * as with Linux. */
static err_t ethernet_ip_output(struct netif *netif, struct pbuf *p,
				const ip4_addr_t *addr)
{
	const struct eth_addr *own = (struct eth_addr *)netif->hwaddr;

	if (((struct inet_dev *)netif)->dev->flags & IFF_NOARP &&
	    !ip4_addr_ismulticast(addr))
		return ethernet_output(netif, p, own, own, ETHTYPE_IP);
	return etharp_output(netif, p, addr);
}

/* ---- packets that come ------------------------------------------------- */

static u32 destination_of(const struct pbuf *p)
{
	const struct ip_hdr *ip = p->payload;

	return p->len >= IP_HLEN ? ip->dest.addr : 0;
}

static bool in_loopback_net(u32 addr)
{
	return (ntohl(addr) & LOOPBACK_MASK) ==
	       (LOOPBACK_ADDR & LOOPBACK_MASK);
}

static void ip_input_from(struct netif *netif, struct pbuf *p)
{
	const u32 dst = destination_of(p), own = netif_ip4_addr(netif)->addr;

	if (((struct inet_dev *)netif)->dev->flags & IFF_LOOPBACK &&
	    in_loopback_net(dst))
		netif->ip_addr.addr = dst;
	ip4_input(p, netif);
	netif->ip_addr.addr = own;
}

/* A pbuf for lwIP and whose it is, or NULL: it is of no interest. */
static struct pbuf *arrived(struct sk_buff *skb, struct net_device *dev,
			    unsigned int header)
{
	struct pbuf *p;

	/* lwIP writes into headers. */
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (!skb)
		return NULL;
	if (!dev->ip_ptr || skb->pkt_type == PACKET_OTHERHOST ||
	    !pskb_may_pull(skb, header)) {
		kfree_skb(skb);
		return NULL;
	}
	p = skb_to_pbuf(skb);
	if (!p)
		dev->stats.rx_dropped++;
	return p;
}

static int ip_rcv(struct sk_buff *skb, struct net_device *dev,
		  struct packet_type *pt, struct net_device *orig_dev)
{
	/* lwIP wants each header in one piece. */
	unsigned int header = min(skb->len, HEADERS_MIN);
	struct pbuf *p = arrived(skb, dev, header);

	if (!p)
		return NET_RX_DROP;
	lwip_enter();
	ip_input_from(&inet_dev_of(dev)->netif, p);
	lwip_leave();
	return NET_RX_SUCCESS;
}

static int arp_rcv(struct sk_buff *skb, struct net_device *dev,
		   struct packet_type *pt, struct net_device *orig_dev)
{
	struct pbuf *p = arrived(skb, dev, SIZEOF_ETHARP_HDR);

	if (!p)
		return NET_RX_DROP;
	lwip_enter();
	etharp_input(p, &inet_dev_of(dev)->netif);
	lwip_leave();
	return NET_RX_SUCCESS;
}

static struct packet_type ip_packets = { .func = ip_rcv };
static struct packet_type arp_packets = { .func = arp_rcv };

/* ---- addresses --------------------------------------------------------- */

/* The route to the network that the interface is on. */
static void connected_route(struct inet_dev *idev)
{
	const struct inet_route r = {
		.dst = netif_ip4_addr(&idev->netif)->addr &
		       netif_ip4_netmask(&idev->netif)->addr,
		.mask = netif_ip4_netmask(&idev->netif)->addr,
		.dev = idev->dev, .flags = RTF_UP,
	};

	inet_routes_flush(idev->dev);
	if (netif_ip4_addr(&idev->netif)->addr && netif_running(idev->dev) &&
	    !(idev->dev->flags & IFF_LOOPBACK))
		inet_route_add(&r);
}

static u32 class_mask(u32 addr)
{
	const u32 host = ntohl(addr);

	if (!addr)
		return 0;
	return htonl(host < 0x80000000u ? 0xff000000u :
		     host < 0xc0000000u ? 0xffff0000u : 0xffffff00u);
}

static void set_addr_mask(struct inet_dev *idev, u32 addr, u32 mask)
{
	const ip4_addr_t a = { addr }, m = { mask };
	const ip4_addr_t *gw = netif_ip4_gw(&idev->netif);

	lwip_enter();
	netif_set_addr(&idev->netif, &a, &m, gw);
	lwip_leave();
	idev->broadcast = addr | ~mask;
	connected_route(idev);
}

int inet_dev_set_addr(struct net_device *dev, u32 addr)
{
	struct inet_dev *idev = inet_dev_of(dev);

	if (!idev)
		return -EADDRNOTAVAIL;
	if (ntohl(addr) >= 0xe0000000u)
		return -EINVAL;
	set_addr_mask(idev, addr, class_mask(addr));
	return 0;
}

int inet_dev_set_mask(struct net_device *dev, u32 mask)
{
	struct inet_dev *idev = inet_dev_of(dev);
	const u32 host = ~ntohl(mask);

	if (!idev)
		return -EADDRNOTAVAIL;
	if (host & (host + 1))		/* bits with holes between them */
		return -EINVAL;
	set_addr_mask(idev, netif_ip4_addr(&idev->netif)->addr, mask);
	return 0;
}

bool inet_is_local(u32 addr)
{
	struct netif *netif;

	if (in_loopback_net(addr))
		return true;
	NETIF_FOREACH(netif)
		if (addr && netif_is_up(netif) &&
		    netif_ip4_addr(netif)->addr == addr)
			return true;
	return false;
}

/* ---- devices that come and go ------------------------------------------ */

static err_t init_netif(struct netif *netif)
{
	const struct net_device *dev = netif->state;

	netif->name[0] = dev->name[0];
	netif->name[1] = dev->name[1];
	netif->mtu = (u16)dev->mtu;
	if (dev->flags & IFF_LOOPBACK) {
		netif->output = loopback_output;
		NETIF_SET_CHECKSUM_CTRL(netif, NETIF_CHECKSUM_GEN_IP |
						       NETIF_CHECKSUM_GEN_ICMP);
		return ERR_OK;
	}
	netif->output = ethernet_ip_output;
	netif->linkoutput = ethernet_linkoutput;
	netif->hwaddr_len = ETH_ALEN;
	netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP |
		       NETIF_FLAG_ETHERNET;
	return ERR_OK;
}

static void add_device(struct net_device *dev)
{
	struct inet_dev *idev;

	if (dev->type != ARPHRD_ETHER && dev->type != ARPHRD_LOOPBACK)
		return;
	idev = kzalloc(sizeof(*idev), GFP_KERNEL);
	if (!idev) {
		netdev_err(dev, "no memory for TCP/IP\n");
		return;
	}
	idev->dev = dev;
	dev->ip_ptr = idev;
	lwip_enter();
	netif_add(&idev->netif, NULL, NULL, NULL, dev, init_netif, NULL);
	lwip_leave();
}

static void remove_device(struct net_device *dev)
{
	struct inet_dev *idev = inet_dev_of(dev);

	if (!idev)
		return;
	lwip_enter();
	netif_remove(&idev->netif);
	lwip_leave();
	dev->ip_ptr = NULL;
	kfree(idev);
}

static void link_changed(struct inet_dev *idev)
{
	lwip_enter();
	if (netif_carrier_ok(idev->dev))
		netif_set_link_up(&idev->netif);
	else
		netif_set_link_down(&idev->netif);
	lwip_leave();
}

static void device_up(struct net_device *dev)
{
	struct inet_dev *idev = inet_dev_of(dev);

	memcpy(idev->netif.hwaddr, dev->dev_addr, ETH_ALEN);
	lwip_enter();
	netif_set_up(&idev->netif);
	lwip_leave();
	link_changed(idev);
	if (dev->flags & IFF_LOOPBACK && !netif_ip4_addr(&idev->netif)->addr)
		set_addr_mask(idev, htonl(LOOPBACK_ADDR), htonl(LOOPBACK_MASK));
	else
		connected_route(idev);
	inet_start_timer();
}

static void device_down(struct net_device *dev)
{
	lwip_enter();
	netif_set_down(&inet_dev_of(dev)->netif);
	lwip_leave();
	inet_routes_flush(dev);
}

static void device_event(struct net_device *dev, enum netdev_event event)
{
	if (event == NETDEV_REGISTER)
		add_device(dev);
	if (!dev->ip_ptr)
		return;
	switch (event) {
	case NETDEV_UP:
		device_up(dev);
		break;
	case NETDEV_DOWN:
		device_down(dev);
		break;
	case NETDEV_CHANGE:
		link_changed(inet_dev_of(dev));
		break;
	case NETDEV_CHANGEMTU:
		inet_dev_of(dev)->netif.mtu = (u16)dev->mtu;
		break;
	case NETDEV_CHANGEADDR:
		memcpy(inet_dev_of(dev)->netif.hwaddr, dev->dev_addr, ETH_ALEN);
		break;
	case NETDEV_UNREGISTER:
		remove_device(dev);
		break;
	case NETDEV_REGISTER:
		break;
	}
}

static struct netdev_notifier notifier = { .call = device_event };

void inet_devices_init(void)
{
	ip_packets.type = htons(ETH_P_IP);
	arp_packets.type = htons(ETH_P_ARP);
	dev_add_pack(&ip_packets);
	dev_add_pack(&arp_packets);
	register_netdev_notifier(&notifier);
}

void inet_devices_exit(void)
{
	unregister_netdev_notifier(&notifier);
	dev_remove_pack(&ip_packets);
	dev_remove_pack(&arp_packets);
}
