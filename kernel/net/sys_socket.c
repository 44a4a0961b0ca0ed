/* SPDX-License-Identifier: MIT */
/*
 * sys_socket.c - system calls that make, name, join and end sockets.
 *
 * The pattern: copy the address in, find the socket, have its family do it,
 * copy the address out.
 */
#include "internal.h"

/* ---- addresses ---------------------------------------------------------- */

int move_addr_to_kernel(void __user *uaddr, int ulen,
			struct sockaddr_storage *kaddr)
{
	if (ulen < 0 || ulen > (int)sizeof(*kaddr))
		return -EINVAL;
	if (ulen && copy_from_user(kaddr, uaddr, ulen))
		return -EFAULT;
	return 0;
}

int move_addr_to_user(const struct sockaddr_storage *kaddr, int klen,
		      void __user *uaddr, int __user *ulen)
{
	int len;

	if (get_user(len, ulen))
		return -EFAULT;
	len = min(len, klen);
	if (len < 0)
		return -EINVAL;
	if (len && copy_to_user(uaddr, kaddr, len))
		return -EFAULT;
	return put_user(klen, ulen);
}

/* ---- making ------------------------------------------------------------- */

/* A descriptor for @sock, which it takes over. */
static long sock_map_fd(struct socket *sock, int flags)
{
	struct file *file = sock_alloc_file(sock, flags);
	long fd;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = fd_install(current_task()->files, file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		fput(file);
	return fd;
}

SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol)
{
	const int flags = type & ~SOCK_TYPE_MASK;
	struct socket *sock;
	int err;

	if (flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	err = sock_create(family, type & SOCK_TYPE_MASK, protocol, &sock);
	return err ? err : sock_map_fd(sock, flags);
}

/* Two sockets that are joined, as files; on an error there is none. */
static int make_pair(int family, int type, int protocol, struct file **file)
{
	const int flags = type & ~SOCK_TYPE_MASK;
	struct socket *a, *b;
	int err = sock_create(family, type & SOCK_TYPE_MASK, protocol, &a);

	if (err)
		return err;
	err = sock_create(family, type & SOCK_TYPE_MASK, protocol, &b);
	if (err) {
		sock_release(a);
		return err;
	}
	err = a->ops->socketpair(a, b);
	if (err) {
		sock_release(b);
		sock_release(a);
		return err;
	}
	file[0] = sock_alloc_file(a, flags);
	if (IS_ERR(file[0])) {
		sock_release(b);
		return PTR_ERR(file[0]);
	}
	file[1] = sock_alloc_file(b, flags);
	if (!IS_ERR(file[1]))
		return 0;
	fput(file[0]);
	return PTR_ERR(file[1]);
}

SYSCALL_DEFINE4(socketpair, int, family, int, type, int, protocol,
		int __user *, usv)
{
	const int flags = type & ~SOCK_TYPE_MASK;
	struct file *file[2] = { NULL };
	int err;

	if (flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	err = make_pair(family, type, protocol, file);
	return err ? err : install_pair(file, flags, usv);
}

/* ---- naming and joining ------------------------------------------------- */

SYSCALL_DEFINE3(bind, int, fd, struct sockaddr __user *, uaddr, int, len)
{
	struct sockaddr_storage addr;
	struct fd f;
	struct socket *sock = sockfd_lookup(fd, &f);
	int err;

	if (IS_ERR(sock))
		return PTR_ERR(sock);
	err = move_addr_to_kernel(uaddr, len, &addr);
	if (!err)
		err = sock->ops->bind(sock, (struct sockaddr *)&addr, len);
	fdput(f);
	return err;
}

SYSCALL_DEFINE2(listen, int, fd, int, backlog)
{
	struct fd f;
	struct socket *sock = sockfd_lookup(fd, &f);
	int err;

	if (IS_ERR(sock))
		return PTR_ERR(sock);
	err = sock->ops->listen(sock, min_t(unsigned int, backlog, SOMAXCONN));
	fdput(f);
	return err;
}

SYSCALL_DEFINE3(connect, int, fd, struct sockaddr __user *, uaddr, int, len)
{
	struct sockaddr_storage addr;
	struct fd f = fdget(fd);
	struct socket *sock;
	int err;

	/* The address is looked at before what kind of file it is. */
	if (!f.file)
		return -EBADF;
	err = move_addr_to_kernel(uaddr, len, &addr);
	if (!err) {
		sock = sock_from_file(f.file);
		err = sock ? sock->ops->connect(sock, (struct sockaddr *)&addr,
						len, f.file->f_flags) :
			     -ENOTSOCK;
	}
	fdput(f);
	return err;
}

/* The next connection as a file, not known to the program yet. */
static struct file *accept_file(struct socket *sock, int file_flags, int flags,
				struct sockaddr __user *uaddr, int __user *ulen)
{
	struct socket *new = sock_alloc();
	struct sockaddr_storage addr;
	struct file *file;
	int err, len;

	if (!new)
		return ERR_PTR(-ENFILE);
	new->type = sock->type;
	new->ops = sock->ops;
	file = sock_alloc_file(new, flags);
	if (IS_ERR(file))
		return file;
	err = sock->ops->accept(sock, new, file_flags, false);
	if (!err && uaddr) {
		memset(&addr, 0, sizeof(addr));
		len = sock->ops->getname(new, (struct sockaddr *)&addr, 2);
		err = len < 0 ? -ECONNABORTED :
			move_addr_to_user(&addr, len, uaddr, ulen);
	}
	if (!err)
		return file;
	fput(file);
	return ERR_PTR(err);
}

long ksys_accept4(int fd, struct sockaddr __user *uaddr, int __user *ulen,
		  int flags)
{
	struct files_struct *files = current_task()->files;
	struct socket *sock;
	struct file *file;
	struct fd f;
	long newfd;

	if (flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK)) {
		f = fdget(fd);
		fdput(f);
		return f.file ? -EINVAL : -EBADF;
	}
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	sock = sock_from_file(f.file);
	file = sock ? accept_file(sock, f.file->f_flags, flags, uaddr, ulen) :
		      ERR_PTR(-ENOTSOCK);
	fdput(f);
	if (IS_ERR(file))
		return PTR_ERR(file);
	newfd = fd_install(files, file, 0, flags & SOCK_CLOEXEC);
	if (newfd < 0)
		fput(file);
	return newfd;
}

SYSCALL_DEFINE4(accept4, int, fd, struct sockaddr __user *, uaddr,
		int __user *, ulen, int, flags)
{
	return ksys_accept4(fd, uaddr, ulen, flags);
}

static long get_name(int fd, struct sockaddr __user *uaddr, int __user *ulen,
		     int peer)
{
	struct sockaddr_storage addr;
	struct fd f;
	struct socket *sock = sockfd_lookup(fd, &f);
	int n;

	if (IS_ERR(sock))
		return PTR_ERR(sock);
	memset(&addr, 0, sizeof(addr));
	n = sock->ops->getname(sock, (struct sockaddr *)&addr, peer);
	if (n >= 0)
		n = move_addr_to_user(&addr, n, uaddr, ulen);
	fdput(f);
	return n;
}

SYSCALL_DEFINE3(getsockname, int, fd, struct sockaddr __user *, uaddr,
		int __user *, ulen)
{
	return get_name(fd, uaddr, ulen, 0);
}

SYSCALL_DEFINE3(getpeername, int, fd, struct sockaddr __user *, uaddr,
		int __user *, ulen)
{
	return get_name(fd, uaddr, ulen, 1);
}

SYSCALL_DEFINE2(shutdown, int, fd, int, how)
{
	struct fd f;
	struct socket *sock = sockfd_lookup(fd, &f);
	int err;

	if (IS_ERR(sock))
		return PTR_ERR(sock);
	err = sock->ops->shutdown(sock, how);
	fdput(f);
	return err;
}

/* ---- options ------------------------------------------------------------ */

SYSCALL_DEFINE5(setsockopt, int, fd, int, level, int, optname,
		char __user *, optval, int, optlen)
{
	struct fd f;
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &f);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	err = sock_setsockopt(sock, level, optname, optval, optlen);
	fdput(f);
	return err;
}

SYSCALL_DEFINE5(getsockopt, int, fd, int, level, int, optname,
		char __user *, optval, int __user *, optlen)
{
	struct fd f;
	struct socket *sock = sockfd_lookup(fd, &f);
	int err;

	if (IS_ERR(sock))
		return PTR_ERR(sock);
	err = sock_getsockopt(sock, level, optname, optval, optlen);
	fdput(f);
	return err;
}
