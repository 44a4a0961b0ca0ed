/* SPDX-License-Identifier: MIT */
/*
 * socket.h - sockets: what a file descriptor, a protocol family and queues of
 * sk_buffs have to do with each other.
 *
 *	struct file -> struct socket -> ops: what the family does for each call
 *	                    |
 *	               struct sock: queues, limits, errors; counted
 *	                 ^      ^
 *	    struct sk_buff->sk  other sockets that know it
 *
 * A socket lives as long as its file. Its sock may outlive it: sk_buffs that it
 * sent and that nobody has received yet count against its send buffer, and
 * their destructor finds it.
 *
 * A family registers what makes its sockets:
 *
 *	static const struct net_proto_family unix_family = {
 *		.family = AF_UNIX, .create = unix_create,
 *	};
 *	sock_register(&unix_family);
 *
 * and embeds struct sock at the beginning of its own, whose size it tells
 * in struct proto.
 *
 * Invariants:
 *  1. sk_wmem_alloc is the truesize of all sk_buffs in flight from this sock,
 *     and one for its owner: it is freed when the last of both is gone.
 *  2. sk_rmem_alloc is the truesize of what is charged to it for reading.
 *  3. sk_socket is NULL from sock_orphan() on.
 *
 * Locking: sk_lock guards sk_socket, sk_err and what sk_shutdown says; queues
 * have their own locks. The family has locks of its own for the rest.
 */
#ifndef OCTAVO_SOCKET_H
#define OCTAVO_SOCKET_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/fs.h>
#include <octavo/list.h>
#include <octavo/refcount.h>
#include <octavo/skbuff.h>
#include <octavo/spinlock.h>
#include <octavo/uio.h>
#include <octavo/wait.h>
#include <uapi/socket.h>

struct kmem_cache;
struct poll_table_struct;
struct sock;
struct socket;

/* ---- messages -------------------------------------------------------------- */

/* What one call sends or receives. */
struct msghdr {
	void *msg_name;			/* kernel memory for an address */
	int msg_namelen;		/* bytes of it; receiving: set */
	struct iov_iter msg_iter;
	/* Ancillary data: kernel memory when sending, the program's, moved on
	 * as it is filled, when receiving. */
	union {
		void *msg_control;
		void __user *msg_control_user;
	};
	size_t msg_controllen;		/* bytes there, or still free */
	unsigned int msg_flags;		/* MSG_*; receiving: what happened */
	struct ubuf_info *msg_ubuf;	/* the caller's own, or NULL */
};

/* ---- sockets ----------------------------------------------------------------- */

typedef enum {
	SS_FREE,
	SS_UNCONNECTED,
	SS_CONNECTING,
	SS_CONNECTED,
	SS_DISCONNECTING,
} socket_state;

struct socket {
	socket_state state;
	short type;			/* SOCK_STREAM ... */
	struct file *file;
	struct sock *sk;		/* NULL once released */
	const struct proto_ops *ops;
};

/* What a family does. Members are never NULL, but for .set_peek_off and
 * .sendpage; sock_no_*() below refuse. */
struct proto_ops {
	int family;
	int (*release)(struct socket *sock);
	int (*bind)(struct socket *sock, struct sockaddr *addr, int len);
	int (*connect)(struct socket *sock, struct sockaddr *addr, int len,
		       int flags);
	int (*socketpair)(struct socket *sock1, struct socket *sock2);
	/* Give @newsock the next connection; @flags: O_NONBLOCK. */
	int (*accept)(struct socket *sock, struct socket *newsock, int flags,
		      bool kern);
	/* @peer: 0 own address, 1 the other's, which must be there. Its length
	 * or -errno; @addr has _K_SS_MAXSIZE bytes. */
	int (*getname)(struct socket *sock, struct sockaddr *addr, int peer);
	unsigned int (*poll)(struct file *file, struct socket *sock,
			     struct poll_table_struct *pt);
	/* -ENOIOCTLCMD: not one of the family's. */
	int (*ioctl)(struct socket *sock, unsigned int cmd, unsigned long arg);
	int (*listen)(struct socket *sock, int backlog);
	int (*shutdown)(struct socket *sock, int how);
	/* Levels other than SOL_SOCKET. */
	int (*setsockopt)(struct socket *sock, int level, int optname,
			  char __user *optval, unsigned int optlen);
	int (*getsockopt)(struct socket *sock, int level, int optname,
			  char __user *optval, int __user *optlen);
	int (*sendmsg)(struct socket *sock, struct msghdr *msg, size_t len);
	int (*recvmsg)(struct socket *sock, struct msghdr *msg, size_t len,
		       int flags);
	int (*set_peek_off)(struct sock *sk, int val);
};

struct net_proto_family {
	int family;
	/* Give @sock its ops and sk. */
	int (*create)(struct socket *sock, int protocol, int kern);
};

/**
 * sock_register() - let programs make sockets of a family
 * @family: stays the caller's, and there
 *
 * Context: May sleep.
 * Return: 0, -ENOBUFS for a number over AF_MAX, -EEXIST.
 * Pairs with: sock_unregister().
 */
int sock_register(const struct net_proto_family *family);

/**
 * sock_unregister() - no more sockets of a family
 * @family: its number
 *
 * Context: May sleep.
 */
void sock_unregister(int family);

/**
 * sock_create_kern() - make a socket without a file
 * @family: AF_*
 * @type: SOCK_*
 * @protocol: 0: the usual one
 * @res: where it goes
 *
 * Context: May sleep.
 * Return: 0, -EAFNOSUPPORT, -EINVAL, or what the family says.
 * Pairs with: sock_release().
 */
int sock_create_kern(int family, int type, int protocol, struct socket **res);

/**
 * sock_release() - the end of a socket
 * @sock: has no file, or one that goes away
 *
 * Context: May sleep.
 */
void sock_release(struct socket *sock);

/**
 * sock_from_file() - the socket behind an open file
 * @file: open
 *
 * Context: Any context.
 * Return: NULL if it is something else.
 */
struct socket *sock_from_file(struct file *file);

/**
 * sock_sendmsg() - send
 * @sock: the socket
 * @msg: what, where to; msg_iter says how much
 *
 * Context: May sleep.
 * Return: bytes or -errno.
 */
int sock_sendmsg(struct socket *sock, struct msghdr *msg);

/**
 * sock_recvmsg() - receive
 * @sock: the socket
 * @msg: where the bytes go, and what came with them
 * @flags: MSG_*
 *
 * Context: May sleep.
 * Return: bytes or -errno.
 */
int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags);

/* Members of proto_ops for what a family does not have. */
static inline int sock_no_bind(struct socket *sock, struct sockaddr *addr,
			       int len)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_connect(struct socket *sock, struct sockaddr *addr,
				  int len, int flags)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_socketpair(struct socket *sock1, struct socket *sock2)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_accept(struct socket *sock, struct socket *newsock,
				 int flags, bool kern)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_ioctl(struct socket *sock, unsigned int cmd,
				unsigned long arg)
{
	return -ENOIOCTLCMD;
}

static inline int sock_no_listen(struct socket *sock, int backlog)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_shutdown(struct socket *sock, int how)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_setsockopt(struct socket *sock, int level,
				     int optname, char __user *optval,
				     unsigned int optlen)
{
	return -EOPNOTSUPP;
}

static inline int sock_no_getsockopt(struct socket *sock, int level,
				     int optname, char __user *optval,
				     int __user *optlen)
{
	return -EOPNOTSUPP;
}

/* ---- what protocols have of a socket ------------------------------------------ */

/* Linux's numbers for sk_state, which are those of TCP. */
enum {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT,
	TCP_SYN_RECV,
	TCP_FIN_WAIT1,
	TCP_FIN_WAIT2,
	TCP_TIME_WAIT,
	TCP_CLOSE,
	TCP_CLOSE_WAIT,
	TCP_LAST_ACK,
	TCP_LISTEN,
	TCP_CLOSING,
};

/* sk_flags, by sock_set_flag(). */
enum sock_flags {
	SOCK_DEAD,			/* no socket any more */
	SOCK_DBG,
	SOCK_LOCALROUTE,
	SOCK_BROADCAST,
	SOCK_KEEPOPEN,
	SOCK_URGINLINE,
	SOCK_LINGER,
	SOCK_RCVTSTAMP,
	SOCK_ZEROCOPY,
	SOCK_PASSCRED,
	SOCK_NOSPACE,			/* who writes wants to hear of room */
};

#define RCV_SHUTDOWN	1u
#define SEND_SHUTDOWN	2u
#define SHUTDOWN_MASK	3u

#define SK_FOREVER	(~0ull)		/* sk_rcvtimeo, sk_sndtimeo */

/* A kind of sock: set up once by proto_register(). */
struct proto {
	const char *name;
	unsigned int obj_size;		/* bytes of what embeds struct sock */
	struct kmem_cache *slab;
	atomic_t inuse;			/* socks there are */
	struct list_head node;		/* all kinds */
};

struct sock {
	unsigned short sk_family;
	unsigned short sk_type, sk_protocol;
	volatile unsigned char sk_state;	/* TCP_* */
	unsigned char sk_shutdown;	/* RCV_SHUTDOWN, SEND_SHUTDOWN */
	bool sk_reuse, sk_reuseport, sk_no_check;
	unsigned long sk_flags;		/* bits of enum sock_flags */
	refcount_t sk_refcnt;
	refcount_t sk_wmem_alloc;	/* invariant 1 */
	atomic_t sk_rmem_alloc;
	atomic_t sk_drops;
	atomic_t sk_omem_alloc;		/* truesize of notifications */
	atomic_t sk_zckey;		/* the next zero-copy call's number */
	int sk_sndbuf, sk_rcvbuf;
	int sk_rcvlowat;
	int sk_err;			/* told once, by sock_error() */
	int sk_peek_off;		/* -1: MSG_PEEK looks at the beginning */
	unsigned int sk_ack_backlog, sk_max_ack_backlog;
	u32 sk_priority, sk_mark;
	unsigned long sk_lingertime;	/* seconds */
	u64 sk_rcvtimeo, sk_sndtimeo;	/* ns, SK_FOREVER */
	gfp_t sk_allocation;		/* of heads */
	spinlock_t sk_lock;
	struct sk_buff_head sk_receive_queue, sk_write_queue, sk_error_queue;
	wait_queue_head_t sk_wq;
	struct socket *sk_socket;
	struct proto *sk_prot;
	struct ucred sk_peer_cred;	/* pid 0: not known */
	bool sk_has_peer_cred;
	u64 sk_ino;			/* of the socket's inode */
	u32 sk_uid;			/* who made it */
	void *sk_user_data;
	void (*sk_state_change)(struct sock *sk);
	void (*sk_data_ready)(struct sock *sk);
	void (*sk_write_space)(struct sock *sk);
	void (*sk_error_report)(struct sock *sk);
	void (*sk_destruct)(struct sock *sk);
};

static inline void sock_set_flag(struct sock *sk, enum sock_flags flag)
{
	sk->sk_flags |= 1ul << flag;
}

static inline void sock_reset_flag(struct sock *sk, enum sock_flags flag)
{
	sk->sk_flags &= ~(1ul << flag);
}

static inline bool sock_flag(const struct sock *sk, enum sock_flags flag)
{
	return sk->sk_flags >> flag & 1;
}

/* Where those sleep who wait for something of @sk. */
static inline wait_queue_head_t *sk_sleep(struct sock *sk)
{
	return &sk->sk_wq;
}

static inline int sk_wmem_alloc_get(const struct sock *sk)
{
	return (int)refcount_read(&sk->sk_wmem_alloc) - 1;
}

static inline int sk_rmem_alloc_get(const struct sock *sk)
{
	return atomic_read(&sk->sk_rmem_alloc);
}

/* Less than half of the send buffer is used: more may be written. */
static inline bool sock_writeable(const struct sock *sk)
{
	return sk_wmem_alloc_get(sk) < READ_ONCE(sk->sk_sndbuf) / 2;
}

/**
 * proto_register() - set up a kind of sock
 * @prot: name and obj_size are set
 * @alloc_slab: as in Linux; a cache is always made
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: proto_unregister().
 */
int proto_register(struct proto *prot, int alloc_slab);

/**
 * proto_unregister() - undo proto_register()
 * @prot: no sock of it is left
 *
 * Context: May sleep.
 */
void proto_unregister(struct proto *prot);

/**
 * sk_alloc() - make a sock
 * @family: AF_*
 * @gfp: GFP_KERNEL or GFP_ATOMIC
 * @prot: its kind, registered
 *
 * All of it is zero but family, kind and one reference. Unlike Linux: there
 * are no name spaces to belong to.
 *
 * Context: Decided by @gfp.
 * Return: the sock, NULL without memory.
 * Pairs with: sock_put(), after sock_init_data(); sk_free() before it.
 */
struct sock *sk_alloc(int family, gfp_t gfp, struct proto *prot);

/**
 * sk_free() - the owner lets go of a sock
 * @sk: from sk_alloc()
 *
 * It goes when the last sk_buff that it sent is gone, with sk_destruct.
 *
 * Context: Any context.
 */
void sk_free(struct sock *sk);

/**
 * sock_init_data() - queues, limits and callbacks of a fresh sock
 * @sock: the socket it belongs to, or NULL
 * @sk: from sk_alloc()
 *
 * Context: Any context.
 */
void sock_init_data(struct socket *sock, struct sock *sk);

static inline void sock_hold(struct sock *sk)
{
	refcount_inc(&sk->sk_refcnt);
}

static inline void sock_put(struct sock *sk)
{
	if (refcount_dec_and_test(&sk->sk_refcnt))
		sk_free(sk);
}

/**
 * sock_graft() - give a connection that came in its socket
 * @sk: the connection's
 * @parent: fresh, for accept(2)
 *
 * Context: May sleep.
 */
void sock_graft(struct sock *sk, struct socket *parent);

/**
 * sock_orphan() - the socket of a sock goes away
 * @sk: its callbacks tell nobody from now on
 *
 * Context: Any context.
 */
void sock_orphan(struct sock *sk);

/* ---- memory of what is on its way ---------------------------------------------- */

/**
 * sock_wfree() - destructor: what an sk_buff charged a sender is free again
 * @skb: of skb_set_owner_w()
 *
 * Wakes who waits for room. May free the sock.
 *
 * Context: Any context.
 */
void sock_wfree(struct sk_buff *skb);

/**
 * sock_rfree() - destructor: what an sk_buff charged a receiver is free again
 * @skb: of skb_set_owner_r()
 *
 * Context: Any context.
 */
void sock_rfree(struct sk_buff *skb);

/**
 * skb_set_owner_w() - charge an sk_buff to who sends it
 * @skb: its owner until now hears that it is gone
 * @sk: who sends
 *
 * Context: Any context.
 */
void skb_set_owner_w(struct sk_buff *skb, struct sock *sk);

/**
 * skb_set_owner_r() - charge an sk_buff to who receives it
 * @skb: its owner until now hears that it is gone
 * @sk: who receives
 *
 * Context: Any context.
 */
void skb_set_owner_r(struct sk_buff *skb, struct sock *sk);

/**
 * sock_alloc_send_pskb() - make an sk_buff to send, when there is room
 * @sk: who sends
 * @header_len: bytes of the linear part, as tail room
 * @data_len: bytes in pages, from high memory, which are fragments already but
 *	not counted yet: see skb_put_pages()
 * @noblock: do not wait
 * @errcode: why there is none
 * @max_page_order: of the pages
 *
 * Waits while all of sk_sndbuf is used, for sk_sndtimeo at most. Charged to
 * @sk.
 *
 * Context: May sleep.
 * Return: the sk_buff; NULL: *errcode is -EAGAIN, -EPIPE after a shutdown,
 *	-ENOBUFS, -ERESTARTSYS, -EINTR or the socket's error.
 */
struct sk_buff *sock_alloc_send_pskb(struct sock *sk, unsigned long header_len,
				     unsigned long data_len, int noblock,
				     int *errcode, int max_page_order);

/* All room of a fresh one is used: @head bytes, then @data_len in pages. */
static inline void skb_put_pages(struct sk_buff *skb, unsigned int head,
				 unsigned int data_len)
{
	skb_put(skb, head);
	skb->data_len = data_len;
	skb->len += data_len;
}

/**
 * sock_queue_rcv_skb() - put into the receive queue what has arrived
 * @sk: whose
 * @skb: without owner; queued on success only
 *
 * Context: Any context.
 * Return: 0, -ENOMEM when the receive buffer is full.
 */
int sock_queue_rcv_skb(struct sock *sk, struct sk_buff *skb);

/**
 * skb_recv_datagram() - take the first sk_buff of the receive queue
 * @sk: whose
 * @flags: MSG_PEEK: leave it there, with a reference; MSG_DONTWAIT
 * @err: why there is none
 *
 * Waits for sk_rcvtimeo at most.
 *
 * Context: May sleep.
 * Return: the sk_buff; NULL: *err is 0 at the end (shut down), -EAGAIN,
 *	-ERESTARTSYS, -EINTR or the socket's error.
 * Pairs with: kfree_skb().
 */
struct sk_buff *skb_recv_datagram(struct sock *sk, unsigned int flags, int *err);

/* ---- waiting --------------------------------------------------------------------- */

/**
 * sock_rcvdeadline() - when a wait for something to read is over
 * @sk: whose sk_rcvtimeo counts, from now on
 * @noblock: do not wait
 *
 * Context: Any context.
 * Return: nanoseconds of the monotonic clock; SK_FOREVER; 0: it must not begin.
 */
u64 sock_rcvdeadline(const struct sock *sk, int noblock);

/**
 * sock_snddeadline() - when a wait for room is over
 * @sk: whose sk_sndtimeo counts, from now on
 * @noblock: do not wait
 *
 * Context: Any context.
 * Return: as sock_rcvdeadline().
 */
u64 sock_snddeadline(const struct sock *sk, int noblock);

/**
 * sock_wait() - sleep once, after prepare_to_wait() and a look at the condition
 * @wait: in a queue
 * @deadline: from sock_rcvdeadline() or sock_snddeadline()
 *
 * Context: May sleep.
 * Return: 0: look again; -EAGAIN: it is too late; -ERESTARTSYS, or -EINTR if
 *	there is a deadline, for a signal.
 */
int sock_wait(wait_queue_entry_t *wait, u64 deadline);

/* The error of the socket as -errno, told once; 0: none. */
static inline int sock_error(struct sock *sk)
{
	int err;

	if (likely(!sk->sk_err))
		return 0;
	err = sk->sk_err;
	sk->sk_err = 0;
	return -err;
}

/* ---- ancillary data -------------------------------------------------------------- */

/**
 * put_cmsg() - tell a program something beside the bytes
 * @msg: being received
 * @level: SOL_*
 * @type: of that level
 * @len: bytes
 * @data: them
 *
 * What there is no room for is cut off, and MSG_CTRUNC says so.
 *
 * Context: May sleep.
 * Return: 0, -EFAULT.
 */
int put_cmsg(struct msghdr *msg, int level, int type, int len, const void *data);

/* The first block of a message that is sent, or NULL; and the one after it. */
static inline bool CMSG_OK(const struct msghdr *msg, const struct cmsghdr *cmsg)
{
	const size_t off = (const char *)cmsg - (const char *)msg->msg_control;

	return cmsg->cmsg_len >= sizeof(*cmsg) &&
	       cmsg->cmsg_len <= msg->msg_controllen - off;
}

static inline struct cmsghdr *CMSG_FIRSTHDR(const struct msghdr *msg)
{
	return msg->msg_controllen >= sizeof(struct cmsghdr) ?
		msg->msg_control : NULL;
}

static inline struct cmsghdr *cmsg_nxthdr(const struct msghdr *msg,
					  const struct cmsghdr *cmsg)
{
	const size_t off = (const char *)cmsg - (const char *)msg->msg_control;
	const size_t left = msg->msg_controllen - off;
	const size_t step = CMSG_ALIGN(cmsg->cmsg_len);

	if (step > left || left - step < sizeof(*cmsg))
		return NULL;
	return (struct cmsghdr *)((char *)cmsg + step);
}

#define CMSG_DATA(cmsg)	((void *)((struct cmsghdr *)(cmsg) + 1))
#define for_each_cmsghdr(cmsg, msg)					\
	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = cmsg_nxthdr(msg, cmsg))

#endif
