/* SPDX-License-Identifier: MIT */
/*
 * net/ip.h - IPv4.
 */
#ifndef DOOR_NET_IP_H
#define DOOR_NET_IP_H

#include <linux/in.h>
#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/checksum.h>

#endif
