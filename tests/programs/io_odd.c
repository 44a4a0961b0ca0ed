/* SPDX-License-Identifier: MIT */
/*
 * io_odd.c - calls that few programs make: clocks of CPU time and their timers,
 * holes, another part of a file at a range, files of another process, the
 * status of an end that dumps core. The same lines on Linux.
 */
#include "io.h"

#define PROCESS_CLOCK	2
#define FOREIGN(pid, thread)	((long)(int)(~(unsigned int)(pid) << 3 | \
					     ((thread) ? 4 : 0) | 2))

struct wide_time {
	long long sec, nsec;
};

#ifdef __i386__
#define NR_TIMER_SETTIME	409
#define NR_CLOCK_NANOSLEEP	407
#define NR_CLOCK_GETTIME	403
#else
#define NR_TIMER_SETTIME	__NR_timer_settime
#define NR_CLOCK_NANOSLEEP	__NR_clock_nanosleep
#define NR_CLOCK_GETTIME	__NR_clock_gettime
#endif

static long call(long nr, long a, long b, long c, long d)
{
	return sys_of(nr, (const long[6]){ a, b, c, d });
}

static void clocks(void)
{
	struct wide_time t[2] = { { 0, 0 }, { 0, 0 } };
	const long self = SC(getpid, 0);

	title("clocks of CPU time");
	show("the process", call(NR_CLOCK_GETTIME, FOREIGN(0, 0), L(t), 0, 0));
	show("by number", call(NR_CLOCK_GETTIME, FOREIGN(self, 0), L(t), 0, 0));
	show("the thread", call(NR_CLOCK_GETTIME, FOREIGN(self, 1), L(t), 0, 0));
	show("of nobody",
	     call(NR_CLOCK_GETTIME, FOREIGN(0x3ffff, 0), L(t), 0, 0));
	show("no such kind",
	     call(NR_CLOCK_GETTIME, FOREIGN(0, 0) | 3, L(t), 0, 0));
	show("unknown", call(NR_CLOCK_GETTIME, 99, L(t), 0, 0));
	t[0] = (struct wide_time){ 0, 1 };
	show("sleep, the past",
	     call(NR_CLOCK_NANOSLEEP, PROCESS_CLOCK, 1, L(t), 0));
	show("sleep, a thread's", call(NR_CLOCK_NANOSLEEP, 3, 0, L(t), 0));
}

/* Until the CPU time of one who sleeps first is a little more. */
static void sleep_by_another(void)
{
	struct wide_time t[2] = { { 0, 0 }, { 0, 0 } };
	long pid = io_fork();

	if (!pid) {
		const long end = io_now_ms() + 200;

		SC(poll, 0, 0, 100);
		while (io_now_ms() < end)
			;
		SC(exit_group, 0);
	}
	title("asleep by the CPU time of another");
	call(NR_CLOCK_GETTIME, FOREIGN(pid, 0), L(t), 0, 0);
	t[0].nsec++;
	call(NR_CLOCK_NANOSLEEP, FOREIGN(pid, 0), 1, L(t), 0);
	show("over", io_wait(pid));
}

/* A timer of CPU time goes off while the program computes. */
static void cpu_timer(void)
{
	struct wide_time t[2] = { { 0, 0 }, { 0, 20 * 1000 * 1000 } };
	const long end = io_now_ms() + 20000;
	int id = -1;

	title("a timer of CPU time");
	io_catch(SIG_ALRM, 0);
	io_signals = 0;
	show("made", SC(timer_create, PROCESS_CLOCK, 0, L(&id)));
	show("set", call(NR_TIMER_SETTIME, id, 0, L(t), 0));
	while (!io_signals && io_now_ms() < end)
		;
	show("signals", io_signals);
	show("overrun", SC(timer_getoverrun, id));
	show("deleted", SC(timer_delete, id));
	show("deleted again", SC(timer_delete, id));
}

/* ---- files ------------------------------------------------------------------- */

#define io_fallocate(fd, mode, off, len) \
	SC(fallocate, fd, mode, POS(off), POS(len))
#ifdef __i386__
#define NR_REMAP	257
#else
#define NR_REMAP	216
#endif

static char buf[4096];

static void fill(long fd)
{
	for (int i = 0; i < 4; i++) {
		for (unsigned int j = 0; j < sizeof(buf); j++)
			buf[j] = (char)('a' + i);
		io_pwrite(fd, buf, sizeof(buf), i * 4096);
	}
}

static void look(const char *label, long fd, long pos)
{
	char c = '?';

	io_pread(fd, &c, 1, pos);
	show(label, c);
}

static void holes(void)
{
	long fd = SC(memfd_create, L("io_odd"), 2);

	title("holes");
	fill(fd);
	show("punch", io_fallocate(fd, 3, 4000, 5000));
	look("before", fd, 3999);
	look("first", fd, 4000);
	look("middle", fd, 5000);
	look("last", fd, 8999);
	look("behind", fd, 9000);
	show("beyond the end", io_fallocate(fd, 3, 100000, 10));
	show("up to it", io_fallocate(fd, 3, 16380, 100));
	look("byte", fd, 16379);
	look("zero", fd, 16380);
	show("size", SC(lseek, fd, 0, 2));
	show("alone", io_fallocate(fd, 2, 0, 10));
	show("nothing", io_fallocate(fd, 3, 0, 0));
	show("kept", io_fallocate(fd, 1, 0, 100000));
	show("size", SC(lseek, fd, 0, 2));
	show("sealed", io_fcntl(fd, 1033, 8));
	show("punch", io_fallocate(fd, 3, 0, 5000));
	SC(close, fd);
}

static void other_part(void)
{
	long fd = SC(memfd_create, L("io_odd"), 0);
	char *at;

	title("another part of a file at a range");
	fill(fd);
	at = io_mmap(4 * 4096, 3, 1, fd);
	show("swap", call(NR_REMAP, L(at), 4096, 0, 3));
	show("first", at[0]);
	show("second", at[4096]);
	show("rights", call(NR_REMAP, L(at), 4096, 1, 3));
	show("length", call(NR_REMAP, L(at), 0, 0, 3));
	SC(munmap, L(at), 4 * 4096);
	show("unmapped", call(NR_REMAP, L(at), 4096, 0, 3));
	SC(close, fd);
}

/* A futex in a page that the file has no more. */
static void cut_off(void)
{
	long fd = SC(memfd_create, L("io_odd"), 0);
	char *at;

	title("a word behind the end");
	io_ftruncate(fd, 4096);
	at = io_mmap(4096, 3, 1, fd);
	show("wake", SC(futex, L(at), 1, 1, 0));
	io_ftruncate(fd, 0);
	show("wake", SC(futex, L(at), 1, 1, 0));
	SC(close, fd);
}

static void of_another(void)
{
	long fd = SC(memfd_create, L("io_odd"), 0), pid, pidfd, got;

	title("a file of another process");
	SC(write, fd, L("abc"), 3);
	pid = io_fork();
	if (!pid) {
		io_sleep_ms(20000);
		SC(exit_group, 0);
	}
	SC(close, fd);
	pidfd = sys3(434, pid, 0, 0);
	got = sys3(438, pidfd, fd, 0);
	show("got", got >= 0);
	look("second", got, 1);
	show("none", sys3(438, pidfd, 77, 0));
	show("flags", sys3(438, pidfd, got, 1));
	show("no process", sys3(438, got, 0, 0));
	SC(kill, pid, 9);
	show("ended", io_wait(pid));
	show("too late", sys3(438, pidfd, 0, 0));
	SC(close, got);
	SC(close, pidfd);
}

/* ---- leases ------------------------------------------------------------------ */

#define SETLEASE	1024
#define GETLEASE	1025
#define SIG_IO		29
#define O_NONBLOCK_	04000

static void lease_on(const char *label, long fd, long type)
{
	show(label, sys3(NR_FCNTL, fd, SETLEASE, type));
	show("  now", sys3(NR_FCNTL, fd, GETLEASE, 0));
}

static long open_file(long flags)
{
	return SC(openat, -100, L("io_odd.file"), flags, 0644);
}

/* Another process opens the file, which takes until the lease is given up. */
static void opened_by_another(const char *label, long fd, long flags, long give)
{
	const long end = io_now_ms() + 20000;
	long pid, status;

	io_signals = 0;
	pid = io_fork();
	if (!pid)
		SC(exit_group, open_file(flags) < 0);
	while (!io_signals && io_now_ms() < end)
		io_sleep_ms(5);
	show(label, io_signals);
	show("  is to be", sys3(NR_FCNTL, fd, GETLEASE, 0));
	show("  again", sys3(NR_FCNTL, fd, SETLEASE, 1));
	show("  given up", sys3(NR_FCNTL, fd, SETLEASE, give));
	status = io_wait(pid);
	show("  opened", status);
}

static void leases(void)
{
	long fd, other;

	title("leases");
	SC(close, open_file(0102));
	fd = open_file(0);
	io_catch(SIG_IO, 0);
	lease_on("none", fd, 2);
	lease_on("to read", fd, 0);
	lease_on("to write", fd, 1);
	lease_on("what", fd, 7);
	other = open_file(O_NONBLOCK_);
	show("opened by itself", other);
	show("signals", io_signals);
	show("given up", sys3(NR_FCNTL, fd, SETLEASE, 2));
	other = open_file(2);
	lease_on("with a writer", fd, 0);
	lease_on("not alone", fd, 1);
	SC(close, other);
	lease_on("alone", fd, 1);
	opened_by_another("to read", fd, 0, 0);
	opened_by_another("to write", fd, 1, 2);
	SC(close, fd);
	SC(unlinkat, -100, L("io_odd.file"), 0);
}

/* ---- ends ------------------------------------------------------------------------ */

static void end_by(const char *label, int sig, ulong limit)
{
	ulong lim[2] = { limit, limit };
	long pid = io_fork();

	if (!pid) {
		SC(chdir, L("/"));
		SC(setuid, 12345);
		SC(setrlimit, 4, L(lim));
		SC(kill, SC(getpid, 0), sig);
		SC(exit_group, 0);
	}
	show(label, io_wait(pid));
}

static void cores(void)
{
	title("ends without a core");
	end_by("SIGTERM", 15, 0);
	end_by("SIGQUIT, no room", 3, 0);
	end_by("SIGKILL", 9, 0);
}

static void priorities(void)
{
	title("priorities of reading and writing");
	show("at first", SC(ioprio_get, 1, 0));
	show("best effort 2", SC(ioprio_set, 1, 0, 2 << 13 | 2));
	show("now", SC(ioprio_get, 1, 0));
	show("class 7", SC(ioprio_set, 1, 0, 7 << 13));
	show("none, level 1", SC(ioprio_set, 1, 0, 1));
	show("which", SC(ioprio_set, 9, 0, 2 << 13));
	show("nobody", SC(ioprio_get, 1, 0x3fffffff));
}

int main(int argc, char **argv, char **envp)
{
	clocks();
	sleep_by_another();
	cpu_timer();
	holes();
	other_part();
	cut_off();
	of_another();
	leases();
	cores();
	priorities();
	return 0;
}
