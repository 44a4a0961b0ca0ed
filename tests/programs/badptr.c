/* SPDX-License-Identifier: MIT */
/*
 * badptr.c - every pointer argument of every system call, with bad pointers.
 *
 *	badptr FOLDER		FOLDER is writable
 *
 * Each row of the table is a call that is good as it stands. One pointer
 * argument after the other is replaced by each bad pointer; the call must
 * answer -EFAULT (or what the row allows besides) and the program must live.
 * A call the kernel does not have (-ENOSYS) is a skip. Linux itself passes
 * this, which is how the table is known to be right.
 *
 *	PAGE  writable | PAGE unmapped | PAGE read-only | PAGE unmapped
 *	             ^ straddle: the last byte before the hole
 */
#include "start.h"

#define EBADF		9
#define EFAULT		14
#define EINVAL		22
#define ENOTTY		25
#define ENAMETOOLONG	36
#define ENOSYS		38

#define PAGE		4096ul
#define AT_FDCWD	-100
#define NR_ARGS		6

/* What an argument is: bits, so that a row reads as a list. */
enum {
	IN	= 1,		/* the kernel reads *ptr */
	OUT	= 2,		/* the kernel writes *ptr */
	OPT	= 4,		/* NULL is a proper value */
	SHORT	= 8,		/* a shorter result is proper at a hole */
	LAX	= 16,		/* may be left unread or unwritten: 0 is proper */
};

struct call {
	const char *name;
	long nr;
	long args[NR_ARGS];
	unsigned char kind[NR_ARGS];
	short size[NR_ARGS];	/* bytes behind a pointer */
	int also;		/* another errno that is proper */
};

static char *rw, *ro, *unmapped, *straddle;
static char path[256], buffer[8192];
static int fd, dirfd;
static long iov[2];
static int nr_tests, nr_failed;

/* Filled in at run time. */
enum { FD = -1001, DIRFD = -1002, PATH = -1003, BUF = -1004, IOV = -1005,
       DOT = -1006, NONAME = -1007, ZEROS = -1008 };

static const struct call calls[] = {
	{ "read", 0, { FD, BUF, 16 }, { 0, OUT | SHORT }, { 0, 16 }, 0 },
	{ "write", 1, { FD, BUF, 16 }, { 0, IN | SHORT }, { 0, 16 }, 0 },
	{ "open", 2, { PATH, 0, 0 }, { IN }, { 16 }, 0 },
	{ "stat", 4, { PATH, BUF }, { IN, OUT }, { 16, 144 }, 0 },
	{ "fstat", 5, { FD, BUF }, { 0, OUT }, { 0, 144 }, 0 },
	{ "lstat", 6, { PATH, BUF }, { IN, OUT }, { 16, 144 }, 0 },
	{ "poll", 7, { ZEROS, 1, 0 }, { IN | OUT }, { 8 }, 0 },
	{ "rt_sigaction", 13, { 10, ZEROS, BUF, 8 },
	  { 0, IN | OPT, OUT | OPT }, { 0, 32, 32 }, 0 },
	{ "rt_sigprocmask", 14, { 0, ZEROS, BUF, 8 },
	  { 0, IN | OPT, OUT | OPT }, { 0, 8, 8 }, 0 },
	{ "ioctl(TCGETS)", 16, { 1, 0x5401, BUF }, { 0, 0, OUT }, { 0, 0, 36 },
	  ENOTTY },
	{ "ioctl(TIOCGWINSZ)", 16, { 1, 0x5413, BUF }, { 0, 0, OUT },
	  { 0, 0, 8 }, ENOTTY },
	{ "pread64", 17, { FD, BUF, 16, 0 }, { 0, OUT | SHORT }, { 0, 16 }, 0 },
	{ "pwrite64", 18, { FD, BUF, 16, 0 }, { 0, IN | SHORT }, { 0, 16 }, 0 },
	{ "readv", 19, { FD, IOV, 1 }, { 0, IN }, { 0, 16 }, 0 },
	{ "writev", 20, { FD, IOV, 1 }, { 0, IN }, { 0, 16 }, 0 },
	{ "access", 21, { PATH, 0 }, { IN }, { 16 }, 0 },
	{ "pipe", 22, { BUF }, { OUT }, { 8 }, 0 },
	{ "select", 23, { 1, ZEROS, ZEROS, ZEROS, ZEROS },
	  { 0, IN | OPT, IN | OPT, IN | OPT, IN | OPT }, { 0, 8, 8, 8, 16 }, 0 },
	{ "mincore", 27, { BUF, 4096, BUF }, { 0, 0, OUT }, { 0, 0, 1 }, 0 },
	{ "nanosleep", 35, { ZEROS, 0 }, { IN, OPT | OUT | LAX }, { 16, 16 }, 0 },
	{ "sendfile", 40, { FD, FD, ZEROS, 1 }, { 0, 0, IN | OUT | OPT },
	  { 0, 0, 8 }, EINVAL },
	{ "uname", 63, { BUF }, { OUT }, { 390 }, 0 },
	{ "truncate", 76, { PATH, 16 }, { IN }, { 16 }, 0 },
	{ "getcwd", 79, { BUF, 4096 }, { OUT }, { 2 }, 0 },
	{ "chdir", 80, { DOT }, { IN }, { 2 }, 0 },
	{ "rename", 82, { NONAME, NONAME }, { IN, IN }, { 16, 16 }, 0 },
	{ "mkdir", 83, { DOT, 0700 }, { IN }, { 2 }, 0 },
	{ "rmdir", 84, { NONAME }, { IN }, { 16 }, 0 },
	{ "creat", 85, { PATH, 0600 }, { IN }, { 16 }, 0 },
	{ "link", 86, { PATH, DOT }, { IN, IN }, { 16, 2 }, 0 },
	{ "unlink", 87, { NONAME }, { IN }, { 16 }, 0 },
	{ "symlink", 88, { DOT, DOT }, { IN, IN }, { 2, 2 }, 0 },
	{ "readlink", 89, { PATH, BUF, 16 }, { IN, OUT | LAX }, { 16, 16 },
	  EINVAL },
	{ "chmod", 90, { PATH, 0600 }, { IN }, { 16 }, 0 },
	{ "chown", 92, { PATH, -1, -1 }, { IN }, { 16 }, 0 },
	{ "gettimeofday", 96, { BUF, BUF }, { OUT | OPT, OUT | OPT }, { 16, 8 },
	  0 },
	{ "getrlimit", 97, { 3, BUF }, { 0, OUT }, { 0, 16 }, 0 },
	{ "getrusage", 98, { 0, BUF }, { 0, OUT }, { 0, 144 }, 0 },
	{ "sysinfo", 99, { BUF }, { OUT }, { 112 }, 0 },
	{ "times", 100, { BUF }, { OUT | OPT }, { 32 }, 0 },
	{ "getgroups", 115, { 16, BUF }, { 0, OUT | LAX }, { 0, 4 }, 0 },
	{ "getresuid", 118, { BUF, BUF, BUF }, { OUT, OUT, OUT }, { 4, 4, 4 },
	  0 },
	{ "getresgid", 120, { BUF, BUF, BUF }, { OUT, OUT, OUT }, { 4, 4, 4 },
	  0 },
	{ "rt_sigpending", 127, { BUF, 8 }, { OUT }, { 8 }, 0 },
	{ "rt_sigtimedwait", 128, { ZEROS, BUF, ZEROS, 8 },
	  { IN, OUT | OPT | LAX, IN | OPT }, { 8, 128, 16 }, 11 },
	{ "sigaltstack", 131, { 0, BUF }, { IN | OPT, OUT | OPT }, { 24, 24 }, 0 },
	{ "statfs", 137, { DOT, BUF }, { IN, OUT }, { 2, 120 }, 0 },
	{ "fstatfs", 138, { FD, BUF }, { 0, OUT }, { 0, 120 }, 0 },
	{ "prctl(SET_NAME)", 157, { 15, NONAME }, { 0, IN }, { 0, 16 }, 0 },
	{ "prctl(GET_NAME)", 157, { 16, BUF }, { 0, OUT }, { 0, 16 }, 0 },
	{ "arch_prctl(GET_FS)", 158, { 0x1003, BUF }, { 0, OUT }, { 0, 8 }, 0 },
	{ "time", 201, { BUF }, { OUT | OPT }, { 8 }, 0 },
	{ "sched_getaffinity", 204, { 0, 128, BUF }, { 0, 0, OUT },
	  { 0, 0, 2 }, 0 },
	{ "getdents64", 217, { DIRFD, BUF, 4096 }, { 0, OUT }, { 0, 24 }, 0 },
	{ "clock_gettime", 228, { 1, BUF }, { 0, OUT }, { 0, 16 }, 0 },
	{ "clock_getres", 229, { 1, BUF }, { 0, OUT | OPT }, { 0, 16 }, 0 },
	{ "clock_nanosleep", 230, { 1, 0, ZEROS, 0 },
	  { 0, 0, IN, OUT | OPT | LAX }, { 0, 0, 16, 16 }, 0 },
	{ "utimes", 235, { PATH, ZEROS }, { IN, IN | OPT }, { 16, 32 }, 0 },
	{ "openat", 257, { AT_FDCWD, PATH, 0, 0 }, { 0, IN }, { 0, 16 }, 0 },
	{ "mkdirat", 258, { AT_FDCWD, DOT, 0700 }, { 0, IN }, { 0, 2 }, 0 },
	{ "mknodat", 259, { AT_FDCWD, DOT, 0100600 }, { 0, IN }, { 0, 2 }, 0 },
	{ "newfstatat", 262, { AT_FDCWD, PATH, BUF, 0 }, { 0, IN, OUT },
	  { 0, 16, 144 }, 0 },
	{ "unlinkat", 263, { AT_FDCWD, NONAME, 0 }, { 0, IN }, { 0, 16 }, 0 },
	{ "renameat", 264, { AT_FDCWD, NONAME, AT_FDCWD, NONAME },
	  { 0, IN, 0, IN }, { 0, 16, 0, 16 }, 0 },
	{ "symlinkat", 266, { DOT, AT_FDCWD, DOT }, { IN, 0, IN }, { 2, 0, 2 },
	  0 },
	{ "readlinkat", 267, { AT_FDCWD, PATH, BUF, 16 }, { 0, IN, OUT | LAX },
	  { 0, 16, 16 }, EINVAL },
	{ "fchmodat", 268, { AT_FDCWD, PATH, 0600 }, { 0, IN }, { 0, 16 }, 0 },
	{ "faccessat", 269, { AT_FDCWD, PATH, 0 }, { 0, IN }, { 0, 16 }, 0 },
	{ "ppoll", 271, { ZEROS, 1, ZEROS, 0, 8 },
	  { IN | OUT, 0, IN | OPT, IN | OPT }, { 8, 0, 16, 8 }, 0 },
	{ "utimensat", 280, { AT_FDCWD, PATH, ZEROS, 0 }, { 0, IN, IN | OPT },
	  { 0, 16, 32 }, 0 },
	{ "pipe2", 293, { BUF, 0 }, { OUT }, { 8 }, 0 },
	{ "preadv", 295, { FD, IOV, 1, 0 }, { 0, IN }, { 0, 16 }, 0 },
	{ "pwritev", 296, { FD, IOV, 1, 0 }, { 0, IN }, { 0, 16 }, 0 },
	{ "prlimit64", 302, { 0, 3, 0, BUF }, { 0, 0, IN | OPT, OUT | OPT },
	  { 0, 0, 16, 16 }, 0 },
	{ "getcpu", 309, { BUF, BUF }, { OUT | OPT, OUT | OPT }, { 4, 4 }, 0 },
	{ "getrandom", 318, { BUF, 16, 0 }, { OUT | SHORT }, { 16 }, 0 },
	{ "statx", 332, { AT_FDCWD, PATH, 0, 0x7ff, BUF },
	  { 0, IN, 0, 0, OUT }, { 0, 16, 0, 0, 256 }, 0 },
	{ "faccessat2", 439, { AT_FDCWD, PATH, 0, 0 }, { 0, IN }, { 0, 16 }, 0 },
};

struct bad {
	const char *name;
	ulong addr;
};

/* Some are made at run time. */
static struct bad bads[] = {
	{ "NULL", 0 },
	{ "unmapped", 0 },
	{ "read-only", 0 },
	{ "straddling", 0 },
	{ "TASK_SIZE - 1", 0x7fff0000ul - 1 },
	{ "TASK_SIZE", 0x7fff0000ul },
	{ "upper half", 0xffff888000000000ul },
	{ "kernel text", 0xffffffff81000000ul },
	{ "not canonical", 0x8000000000000000ul },
	{ "last byte", ~0ul },
	{ "last page", ~0xffful },
};

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
enum { BAD_NULL, BAD_UNMAPPED, BAD_READ_ONLY, BAD_STRADDLING };

static long value(long arg)
{
	switch (arg) {
	case FD:
		return fd;
	case DIRFD:
		return dirfd;
	case PATH:
		return (long)path;
	case BUF:
		return (long)rw;
	case IOV:
		return (long)iov;
	case DOT:
		return (long)".";
	case NONAME:
		return (long)"no-such-name-xx";
	case ZEROS:
		return (long)(rw + 2048);
	}
	return arg;
}

static long make(const struct call *c, int arg, ulong ptr)
{
	long a[NR_ARGS];

	for (int i = 0; i < NR_ARGS; i++)
		a[i] = i == arg ? (long)ptr : value(c->args[i]);
	memset(rw + 2048, 0, 1024);
	memset(straddle, 'x', 1);
	sys3(8, fd, 0, 0);
	sys3(8, dirfd, 0, 0);
	return sys6(c->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* Does this bad pointer make this argument bad? */
static int applies(const struct call *c, int arg, int bad)
{
	int kind = c->kind[arg];

	if (bad == BAD_NULL && (kind & OPT))
		return 0;
	if (bad == BAD_READ_ONLY)
		return kind & OUT;
	if (bad == BAD_STRADDLING)
		return c->size[arg] > 1;
	return 1;
}

static int proper(const struct call *c, int arg, int bad, long ret)
{
	int kind = c->kind[arg];

	if (ret == -EFAULT || (c->also && ret == -c->also))
		return 1;
	if (bad == BAD_STRADDLING && (kind & SHORT))
		return ret > 0 && ret < c->size[arg];
	return (kind & LAX) && ret >= 0;
}

static void report(int good, const struct call *c, int arg)
{
	put(good ? "ok " : "not ok ");
	put_number(++nr_tests);
	put(" - ");
	put(c->name);
	put(" argument ");
	put_number(arg);
	put("\n");
	nr_failed += !good;
}

static void test_argument(const struct call *c, int arg)
{
	int good = 1;

	for (int bad = 0; bad < (int)ARRAY_SIZE(bads); bad++) {
		long ret;

		if (!applies(c, arg, bad))
			continue;
		ret = make(c, arg, bads[bad].addr);
		if (proper(c, arg, bad, ret))
			continue;
		good = 0;
		put("# ");
		put(bads[bad].name);
		put(" gives ");
		put_number(ret);
		put("\n");
	}
	report(good, c, arg);
}

static void test_call(const struct call *c)
{
	if (make(c, -1, 0) == -ENOSYS) {
		put("ok ");
		put_number(++nr_tests);
		put(" - ");
		put(c->name);
		put(" # SKIP not in this kernel\n");
		return;
	}
	for (int arg = 0; arg < NR_ARGS; arg++)
		if (c->kind[arg])
			test_argument(c, arg);
}

static void prepare(const char *folder)
{
	char *p = path;

	rw = (char *)sys6(SYS_mmap, 0, 4 * PAGE, 3, 0x22, -1, 0);
	unmapped = rw + PAGE;
	ro = rw + 2 * PAGE;
	straddle = rw + PAGE - 1;
	sys2(SYS_munmap, unmapped, PAGE);
	sys2(SYS_munmap, rw + 3 * PAGE, PAGE);
	sys3(SYS_mprotect, ro, PAGE, 1);
	bads[BAD_UNMAPPED].addr = (ulong)unmapped;
	bads[BAD_READ_ONLY].addr = (ulong)ro;
	bads[BAD_STRADDLING].addr = (ulong)straddle;

	while (*folder)
		*p++ = *folder++;
	memcpy(p, "/badptr", 8);
	fd = (int)sys3(SYS_open, path, 02 | 0100, 0600);
	dirfd = (int)sys3(SYS_open, ".", 0200000, 0);
	sys3(SYS_write, fd, buffer, sizeof(buffer));
	iov[0] = (long)rw;
	iov[1] = 16;
}

int main(int argc, char **argv, char **envp)
{
	if (argc != 2)
		return 2;
	prepare(argv[1]);
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		test_call(&calls[i]);
	put("1..");
	put_number(nr_tests);
	put("\n");
	return nr_failed != 0;
}
