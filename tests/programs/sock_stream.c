/* SPDX-License-Identifier: MIT */
/*
 * sock_stream.c - streams of AF_UNIX: reading, peeking, waiting, ends, signals and
 * what poll(2) says, as lines that are the same on Linux.
 */
#include "sock.h"

static int sv[2];
static char big[400000];

static void fresh(int type)
{
	pair(type, sv);
}

static void closed(void)
{
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void bytes(void)
{
	int n = -1;

	title("bytes");
	fresh(STREAM);
	show("write", SC(write, sv[0], L("abcdef"), 6));
	show("write nothing", SC(write, sv[0], L("x"), 0));
	show("send nothing", snd(sv[0], "", 0));
	show("send", snd(sv[0], "ghij", 0));
	show("FIONREAD", SC(ioctl, sv[1], 0x541b, L(&n)));
	show("  bytes", n);
	show("SIOCOUTQ", SC(ioctl, sv[1], 0x5411, L(&n)));
	show("  bytes", n);
	show("SIOCATMARK", SC(ioctl, sv[1], 0x8905, L(&n)));
	show("  mark", n);
	rcv("peek", sv[1], 3, M_PEEK);
	rcv("peek over both", sv[1], 20, M_PEEK);
	rcv("some", sv[1], 2, 0);
	rcv("over the end of one", sv[1], 6, 0);
	rcv("truncate", sv[1], 1, M_TRUNC);
	rcv("rest", sv[1], 10, M_WAITALL | M_DONTWAIT);
	rcv("none", sv[1], 10, M_DONTWAIT);
	rcv("peek none", sv[1], 10, M_DONTWAIT | M_PEEK);
	show("readable", SC(read, sv[1], L(big), 0));
	show("nonblocking", io_fcntl(sv[1], 4, NONBLOCK));
	show("read", SC(read, sv[1], L(big), 10));
	show("send to name", SC(sendto, sv[0], L("x"), 1, 0, L("\1\0aa"), 5));
	closed();
}

static void vectors(void)
{
	struct io_vec out[3] = { { "one", 3 }, { "", 0 }, { "two", 3 } };
	struct io_vec in[2] = { { big, 4 }, { big + 10, 10 } };

	title("vectors");
	fresh(STREAM);
	show("writev", SC(writev, sv[0], L(out), 3));
	show("readv", SC(readv, sv[1], L(in), 2));
	show("first", big[3]);
	show("second", big[10]);
	show("preadv2", sys_of(__NR_preadv2, (const long[6]){ sv[1], L(in), 2,
			-1, -1, 8 }));
	closed();
}

static void peeking_at(void)
{
	title("peeking at an offset");
	fresh(STREAM);
	snd(sv[0], "abcdef", 0);
	snd(sv[0], "ghi", 0);
	show("set", opt(sv[1], SO_PEEK_OFF, 2));
	rcv("peek", sv[1], 2, M_PEEK);
	rcv("peek", sv[1], 3, M_PEEK);
	show("offset", get_opt(sv[1], SO_PEEK_OFF));
	rcv("read", sv[1], 3, 0);
	show("offset", get_opt(sv[1], SO_PEEK_OFF));
	rcv("peek", sv[1], 9, M_PEEK);
	rcv("peek", sv[1], 9, M_PEEK | M_DONTWAIT);
	show("unset", opt(sv[1], SO_PEEK_OFF, -1));
	rcv("peek", sv[1], 9, M_PEEK);
	closed();
}

static void ends(void)
{
	title("ends");
	io_catch(SIG_PIPE, 0);
	fresh(STREAM);
	show_poll("open", sv[0]);
	snd(sv[0], "last", 0);
	show_poll("to read", sv[1]);
	show("shutdown", SC(shutdown, sv[0], 1));
	show_poll("shut for writing", sv[0]);
	show_poll("its peer", sv[1]);
	rcv("read", sv[1], 10, 0);
	rcv("end", sv[1], 10, 0);
	show("write", snd(sv[0], "x", 0));
	show("signals", io_signals);
	show("write quietly", snd(sv[0], "x", M_NOSIGNAL));
	show("signals", io_signals);
	show("write back", snd(sv[1], "back", 0));
	rcv("read back", sv[0], 10, 0);
	show("shutdown reading", SC(shutdown, sv[1], 0));
	show_poll("all shut", sv[1]);
	show("write", snd(sv[0], "x", 0));
	show("write to who shut all", snd(sv[1], "x", 0));
	closed();
	fresh(STREAM);
	snd(sv[1], "unread", 0);
	SC(close, sv[1]);
	show_poll("peer closed", sv[0]);
	rcv("what it wrote", sv[0], 3, 0);
	rcv("the rest", sv[0], 10, 0);
	rcv("end", sv[0], 10, 0);
	show("write", snd(sv[0], "x", 0));
	show("signals", io_signals);
	SC(close, sv[0]);
	fresh(STREAM);
	snd(sv[0], "unread", 0);
	SC(close, sv[1]);
	show_poll("closed with bytes unread", sv[0]);
	show("error", get_opt(sv[0], SO_ERROR));
	show("error again", get_opt(sv[0], SO_ERROR));
	rcv("end", sv[0], 10, 0);
	SC(close, sv[0]);
	fresh(STREAM);
	snd(sv[0], "unread", 0);
	SC(close, sv[1]);
	rcv("reset", sv[0], 10, 0);
	rcv("end", sv[0], 10, 0);
	SC(close, sv[0]);
	fresh(STREAM);
	show("shutdown both", SC(shutdown, sv[0], 2));
	show_poll("one", sv[0]);
	show_poll("other", sv[1]);
	rcv("end", sv[1], 10, 0);
	closed();
}

static void full(void)
{
	long n, sent = 0, got = 0;
	int queued;

	title("full");
	fresh(STREAM | NONBLOCK);
	while ((n = SC(write, sv[0], L(big), 1000)) > 0)
		sent += n;
	show("full", n);
	show("some", sent > 50000 && sent < 400000);
	show_poll("writer", sv[0]);
	show("SIOCOUTQ", SC(ioctl, sv[0], 0x5411, L(&queued)));
	show("more than bytes", queued > sent);
	n = SC(read, sv[1], L(big), 1000);
	got += n;
	show_poll("writer after a little", sv[0]);
	while ((n = SC(read, sv[1], L(big), 10000)) > 0)
		got += n;
	show("empty", n);
	show("all of it", got == sent);
	show_poll("writer after all", sv[0]);
	show("SIOCOUTQ", SC(ioctl, sv[0], 0x5411, L(&queued)));
	show("  bytes", queued);
	closed();
	fresh(STREAM);
	show("timeo", timeo(sv[0], SO_SNDTIMEO, 50));
	n = SC(write, sv[0], L(big), sizeof(big));
	show("part", n > 50000 && n < 400000);
	show("timeout", SC(write, sv[0], L(big), sizeof(big)) < 10000);
	closed();
}

static void waiting(void)
{
	long pid, t;

	title("waiting");
	fresh(STREAM);
	show("timeo", timeo(sv[1], SO_RCVTIMEO, 60));
	t = io_now_ms();
	rcv("nothing", sv[1], 10, 0);
	show("took long", io_now_ms() - t >= 45);
	pid = io_fork();
	if (!pid) {
		snd(sv[0], "a", 0);
		io_sleep_ms(30);
		snd(sv[0], "bc", 0);
		SC(exit, 0);
	}
	timeo(sv[1], SO_RCVTIMEO, 10000);
	rcv("all of three", sv[1], 3, M_WAITALL);
	show("child", io_wait(pid));
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(20);
		snd(sv[0], "abcd", 0);
		io_sleep_ms(50);
		SC(close, sv[1]);
		SC(shutdown, sv[0], 1);
		SC(exit, 0);
	}
	show("low water", opt(sv[1], SO_RCVLOWAT, 3));
	rcv("low water", sv[1], 10, 0);
	rcv("all there is", sv[1], 10, M_WAITALL);
	show("child", io_wait(pid));
	closed();
}

static long interrupted(long fd)
{
	long pid = io_fork();

	if (pid)
		return pid;
	io_sleep_ms(40);
	SC(kill, SC(getppid, 0), SIG_USR1);
	io_sleep_ms(40);
	snd(fd, "data", 0);
	SC(exit, 0);
	return 0;
}

static void signals(void)
{
	long pid;

	title("signals");
	fresh(STREAM);
	io_catch(SIG_USR1, 0);
	pid = interrupted(sv[0]);
	rcv("no restart", sv[1], 10, 0);
	rcv("then", sv[1], 10, 0);
	io_wait(pid);
	io_catch(SIG_USR1, SA_RESTART_);
	pid = interrupted(sv[0]);
	rcv("restart", sv[1], 10, 0);
	io_wait(pid);
	timeo(sv[1], SO_RCVTIMEO, 10000);
	pid = interrupted(sv[0]);
	rcv("no restart with a timeout", sv[1], 10, 0);
	rcv("then", sv[1], 10, 0);
	io_wait(pid);
	closed();
}

static void asynchronous(void)
{
	title("SIGIO");
	io_catch(29, SA_RESTART_);
	io_signals = 0;
	fresh(STREAM);
	show("owner", io_fcntl(sv[1], 8, SC(getpid, 0)));
	show("async", io_fcntl(sv[1], 4, 020000));
	show("flags", io_fcntl(sv[1], 3, 0) & 0777777);
	snd(sv[0], "x", 0);
	show("signals", io_signals > 0);
	show("not async", io_fcntl(sv[1], 4, 0));
	io_signals = 0;
	snd(sv[0], "x", 0);
	show("signals", io_signals);
	show("owner nobody", io_fcntl(sv[1], 8, 0x7ffffff));
	closed();
}

static void splicing(void)
{
	int p[2];
	long f = SC(memfd_create, L("x"), 0), n;

	title("splice");
	fresh(STREAM);
	SC(write, f, L("file of bytes"), 13);
	SC(lseek, f, 0, 0);
	show("sendfile", SC(sendfile, sv[0], f, 0, 8));
	rcv("read", sv[1], 20, 0);
	show("sendfile", SC(sendfile, sv[0], f, 0, 100));
	rcv("read", sv[1], 20, 0);
	show("sendfile end", SC(sendfile, sv[0], f, 0, 100));
	show("sendfile from", SC(sendfile, f, sv[1], 0, 8));
	SC(pipe2, L(p), 0);
	SC(write, p[1], L("through a pipe"), 14);
	show("splice", SC(splice, p[0], 0, sv[0], 0, 7, 0));
	show("splice", SC(splice, p[0], 0, sv[0], 0, 70, 0));
	rcv("read", sv[1], 20, 0);
	snd(sv[0], "other way", 0);
	n = SC(splice, sv[1], 0, p[1], 0, 5, 0);
	show("from socket", n);
	n = SC(splice, sv[1], 0, p[1], 0, 50, 0);
	show("from socket", n);
	show("none", SC(splice, sv[1], 0, p[1], 0, 50, 2));
	n = SC(read, p[0], L(big), 50);
	show("read", n);
	show("byte", big[8]);
	show("offset", SC(splice, p[0], 0, sv[0], L(big), 7, 0));
	SC(close, p[0]);
	SC(close, p[1]);
	SC(close, f);
	closed();
}

int main(int argc, char **argv, char **envp)
{
	bytes();
	vectors();
	peeking_at();
	ends();
	full();
	waiting();
	signals();
	asynchronous();
	splicing();
	return 0;
}
