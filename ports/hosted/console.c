/* SPDX-License-Identifier: MIT */
/*
 * console.c - log, console, clock, random bytes, sleeping, and the end.
 *
 * The kernel log goes to the host's standard error, the console is its
 * standard input and output. A host call cut short is made again; where the
 * host's descriptor is non-blocking, waits for it.
 */
#include <octavo/kernel.h>
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

/* Changed by whoever wakes, for the idle task. */
static unsigned int nr_wakes, idling;

void arch_idle(u64 until)
{
	unsigned int seen = __atomic_load_n(&nr_wakes, __ATOMIC_ACQUIRE);
	u64 now = arch_clock_ns(false);
	struct {
		long sec, nsec;
	} timeout;

	if (until <= now)
		return;
	timeout.sec = (long)((until - now) / 1000000000);
	timeout.nsec = (long)((until - now) % 1000000000);
	__atomic_store_n(&idling, 1, __ATOMIC_SEQ_CST);
	host_syscall(HOST_NR_futex, (long)&nr_wakes, FUTEX_WAIT_PRIVATE, seen,
		     until == ~0ull ? 0 : (long)&timeout, 0, 0);
	__atomic_store_n(&idling, 0, __ATOMIC_RELAXED);
}

void arch_wait(const unsigned int *word, unsigned int val)
{
	if (kernel_wait(word, val))
		return;
	host_syscall(HOST_NR_futex, (long)word, FUTEX_WAIT_PRIVATE, val, 0, 0,
		     0);
}

void arch_wake(const unsigned int *word, unsigned int nr)
{
	kernel_wake(word, nr);
	if (__atomic_load_n(&idling, __ATOMIC_RELAXED)) {
		__atomic_fetch_add(&nr_wakes, 1, __ATOMIC_RELEASE);
		host_syscall3(HOST_NR_futex, &nr_wakes, FUTEX_WAKE_PRIVATE, 1);
	}
	host_syscall3(HOST_NR_futex, word, FUTEX_WAKE_PRIVATE,
		      min(nr, (unsigned int)INT_MAX));
}
