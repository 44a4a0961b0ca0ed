/* SPDX-License-Identifier: MIT */
/*
 * uapi/socket.h - what programs say to and hear from sockets of any family.
 */
#ifndef UAPI_SOCKET_H
#define UAPI_SOCKET_H

#define AF_UNSPEC	0
#define AF_UNIX		1
#define AF_LOCAL	1
#define AF_INET		2
#define AF_INET6	10
#define AF_NETLINK	16
#define AF_PACKET	17
#define AF_MAX		46
#define PF_UNIX		AF_UNIX
#define PF_INET		AF_INET

#define SOCK_STREAM	1
#define SOCK_DGRAM	2
#define SOCK_RAW	3
#define SOCK_RDM	4
#define SOCK_SEQPACKET	5
#define SOCK_DCCP	6
#define SOCK_PACKET	10
#define SOCK_MAX	11
#define SOCK_TYPE_MASK	0xf
#define SOCK_CLOEXEC	02000000
#define SOCK_NONBLOCK	00004000

#define SHUT_RD		0
#define SHUT_WR		1
#define SHUT_RDWR	2

#define SOMAXCONN	4096

/* ---- levels and options -------------------------------------------------- */

#define SOL_IP		0
#define SOL_SOCKET	1
#define SOL_TCP		6
#define SOL_UDP		17

#define SO_DEBUG		1
#define SO_REUSEADDR		2
#define SO_TYPE			3
#define SO_ERROR		4
#define SO_DONTROUTE		5
#define SO_BROADCAST		6
#define SO_SNDBUF		7
#define SO_RCVBUF		8
#define SO_KEEPALIVE		9
#define SO_OOBINLINE		10
#define SO_NO_CHECK		11
#define SO_PRIORITY		12
#define SO_LINGER		13
#define SO_BSDCOMPAT		14
#define SO_REUSEPORT		15
#define SO_PASSCRED		16
#define SO_PEERCRED		17
#define SO_RCVLOWAT		18
#define SO_SNDLOWAT		19
#define SO_RCVTIMEO_OLD		20
#define SO_SNDTIMEO_OLD		21
#define SO_BINDTODEVICE		25
#define SO_ATTACH_FILTER	26
#define SO_DETACH_FILTER	27
#define SO_PEERNAME		28
#define SO_TIMESTAMP_OLD	29
#define SO_ACCEPTCONN		30
#define SO_PEERSEC		31
#define SO_SNDBUFFORCE		32
#define SO_RCVBUFFORCE		33
#define SO_PASSSEC		34
#define SO_MARK			36
#define SO_PROTOCOL		38
#define SO_DOMAIN		39
#define SO_RXQ_OVFL		40
#define SO_PEEK_OFF		42
#define SO_PEERGROUPS		59
#define SO_ZEROCOPY		60
#define SO_RCVTIMEO_NEW		66
#define SO_SNDTIMEO_NEW		67

/* ---- flags of send(2) and recv(2) ---------------------------------------- */

#define MSG_OOB			0x1
#define MSG_PEEK		0x2
#define MSG_DONTROUTE		0x4
#define MSG_CTRUNC		0x8
#define MSG_TRUNC		0x20
#define MSG_DONTWAIT		0x40
#define MSG_EOR			0x80
#define MSG_WAITALL		0x100
#define MSG_CONFIRM		0x800
#define MSG_ERRQUEUE		0x2000
#define MSG_NOSIGNAL		0x4000
#define MSG_MORE		0x8000
#define MSG_WAITFORONE		0x10000
#define MSG_ZEROCOPY		0x4000000
#define MSG_FASTOPEN		0x20000000
#define MSG_CMSG_CLOEXEC	0x40000000

/* ---- structures ------------------------------------------------------------ */

struct sockaddr {
	unsigned short sa_family;
	char sa_data[14];
};

/* The longest address of any family. */
#define _K_SS_MAXSIZE	128

struct __kernel_sockaddr_storage {
	union {
		unsigned short ss_family;
		char __data[_K_SS_MAXSIZE];
		void *__align;
	};
};
#define sockaddr_storage __kernel_sockaddr_storage

/* What sendmsg(2) and recvmsg(2) are handed. */
struct user_msghdr {
	void *msg_name;
	int msg_namelen;
	struct iovec *msg_iov;
	unsigned long msg_iovlen;
	void *msg_control;
	unsigned long msg_controllen;
	unsigned int msg_flags;
};

struct mmsghdr {
	struct user_msghdr msg_hdr;
	unsigned int msg_len;
};

/* Ancillary data: each block is this and then its bytes. */
struct cmsghdr {
	unsigned long cmsg_len;		/* with this header */
	int cmsg_level;
	int cmsg_type;
};

#define CMSG_ALIGN(len)	(((len) + sizeof(long) - 1) & ~(sizeof(long) - 1))
#define CMSG_LEN(len)	(sizeof(struct cmsghdr) + (len))
#define CMSG_SPACE(len)	(sizeof(struct cmsghdr) + CMSG_ALIGN(len))

#define SCM_RIGHTS	1
#define SCM_CREDENTIALS	2
#define SCM_MAX_FD	253

struct ucred {
	unsigned int pid, uid, gid;
};

struct linger {
	int l_onoff, l_linger;
};

/* SO_RCVTIMEO_NEW; where longs have 64 bits the older one is the same. */
struct __kernel_sock_timeval {
	long long tv_sec, tv_usec;
};

/* ---- ioctl(2) ------------------------------------------------------------- */

#define FIOSETOWN	0x8901
#define SIOCSPGRP	0x8902
#define FIOGETOWN	0x8903
#define SIOCGPGRP	0x8904
#define SIOCATMARK	0x8905
#define SIOCGSTAMP_OLD	0x8906
#define SIOCOUTQ	0x5411
#define SIOCINQ		0x541b
#define SIOCUNIXFILE	0x89e0

#endif
