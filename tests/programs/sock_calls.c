/* SPDX-License-Identifier: MIT */
/*
 * sock_calls.c - what calls on sockets answer to arguments that make no sense,
 * as lines that are the same on Linux.
 */
#include "sock.h"

static char page[4096];
static int sv[2];
static long file, stream, dgram;

static void making(void)
{
	title("making");
	show("family -1", SC(socket, -1, STREAM, 0));
	show("family 0", SC(socket, 0, STREAM, 0));
	show("family 1000", SC(socket, 1000, STREAM, 0));
	show("type 0", SC(socket, AF_UNIX, 0, 0));
	show("type raw", SC(socket, AF_UNIX, 3, 0) > 0);
	show("type rdm", SC(socket, AF_UNIX, 4, 0));
	show("type 15", SC(socket, AF_UNIX, 15, 0));
	show("type flags", SC(socket, AF_UNIX, STREAM | 0x100, 0));
	show("protocol 1", SC(socket, AF_UNIX, STREAM, 1) > 0);
	show("protocol 2", SC(socket, AF_UNIX, STREAM, 2));
	show("pair family", SC(socketpair, 1000, STREAM, 0, L(sv)));
	show("pair type", SC(socketpair, AF_UNIX, 4, 0, L(sv)));
	show("pair protocol", SC(socketpair, AF_UNIX, STREAM, 5, L(sv)));
	show("pair flags", SC(socketpair, AF_UNIX, STREAM | 0x100, 0, L(sv)));
	show("pair pointer", SC(socketpair, AF_UNIX, STREAM, 0, 8));
	pair(STREAM | CLOEXEC | NONBLOCK, sv);
	show("  cloexec", io_fcntl(sv[0], 1, 0));
	show("  flags", io_fcntl(sv[1], 3, 0));
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void not_sockets(void)
{
	struct un un = { .family = AF_UNIX };
	int len = 4;

	title("not a socket");
	show("bind", SC(bind, file, L(&un), 10));
	show("bind bad fd", SC(bind, 99, L(&un), 10));
	show("connect", SC(connect, file, L(&un), 10));
	show("connect bad fd", SC(connect, 99, 8, 10));
	show("connect bad length", SC(connect, file, 8, -1));
	show("listen", SC(listen, file, 1));
	show("listen bad fd", SC(listen, 99, 1));
	show("accept", SC(accept4, file, 0, 0, 0));
	show("accept bad fd", SC(accept4, 99, 0, 0, 0));
	show("accept flags", SC(accept4, file, 0, 0, 1));
	show("accept flags, bad fd", SC(accept4, 99, 0, 0, 1));
	show("getsockname", SC(getsockname, file, L(&un), L(&len)));
	show("getpeername", SC(getpeername, 99, L(&un), L(&len)));
	show("sendto", SC(sendto, file, L("x"), 1, 0, 0, 0));
	show("sendto bad fd", SC(sendto, 99, L("x"), 1, 0, 0, 0));
	show("recvfrom", SC(recvfrom, file, L(page), 1, 0, 0, 0));
	show("sendmsg", SC(sendmsg, file, 8, 0));
	show("recvmsg", SC(recvmsg, file, 8, 0));
	show("sendmmsg", SC(sendmmsg, file, 8, 1, 0));
	show("recvmmsg", SC(recvmmsg, file, 8, 1, 0, 0));
	show("shutdown", SC(shutdown, file, 0));
	show("shutdown bad fd", SC(shutdown, 99, 0));
	show("setsockopt", SC(setsockopt, file, 1, 2, L(&len), 4));
	show("getsockopt", SC(getsockopt, file, 1, 2, L(&len), L(&len)));
}

static void addresses(void)
{
	struct un un = { .family = AF_UNIX, .path = "sock-a" };
	int len = 100;

	title("addresses");
	show("bind length 0", SC(bind, stream, L(&un), 0));
	show("bind length 1", SC(bind, stream, L(&un), 1));
	show("bind length -1", SC(bind, stream, L(&un), -1));
	show("bind length 111", SC(bind, stream, L(&un), 111));
	show("bind length 129", SC(bind, stream, L(&un), 129));
	show("bind pointer", SC(bind, stream, 8, 10));
	un.family = 2;
	show("bind family", SC(bind, stream, L(&un), 10));
	show("bind family, no path", SC(bind, stream, L(&un), 2));
	show("connect family", SC(connect, stream, L(&un), 10));
	show("connect dgram family", SC(connect, dgram, L(&un), 10));
	un.family = 0;
	show("connect unspecified", SC(connect, stream, L(&un), 10));
	show("connect dgram unspecified", SC(connect, dgram, L(&un), 2));
	show("connect dgram length 1", SC(connect, dgram, L(&un), 1));
	un.family = AF_UNIX;
	show("connect length 2", SC(connect, stream, L(&un), 2));
	show("connect dgram length 2", SC(connect, dgram, L(&un), 2));
	show("connect length 111", SC(connect, stream, L(&un), 111));
	show("connect missing", SC(connect, stream, L(&un), 9));
	show("getpeername unconnected", SC(getpeername, stream, L(&un), L(&len)));
	len = -1;
	show("getsockname length -1", SC(getsockname, stream, L(&un), L(&len)));
	len = 0;
	show("getsockname length 0", SC(getsockname, stream, 8, L(&len)));
	show("  length", len);
	len = 1;
	show("getsockname length 1", SC(getsockname, stream, L(page), L(&len)));
	show("  length", len);
	show("getsockname pointer", SC(getsockname, stream, 8, L(&len)));
	show("getsockname no length", SC(getsockname, stream, L(page), 0));
}

static void states(void)
{
	title("states");
	show("listen unbound", SC(listen, stream, 1));
	show("listen dgram", SC(listen, dgram, 1));
	show("accept dgram", SC(accept4, dgram, 0, 0, 0));
	show("accept not listening", SC(accept4, stream, 0, 0, 0));
	show("accept flags", SC(accept4, stream, 0, 0, 1));
	show("send unconnected", snd(stream, "x", M_NOSIGNAL));
	show("send dgram unconnected", snd(dgram, "x", 0));
	show("recv unconnected", SC(recvfrom, stream, L(page), 1, 0, 0, 0));
	show("recv dgram", SC(recvfrom, dgram, L(page), 1, M_DONTWAIT, 0, 0));
	show("recv dgram oob", SC(recvfrom, dgram, L(page), 1, M_OOB, 0, 0));
	show("send dgram oob", snd(dgram, "x", M_OOB));
	show("shutdown -1", SC(shutdown, stream, -1));
	show("shutdown 3", SC(shutdown, stream, 3));
	show("shutdown unconnected", SC(shutdown, stream, 1));
	show("send after", snd(stream, "x", M_NOSIGNAL));
	show("read nothing", SC(read, stream, L(page), 0));
	show("read unconnected", SC(read, stream, L(page), 1));
	show("lseek", SC(lseek, stream, 0, 0));
	show("pread", io_pread(stream, page, 1, 0));
	show("ftruncate", io_ftruncate(stream, 0));
	show("fsync", SC(fsync, stream));
	show("ioctl", SC(ioctl, stream, 0x1234, 0));
	show("open by /proc", SC(openat, -100, L("/proc/self/fd/0/x"), 0, 0));
}

static void messages(void)
{
	struct io_vec vec = { "abc", 3 };
	struct msg m = { .vec = &vec, .nr = 1 };
	char small[8];

	title("messages");
	pair(STREAM, sv);
	show("pointer", SC(sendmsg, sv[0], 8, 0));
	show("plain", SC(sendmsg, sv[0], L(&m), 0));
	m.nr = 1025;
	show("1025 pieces", SC(sendmsg, sv[0], L(&m), 0));
	show("recv 1025 pieces", SC(recvmsg, sv[1], L(&m), 0));
	m.nr = 1;
	m.vec = (struct io_vec *)8;
	show("vector pointer", SC(sendmsg, sv[0], L(&m), 0));
	m.vec = &vec;
	vec.len = -1;
	show("negative length", SC(sendmsg, sv[0], L(&m), 0));
	vec.len = 3;
	vec.base = (void *)8;
	show("data pointer", SC(sendmsg, sv[0], L(&m), 0));
	vec.base = "abc";
	m.name = small;
	m.namelen = -1;
	show("name length -1", SC(sendmsg, sv[0], L(&m), 0));
	m.namelen = 4;
	show("name", SC(sendmsg, sv[0], L(&m), 0));
	m.name = (void *)8;
	show("name pointer", SC(sendmsg, sv[0], L(&m), 0));
	m.name = 0;
	m.namelen = 1000;
	show("name none", SC(sendmsg, sv[0], L(&m), 0));
	m.control = (void *)8;
	m.controllen = 32;
	show("control pointer", SC(sendmsg, sv[0], L(&m), 0));
	m.controllen = 0x80000000;
	show("control too long", SC(sendmsg, sv[0], L(&m), 0));
	m.control = page;
	m.controllen = 32;
	show("control of zeros", SC(sendmsg, sv[0], L(&m), 0));
	m.control = 0;
	m.controllen = 0;
	vec.base = small;
	vec.len = 2;
	m.namelen = -1;
	show("recv name length", SC(recvmsg, sv[1], L(&m), 0));
	m.namelen = 0;
	show("recv", SC(recvmsg, sv[1], L(&m), 0));
	vec.base = (void *)8;
	show("recv pointer", SC(recvmsg, sv[1], L(&m), 0));
	show("recv msg pointer", SC(recvmsg, sv[1], 8, 0));
	vec.base = small;
	show("recv after", SC(recvmsg, sv[1], L(&m), 0));
	show("  flags", m.flags);
	show("recvmmsg time", SC(recvmmsg, sv[1], L(&m), 1, M_DONTWAIT, 8));
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void an_option(long fd, int name)
{
	int val = 7, len;

	for (len = -1; len <= 8; len += len < 0 ? 1 : len < 4 ? 2 : 4) {
		int l = len;
		char buf[16] = { 0 };
		long err = SC(getsockopt, fd, 1, name, L(buf), L(&l));

		put_number(name);
		put(" length ");
		put_number(len);
		show("", err);
		show("  length", l);
	}
	show("set short", SC(setsockopt, fd, 1, name, L(&val), 2));
	show("set length -1", SC(setsockopt, fd, 1, name, L(&val), -1));
	show("set pointer", SC(setsockopt, fd, 1, name, 8, 4));
	show("get pointer", SC(getsockopt, fd, 1, name, 8, L(&val)));
	show("get no length", SC(getsockopt, fd, 1, name, L(&val), 8));
}

static void options(void)
{
	static const int names[] = {
		2, SO_TYPE, SO_ERROR, 5, 6, SO_SNDBUF, SO_RCVBUF, 9, 10, 12, 13,
		SO_PASSCRED, SO_PEERCRED, SO_RCVLOWAT, 19, SO_RCVTIMEO,
		SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN, SO_PEEK_OFF, 60, 66, 999,
	};
	int val = 1;

	title("options");
	for (ulong i = 0; i < sizeof(names) / sizeof(*names); i++)
		an_option(dgram, names[i]);
	show("other level", SC(setsockopt, stream, 6, 1, L(&val), 4));
	show("other level get", SC(getsockopt, stream, 6, 1, L(&val), L(&val)));
	show("type", get_opt(stream, SO_TYPE));
	show("domain", get_opt(stream, SO_DOMAIN));
	show("protocol", get_opt(stream, SO_PROTOCOL));
	show("accepts", get_opt(stream, SO_ACCEPTCONN));
	show("set type", opt(stream, SO_TYPE, 1));
	show("set error", opt(stream, SO_ERROR, 1));
	show("set domain", opt(stream, SO_DOMAIN, 1));
	show("set peer", opt(stream, SO_PEERCRED, 1));
	show("sndbuf", opt(stream, SO_SNDBUF, 10000));
	show("  is", get_opt(stream, SO_SNDBUF));
	show("sndbuf 1", opt(stream, SO_SNDBUF, 1));
	show("  is", get_opt(stream, SO_SNDBUF));
	show("sndbuf -1", opt(stream, SO_SNDBUF, -1));
	show("rcvbuf 1", opt(stream, SO_RCVBUF, 1));
	show("  is", get_opt(stream, SO_RCVBUF));
	show("rcvlowat 0", opt(stream, SO_RCVLOWAT, 0));
	show("  is", get_opt(stream, SO_RCVLOWAT));
	show("rcvlowat 10", opt(stream, SO_RCVLOWAT, 10));
	show("  is", get_opt(stream, SO_RCVLOWAT));
	show("peek off -1", opt(stream, SO_PEEK_OFF, -1));
	show("peek off -2", opt(stream, SO_PEEK_OFF, -2));
	show("peek off 3", opt(stream, SO_PEEK_OFF, 3));
	show("  is", get_opt(stream, SO_PEEK_OFF));
	show("zerocopy", opt(stream, 60, 1));
	show("reuse", opt(stream, 2, 5));
	show("  is", get_opt(stream, 2));
	show("keepalive", opt(stream, 9, 5));
	show("  is", get_opt(stream, 9));
	show("timeo", timeo(stream, SO_RCVTIMEO, 1500));
	show("timeo -1", timeo(stream, SO_RCVTIMEO, -1000));
	show("timeo usec", timeo(stream, SO_RCVTIMEO, -1));
}

int main(int argc, char **argv, char **envp)
{
	file = SC(openat, -100, L("/dev/null"), 2, 0);
	stream = SC(socket, AF_UNIX, STREAM, 0);
	dgram = SC(socket, AF_UNIX, DGRAM, 0);
	making();
	not_sockets();
	addresses();
	states();
	messages();
	options();
	return 0;
}
