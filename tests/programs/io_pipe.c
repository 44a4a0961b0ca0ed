/* SPDX-License-Identifier: MIT */
/*
 * io_pipe.c - pipes, FIFOs and vectors: what each call answers, as lines that
 * are the same on Linux.
 */
#include "io.h"

#define PAGE		4096L
#define NONBLOCK	04000
#define DIRECT		040000
#define SETPIPE_SZ	1031
#define GETPIPE_SZ	1032
#define FIONREAD_	0x541b

static char buf[70000];
static char *edge;		/* nothing is behind it */
static int p[2];

static void fresh(int flags)
{
	if (p[1]) {
		SC(close, p[0]);
		SC(close, p[1]);
	}
	SC(pipe2, L(p), flags);
}

static long wr(const void *from, size_t n)
{
	return SC(write, p[1], L(from), L(n));
}

static long rd(void *to, size_t n)
{
	return SC(read, p[0], L(to), L(n));
}

static void polled(const char *label, long fd, short events)
{
	struct io_pollfd pfd = { (int)fd, events, 0 };

	show(label, SC(poll, L(&pfd), 1, 0));
	show("  events", pfd.revents);
}

static void sizes(void)
{
	int n = 0;

	title("sizes");
	fresh(NONBLOCK);
	show("empty", rd(buf, 10));
	show("nothing written", wr(edge, 0));
	show("nothing read", rd(edge, 0));
	show("size", io_fcntl(p[0], GETPIPE_SZ, 0));
	show("4095", wr(buf, 4095));
	show("2", wr(buf, 2));
	show("4094", wr(buf, 4094));
	show("5000", wr(buf, 5000));
	while (wr(buf, 1000) == 1000)
		n++;
	show("then thousands", n);
	polled("full", p[1], 4);
	show("one more", wr(buf, 1));
	SC(ioctl, p[0], FIONREAD_, L(&n));
	show("bytes in it", n);
	show("read 4000", rd(buf, 4000));
	polled("less", p[1], 4);
	show("read 100", rd(buf, 100));
	polled("a page less", p[1], 4);
	show("too small", io_fcntl(p[0], SETPIPE_SZ, 4096));
	show("larger", io_fcntl(p[1], SETPIPE_SZ, 100000));
	show("two pages", wr(buf, 8192));
	show("negative", io_fcntl(p[0], SETPIPE_SZ, -1));
	show("read all", rd(buf, sizeof(buf)));
	show("zero", io_fcntl(p[0], SETPIPE_SZ, 0));
	show("more than it holds", wr(buf, 10000));
	show("read all", rd(buf, sizeof(buf)));
	show("size of no pipe", io_fcntl(99, GETPIPE_SZ, 0));
	show("flags", SC(pipe2, L(p), 1));
}

static void faults(void)
{
	title("faults");
	fresh(NONBLOCK);
	show("write", wr(edge - 8, 16));
	show("read", rd(buf, 100));
	wr(buf, 100);
	show("read too much", rd(edge - 8, 100));
	show("read what fits", rd(edge - 8, 8));
	show("read the rest", rd(buf, 1000));
	show("second page", wr(edge - PAGE, 2 * PAGE));
	show("read", rd(buf, 10000));
	wr(buf, 10);
	show("append", wr(edge - 5, 10));
	show("read", rd(buf, 10000));
	show("pointer of pipe", SC(pipe, 0));
}

static void packets(void)
{
	title("packets");
	fresh(NONBLOCK | DIRECT);
	wr("abc", 3);
	wr("defg", 4);
	wr(buf, 5000);
	show("read", rd(buf, 2));
	show("rest is gone", rd(buf, 100));
	show("a page", rd(buf, 10000));
	show("what is left", rd(buf, 10000));
	show("empty", rd(buf, 10000));
}

static void ends(void)
{
	long pid;

	title("ends");
	fresh(NONBLOCK);
	polled("empty", p[0], 1);
	wr("x", 1);
	SC(close, p[1]);
	polled("no writer", p[0], 1);
	show("read", rd(buf, 10));
	show("end", rd(buf, 10));
	p[1] = 0;
	fresh(0);
	io_catch(SIG_PIPE, 0);
	SC(close, p[0]);
	polled("no reader", p[1], 4);
	show("write", wr("x", 1));
	show("signals", io_signals);
	show("nothing written", wr("x", 0));
	show("read the write end", SC(read, p[1], L(buf), 1));
	show("seek", SC(lseek, p[1], 0, 0));
	show("pread", io_pwrite(p[1], "x", 1, 0));
	SC(close, p[1]);
	p[1] = 0;
	fresh(0);
	show("write the read end", SC(write, p[0], L(buf), 1));
	/* A blocking write of much, a slow reader. */
	pid = io_fork();
	if (!pid) {
		SC(close, p[0]);
		show("write much", wr(buf, 70000) + wr(buf, 70000));
		SC(exit_group, 3);
	}
	SC(close, p[1]);
	for (long n, all = 0;; all += n) {
		n = rd(buf, 3001);
		if (n > 0)
			continue;
		show("read much", all);
		break;
	}
	show("child", io_wait(pid));
	SC(close, p[0]);
	p[1] = 0;
}

static void interrupted(void)
{
	const long me = SC(getpid, 0);
	const int before = io_signals;
	long pid;

	title("interrupted");
	fresh(0);
	io_catch(SIG_USR1, 0);
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(30);
		SC(kill, me, SIG_USR1);
		io_sleep_ms(30);
		SC(kill, me, SIG_USR1);
		SC(exit_group, 0);
	}
	show("read", rd(buf, 1));
	show("write", wr(buf, 70000));
	show("signals", io_signals - before);
	show("child", io_wait(pid));
	io_catch(SIG_USR1, SA_RESTART_);
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(30);
		SC(kill, me, SIG_USR1);
		io_sleep_ms(30);
		rd(buf, 65536);
		SC(exit_group, 0);
	}
	show("restarted", wr("x", 1));
	show("signals", io_signals - before);
	show("child", io_wait(pid));
}

/* The other side comes after a while. */
static long later(const char *name, int flags)
{
	long pid = io_fork(), fd;

	if (pid)
		return pid;
	io_sleep_ms(30);
	fd = SC(openat, -100, L(name), flags, 0);
	if (flags & 1)
		SC(write, fd, L("hello"), 5);
	else
		SC(read, fd, L(buf), 5);
	SC(exit_group, fd < 0);
	return 0;
}

static void fifos(void)
{
	static const char name[] = "io_fifo";
	long r, w, pid;

	title("fifos");
	SC(unlink, L(name));
	show("make", SC(mknodat, -100, L(name), 010600, 0));
	show("again", SC(mknodat, -100, L(name), 010600, 0));
	show("write, nobody", SC(openat, -100, L(name), 1 | NONBLOCK, 0));
	r = SC(openat, -100, L(name), NONBLOCK, 0);
	show("read, nobody", r >= 0);
	polled("nobody yet", r, 1);
	show("read", SC(read, r, L(buf), 10));
	w = SC(openat, -100, L(name), 1 | NONBLOCK, 0);
	show("write", w >= 0);
	show("read", SC(read, r, L(buf), 10));
	SC(write, w, L("abc"), 3);
	SC(close, w);
	polled("gone again", r, 1);
	show("read", SC(read, r, L(buf), 10));
	show("read", SC(read, r, L(buf), 10));
	SC(close, r);
	pid = later(name, 1);
	r = SC(openat, -100, L(name), 0, 0);
	show("reader waits", SC(read, r, L(buf), 5));
	show("child", io_wait(pid));
	SC(close, r);
	pid = later(name, 0);
	w = SC(openat, -100, L(name), 1, 0);
	show("writer waits", SC(write, w, L(buf), 5));
	show("child", io_wait(pid));
	SC(close, w);
	r = SC(openat, -100, L(name), 2, 0);
	show("both", SC(write, r, L("abcd"), 4));
	show("read", SC(read, r, L(buf), 10));
	SC(close, r);
	SC(unlink, L(name));
}

static void vectors(void)
{
	struct io_vec v[4] = {
		{ "abc", 3 }, { "", 0 }, { "defgh", 5 }, { "i", 1 },
	};
	long f = SC(openat, -100, L("io_file"), 02 | 0100 | 01000, 0600);

	title("vectors");
	fresh(NONBLOCK);
	show("writev", SC(writev, p[1], L(v), 4));
	show("bytes", rd(buf, 100));
	show("last", buf[8]);
	v[2].base = edge;
	show("fault", SC(writev, p[1], L(v), 4));
	show("nothing", rd(buf, 100));
	show("file fault", SC(writev, f, L(v), 4));
	v[2].base = "defgh";
	show("file", SC(writev, f, L(v), 4));
	show("none", SC(writev, f, L(v), 0));
	show("too many", SC(writev, f, L(v), 1025));
	show("negative", SC(writev, f, L(v), -1));
	show("bad vector", SC(writev, f, 0, 1));
	v[3].len = ~0ul;
	show("bad length", SC(writev, f, L(v), 4));
	v[3].len = 1;
	show("not open", SC(writev, 99, L(v), 4));
	show("pwritev", SC(pwritev, f, L(v), 4, POS(100)));
	show("size", SC(lseek, f, 0, 2));
	show("pwritev of a pipe", SC(pwritev, p[1], L(v), 4, POS(0)));
	show("negative position", SC(pwritev, f, L(v), 4, -1, -1));
	v[0] = (struct io_vec){ buf, 50 };
	v[1] = (struct io_vec){ buf + 50, 1000 };
	show("preadv", SC(preadv, f, L(v), 2, POS(5)));
	SC(lseek, f, 3, 0);
	show("preadv2 at -1", SC(preadv2, f, L(v), 1, -1, -1, 0));
	show("position", SC(lseek, f, 0, 1));
	show("bad flag", SC(preadv2, f, L(v), 1, -1, -1, 0x1000));
	show("nowait", SC(preadv2, p[0], L(v), 1, -1, -1, 8));
	v[0] = (struct io_vec){ "12345", 5 };
	show("append", SC(pwritev2, f, L(v), 1, 0, 0, 16));
	show("size", SC(lseek, f, 0, 2));
	show("pread negative", io_pread(f, buf, 1, -1));
	show("pread beyond", io_pread(f, buf, 1, 1 << 20));
	SC(close, f);
	SC(unlink, L("io_file"));
}

int main(int argc, char **argv, char **envp)
{
	edge = io_mmap(16 * PAGE, 3, 0x22, -1) + 8 * PAGE;
	SC(munmap, L(edge), 8 * PAGE);
	sizes();
	faults();
	packets();
	ends();
	interrupted();
	fifos();
	vectors();
	return 0;
}
