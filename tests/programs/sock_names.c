/* SPDX-License-Identifier: MIT */
/*
 * sock_names.c - names of AF_UNIX, in the file system and not, and connecting to
 * them: backlogs, permissions, types, as lines that are the same on Linux. Works
 * in the current directory.
 */
#include "sock.h"

static char buf[300];

static long unix_socket(int type)
{
	return SC(socket, AF_UNIX, type, 0);
}

static void show_name(const char *label, long fd, int peer)
{
	struct un un = { .family = 0 };
	int len = sizeof(un);
	long err = peer ? SC(getpeername, fd, L(&un), L(&len)) :
			  SC(getsockname, fd, L(&un), L(&len));

	show(label, err);
	if (err)
		return;
	show("  length", len);
	show("  family", un.family);
	put("  name ");
	put(un.path[0] ? un.path : un.path + 1);
	put("\n");
}

static void paths(void)
{
	long a = unix_socket(STREAM), b = unix_socket(STREAM), c;
	long f = SC(openat, -100, L("plain"), 0102, 0644);
	struct { int words[40]; } st = { { 0 } };

	title("paths");
	SC(umask, 022);
	show("missing directory", sock_bind(a, "none/x"));
	show("not a directory", sock_bind(a, "plain/x"));
	show("exists", sock_bind(a, "plain"));
	show("empty after all", sock_bind(a, "dir/"));
	show("bind", sock_bind(a, "sock"));
	show_name("name", a, 0);
	show("bind again", sock_bind(a, "other"));
	show("other is not there", SC(unlink, L("other")));
	show("same name", sock_bind(b, "sock"));
	show("bound to what exists", sock_bind(a, "plain"));
	show("open", SC(openat, -100, L("sock"), 2, 0));
	show("open path", SC(openat, -100, L("sock"), 010000000, 0) > 0);
	show("connect not listening", sock_connect(b, "sock"));
	show("connect to a file", sock_connect(b, "plain"));
	show("connect to nothing", sock_connect(b, "none"));
	show("connect to a directory", sock_connect(b, "."));
	show("listen", SC(listen, a, 5));
	show("accepts", get_opt(a, SO_ACCEPTCONN));
	show_poll("listening", a);
	show("connect", sock_connect(b, "sock"));
	show_poll("somebody there", a);
	show("connect again", sock_connect(b, "sock"));
	show("connect to itself", sock_connect(a, "sock"));
	show("listen connected", SC(listen, b, 1));
	show_name("its peer", b, 1);
	show_name("itself", b, 0);
	show("send before accept", snd(b, "early", 0));
	c = SC(accept4, a, 0, 0, CLOEXEC | NONBLOCK);
	show("accept", c > 0);
	show("  flags", io_fcntl(c, 3, 0));
	rcv("early", c, 10, 0);
	show_name("accepted", c, 0);
	show_name("accepted peer", c, 1);
	show("send to listener", snd(a, "x", M_NOSIGNAL));
	show("recv of listener", SC(recvfrom, a, L(buf), 1, 0, 0, 0));
	show("link", SC(linkat, -100, L("sock"), -100, L("link"), 0));
	show("unlink", SC(unlink, L("sock")));
	SC(close, b);
	b = unix_socket(STREAM);
	show("connect by link", sock_connect(b, "link"));
	show("type", sock_connect(unix_socket(DGRAM), "link"));
	SC(close, a);
	rcv("not accepted", b, 10, 0);
	rcv("not accepted", b, 10, 0);
	show("nobody listens", sock_connect(unix_socket(STREAM), "link"));
	show("FIONREAD", SC(ioctl, c, 0x541b, L(buf)));
	SC(unlink, L("link"));
	SC(unlink, L("plain"));
	SC(close, b);
	SC(close, c);
	SC(close, f);
	(void)st;
}

static void long_paths(void)
{
	struct un un = { .family = AF_UNIX };
	long a = unix_socket(STREAM), b = unix_socket(STREAM);

	title("long paths");
	for (int i = 0; i < 108; i++)
		un.path[i] = 'a';
	show("108 without end", SC(bind, a, L(&un), 110));
	show_name("name", a, 0);
	show("connect", SC(connect, b, L(&un), 110));
	show("unlink", SC(unlink, L(un.path)));
	SC(close, a);
	a = unix_socket(DGRAM);
	un.path[5] = 0;
	show("ends early", SC(bind, a, L(&un), 110));
	show_name("name", a, 0);
	show("unlink", SC(unlink, L(un.path)));
	SC(close, a);
	SC(close, b);
}

static void abstract(void)
{
	struct un un;
	long a = unix_socket(STREAM), b = unix_socket(STREAM);
	long d = unix_socket(DGRAM);
	int len = un_abstract(&un, "octavo-test-n");

	title("abstract");
	show("bind", SC(bind, a, L(&un), len));
	show("same", SC(bind, b, L(&un), len));
	show("other type", SC(bind, d, L(&un), len));
	show("longer", SC(bind, b, L(&un), len + 1));
	show_name("name", b, 0);
	show("connect not listening", SC(connect, b, L(&un), len));
	SC(listen, a, 0);
	show("connect", SC(connect, b, L(&un), len));
	show_name("peer", b, 1);
	SC(close, a);
	a = unix_socket(STREAM);
	show("free again", SC(bind, a, L(&un), len));
	SC(close, a);
	SC(close, b);
	SC(close, d);
}

static void automatic(void)
{
	struct un un = { .family = AF_UNIX };
	long a = unix_socket(STREAM), b = unix_socket(DGRAM);
	int len = sizeof(un);

	title("automatic");
	show("bind", SC(bind, a, L(&un), 2));
	SC(getsockname, a, L(&un), L(&len));
	show("length", len);
	show("first", un.path[0]);
	show("bind again", SC(bind, a, L(&un), 2));
	un = (struct un){ .family = AF_UNIX };
	show("passcred", opt(b, SO_PASSCRED, 1));
	len = un_abstract(&un, "octavo-nobody");
	show("connect", SC(connect, b, L(&un), len));
	len = sizeof(un);
	SC(getsockname, b, L(&un), L(&len));
	show("length", len);
	SC(close, a);
	SC(close, b);
}

static void backlog(void)
{
	long a = unix_socket(STREAM), c[8], n = 0, pid, err = 0;

	title("backlog");
	sock_bind(a, "sock");
	SC(listen, a, 2);
	for (; n < 8 && !err; n++) {
		c[n] = unix_socket(STREAM | NONBLOCK);
		err = sock_connect(c[n], "sock");
	}
	show("how many", n);
	show("full", err);
	pid = io_fork();
	if (!pid) {
		long d = unix_socket(STREAM);

		timeo(d, SO_SNDTIMEO, 30);
		show("timeout", sock_connect(d, "sock"));
		timeo(d, SO_SNDTIMEO, 10000);
		show("waited", sock_connect(d, "sock"));
		SC(exit, 0);
	}
	io_sleep_ms(80);
	err = SC(accept4, a, 0, 0, 0);
	show("child", io_wait(pid));
	show("accept", err > 0);
	show("nonblocking", io_fcntl(a, 4, NONBLOCK));
	while (SC(accept4, a, 0, 0, 0) >= 0)
		n++;
	show("all", n);
	show("none", SC(accept4, a, 0, 0, 0));
	io_fcntl(a, 4, 0);
	timeo(a, SO_RCVTIMEO, 30);
	show("timeout", SC(accept4, a, 0, 0, 0));
	show("shutdown", SC(shutdown, a, 0));
	show("accept", SC(accept4, a, 0, 0, 0));
	show("connect", sock_connect(unix_socket(STREAM), "sock"));
	SC(unlink, L("sock"));
	for (; n--; )
		if (n < 8)
			SC(close, c[n]);
	SC(close, a);
}

static void permissions(void)
{
	long a = unix_socket(STREAM), pid;

	title("permissions");
	SC(umask, 077);
	sock_bind(a, "sock");
	SC(listen, a, 5);
	pid = SC(getuid, 0) ? 0 : io_fork();
	if (pid) {
		show("child", io_wait(pid));
	} else {
		SC(setuid, 1000);
		show("connect", sock_connect(unix_socket(STREAM), "sock"));
		SC(exit, 0);
	}
	SC(unlink, L("sock"));
	SC(close, a);
}

int main(int argc, char **argv, char **envp)
{
	paths();
	long_paths();
	abstract();
	automatic();
	backlog();
	permissions();
	return 0;
}
