/* SPDX-License-Identifier: MIT */
/*
 * sysfuzz.c - random system calls, as hostile programs make them.
 *
 *	sysfuzz SEED COUNT [v]		v: name each call on standard error
 *
 *	first process --fork--> worker --fork--> grandchild: calls, at the same time
 *	      |		             \--clone--> something that ends at once
 *	      \-- sees the workers' counters in shared memory; ends who stands still
 *
 * What there is to call, and what each argument is, comes from the table that
 * the kernel itself is made from (<abi/syscalls.h>); numbers without a call are
 * tried, too. Arguments are values that sit at a boundary: of pages, of the
 * user half, of lengths, of the table of files; structures that are read hold
 * such values; now and then what the table says is not heeded.
 *
 * A worker may end in any way: by a signal, by exit, by another program, by
 * standing still. It owns one range, the playground, which calls may map, unmap
 * and protect as they like; calls that would hit its own code or stack are
 * mostly made harmless, so that it gets far. An interval timer ends waits.
 * What is left out: signals to everybody and to the first process.
 *
 * Runs only as the first process of a machine: on a computer it would do harm.
 * Ends with 0 and "done" when as many calls were made, whatever they answered;
 * with 1 when a process did not go away after SIGKILL.
 */
#include "start.h"
#include <abi/syscalls.h>
#ifdef __x86_64__
#include "sysfuzz_x86_64.h"
#else
#include "sysfuzz_i386.h"
#endif

#define PAGE		4096ul
#define GROUND_PAGES	64ul
#define GROUND		((char *)0x20000000)
#define GROUND_END	((ulong)GROUND + GROUND_PAGES * PAGE)
#define BUFFER		((char *)0x28000000)	/* with nothing behind it */
#define BUFFER_PAGES	4ul
#define CHILD_STACK	((char *)0x29000000)
#define SHARED		((struct shared *)0x2a000000)
#define CONSOLE		100			/* what standard output was */
#define ERRORS		101
#define WORKERS		3
#define TURN		1500			/* calls of one worker */
#define PATIENCE	30			/* times 5 ms */

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

struct shared {
	volatile ulong calls[WORKERS];
};

static struct worker {
	long pid;
	ulong calls;		/* when last looked */
	int idle;		/* times 5 ms */
} workers[WORKERS];

static const struct call {
	short nr;
	const char *name, *kinds;
} calls[] = {
#define X(nr, name, kinds) { nr, #name, kinds },
	SYSCALLS(X)
#undef X
};

extern char sig_restorer[];
static uint64_t state;
static int verbose, generation;
static const long zeros[16];
static volatile ulong *count;	/* the calls this process has made */

static const char *const paths[] = {
	"/tmp/a", "/tmp/b", "/tmp/dir", "/tmp/dir/c", "/tmp/dir/dir",
	"/tmp/link", "/tmp/fifo", "/tmp", "/", "", ".", "..", "a", "dir/../a",
	"/tmp/a/", "//tmp//./a", "/proc/self/maps", "/proc/self/fd",
	"/proc/self/mem", "/proc/meminfo", "/dev/null", "/dev/zero",
	"/dev/full", "/proc", "/proc/self/exe", "/proc/self/fd/3", "/no/such",
	"/proc/vmstat", "/proc/self/smaps", "/proc/self/pagemap",
	"/proc/self/stat", "/proc/self/status", "/proc/1/stat", "/proc/2/maps",
	"/proc/mounts", "/proc/zoneinfo", "/proc/slabinfo", "/proc/self/environ",
	"/proc/self/cwd", "/proc/self/root", "/proc/sys/kernel/hostname",
	"/dev/ptmx", "/dev/pts", "/dev/pts/0", "/dev/tty", "/dev/shm/a",
	"/dev/urandom", "/sys", "/proc/self/task", "/proc/self/oom_score_adj",
	"/proc/self/fdinfo/3", "ramfs", "tmpfs", "proc",
};

static const ulong values[] = {
	0, 1, 2, 3, 4, 7, 8, 16, 255, 256, 4095, 4096, 4097, 65536,
	0x7fffffff, 0x80000000, 0xffffffff, -1ul, -2ul, -100ul,
	-4095ul, -4096ul, TASK_SIZE - 1, TASK_SIZE, TASK_SIZE + 1,
	KERNEL_TEXT, 0x10000, 0xffff, 1000000000, 999999999, OWN_VALUES
};

static uint32_t pick(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % below;
}

static void set_seed(ulong seed)
{
	state = (uint64_t)seed * 0x9e3779b97f4a7c15 + 0x1234567;
}

/* ---- arguments --------------------------------------------------------- */

static ulong boundary(void)
{
	return values[pick(ARRAY_SIZE(values))];
}

static ulong ground(void)
{
	ulong addr = (ulong)GROUND + PAGE * pick(GROUND_PAGES);

	return pick(4) ? addr : addr + pick(3) * 8 - 8 + pick(8);
}

static ulong pointer(void)
{
	switch (pick(8)) {
	case 0: return boundary();
	case 1: return (ulong)zeros;		/* read-only */
	case 2: return ground() + PAGE - 1 - pick(16);
	case 3: return ground();
	case 4: return (ulong)BUFFER + BUFFER_PAGES * PAGE - pick(80);
	default: return (ulong)BUFFER + pick(256);
	}
}

static ulong path(void)
{
	return pick(12) ? (ulong)paths[pick(ARRAY_SIZE(paths))] : pointer();
}

static ulong file(void)
{
	return pick(10) ? 3 + pick(20) : (ulong)-100;
}

static ulong length(void)
{
	if (pick(6) == 0)
		return boundary();
	return pick(2) ? pick(20000) : PAGE * pick(12);
}

static ulong anything(void)
{
	switch (pick(8)) {
	case 0: return boundary();
	case 1: return 1ul << pick(32);
	case 2: return (1ul << pick(20)) | (1ul << pick(20));
	case 3: return ground();
	case 4: return file();
	case 5: return pick(70);
	default: return pick(16);
	}
}

/* A structure that is read: of pointers, of numbers, or zero. */
static ulong input(void)
{
	ulong *p = (ulong *)(BUFFER + PAGE + 128 * pick(8));
	uint32_t how = pick(8);

	if (how == 0)
		return 0;
	if (how == 1)
		return pointer();
	if (how == 2)
		return (ulong)zeros;
	for (int i = 0; i < 16; i++) {
		if (how == 3)			/* an iovec, or so */
			p[i] = i & 1 ? length() : pointer();
		else if (how == 4)		/* an argv */
			p[i] = i < 8 ? path() : 0;
		else
			p[i] = pick(3) ? pick(20) : anything();
	}
	return (ulong)p;
}

static ulong argument(char kind)
{
	if (pick(16) == 0)
		kind = 'x';
	switch (kind) {
	case 'f': return file();
	case 'd': return pick(3) ? (ulong)-100 : file();
	case 's': return path();
	case 'i': return input();
	case 'o': return pick(6) ? pointer() : 0;
	case 'b': return pick(2) ? pointer() : input();
	case 'n': return length();
	case 'a': return ground();
	case '8': return pick(20) ? 8 : length();
	case 't': return pick(8) ? 84 : length();
	}
	return anything();
}

/* ---- what would end it too soon ---------------------------------------- */

/* Of the arguments that the table calls anything. */
static const struct hint {
	const char *name, *kinds;
} hints[] = {
	{ "mmap", "anxxfx" }, { "mmap_pgoff", "anxxfx" }, { "munmap", "an" },
	{ "mprotect", "anx" }, { "mremap", "annxa" }, { "madvise", "anx" },
	{ "msync", "anx" }, { "mincore", "ano" }, { "mlock", "an" },
	{ "mlock2", "anx" }, { "munlock", "an" }, { "brk", "a" },
	{ "remap_file_pages", "anxxx" }, { "process_madvise", "fixxx" },
	{ "rt_sigaction", "xio8" }, { "rt_sigprocmask", "xio8" },
	{ "rt_sigtimedwait", "ibi8" }, { "rt_sigsuspend", "i8" },
	{ "rt_sigpending", "o8" }, { "dup2", "ff" }, { "dup3", "ffx" },
	{ "set_tid_address", "o" }, { "set_robust_list", "bx" },
	{ "shmat", "xax" }, { "shmdt", "a" }, { "signalfd4", "fi8x" },
	{ "ioctl", "fxb" }, { "fcntl", "fxb" }, { "fcntl64", "fxb" },
};

static const char *kinds_of(const struct call *call)
{
	for (size_t i = 0; i < ARRAY_SIZE(hints); i++)
		if (str_eq(hints[i].name, call->name))
			return hints[i].kinds;
	return call->kinds;
}

static int is(const struct call *call, const char *const *names)
{
	for (; *names; names++)
		if (str_eq(call->name, *names))
			return 1;
	return 0;
}

/* Would a call on [addr, addr + len) hit what is not the playground? */
static int hits_us(ulong addr, ulong len)
{
	if (len == 0 || addr >= USER_END || addr + len < addr)
		return 0;
	return addr < (ulong)GROUND - PAGE || addr + len > GROUND_END;
}

static void keep_to_ground(ulong *addr, ulong *len)
{
	if (!hits_us(*addr, *len))
		return;
	*addr = (ulong)GROUND + PAGE * pick(GROUND_PAGES / 2);
	*len = PAGE * pick(GROUND_PAGES / 2);
}

static const char *const of_range[] = {
	"mprotect", "munmap", "madvise", "mremap", "remap_file_pages", "shmat",
	"mmap", "mmap_pgoff", NULL
};

/* Makes the others wait, changes who it is, or ends it: rarely. */
static const char *const rare[] = {
	"exit", "exit_group", "pause", "rt_sigreturn", "sigreturn", "setuid",
	"setreuid", "setresuid", "setuid16", "setreuid16", "setresuid16",
	"setfsuid", "setfsuid16", "setgid", "setregid", "setresgid", "capset",
	"chroot", "rt_sigsuspend", "sigsuspend", "execve", "execveat",
	"close_range", "rt_sigprocmask", "sigprocmask", "ssetmask", "kill",
	"tkill", "tgkill", "setrlimit", "prlimit64", "mlockall", "munmap",
	"vfork", "fork", "clone", "clone3", "umask", "brk", "nanosleep",
	"nanosleep_time32", "clock_nanosleep", "clock_nanosleep_time32", "mount",
	"umount2", "umount", "pivot_root", "ptrace", "alarm", "setitimer",
	"rt_sigaction", "sigaction", "signal", "setpgid", "setsid", NULL
};

static const char *const makes_a_child[] = {
	"fork", "vfork", "clone", "clone3", NULL
};

/* The signal is the argument after those that say who. */
static const char *const sends[] = {
	"kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
	"pidfd_open", "setpgid", "ptrace", "prlimit64", "sched_setscheduler",
	"process_vm_writev", NULL
};

static void tame(const struct call *call, ulong *a)
{
	if (is(call, of_range) && pick(200))
		keep_to_ground(&a[0], &a[1]);
	if (str_eq(call->name, "mremap") && a[3] & 2)
		keep_to_ground(&a[4], &a[2]);
	for (int i = 0; is(call, sends) && i < 2; i++)
		if ((int)a[i] == -1 || (int)a[i] == 1)
			a[i] = 0;
	if (str_eq(call->name, "reboot"))
		a[0] = 0;
}

/* ---- a worker ---------------------------------------------------------- */

static void nothing(int sig)
{
	(void)sig;
}

static void start_clock(void)
{
	const struct sig_action act = {
		.handler = (ulong)nothing,
		.flags = SA_RESTORER,
		.restorer = (ulong)sig_restorer,
	};
	const long interval[4] = { 0, 3000, 0, 3000 };

	sys6(SYS_rt_sigaction, SIGALRM, (long)&act, 0, 8, 0, 0);
	sys6(SYS_rt_sigprocmask, 2, (long)zeros, 0, 8, 0, 0);
	sys3(SYS_setitimer, 0, interval, 0);
}

static void renew_ground(void)
{
	sys6(SYS_mmap, (long)GROUND, GROUND_PAGES * PAGE, 3, 0x32, -1, 0);
	for (ulong i = 0; i < GROUND_PAGES; i++)
		*(volatile char *)(GROUND + i * PAGE) = (char)i;
	sys6(SYS_mmap, (long)BUFFER, BUFFER_PAGES * PAGE, 3, 0x32, -1, 0);
	sys2(SYS_chdir, "/tmp", 0);
	if (sys3(SYS_open, "/tmp/a", 02 | 0100, 0600) < 0)
		for (int fd = 3; fd < 64; fd++)
			sys1(SYS_close, fd);
	sys2(SYS_pipe2, BUFFER, 0);
}

static void say(const char *name, const ulong *a)
{
	static const char digits[] = "0123456789abcdef";
	char line[200], *p = line;

	while (*name && p < line + 40)
		*p++ = *name++;
	for (int i = 0; i < 6; i++) {
		int shift = 8 * sizeof(a[i]) - 4;

		*p++ = ' ';
		while (shift && !(a[i] >> shift))
			shift -= 4;
		for (; shift >= 0; shift -= 4)
			*p++ = digits[a[i] >> shift & 15];
	}
	*p++ = '\n';
	sys3(SYS_write, ERRORS, line, p - line);
}

/* The mappings a call made elsewhere, the oldest given back. */
static void note_map(ulong addr, ulong len)
{
	static struct { ulong addr, len; } maps[16];
	static int next;

	if (addr >= USER_END || (addr >= (ulong)GROUND && addr < GROUND_END))
		return;
	if (maps[next].len)
		sys2(SYS_munmap, maps[next].addr, maps[next].len);
	maps[next].addr = addr;
	maps[next].len = len;
	next = (next + 1) % (int)ARRAY_SIZE(maps);
}

static void make(const struct call *call, ulong *a)
{
	ulong ret;

	if (verbose)
		say(call->name, a);
	(*count)++;
	if (is(call, makes_a_child)) {
		if (str_eq(call->name, "clone") && pick(8))
			a[1] = (ulong)CHILD_STACK + PAGE - 64;
		sys_child(call->nr, a);
		return;
	}
	ret = (ulong)sys6(call->nr, (long)a[0], (long)a[1], (long)a[2],
			  (long)a[3], (long)a[4], (long)a[5]);
	if (str_eq(call->name, "mmap") || str_eq(call->name, "mmap_pgoff"))
		note_map(ret, a[1]);
	if (str_eq(call->name, "mremap"))
		note_map(ret, a[2]);
}

static void one_call(void)
{
	const struct call *call = &calls[pick(ARRAY_SIZE(calls))];
	struct call none = { (short)pick(NR_SYSCALL_NAMES + 20), "?", "" };
	const char *kinds;
	ulong a[6];

	if (pick(50) == 0) {
		call = &none;
		for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
			if (calls[i].nr == none.nr)
				return;
	}
	if (is(call, rare) && pick(20))
		return;
	kinds = kinds_of(call);
	for (int i = 0; i < 6; i++)
		a[i] = argument(*kinds ? *kinds++ : 'x');
	tame(call, a);
	make(call, a);
}

static void work(ulong turn)
{
	for (ulong i = 0; i < turn; i++) {
		if (i % 50 == 0) {
			renew_ground();
			start_clock();
		}
		if (generation < 2 && pick(400) == 0 &&
		    sys1(SYS_fork, 0) == 0) {
			generation++;
			state += 12345;
			turn = i + 60;
		}
		one_call();
	}
	sys1(SYS_exit_group, 0);
}

/* Its own group, nothing of the console. */
static void become_worker(int nr, ulong seed)
{
	set_seed(seed);
	count = &SHARED->calls[nr];
	sys2(SYS_setpgid, 0, 0);
	for (int fd = 0; fd < 3; fd++) {
		sys1(SYS_close, fd);
		sys3(SYS_open, "/dev/null", 2, 0);
	}
	sys1(SYS_close, CONSOLE);
	if (!verbose)
		sys1(SYS_close, ERRORS);
	sys6(SYS_mmap, (long)CHILD_STACK, PAGE, 3, 0x32, -1, 0);
	work(TURN);
}

/* ---- the first process ------------------------------------------------- */

static ulong total(void)
{
	ulong sum = 0;

	for (int i = 0; i < WORKERS; i++)
		sum += SHARED->calls[i];
	return sum;
}

static void start(int nr, ulong seed)
{
	long pid = sys1(SYS_fork, 0);

	if (pid == 0)
		become_worker(nr, seed);
	workers[nr].pid = pid > 0 ? pid : 0;
	workers[nr].idle = 0;
}

/* Whoever ended: a worker, or what a worker left behind. */
static void reap(void)
{
	long pid;

	while ((pid = sys6(SYS_wait4, -1, 0, 1, 0, 0, 0)) > 0)
		for (int i = 0; i < WORKERS; i++)
			if (workers[i].pid == pid)
				workers[i].pid = 0;
}

static void nap(void)
{
	const long some_ms[2] = { 0, 5000000 };

	sys2(SYS_nanosleep, some_ms, 0);
}

/* 0 if worker @nr goes on, or is being ended. */
static int look_after(int nr)
{
	struct worker *w = &workers[nr];

	if (w->calls != SHARED->calls[nr])
		w->idle = 0;
	w->calls = SHARED->calls[nr];
	w->idle++;
	if (w->idle == PATIENCE || w->idle == PATIENCE + 1)
		sys2(SYS_kill, w->pid, 9);
	return w->idle > 10 * PATIENCE;
}

/* Nothing but this process is left, or it never ends. */
static int end_all(void)
{
	for (int tries = 0; tries < 500; tries++) {
		sys2(SYS_kill, -1, 9);
		reap();
		if (sys6(SYS_wait4, -1, 0, 1, 0, 0, 0) == -10)
			return 0;
		nap();
	}
	return 1;
}

static int run(ulong seed, ulong wanted)
{
	while (total() < wanted) {
		for (int i = 0; i < WORKERS; i++) {
			if (!workers[i].pid)
				start(i, seed++);
			if (look_after(i))
				return 1;
		}
		nap();
		reap();
	}
	return end_all();
}

static void ignore_signals(void)
{
	const struct sig_action act = { .handler = 1 };

	for (int sig = 1; sig <= 64; sig++)
		if (sig < 4 || (sig > 8 && sig != 11 && sig != 17))
			sys6(SYS_rt_sigaction, sig, (long)&act, 0, 8, 0, 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc < 3 || sys1(SYS_getpid, 0) != 1)
		return 2;
	verbose = argc > 3;
	ignore_signals();
	sys6(SYS_mmap, (long)SHARED, PAGE, 3, 0x31, -1, 0);
	sys2(SYS_dup2, 1, CONSOLE);
	sys2(SYS_dup2, 2, ERRORS);
	if (run(get_number(argv[1]) * 1000003, get_number(argv[2]))) {
		put("a process does not end\n");
		return 1;
	}
	put("done\n");
	return 0;
}
