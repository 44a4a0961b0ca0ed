/* SPDX-License-Identifier: MIT */
/*
 * tap.c - eth0 of the hosted machine: a TAP interface of the host.
 *
 *	ndo_start_xmit --write--> host's interface --> host's network
 *	tasklet <--read-- frames; announced by the idle task's poll, a signal
 *			  while user code runs, and the tick
 *
 * The descriptor does not wait: a frame that the host has no room for is lost,
 * as on a wire.
 *
 * Locking: none; sending and the tasklet are the boot CPU's.
 */
#include <octavo/etherdevice.h>
#include <octavo/tasklet.h>
#include "hosted.h"
#include "sys.h"

#define FRAMES_AT_ONCE	64

static struct {
	int fd;				/* -1: there is none */
	struct net_device *dev;
	struct tasklet_struct tasklet;
} tap = { .fd = -1 };

int hosted_tap_fd(void)
{
	return tap.dev && netif_running(tap.dev) ? tap.fd : -1;
}

void hosted_tap_input(void)
{
	if (hosted_tap_fd() >= 0)
		tasklet_schedule(&tap.tasklet);
}

static netdev_tx_t tap_xmit(struct sk_buff *skb, struct net_device *dev)
{
	long n = host_syscall3(HOST_NR_write, tap.fd, skb->data, skb->len);

	if (n == (long)skb->len) {
		dev->stats.tx_packets++;
		dev->stats.tx_bytes += skb->len;
	} else {
		dev->stats.tx_errors++;
	}
	consume_skb(skb);
	return NETDEV_TX_OK;
}

/* One frame; false: there is none. */
static bool receive(struct net_device *dev)
{
	static u8 frame[ETH_FRAME_LEN + 4];
	long n = host_syscall3(HOST_NR_read, tap.fd, frame, sizeof(frame));
	struct sk_buff *skb;

	if (n < ETH_HLEN)
		return n > 0;
	skb = netdev_alloc_skb(dev, (unsigned int)n);
	if (!skb) {
		dev->stats.rx_dropped++;
		return true;
	}
	skb_put_data(skb, frame, (unsigned int)n);
	dev->stats.rx_packets++;
	dev->stats.rx_bytes += (unsigned long)n;
	skb->protocol = eth_type_trans(skb, dev);
	netif_receive_skb(skb);
	return true;
}

static void take_frames(struct tasklet_struct *t)
{
	for (int n = 0; n < FRAMES_AT_ONCE; n++)
		if (!receive(tap.dev))
			return;
	tasklet_schedule(t);
}

static const struct net_device_ops tap_ops = {
	.ndo_start_xmit		= tap_xmit,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_set_mac_address	= eth_mac_addr,
};

int hosted_tap_init(int fd)
{
	struct net_device *dev;
	int err;

	tap.fd = fd;
	if (fd < 0)
		return 0;
	tasklet_setup(&tap.tasklet, take_frames);
	dev = alloc_etherdev(0);
	if (!dev)
		return -HOST_ENOMEM;
	dev->netdev_ops = &tap_ops;
	eth_hw_addr_random(dev);
	err = register_netdev(dev);
	if (err)
		free_netdev(dev);
	else
		tap.dev = dev;
	return err;
}

void hosted_tap_exit(void)
{
	if (tap.dev) {
		unregister_netdev(tap.dev);
		tasklet_kill(&tap.tasklet);
		free_netdev(tap.dev);
		tap.dev = NULL;
	}
	if (tap.fd >= 0)
		host_close(tap.fd);
	tap.fd = -1;
}
