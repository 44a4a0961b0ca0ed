/* SPDX-License-Identifier: MIT */
/*
 * rtnetlink.h - kinds of network devices.
 */
#ifndef DOOR_NET_RTNETLINK_H
#define DOOR_NET_RTNETLINK_H

#include <linux/rtnetlink.h>
#include <net/netlink.h>

#define MODULE_ALIAS_RTNL_LINK(kind)	MODULE_ALIAS("rtnl-link-" kind)

#endif
