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

#define ECHILD		10
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
static long select_args[5];	/* of the old call: its timeout is the last */
static int nr_tests, nr_failed;

/* Filled in at run time. */
enum { FD = -1001, DIRFD = -1002, PATH = -1003, BUF = -1004, IOV = -1005,
       DOT = -1006, NONAME = -1007, ZEROS = -1008, SELECT = -1009 };

#ifdef __x86_64__
#include "calls_x86_64.h"
#else
#include "calls_i386.h"
#endif


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
	KERNEL_ADDRESSES
	{ "last byte", ~0ul },
	{ "last page", ~0xffful },
	{ "last word", ~0ul - 3 },
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
	case SELECT:
		return (long)select_args;
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
	sys3(SYS_lseek, fd, 0, 0);
	sys3(SYS_lseek, dirfd, 0, 0);
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
	select_args[4] = (long)(rw + 2048);
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
