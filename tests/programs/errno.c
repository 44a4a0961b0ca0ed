/* SPDX-License-Identifier: MIT */
/*
 * errno.c - what system calls answer at the boundaries of their arguments.
 *
 *	errno DIR	DIR: an empty folder that anybody may write to
 *
 * A table of calls, made one after the other; each prints itself and its result.
 * The same program run on Linux must print the same. It gives up being root
 * first, so that permissions are refused, and works in a folder of its own
 * on files whose descriptors have fixed numbers:
 *
 *	RW RO WO	a file of 100 bytes		DIRFD	the folder
 *	PIN POUT	a pipe, nobody waits		PATHFD	the file, O_PATH
 *	NULLFD		/dev/null			NOFD	not open
 *
 * Names of calls are those of the kernel's table. What is not the same on every
 * Linux (numbers of processes, addresses) prints as "some".
 */
#include "start.h"
#include <abi/syscalls.h>

enum {
#define X(nr, name, kinds)	NR_##name = nr,
	SYSCALLS(X)
#undef X
};

/* The shapes in which a long is what a time is made of. */
#ifdef __x86_64__
enum {
	NR_futex_op = NR_futex, NR_sleep_op = NR_nanosleep,
	NR_gettime_op = NR_clock_gettime, NR_getres_op = NR_clock_getres,
	NR_clock_sleep_op = NR_clock_nanosleep, NR_utimens_op = NR_utimensat,
};
#else
enum {
	NR_futex_op = NR_futex_time32, NR_sleep_op = NR_nanosleep_time32,
	NR_gettime_op = NR_clock_gettime32, NR_getres_op = NR_clock_getres_time32,
	NR_clock_sleep_op = NR_clock_nanosleep_time32,
	NR_utimens_op = NR_utimensat_time32,
};
#endif

#define RW	20
#define RO	21
#define WO	22
#define DIRFD	23
#define PIN	24
#define POUT	25
#define PATHFD	26
#define NULLFD	27
#define NOFD	99

#define CWD		((long)-100)
#define BAD		8L			/* no address of a program */
#define PAGE		4096L
#define PLACE		0x30000000L		/* four pages: rw, r, none, a hole */
#define END		(PLACE + PAGE)
#define P(off)		(PLACE + (off))
#define S(s)		((long)(s))

#define O_RDONLY	0
#define O_WRONLY	01
#define O_RDWR		02
#define O_CREAT		0100
#define O_EXCL		0200
#define O_TRUNC		01000
#define O_APPEND	02000
#define O_NONBLOCK	04000
#define O_DIRECTORY	0200000
#define O_NOFOLLOW	0400000
#define O_CLOEXEC	02000000
#define O_PATH		010000000

static char long_name[4200], long_part[260];
static const long second[2] = { 1, 0 }, negative[2] = { -1, 0 };
static const long wrong_ns[2] = { 0, 1000000000 }, no_time[2] = { 0, 0 };
static const long interval[4] = { 0, 1000000, 0, 0 };
static const ulong limits[4] = { 20, 10, 0, 0 };	/* soft above hard */
static const struct { long base, len; } vec_ok[2] = { { PLACE, 4 },
	{ PLACE + 8, 4 } }, vec_bad[2] = { { PLACE, 4 }, { BAD, 4 } },
	vec_neg[1] = { { PLACE, -1 } };
static const long act_ignore[8] = { 1, 0, 0, 0, 0, 0, 0, 0 };
static const ulong stack_small[3] = { PLACE, 0, 100 };
static const ulong stack_flags[3] = { PLACE, 77, 65536 };
static struct pollfd_ { int fd; short events, revents; } polled[2] = {
	{ NOFD, 1, 0 }, { NULLFD, 1, 0 },
};

static const struct test {
	const char *text;
	long nr;
	long arg[6];
	int kind;
} tests[] = {
#define T(name, ...) { #name "(" #__VA_ARGS__ ")", NR_##name, \
		       { __VA_ARGS__ }, 0 }
#define SOME(name, ...) { #name "(" #__VA_ARGS__ ")", NR_##name, \
			  { __VA_ARGS__ }, 1 }
/* A 64-bit kernel lets a program of 32 bits name more than there is. */
#ifdef __x86_64__
#define T64(...) T(__VA_ARGS__),
#else
#define T64(...)
#endif
#include "errno_calls.h"
};

/* ---- printing ---------------------------------------------------------- */

static const struct { short nr; const char *name; } names[] = {
	{ 1, "EPERM" }, { 2, "ENOENT" }, { 3, "ESRCH" }, { 4, "EINTR" },
	{ 6, "ENXIO" }, { 7, "E2BIG" }, { 8, "ENOEXEC" }, { 9, "EBADF" },
	{ 10, "ECHILD" }, { 11, "EAGAIN" }, { 12, "ENOMEM" },
	{ 13, "EACCES" }, { 14, "EFAULT" }, { 16, "EBUSY" },
	{ 17, "EEXIST" }, { 18, "EXDEV" }, { 19, "ENODEV" },
	{ 20, "ENOTDIR" }, { 21, "EISDIR" }, { 22, "EINVAL" },
	{ 24, "EMFILE" }, { 25, "ENOTTY" }, { 26, "ETXTBSY" },
	{ 27, "EFBIG" }, { 29, "ESPIPE" }, { 30, "EROFS" },
	{ 32, "EPIPE" }, { 34, "ERANGE" }, { 36, "ENAMETOOLONG" },
	{ 38, "ENOSYS" }, { 39, "ENOTEMPTY" }, { 40, "ELOOP" },
	{ 75, "EOVERFLOW" }, { 95, "EOPNOTSUPP" }, { 110, "ETIMEDOUT" },
};

static void put_result(long ret, int kind)
{
	if (ret >= 0 || ret < -4095) {
		if (kind)
			put("some");
		else
			put_number(ret);
		put("\n");
		return;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].nr == -ret) {
			put(names[i].name);
			put("\n");
			return;
		}
	}
	put_number(ret);
	put("\n");
}

static void make(const struct test *t)
{
	long ret = sys6(t->nr, t->arg[0], t->arg[1], t->arg[2], t->arg[3],
			t->arg[4], t->arg[5]);

	put(t->text);
	put(" = ");
	put_result(ret, t->kind);
}

/* ---- what the calls work on -------------------------------------------- */

static void place(int fd, int at)
{
	sys2(SYS_dup2, fd, at);
	sys1(SYS_close, fd);
}

static void open_at(int at, const char *name, int flags)
{
	place((int)sys3(SYS_open, name, flags, 0644), at);
}

static void make_files(void)
{
	int fds[2];

	open_at(RW, "file", O_RDWR | O_CREAT);
	sys3(SYS_write, RW, long_name, 100);
	sys3(SYS_lseek, RW, 0, 0);
	open_at(RO, "file", O_RDONLY);
	open_at(WO, "file", O_WRONLY);
	open_at(PATHFD, "file", O_PATH);
	open_at(DIRFD, ".", O_RDONLY | O_DIRECTORY);
	open_at(NULLFD, "/dev/null", O_RDWR);
	sys2(SYS_pipe2, fds, O_NONBLOCK);
	place(fds[0], PIN);
	place(fds[1], POUT);
	sys2(NR_mkdir, "dir", 0755);
	sys2(NR_mkdir, "full", 0755);
	sys2(NR_mkdir, "full/sub", 0755);
	sys2(NR_mkdir, "shut", 0);
	sys2(NR_symlink, "file", "link");
	sys2(NR_symlink, "nowhere", "dangling");
	sys2(NR_symlink, "loop", "loop");
	place((int)sys3(SYS_open, "secret", O_RDWR | O_CREAT, 0), NOFD);
	sys1(SYS_close, NOFD);
}

static void become_nobody(void)
{
	if (sys1(NR_geteuid, 0))
		return;
	sys2(NR_setgroups, 0, 0);
	sys3(NR_setresgid, 65534, 65534, 65534);
	sys3(NR_setresuid, 65534, 65534, 65534);
}

/* A 32-bit program's readdir() refuses a larger position. */
static void read_positions(void)
{
	char *buf = (char *)PLACE;
	long n, fit = 1;

	sys3(SYS_lseek, DIRFD, 0, 0);
	n = sys3(NR_getdents64, DIRFD, buf, PAGE);
	for (long at = 0; at < n; at += *(uint16_t *)(buf + at + 16))
		if (*(uint64_t *)(buf + at + 8) >> 31)
			fit = 0;
	if (sizeof(long) == 4)
		put(fit && n > 0 ? "positions fit\n" : "positions are large\n");
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc < 2 || sys2(SYS_chdir, argv[1], 0))
		return 2;
	memset(long_name, 'n', sizeof(long_name) - 1);
	memset(long_part, 'n', 256);
	become_nobody();
	sys1(NR_umask, 022);
	sys6(SYS_mmap, PLACE, 3 * PAGE, 3, 0x32, -1, 0);
	sys3(SYS_mprotect, PLACE + PAGE, PAGE, 1);
	sys3(SYS_mprotect, PLACE + 2 * PAGE, PAGE, 0);
	make_files();
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		make(&tests[i]);
	sys3(SYS_mprotect, PLACE, PAGE, 3);
	read_positions();
	return 0;
}
