/* SPDX-License-Identifier: MIT */
/*
 * io_locks.c - flock, fcntl's locks and those of open files, between processes:
 * what each answers, as lines that are the same on Linux.
 */
#include "io.h"

#define GETLK	5
#define SETLK	6
#define SETLKW	7
#define OFD	31			/* from F_SETLK to F_OFD_SETLK */
#define RD	0
#define WR	1
#define UN	2

/* As fcntl(2), or on i386 fcntl64(2), has it. */
struct lock {
	short type, whence;
	long long start, len;
	int pid;
};

#ifdef __i386__
#define LOCK64	7			/* from F_SETLK to F_SETLK64 */
#else
#define LOCK64	0
#endif

static long file, other;

static long set(long fd, int cmd, short type, long long start, long long len)
{
	struct lock l = { type, 0, start, len, 0 };

	return io_fcntl(fd, cmd + (cmd > SETLKW ? 0 : LOCK64), &l);
}

/* What a lock would meet. */
static void get(const char *label, int cmd, short type, long long start,
		long long len)
{
	struct lock l = { type, 0, start, len, 0 };
	const long parent = SC(getppid, 0);

	show(label, io_fcntl(other, cmd + (cmd > SETLKW ? 0 : LOCK64), &l));
	show("  type", l.type);
	if (l.type == UN)
		return;
	show("  start", (long)l.start);
	show("  len", (long)l.len);
	show("  pid", l.pid == parent ? 1 : l.pid);
}

/* In a child, which has the file open on its own as well. */
static void in_child(void (*fn)(void))
{
	long pid = io_fork();

	if (!pid) {
		other = SC(openat, -100, L("io_locks"), 2, 0);
		fn();
		SC(exit_group, 0);
	}
	show("child", io_wait(pid));
}

static void look(void)
{
	get("read 0", GETLK, RD, 0, 1);
	get("write 0", GETLK, WR, 0, 1);
	get("write all", GETLK, WR, 0, 0);
	get("write 30", GETLK, WR, 30, 10);
	get("write 100", GETLK, WR, 100, 1);
	show("take", set(other, SETLK, WR, 0, 0));
	show("take read", set(other, SETLK, RD, 0, 10));
	show("take free", set(other, SETLK, WR, 1000, 10));
	show("give back what is not ours", set(other, SETLK, UN, 0, 0));
}

static void ranges(void)
{
	title("ranges");
	show("read 0-9", set(file, SETLK, RD, 0, 10));
	show("write 20-39", set(file, SETLK, WR, 20, 20));
	show("own do not conflict", set(file, SETLK, WR, 0, 5));
	show("and back", set(file, SETLK, RD, 0, 5));
	in_child(look);
	show("cut in the middle", set(file, SETLK, UN, 25, 5));
	in_child(look);
	show("join", set(file, SETLK, WR, 10, 30));
	in_child(look);
	show("to the end", set(file, SETLK, WR, 30, 0));
	in_child(look);
	show("closing a copy", SC(close, SC(dup, file)));
	in_child(look);
}

static void refusals(void)
{
	struct lock l = { RD, 3, 0, 0, 0 };
	long r = SC(openat, -100, L("io_locks"), 0, 0);
	long w = SC(openat, -100, L("io_locks"), 1, 0);

	title("refusals");
	show("whence", io_fcntl(file, SETLK + LOCK64, &l));
	l.whence = 0;
	l.type = 7;
	show("type", io_fcntl(file, SETLK + LOCK64, &l));
	show("pointer", io_fcntl(file, SETLK, 8));
	show("negative start", set(file, SETLK, RD, -1, 1));
	show("negative length", set(file, SETLK, RD, 10, -5));
	show("too negative", set(file, SETLK, RD, 10, -11));
	show("overflow", set(file, SETLK, RD, 1ll << 62, 1ll << 62));
	show("beyond", set(file, SETLK, RD, ~(1ull << 63), 2));
	show("not open", set(99, SETLK, RD, 0, 1));
	show("not to read", set(w, SETLK, RD, 0, 1));
	show("not to write", set(r, SETLK, WR, 0, 1));
	show("get unlock", set(file, GETLK, UN, 0, 1));
	l = (struct lock){ RD, 0, 0, 0, 5 };
	show("pid of an open file's", io_fcntl(file, SETLK + OFD, &l));
	set(file, SETLK, UN, 0, 0);
	SC(close, r);
	SC(close, w);
}

static void wait_for_it(void)
{
	long t = io_now_ms();

	show("wait", set(other, SETLKW, WR, 0, 0));
	show("waited", io_now_ms() - t >= 20);
}

static void interrupted_wait(void)
{
	const long me = SC(getpid, 0);

	io_catch(SIG_USR1, 0);
	if (!io_fork()) {
		io_sleep_ms(30);
		SC(kill, me, SIG_USR1);
		SC(exit_group, 0);
	}
	show("wait", set(other, SETLKW, WR, 0, 0));
	show("signals", io_signals);
	io_wait(-1);
}

/* Each waits for the other: one of the two is told. */
static void embrace(void)
{
	long pid;
	int ready[2];
	char c;

	title("a deadly embrace");
	SC(pipe, L(ready));
	set(file, SETLK, WR, 0, 1);
	pid = io_fork();
	if (!pid) {
		set(file, SETLK, WR, 1, 1);
		SC(write, ready[1], L("x"), 1);
		SC(exit_group, set(file, SETLKW, WR, 0, 1) != 0);
	}
	SC(read, ready[0], L(&c), 1);
	io_sleep_ms(50);
	show("closing the circle", set(file, SETLKW, WR, 1, 1));
	set(file, SETLK, UN, 0, 0);
	show("child", io_wait(pid));
	SC(close, ready[0]);
	SC(close, ready[1]);
}

static void waits(void)
{
	long pid;

	title("waits");
	set(file, SETLK, WR, 5, 1);
	in_child(interrupted_wait);
	pid = io_fork();
	if (!pid) {
		other = SC(openat, -100, L("io_locks"), 2, 0);
		wait_for_it();
		SC(exit_group, 0);
	}
	io_sleep_ms(40);
	set(file, SETLK, UN, 0, 0);
	show("child", io_wait(pid));
	show("gone with its process", set(file, SETLK, WR, 0, 0));
	set(file, SETLK, UN, 0, 0);
}

static void open_files(void)
{
	long copy = SC(dup, file);

	title("locks of open files");
	other = SC(openat, -100, L("io_locks"), 2, 0);
	show("set", set(file, SETLK + OFD, WR, 0, 10));
	show("by a copy", set(copy, SETLK + OFD, WR, 5, 10));
	show("by another", set(other, SETLK + OFD, WR, 5, 1));
	show("by the process", set(file, SETLK, RD, 5, 1));
	get("look", GETLK + OFD, WR, 0, 0);
	SC(close, copy);
	show("still there", set(other, SETLK + OFD, RD, 5, 1));
	SC(close, file);
	show("gone", set(other, SETLK + OFD, WR, 5, 1));
	SC(close, other);
	file = SC(openat, -100, L("io_locks"), 2, 0);
}

static void whole_in_child(void)
{
	show("shared", SC(flock, other, 1 | 4));
	show("exclusive", SC(flock, other, 2 | 4));
	show("inherited", SC(flock, file, 2 | 4));
	show("inherited shared", SC(flock, file, 1 | 4));
}

static void whole(void)
{
	long pid;

	title("flock");
	show("bad", SC(flock, file, 3));
	show("not open", SC(flock, 99, 1));
	show("unlock", SC(flock, file, 8));
	show("shared", SC(flock, file, 1));
	in_child(whole_in_child);
	show("exclusive", SC(flock, file, 2 | 4));
	in_child(whole_in_child);
	show("beside fcntl's", set(file, SETLK, WR, 0, 0));
	set(file, SETLK, UN, 0, 0);
	SC(flock, file, 2);
	pid = io_fork();
	if (!pid) {
		SC(close, file);
		other = SC(openat, -100, L("io_locks"), 2, 0);
		show("wait", SC(flock, other, 2));
		SC(exit_group, 0);
	}
	io_sleep_ms(30);
	SC(close, file);
	show("child", io_wait(pid));
	file = SC(openat, -100, L("io_locks"), 2, 0);
	show("free", SC(flock, file, 2 | 4));
}

int main(int argc, char **argv, char **envp)
{
	file = SC(openat, -100, L("io_locks"), 02 | 0100, 0600);
	ranges();
	refusals();
	waits();
	embrace();
	open_files();
	whole();
	SC(unlink, L("io_locks"));
	return 0;
}
