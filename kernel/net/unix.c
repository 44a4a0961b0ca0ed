/* SPDX-License-Identifier: MIT */
/*
 * unix.c - AF_UNIX: sockets and their names.
 *
 * A name is a path, where an inode of type socket stands for it, or (a 0 first)
 * any bytes, known to nobody else. Both are found by one table: paths by their
 * inode, others by what they say and the type of the socket.
 *
 * See internal.h for the whole.
 */
#include "internal.h"

#define NR_BUCKETS	64u
#define ADDR_OFFSET	((int)offsetof(struct sockaddr_un, sun_path))

static struct list_head unix_names[NR_BUCKETS];
struct list_head unix_socks;
DEFINE_SPINLOCK(unix_lock);

/* ---- the table of names ------------------------------------------------- */

static struct list_head *bucket_of_inode(const struct inode *inode)
{
	return &unix_names[inode->i_ino % NR_BUCKETS];
}

static struct list_head *bucket_of_name(const char *name, int len, int type)
{
	u32 hash = (u32)type;

	while (len-- > 0)
		hash = hash * 31 + (unsigned char)*name++;
	return &unix_names[hash % NR_BUCKETS];
}

/* unix_lock is held. */
static struct sock *find_by_inode(const struct inode *inode)
{
	struct unix_sock *u;

	list_for_each_entry(u, bucket_of_inode(inode), name_node)
		if (u->inode == inode)
			return &u->sk;
	return NULL;
}

static struct sock *find_by_name(const struct sockaddr_un *addr, int len,
				 int type)
{
	const int n = len - ADDR_OFFSET;
	struct unix_sock *u;

	list_for_each_entry(u, bucket_of_name(addr->sun_path, n, type),
			    name_node)
		if (!u->inode && u->sk.sk_type == type && u->addr->len == len &&
		    !memcmp(u->addr->name->sun_path, addr->sun_path, n))
			return &u->sk;
	return NULL;
}

/* ---- addresses ---------------------------------------------------------- */

int unix_validate_addr(const struct sockaddr_un *addr, int len)
{
	if (len <= ADDR_OFFSET || len > (int)sizeof(*addr) ||
	    addr->sun_family != AF_UNIX)
		return -EINVAL;
	return 0;
}

static struct unix_address *addr_alloc(const struct sockaddr_un *from, int len)
{
	struct unix_address *addr = kzalloc(sizeof(*addr) + sizeof(*from) + 1,
					    GFP_KERNEL);

	if (!addr)
		return NULL;
	refcount_set(&addr->refcnt, 1);
	addr->len = len;
	memcpy(addr->name, from, len);
	return addr;
}

void unix_put_addr(struct unix_address *addr)
{
	if (addr && refcount_dec_and_test(&addr->refcnt))
		kfree(addr);
}

void unix_copy_addr(struct msghdr *msg, struct sock *sk)
{
	const struct unix_address *addr = sk ? unix_sk(sk)->addr : NULL;

	if (!addr)
		return;
	msg->msg_namelen = addr->len;
	memcpy(msg->msg_name, addr->name, addr->len);
}

/* By path: whoever is bound there. */
static struct sock *find_path(struct sockaddr_un *addr, int len, int type)
{
	struct dentry *dentry;
	struct sock *sk;
	int err;

	((char *)addr)[len] = 0;
	dentry = path_lookup(AT_FDCWD, addr->sun_path, LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	err = inode_permission(dentry->d_inode, MAY_WRITE);
	if (!err && !S_ISSOCK(dentry->d_inode->i_mode))
		err = -ECONNREFUSED;
	spin_lock(&unix_lock);
	sk = err ? ERR_PTR(err) : find_by_inode(dentry->d_inode);
	if (!sk)
		sk = ERR_PTR(-ECONNREFUSED);
	else if (!err && sk->sk_type != type)
		sk = ERR_PTR(-EPROTOTYPE);
	else if (!err)
		sock_hold(sk);
	spin_unlock(&unix_lock);
	if (!IS_ERR(sk))
		inode_touch(dentry->d_inode, false);
	dput(dentry);
	return sk;
}

struct sock *unix_find_other(struct sockaddr_un *addr, int len, int type)
{
	struct sock *sk;

	if (addr->sun_path[0])
		return find_path(addr, len, type);
	spin_lock(&unix_lock);
	sk = find_by_name(addr, len, type);
	if (sk)
		sock_hold(sk);
	spin_unlock(&unix_lock);
	return sk ? sk : ERR_PTR(-ECONNREFUSED);
}

/* ---- bind --------------------------------------------------------------- */

/* unix_lock is held: @sk is known by @addr from now on. */
static void set_addr(struct sock *sk, struct unix_address *addr,
		     struct list_head *bucket)
{
	unix_sk(sk)->addr = addr;
	list_add(&unix_sk(sk)->name_node, bucket);
}

/* Make the inode at the path, which is then ours alone to be found by. */
static int bind_path(struct sock *sk, struct unix_address *addr)
{
	const umode_t mode = S_IFSOCK |
		(S_IRWXUGO & ~current_task()->fs->umask);
	struct unix_sock *u = unix_sk(sk);
	struct inode *inode = new_inode(kernel.pipe, mode);
	const char *path = addr->name->sun_path;
	int err;

	if (!inode)
		return -ENOMEM;
	ihold(inode);
	err = vfs_install(inode, path);
	if (err) {
		iput(inode);
		iput(inode);
		return err == -EEXIST ? -EADDRINUSE : err;
	}
	if (u->addr) {
		do_unlink(AT_FDCWD, path);
		iput(inode);
		return -EINVAL;
	}
	spin_lock(&unix_lock);
	u->inode = inode;
	set_addr(sk, addr, bucket_of_inode(inode));
	spin_unlock(&unix_lock);
	return 0;
}

static int bind_name(struct sock *sk, struct unix_address *addr)
{
	const int type = sk->sk_type;
	int err = 0;

	if (unix_sk(sk)->addr)
		return -EINVAL;
	spin_lock(&unix_lock);
	if (find_by_name(addr->name, addr->len, type))
		err = -EADDRINUSE;
	else
		set_addr(sk, addr, bucket_of_name(addr->name->sun_path,
						  addr->len - ADDR_OFFSET,
						  type));
	spin_unlock(&unix_lock);
	return err;
}

int unix_bind(struct socket *sock, struct sockaddr *uaddr, int len)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)uaddr;
	struct sock *sk = sock->sk;
	struct unix_address *addr;
	int err;

	if (len == ADDR_OFFSET && sun->sun_family == AF_UNIX)
		return unix_autobind(sk);
	err = unix_validate_addr(sun, len);
	if (err)
		return err;
	if (sun->sun_path[0]) {
		((char *)sun)[len] = 0;
		len = (int)strlen(sun->sun_path) + ADDR_OFFSET + 1;
	}
	addr = addr_alloc(sun, min_t(int, len, sizeof(*sun)));
	if (!addr)
		return -ENOMEM;
	addr->len = len;
	mutex_lock(&unix_sk(sk)->bindlock);
	err = sun->sun_path[0] ? bind_path(sk, addr) : bind_name(sk, addr);
	mutex_unlock(&unix_sk(sk)->bindlock);
	if (err)
		unix_put_addr(addr);
	return err;
}

/* Five hexadecimal digits that nobody has. */
static int choose_name(struct sock *sk, struct unix_address *addr)
{
	u32 n;

	arch_random(&n, sizeof(n));
	for (u32 tries = 0; tries <= 0xfffff; tries++, n++) {
		char digits[8];

		snprintf(digits, sizeof(digits), "%05x", n & 0xfffff);
		memcpy(addr->name->sun_path + 1, digits, 5);
		if (bind_name(sk, addr) == 0)
			return 0;
	}
	return -ENOSPC;
}

int unix_autobind(struct sock *sk)
{
	const struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct unix_sock *u = unix_sk(sk);
	struct unix_address *addr;
	int err = 0;

	mutex_lock(&u->bindlock);
	if (!u->addr) {
		addr = addr_alloc(&sun, ADDR_OFFSET + 6);
		err = addr ? choose_name(sk, addr) : -ENOMEM;
		if (err)
			unix_put_addr(addr);
	}
	mutex_unlock(&u->bindlock);
	return err;
}

int unix_autobind_passcred(struct sock *sk)
{
	return sock_flag(sk, SOCK_PASSCRED) && !unix_sk(sk)->addr ?
		unix_autobind(sk) : 0;
}

int unix_getname(struct socket *sock, struct sockaddr *uaddr, int peer)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)uaddr;
	const struct unix_address *addr;
	struct sock *sk = sock->sk;
	int len = ADDR_OFFSET;

	spin_lock(&unix_lock);
	if (peer)
		sk = unix_peer(sk);
	addr = sk ? unix_sk(sk)->addr : NULL;
	if (!sk)
		len = -ENOTCONN;
	else if (addr)
		len = addr->len;
	*sun = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (addr)
		memcpy(sun, addr->name, len);
	spin_unlock(&unix_lock);
	return len;
}

/* ---- beginning and end of a sock ---------------------------------------- */

static struct proto unix_proto = {
	.name = "UNIX", .obj_size = sizeof(struct unix_sock),
};

static void unix_write_space(struct sock *sk)
{
	if (!unix_writable(sk))
		return;
	smp_mb();
	if (waitqueue_active(sk_sleep(sk)))
		wake_up_key(sk_sleep(sk), 0, POLLOUT | POLLWRNORM | POLLWRBAND);
	sock_wake_async(sk);
}

static void unix_sock_destruct(struct sock *sk)
{
	struct unix_sock *u = unix_sk(sk);

	WARN_ON(sk->sk_receive_queue.qlen);
	WARN_ON(u->inflight);
	unix_put_addr(u->addr);
}

struct sock *unix_create1(struct socket *sock, int type)
{
	struct sock *sk = sk_alloc(AF_UNIX, GFP_KERNEL, &unix_proto);
	struct unix_sock *u;

	if (!sk)
		return NULL;
	sock_init_data(sock, sk);
	sk->sk_type = type;
	sk->sk_write_space = unix_write_space;
	sk->sk_destruct = unix_sock_destruct;
	sk->sk_max_ack_backlog = UNIX_MAX_DGRAM_QLEN;
	u = unix_sk(sk);
	mutex_init(&u->iolock);
	mutex_init(&u->bindlock);
	init_waitqueue_head(&u->peer_wait);
	INIT_LIST_HEAD(&u->peer_wake.entry);
	INIT_LIST_HEAD(&u->name_node);
	INIT_LIST_HEAD(&u->inflight_node);
	INIT_LIST_HEAD(&u->live_node);
	spin_lock(&unix_lock);
	list_add_tail(&u->all_node, &unix_socks);
	spin_unlock(&unix_lock);
	return sk;
}

static int unix_create(struct socket *sock, int protocol, int kern)
{
	if (protocol && protocol != PF_UNIX)
		return -EPROTONOSUPPORT;
	switch (sock->type) {
	case SOCK_STREAM:
		sock->ops = &unix_stream_ops;
		break;
	case SOCK_RAW:			/* as BSD had it */
		sock->type = SOCK_DGRAM;
		fallthrough;
	case SOCK_DGRAM:
		sock->ops = &unix_dgram_ops;
		break;
	case SOCK_SEQPACKET:
		sock->ops = &unix_seqpacket_ops;
		break;
	default:
		return -ESOCKTNOSUPPORT;
	}
	return unix_create1(sock, sock->type) ? 0 : -ENOMEM;
}

/* The other side of a connection hears that there is none any more. */
static void tell_peer(struct sock *sk, struct sock *peer, bool reset)
{
	if (connection_based(sk)) {
		peer->sk_shutdown = SHUTDOWN_MASK;
		if (reset)
			peer->sk_err = ECONNRESET;
		peer->sk_state_change(peer);
		sock_wake_async(peer);
	}
	unix_peer_wake_disconnect(sk, peer);
	sock_put(peer);
}

/* What nobody will read; of a listener, the connections nobody accepted. */
static void flush(struct sock *sk, bool was_listening)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(&sk->sk_receive_queue))) {
		if (was_listening)
			unix_release_sock(skb->sk, true);
		kfree_skb(skb);
	}
}

void unix_release_sock(struct sock *sk, bool embryo)
{
	struct unix_sock *u = unix_sk(sk);
	struct inode *inode = u->inode;
	bool was_listening, unread;
	struct sock *peer;

	sock_orphan(sk);
	spin_lock(&unix_lock);
	if (!list_empty(&u->name_node))
		list_del_init(&u->name_node);
	list_del_init(&u->all_node);
	u->inode = NULL;
	was_listening = sk->sk_state == TCP_LISTEN;
	sk->sk_shutdown = SHUTDOWN_MASK;
	sk->sk_state = TCP_CLOSE;
	u->oob = NULL;
	peer = u->peer;
	u->peer = NULL;
	unread = sk->sk_receive_queue.qlen != 0;
	spin_unlock(&unix_lock);

	wake_up_key(&u->peer_wait, 0, 0);
	if (peer)
		tell_peer(sk, peer, unread || embryo);
	flush(sk, was_listening);
	iput(inode);
	sock_put(sk);
}

int unix_release(struct socket *sock)
{
	struct sock *sk = sock->sk;

	if (!sk)
		return 0;
	sock->sk = NULL;
	unix_release_sock(sk, false);
	unix_gc_sometimes();
	return 0;
}

/* ---- ioctl -------------------------------------------------------------- */

static long bytes_to_read(struct sock *sk)
{
	struct sk_buff_head *queue = &sk->sk_receive_queue;
	struct sk_buff *skb;
	unsigned long flags;
	long n = 0;

	if (sk->sk_state == TCP_LISTEN)
		return -EINVAL;
	spin_lock_irqsave(&queue->lock, flags);
	skb_queue_walk(queue, skb) {
		n += unix_skb_len(skb);
		if (!connection_based(sk))
			break;
	}
	spin_unlock_irqrestore(&queue->lock, flags);
	return n;
}

int unix_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct sock *sk = sock->sk;
	long n;

	switch (cmd) {
	case SIOCOUTQ:
		n = sk_wmem_alloc_get(sk);
		break;
	case SIOCINQ:
		n = bytes_to_read(sk);
		break;
	case SIOCATMARK:
		n = unix_atmark(sk);
		break;
	default:
		return -ENOIOCTLCMD;
	}
	return n < 0 ? (int)n : put_user((int)n, (int __user *)arg);
}

/* ---- the family --------------------------------------------------------- */

const struct proto_ops unix_stream_ops = {
	.family		= AF_UNIX,
	.release	= unix_release,
	.bind		= unix_bind,
	.connect	= unix_stream_connect,
	.socketpair	= unix_socketpair,
	.accept		= unix_accept,
	.getname	= unix_getname,
	.poll		= unix_poll,
	.ioctl		= unix_ioctl,
	.listen		= unix_listen,
	.shutdown	= unix_shutdown,
	.setsockopt	= sock_no_setsockopt,
	.getsockopt	= sock_no_getsockopt,
	.sendmsg	= unix_stream_sendmsg,
	.recvmsg	= unix_stream_recvmsg,
	.set_peek_off	= unix_set_peek_off,
};

const struct proto_ops unix_dgram_ops = {
	.family		= AF_UNIX,
	.release	= unix_release,
	.bind		= unix_bind,
	.connect	= unix_dgram_connect,
	.socketpair	= unix_socketpair,
	.accept		= sock_no_accept,
	.getname	= unix_getname,
	.poll		= unix_dgram_poll,
	.ioctl		= unix_ioctl,
	.listen		= sock_no_listen,
	.shutdown	= unix_shutdown,
	.setsockopt	= sock_no_setsockopt,
	.getsockopt	= sock_no_getsockopt,
	.sendmsg	= unix_dgram_sendmsg,
	.recvmsg	= unix_dgram_recvmsg,
	.set_peek_off	= unix_set_peek_off,
};

const struct proto_ops unix_seqpacket_ops = {
	.family		= AF_UNIX,
	.release	= unix_release,
	.bind		= unix_bind,
	.connect	= unix_stream_connect,
	.socketpair	= unix_socketpair,
	.accept		= unix_accept,
	.getname	= unix_getname,
	.poll		= unix_dgram_poll,
	.ioctl		= unix_ioctl,
	.listen		= unix_listen,
	.shutdown	= unix_shutdown,
	.setsockopt	= sock_no_setsockopt,
	.getsockopt	= sock_no_getsockopt,
	.sendmsg	= unix_seqpacket_sendmsg,
	.recvmsg	= unix_seqpacket_recvmsg,
	.set_peek_off	= unix_set_peek_off,
};

static const struct net_proto_family unix_family = {
	.family = AF_UNIX, .create = unix_create,
};

int unix_init(void)
{
	int err = proto_register(&unix_proto, 1);

	if (err)
		return err;
	INIT_LIST_HEAD(&unix_socks);
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		INIT_LIST_HEAD(&unix_names[i]);
	err = sock_register(&unix_family);
	if (err)
		proto_unregister(&unix_proto);
	return err;
}

void unix_exit(void)
{
	unix_gc();
	sock_unregister(AF_UNIX);
	proto_unregister(&unix_proto);
}
