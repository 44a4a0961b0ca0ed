/* SPDX-License-Identifier: MIT */
/*
 * sock.h - for the programs that show what sockets answer: structures, short
 * names and messages with ancillary data.
 */
#ifndef SOCK_H
#define SOCK_H

#include "io.h"

#define AF_UNIX		1
#define STREAM		1
#define DGRAM		2
#define SEQPACKET	5
#define NONBLOCK	04000
#define CLOEXEC		02000000
#define SOL_SOCKET	1
#define SCM_RIGHTS	1
#define SCM_CREDS	2

#define M_OOB		1
#define M_PEEK		2
#define M_CTRUNC	8
#define M_TRUNC		0x20
#define M_DONTWAIT	0x40
#define M_WAITALL	0x100
#define M_NOSIGNAL	0x4000
#define M_WAITFORONE	0x10000
#define M_CMSG_CLOEXEC	0x40000000

#define SO_TYPE		3
#define SO_ERROR	4
#define SO_SNDBUF	7
#define SO_RCVBUF	8
#define SO_PASSCRED	16
#define SO_PEERCRED	17
#define SO_RCVLOWAT	18
#define SO_RCVTIMEO	20
#define SO_SNDTIMEO	21
#define SO_ACCEPTCONN	30
#define SO_PROTOCOL	38
#define SO_DOMAIN	39
#define SO_PEEK_OFF	42

struct un {
	unsigned short family;
	char path[120];
};

struct msg {
	void *name;
	int namelen;
	struct io_vec *vec;
	ulong nr;
	void *control;
	ulong controllen;
	unsigned int flags;
};

struct mmsg {
	struct msg msg;
	unsigned int len;
};

struct cmsg {
	ulong len;
	int level, type;
	int data[64];
};

#define CMSG_LEN(n)	(sizeof(ulong) + 8 + (n))
#define CMSG_SPACE(n)	((CMSG_LEN(n) + sizeof(ulong) - 1) & -sizeof(ulong))

static inline int un_set(struct un *un, const char *path)
{
	int n = (int)str_len(path);

	*un = (struct un){ .family = AF_UNIX };
	memcpy(un->path, path, n);
	return n + 3;
}

/* A name that no file has; @path from its second byte on. */
static inline int un_abstract(struct un *un, const char *name)
{
	int n = (int)str_len(name);

	*un = (struct un){ .family = AF_UNIX };
	memcpy(un->path + 1, name, n);
	return n + 3;
}

static inline long sock_bind(long fd, const char *path)
{
	struct un un;
	int len = un_set(&un, path);

	return SC(bind, fd, L(&un), len);
}

static inline long sock_connect(long fd, const char *path)
{
	struct un un;
	int len = un_set(&un, path);

	return SC(connect, fd, L(&un), len);
}

static inline void pair(int type, int *sv)
{
	show("socketpair", SC(socketpair, AF_UNIX, type, 0, L(sv)));
}

static inline long snd(long fd, const char *text, int flags)
{
	return SC(sendto, fd, L(text), L(str_len(text)), flags, 0, 0);
}

/* Receive up to @n bytes and show them. */
static inline long rcv(const char *label, long fd, long n, int flags)
{
	static char buf[300];
	long got = SC(recvfrom, fd, L(buf), n, flags, 0, 0);

	put(label);
	put(" = ");
	put_number(got);
	if (got > 0 && got < 200) {
		buf[got < n ? got : n] = 0;
		put(" ");
		put(buf);
	}
	put("\n");
	return got;
}

static inline long opt(long fd, int name, int val)
{
	return SC(setsockopt, fd, SOL_SOCKET, name, L(&val), 4);
}

static inline long get_opt(long fd, int name)
{
	int val = -1, len = 4;
	long err = SC(getsockopt, fd, SOL_SOCKET, name, L(&val), L(&len));

	return err ? err : val;
}

static inline long timeo(long fd, int name, long ms)
{
	long tv[2] = { ms / 1000, ms % 1000 * 1000 };

	return SC(setsockopt, fd, SOL_SOCKET, name, L(tv), sizeof(tv));
}

static inline void show_poll(const char *label, long fd)
{
	struct io_pollfd p = { (int)fd, (short)0x7fff, 0 };
	long n = SC(poll, L(&p), 1, 0);

	show(label, n);
	show("  events", p.revents);
}

#endif
