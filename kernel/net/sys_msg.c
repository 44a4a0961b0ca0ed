/* SPDX-License-Identifier: MIT */
/*
 * sys_msg.c - system calls that send and receive.
 *
 * All become a struct msghdr: the vector as an iov_iter, the address in kernel
 * memory, and ancillary data copied in (sending) or filled in at the program's
 * memory (receiving).
 */
#include "internal.h"
#include <uapi/time.h>

#define FAST_IOV	8u
#define FAST_CONTROL	64u		/* bytes of ancillary data on the stack */
#define CONTROL_MAX	20480u		/* as Linux's optmem_max */
#define MSG_CMSG_COMPAT	(sizeof(long) == 8 ? 0x80000000u : 0)

static unsigned int nonblock(const struct file *file)
{
	return file->f_flags & O_NONBLOCK ? MSG_DONTWAIT : 0;
}

/* ---- one piece ---------------------------------------------------------- */

SYSCALL_DEFINE6(sendto, int, fd, void __user *, buf, size_t, len,
		unsigned int, flags, struct sockaddr __user *, uaddr, int, addrlen)
{
	struct sockaddr_storage addr;
	struct msghdr msg = { .msg_name = NULL };
	struct socket *sock;
	struct fd f;
	int err = import_ubuf(ITER_SOURCE, buf, len, &msg.msg_iter);

	if (err)
		return err;
	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	if (uaddr) {
		err = move_addr_to_kernel(uaddr, addrlen, &addr);
		msg.msg_name = &addr;
		msg.msg_namelen = addrlen;
	}
	if (!err) {
		msg.msg_flags = flags | nonblock(f.file);
		err = sock_sendmsg(sock, &msg);
	}
	fdput(f);
	return err;
}

SYSCALL_DEFINE6(recvfrom, int, fd, void __user *, buf, size_t, len,
		unsigned int, flags, struct sockaddr __user *, uaddr,
		int __user *, addrlen)
{
	struct sockaddr_storage addr;
	struct msghdr msg = { .msg_name = uaddr ? &addr : NULL };
	struct socket *sock;
	struct fd f;
	int n = import_ubuf(ITER_DEST, buf, len, &msg.msg_iter), err;

	if (n)
		return n;
	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	n = sock_recvmsg(sock, &msg, (int)(flags | nonblock(f.file)));
	if (n >= 0 && uaddr) {
		err = move_addr_to_user(&addr, msg.msg_namelen, uaddr, addrlen);
		n = err < 0 ? err : n;
	}
	fdput(f);
	return n;
}

/* ---- messages ----------------------------------------------------------- */

/* What a message needs in the kernel besides the msghdr. */
struct message {
	struct msghdr msg;
	struct sockaddr_storage addr;
	void __user *uaddr;		/* as the program has it */
	struct iovec fast[FAST_IOV], *vec;	/* vec: for kfree() */
	char control[FAST_CONTROL] __aligned(8);
};

/* Copy a header in, with its vector. 0 or -errno; kfree(m->vec) afterwards. */
static int get_msghdr(struct message *m, const struct user_msghdr __user *umsg,
		      unsigned int direction)
{
	struct user_msghdr u;
	ssize_t n;

	m->vec = NULL;
	if (copy_from_user(&u, umsg, sizeof(u)))
		return -EFAULT;
	m->msg = (struct msghdr){
		.msg_namelen = u.msg_name ? u.msg_namelen : 0,
		.msg_control_user = u.msg_control,
		.msg_controllen = u.msg_controllen,
		.msg_flags = u.msg_flags,
	};
	if (m->msg.msg_namelen < 0)
		return -EINVAL;
	m->msg.msg_namelen = min_t(int, m->msg.msg_namelen, sizeof(m->addr));
	m->uaddr = u.msg_name;
	if (direction == ITER_SOURCE && m->msg.msg_namelen) {
		if (copy_from_user(&m->addr, u.msg_name, m->msg.msg_namelen))
			return -EFAULT;
		m->msg.msg_name = &m->addr;
	}
	if (u.msg_iovlen > UIO_MAXIOV)
		return -EMSGSIZE;
	m->vec = m->fast;
	n = import_iovec((int)direction, u.msg_iov, (unsigned int)u.msg_iovlen,
			 FAST_IOV, &m->vec, &m->msg.msg_iter);
	return n < 0 ? (int)n : 0;
}

/* Copy ancillary data in. kfree(*buf) afterwards. */
static int get_control(struct message *m, void **buf)
{
	const size_t len = m->msg.msg_controllen;
	void *to = m->control;

	*buf = NULL;
	if (len > INT_MAX)
		return -ENOBUFS;
	if (!len)
		return 0;
	if (len > sizeof(m->control))
		to = *buf = len > CONTROL_MAX ? NULL : kmalloc(len, GFP_KERNEL);
	if (!to)
		return -ENOBUFS;
	if (copy_from_user(to, m->msg.msg_control_user, len))
		return -EFAULT;
	m->msg.msg_control = to;
	return 0;
}

/* @allowed: flags that the message itself may bring. */
static long send_message(struct socket *sock, struct message *m,
			 const struct user_msghdr __user *umsg,
			 unsigned int flags, unsigned int allowed)
{
	void *control = NULL;
	int n = get_msghdr(m, umsg, ITER_SOURCE);

	if (!n)
		n = get_control(m, &control);
	if (!n) {
		m->msg.msg_flags = flags | (m->msg.msg_flags & allowed) |
				   nonblock(sock->file);
		n = sock_sendmsg(sock, &m->msg);
	}
	kfree(control);
	kfree(m->vec);
	return n;
}

SYSCALL_DEFINE3(sendmsg, int, fd, const struct user_msghdr __user *, umsg,
		unsigned int, flags)
{
	struct message m;
	struct socket *sock;
	struct fd f;
	long n;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	n = send_message(sock, &m, umsg, flags, 0);
	fdput(f);
	return n;
}

static long send_messages(struct socket *sock, struct mmsghdr __user *mmsg,
			  unsigned int nr, unsigned int flags)
{
	struct message m;
	unsigned int done = 0;
	long n = 0;

	while (done < nr) {
		n = send_message(sock, &m, &mmsg[done].msg_hdr, flags, MSG_EOR);
		if (n < 0)
			break;
		n = put_user((unsigned int)n, &mmsg[done].msg_len);
		if (n)
			break;
		done++;
		if (iov_iter_count(&m.msg.msg_iter))
			break;
	}
	return done ? (long)done : n;
}

SYSCALL_DEFINE4(sendmmsg, int, fd, struct mmsghdr __user *, mmsg,
		unsigned int, nr, unsigned int, flags)
{
	struct socket *sock;
	struct fd f;
	long n;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	n = send_messages(sock, mmsg, min(nr, UIO_MAXIOV), flags);
	fdput(f);
	return n;
}

/* ---- receiving messages ------------------------------------------------- */

/* Tell the program what came with the bytes; 0 or -errno. */
static int put_msghdr(const struct message *m, struct user_msghdr __user *umsg,
		      const void __user *control)
{
	const struct msghdr *msg = &m->msg;
	size_t used = (const char *)msg->msg_control_user -
		      (const char *)control;
	int err = 0;

	if (m->uaddr)
		err = move_addr_to_user(&m->addr, msg->msg_namelen, m->uaddr,
					&umsg->msg_namelen);
	if (!err)
		err = put_user(msg->msg_flags, &umsg->msg_flags);
	return err ? err : put_user((unsigned long)used, &umsg->msg_controllen);
}

static long recv_message(struct socket *sock, struct message *m,
			 struct user_msghdr __user *umsg, unsigned int flags)
{
	int n = get_msghdr(m, umsg, ITER_DEST), err;
	const void __user *control = n ? NULL : m->msg.msg_control_user;

	if (!n) {
		m->msg.msg_name = &m->addr;
		m->msg.msg_namelen = 0;
		m->msg.msg_flags = flags & MSG_CMSG_CLOEXEC;
		n = sock_recvmsg(sock, &m->msg,
				 (int)(flags | nonblock(sock->file)));
	}
	if (n >= 0) {
		err = put_msghdr(m, umsg, control);
		n = err ? err : n;
	}
	kfree(m->vec);
	return n;
}

SYSCALL_DEFINE3(recvmsg, int, fd, struct user_msghdr __user *, umsg,
		unsigned int, flags)
{
	struct message m;
	struct socket *sock;
	struct fd f;
	long n;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	n = recv_message(sock, &m, umsg, flags);
	fdput(f);
	return n;
}

/* Time is looked at after each message only: a wait goes on behind the end. */
static bool time_is_up(u64 end, u64 *left)
{
	const u64 now = arch_clock_ns(false);

	*left = now < end ? end - now : 0;
	return !*left;
}

static long recv_messages(struct socket *sock, struct mmsghdr __user *mmsg,
			  unsigned int nr, unsigned int flags, u64 *left)
{
	const u64 end = left ? arch_clock_ns(false) + *left : 0;
	struct message m;
	unsigned int done = 0;
	long n = sock_error(sock->sk);

	if (n)
		return n;
	while (done < nr) {
		n = recv_message(sock, &m, &mmsg[done].msg_hdr,
				 flags & ~(unsigned int)MSG_WAITFORONE);
		if (n < 0)
			break;
		n = put_user((unsigned int)n, &mmsg[done].msg_len);
		if (n)
			break;
		done++;
		if (flags & MSG_WAITFORONE)
			flags |= MSG_DONTWAIT;
		if (left && time_is_up(end, left))
			break;
		if (m.msg.msg_flags & MSG_OOB)
			break;
	}
	/* What stopped it is told by the next call; a signal is no error of the
	 * socket's. */
	if (done && n < 0 && n != -EAGAIN && n != -ERESTARTSYS && n != -EINTR)
		sock->sk->sk_err = (int)-n;
	return done ? (long)done : n;
}

long do_recvmmsg(int fd, struct mmsghdr __user *mmsg, unsigned int nr,
		 unsigned int flags, u64 *left)
{
	struct fd f;
	struct socket *sock;
	long n;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	n = recv_messages(sock, mmsg, nr, flags, left);
	fdput(f);
	return n;
}

SYSCALL_DEFINE5(recvmmsg, int, fd, struct mmsghdr __user *, mmsg,
		unsigned int, nr, unsigned int, flags,
		struct __kernel_timespec __user *, uts)
{
	struct timespec64 ts;
	u64 left;
	long n;

	if (!uts)
		return do_recvmmsg(fd, mmsg, nr, flags, NULL);
	if (get_timespec64(&ts, uts))
		return -EFAULT;
	if (timespec64_to_ns(&ts, &left))
		return -EINVAL;
	n = do_recvmmsg(fd, mmsg, nr, flags, &left);
	return n > 0 && put_timespec(left, uts) ? -EFAULT : n;
}
