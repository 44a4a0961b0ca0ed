/* SPDX-License-Identifier: MIT */
/*
 * socket.c - sockets as files, and the families they come from.
 *
 *	descriptor -> struct file -> inode of type socket
 *	                  |private_data
 *	             struct socket -> ops, sk
 *
 * An inode of the tree "sockfs" gives a socket its number, owner and times; the
 * file finds the socket. The socket goes with the file's last reference.
 *
 * Locking: families[] changes while no program runs.
 */
#include "internal.h"

#define SOCKFS_MAGIC	0x534f434bul

static const struct net_proto_family *families[AF_MAX];
static struct super_block *sockfs;
static unsigned int sockets;		/* there are */

unsigned int nr_sockets(void)
{
	return sockets;
}

/* ---- families ----------------------------------------------------------- */

int sock_register(const struct net_proto_family *family)
{
	if (family->family < 0 || family->family >= AF_MAX)
		return -ENOBUFS;
	if (families[family->family])
		return -EEXIST;
	families[family->family] = family;
	return 0;
}

void sock_unregister(int family)
{
	families[family] = NULL;
}

struct socket *sock_alloc(void)
{
	struct socket *sock = kzalloc(sizeof(*sock), GFP_KERNEL);

	if (sock) {
		sock->state = SS_UNCONNECTED;
		sockets++;
	}
	return sock;
}

void sock_release(struct socket *sock)
{
	if (sock->ops)
		sock->ops->release(sock);
	sockets--;
	kfree(sock);
}

static int create(int family, int type, int protocol, struct socket **res,
		  int kern)
{
	struct socket *sock;
	int err;

	if (family < 0 || family >= AF_MAX)
		return -EAFNOSUPPORT;
	if (type < 0 || type >= SOCK_MAX)
		return -EINVAL;
	if (!families[family])
		return -EAFNOSUPPORT;
	sock = sock_alloc();
	if (!sock)
		return -ENFILE;
	sock->type = type;
	err = families[family]->create(sock, protocol, kern);
	if (err) {
		sock->ops = NULL;
		sock_release(sock);
		return err;
	}
	*res = sock;
	return 0;
}

int sock_create(int family, int type, int protocol, struct socket **res)
{
	return create(family, type, protocol, res, 0);
}

int sock_create_kern(int family, int type, int protocol, struct socket **res)
{
	return create(family, type, protocol, res, 1);
}

/* ---- moving bytes ------------------------------------------------------- */

int sock_sendmsg(struct socket *sock, struct msghdr *msg)
{
	return sock->ops->sendmsg(sock, msg, iov_iter_count(&msg->msg_iter));
}

int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags)
{
	return sock->ops->recvmsg(sock, msg, iov_iter_count(&msg->msg_iter),
				  flags);
}

static int nonblock(const struct kiocb *iocb)
{
	return iocb->ki_filp->f_flags & O_NONBLOCK ||
	       iocb->ki_flags & IOCB_NOWAIT ? MSG_DONTWAIT : 0;
}

static ssize_t sock_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct msghdr msg = { .msg_iter = *iter };
	int n;

	if (!iov_iter_count(iter))
		return 0;
	n = sock_recvmsg(iocb->ki_filp->private_data, &msg, nonblock(iocb));
	*iter = msg.msg_iter;
	return n;
}

static ssize_t sock_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct socket *sock = iocb->ki_filp->private_data;
	struct msghdr msg = {
		.msg_iter = *iter, .msg_flags = nonblock(iocb),
	};
	int n;

	if (sock->type == SOCK_SEQPACKET)
		msg.msg_flags |= MSG_EOR;
	n = sock_sendmsg(sock, &msg);
	*iter = msg.msg_iter;
	return n;
}

/* ---- other things done to the file -------------------------------------- */

static unsigned int sock_poll(struct file *file, struct poll_table_struct *pt)
{
	struct socket *sock = file->private_data;

	return sock->ops->poll(file, sock, pt);
}

static long set_owner(struct file *file, const int __user *arg)
{
	int pid;

	return get_user(pid, arg) ? -EFAULT : file_set_owner(file, pid);
}

static long sock_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct socket *sock = file->private_data;
	long err;

	switch (cmd) {
	case FIOSETOWN:
	case SIOCSPGRP:
		return set_owner(file, (const int __user *)arg);
	case FIOGETOWN:
	case SIOCGPGRP:
		return put_user(file->f_owner.pid, (int __user *)arg);
	}
	err = sock->ops->ioctl(sock, cmd, arg);
	return err == -ENOIOCTLCMD ? -ENOTTY : err;
}

void sock_wake_async(struct sock *sk)
{
	const struct file *file = sk->sk_socket ? sk->sk_socket->file : NULL;

	if (unlikely(file && file->f_flags & O_ASYNC))
		file_signal_owner(file);
}

static int sock_close(struct inode *inode, struct file *file)
{
	sock_release(file->private_data);
	return 0;
}

/* Nothing that has a name is a socket that can be opened. */
static int sock_open(struct inode *inode, struct file *file)
{
	return -ENXIO;
}

const struct file_operations socket_file_ops = {
	.llseek		= no_llseek,
	.read_iter	= sock_read_iter,
	.write_iter	= sock_write_iter,
	.splice_read	= copy_splice_read,
	.poll		= sock_poll,
	.unlocked_ioctl	= sock_ioctl,
	.open		= sock_open,
	.release	= sock_close,
};

/* ---- files -------------------------------------------------------------- */

static struct dentry *sock_dentry(void)
{
	struct dentry *dentry = d_alloc(sockfs->s_root, "socket", 6);
	struct inode *inode;

	if (!dentry)
		return NULL;
	inode = new_inode(sockfs, S_IFSOCK | S_IRWXUGO);
	if (!inode) {
		dput(dentry);
		return NULL;
	}
	inode->i_uid = current_task()->fsuid;
	inode->i_gid = current_task()->fsgid;
	dentry->d_inode = inode;
	return dentry;
}

struct file *sock_alloc_file(struct socket *sock, int flags)
{
	struct dentry *dentry = sock_dentry();
	struct file *file = dentry ?
		file_alloc(dentry, O_RDWR | (flags & O_NONBLOCK)) : NULL;

	dput(dentry);
	if (!file) {
		sock_release(sock);
		return ERR_PTR(-ENFILE);
	}
	file->f_op = &socket_file_ops;
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	file->private_data = sock;
	sock->file = file;
	if (sock->sk)
		sock->sk->sk_ino = file->f_inode->i_ino;
	return file;
}

struct socket *sock_from_file(struct file *file)
{
	return file->f_op == &socket_file_ops ? file->private_data : NULL;
}

struct socket *sockfd_lookup(int fd, struct fd *f)
{
	struct socket *sock;

	*f = fdget(fd);
	if (!f->file)
		return ERR_PTR(-EBADF);
	sock = sock_from_file(f->file);
	if (sock)
		return sock;
	fdput(*f);
	return ERR_PTR(-ENOTSOCK);
}

void net_process_ended(void)
{
	unix_gc();
}

/* ---- beginning and end -------------------------------------------------- */

int net_init(void)
{
	int err = netdev_init();

	if (err)
		return err;
	err = -ENOMEM;
	sockfs = sb_create("sockfs", SOCKFS_MAGIC, NULL, 0555);
	if (!sockfs)
		goto devices;
	err = unix_init();
	if (err)
		goto files;
	err = inet_init();
	if (!err)
		return 0;
	unix_exit();
files:
	sb_destroy(sockfs);
	sockfs = NULL;
devices:
	netdev_exit();
	return err;
}

void net_exit(void)
{
	if (!sockfs)
		return;
	inet_exit();
	unix_exit();
	sb_destroy(sockfs);
	sockfs = NULL;
	netdev_exit();
}
