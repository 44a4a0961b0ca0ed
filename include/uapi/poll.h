/* SPDX-License-Identifier: MIT */
/*
 * uapi/poll.h - events of poll(2) and epoll(7), flags of eventfd(2).
 */
#ifndef UAPI_POLL_H
#define UAPI_POLL_H

struct pollfd {
	int fd;
	short events;
	short revents;
};

#define POLLIN		0x0001
#define POLLPRI		0x0002
#define POLLOUT		0x0004
#define POLLERR		0x0008
#define POLLHUP		0x0010
#define POLLNVAL	0x0020
#define POLLRDNORM	0x0040
#define POLLRDBAND	0x0080
#define POLLWRNORM	0x0100
#define POLLWRBAND	0x0200
#define POLLMSG		0x0400
#define POLLREMOVE	0x1000
#define POLLRDHUP	0x2000

#define EPOLLIN			POLLIN
#define EPOLLPRI		POLLPRI
#define EPOLLOUT		POLLOUT
#define EPOLLERR		POLLERR
#define EPOLLHUP		POLLHUP
#define EPOLLNVAL		POLLNVAL
#define EPOLLRDNORM		POLLRDNORM
#define EPOLLRDBAND		POLLRDBAND
#define EPOLLWRNORM		POLLWRNORM
#define EPOLLWRBAND		POLLWRBAND
#define EPOLLMSG		POLLMSG
#define EPOLLRDHUP		POLLRDHUP

#define EPOLL_CLOEXEC		02000000
#define EPOLL_CTL_ADD		1
#define EPOLL_CTL_DEL		2
#define EPOLL_CTL_MOD		3
#define EPOLLEXCLUSIVE		(1u << 28)
#define EPOLLWAKEUP		(1u << 29)
#define EPOLLONESHOT		(1u << 30)
#define EPOLLET			(1u << 31)

#ifdef __x86_64__
#define EPOLL_PACKED	__attribute__((__packed__))
#else
#define EPOLL_PACKED
#endif

struct epoll_event {
	unsigned int events;
	unsigned long long data;
} EPOLL_PACKED;

#define EFD_SEMAPHORE	1
#define EFD_CLOEXEC	02000000
#define EFD_NONBLOCK	04000

#endif
