/* SPDX-License-Identifier: MIT */
/*
 * in.h - Internet addresses and protocols, and their options.
 *
 * ABI facts: ip(7), tcp(7), udp(7), raw(7).
 */
#ifndef UAPI_IN_H
#define UAPI_IN_H

#define IPPROTO_IP		0
#define IPPROTO_ICMP		1
#define IPPROTO_TCP		6
#define IPPROTO_UDP		17
#define IPPROTO_RAW		255
#define IPPROTO_MAX		263

#define INADDR_ANY		0x00000000u	/* in the machine's order */
#define INADDR_LOOPBACK		0x7f000001u
#define INADDR_BROADCAST	0xffffffffu

#define PROT_SOCK		1024	/* ports below are root's */

struct in_addr {
	unsigned int s_addr;		/* network order */
};

struct sockaddr_in {
	unsigned short sin_family;
	unsigned short sin_port;	/* network order */
	struct in_addr sin_addr;
	unsigned char sin_zero[8];
};

struct in_pktinfo {
	int ipi_ifindex;
	struct in_addr ipi_spec_dst, ipi_addr;
};

/* SOL_IP */
#define IP_TOS			1
#define IP_TTL			2
#define IP_HDRINCL		3
#define IP_OPTIONS		4
#define IP_RECVOPTS		6
#define IP_RETOPTS		7
#define IP_PKTINFO		8
#define IP_MTU_DISCOVER		10
#define IP_RECVERR		11
#define IP_RECVTTL		12
#define IP_RECVTOS		13
#define IP_MTU			14
#define IP_FREEBIND		15
#define IP_MINTTL		21
#define IP_MULTICAST_IF		32
#define IP_MULTICAST_TTL	33
#define IP_MULTICAST_LOOP	34
#define IP_ADD_MEMBERSHIP	35

/* SOL_TCP */
#define TCP_NODELAY		1
#define TCP_MAXSEG		2
#define TCP_CORK		3
#define TCP_KEEPIDLE		4
#define TCP_KEEPINTVL		5
#define TCP_KEEPCNT		6
#define TCP_SYNCNT		7
#define TCP_LINGER2		8
#define TCP_DEFER_ACCEPT	9
#define TCP_WINDOW_CLAMP	10
#define TCP_INFO		11
#define TCP_QUICKACK		12
#define TCP_USER_TIMEOUT	18

/* The beginning of struct tcp_info: as much as is known. */
struct tcp_info {
	unsigned char tcpi_state, tcpi_ca_state, tcpi_retransmits, tcpi_probes;
	unsigned char tcpi_backoff, tcpi_options, tcpi_wscale, tcpi_flags;
	unsigned int tcpi_rto, tcpi_ato, tcpi_snd_mss, tcpi_rcv_mss;
	unsigned int tcpi_unacked, tcpi_sacked, tcpi_lost, tcpi_retrans;
	unsigned int tcpi_fackets;
	unsigned int tcpi_last_data_sent, tcpi_last_ack_sent;
	unsigned int tcpi_last_data_recv, tcpi_last_ack_recv;
	unsigned int tcpi_pmtu, tcpi_rcv_ssthresh, tcpi_rtt, tcpi_rttvar;
	unsigned int tcpi_snd_ssthresh, tcpi_snd_cwnd, tcpi_advmss;
	unsigned int tcpi_reordering, tcpi_rcv_rtt, tcpi_rcv_space;
	unsigned int tcpi_total_retrans;
};

/* ICMP, as programs and the kernel read it. */
#define ICMP_ECHOREPLY		0
#define ICMP_DEST_UNREACH	3
#define ICMP_ECHO		8

#define ICMP_FILTER		1	/* SOL_RAW */
#define SOL_RAW			255

#endif
