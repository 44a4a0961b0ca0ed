/* SPDX-License-Identifier: MIT */
/*
 * proc.c - /proc/net/{tcp,udp,raw,route,arp}, as netstat(8), route(8) and
 * arp(8) read them.
 *
 * What only lwIP knows, connections whose socket is closed, is taken from its
 * lists.
 */
#include <lwip/etharp.h>
#include <lwip/priv/tcp_priv.h>
#include <octavo/seq_file.h>
#include "internal.h"

struct line {
	unsigned int nr;
	u32 saddr, daddr;
	u16 sport, dport;
	u8 state;
	unsigned int tx, rx;
	u32 uid;
	unsigned long ino;
};

static void show_line(struct seq_file *m, const struct line *l)
{
	seq_printf(m, "%4u: %08X:%04X %08X:%04X %02X %08X:%08X 00:00000000 "
		      "00000000 %5u        0 %lu 1 0000000000000000",
		   l->nr, l->saddr, l->sport, l->daddr, l->dport, l->state,
		   l->tx, l->rx, l->uid, l->ino);
}

static struct line line_of(const struct inet_sock *inet, unsigned int nr)
{
	const struct sock *sk = &inet->sk;

	return (struct line){
		.nr = nr, .saddr = inet->saddr, .daddr = inet->daddr,
		.sport = inet->sport, .dport = inet->dport,
		.state = sk->sk_state, .uid = sk->sk_uid,
		.ino = (unsigned long)sk->sk_ino,
	};
}

/* ---- tcp --------------------------------------------------------------- */

static u8 linux_state(enum tcp_state state)
{
	static const u8 states[] = {
		[CLOSED] = TCP_CLOSE,		[LISTEN] = TCP_LISTEN,
		[SYN_SENT] = TCP_SYN_SENT,	[SYN_RCVD] = TCP_SYN_RECV,
		[ESTABLISHED] = TCP_ESTABLISHED, [FIN_WAIT_1] = TCP_FIN_WAIT1,
		[FIN_WAIT_2] = TCP_FIN_WAIT2,	[CLOSE_WAIT] = TCP_CLOSE_WAIT,
		[CLOSING] = TCP_CLOSING,	[LAST_ACK] = TCP_LAST_ACK,
		[TIME_WAIT] = TCP_TIME_WAIT,
	};

	return states[state];
}

static void show_pcb(struct seq_file *m, const struct tcp_pcb *pcb,
		     unsigned int nr)
{
	/* Before accepted() it is the listener's, which may be gone. */
	struct sock *sk = pcb->state == SYN_RCVD ? NULL : pcb->callback_arg;
	struct line l = {
		.nr = nr, .saddr = pcb->local_ip.addr, .sport = pcb->local_port,
		.daddr = pcb->remote_ip.addr, .dport = pcb->remote_port,
		.state = linux_state(pcb->state),
	};

	if (sk) {
		l.uid = sk->sk_uid;
		l.ino = (unsigned long)sk->sk_ino;
		l.rx = tcp_bytes_to_read(sk);
		l.tx = tcp_bytes_unacked(sk);
	}
	show_line(m, &l);
	seq_puts(m, " 100 0 0 10 0\n");
}

int proc_net_tcp_show(struct seq_file *m, void *v)
{
	const struct tcp_pcb *const lists[] = { tcp_active_pcbs, tcp_tw_pcbs };
	const struct tcp_pcb_listen *listening = tcp_listen_pcbs.listen_pcbs;
	unsigned int nr = 0;

	seq_puts(m, "  sl  local_address rem_address   st tx_queue rx_queue tr "
		    "tm->when retrnsmt   uid  timeout inode\n");
	for (; listening; listening = listening->next) {
		const struct sock *sk = listening->callback_arg;
		struct line l = line_of(inet_sk(sk), nr++);

		l.rx = sk->sk_ack_backlog;
		show_line(m, &l);
		seq_puts(m, " 100 0 0 10 0\n");
	}
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const struct tcp_pcb *p = lists[i]; p; p = p->next)
			show_pcb(m, p, nr++);
	return 0;
}

/* ---- datagrams --------------------------------------------------------- */

static void show_datagrams(struct seq_file *m, struct inet_sock *inet)
{
	struct line l = line_of(inet, inet->sport);

	if (inet->sk.sk_type == SOCK_RAW)
		l.nr = l.sport = inet->sk.sk_protocol;
	l.tx = (unsigned int)sk_wmem_alloc_get(&inet->sk);
	l.rx = (unsigned int)sk_rmem_alloc_get(&inet->sk);
	show_line(m, &l);
	seq_printf(m, " %d\n", atomic_read(&inet->sk.sk_drops));
}

static void show_header(struct seq_file *m)
{
	seq_puts(m, "   sl  local_address rem_address   st tx_queue rx_queue tr "
		    "tm->when retrnsmt   uid  timeout inode ref pointer drops\n");
}

int proc_net_udp_show(struct seq_file *m, void *v)
{
	struct inet_sock *at = NULL;

	show_header(m);
	while ((at = inet_next_sock(at, IPPROTO_UDP)))
		if (at->sport)
			show_datagrams(m, at);
	return 0;
}

int proc_net_raw_show(struct seq_file *m, void *v)
{
	struct inet_sock *at = NULL;

	show_header(m);
	while ((at = inet_next_sock(at, -1)))
		show_datagrams(m, at);
	return 0;
}

/* ---- routes, neighbours ------------------------------------------------ */

int proc_net_route_show(struct seq_file *m, void *v)
{
	const struct inet_route *r = NULL;

	seq_puts(m, "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask"
		    "\t\tMTU\tWindow\tIRTT\n");
	while ((r = inet_next_route(r)))
		seq_printf(m, "%s\t%08X\t%08X\t%04X\t0\t0\t%d\t%08X\t0\t0\t0\n",
			   r->dev->name, r->dst, r->gateway, r->flags,
			   r->metric, r->mask);
	return 0;
}

int proc_net_arp_show(struct seq_file *m, void *v)
{
	seq_puts(m, "IP address       HW type     Flags       HW address            "
		    "Mask     Device\n");
	for (size_t i = 0; i < ARP_TABLE_SIZE; i++) {
		struct eth_addr *eth;
		struct netif *netif;
		ip4_addr_t *ip;
		char text[16];

		if (!etharp_get_entry(i, &ip, &netif, &eth))
			continue;
		snprintf(text, sizeof(text), "%u.%u.%u.%u", ip4_addr1(ip),
			 ip4_addr2(ip), ip4_addr3(ip), ip4_addr4(ip));
		seq_printf(m, "%-16s 0x1         0x2         "
			      "%02x:%02x:%02x:%02x:%02x:%02x     *        %s\n",
			   text, eth->addr[0], eth->addr[1], eth->addr[2],
			   eth->addr[3], eth->addr[4], eth->addr[5],
			   ((struct inet_dev *)netif)->dev->name);
	}
	return 0;
}
