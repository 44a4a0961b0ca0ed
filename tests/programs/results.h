/* SPDX-License-Identifier: MIT */
/*
 * results.h - for programs that are run on the host and inside, and whose
 * output is compared: calls by name, and T(), which prints an expression and
 * what it came to.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include "start.h"
#include <asm/unistd.h>

#define sys4(nr, a, b, c, d)						\
	sys6(nr, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define sys5(nr, a, b, c, d, e)						\
	sys6(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

#define AT_FDCWD	(-100)

/* Where i386 has two of a call, the one with 32 bits. */
#ifdef __i386__
#define ID_CALL(name)	__NR_##name##32
#else
#define ID_CALL(name)	__NR_##name
#endif

#define O_WRONLY	1
#define O_RDWR		2
#define O_CREAT		0100
#define O_EXCL		0200
#define O_TRUNC		01000
#define O_APPEND	02000
#define O_DIRECTORY	0200000
#define O_NOFOLLOW	0400000
#define O_NOATIME	01000000
#define O_CLOEXEC	02000000
#define O_PATH		010000000
#define O_TMPFILE	(020000000 | O_DIRECTORY)

static inline void show(const char *what, long result)
{
	put(what);
	put(" = ");
	put_number(result);
	put("\n");
}

#define T(call)		show(#call, (long)(call))

static inline long opened(const char *path, int flags, int mode)
{
	return sys4(__NR_openat, AT_FDCWD, path, flags, mode);
}

/* Open and close: 0 or -errno. */
static inline long try_open(const char *path, int flags, int mode)
{
	long fd = opened(path, flags, mode);

	if (fd < 0)
		return fd;
	return sys1(__NR_close, fd);
}

static inline long make_file(const char *path, int mode)
{
	return try_open(path, O_WRONLY | O_CREAT | O_EXCL, mode);
}

static inline long make_dir(const char *path, int mode)
{
	return sys3(__NR_mkdirat, AT_FDCWD, path, mode);
}

static inline long change_mode(const char *path, int mode)
{
	return sys3(__NR_fchmodat, AT_FDCWD, path, mode);
}

static inline long change_owner(const char *path, int uid, int gid)
{
	return sys5(__NR_fchownat, AT_FDCWD, path, uid, gid, 0x100);
}

static inline long remove_file(const char *path)
{
	return sys3(__NR_unlinkat, AT_FDCWD, path, 0);
}

static inline long remove_dir(const char *path)
{
	return sys3(__NR_unlinkat, AT_FDCWD, path, 0x200);
}

static inline long rename_to(const char *from, const char *to, int flags)
{
	return sys5(__NR_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

static inline long link_to(const char *from, const char *to)
{
	return sys5(__NR_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static inline long may(const char *path, int mode)
{
	return sys3(__NR_faccessat, AT_FDCWD, path, mode);
}

struct xstat {
	unsigned int mask, blksize;
	uint64_t attributes;
	unsigned int nlink, uid, gid;
	unsigned short mode, spare;
	uint64_t ino, size, blocks, attributes_mask;
	struct { int64_t sec; unsigned int nsec; int pad; } times[4];
	unsigned int rest[32];
};

static inline struct xstat stat_of(const char *path)
{
	struct xstat st = { .mask = 0 };

	sys5(__NR_statx, AT_FDCWD, path, 0x100, 0x7ff, &st);
	return st;
}

static inline long mode_of(const char *path)
{
	return stat_of(path).mode;
}

static inline long size_of(const char *path)
{
	return (long)stat_of(path).size;
}

/* Run @fn in a child that has done what @become does. Its exit status. */
static inline long in_child(void (*become)(void), void (*fn)(void))
{
	int status = 0;
	long pid = sys5(__NR_clone, 17, 0, 0, 0, 0);

	if (pid == 0) {
		if (become)
			become();
		fn();
		sys1(__NR_exit_group, 0);
	}
	sys4(__NR_wait4, pid, &status, 0, 0);
	return status;
}

#endif
