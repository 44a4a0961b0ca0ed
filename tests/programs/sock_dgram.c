/* SPDX-License-Identifier: MIT */
/*
 * sock_dgram.c - datagrams and packets of AF_UNIX: whole messages, whom they come
 * from, several at once, limits, and ends, as lines that are the same on Linux.
 */
#include "sock.h"

static int sv[2];
static char big[300000];

static void closed(void)
{
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void whole(int type)
{
	int n = -1;

	pair(type, sv);
	show("one", snd(sv[0], "first", 0));
	show("two", snd(sv[0], "", 0));
	show("three", snd(sv[0], "third one", 0));
	show("FIONREAD", SC(ioctl, sv[1], 0x541b, L(&n)));
	show("  bytes", n);
	rcv("peek", sv[1], 3, M_PEEK);
	rcv("peek length", sv[1], 3, M_PEEK | M_TRUNC);
	rcv("one", sv[1], 100, 0);
	rcv("two", sv[1], 100, 0);
	rcv("cut", sv[1], 4, M_TRUNC);
	rcv("none", sv[1], 4, M_DONTWAIT);
	show("too long", SC(sendto, sv[0], L(big), sizeof(big), 0, 0, 0));
	show("long", SC(sendto, sv[0], L(big), 100000, 0, 0, 0));
	show("long", SC(recvfrom, sv[1], L(big), sizeof(big), 0, 0, 0));
	show("end", SC(write, sv[0], L("x"), 0));
	show_poll("poll", sv[1]);
	closed();
}

static void flags_of(void)
{
	struct io_vec vec = { big, 4 };
	struct msg m = { .vec = &vec, .nr = 1 };

	title("flags");
	pair(DGRAM, sv);
	snd(sv[0], "123456", 0);
	show("recvmsg", SC(recvmsg, sv[1], L(&m), 0));
	show("  flags", m.flags);
	snd(sv[0], "1234", 0);
	show("recvmsg", SC(recvmsg, sv[1], L(&m), M_CMSG_CLOEXEC));
	show("  flags", m.flags);
	closed();
}

static void several(void)
{
	struct io_vec out[3] = { { "aa", 2 }, { "bbb", 3 }, { "c", 1 } };
	struct io_vec in[4] = {
		{ big, 10 }, { big + 10, 2 }, { big + 20, 10 }, { big + 30, 10 },
	};
	struct io_timespec ts = { 0, 20000000 };
	struct mmsg mm[4] = { { .len = 0 } };

	title("several");
	pair(DGRAM, sv);
	for (int i = 0; i < 3; i++)
		mm[i].msg = (struct msg){ .vec = &out[i], .nr = 1 };
	show("sendmmsg", SC(sendmmsg, sv[0], L(mm), 3, 0));
	for (int i = 0; i < 3; i++)
		show("  sent", mm[i].len);
	for (int i = 0; i < 4; i++)
		mm[i].msg = (struct msg){ .vec = &in[i], .nr = 1 };
	show("recvmmsg", SC(recvmmsg, sv[1], L(mm), 4, M_WAITFORONE, 0));
	for (int i = 0; i < 3; i++) {
		show("  got", mm[i].len);
		show("  flags", mm[i].msg.flags);
	}
	show("none", SC(recvmmsg, sv[1], L(mm), 4, M_DONTWAIT, 0));
	show("zero", SC(recvmmsg, sv[1], L(mm), 0, 0, 0));
	snd(sv[0], "x", 0);
	io_sleep_ms(1);
	show("time", SC(recvmmsg, sv[1], L(mm), 1, 0, L(&ts)));
	mm[1].msg.vec = (struct io_vec *)8;
	show("bad second", SC(sendmmsg, sv[0], L(mm), 2, 0));
	show("zero", SC(sendmmsg, sv[0], L(mm), 0, 0));
	closed();
}

static void from_whom(void)
{
	struct un un;
	long a = SC(socket, AF_UNIX, DGRAM, 0), b = SC(socket, AF_UNIX, DGRAM, 0);
	int len = sizeof(un), alen = un_abstract(&un, "octavo-test-a");
	char buf[10];

	title("from whom");
	show("bind", SC(bind, a, L(&un), alen));
	show("sendto", SC(sendto, b, L("hi"), 2, 0, L(&un), alen));
	show("recvfrom", SC(recvfrom, a, L(buf), 10, 0, L(&un), L(&len)));
	show("  length", len);
	alen = un_abstract(&un, "octavo-test-b");
	show("bind", SC(bind, b, L(&un), alen));
	alen = un_abstract(&un, "octavo-test-a");
	show("sendto", SC(sendto, b, L("hi"), 2, 0, L(&un), alen));
	len = sizeof(un);
	show("recvfrom", SC(recvfrom, a, L(buf), 10, 0, L(&un), L(&len)));
	show("  length", len);
	show("  name", un.path[13]);
	len = sizeof(un);
	show("answer", SC(sendto, a, L("re"), 2, 0, L(&un), 16));
	rcv("answer", b, 10, 0);
	alen = un_abstract(&un, "octavo-test-c");
	show("nobody", SC(sendto, b, L("hi"), 2, 0, L(&un), alen));
	alen = un_abstract(&un, "octavo-test-a");
	show("connect", SC(connect, b, L(&un), alen));
	show("send", snd(b, "connected", 0));
	rcv("recv", a, 20, 0);
	alen = un_abstract(&un, "octavo-test-b");
	show("connect back", SC(connect, a, L(&un), alen));
	show("connect to self", SC(connect, b, L(&un), alen));
	show("self", snd(b, "self", 0));
	rcv("self", b, 20, M_DONTWAIT);
	SC(close, a);
	show("send to who is gone", snd(b, "x", 0));
	show("again", snd(b, "x", 0));
	un.family = 0;
	show("disconnect", SC(connect, b, L(&un), 2));
	show("send", snd(b, "x", 0));
	SC(close, b);
}

static void limits(void)
{
	struct un un;
	int alen = un_abstract(&un, "octavo-test-l"), n = 0;
	long a = SC(socket, AF_UNIX, DGRAM, 0), err;
	long b = SC(socket, AF_UNIX, DGRAM | NONBLOCK, 0);

	title("limits");
	SC(bind, a, L(&un), alen);
	show("connect", SC(connect, b, L(&un), alen));
	while ((err = snd(b, "x", 0)) == 1)
		n++;
	show("queue full", err);
	show("some", n > 5);
	show_poll("sender", b);
	rcv("one less", a, 10, 0);
	show_poll("sender", b);
	show("one more", snd(b, "x", 0));
	SC(close, a);
	show_poll("sender", b);
	show("refused", snd(b, "x", 0));
	SC(close, b);
}

static void ends(int type)
{
	io_catch(SIG_PIPE, 0);
	io_signals = 0;
	pair(type, sv);
	snd(sv[0], "before", 0);
	show("shutdown", SC(shutdown, sv[0], 1));
	show("send", snd(sv[0], "x", 0));
	show_poll("peer", sv[1]);
	rcv("before", sv[1], 10, 0);
	rcv("after", sv[1], 10, M_DONTWAIT);
	show("shut reading", SC(shutdown, sv[0], 0));
	show("send to it", snd(sv[1], "x", 0));
	rcv("read shut", sv[0], 10, 0);
	rcv("read shut", sv[0], 10, M_DONTWAIT);
	closed();
	pair(type, sv);
	snd(sv[0], "unread", 0);
	SC(close, sv[1]);
	show_poll("closed", sv[0]);
	show("send", snd(sv[0], "x", 0));
	rcv("recv", sv[0], 10, M_DONTWAIT);
	rcv("recv", sv[0], 10, M_DONTWAIT);
	show("send", snd(sv[0], "x", 0));
	show("signals", io_signals);
	SC(close, sv[0]);
}

static void peeking_at(void)
{
	title("peeking at an offset");
	pair(DGRAM, sv);
	snd(sv[0], "abcdef", 0);
	snd(sv[0], "ghi", 0);
	show("set", opt(sv[1], SO_PEEK_OFF, 2));
	rcv("peek", sv[1], 2, M_PEEK);
	rcv("peek", sv[1], 30, M_PEEK);
	rcv("peek", sv[1], 30, M_PEEK);
	show("offset", get_opt(sv[1], SO_PEEK_OFF));
	rcv("read", sv[1], 3, 0);
	show("offset", get_opt(sv[1], SO_PEEK_OFF));
	rcv("peek", sv[1], 9, M_PEEK | M_DONTWAIT);
	closed();
}

static void waiting(void)
{
	long pid;

	title("waiting");
	pair(DGRAM, sv);
	timeo(sv[1], SO_RCVTIMEO, 30);
	rcv("timeout", sv[1], 10, 0);
	timeo(sv[1], SO_RCVTIMEO, 10000);
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(20);
		snd(sv[0], "woken", 0);
		SC(exit, 0);
	}
	rcv("wait", sv[1], 10, 0);
	io_wait(pid);
	closed();
}

int main(int argc, char **argv, char **envp)
{
	title("datagrams");
	whole(DGRAM);
	title("packets");
	whole(SEQPACKET);
	flags_of();
	several();
	from_whom();
	limits();
	title("ends of datagrams");
	ends(DGRAM);
	title("ends of packets");
	ends(SEQPACKET);
	peeking_at();
	waiting();
	return 0;
}
