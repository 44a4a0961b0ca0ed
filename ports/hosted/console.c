/* SPDX-License-Identifier: MIT */
/*
 * console.c - log, console, clock, random bytes, sleeping, and the end.
 *
 * The kernel log goes to the host's standard error, the console is its
 * standard input and output. A host call cut short is made again; where the
 * host's descriptor is non-blocking, waits for it.
 */
#include <octavo/port.h>
#include "hosted.h"
#include "sys.h"

#define FUTEX_WAIT_PRIVATE	128
#define FUTEX_WAKE_PRIVATE	129
#define POLLIN			1
#define POLLOUT			4

struct pollfd {
	int fd;
	short events;
	short revents;
};

static void wait_for(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	host_syscall3(HOST_NR_poll, &p, 1, -1);
}

ssize_t arch_console_read(void *buf, size_t len)
{
	for (;;) {
		long ret = host_syscall3(HOST_NR_read, 0, buf, len);

		if (ret == -HOST_EAGAIN)
			wait_for(0, POLLIN);
		else if (ret != -HOST_EINTR)
			return ret;
	}
}

ssize_t arch_console_write(int fd, const void *buf, size_t len)
{
	size_t done = 0;

	while (done < len) {
		long ret = host_syscall3(HOST_NR_write, fd,
					 (const char *)buf + done, len - done);

		if (ret == -HOST_EAGAIN)
			wait_for(fd, POLLOUT);
		else if (ret < 0 && ret != -HOST_EINTR)
			return done ? (ssize_t)done : ret;
		else if (ret > 0)
			done += (size_t)ret;
	}
	return (ssize_t)done;
}

void arch_log(const char *s, size_t len)
{
	arch_console_write(2, s, len);
}

void arch_panic(const char *msg)
{
	host_backtrace(NULL, NULL);
	host_exit(3);
}

u64 arch_clock_ns(bool realtime)
{
	return host_clock_ns(realtime);
}

void arch_random(void *buf, size_t len)
{
	host_random(buf, len);
}

void arch_wait(const unsigned int *word, unsigned int val)
{
	host_syscall(HOST_NR_futex, (long)word, FUTEX_WAIT_PRIVATE, val, 0, 0,
		     0);
}

void arch_wake(const unsigned int *word, unsigned int nr)
{
	host_syscall3(HOST_NR_futex, word, FUTEX_WAKE_PRIVATE,
		      min(nr, (unsigned int)INT_MAX));
}
