/* SPDX-License-Identifier: MIT */
/*
 * if_vlan.h - the lengths of frames with a VLAN tag; there are no VLANs.
 */
#ifndef DOOR_LINUX_IF_VLAN_H
#define DOOR_LINUX_IF_VLAN_H

#include <linux/etherdevice.h>

#define VLAN_HLEN		4
#define VLAN_ETH_HLEN		18
#define VLAN_ETH_ZLEN		64
#define VLAN_ETH_DATA_LEN	1500
#define VLAN_ETH_FRAME_LEN	1518
#define VLAN_VID_MASK		0x0fff
#define VLAN_PRIO_SHIFT		13
#define VLAN_N_VID		4096

#define skb_vlan_tag_present(skb)	(0)
#define skb_vlan_tag_get(skb)		(0)
#define is_vlan_dev(dev)		(false)

static inline void __vlan_hwaccel_put_tag(struct sk_buff *skb, __be16 proto,
					  u16 tci)
{
}

#endif
