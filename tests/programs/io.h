/* SPDX-License-Identifier: MIT */
/*
 * io.h - for programs that show what calls on files answer: the same lines on
 * every kernel that gets it right. Positions go as i386 wants them.
 */
#ifndef IO_H
#define IO_H

#include "start.h"
#include <asm/unistd.h>

#define L(x)	((long)(x))
/* A call by name, with any arguments: SC(read, fd, L(buf), 8). */
#define SC(name, ...)	sys_of(__NR_##name, (const long[6]){ __VA_ARGS__ })

static inline long sys_of(long nr, const long *a)
{
	return sys6(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

#define E_EINTR		(-4)
#define E_AGAIN		(-11)

#ifdef __i386__
#define NR_FCNTL	__NR_fcntl64
#define POS(x)		(long)(x), (long)((long long)(x) >> 32)
#define io_mmap(len, prot, flags, fd) \
	((char *)SC(mmap2, 0, L(len), prot, flags, fd, 0))
#define io_ftruncate(fd, size)	SC(ftruncate64, fd, POS(size))
#define NR_SELECT	__NR__newselect
#define io_sendfile	__NR_sendfile64
#else
#define NR_FCNTL	__NR_fcntl
#define POS(x)		(long)(x)
#define io_mmap(len, prot, flags, fd) \
	((char *)SC(mmap, 0, L(len), prot, flags, fd, 0))
#define io_ftruncate(fd, size)	SC(ftruncate, fd, size)
#define NR_SELECT	__NR_select
#define io_sendfile	__NR_sendfile
#endif

#define io_fcntl(fd, cmd, arg)	sys3(NR_FCNTL, fd, cmd, arg)
#define io_pread(fd, buf, n, pos)	SC(pread64, fd, L(buf), L(n), POS(pos))
#define io_pwrite(fd, buf, n, pos)	SC(pwrite64, fd, L(buf), L(n), POS(pos))

struct io_vec {
	const void *base;
	size_t len;
};

struct io_timespec {
	long sec, nsec;
};

struct io_pollfd {
	int fd;
	short events, revents;
};

/* "label = value" */
static inline void show(const char *label, long value)
{
	put(label);
	put(" = ");
	put_number(value);
	put("\n");
}

static inline void title(const char *text)
{
	put("# ");
	put(text);
	put("\n");
}

static inline long io_fork(void)
{
	return SC(clone, 17, 0, 0, 0, 0);
}

static inline long io_wait(long pid)
{
	int status = 0;
	long r = SC(wait4, pid, L(&status), 0, 0);

	return r == pid ? status : r;
}

static inline void io_sleep_ms(long ms)
{
	struct io_timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	SC(nanosleep, L(&ts), 0);
}

static inline long io_now_ms(void)
{
	struct io_timespec ts = { 0, 0 };

	SC(clock_gettime, 1, L(&ts));
	return ts.sec * 1000 + ts.nsec / 1000000;
}

static volatile int io_signals;

__attribute__((__unused__))
static void io_count_signal(int sig)
{
	io_signals++;
}

void sig_restorer(void);

/* SA_RESTORER and SA_SIGINFO. Count @sig. @flags: SA_RESTART or 0. */
static inline void io_catch(int sig, ulong flags)
{
	struct sig_action act = {
		.handler = (ulong)io_count_signal,
		.flags = flags | 0x04000004, .restorer = (ulong)sig_restorer,
	};

	sys_of(__NR_rt_sigaction, (const long[6]){ sig, L(&act), 0, 8 });
}

#define SIG_USR1	10
#define SIG_PIPE	13
#define SIG_ALRM	14
#define SIG_XFSZ	25
#define SA_RESTART_	0x10000000

#endif
