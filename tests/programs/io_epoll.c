/* SPDX-License-Identifier: MIT */
/*
 * io_epoll.c - epoll, eventfd, poll and select: what each answers, as lines
 * that are the same on Linux.
 */
#include "io.h"

#define EP_IN		1u
#define EP_OUT		4u
#define EP_ERR		8u
#define EP_HUP		16u
#define EP_EXCL		(1u << 28)
#define EP_ONESHOT	(1u << 30)
#define EP_ET		(1u << 31)

#define ADD	1
#define DEL	2
#define MOD	3

#define NONBLOCK	04000

struct ep_event {
	unsigned int events;
	unsigned long long data;
}
#ifdef __x86_64__
__attribute__((__packed__))
#endif
;

static struct ep_event got[8];

static long ctl(long ep, int op, long fd, unsigned int events)
{
	struct ep_event ev = { events, 100 + fd };

	return SC(epoll_ctl, ep, op, fd, L(&ev));
}

/* Who is ready now. */
static void now(const char *label, long ep)
{
	long n = SC(epoll_wait, ep, L(got), 8, 0);

	show(label, n);
	for (long i = 0; i < n; i++) {
		show("  data", (long)got[i].data);
		show("  events", got[i].events);
	}
}

static void add_to(long fd, unsigned long long n)
{
	show("eventfd write", SC(write, fd, L(&n), 8));
}

static void take_from(long fd)
{
	unsigned long long n = 0;

	show("eventfd read", SC(read, fd, L(&n), 8));
	show("  value", (long)n);
}

static void eventfds(void)
{
	long e = SC(eventfd2, 3, NONBLOCK), s = SC(eventfd2, 2, 1 | NONBLOCK);
	unsigned long long n = ~0ull - 1;
	char small[4];

	title("eventfd");
	show("fd", e);
	take_from(e);
	take_from(e);
	add_to(e, 5);
	add_to(e, 6);
	take_from(e);
	add_to(e, n);
	add_to(e, 1);
	add_to(e, 0);
	add_to(e, ~0ull);
	take_from(s);
	take_from(s);
	take_from(s);
	show("short read", SC(read, e, L(small), 4));
	show("short write", SC(write, e, L(small), 4));
	show("bad pointer", SC(write, e, 0, 8));
	show("bad flags", SC(eventfd2, 0, 2));
	show("seek", SC(lseek, e, 5, 0));
	show("pread", io_pread(e, small, 4, 0));
	SC(close, e);
	SC(close, s);
}

static void refusals(void)
{
	long ep = SC(epoll_create1, 0), e = SC(eventfd2, 0, 0);
	long file = SC(openat, -100, L("/proc/self/exe"), 0, 0);
	long null = SC(openat, -100, L("/dev/null"), 2, 0);
	struct ep_event ev = { EP_IN, 0 };

	title("refusals");
	show("create size 0", SC(epoll_create, 0));
	show("create flags", SC(epoll_create1, 1));
	show("no such fd", ctl(ep, ADD, 99, EP_IN));
	show("no such set", ctl(99, ADD, e, EP_IN));
	show("not a set", ctl(e, ADD, ep, EP_IN));
	show("itself", ctl(ep, ADD, ep, EP_IN));
	show("plain file", ctl(ep, ADD, file, EP_IN));
	show("null device", ctl(ep, ADD, null, EP_IN));
	show("add", ctl(ep, ADD, e, EP_IN));
	show("again", ctl(ep, ADD, e, EP_IN));
	show("bad op", ctl(ep, 4, e, EP_IN));
	show("bad event", SC(epoll_ctl, ep, MOD, e, 0));
	show("delete without event", SC(epoll_ctl, ep, DEL, e, 0));
	show("delete again", ctl(ep, DEL, e, 0));
	show("modify what is not there", ctl(ep, MOD, e, EP_IN));
	show("exclusive", ctl(ep, ADD, e, EP_IN | EP_EXCL));
	show("modify exclusive", ctl(ep, MOD, e, EP_IN));
	ctl(ep, DEL, e, 0);
	show("exclusive oneshot", ctl(ep, ADD, e, EP_IN | EP_EXCL | EP_ONESHOT));
	show("no events wanted", SC(epoll_wait, ep, L(got), 0, 0));
	show("negative", SC(epoll_wait, ep, L(got), -1, 0));
	show("wait on another file", SC(epoll_wait, e, L(got), 1, 0));
	show("wait on nothing", SC(epoll_wait, 99, L(got), 1, 0));
	show("mask size", SC(epoll_pwait, ep, L(got), 1, 0, L(&ev), 4));
	show("read", SC(read, ep, L(got), 8));
	show("write", SC(write, ep, L(got), 8));
	SC(close, ep);
	SC(close, e);
	SC(close, file);
	SC(close, null);
}

/* A set that is exclusive takes nothing from one that is not. */
static void exclusive_and_not(void)
{
	long all = SC(epoll_create1, 0), one = SC(epoll_create1, 0);
	long e = SC(eventfd2, 0, NONBLOCK);

	title("exclusive and not");
	ctl(all, ADD, e, EP_IN | EP_ET);
	ctl(one, ADD, e, EP_IN | EP_ET | EP_EXCL);
	for (int i = 0; i < 3; i++) {
		add_to(e, 1);
		now("all", all);
		now("one", one);
	}
	SC(close, all);
	SC(close, one);
	SC(close, e);
}

static void levels_and_edges(void)
{
	long ep = SC(epoll_create1, 0), p[2];
	int fds[2];
	char buf[64];

	title("levels and edges");
	SC(pipe2, L(fds), NONBLOCK);
	p[0] = fds[0];
	p[1] = fds[1];
	ctl(ep, ADD, p[0], EP_IN);
	ctl(ep, ADD, p[1], EP_OUT);
	now("empty pipe", ep);
	SC(write, p[1], L("abcdef"), 6);
	now("level", ep);
	now("level again", ep);
	ctl(ep, MOD, p[0], EP_IN | EP_ET);
	ctl(ep, MOD, p[1], EP_OUT | EP_ET);
	now("edge", ep);
	now("edge again", ep);
	SC(write, p[1], L("gh"), 2);
	now("edge after more", ep);
	SC(read, p[0], L(buf), 2);
	now("edge after a read", ep);
	ctl(ep, MOD, p[0], EP_IN | EP_ONESHOT);
	now("once", ep);
	SC(write, p[1], L("i"), 1);
	now("once again", ep);
	ctl(ep, MOD, p[0], EP_IN | EP_ONESHOT);
	now("armed again", ep);
	ctl(ep, MOD, p[0], EP_IN);
	SC(read, p[0], L(buf), 64);
	now("empty", ep);
	SC(close, p[1]);
	now("hung up", ep);
	SC(close, p[0]);
	now("closed", ep);
	SC(close, ep);
}

static void copies(void)
{
	long ep = SC(epoll_create1, 0), e = SC(eventfd2, 1, NONBLOCK);
	long copy = SC(dup, e);

	title("copies of descriptors");
	show("add", ctl(ep, ADD, e, EP_IN));
	show("add the copy", ctl(ep, ADD, copy, EP_IN));
	SC(close, e);
	now("first closed", ep);
	show("delete the closed", ctl(ep, DEL, e, 0));
	SC(close, copy);
	now("both closed", ep);
	SC(close, ep);
}

static void nests(void)
{
	long e = SC(eventfd2, 0, NONBLOCK), sets[8], prev = e, i;
	struct io_pollfd pfd;

	title("sets in sets");
	for (i = 0; i < 7; i++) {
		sets[i] = SC(epoll_create1, 0);
		show("nest", ctl(sets[i], ADD, prev, EP_IN));
		prev = sets[i];
	}
	show("circle", ctl(sets[0], ADD, sets[1], EP_IN));
	now("nothing", sets[3]);
	add_to(e, 1);
	now("from the bottom", sets[3]);
	now("in the middle", sets[1]);
	pfd = (struct io_pollfd){ (int)sets[2], 1, 0 };
	show("poll of a set", SC(poll, L(&pfd), 1, 0));
	show("  events", pfd.revents);
	take_from(e);
	show("poll of an idle set", SC(poll, L(&pfd), 1, 0));
	now("taken", sets[3]);
	for (i = 0; i < 7; i++)
		SC(close, sets[i]);
	SC(close, e);
}

/* Another process makes it ready after a while; a signal ends a wait. */
static void waits(void)
{
	long ep = SC(epoll_create1, 0), e = SC(eventfd2, 0, NONBLOCK), pid, t;
	const long long ts[2] = { 0, 30000000 };
	unsigned long long usr1 = 1ull << (SIG_USR1 - 1);
	const long me = SC(getpid, 0);

	title("waits");
	io_catch(SIG_USR1, SA_RESTART_);
	ctl(ep, ADD, e, EP_IN | EP_ET);
	t = io_now_ms();
	show("nothing comes", SC(epoll_wait, ep, L(got), 8, 40));
	t = io_now_ms() - t;
	show("in time", t >= 39 && t < 2000);
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(30);
		SC(write, e, L(&usr1), 8);
		SC(exit_group, 0);
	}
	show("something comes", SC(epoll_wait, ep, L(got), 8, -1));
	show("child", io_wait(pid));
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(30);
		SC(kill, me, SIG_USR1);
		SC(exit_group, 0);
	}
	show("a signal comes", SC(epoll_wait, ep, L(got), 8, -1));
	show("handled", io_signals);
	show("child", io_wait(pid));
	SC(rt_sigprocmask, 0, L(&usr1), 0, 8);
	SC(kill, me, SIG_USR1);
	show("blocked", SC(epoll_wait, ep, L(got), 8, 10));
	show("handled", io_signals);
	usr1 = 0;
	show("let in", SC(epoll_pwait, ep, L(got), 8, 1000, L(&usr1), 8));
	show("handled", io_signals);
	SC(kill, me, SIG_USR1);
	show("still blocked", SC(epoll_wait, ep, L(got), 8, 10));
	show("let in by ppoll", SC(ppoll, 0, 0, 0, L(&usr1), 8));
	show("handled", io_signals);
	show("fine time", SC(epoll_pwait2, ep, L(got), 8, L(ts), 0, 8));
	usr1 = 1ull << (SIG_USR1 - 1);
	SC(rt_sigprocmask, 1, L(&usr1), 0, 8);
	SC(close, ep);
	SC(close, e);
}

static void polls(void)
{
	struct io_pollfd p[3] = { { -1, 1, 9 }, { 99, 1, 9 }, { 0, 0, 9 } };
	struct io_timespec ts = { 0, 20000000 };
	long e = SC(eventfd2, 0, NONBLOCK), t[2] = { 0, 1500000 };
	ulong in[4] = { 0 }, out[4] = { 0 };

	title("poll and select");
	p[2].fd = (int)e;
	show("poll", SC(poll, L(p), 3, 0));
	show("  negative", p[0].revents);
	show("  not open", p[1].revents);
	p[1].fd = -1;
	p[2].events = 1 | 4 | 0x40 | 0x100;
	show("poll", SC(poll, L(p), 3, -1));
	show("  eventfd", p[2].revents);
	p[2].events = 1;
	show("nothing", SC(poll, L(p), 3, 10));
	show("too many", SC(poll, L(p), 1u << 30, 0));
	show("bad list", SC(poll, 0, 1, 0));
	show("bad time", SC(ppoll, L(p), 1, 1, 0, 8));
	show("mask size", SC(ppoll, L(p), 1, L(&ts), L(in), 7));
	show("ppoll", SC(ppoll, L(p), 3, L(&ts), 0, 0));
	show("  time left", ts.sec + ts.nsec);
	ts.nsec = 1000000000;
	show("bad nanoseconds", SC(ppoll, L(p), 3, L(&ts), 0, 0));
	in[0] = 1ul << e;
	out[0] = 1ul << e;
	show("select", sys_of(NR_SELECT, (const long[6]){ e + 1, L(in), L(out), 0, L(t) }));
	show("  in", in[0] >> e & 1);
	show("  out", out[0] >> e & 1);
	show("  time left", t[0] == 1);
	in[0] = 1ul << 20;
	show("select not open", sys_of(NR_SELECT, (const long[6]){ 21, L(in), 0, 0, L(t) }));
	show("select negative", sys_of(NR_SELECT, (const long[6]){ -1, L(in), 0, 0, L(t) }));
	t[0] = -1;
	show("select bad time", sys_of(NR_SELECT, (const long[6]){ 0, 0, 0, 0, L(t) }));
	SC(close, e);
}

int main(int argc, char **argv, char **envp)
{
	eventfds();
	refusals();
	exclusive_and_not();
	levels_and_edges();
	copies();
	nests();
	waits();
	polls();
	return 0;
}
