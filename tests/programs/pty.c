/* SPDX-License-Identifier: MIT */
/*
 * pty.c - pairs of terminals: what each call answers, as lines that are the same
 * on Linux.
 */
#include "io.h"

#define RDWR		2
#define NOCTTY		0400
#define NONBLOCK	04000
#define WUNTRACED	2

#define TCGETS		0x5401
#define TCSETS		0x5402
#define TCSETSF		0x5404
#define TCFLSH		0x540b
#define TCXONC		0x540a
#define TIOCSCTTY	0x540e
#define TIOCGPGRP	0x540f
#define TIOCSPGRP	0x5410
#define TIOCGWINSZ	0x5413
#define TIOCSWINSZ	0x5414
#define FIONREAD_	0x541b
#define TIOCPKT		0x5420
#define TIOCNOTTY	0x5422
#define TIOCGSID	0x5429
#define TIOCGPTN	0x80045430
#define TIOCSPTLCK	0x40045431
#define TIOCGPTPEER	0x5441

#define ISIG		0000001u
#define ICANON		0000002u
#define ECHO		0000010u
#define OPOST		0000001u
#define XTABS		0014000u
#define VTIME		5
#define VMIN		6

struct termios {
	unsigned int iflag, oflag, cflag, lflag;
	unsigned char line, cc[19];
};

static int master, slave;
static char name[32];
static char buf[6000];

static long io(int fd, ulong cmd, const void *arg)
{
	return SC(ioctl, fd, L(cmd), L(arg));
}

static long type(const char *s)
{
	return SC(write, master, L(s), L(str_len(s)));
}

/* Until the line discipline has seen what was typed. */
static void settle(void)
{
	struct io_timespec ts = { 0, 30000000 };

	SC(nanosleep, L(&ts), 0);
}

/* What a read gives, with what cannot be printed spelt out. */
static void reads(const char *label, int fd, size_t len)
{
	long n = SC(read, fd, L(buf), L(len));

	show(label, n);
	put("  \"");
	for (long i = 0; i < n && i < 60; i++) {
		const char c[2] = { buf[i], 0 };

		if (buf[i] >= ' ' && buf[i] < 127)
			put(c);
		else
			put_hex((unsigned char)buf[i]);
	}
	put("\"\n");
}

static void polled(const char *label, int fd)
{
	struct io_pollfd pfd = { fd, 7, 0 };

	SC(poll, L(&pfd), 1, 0);
	show(label, pfd.revents);
}

static void nonblock(int fd, int on)
{
	io_fcntl(fd, 4, on ? RDWR | NONBLOCK : RDWR);
}

static void make_name(int n)
{
	char digits[8], *p = digits + 8;
	const char *from = "/dev/pts/";
	char *to = name;

	while (*from)
		*to++ = *from++;
	*--p = 0;
	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	while ((*to++ = *p++))
		;
}

static long open_slave(void)
{
	return SC(open, L(name), RDWR | NOCTTY, 0);
}

static void fresh(void)
{
	int n, unlock = 0;

	if (slave)
		SC(close, slave);
	if (master)
		SC(close, master);
	master = (int)SC(open, L("/dev/ptmx"), RDWR | NOCTTY, 0);
	io(master, TIOCGPTN, &n);
	make_name(n);
	io(master, TIOCSPTLCK, &unlock);
	slave = (int)open_slave();
}

static void set_modes(unsigned int clear, unsigned int set)
{
	struct termios t = { 0 };

	io(slave, TCGETS, &t);
	t.lflag = (t.lflag & ~clear) | set;
	io(slave, TCSETS, &t);
}

static void set_raw(int min, int time)
{
	struct termios t = { 0 };

	io(slave, TCGETS, &t);
	t.lflag &= ~(ICANON | ECHO | ISIG);
	t.cc[VMIN] = (unsigned char)min;
	t.cc[VTIME] = (unsigned char)time;
	io(slave, TCSETS, &t);
}

/* ---- what is tried --------------------------------------------------------------- */

static void opening(void)
{
	int n = -1, locked = 1;
	struct termios t = { 0 };

	title("opening");
	fresh();
	io(master, TIOCSPTLCK, &locked);
	show("locked", open_slave());
	locked = 0;
	show("unlock", io(master, TIOCSPTLCK, &locked));
	show("its number", io(slave, TIOCGPTN, &n));
	n = (int)SC(ioctl, master, L(TIOCGPTPEER), RDWR | NOCTTY);
	show("peer", n > 2);
	show("close", SC(close, n));
	show("modes", io(slave, TCGETS, &t));
	show("  c_iflag", t.iflag);
	show("  c_oflag", t.oflag);
	show("  c_cflag", t.cflag);
	show("  c_lflag", t.lflag);
	show("no terminal of ours", io(slave, TIOCGPGRP, &n));
	show("nothing to give up", io(slave, TIOCNOTTY, NULL));
	show("no such call", io(slave, 0x54ff, NULL));
	show("bad pointer", io(slave, TCGETS, (void *)8));
}

static void lines(void)
{
	int n = 0;

	title("lines");
	fresh();
	type("hello\r");
	reads("echo", master, 100);
	reads("part", slave, 2);
	reads("rest", slave, 100);
	type("two\nlines\n");
	settle();
	show("waiting", io(slave, FIONREAD_, &n));
	show("  bytes", n);
	reads("first", slave, 100);
	reads("second", slave, 100);
	type("end\x04");
	reads("unfinished", slave, 100);
	type("\x04");
	reads("end of file", slave, 100);
	type("full\x04");
	reads("just as much", slave, 4);
	nonblock(slave, 1);
	reads("and nothing", slave, 4);
	type("xyz\x7f\x17" "ab\x15q\x16\x04r\n");
	settle();
	reads("edited", slave, 100);
	nonblock(slave, 0);
	reads("on the screen", master, 300);
}

static void long_lines(void)
{
	title("long lines");
	fresh();
	set_modes(ECHO, 0);
	for (int i = 0; i < 5000; i++)
		buf[i] = 'x';
	for (int i = 0; i < 5000; i += 500)
		SC(write, master, L(buf), 500);
	type("\n");
	settle();
	show("all of it", SC(read, slave, L(buf), sizeof(buf)));
	show("its end", buf[4095]);
	type("again\n");
	reads("and on", slave, 100);
}

static void raw(void)
{
	title("raw");
	fresh();
	set_raw(1, 0);
	type("\x03\r\x04");
	reads("as typed", slave, 100);
	set_raw(0, 0);
	reads("no waiting", slave, 100);
	set_raw(0, 2);
	reads("a little", slave, 100);
	set_raw(3, 0);
	type("ab");
	settle();
	polled("two of three", slave);
	nonblock(slave, 1);
	reads("what there is", slave, 100);
	nonblock(slave, 0);
	type("abcd");
	settle();
	polled("enough", slave);
	reads("all four", slave, 100);
	set_raw(5, 1);
	type("ab");
	reads("until it is quiet", slave, 100);
	type("left");
	settle();
	set_modes(0, ICANON);
	reads("left from before", slave, 100);
}

static void output(void)
{
	struct termios t = { 0 };

	title("output");
	fresh();
	io(slave, TCGETS, &t);
	SC(write, slave, L("a\tb\nc\rd"), 7);
	reads("as usual", master, 100);
	t.oflag |= XTABS;
	io(slave, TCSETS, &t);
	SC(write, slave, L("a\tb\n"), 4);
	reads("no tabs", master, 100);
	t.oflag &= ~OPOST;
	io(slave, TCSETS, &t);
	SC(write, slave, L("a\tb\n"), 4);
	reads("plain", master, 100);
	type("\x13");
	settle();
	nonblock(slave, 1);
	show("stopped", SC(write, slave, L("x"), 1));
	type("\x11");
	settle();
	show("started", SC(write, slave, L("x"), 1));
	show("stop", SC(ioctl, slave, TCXONC, 0));
	show("stopped", SC(write, slave, L("x"), 1));
	show("start", SC(ioctl, slave, TCXONC, 1));
	show("nonsense", SC(ioctl, slave, TCXONC, 9));
	nonblock(slave, 0);
}

static void sizes(void)
{
	unsigned short size[4] = { 25, 90, 3, 4 }, got[4];
	int n = 0;

	title("sizes");
	fresh();
	show("set", io(master, TIOCSWINSZ, size));
	show("get", io(slave, TIOCGWINSZ, got));
	show("  rows", got[0]);
	show("  columns", got[1]);
	show("  pixels", got[3]);
	type("abc\n");
	settle();
	show("flush", SC(ioctl, slave, TCFLSH, 0));
	show("left", io(slave, FIONREAD_, &n));
	show("  bytes", n);
	show("nonsense", SC(ioctl, slave, TCFLSH, 3));
}

static void packets(void)
{
	int on = 1;

	title("packets");
	fresh();
	set_modes(ECHO, 0);
	show("on", io(master, TIOCPKT, &on));
	SC(write, slave, L("data"), 4);
	reads("data", master, 100);
	type("\x13");
	settle();
	polled("stopped", master);
	reads("said so", master, 100);
	type("\x11");
	settle();
	reads("started", master, 100);
	SC(ioctl, slave, TCFLSH, 0);
	reads("flushed", master, 100);
}

static void closing(void)
{
	struct termios t;

	title("closing");
	fresh();
	SC(write, slave, L("last"), 4);
	SC(close, slave);
	reads("what was left", master, 100);
	reads("no slave", master, 100);
	polled("hung up", master);
	slave = (int)open_slave();
	SC(write, slave, L("back"), 4);
	reads("open again", master, 100);
	SC(close, master);
	master = 0;
	reads("no master", slave, 100);
	show("write", SC(write, slave, L("x"), 1));
	polled("poll", slave);
	show("modes", io(slave, TCGETS, &t));
	show("the name is gone", open_slave());
}

/* ---- job control --------------------------------------------------------------------- */

static __attribute__((__noreturn__)) void leave(int status)
{
	for (;;)
		SC(exit_group, status);
}

static void sleep_long(void)
{
	struct io_timespec ts = { 20, 0 };

	SC(nanosleep, L(&ts), 0);
}

static long waited(long pid, int options)
{
	int status = 0;

	SC(wait4, pid, L(&status), options, 0);
	return status;
}

/* The leader of a session at the terminal; says what happens. */
static void leader(int done)
{
	int self = (int)SC(setsid, 0), group = 0;
	long pid;

	show("leader", io(slave, TIOCSCTTY, NULL));
	show("its group", io(slave, TIOCGPGRP, &group) || group != self);
	show("its session", io(slave, TIOCGSID, &group) || group != self);
	group = 99999;
	show("no such group", io(slave, TIOCSPGRP, &group));
	group = -1;
	show("no group at all", io(slave, TIOCSPGRP, &group));

	pid = io_fork();
	if (!pid) {
		SC(setpgid, 0, 0);
		SC(read, slave, L(buf), 10);
		leave(9);
	}
	show("reads in the background", waited(pid, WUNTRACED));
	SC(kill, pid, 9);
	show("killed", waited(pid, 0));

	pid = io_fork();
	if (!pid) {
		sleep_long();
		leave(9);
	}
	SC(setpgid, pid, pid);
	group = (int)pid;
	show("foreground", io(slave, TIOCSPGRP, &group));
	type("\x1a");
	show("ctrl-Z", waited(pid, WUNTRACED));
	SC(kill, pid, 18);
	type("\x03");
	show("ctrl-C", waited(pid, 0));
	type("lost?\n");
	/* Who holds a master keeps the terminal alive. */
	SC(close, master);
	SC(write, done, L("."), 1);
	sleep_long();
	leave(9);
}

static void jobs(void)
{
	int done[2];
	long pid;

	title("jobs");
	fresh();
	SC(pipe2, L(done), 0);
	pid = io_fork();
	if (!pid)
		leader(done[1]);
	SC(read, done[0], L(buf), 1);
	reads("keys are shown", master, 2);
	reads("and shown", master, 2);
	reads("and shown", master, 7);
	SC(close, slave);
	slave = 0;
	SC(close, master);
	master = 0;
	show("hung up", waited(pid, 0));
}

int main(int argc, char **argv, char **envp)
{
	opening();
	lines();
	long_lines();
	raw();
	output();
	sizes();
	packets();
	closing();
	jobs();
	return 0;
}
