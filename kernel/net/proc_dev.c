/* SPDX-License-Identifier: MIT */
/*
 * proc_dev.c - /proc/net/dev: what went through each device.
 */
#include <octavo/netdevice.h>
#include <octavo/seq_file.h>
#include "../internal.h"

int proc_net_dev_show(struct seq_file *m, void *v)
{
	const struct net_device *dev = NULL;

	seq_puts(m, "Inter-|   Receive                                                |  Transmit\n"
		    " face |bytes    packets errs drop fifo frame compressed multicast"
		    "|bytes    packets errs drop fifo colls carrier compressed\n");
	while ((dev = dev_next(dev))) {
		const struct net_device_stats *s = &dev->stats;

		seq_printf(m, "%6s: %7lu %7lu %4lu %4lu %4lu %5lu %10lu %9lu"
			      " %8lu %7lu %4lu %4lu %4lu %5lu %7lu %10lu\n",
			   dev->name, s->rx_bytes, s->rx_packets, s->rx_errors,
			   s->rx_dropped, s->rx_fifo_errors,
			   s->rx_frame_errors, s->rx_compressed, s->multicast,
			   s->tx_bytes, s->tx_packets, s->tx_errors,
			   s->tx_dropped, s->tx_fifo_errors, s->collisions,
			   s->tx_carrier_errors, s->tx_compressed);
	}
	return 0;
}
