/* SPDX-License-Identifier: MIT */
/*
 * if_arp.h - kinds of link layers.
 */
#ifndef DOOR_LINUX_IF_ARP_H
#define DOOR_LINUX_IF_ARP_H

#include <linux/netdevice.h>
#include <uapi/if.h>

#endif
