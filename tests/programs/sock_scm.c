/* SPDX-License-Identifier: MIT */
/*
 * sock_scm.c - files and credentials that go along with bytes over AF_UNIX, as
 * lines that are the same on Linux. Sockets that are sent over each other and
 * forgotten must go: --stats says whether they did.
 */
#include "sock.h"

static int sv[2];
static char buf[64];

/* Send @text with @n descriptors. */
static long send_fds(long to, const char *text, const int *fd, int n, int flags)
{
	struct io_vec vec = { text, str_len(text) };
	struct cmsg c = { CMSG_LEN(n * 4ul), SOL_SOCKET, SCM_RIGHTS, { 0 } };
	struct msg m = {
		.vec = &vec, .nr = 1, .control = &c,
		.controllen = CMSG_SPACE(n * 4ul),
	};

	for (int i = 0; i < n; i++)
		c.data[i] = fd[i];
	return SC(sendmsg, to, L(&m), flags);
}

/* Receive bytes with what comes along; shows it, and keeps it in *c. */
static long recv_fds(const char *label, long from, long n, struct cmsg *c,
		     ulong room, int flags)
{
	struct io_vec vec = { buf, n };
	struct msg m = { .vec = &vec, .nr = 1, .control = c, .controllen = room };
	long got;

	*c = (struct cmsg){ 0 };
	if (!room)
		m.control = 0;
	got = SC(recvmsg, from, L(&m), flags);
	show(label, got);
	if (got < 0)
		return got;
	show("  flags", m.flags);
	show("  control", (long)(m.controllen > 0));
	if (m.controllen) {
		show("  files", (long)(c->len - CMSG_LEN(0)) / 4);
		show("  type", c->type);
	}
	return got;
}

static void close_all(const struct cmsg *c)
{
	for (ulong i = 0; c->type == SCM_RIGHTS && CMSG_LEN(i * 4) < c->len; i++)
		SC(close, c->data[i]);
}

static long new_file(void)
{
	long f = SC(memfd_create, L("f"), 0);

	SC(write, f, L("contents"), 8);
	return f;
}

static void passing(int type)
{
	struct cmsg c;
	int fd[3] = { (int)new_file(), 0, 1 };
	struct { int words[40]; } st;

	pair(type, sv);
	show("send", send_fds(sv[0], "x", fd, 1, 0));
	show("close", SC(close, fd[0]));
	recv_fds("recv", sv[1], 10, &c, sizeof(c), 0);
	show("lseek", SC(lseek, c.data[0], 0, 0));
	show("read", SC(read, c.data[0], L(buf), 20));
	show("cloexec", io_fcntl(c.data[0], 1, 0));
	show("send three", send_fds(sv[0], "yz", c.data, 1, 0));
	close_all(&c);
	recv_fds("recv cloexec", sv[1], 10, &c, sizeof(c), M_CMSG_CLOEXEC);
	show("cloexec", io_fcntl(c.data[0], 1, 0));
	fd[0] = c.data[0];
	show("send", send_fds(sv[0], "abc", fd, 3, 0));
	recv_fds("recv with room for two", sv[1], 10, &c, CMSG_LEN(8), 0);
	close_all(&c);
	show("send", send_fds(sv[0], "abc", fd, 3, 0));
	recv_fds("recv with room for none", sv[1], 10, &c, CMSG_LEN(0), 0);
	show("send", send_fds(sv[0], "abc", fd, 3, 0));
	recv_fds("recv with no room", sv[1], 10, &c, 0, 0);
	show("send", send_fds(sv[0], "abc", fd, 3, 0));
	recv_fds("peek", sv[1], 10, &c, sizeof(c), M_PEEK);
	close_all(&c);
	recv_fds("after", sv[1], 10, &c, sizeof(c), 0);
	close_all(&c);
	show("send", send_fds(sv[0], "abc", fd, 3, 0));
	show("read", SC(read, sv[1], L(buf), 10));
	show("unread", send_fds(sv[0], "abc", fd, 3, 0));
	(void)st;
	SC(close, fd[0]);
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void stream_rules(void)
{
	struct cmsg c;
	int fd[2] = { 0, 1 };

	title("first bytes of a stream");
	pair(STREAM, sv);
	snd(sv[0], "plain", 0);
	send_fds(sv[0], "with", fd, 1, 0);
	snd(sv[0], "behind", 0);
	recv_fds("over the start", sv[1], 7, &c, sizeof(c), 0);
	close_all(&c);
	recv_fds("rest", sv[1], 30, &c, sizeof(c), 0);
	close_all(&c);
	recv_fds("behind", sv[1], 30, &c, sizeof(c), M_DONTWAIT);
	send_fds(sv[0], "one", fd, 1, 0);
	send_fds(sv[0], "two", fd, 2, 0);
	recv_fds("not both", sv[1], 30, &c, sizeof(c), M_WAITALL | M_DONTWAIT);
	close_all(&c);
	recv_fds("second", sv[1], 30, &c, sizeof(c), 0);
	close_all(&c);
	show("nothing to send", send_fds(sv[0], "", fd, 1, 0));
	recv_fds("none", sv[1], 30, &c, sizeof(c), M_DONTWAIT);
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void errors(void)
{
	struct io_vec vec = { "x", 1 };
	struct { struct cmsg c; int more[300]; } big = { .c = {
		CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS, { 99 } } };
	struct msg m = {
		.vec = &vec, .nr = 1, .control = &big, .controllen = CMSG_SPACE(4),
	};

	title("errors");
	pair(STREAM, sv);
	show("bad descriptor", SC(sendmsg, sv[0], L(&m), 0));
	big.c.data[0] = -1;
	show("descriptor -1", SC(sendmsg, sv[0], L(&m), 0));
	big.c.data[0] = 0;
	big.c.type = 77;
	show("type", SC(sendmsg, sv[0], L(&m), 0));
	big.c.level = 77;
	show("level", SC(sendmsg, sv[0], L(&m), 0));
	big.c.level = SOL_SOCKET;
	big.c.type = SCM_RIGHTS;
	big.c.len = CMSG_LEN(0) - 1;
	show("too short", SC(sendmsg, sv[0], L(&m), 0));
	big.c.len = 1000;
	show("too long", SC(sendmsg, sv[0], L(&m), 0));
	big.c.len = CMSG_LEN(254 * 4);
	m.controllen = CMSG_SPACE(254 * 4);
	show("254", SC(sendmsg, sv[0], L(&m), 0));
	big.c.type = SCM_CREDS;
	big.c.len = CMSG_LEN(8);
	show("short credentials", SC(sendmsg, sv[0], L(&m), 0));
	SC(close, sv[0]);
	SC(close, sv[1]);
}

static void show_creds(const char *label, const struct cmsg *c)
{
	put(label);
	show(" is me", c->data[0] == SC(getpid, 0));
	show("  pid", c->data[0] != 0);
	show("  uid", c->data[1]);
	show("  gid", c->data[2]);
}

static long send_creds(long pid, long uid)
{
	struct io_vec vec = { "c", 1 };
	struct cmsg c = { CMSG_LEN(12), SOL_SOCKET, SCM_CREDS,
			  { (int)pid, (int)uid, 0 } };
	struct msg m = {
		.vec = &vec, .nr = 1, .control = &c, .controllen = CMSG_SPACE(12),
	};

	return SC(sendmsg, sv[0], L(&m), 0);
}

static void credentials(int type)
{
	int cred[3] = { 0 }, len = 12;
	struct cmsg c;
	long pid;

	pair(type, sv);
	show("peer", SC(getsockopt, sv[0], 1, SO_PEERCRED, L(cred), L(&len)));
	show("  is me", cred[0] == SC(getpid, 0));
	snd(sv[0], "a", 0);
	show("pass", opt(sv[1], SO_PASSCRED, 1));
	recv_fds("sent before", sv[1], 1, &c, sizeof(c), 0);
	show_creds("sent before", &c);
	snd(sv[0], "b", 0);
	recv_fds("sent after", sv[1], 1, &c, sizeof(c), 0);
	show_creds("sent after", &c);
	snd(sv[0], "b", 0);
	recv_fds("short", sv[1], 1, &c, CMSG_LEN(4), 0);
	snd(sv[0], "b", 0);
	recv_fds("no room", sv[1], 1, &c, 0, 0);
	show("own", send_creds(SC(getpid, 0), 0));
	recv_fds("own", sv[1], 1, &c, sizeof(c), 0);
	show_creds("own", &c);
	show("nobody", send_creds(0x7fffff, 0));
	show("uid", send_creds(SC(getpid, 0), 1000));
	recv_fds("uid", sv[1], 1, &c, sizeof(c), M_DONTWAIT);
	show_creds("uid", &c);
	snd(sv[0], "me", 0);
	pid = io_fork();
	if (!pid) {
		snd(sv[0], "child", 0);
		SC(exit, 0);
	}
	io_wait(pid);
	recv_fds("not glued", sv[1], 20, &c, sizeof(c), 0);
	show_creds("not glued", &c);
	recv_fds("child", sv[1], 20, &c, sizeof(c), 0);
	show_creds("child", &c);
	pid = io_fork();
	if (!pid) {
		SC(setuid, 1000);
		show("not mine", send_creds(1, 0));
		show("mine", send_creds(SC(getpid, 0), 1000));
		SC(exit, 0);
	}
	io_wait(pid);
	SC(shutdown, sv[0], 1);
	recv_fds("rest", sv[1], 20, &c, sizeof(c), M_DONTWAIT);
	recv_fds("end", sv[1], 20, &c, sizeof(c), M_DONTWAIT);
	SC(close, sv[0]);
	SC(close, sv[1]);
}

/* Sockets in each other's queues, and in their own, that nobody knows. */
static void cycles(void)
{
	int other[2], chain[2], next[2];

	title("cycles");
	pair(STREAM, sv);
	pair(DGRAM, other);
	show("own", send_fds(sv[0], "x", sv, 2, 0));
	show("to other", send_fds(sv[0], "x", other, 2, 0));
	show("from other", send_fds(other[0], "x", sv, 2, 0));
	SC(close, sv[0]);
	SC(close, sv[1]);
	SC(close, other[0]);
	SC(close, other[1]);
	/* One in the other in the other. */
	SC(socketpair, AF_UNIX, DGRAM, 0, L(chain));
	for (int i = 0; i < 3000; i++) {
		SC(socketpair, AF_UNIX, DGRAM, 0, L(next));
		if (send_fds(next[0], "x", chain, 2, 0) != 1)
			show("chain", i);
		SC(close, chain[0]);
		SC(close, chain[1]);
		chain[0] = next[0];
		chain[1] = next[1];
	}
	SC(close, chain[0]);
	SC(close, chain[1]);
	show("done", 0);
}

/* A listener in the queue of a connection to it that nobody accepted. */
static void listener_cycle(void)
{
	long l = SC(socket, AF_UNIX, STREAM, 0), c = SC(socket, AF_UNIX, STREAM, 0);
	struct un un = { .family = AF_UNIX };
	int len = sizeof(un), fd = (int)l;

	title("listener");
	SC(bind, l, L(&un), 2);
	SC(listen, l, 5);
	SC(getsockname, l, L(&un), L(&len));
	show("connect", SC(connect, c, L(&un), len));
	show("send", send_fds(c, "x", &fd, 1, 0));
	SC(close, l);
	SC(close, c);
}

/* In flight, but somebody will read it. */
static void not_garbage(void)
{
	struct cmsg c;
	int other[2];

	title("still wanted");
	pair(STREAM, sv);
	pair(STREAM, other);
	snd(other[0], "inside", 0);
	show("send", send_fds(sv[0], "x", other, 2, 0));
	SC(close, other[0]);
	SC(close, other[1]);
	pair(STREAM, other);
	show("to itself", send_fds(other[0], "x", other, 2, 0));
	SC(close, other[0]);
	SC(close, other[1]);
	recv_fds("recv", sv[1], 10, &c, sizeof(c), 0);
	rcv("its bytes", c.data[1], 10, 0);
	close_all(&c);
	SC(close, sv[0]);
	SC(close, sv[1]);
}

int main(int argc, char **argv, char **envp)
{
	title("streams");
	passing(STREAM);
	title("datagrams");
	passing(DGRAM);
	title("packets");
	passing(SEQPACKET);
	stream_rules();
	errors();
	title("credentials, stream");
	credentials(STREAM);
	title("credentials, datagrams");
	credentials(DGRAM);
	cycles();
	listener_cycle();
	not_garbage();
	return 0;
}
