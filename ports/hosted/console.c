/* SPDX-License-Identifier: MIT */
/*
 * console.c - log, console, clock, random bytes, sleeping, and the end.
 *
 * The kernel log goes to the host's standard error, the console is its
 * standard input and output. A host call cut short is made again; where the
 * host's descriptor is non-blocking, waits for it.
 *
 * Input is never waited for by reading: the idle task does, together with all
 * else that may happen. While user code runs a terminal's input comes as a
 * signal (entry.c).
 */
#include <octavo/cpu.h>
#include <octavo/errno.h>
#include <octavo/kernel.h>
#include <octavo/port.h>
#include <octavo/string.h>
#include "hosted.h"
#include "sigframe.h"
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

/* From hosted_program: a bit for each standard stream at the terminal. */
unsigned int hosted_terminal;

/* Has the kernel been told that there is nothing, and not yet otherwise? */
static bool input_awaited;

static bool is_ready(int fd, short events, int timeout)
{
	struct pollfd p = { .fd = fd, .events = events };

	return host_syscall3(HOST_NR_poll, &p, 1, timeout) != 0;
}

static void wait_for(int fd, short events)
{
	is_ready(fd, events, -1);
}

bool arch_console_is_terminal(int fd)
{
	return hosted_terminal & 1u << fd;
}

bool arch_console_size(unsigned int *rows, unsigned int *columns)
{
	u16 size[4];

	if (host_failed(host_syscall3(HOST_NR_ioctl, 0, HOST_TIOCGWINSZ, size)))
		return false;
	*rows = size[0];
	*columns = size[1];
	return true;
}

bool arch_console_has_input(void)
{
	input_awaited = !is_ready(0, POLLIN, 0);
	return !input_awaited;
}

ssize_t arch_console_read(void *buf, size_t len)
{
	for (;;) {
		long ret;

		if (!arch_console_has_input())
			return -EAGAIN;
		ret = host_syscall3(HOST_NR_read, 0, buf, len);
		if (hosted_terminal && ret > 0 &&
		    host_leaves(buf, (unsigned long)ret))
			host_exit(HOSTED_LEFT);
		if (ret != -HOST_EAGAIN && ret != -HOST_EINTR)
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

/* A terminal that we made raw wants a return with each newline. */
void arch_log(const char *s, size_t len)
{
	while (hosted_terminal && len) {
		const char *end = memchr(s, '\n', len);
		size_t n = end ? (size_t)(end - s) : len;

		arch_console_write(2, s, n);
		if (!end)
			return;
		arch_console_write(2, "\r\n", 2);
		s += n + 1;
		len -= n + 1;
	}
	arch_console_write(2, s, len);
}

void arch_panic(const char *msg)
{
	hosted_show_calls();
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

/* Counts wake-ups by other threads, for the idle task; made when first needed,
 * for good. */
static int wake_fd = -1;

void hosted_console_init(void)
{
	input_awaited = false;
	if (wake_fd < 0)
		wake_fd = (int)host_syscall3(HOST_NR_eventfd2, 0,
					     HOST_EFD_FLAGS, 0);
}

/* While there is always something to run nobody is idle. */
void hosted_console_tick(void)
{
	if (input_awaited && arch_console_has_input())
		kernel_console_input();
}

void arch_idle(u64 until)
{
	struct pollfd p[] = {
		{ .fd = input_awaited ? 0 : -1, .events = POLLIN },
		{ .fd = wake_fd, .events = POLLIN },
		{ .fd = hosted_tap_fd(), .events = POLLIN },
	};
	const u64 blocked = HOSTED_INTERRUPTS & ~HOST_SIGBIT(HOST_SIGWINCH) &
			    ~HOST_SIGBIT(HOST_SIGUSR2);
	const u64 now = arch_clock_ns(false);
	struct {
		long sec, nsec;
	} timeout;
	u64 wakes;

	if (until <= now)
		return;
	timeout.sec = (long)((until - now) / 1000000000);
	timeout.nsec = (long)((until - now) % 1000000000);
	host_syscall(HOST_NR_ppoll, (long)p, ARRAY_SIZE(p),
		     until == ~0ull ? 0 : (long)&timeout, (long)&blocked,
		     sizeof(blocked), 0);
	if (p[1].revents)
		host_syscall3(HOST_NR_read, wake_fd, &wakes, sizeof(wakes));
	if (p[2].revents)
		hosted_tap_input();
	if (p[0].revents) {
		input_awaited = false;
		kernel_console_input();
	}
}

void arch_wait(const unsigned int *word, unsigned int val)
{
	if (kernel_wait(word, val))
		return;
	hosted_let_interrupts_in(true);
	host_syscall(HOST_NR_futex, (long)word, FUTEX_WAIT_PRIVATE, val, 0, 0,
		     0);
	hosted_let_interrupts_in(false);
}

void arch_wake(const unsigned int *word, unsigned int nr)
{
	const u64 one = 1;

	kernel_wake(word, nr);
	if (smp_processor_id())
		host_syscall3(HOST_NR_write, wake_fd, &one, sizeof(one));
	host_syscall3(HOST_NR_futex, word, FUTEX_WAKE_PRIVATE,
		      min(nr, (unsigned int)INT_MAX));
}
