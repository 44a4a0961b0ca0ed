/* SPDX-License-Identifier: MIT */
/*
 * if.h - network interfaces as programs see them: flags, ioctls, ifreq.
 *
 * ABI facts: netdevice(7), arp(7). The structures with pointers or longs in
 * them have the machine's own layout.
 */
#ifndef UAPI_IF_H
#define UAPI_IF_H

#define IFNAMSIZ		16

#define IFF_UP			0x1
#define IFF_BROADCAST		0x2
#define IFF_DEBUG		0x4
#define IFF_LOOPBACK		0x8
#define IFF_POINTOPOINT		0x10
#define IFF_NOTRAILERS		0x20
#define IFF_RUNNING		0x40
#define IFF_NOARP		0x80
#define IFF_PROMISC		0x100
#define IFF_ALLMULTI		0x200
#define IFF_MASTER		0x400
#define IFF_SLAVE		0x800
#define IFF_MULTICAST		0x1000
#define IFF_PORTSEL		0x2000
#define IFF_AUTOMEDIA		0x4000
#define IFF_DYNAMIC		0x8000
#define IFF_LOWER_UP		0x10000

#define ARPHRD_ETHER		1
#define ARPHRD_LOOPBACK		772
#define ARPHRD_PPP		512
#define ARPHRD_TUNNEL		768
#define ARPHRD_CAN		280
#define ARPHRD_IEEE80211	801
#define ARPHRD_VSOCKMON		826
#define ARPHRD_VOID		0xffff
#define ARPHRD_NONE		0xfffe

#define ETH_ALEN		6
#define ETH_HLEN		14
#define ETH_ZLEN		60
#define ETH_DATA_LEN		1500
#define ETH_FRAME_LEN		1514
#define ETH_FCS_LEN		4
#define ETH_TLEN		2
#define ETH_MIN_MTU		68
#define ETH_MAX_MTU		0xffffu

#define ETH_P_LOOP		0x0060
#define ETH_P_IP		0x0800
#define ETH_P_ARP		0x0806
#define ETH_P_802_3_MIN		0x0600
#define ETH_P_8021Q		0x8100
#define ETH_P_8021AD		0x88a8
#define ETH_P_IPV6		0x86dd
#define ETH_P_PAUSE		0x8808
#define ETH_P_LOOPBACK		0x9000
#define ETH_P_CAN		0x000c
#define ETH_P_802_2		0x0004
#define ETH_P_802_3		0x0001
#define ETH_P_ALL		0x0003

struct ethhdr {
	unsigned char h_dest[ETH_ALEN];
	unsigned char h_source[ETH_ALEN];
	unsigned short h_proto;		/* network order */
} __attribute__((__packed__));

#define SIOCADDRT		0x890b
#define SIOCDELRT		0x890c
#define SIOCGIFNAME		0x8910
#define SIOCGIFCONF		0x8912
#define SIOCGIFFLAGS		0x8913
#define SIOCSIFFLAGS		0x8914
#define SIOCGIFADDR		0x8915
#define SIOCSIFADDR		0x8916
#define SIOCGIFDSTADDR		0x8917
#define SIOCSIFDSTADDR		0x8918
#define SIOCGIFBRDADDR		0x8919
#define SIOCSIFBRDADDR		0x891a
#define SIOCGIFNETMASK		0x891b
#define SIOCSIFNETMASK		0x891c
#define SIOCGIFMETRIC		0x891d
#define SIOCGIFMTU		0x8921
#define SIOCSIFMTU		0x8922
#define SIOCSIFHWADDR		0x8924
#define SIOCGIFHWADDR		0x8927
#define SIOCGIFINDEX		0x8933
#define SIOCGIFTXQLEN		0x8942
#define SIOCDARP		0x8953
#define SIOCGARP		0x8954
#define SIOCSARP		0x8955
#define SIOCGMIIPHY		0x8947
#define SIOCGMIIREG		0x8948
#define SIOCSMIIREG		0x8949
#define SIOCGIFMAP		0x8970
#define SIOCDEVPRIVATE		0x89f0	/* and the next 15 */

struct ifmap {
	unsigned long mem_start, mem_end;
	unsigned short base_addr;
	unsigned char irq, dma, port;
};

/* An address of any family that fits. */
struct if_sockaddr {
	unsigned short sa_family;
	char sa_data[14];
};

struct ifreq {
	char ifr_name[IFNAMSIZ];
	union {
		struct if_sockaddr ifr_addr;
		short ifr_flags;
		int ifr_ifindex;
		int ifr_metric;
		int ifr_mtu;
		int ifr_qlen;
		struct ifmap ifr_map;
		char ifr_slave[IFNAMSIZ];
		char ifr_newname[IFNAMSIZ];
		char *ifr_data;		/* user memory */
	};
};

struct ifconf {
	int ifc_len;
	char *ifc_buf;			/* user memory: struct ifreq, ... */
};

#define RTF_UP			0x1
#define RTF_GATEWAY		0x2
#define RTF_HOST		0x4
#define RTF_REJECT		0x200

struct rtentry {
	unsigned long rt_pad1;
	struct if_sockaddr rt_dst, rt_gateway, rt_genmask;
	unsigned short rt_flags;
	short rt_pad2;
	unsigned long rt_pad3;
	void *rt_pad4;
	short rt_metric;
	char *rt_dev;			/* user memory */
	unsigned long rt_mtu, rt_window;
	unsigned short rt_irtt;
};

/* What ARP's packets begin with; addresses follow. Numbers are big-endian. */
struct arphdr {
	unsigned short ar_hrd, ar_pro;	/* kinds: ARPHRD_*, ETH_P_* */
	unsigned char ar_hln, ar_pln;	/* and sizes of addresses */
	unsigned short ar_op;
};

#define ARPOP_REQUEST	1
#define ARPOP_REPLY	2
#define ARPOP_RREQUEST	3
#define ARPOP_RREPLY	4

#endif
