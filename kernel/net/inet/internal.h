/* SPDX-License-Identifier: MIT */
/*
 * internal.h - AF_INET: what lies between the kernel's sockets and network
 * devices and lwIP, which does the protocols.
 *
 *	struct socket, struct sock		kernel/net/socket.c
 *	tcp.c  udp.c  raw.c  af_inet.c		sockets on lwIP's raw interface
 *	        lwIP				build/lwip/, unchanged
 *	netif.c  route.c  pbuf.c		devices, routes, packets
 *	struct net_device, sk_buff		kernel/net/dev.c, net/
 *
 * Bytes are never copied between sk_buffs and lwIP's pbufs: a pbuf only says
 * where they are.
 *
 *	received: each piece of an sk_buff has a pbuf, which holds the sk_buff
 *	sent:	  the pieces of an sk_buff in a socket's write queue are given to
 *		  lwIP as memory that stays; on its way out a packet becomes an
 *		  sk_buff whose fragments are the same pages once more
 *
 * Invariants:
 *  1. lwIP is called between lwip_enter() and lwip_leave() only, where nobody
 *     sleeps; so nobody else gets in between. lwip_leave() has lo deliver what
 *     was sent.
 *  2. A sock and its pcb know each other until either goes. The pcb holds a
 *     reference to a stream's sock, whose write queue it reads.
 *  3. An sk_buff stays in a write queue until all of it is acknowledged.
 *
 * Addresses are in network order, ports in the machine's, as lwIP has them.
 */
#ifndef KERNEL_NET_INET_INTERNAL_H
#define KERNEL_NET_INET_INTERNAL_H

#include <octavo/byteorder.h>
#include <octavo/netdevice.h>
#include <octavo/socket.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <uapi/in.h>
#include <arch/hooks.h>
#include "../internal.h"

struct tcp_pcb;
struct udp_pcb;
struct raw_pcb;

/* ---- glue.c: time, memory, whose turn it is --------------------------------- */

void lwip_enter(void);
void lwip_leave(void);
void glue_init(void);
void glue_exit(void);
/* Seconds' and quarter seconds' work is due from now on. */
void inet_start_timer(void);
/* lwIP's err_t as an errno, not negative. */
int inet_errno(int err);

/* ---- pbuf.c ------------------------------------------------------------------ */

int inet_pbuf_init(void);
void inet_pbuf_exit(void);
/* Takes @skb over; NULL without memory. */
struct pbuf *skb_to_pbuf(struct sk_buff *skb);
/* The bytes of @p as an sk_buff for @dev, without touching @p; @uarg: of
 * zero-copy pages in it, or NULL. @headroom as for skb_reserve(). */
struct sk_buff *pbuf_to_skb(const struct pbuf *p, struct net_device *dev,
			    struct ubuf_info *uarg);
/* A pbuf of the bytes of @skb, which must stay until it is freed. */
struct pbuf *pbuf_of_skb(struct sk_buff *skb);

/* Part of an sk_buff that was received; in its cb. */
struct skb_part {
	u32 off, len;
	u32 saddr;			/* datagrams: who sent it */
	u16 sport;
	u8 ttl, tos;
};
#define SKB_PART(skb)	((struct skb_part *)(skb)->cb)

/* Call @add for each piece of received data with the sk_buff that has it, whose
 * reference goes over, and free @p. -ENOMEM: nothing happened. */
int pbuf_to_parts(struct pbuf *p,
		  void (*add)(void *arg, struct sk_buff *skb), void *arg);

/* The bytes of @p, which stays, as one sk_buff. NULL without memory. */
struct sk_buff *pbuf_to_datagram(const struct pbuf *p);

/* ---- netif.c, route.c ----------------------------------------------------------- */

struct inet_dev {
	struct netif netif;		/* first */
	struct net_device *dev;
	u32 broadcast;			/* address */
};

static inline struct inet_dev *inet_dev_of(const struct net_device *dev)
{
	return dev->ip_ptr;
}

void inet_devices_init(void);
void inet_devices_exit(void);
/* Give an interface its address, mask, broadcast address. */
int inet_dev_set_addr(struct net_device *dev, u32 addr);
int inet_dev_set_mask(struct net_device *dev, u32 mask);

struct inet_route {
	struct list_head list;		/* the longest mask first */
	u32 dst, mask, gateway;
	struct net_device *dev;
	unsigned int flags;		/* RTF_* */
	short metric;
};

const struct inet_route *inet_next_route(const struct inet_route *r);
int inet_route_add(const struct inet_route *r);
int inet_route_del(const struct inet_route *r);
/* The routes through @dev, or (NULL) all, are no more. */
void inet_routes_flush(const struct net_device *dev);
/* Is @addr one of this machine's? */
bool inet_is_local(u32 addr);
/* The address that packets to @daddr have as their source; 0: no way there. */
u32 inet_source_for(u32 daddr);

/* ---- af_inet.c -------------------------------------------------------------------- */

struct inet_sock {
	struct sock sk;			/* first */
	struct list_head list;		/* all of them, for /proc/net */
	union {				/* NULL: none, or it is gone */
		struct tcp_pcb *tcp;	/* listening: tcp_pcb_listen */
		struct udp_pcb *udp;
		struct raw_pcb *raw;
	};
	u32 saddr, daddr;		/* 0: any, none */
	u16 sport, dport;
	u8 tos, ttl;
	bool hdrincl, recv_ttl, recv_tos, pktinfo, recv_err;
	bool bound, addr_bound;		/* bind(2) chose port, address */
	int pending_err;		/* of a datagram sent before */
};

static inline struct inet_sock *inet_sk(const struct sock *sk)
{
	return (struct inet_sock *)sk;
}

int inet_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg);
int inet_getname(struct socket *sock, struct sockaddr *addr, int peer);
/* An address from a program, to connect or send to: 0, -EINVAL too short,
 * -EAFNOSUPPORT. */
int inet_check_addr(const struct sockaddr *addr, int len);
/* One to bind to: also -EADDRNOTAVAIL, -EACCES. */
int inet_check_bind(const struct sockaddr_in *sin, int len);
int inet_set_ip_option(struct sock *sk, int name, char __user *optval,
		       unsigned int len);
int inet_get_ip_option(struct sock *sk, int name, char __user *optval,
		       int __user *optlen);
int inet_put_option(int val, char __user *optval, int __user *optlen);
int inet_get_int(int *val, const char __user *optval, unsigned int len);
/* Tell who sent, if it is asked for. */
void inet_put_name(struct msghdr *msg, u32 addr, u16 port);
/* What a send answers: @err, after the signal that goes with -EPIPE. */
int inet_send_error(const struct msghdr *msg, int err);
/* Go through all sockets: the next of @protocol, or (-1) the next raw one, after
 * @prev; or NULL. */
struct inet_sock *inet_next_sock(struct inet_sock *prev, int protocol);
struct inet_sock *inet_sock_alloc(struct socket *sock, struct proto *prot,
				  int protocol, gfp_t gfp);

/* ---- tcp.c, tcp_data.c -------------------------------------------------------------- */

struct tcp_sock {
	struct inet_sock inet;		/* first */
	struct mutex iolock;		/* of who reads: a copy may sleep */
	u32 acked;			/* bytes of the write queue's first */
	bool nodelay, cork;
	int keepidle, keepintvl, keepcnt, defer_accept, user_timeout;
	struct list_head accepted;	/* listening: connections that wait, */
	struct list_head in_accepted;	/* and such a connection */
};

static inline struct tcp_sock *tcp_sk(const struct sock *sk)
{
	return (struct tcp_sock *)sk;
}

extern struct proto inet_tcp_prot;
int inet_tcp_create(struct socket *sock);
void inet_tcp_abort_all(void);
int tcp_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int tcp_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);
/* May as much be written that it is worth while? */
bool tcp_has_room(const struct sock *sk);
/* @len bytes more are acknowledged; all that was written is of no use any more. */
void tcp_acked(struct sock *sk, u32 len);
void tcp_forget_written(struct sock *sk);
u32 tcp_bytes_to_read(struct sock *sk);
u32 tcp_bytes_unacked(struct sock *sk);
/* Wait until a connection that is being made is there, or is not to be. */
int tcp_wait_connected(struct sock *sk, u64 deadline);
int tcp_set_option(struct sock *sk, int name, char __user *optval,
		   unsigned int len);
int tcp_get_option(struct sock *sk, int name, char __user *optval,
		   int __user *optlen);
/* Give a pcb what the options of its sock say. */
void tcp_apply_options(struct sock *sk);

/* ---- zerocopy.c ------------------------------------------------------------------------ */

/* An sk_buff for the write queue whose fragments are pages of @msg, with @len
 * bytes at most, of the call @uarg. NULL: they must be copied; or ERR_PTR. */
struct sk_buff *inet_zerocopy_skb(struct sock *sk, struct msghdr *msg, u32 len,
				  struct ubuf_info *uarg);
/* An sk_buff that was in a write queue, or was to be. */
void inet_free_written(struct sk_buff *skb);
/* Whose zero-copy pages are in the IP packet @off bytes into @p; NULL: nobody's;
 * ERR_PTR: several calls', so that they must be copied. */
struct ubuf_info *inet_uarg_of(const struct pbuf *p, u32 off);

/* ---- dgram.c: what sockets of datagrams do the same way ------------------------------------ */

/* An sk_buff with all of @msg, charged to @sk; or ERR_PTR. */
struct sk_buff *dgram_alloc(struct sock *sk, struct msghdr *msg, size_t len);
/* Where @msg goes, or its sock is connected to. 0, -EINVAL, -EDESTADDRREQ... */
int dgram_destination(struct sock *sk, const struct msghdr *msg, u32 *addr,
		      u16 *port);
/* Put what lwIP received into the receive queue. @p stays. */
void dgram_received(struct sock *sk, const struct pbuf *p, u32 saddr, u16 sport);
int dgram_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);
unsigned int dgram_poll(struct file *file, struct socket *sock,
			struct poll_table_struct *pt);
int dgram_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg);
/* The last of a sock whose pcb is gone. */
void dgram_release(struct socket *sock);
int dgram_shutdown(struct socket *sock, int how);
int dgram_setsockopt(struct socket *sock, int level, int name,
		     char __user *optval, unsigned int len);
int dgram_getsockopt(struct socket *sock, int level, int name,
		     char __user *optval, int __user *optlen);

/* ---- udp.c, raw.c, errors.c -------------------------------------------------------------- */

extern struct proto inet_udp_prot, inet_raw_prot;
int inet_udp_create(struct socket *sock);
int inet_raw_create(struct socket *sock, int protocol);
/* Have the sockets told that an ICMP message says their datagrams did not get
 * there. */
int inet_errors_init(void);
void inet_errors_exit(void);
/* What MSG_ERRQUEUE asks for. */
int inet_recv_error(struct sock *sk, struct msghdr *msg, size_t len);

/* ---- ioctl.c, proc.c --------------------------------------------------------------------- */

int inet_proc_init(void);

#endif
