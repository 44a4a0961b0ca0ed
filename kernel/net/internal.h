/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of the socket layer share.
 *
 *	socket.c	files, families, what is the same for each socket
 *	sock.c		struct sock: memory, waiting, callbacks
 *	sockopt.c	SOL_SOCKET
 *	sys_socket.c	the calls on sockets and addresses
 *	sys_msg.c	the calls that move bytes
 *	scm.c		what comes beside the bytes
 *	zerocopy.c	MSG_ZEROCOPY and its notifications
 *	unix*.c		AF_UNIX
 *	proc_unix.c	/proc/net/unix, sockstat
 *
 * AF_UNIX:
 *
 *	connect(2):	listener's receive queue: skb -> new sock, not accepted
 *	stream:		sock A <--peer--> sock B, each sends into the other's queue
 *	datagram:	A --peer--> B, or to whom each message says
 *
 * A sock holds a reference to its peer, also to one that is dead: then writing
 * is EPIPE or ECONNREFUSED.
 *
 * Invariants:
 *  1. addr is set once, with the sock in the table of names.
 *  2. An sk_buff in a receive queue is charged to who sent it, and holds that
 *     sock by it; in a listener's queue it is charged to the new sock.
 *  3. inflight is how often the sock's file is in sk_buffs.
 *
 * Locking: unix_lock, which nobody sleeps with, for names, peers, states and
 * what is in flight; bindlock before it, while an address is made; iolock of a
 * reader, so that what it reads is in order while it copies.
 */
#ifndef KERNEL_NET_INTERNAL_H
#define KERNEL_NET_INTERNAL_H

#include "../internal.h"
#include <octavo/netdevice.h>
#include <octavo/skb_user.h>
#include <octavo/socket.h>
#include <uapi/un.h>

#define SOCK_BUF_DEFAULT	212992	/* as Linux's net.core.*mem_default */
#define SOCK_BUF_MAX		212992
#define SOCK_MIN_SNDBUF		4608
#define SOCK_MIN_RCVBUF		2304
#define OVERFLOW_ID		65534u	/* for a user that there is not */

extern const struct file_operations socket_file_ops;

/* ---- dev.c, loopback.c, inet/ (or noinet/) -------------------------------- */

int netdev_init(void);
void netdev_exit(void);
/* Tell protocols what happened to @dev. */
void netdev_tell(struct net_device *dev, enum netdev_event event);
/* What rtnl_unlock() does with a device that was unregistered. */
void netdev_unregister_rest(struct net_device *dev);
int loopback_init(void);
int inet_init(void);
void inet_exit(void);

/* ---- dev_config.c, dev_stats.c, rtnl.c --------------------------------------- */

/* Tell the driver to whom @dev listens. */
void netdev_set_rx_mode(struct net_device *dev);
/* It listens to nobody else any more. */
void netdev_flush_addresses(struct net_device *dev);
/* Counters of each CPU, if dev->pcpu_stat_type asks for some. 0, -ENOMEM. */
int netdev_alloc_stats(struct net_device *dev);
void netdev_free_stats(struct net_device *dev);
void rtnl_init(void);
/* Have rtnl_unlock() do the rest. */
void rtnl_todo(struct net_device *dev);

/* ---- socket.c ----------------------------------------------------------- */

int sock_create(int family, int type, int protocol, struct socket **res);
struct socket *sock_alloc(void);
/* A file for @sock, which it takes over; or ERR_PTR, and @sock is released. */
struct file *sock_alloc_file(struct socket *sock, int flags);
/* The socket of descriptor @fd, with a reference to its file in *@f, or
 * ERR_PTR(-EBADF, -ENOTSOCK). */
struct socket *sockfd_lookup(int fd, struct fd *f);
/* Have who asked for it hear by signal that something has changed. */
void sock_wake_async(struct sock *sk);
unsigned int nr_sockets(void);
/* Socks of the kind of that name. */
int proto_inuse(const char *name);

/* ---- sockopt.c ---------------------------------------------------------- */

int sock_setsockopt(struct socket *sock, int level, int optname,
		    char __user *optval, unsigned int optlen);
int sock_getsockopt(struct socket *sock, int level, int optname,
		    char __user *optval, int __user *optlen);

/* ---- addresses and messages --------------------------------------------- */

/* Copy an address in; 0, -EINVAL, -EFAULT. */
int move_addr_to_kernel(void __user *uaddr, int ulen,
			struct sockaddr_storage *kaddr);
/* Tell a program an address of @klen bytes, as far as it has room. */
int move_addr_to_user(const struct sockaddr_storage *kaddr, int klen,
		      void __user *uaddr, int __user *ulen);

/* Bytes of an sk_buff to who receives a message. 0 or -EFAULT. */
static inline int skb_copy_datagram_msg(const struct sk_buff *skb, int offset,
					struct msghdr *msg, int len)
{
	return skb_copy_datagram_iter(skb, offset, &msg->msg_iter, len);
}

/* ---- scm.c -------------------------------------------------------------- */

struct unix_user;

/* Files on their way from one process to another. */
struct scm_fp_list {
	struct scm_fp_list *next;	/* while they are let go of */
	struct unix_user *user;		/* in flight: whose they count as */
	unsigned int count, max;
	struct file *fp[];		/* max of them, at most SCM_MAX_FD */
};

/* What comes beside the bytes of one message. */
struct scm_cookie {
	struct ucred creds;		/* pid 0: none */
	struct scm_fp_list *fp;		/* NULL: none */
};

/* Take what @msg carries besides; 0 or -errno, and nothing is held. */
int scm_send(struct msghdr *msg, struct scm_cookie *scm);
void scm_destroy(struct scm_cookie *scm);
/* Tell it to who receives @msg, as far as it wants to know. Takes scm->fp. */
void scm_recv(struct socket *sock, struct msghdr *msg, struct scm_cookie *scm,
	      int flags);
struct scm_fp_list *scm_fp_dup(const struct scm_fp_list *fpl);
void scm_fp_free(struct scm_fp_list *fpl);

/* ---- AF_UNIX ------------------------------------------------------------- */

int unix_init(void);
void unix_exit(void);

#define UNIX_MAX_DGRAM_QLEN	10	/* as Linux's max_dgram_qlen */

struct unix_address {
	refcount_t refcnt;
	int len;			/* of the family and what follows */
	struct sockaddr_un name[];	/* with a byte more for a 0 */
};

struct unix_sock {
	struct sock sk;			/* first */
	struct unix_address *addr;	/* NULL: not bound */
	struct inode *inode;		/* bound to a path: it, else NULL */
	struct list_head name_node;	/* in unix_names[] */
	struct list_head all_node;	/* every one there is */
	struct sock *peer;
	struct mutex iolock, bindlock;
	wait_queue_head_t peer_wait;	/* until the receive queue has room */
	wait_queue_entry_t peer_wake;	/* in the peer's peer_wait, of whom */
	struct sock *peer_woken_by;	/* this is who it is, or NULL */
	struct sk_buff *oob;		/* in the receive queue: MSG_OOB */

	/* unix_gc.c */
	unsigned int inflight;
	struct list_head inflight_node;	/* empty: inflight is 0 */
	struct list_head live_node;	/* while collecting: */
	unsigned int refs;		/* from outside */
	bool candidate;
};

#define unix_sk(s)	container_of(s, struct unix_sock, sk)
#define unix_peer(s)	(unix_sk(s)->peer)

/* In sk_buff.cb. */
struct unix_skb_parms {
	struct ucred creds;		/* pid 0: not known */
	u32 consumed;			/* bytes a stream's reader has had */
	struct scm_fp_list *fp;		/* files, or NULL */
};

#define UNIXCB(skb)	(*(struct unix_skb_parms *)(skb)->cb)

static inline unsigned int unix_skb_len(struct sk_buff *skb)
{
	return skb->len - UNIXCB(skb).consumed;
}

static inline bool unix_recvq_full(const struct sock *sk)
{
	return sk->sk_receive_queue.qlen > sk->sk_max_ack_backlog;
}

static inline bool unix_writable(const struct sock *sk)
{
	return sk->sk_state != TCP_LISTEN &&
	       (unsigned int)sk_wmem_alloc_get(sk) * 4 <=
	       (unsigned int)READ_ONCE(sk->sk_sndbuf);
}

static inline bool connection_based(const struct sock *sk)
{
	return sk->sk_type == SOCK_STREAM || sk->sk_type == SOCK_SEQPACKET;
}

extern spinlock_t unix_lock;
extern struct list_head unix_socks;	/* all_node */

/* ---- unix.c: names, beginning and end ----------------------------------- */

struct sock *unix_create1(struct socket *sock, int type);
void unix_release_sock(struct sock *sk, bool embryo);
/* What @addr names, of type @type, referenced; or ERR_PTR. */
struct sock *unix_find_other(struct sockaddr_un *addr, int len, int type);
/* 0, -EINVAL. */
int unix_validate_addr(const struct sockaddr_un *addr, int len);
/* An address of the kernel's choice, unless there is one. */
int unix_autobind(struct sock *sk);
int unix_autobind_passcred(struct sock *sk);
void unix_copy_addr(struct msghdr *msg, struct sock *sk);
void unix_put_addr(struct unix_address *addr);
int unix_bind(struct socket *sock, struct sockaddr *addr, int len);
int unix_release(struct socket *sock);
int unix_getname(struct socket *sock, struct sockaddr *addr, int peer);
int unix_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg);

/* ---- unix_connect.c ----------------------------------------------------- */

int unix_listen(struct socket *sock, int backlog);
int unix_stream_connect(struct socket *sock, struct sockaddr *addr, int len,
			int flags);
int unix_accept(struct socket *sock, struct socket *newsock, int flags,
		bool kern);
int unix_socketpair(struct socket *a, struct socket *b);
int unix_shutdown(struct socket *sock, int how);
/* Sleep until @other's queue has room, or @other is no more; 0: look again,
 * or -errno. unix_lock is held, and not afterwards. */
int unix_wait_for_peer(struct sock *other, u64 deadline);
struct ucred unix_my_cred(void);

/* ---- unix_dgram.c ------------------------------------------------------- */

int unix_dgram_connect(struct socket *sock, struct sockaddr *addr, int len,
		       int flags);
int unix_dgram_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int unix_dgram_recvmsg(struct socket *sock, struct msghdr *msg, size_t len,
		       int flags);
int unix_seqpacket_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int unix_seqpacket_recvmsg(struct socket *sock, struct msghdr *msg, size_t len,
			   int flags);
unsigned int unix_dgram_poll(struct file *file, struct socket *sock,
			     struct poll_table_struct *pt);
/* @sk hears no more of room in the queue of @other. */
void unix_peer_wake_disconnect(struct sock *sk, struct sock *other);
int unix_set_peek_off(struct sock *sk, int val);

/* ---- unix_stream.c ------------------------------------------------------ */

int unix_stream_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int unix_stream_recvmsg(struct socket *sock, struct msghdr *msg, size_t len,
			int flags);
unsigned int unix_poll(struct file *file, struct socket *sock,
		       struct poll_table_struct *pt);
int unix_atmark(struct sock *sk);

/* ---- unix_gc.c: what sk_buffs carry ------------------------------------- */

/* Have @skb carry what @scm has, its files only if @fds. 0 or -errno; then @skb
 * has a destructor that lets go of it. */
int unix_scm_to_skb(struct scm_cookie *scm, struct sk_buff *skb, bool fds);
/* The files of @skb become @scm's, or (peek) it gets its own references. */
void unix_detach_fds(struct scm_cookie *scm, struct sk_buff *skb);
void unix_peek_fds(struct scm_cookie *scm, struct sk_buff *skb);
/* Who sends says who he is, if anybody wants to know. */
void unix_maybe_add_creds(struct sk_buff *skb, const struct sock *from,
			  const struct sock *to);
/* Free sockets that only sk_buffs in queues of each other refer to: now, or if
 * there may be many. */
void unix_gc(void);
void unix_gc_sometimes(void);
unsigned int unix_nr_inflight(void);

extern const struct proto_ops unix_stream_ops, unix_dgram_ops,
	unix_seqpacket_ops;

#endif
