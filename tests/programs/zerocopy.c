/* SPDX-License-Identifier: MIT */
/*
 * zerocopy.c - TCP with MSG_ZEROCOPY over the loopback interface: bytes, what the
 * error queue tells, and a sender that is killed with pages on their way.
 */
#include "io.h"

#define INET		2
#define UNIX		1
#define STREAM		1
#define DGRAM		2
#define SOL_SOCKET_	1
#define SO_ZEROCOPY_	60
#define ZEROCOPY	0x4000000
#define ERRQUEUE	0x2000
#define DONTWAIT	0x40
#define TOTAL		(3u << 20)
#define BLOCK		150000u

struct address {
	unsigned short family, port;
	unsigned int addr;
	char zero[8];
};

struct message {
	void *name;
	int namelen;
	struct io_vec *iov;
	unsigned long iovlen;
	void *control;
	unsigned long controllen;
	unsigned int flags;
};

struct extended_error {
	unsigned int error;
	unsigned char origin, type, code, pad;
	unsigned int info, data;
};

static unsigned char from[BLOCK + 256], to[65536];

static void pair(int *a, int *b)
{
	struct address at = { .family = INET, .addr = 0x0100007f };
	int len = sizeof(at), l = (int)SC(socket, INET, STREAM, 0);

	SC(bind, l, L(&at), len);
	SC(listen, l, 1);
	SC(getsockname, l, L(&at), L(&len));
	*a = (int)SC(socket, INET, STREAM, 0);
	show("connect", SC(connect, *a, L(&at), sizeof(at)));
	*b = (int)SC(accept4, l, 0, 0, 0);
	SC(close, l);
}

static long set_zerocopy(int fd, int on)
{
	return SC(setsockopt, fd, SOL_SOCKET_, SO_ZEROCOPY_, L(&on), sizeof(on));
}

/* The next notification: calls [*first, *last], its code; -errno. */
static long told(int fd, unsigned int *first, unsigned int *last)
{
	struct {
		unsigned long len;
		int level, type;
		struct extended_error err;
		char addr[48];
	} control;
	struct message m = { .control = &control,
			     .controllen = sizeof(control) };
	long n = SC(recvmsg, fd, L(&m), ERRQUEUE);

	if (n < 0)
		return n;
	if (n || control.level || control.type != 11 ||
	    control.err.origin != 5 || control.err.error ||
	    !(m.flags & ERRQUEUE))
		return 1000;
	*first = control.err.info;
	*last = control.err.data;
	return control.err.code;
}

/* All notifications up to call @end; the code of all, or something odd. */
static long told_all(int fd, unsigned int end)
{
	unsigned int next = 0, first, last;
	long code = 0, n;

	while (next < end) {
		struct io_pollfd p = { .fd = fd };

		SC(poll, L(&p), 1, 5000);
		n = told(fd, &first, &last);
		if (n == E_AGAIN && !(p.revents & 8))
			return 2000;
		if (n == E_AGAIN)
			continue;
		if (n < 0 || n >= 1000 || first != next)
			return n ? n : 3000;
		next = last + 1;
		code = n;
	}
	return code;
}

/* What byte @n of the stream is. */
static unsigned char byte(unsigned int n)
{
	return (unsigned char)(n % 251);
}

static void fill(unsigned int at)
{
	for (unsigned int n = 0; n < BLOCK; n++)
		from[n] = byte(at + n);
}

/* Read and compare up to @len bytes from number @at on: how many came. */
static unsigned int take(int fd, unsigned int at, unsigned int len)
{
	unsigned int done = 0;

	while (done < len) {
		long n = SC(read, fd, L(to), sizeof(to));

		if (n <= 0)
			break;
		for (long i = 0; i < n; i++)
			if (to[i] != byte(at + done + (unsigned int)i)) {
				show("wrong byte", at + done + i);
				return 0;
			}
		done += (unsigned int)n;
	}
	return done;
}

static void transfer(void)
{
	unsigned int calls = 0, done = 0;
	int a, b;

	title("transfer");
	pair(&a, &b);
	show("set", set_zerocopy(a, 1));
	while (done < TOTAL) {
		long n;

		fill(done);
		n = SC(sendto, a, L(from), BLOCK, ZEROCOPY, 0, 0);
		if (n <= 0) {
			show("send", n);
			break;
		}
		calls++;
		if (take(b, done, (unsigned int)n) != (unsigned int)n)
			break;
		done += (unsigned int)n;
		/* Only now the bytes may be changed. */
		if (calls == 1)
			show("copied", told_all(a, 1));
	}
	show("all", done >= TOTAL);
	SC(close, a);
	show("end", take(b, done, 1));
	SC(close, b);
}

static void notifications(void)
{
	unsigned int first, last;
	int a, b;

	title("notifications");
	pair(&a, &b);
	show("nothing sent", told(a, &first, &last));
	show("without the option",
	     SC(sendto, a, L(from), 100, ZEROCOPY, 0, 0));
	show("nothing told", told(a, &first, &last));
	show("set", set_zerocopy(a, 1));
	show("no such value", set_zerocopy(a, 2));
	for (int i = 0; i < 5; i++)
		SC(sendto, a, L(from + 5000 * i), 5000, ZEROCOPY, 0, 0);
	show("no flag", SC(sendto, a, L(from), 5000, 0, 0, 0));
	show("bad", SC(sendto, a, 16, 5000, ZEROCOPY, 0, 0));
	show("one more", SC(sendto, a, L(from), 7, ZEROCOPY, 0, 0));
	show("copied", told_all(a, 6));
	show("no more", told(a, &first, &last));
	show("empty", SC(sendto, a, L(from), 0, ZEROCOPY, 0, 0));
	show("nothing told", told(a, &first, &last));
	SC(close, a);
	SC(close, b);
}

static void datagrams(void)
{
	struct address at = { .family = INET, .addr = 0x0100007f };
	int len = sizeof(at), a = (int)SC(socket, INET, DGRAM, 0);
	int b = (int)SC(socket, INET, DGRAM, 0), u;

	title("datagrams");
	SC(bind, b, L(&at), len);
	SC(getsockname, b, L(&at), L(&len));
	show("connect", SC(connect, a, L(&at), len));
	show("set", set_zerocopy(a, 1));
	fill(0);
	for (int i = 1; i < 4; i++) {
		show("send", SC(sendto, a, L(from), 9000 * i, ZEROCOPY, 0, 0));
		show("all", take(b, 0, 9000u * (unsigned int)i));
	}
	show("too long", SC(sendto, a, L(from), 70000, ZEROCOPY, 0, 0));
	show("copied", told_all(a, 3));
	SC(close, a);
	SC(close, b);
	u = (int)SC(socket, UNIX, STREAM, 0);
	show("of another family", set_zerocopy(u, 1));
	SC(close, u);
}

/* The child sends until nothing more goes, says how much, and is killed. */
static void killed(void)
{
	int a, b, p[2], status;
	unsigned int sent = 0;
	long child, n;

	title("killed");
	pair(&a, &b);
	set_zerocopy(a, 1);
	SC(pipe, L(p));
	fill(0);
	child = io_fork();
	if (!child) {
		/* Blocks that begin anew with the same byte. */
		while ((n = SC(sendto, a, L(from), 251 * 500,
			       ZEROCOPY | DONTWAIT, 0, 0)) > 0) {
			sent += (unsigned int)n;
			if (n < 251 * 500)
				break;
		}
		SC(write, p[1], L(&sent), sizeof(sent));
		for (;;)
			SC(pause);
	}
	SC(close, a);
	SC(read, p[0], L(&sent), sizeof(sent));
	SC(kill, child, 9);
	SC(wait4, child, L(&status), 0, 0);
	show("status", status);
	show("much", sent > 100000);
	show("all of it", take(b, 0, 1u << 30) == sent);
	SC(close, b);
}

int main(int argc, char **argv, char **envp)
{
	transfer();
	notifications();
	datagrams();
	killed();
	return 0;
}
