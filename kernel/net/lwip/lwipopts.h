/* SPDX-License-Identifier: MIT */
/*
 * lwipopts.h - what of lwIP the kernel uses, and how large.
 *
 * Without threads of its own (NO_SYS): whoever calls it holds inet_lock(), and
 * time comes from the kernel's timers. Its memory is the slab's, its packets
 * are sk_buffs: see inet/internal.h.
 */
#ifndef LWIP_LWIPOPTS_H
#define LWIP_LWIPOPTS_H

/* ---- no threads, no sockets, no timers of its own ----------------------- */

#define NO_SYS				1
#define SYS_LIGHTWEIGHT_PROT		0
#define LWIP_SOCKET			0
#define LWIP_NETCONN			0
#define LWIP_TIMERS			0
#define LWIP_STATS			0
#define LWIP_HOOK_FILENAME		"arch/hooks.h"
#define LWIP_HOOK_IP4_ROUTE_SRC(src, dest)	inet_hook_route(src, dest)
#define LWIP_HOOK_ETHARP_GET_GW(netif, dest)	inet_hook_gateway(netif, dest)
#define LWIP_HOOK_TCP_ISN(lip, lport, rip, rport)	inet_hook_isn()

/* ---- memory -------------------------------------------------------------- */

#define MEM_LIBC_MALLOC			1
#define MEMP_MEM_MALLOC			1
#define MEM_ALIGNMENT			8
#define mem_clib_malloc			lwip_malloc
#define mem_clib_calloc			lwip_calloc
#define mem_clib_free			lwip_free
#define LWIP_SUPPORT_CUSTOM_PBUF	1
#define LWIP_PBUF_REF_T			u16_t
/* Only memory behind the pbuf itself may wait for ARP: a socket's own goes when
 * its pcb does. */
#define PBUF_NEEDS_COPY(p)						\
	(!((p)->type_internal & PBUF_TYPE_FLAG_STRUCT_DATA_CONTIGUOUS))

/* ---- protocols ------------------------------------------------------------- */

#define LWIP_IPV4			1
#define LWIP_IPV6			0
#define LWIP_ARP			1
#define LWIP_ETHERNET			1
#define LWIP_ICMP			1
#define LWIP_RAW			1
#define LWIP_UDP			1
#define LWIP_TCP			1
#define LWIP_DNS			0
#define LWIP_DHCP			0
#define LWIP_AUTOIP			0
#define LWIP_IGMP			0
#define IP_REASSEMBLY			1
#define IP_FRAG				1
#define IP_FORWARD			0
#define IP_SOF_BROADCAST		1
#define SO_REUSE			1
#define LWIP_TCP_KEEPALIVE		1
#define LWIP_HAVE_LOOPIF		0
#define LWIP_NETIF_LOOPBACK		0
#define LWIP_CHECKSUM_CTRL_PER_NETIF	1
#define LWIP_RANDOMIZE_INITIAL_LOCAL_PORTS	1
#define ARP_QUEUEING			1
#define ETHARP_SUPPORT_STATIC_ENTRIES	1
#define LWIP_TCP_PCB_NUM_EXT_ARGS	1	/* told when a pcb goes */
#define TCP_MSL				30000

/* ---- sizes ------------------------------------------------------------------ */

/* The loopback device takes segments as long as IPv4 allows; what an Ethernet
 * has room for is found out per connection. */
#define TCP_MSS				(65535 - 40)
#define LWIP_WND_SCALE			1
#define TCP_RCV_SCALE			4
#define TCP_WND				(4 * 65535)
#define TCP_SND_BUF			(4 * 65535)
#define TCP_SND_QUEUELEN		2048
#define LWIP_DISABLE_TCP_SANITY_CHECKS	1	/* they are for pools */
#define TCP_LISTEN_BACKLOG		1
#define TCP_DEFAULT_LISTEN_BACKLOG	0xff
#define TCP_OVERSIZE			0	/* what is written is not copied */
#define TCP_MAXRTX			12
#define TCP_SYNMAXRTX			6
#define TCP_LOCAL_PORT_RANGE_START	32768	/* as Linux has it */
#define TCP_LOCAL_PORT_RANGE_END	60999
#define TCP_ENSURE_LOCAL_PORT_RANGE(port)				\
	((u16_t)(32768 + (u32_t)(port) % (60999 - 32768 + 1)))
#define UDP_LOCAL_PORT_RANGE_START	32768
#define UDP_LOCAL_PORT_RANGE_END	60999
#define UDP_ENSURE_LOCAL_PORT_RANGE(port)				\
	TCP_ENSURE_LOCAL_PORT_RANGE(port)

#endif
