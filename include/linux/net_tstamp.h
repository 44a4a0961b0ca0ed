/* SPDX-License-Identifier: MIT */
/*
 * net_tstamp.h - timestamps of packets.
 */
#ifndef DOOR_LINUX_NET_TSTAMP_H
#define DOOR_LINUX_NET_TSTAMP_H

#include <linux/ethtool.h>

enum hwtstamp_tx_types { HWTSTAMP_TX_OFF, HWTSTAMP_TX_ON };
enum hwtstamp_rx_filters { HWTSTAMP_FILTER_NONE, HWTSTAMP_FILTER_ALL };

struct hwtstamp_config {
	int flags, tx_type, rx_filter;
};

#endif
