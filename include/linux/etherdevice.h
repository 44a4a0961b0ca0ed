/* SPDX-License-Identifier: MIT */
/*
 * etherdevice.h - Ethernet.
 */
#ifndef DOOR_LINUX_ETHERDEVICE_H
#define DOOR_LINUX_ETHERDEVICE_H

#include <linux/if_ether.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <linux/unaligned.h>
#include <octavo/etherdevice.h>

#endif
