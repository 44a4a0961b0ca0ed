/* SPDX-License-Identifier: MIT */
/*
 * ip.h - the headers of IPv4, ICMP, UDP and TCP, as they are on the wire.
 *
 * Numbers are big-endian. Source: RFC 791, 792, 768, 9293.
 */
#ifndef UAPI_IP_H
#define UAPI_IP_H

/* The first named has the low bits, on machines that begin with the low end. */
struct iphdr {
	unsigned char ihl:4, version:4;	/* ihl: 32-bit words of this header */
	unsigned char tos;
	unsigned short tot_len;
	unsigned short id;
	unsigned short frag_off;		/* IP_DF, IP_MF, offset in 8 bytes */
	unsigned char ttl;
	unsigned char protocol;
	unsigned short check;
	unsigned int saddr, daddr;
};

#define IPVERSION	4
#define IP_CE		0x8000
#define IP_DF		0x4000		/* not to be divided */
#define IP_MF		0x2000		/* more fragments follow */
#define IP_OFFSET	0x1fff
#define MAXTTL		255
#define IPDEFTTL	64

#define ICMP_ECHOREPLY		0
#define ICMP_DEST_UNREACH	3
#define ICMP_REDIRECT		5
#define ICMP_ECHO		8
#define ICMP_TIME_EXCEEDED	11

struct icmphdr {
	unsigned char type, code;
	unsigned short checksum;
	union {
		struct {
			unsigned short id, sequence;
		} echo;
		unsigned int gateway;
		struct {
			unsigned short unused, mtu;
		} frag;
	} un;
};

struct udphdr {
	unsigned short source, dest;
	unsigned short len;
	unsigned short check;
};

struct tcphdr {
	unsigned short source, dest;
	unsigned int seq, ack_seq;
	unsigned short res1:4, doff:4, fin:1, syn:1, rst:1, psh:1, ack:1, urg:1,
		 ece:1, cwr:1;
	unsigned short window;
	unsigned short check;
	unsigned short urg_ptr;
};

#endif
