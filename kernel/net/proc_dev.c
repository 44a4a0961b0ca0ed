/* SPDX-License-Identifier: MIT */
/*
 * proc_dev.c - /proc/net/dev: what went through each device.
 */
#include <octavo/netdevice.h>
#include <octavo/seq_file.h>
#include "../internal.h"

static void show_device(struct seq_file *m, struct net_device *dev)
{
	struct rtnl_link_stats64 s;

	dev_get_stats(dev, &s);
	seq_printf(m, "%6s: %7llu %7llu %4llu %4llu %4llu %5llu %10llu %9llu"
		      " %8llu %7llu %4llu %4llu %4llu %5llu %7llu %10llu\n",
		   dev->name, s.rx_bytes, s.rx_packets, s.rx_errors,
		   s.rx_dropped, s.rx_fifo_errors, s.rx_frame_errors,
		   s.rx_compressed, s.multicast, s.tx_bytes, s.tx_packets,
		   s.tx_errors, s.tx_dropped, s.tx_fifo_errors, s.collisions,
		   s.tx_carrier_errors, s.tx_compressed);
}

int proc_net_dev_show(struct seq_file *m, void *v)
{
	struct net_device *dev = NULL;

	seq_puts(m, "Inter-|   Receive                                                |  Transmit\n"
		    " face |bytes    packets errs drop fifo frame compressed multicast"
		    "|bytes    packets errs drop fifo colls carrier compressed\n");
	while ((dev = dev_next(dev)))
		show_device(m, dev);
	return 0;
}
