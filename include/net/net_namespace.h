/* SPDX-License-Identifier: MIT */
/*
 * net_namespace.h - the network: there is one.
 */
#ifndef DOOR_NET_NET_NAMESPACE_H
#define DOOR_NET_NET_NAMESPACE_H

#include <linux/types.h>
#include <octavo/rtnetlink.h>

typedef struct {
	struct net *net;
} possible_net_t;

#define dev_net(dev)			(&init_net)
#define dev_net_set(dev, net)		((void)(net))
#define net_eq(a, b)			((a) == (b))
#define get_net(net)			(net)
#define put_net(net)			((void)(net))
#define sock_net(sk)			(&init_net)
#define read_pnet(pnet)			(&init_net)
#define write_pnet(pnet, net)		((void)(net))

#endif
