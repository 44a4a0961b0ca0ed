/* SPDX-License-Identifier: MIT */
/*
 * inet.c - sockets of AF_INET over the loopback: what each call answers, as
 * lines that are the same on Linux. Ports are the system's choice and not
 * shown.
 */
#include "io.h"

#define INET		2
#define STREAM		1
#define DGRAM		2
#define RAW		3
#define NONBLOCK	04000
#define CLOEXEC		02000000
#define SOL_SOCKET_	1
#define PEEK		0x2
#define TRUNC		0x20
#define DONTWAIT	0x40
#define WAITALL		0x100
#define NOSIGNAL	0x4000
#define IN		0x1
#define OUT		0x4
#define RDHUP		0x2000
#define LOCALHOST	0x0100007fu	/* network order */
#define FIONREAD_	0x541b
#define BIG		(3L << 20)

struct addr {
	unsigned short family, port;	/* network order */
	unsigned int ip;
	unsigned char zero[8];
};

static char buf[70000];

/* ---- calls ------------------------------------------------------------------- */

static long sock(int type)
{
	return SC(socket, INET, type, 0);
}

static struct addr at(unsigned int ip, int port)
{
	return (struct addr){ INET, (unsigned short)port, ip, { 0 } };
}

static long bind_to(long fd, unsigned int ip, int port)
{
	struct addr a = at(ip, port);

	return SC(bind, fd, L(&a), sizeof(a));
}

/* The port, in network order; -errno. */
static long port_of(long fd)
{
	struct addr a;
	int len = sizeof(a);
	long err = SC(getsockname, fd, L(&a), L(&len));

	return err ? err : a.port;
}

static long connect_to(long fd, unsigned int ip, int port)
{
	struct addr a = at(ip, port);

	return SC(connect, fd, L(&a), sizeof(a));
}

static long send_to(long fd, long n, int port)
{
	struct addr a = at(LOCALHOST, port);

	return SC(sendto, fd, L(buf), n, NOSIGNAL, L(&a), sizeof(a));
}

static long snd(long fd, long n)
{
	return SC(sendto, fd, L(buf), n, NOSIGNAL, 0, 0);
}

static long rcv(long fd, long n, long flags)
{
	return SC(recvfrom, fd, L(buf), n, flags, 0, 0);
}

static long get_opt(long fd, int level, int name)
{
	int val = -1, len = sizeof(val);
	long err = SC(getsockopt, fd, level, name, L(&val), L(&len));

	return err ? err : val;
}

static long set_opt(long fd, int level, int name, int val)
{
	return SC(setsockopt, fd, level, name, L(&val), sizeof(val));
}

static long accept_from(long fd)
{
	return SC(accept4, fd, 0, 0, 0);
}

/* What of @events is there, after waiting for any of @first. */
static long polled(long fd, int first)
{
	struct io_pollfd p = { (int)fd, (short)first, 0 };

	SC(poll, L(&p), 1, 3000);
	p.events = IN | OUT | RDHUP;
	SC(poll, L(&p), 1, 0);
	return p.revents;
}

static long waiting_bytes(long fd)
{
	int n = -1;
	long err = SC(ioctl, fd, FIONREAD_, L(&n));

	return err ? err : n;
}

/* A port that nobody has. */
static int free_port(int type)
{
	long fd = sock(type), port;

	bind_to(fd, LOCALHOST, 0);
	port = port_of(fd);
	SC(close, fd);
	return (int)port;
}

/* A listening socket. */
static long listener(int backlog)
{
	long fd = sock(STREAM);

	set_opt(fd, SOL_SOCKET_, 2, 1);
	bind_to(fd, LOCALHOST, 0);
	SC(listen, fd, backlog);
	return fd;
}

/* Two ends of a connection. */
static void connected(long *a, long *b)
{
	long l = listener(1);

	*a = sock(STREAM);
	connect_to(*a, LOCALHOST, (int)port_of(l));
	*b = accept_from(l);
	SC(close, l);
}

/* ---- what is there and what is not ------------------------------------------------ */

static void making(void)
{
	static const int types[][2] = {
		{ STREAM, 0 }, { STREAM, 6 }, { STREAM, 17 }, { DGRAM, 0 },
		{ DGRAM, 17 }, { DGRAM, 6 }, { RAW, 0 }, { 5, 0 }, { 9, 0 },
		{ STREAM, -1 }, { STREAM, 1000 }, { STREAM | NONBLOCK, 0 },
	};

	title("making");
	for (unsigned int i = 0; i < sizeof(types) / sizeof(*types); i++) {
		long fd = SC(socket, INET, types[i][0], types[i][1]);

		show("socket", fd < 0 ? fd : 0);
		if (fd >= 0) {
			show("  type", get_opt(fd, SOL_SOCKET_, 3));
			show("  protocol", get_opt(fd, SOL_SOCKET_, 38));
			show("  domain", get_opt(fd, SOL_SOCKET_, 39));
			SC(close, fd);
		}
	}
	show("pair", SC(socketpair, INET, STREAM, 0, L(buf)));
}

static void binding(void)
{
	struct addr a = at(LOCALHOST, 0);
	long u = sock(DGRAM), t = sock(STREAM), other, port;
	int len = sizeof(a);

	title("binding");
	show("short", SC(bind, t, L(&a), 8));
	show("long", SC(bind, t, L(&a), 200));
	a.family = 1;
	show("another family", SC(bind, t, L(&a), sizeof(a)));
	a.family = 0;
	show("no family", SC(bind, t, L(&a), sizeof(a)));
	show("bad pointer", SC(bind, t, 8, sizeof(a)));
	show("not ours", bind_to(t, 0x01020304, 0));
	show("name before", port_of(t));
	show("bind", bind_to(t, LOCALHOST, 0));
	port = port_of(t);
	show("has a port", port > 0);
	show("again", bind_to(t, LOCALHOST, 0));
	other = sock(STREAM);
	show("in use", bind_to(other, LOCALHOST, (int)port));
	show("in use, any", bind_to(other, 0, (int)port));
	show("another of the net", bind_to(other, 0x0200007f, (int)port));
	SC(close, other);
	show("listen", SC(listen, t, 1));
	show("listen again", SC(listen, t, 5));
	show("accepting", get_opt(t, SOL_SOCKET_, 30));
	other = sock(STREAM);
	set_opt(other, SOL_SOCKET_, 2, 1);
	show("reuse, but listened on", bind_to(other, LOCALHOST, (int)port));
	show("bind to listening", bind_to(t, LOCALHOST, 0));
	show("peer of listening", SC(getpeername, t, L(buf), L(&len)));
	show("read", rcv(t, 1, 0));
	show("write", snd(t, 1));
	show("bytes", waiting_bytes(t));
	show("datagrams' port is another", bind_to(u, LOCALHOST, (int)port));
	show("listen on datagrams", SC(listen, u, 1));
	show("accept datagrams", accept_from(u));
	SC(close, other);
	SC(close, t);
	SC(close, u);
}

/* ---- datagrams ----------------------------------------------------------------------- */

static void datagrams(void)
{
	struct addr from;
	int len = sizeof(from), pa, pb;
	long a = sock(DGRAM), b = sock(DGRAM);

	title("datagrams");
	show("nowhere", snd(a, 1));
	show("peer", SC(getpeername, a, L(&from), L(&len)));
	bind_to(a, LOCALHOST, 0);
	bind_to(b, LOCALHOST, 0);
	pa = (int)port_of(a);
	pb = (int)port_of(b);
	show("nothing yet", rcv(b, 10, DONTWAIT));
	show("polled", polled(b, OUT));
	show("send 5", send_to(a, 5, pb));
	show("send 0", send_to(a, 0, pb));
	show("send 3000", send_to(a, 3000, pb));
	show("send 60000", send_to(a, 60000, pb));
	show("send too much", send_to(a, 65508, pb));
	show("to port 0", send_to(a, 1, 0));
	show("polled", polled(b, IN));
	show("bytes", waiting_bytes(b));
	show("peek", rcv(b, 3, PEEK));
	show("peek all", rcv(b, 3, PEEK | TRUNC));
	len = sizeof(from);
	show("receive", SC(recvfrom, b, L(buf), 100, 0, L(&from), L(&len)));
	show("  from", from.family == INET && from.port == pa &&
		       from.ip == LOCALHOST && len == sizeof(from));
	show("empty", rcv(b, 10, 0));
	show("part", rcv(b, 1000, 0));
	show("all", rcv(b, 65536, 0));
	show("none", rcv(b, 10, DONTWAIT));
	show("connect", connect_to(a, LOCALHOST, pb));
	show("send", snd(a, 7));
	show("receive", rcv(b, 10, 0));
	len = sizeof(from);
	show("peer", SC(getpeername, a, L(&from), L(&len)));
	show("  is", from.port == pb && from.ip == LOCALHOST);
	show("connect elsewhere", connect_to(a, LOCALHOST, pa));
	show("send", snd(a, 9));
	show("to itself", rcv(a, 10, 0));
	show("from another", send_to(b, 1, pa) + 100 * rcv(a, 10, DONTWAIT));
	from.family = 0;
	show("disconnect", SC(connect, a, L(&from), sizeof(from)));
	show("send", snd(a, 1));
	show("shut down", SC(shutdown, a, 2));
	SC(close, a);
	SC(close, b);
}

/* What it is called once it is connected to nobody again. */
static void disconnected(unsigned int ip, int asks_for_port)
{
	struct addr none = { .family = 0 }, name;
	int len = sizeof(name);
	long a = sock(DGRAM);
	int port = asks_for_port ? free_port(DGRAM) : 0;

	title("disconnected");
	show("bind", bind_to(a, ip, port));
	show("connect", connect_to(a, LOCALHOST, 9));
	SC(getsockname, a, L(&name), L(&len));
	show("  source", name.ip == LOCALHOST && name.port != 0);
	show("disconnect", SC(connect, a, L(&none), sizeof(none)));
	SC(getsockname, a, L(&name), L(&len));
	show("  address", name.ip == ip);
	show("  port", name.port == port);
	show("connect", connect_to(a, LOCALHOST, 9));
	SC(close, a);
}

static void nobody_there(void)
{
	long a = sock(DGRAM);
	int port = free_port(DGRAM);

	title("nobody there");
	show("send", send_to(a, 5, port));
	show("and again", send_to(a, 5, port));
	connect_to(a, LOCALHOST, port);
	show("connected", snd(a, 5));
	show("polled", polled(a, IN));
	show("error", get_opt(a, SOL_SOCKET_, 4));
	show("once", get_opt(a, SOL_SOCKET_, 4));
	show("send", snd(a, 5));
	show("receive", rcv(a, 5, 0));
	show("then none", rcv(a, 5, DONTWAIT));
	SC(close, a);
}

/* ---- streams --------------------------------------------------------------------------- */

static void refused(void)
{
	struct addr to = at(LOCALHOST, 0);
	int port = free_port(STREAM), len = sizeof(to);
	long a = sock(STREAM);

	title("refused");
	show("polled before", polled(a, OUT));
	show("send", snd(a, 1));
	show("receive", rcv(a, 1, 0));
	show("shut down", SC(shutdown, a, 1));
	show("shut down oddly", SC(shutdown, a, 3));
	show("accept", accept_from(a));
	show("peer", SC(getpeername, a, L(buf), L(&len)));
	show("connect", connect_to(a, LOCALHOST, port));
	show("connect again", connect_to(a, LOCALHOST, port));
	show("error", get_opt(a, SOL_SOCKET_, 4));
	SC(close, a);
	a = sock(STREAM | NONBLOCK);
	show("without waiting", connect_to(a, LOCALHOST, port));
	show("polled", polled(a, OUT));
	show("error", get_opt(a, SOL_SOCKET_, 4));
	show("once", get_opt(a, SOL_SOCKET_, 4));
	SC(close, a);
	a = sock(STREAM);
	show("short address", SC(connect, a, L(&to), 4));
	show("tiny address", SC(connect, a, L(&to), 1));
	to.family = 1;
	show("another family", SC(connect, a, L(&to), sizeof(to)));
	SC(close, a);
}

static void accepting(void)
{
	struct addr from;
	int len = sizeof(from);
	long l = listener(5), a, b, fd;

	title("accepting");
	io_fcntl(l, 4, NONBLOCK);
	show("none", accept_from(l));
	a = sock(STREAM | NONBLOCK);
	show("connect", connect_to(a, LOCALHOST, (int)port_of(l)));
	show("polled", polled(a, OUT));
	show("error", get_opt(a, SOL_SOCKET_, 4));
	show("connect again", connect_to(a, LOCALHOST, (int)port_of(l)));
	show("and again", connect_to(a, LOCALHOST, (int)port_of(l)));
	show("listening", polled(l, IN));
	b = SC(accept4, l, L(&from), L(&len), NONBLOCK | CLOEXEC);
	show("accept", b >= 0);
	show("  length", len);
	show("  from", from.port == port_of(a) && from.ip == LOCALHOST);
	show("  flags", io_fcntl(b, 3, 0) & NONBLOCK);
	show("  port", port_of(b) == port_of(l));
	len = sizeof(from);
	show("peer", SC(getpeername, a, L(&from), L(&len)));
	show("  is", from.port == port_of(l));
	show("nothing to read", rcv(b, 1, 0));
	show("bad flags", SC(accept4, l, 0, 0, 4));
	fd = sock(STREAM);
	connect_to(fd, LOCALHOST, (int)port_of(l));
	polled(l, IN);
	SC(close, l);
	show("never accepted", rcv(fd, 1, 0));
	SC(close, fd);
	SC(close, a);
	SC(close, b);
}

static void bytes(void)
{
	long a, b;

	title("bytes");
	connected(&a, &b);
	show("send", snd(a, 10));
	show("send", snd(a, 20));
	show("polled", polled(b, IN));
	show("peek", rcv(b, 100, PEEK | WAITALL | DONTWAIT));
	show("bytes", waiting_bytes(b));
	show("some", rcv(b, 7, 0));
	show("all", rcv(b, 23, WAITALL));
	show("none", rcv(b, 1, DONTWAIT));
	show("nothing", rcv(b, 0, DONTWAIT));
	show("send", snd(b, 100));
	polled(a, IN);
	show("forget", rcv(a, 60, TRUNC));
	show("rest", rcv(a, 100, 0));
	show("bad pointer", SC(sendto, a, 8, 10, NOSIGNAL, 0, 0));
	show("oob", rcv(a, 1, 1));
	show("no delay", get_opt(a, 6, 1));
	show("set", set_opt(a, 6, 1, 1));
	show("is", get_opt(a, 6, 1));
	show("keep idle", set_opt(a, 6, 4, 60));
	show("is", get_opt(a, 6, 4));
	show("too long", set_opt(a, 6, 4, 32768));
	show("no such", set_opt(a, 6, 99, 1));
	show("ttl", get_opt(a, 0, 2));
	show("ttl 0", set_opt(a, 0, 2, 0));
	show("ttl 9", set_opt(a, 0, 2, 9) + get_opt(a, 0, 2));
	show("no such level", set_opt(a, 77, 1, 1));
	SC(close, a);
	SC(close, b);
}

static void ends(void)
{
	const int linger[2] = { 1, 0 };
	long a, b;

	title("ends");
	connected(&a, &b);
	snd(a, 5);
	show("shut down", SC(shutdown, a, 1));
	show("send", snd(a, 1));
	show("polled", polled(b, RDHUP));
	show("read", rcv(b, 10, 0));
	show("end", rcv(b, 10, 0));
	show("other way", snd(b, 3));
	show("read", rcv(a, 3, WAITALL));
	SC(close, b);
	show("polled", polled(a, RDHUP));
	show("end", rcv(a, 10, 0));
	show("again", SC(shutdown, a, 1));
	SC(close, a);
	connected(&a, &b);
	SC(close, b);
	polled(a, RDHUP);
	show("write to nobody", snd(a, 5));
	while (polled(a, IN) != (IN | OUT | RDHUP | 0x18))
		io_sleep_ms(1);
	show("and again", snd(a, 5));
	show("polled", polled(a, IN));
	show("read", rcv(a, 5, 0));
	SC(close, a);
	connected(&a, &b);
	snd(a, 5);
	polled(b, IN);
	SC(close, b);
	polled(a, RDHUP);
	show("not all was read", rcv(a, 5, 0));
	show("then the end", rcv(a, 5, 0));
	SC(close, a);
	connected(&a, &b);
	SC(setsockopt, b, SOL_SOCKET_, 13, L(linger), sizeof(linger));
	SC(close, b);
	polled(a, RDHUP);
	show("reset", snd(a, 5));
	show("once", snd(a, 5));
	SC(close, a);
}

/* ---- many bytes ------------------------------------------------------------------------- */

static void fill(long from, long n)
{
	for (long i = 0; i < n; i++)
		buf[i] = (char)((from + i) * 7 + ((from + i) >> 11));
}

static void send_many(long fd)
{
	long done = 0, step = 1;

	while (done < BIG) {
		long n = step, sent;

		if (n > BIG - done)
			n = BIG - done;
		fill(done, n);
		sent = snd(fd, n);
		if (sent <= 0)
			break;
		done += sent;
		step = step * 3 % 69997 + 1;
	}
	SC(exit_group, 0);
}

static void many(void)
{
	static char got[50000];
	long l = listener(1), a, b, done = 0, wrong = 0, step = 1;

	title("many bytes");
	a = sock(STREAM);
	connect_to(a, LOCALHOST, (int)port_of(l));
	b = accept_from(l);
	if (io_fork() == 0)
		send_many(a);
	SC(close, a);
	for (;;) {
		long n = SC(recvfrom, b, L(got), step, 0, 0, 0);

		if (n <= 0)
			break;
		fill(done, n);
		for (long i = 0; i < n; i++)
			wrong += buf[i] != got[i];
		done += n;
		step = step * 5 % 49999 + 1;
	}
	show("received", done);
	show("wrong", wrong);
	SC(wait4, -1, 0, 0, 0);
	SC(close, b);
	SC(close, l);
}

/* ---- pages as they are ------------------------------------------------------------------ */

#define ZEROCOPY	0x4000000
#define ERRQUEUE	0x2000
#define PIECE		200000L

struct message {
	void *name;
	int namelen;
	struct io_vec *iov;
	ulong iovlen;
	void *control;
	ulong controllen;
	int flags;
};

struct notice {
	ulong len;
	int level, type;
	struct {
		unsigned int err;
		unsigned char origin, type, code, pad;
		unsigned int first, last;
	} ee;
	char more[64];
};

/* How many calls the next notification says are done; -errno. */
static long calls_done(long fd)
{
	struct notice n;
	struct message m = { 0, 0, 0, 0, &n, sizeof(n), 0 };
	long err = SC(recvmsg, fd, L(&m), ERRQUEUE);

	if (err)
		return err;
	if (!(m.flags & ERRQUEUE) || n.level != 0 || n.type != 11 ||
	    n.ee.origin != 5 || n.ee.err)
		return -1000;
	return (long)(n.ee.last - n.ee.first + 1);
}

/* Read @n bytes of the pattern, and how many of them are wrong. */
static long read_pattern(long fd, long n)
{
	long done = 0, wrong = 0;

	while (done < n) {
		long got = rcv(fd, n - done < 60000 ? n - done : 60000, 0);

		if (got <= 0)
			return -1;
		for (long i = 0; i < got; i++)
			wrong += buf[i] != (char)((done + i) % 251);
		done += got;
	}
	return wrong;
}

static void pages(void)
{
	static char data[PIECE];
	long a, b, pid, done = 0;

	title("pages");
	for (long i = 0; i < PIECE; i++)
		data[i] = (char)(i % 251);
	connected(&a, &b);
	show("not asked for", SC(sendto, a, L(data), 10, ZEROCOPY, 0, 0));
	show("none", calls_done(a));
	rcv(b, 10, WAITALL);
	show("ask", set_opt(a, SOL_SOCKET_, 60, 1));
	show("is", get_opt(a, SOL_SOCKET_, 60));
	pid = io_fork();
	if (pid == 0) {
		for (int i = 0; i < 3; i++)
			if (read_pattern(b, PIECE))
				SC(exit_group, 1);
		SC(exit_group, 0);
	}
	for (int i = 0; i < 3; i++)
		show("send", SC(sendto, a, L(data), PIECE, ZEROCOPY, 0, 0));
	show("read", io_wait(pid));
	while (done < 3) {
		long n;

		polled(a, 0);
		n = calls_done(a);
		if (n < 0)
			break;
		done += n;
	}
	show("calls done", done);
	show("none", calls_done(a));
	show("bad pointer", SC(sendto, a, 8, 100, ZEROCOPY, 0, 0));
	SC(close, a);
	SC(close, b);
}

/* Both write before either reads: as much as there is room for. */
static void full(void)
{
	long a, b, n, sent = 0, got = 0;

	title("full");
	connected(&a, &b);
	io_fcntl(a, 4, NONBLOCK);
	while ((n = snd(a, 60000)) > 0)
		sent += n;
	show("no more room", n);
	show("not writable", polled(a, IN | OUT) & OUT);
	while (got < sent && (n = rcv(b, 65000, 0)) > 0)
		got += n;
	show("all read", got == sent);
	show("writable", polled(a, OUT) & OUT);
	SC(close, a);
	SC(close, b);
}

/* Bytes one by one, of which each takes more memory than it is worth. */
static void one_by_one(void)
{
	enum { NR = 20000 };
	long a, b, pid, got = 0, n;

	title("one by one");
	connected(&a, &b);
	set_opt(a, 6, 1, 1);	/* TCP_NODELAY */
	pid = io_fork();
	if (!pid) {
		for (n = 0; n < NR && snd(a, 1) == 1; n++)
			;
		SC(exit_group, n != NR);
	}
	SC(close, a);
	io_sleep_ms(300);
	while ((n = rcv(b, sizeof(buf), 0)) > 0)
		got += n;
	show("end", n);
	show("bytes", got);
	show("writer", io_wait(pid));
	SC(close, b);
}

static void timeouts(void)
{
	struct {
		long sec, usec;
	} tv = { 0, 50000 };
	long a, b, before, took;

	title("timeouts");
	connected(&a, &b);
	show("set", SC(setsockopt, a, SOL_SOCKET_, 20, L(&tv), sizeof(tv)));
	before = io_now_ms();
	show("receive", rcv(a, 1, 0));
	took = io_now_ms() - before;
	/* A clock that ticks may end it a tick early. */
	show("waited", took >= 40);
	SC(close, a);
	SC(close, b);
	a = listener(1);
	SC(setsockopt, a, SOL_SOCKET_, 20, L(&tv), sizeof(tv));
	show("accept", accept_from(a));
	SC(close, a);
}

int main(int argc, char **argv, char **envp)
{
	SC(alarm, 60);
	making();
	binding();
	datagrams();
	disconnected(0, 0);
	disconnected(0, 1);
	disconnected(LOCALHOST, 0);
	disconnected(LOCALHOST, 1);
	nobody_there();
	refused();
	accepting();
	bytes();
	ends();
	many();
	pages();
	full();
	one_by_one();
	timeouts();
	return 0;
}
