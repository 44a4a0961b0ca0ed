/* SPDX-License-Identifier: MIT */
/*
 * ethtool.h - what is asked of a network driver.
 */
#ifndef DOOR_LINUX_ETHTOOL_H
#define DOOR_LINUX_ETHTOOL_H

#include <linux/bitmap.h>
#include <linux/if_ether.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <octavo/ethtool.h>

#endif
