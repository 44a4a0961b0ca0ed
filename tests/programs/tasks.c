// SPDX-License-Identifier: MIT
/*
 * tasks.c - processes, threads, signals and timers, a line for each thing they
 * tell. The same on every Linux: the test runs this on the host and inside, and
 * compares.
 */
#include "tasks.h"

static char stacks[4][16384] __attribute__((__aligned__(64)));
static volatile int count;
static volatile struct siginfo last;

static void say(const char *what, long val)
{
	put(what);
	put(" ");
	put_number(val);
	put("\n");
}

static void note(int sig, struct siginfo *info, void *uc)
{
	(void)uc;
	last = *info;
	last.signo = sig;
	count++;
}

/* Wait for @n calls of note(), but not for ever. */
static void until(int n)
{
	for (int i = 0; i < 400 && count < n; i++)
		sleep_ms(5);
}

/* ---- ending --------------------------------------------------------------- */

static int end_with(long code)
{
	return (int)code;
}

static int end_by(long sig)
{
	sys2(SYS_kill, sys1(SYS_getpid, 0), sig);
	return 0;
}

static __attribute__((__noreturn__)) int spin(long arg)
{
	for (;;)
		__asm__ __volatile__("" : : "r"(arg));
}

static void ending(void)
{
	struct siginfo info = { 0 };
	long pid;

	put("== ending\n");
	say("exit", wait_for(child(end_with, 7), 0));
	say("killed", wait_for(child(end_by, SIGKILL), 0));
	say("terminated", wait_for(child(end_by, SIGTERM), 0));
	say("nobody", wait_for(-1, 0));
	pid = child(end_with, 300);
	say("waitid", sys6(SYS_waitid, 1, pid, (long)&info, 4 | 0x1000000, 0, 0));
	say("signo", info.signo);
	say("code", info.code);
	say("status", info.status);
	say("pid", info.pid == pid);
	say("again", wait_for(pid, 0));
	pid = child(spin, 0);
	sleep_ms(20);
	sys2(SYS_kill, pid, SIGTERM);
	say("spinning", wait_for(pid, 0));
	pid = sys1(SYS_vfork, 0);
	if (!pid)
		sys1(SYS_exit, 9);
	say("vfork", wait_for(pid, 0));
}

/*
 * Before the wait: a child that stopped can be waited for before its parent is
 * told, and what it is told then is a status already taken, 0.
 */
static void told(int times)
{
	until(times);
	say("told", count);
}

static void stopping(void)
{
	long pid;

	put("== stopping\n");
	catch(SIGCHLD, note, 0);
	for (int quiet = 0; quiet < 2; quiet++) {
		count = 0;
		catch(SIGCHLD, note, quiet ? SA_NOCLDSTOP : 0);
		pid = child(spin, 0);
		sys2(SYS_kill, pid, SIGSTOP);
		told(quiet ? 0 : 1);
		say("stopped", wait_for(pid, 2));
		say("code", count ? last.code : 0);
		say("status", count ? last.status : 0);
		sys2(SYS_kill, pid, SIGCONT);
		told(quiet ? 0 : 2);
		say("continued", wait_for(pid, 8));
		sys2(SYS_kill, pid, SIGKILL);
		told(quiet ? 1 : 3);
		say("killed", wait_for(pid, 0));
		say("code", last.code);
		say("status", last.status);
		say("pid", last.pid == pid);
	}
}

/* ---- queues --------------------------------------------------------------- */

static long queue(int sig, long value)
{
	struct siginfo info = { .code = -1, .value = (ulong)value };

	return sys3(SYS_rt_sigqueueinfo, sys1(SYS_getpid, 0), sig, &info);
}

static long take(uint64_t set, struct siginfo *info, long ms)
{
	const struct timespec64 ts = { ms / 1000, ms % 1000 * 1000000 };

	return sys4(SYS_rt_sigtimedwait, (long)&set, (long)info, (long)&ts, 8);
}

static int send_soon(long pid)
{
	sleep_ms(20);
	sys2(SYS_kill, pid, SIGUSR2);
	return 0;
}

static void queues(void)
{
	struct siginfo info;
	char buf[256];
	long fd, pid;
	uint64_t set = BIT(SIGRT) | BIT(SIGUSR1) | BIT(SIGUSR2);

	put("== queues\n");
	mask(0, set);
	for (long i = 1; i <= 3; i++)
		say("queue", queue(SIGRT, i * 11));
	say("usr1", queue(SIGUSR1, 1));
	say("usr1", queue(SIGUSR1, 2));
	for (int i = 0; i < 5; i++) {
		say("take", take(set, &info, 1));
		say("value", (long)info.value);
		say("code", info.code);
	}
	pid = child(send_soon, sys1(SYS_getpid, 0));
	say("wait", take(set, &info, 2000));
	say("pid", info.pid == pid);
	wait_for(pid, 0);
	fd = sys4(SYS_signalfd4, -1, (long)&set, 8, 04000);
	say("empty", sys3(SYS_read, fd, buf, 256));
	queue(SIGRT, 77);
	queue(SIGUSR1, 78);
	say("read", sys3(SYS_read, fd, buf, 256));
	say("first", *(int *)buf);
	say("second", *(int *)(buf + 128));
	say("value", *(int *)(buf + 128 + 44));
	say("size", sys3(SYS_read, fd, buf, 127));
	sys1(SYS_close, fd);
	mask(1, set);
	say("nobody", sys3(SYS_rt_sigqueueinfo, 0x7fffffff, SIGUSR1, &info));
	say("signal 65", queue(65, 0));
}

/* ---- timers --------------------------------------------------------------- */

struct spec {
	struct timespec64 interval, value;
};

static void timers(void)
{
	struct {
		ulong value;
		int signo, notify, tid, pad[12];
	} ev = { .value = 42, .signo = SIGRT };
	const struct spec often = { { 0, 3000000 }, { 0, 3000000 } };
	const struct spec bad = { { 0, 1000000000 }, { 0, 1 } };
	const long itimer[4] = { 0, 5000, 0, 5000 };
	const long off[4] = { 0 };
	int id = -1;
	struct { int fd; short events, revents; } p;
	long long times = 0;

	put("== timers\n");
	count = 0;
	catch(SIGRT, note, SA_RESTART);
	say("create", sys3(SYS_timer_create, 1, &ev, &id));
	say("bad", sys4(SYS_timer_settime, id, 0, (long)&bad, 0));
	say("set", sys4(SYS_timer_settime, id, 0, (long)&often, 0));
	until(3);
	say("came", count >= 3);
	say("signal", last.signo);
	say("code", last.code);
	say("value", (long)last.value);
	say("number", last.pid == id);
	say("overrun", sys1(SYS_timer_getoverrun, id) >= 0);
	say("delete", sys1(SYS_timer_delete, id));
	say("again", sys1(SYS_timer_delete, id));
	say("clock", sys3(SYS_timer_create, 99, &ev, &id));
	p.fd = (int)sys2(SYS_timerfd_create, 1, 04000);
	p.events = 1;
	say("empty", sys3(SYS_read, p.fd, &times, 8));
	say("set", sys4(SYS_timerfd_settime, p.fd, 0, (long)&often, 0));
	say("poll", sys3(SYS_poll, &p, 1, 2000));
	say("events", p.revents);
	sleep_ms(20);
	say("read", sys3(SYS_read, p.fd, &times, 8));
	say("times", times > 1);
	sys1(SYS_close, p.fd);
	say("other file", sys4(SYS_timerfd_settime, 1, 0, (long)&often, 0));
	for (int which = 1; which <= 2; which++) {
		count = 0;
		catch(which == 1 ? SIGVTALRM : SIGPROF, note, 0);
		say("itimer", sys3(SYS_setitimer, which, itimer, 0));
		while (count < 2)
			;
		say("came", last.signo);
		sys3(SYS_setitimer, which, off, 0);
	}
	count = 0;
	catch(SIGALRM, note, 0);
	sys1(SYS_alarm, 1);
	while (!count)
		;
	say("alarm", last.signo);
}

/* ---- families ------------------------------------------------------------- */

static int orphan(long pid)
{
	if (pid)
		return 0;
	pid = sys1(SYS_getppid, 0);
	if (sys1(SYS_fork, 0))
		return 5;
	while (sys1(SYS_getppid, 0) != pid)
		sleep_ms(1);
	return 6;
}

/* Leave a child behind that is over. */
static int leave_zombie(long arg)
{
	struct siginfo info;

	(void)arg;
	catch(SIGCHLD, 0, 0);
	return (int)sys6(SYS_waitid, 1, child(end_with, 3), (long)&info,
			 4 | 0x1000000, 0, 0);
}

static int wait_for_death(long write_end)
{
	int set[2];
	char c;

	if (child(end_with, 0) < 0)
		return 1;
	sys1(SYS_pipe, set);
	if (!sys1(SYS_fork, 0)) {
		sys2(SYS_prctl, 1, SIGTERM);
		sys3(SYS_write, write_end, "x", 1);
		sys3(SYS_write, set[1], "x", 1);
		spin(0);
	}
	sys3(SYS_read, set[0], &c, 1);
	return 0;
}

static void families(void)
{
	int fds[2], sig = 0, got = 0;
	long pid, first;
	char c;

	put("== families\n");
	catch(SIGCHLD, note, SA_RESTART);
	say("subreaper", sys2(SYS_prctl, 36, 1));
	pid = child(orphan, 0);
	first = wait_for(-1, 0);
	say("child", first);
	say("grandchild", wait_for(-1, 0));
	sys1(SYS_pipe, fds);
	pid = child(wait_for_death, fds[1]);
	say("ready", sys3(SYS_read, fds[0], &c, 1));
	for (int i = 0; i < 3; i++) {
		long status = wait_for(-1, 0);

		got += status == 0;
		sig += status == SIGTERM;
	}
	say("ended", got);
	say("by death", sig);
	say("death signal", sys2(SYS_prctl, 2, &sig));
	say("none", sig);
	say("too high", sys2(SYS_prctl, 1, 65));
	say("gone", pid > 0);
	catch(SIGCHLD, (void *)1, 0);
	child(leave_zombie, 0);
	say("unwanted", wait_for(-1, 0));
	catch(SIGCHLD, note, SA_RESTART);
}

static void handles(void)
{
	struct { int fd; short events, revents; } p = { -1, 1, 0 };
	struct siginfo info = { 0 };
	uint64_t args[11] = { 0x1000, (ulong)&p.fd, 0, 0, SIGCHLD };
	long pid;

	put("== handles\n");
	pid = sys2(SYS_clone3, args, 64);
	if (!pid)
		sys1(SYS_exit_group, (sleep_ms(30), 3));
	say("made", pid > 0);
	say("handle", p.fd >= 0);
	say("early", sys3(SYS_poll, &p, 1, 0));
	say("poll", sys3(SYS_poll, &p, 1, 2000));
	say("events", p.revents);
	say("asked", sys4(SYS_pidfd_send_signal, p.fd, 0, 0, 0));
	say("wait", sys6(SYS_waitid, 3, p.fd, (long)&info, 4, 0, 0));
	say("status", info.status);
	say("again", sys6(SYS_waitid, 3, p.fd, (long)&info, 4, 0, 0));
	say("gone", sys4(SYS_pidfd_send_signal, p.fd, 15, 0, 0));
	say("other file", sys4(SYS_pidfd_send_signal, 1, 15, 0, 0));
	sys1(SYS_close, p.fd);
	say("nobody", sys2(SYS_pidfd_open, 0x7fffffff, 0));
	say("zero", sys2(SYS_pidfd_open, 0, 0));
	say("small", sys2(SYS_clone3, args, 63));
	say("large", sys2(SYS_clone3, args, 8192));
	args[4] = 100;
	say("signal", sys2(SYS_clone3, args, 64));
	args[0] = 0x800;
	say("sighand without memory", sys2(SYS_clone3, args, 64));
}

/* ---- threads -------------------------------------------------------------- */

static volatile int word_a, word_b, arrived, woken;
static volatile int tids[4];

static void sleeper(void *arg)
{
	(void)arg;
	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	while (futex(&word_a, FUTEX_WAIT, 0, 0, 0, 0) < 0)
		;
	__atomic_fetch_add(&woken, 1, __ATOMIC_SEQ_CST);
}

static void *stack_top(int n)
{
	return stacks[n] + sizeof(stacks[n]);
}

static void start(int n, void (*fn)(void *), void *arg)
{
	thread_start(THREAD_FLAGS | SET_TID | CLEAR_TID, stack_top(n), fn, arg,
		     (int *)&tids[n]);
}

static struct {
	long first, offset, pending;
} robust = { 0 };
static struct {
	long next;
	volatile int word;
} robust_lock;

static void dies_with_lock(void *arg)
{
	(void)arg;
	robust.first = (long)&robust_lock;
	robust.offset = (char *)&robust_lock.word - (char *)&robust_lock;
	robust_lock.next = (long)&robust;
	robust_lock.word = (int)sys1(SYS_gettid, 0);
	sys2(SYS_set_robust_list, &robust, sizeof(robust));
}

static void threads(void)
{
	put("== threads\n");
	start(0, sleeper, 0);
	start(1, sleeper, 0);
	start(2, sleeper, 0);
	while (arrived < 3)
		sys1(SYS_sched_yield, 0);
	sleep_ms(50);
	say("changed", futex(&word_a, FUTEX_CMP_REQUEUE, 1, 9, &word_b, 1));
	say("requeue", futex(&word_a, FUTEX_CMP_REQUEUE, 1, 9, &word_b, 0));
	say("first word", futex(&word_a, FUTEX_WAKE, 9, 0, 0, 0));
	say("second word", futex(&word_b, FUTEX_WAKE, 1, 0, 0, 0));
	/* word_a |= 4; wake one of word_b; of word_a's none, it was not 7. */
	say("both", futex(&word_b, FUTEX_WAKE_OP, 1, 1, &word_a,
			  2 << 28 | 4 << 12 | 7));
	say("word", word_a);
	for (int i = 0; i < 3; i++)
		join(&tids[i]);
	say("woken", woken);
	start(0, dies_with_lock, 0);
	join(&tids[0]);
	say("robust", (robust_lock.word & 0x40000000) != 0);
}

static char **self;

static void thread_executes(void *arg)
{
	static char was[24];
	char *argv[] = { self[0], "pid", was, 0 };
	char *p = was + 23;

	for (ulong n = (ulong)arg; n; n /= 10)
		*--p = (char)('0' + n % 10);
	argv[2] = p;
	sys3(SYS_execve, self[0], argv, 0);
}

/* The new program has the number of the process, and is alone in it. */
static __attribute__((__noreturn__)) int exec_from_thread(long arg)
{
	(void)arg;
	start(0, sleeper, 0);
	thread_start(THREAD_FLAGS, stack_top(1), thread_executes,
		     (void *)sys1(SYS_getpid, 0), 0);
	for (;;)
		sleep_ms(1000);
}

/* ---- state ---------------------------------------------------------------- */

static int control_word(long arg)
{
	unsigned int mxcsr;

	(void)arg;
	__asm__ __volatile__("stmxcsr %0" : "=m"(mxcsr));
	return (int)(mxcsr >> 15);
}

static void state(void)
{
	unsigned int mxcsr = 0x9f80;
	int prio = 0;

	put("== state\n");
	__asm__ __volatile__("ldmxcsr %0" : : "m"(mxcsr));
	say("control word", wait_for(child(control_word, 0), 0));
	mxcsr = 0x1f80;
	__asm__ __volatile__("ldmxcsr %0" : : "m"(mxcsr));
	say("policy", sys1(SYS_sched_getscheduler, 0));
	say("no policy", sys3(SYS_sched_setscheduler, 0, 77, &prio));
	say("no priority", sys3(SYS_sched_setscheduler, 0, 1, &prio));
	say("highest", sys1(SYS_sched_prio_max, 1));
	say("nobody", sys1(SYS_sched_getscheduler, 0x7fffffff));
	say("nice", sys2(SYS_getpriority, 0, 0));
	say("nobody's", sys2(SYS_getpriority, 0, 0x7fffffff));
}

/* ---- limits: inside only --------------------------------------------------- */

/* As many children as there may be, which stay until nobody can write to a
 * pipe any more. */
static int bomb(void)
{
	long made = 0, pid;
	int fds[2];
	char c;

	sys1(SYS_pipe, fds);
	while ((pid = sys1(SYS_fork, 0)) > 0)
		made++;
	if (!pid) {
		sys1(SYS_close, fds[1]);
		sys3(SYS_read, fds[0], &c, 1);
		return 0;
	}
	put("bomb: ");
	put_number(pid);
	put("\n");
	sys1(SYS_close, fds[1]);
	while (wait_for(-1, 0) >= 0)
		;
	return made == 0;
}

static int limited_bomb(long limit)
{
	const long rlim[2] = { limit, limit };

	sys3(SYS_setresuid, 1000, 1000, 1000);
	sys2(SYS_setrlimit, 6, rlim);
	return bomb();
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	self = argv;
	if (argc > 2 && str_eq(argv[1], "pid")) {
		say("number kept",
		    (long)get_number(argv[2]) == sys1(SYS_getpid, 0));
		say("own thread", sys1(SYS_gettid, 0) == sys1(SYS_getpid, 0));
		return 4;
	}
	if (argc > 1 && str_eq(argv[1], "bomb")) {
		say("limited", wait_for(child(limited_bomb, 20), 0));
		return bomb();
	}
	ending();
	stopping();
	queues();
	timers();
	families();
	handles();
	threads();
	put("== exec\n");
	say("status", wait_for(child(exec_from_thread, 0), 0));
	state();
	return 0;
}
