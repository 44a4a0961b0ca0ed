/* SPDX-License-Identifier: MIT */
/*
 * sys_time.c - clocks, sleeping, and waiting for files to become ready.
 *
 * There is no timer interrupt: a sleep watches the clock between waits on a
 * word nobody changes. Files are ready at once or, with one task, never; so
 * poll looks once and sleeps for its timeout if nothing is.
 */
#include "internal.h"
#include <uapi/time.h>

#define NSEC_PER_SEC	1000000000ull

static u64 clock_ns(int clock, long *err)
{
	struct cpu_time t;

	*err = 0;
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_TAI:
		return arch_clock_ns(true);
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
		return arch_clock_ns(false);
	case CLOCK_PROCESS_CPUTIME_ID:
	case CLOCK_THREAD_CPUTIME_ID:
		t = task_cpu_time(current_task());
		return t.user_ns + t.kernel_ns;
	}
	*err = -EINVAL;
	return 0;
}

static long put_timespec(u64 ns, struct __kernel_timespec __user *uts)
{
	struct __kernel_timespec ts = {
		ns / NSEC_PER_SEC, ns % NSEC_PER_SEC,
	};

	return copy_to_user(uts, &ts, sizeof(ts)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(clock_gettime, int, clock, struct __kernel_timespec __user *,
		ts)
{
	long err;
	u64 ns = clock_ns(clock, &err);

	return err ? err : put_timespec(ns, ts);
}

SYSCALL_DEFINE2(clock_getres, int, clock, struct __kernel_timespec __user *, ts)
{
	long err;

	clock_ns(clock, &err);
	return err || !ts ? err : put_timespec(1, ts);
}

SYSCALL_DEFINE2(clock_settime, int, clock,
		const struct __kernel_timespec __user *, uts)
{
	struct __kernel_timespec ts;

	if (clock != CLOCK_REALTIME)
		return -EINVAL;
	if (copy_from_user(&ts, uts, sizeof(ts)))
		return -EFAULT;
	if (ts.tv_sec < 0 || (u64)ts.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	return -EPERM;		/* the clock is the host's */
}

SYSCALL_DEFINE2(gettimeofday, struct __kernel_timeval __user *, utv,
		int __user *, utz)
{
	u64 us = arch_clock_ns(true) / 1000;
	struct __kernel_timeval tv = { us / 1000000, us % 1000000 };
	const int tz[2] = { 0, 0 };

	if (utv && copy_to_user(utv, &tv, sizeof(tv)))
		return -EFAULT;
	return utz && copy_to_user(utz, tz, sizeof(tz)) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(time, long __user *, ut)
{
	long now = arch_clock_ns(true) / NSEC_PER_SEC;

	return ut && put_user(now, ut) ? -EFAULT : now;
}

/* ---- sleeping ---------------------------------------------------------- */

static void sleep_until(u64 end)
{
	while (arch_clock_ns(false) < end && !signal_pending(current_task()))
		cpu_relax_long();
}

/* A duration from user memory in ns; an absurdly long one is cut. */
static long get_duration(const struct __kernel_timespec __user *uts, u64 *ns)
{
	struct __kernel_timespec ts;

	if (copy_from_user(&ts, uts, sizeof(ts)))
		return -EFAULT;
	if (ts.tv_sec < 0 || (u64)ts.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	*ns = min_t(u64, ts.tv_sec, 1u << 30) * NSEC_PER_SEC + ts.tv_nsec;
	return 0;
}

SYSCALL_DEFINE2(nanosleep, const struct __kernel_timespec __user *, req,
		struct __kernel_timespec __user *, rem)
{
	u64 ns;
	long err = get_duration(req, &ns);

	if (!err)
		sleep_until(arch_clock_ns(false) + ns);
	return err;
}

SYSCALL_DEFINE4(clock_nanosleep, int, clock, int, flags,
		const struct __kernel_timespec __user *, req,
		struct __kernel_timespec __user *, rem)
{
	long err;
	u64 ns, now = clock_ns(clock, &err);

	if (err || clock == CLOCK_THREAD_CPUTIME_ID)
		return -EINVAL;
	err = get_duration(req, &ns);
	if (err)
		return err;
	if (flags & TIMER_ABSTIME)
		ns = ns > now ? ns - now : 0;
	sleep_until(arch_clock_ns(false) + ns);
	return 0;
}

/* ---- poll and select --------------------------------------------------- */

static unsigned int poll_fd(int fd, unsigned int events)
{
	struct file *file;
	unsigned int mask;

	if (fd < 0)
		return 0;
	file = fget(fd);
	if (!file)
		return POLLNVAL;
	mask = file_poll(file) & (events | POLLERR | POLLHUP);
	fput(file);
	return mask;
}

/* Sleep out @ns; for ever (which nothing would end) is an error. */
static long wait_timeout(u64 ns)
{
	if (ns == ~0ull)
		return -EINTR;
	sleep_until(arch_clock_ns(false) + ns);
	return 0;
}

static long do_poll(struct pollfd __user *ufds, unsigned int nr, u64 ns)
{
	size_t size = nr * sizeof(struct pollfd);
	struct pollfd *fds;
	long ready = 0;

	if (nr > current_task()->rlim[RLIMIT_NOFILE].rlim_cur ||
	    nr > NR_OPEN_MAX)
		return -EINVAL;
	fds = kmalloc(size ? size : 1, GFP_KERNEL);
	if (!fds)
		return -ENOMEM;
	if (copy_from_user(fds, ufds, size)) {
		kfree(fds);
		return -EFAULT;
	}
	for (unsigned int i = 0; i < nr; i++) {
		fds[i].revents = poll_fd(fds[i].fd, fds[i].events);
		ready += fds[i].revents != 0;
	}
	if (!ready)
		ready = wait_timeout(ns);
	if (ready >= 0 && copy_to_user(ufds, fds, size))
		ready = -EFAULT;
	kfree(fds);
	return ready;
}

SYSCALL_DEFINE3(poll, struct pollfd __user *, fds, unsigned int, nr, int, ms)
{
	return do_poll(fds, nr, ms < 0 ? ~0ull : (u64)ms * 1000000);
}

SYSCALL_DEFINE5(ppoll, struct pollfd __user *, fds, unsigned int, nr,
		const struct __kernel_timespec __user *, ts,
		const u64 __user *, mask, size_t, size)
{
	u64 ns = ~0ull, set;
	long err = ts ? get_duration(ts, &ns) : 0;

	if (!err && mask && size != sizeof(set))
		err = -EINVAL;
	if (!err && mask && get_user(set, mask))
		err = -EFAULT;
	return err ? err : do_poll(fds, nr, ns);
}

#define FD_WORDS	(1024 / BITS_PER_LONG)

/* One of select's three sets: what is asked for, what is ready. */
struct fd_set {
	unsigned long bits[FD_WORDS];
};

static long get_set(unsigned int n, const void __user *uset, struct fd_set *set)
{
	size_t size = DIV_ROUND_UP(n, BITS_PER_LONG) * sizeof(long);

	*set = (struct fd_set){ 0 };
	return uset && copy_from_user(set, uset, size) ? -EFAULT : 0;
}

/* Reduce @set to the descriptors that are ready. Their number, -EBADF. */
static long check_set(unsigned int n, struct fd_set *set, unsigned int events)
{
	long ready = 0;

	for (unsigned int fd = 0; fd < n; fd++) {
		unsigned long *word = &set->bits[fd / BITS_PER_LONG];
		unsigned long bit = 1ul << fd % BITS_PER_LONG;
		unsigned int mask;

		if (!(*word & bit))
			continue;
		mask = poll_fd(fd, events);
		if (mask & POLLNVAL)
			return -EBADF;
		if (mask)
			ready++;
		else
			*word &= ~bit;
	}
	return ready;
}

static long do_select(int n, void __user *const *usets, u64 ns)
{
	static const unsigned int events[3] = {
		POLLIN | POLLRDNORM, POLLOUT | POLLWRNORM, POLLPRI,
	};
	struct fd_set sets[3];
	size_t size;
	long ready = 0, r = 0;

	if (n < 0)
		return -EINVAL;
	n = min(n, 1024);
	size = DIV_ROUND_UP(n, BITS_PER_LONG) * sizeof(long);
	for (int i = 0; i < 3; i++)
		if (get_set(n, usets[i], &sets[i]))
			return -EFAULT;
	for (int i = 0; i < 3; i++) {
		r = check_set(n, &sets[i], events[i]);
		if (r < 0)
			return r;
		ready += r;
	}
	if (!ready)
		ready = wait_timeout(ns);
	for (int i = 0; ready >= 0 && i < 3; i++)
		if (usets[i] && copy_to_user(usets[i], &sets[i], size))
			return -EFAULT;
	return ready;
}

SYSCALL_DEFINE5(select, int, n, void __user *, in, void __user *, out,
		void __user *, ex, const struct __kernel_timeval __user *, utv)
{
	void __user *const sets[3] = { in, out, ex };
	struct __kernel_timeval tv;
	u64 ns = ~0ull;

	if (utv) {
		if (copy_from_user(&tv, utv, sizeof(tv)))
			return -EFAULT;
		if (tv.tv_sec < 0 || tv.tv_usec < 0)
			return -EINVAL;
		ns = min_t(u64, tv.tv_sec, 1u << 30) * NSEC_PER_SEC +
		     min_t(u64, tv.tv_usec, 1u << 30) * 1000;
	}
	return do_select(n, sets, ns);
}

SYSCALL_DEFINE6(pselect6, int, n, void __user *, in, void __user *, out,
		void __user *, ex, const struct __kernel_timespec __user *, ts,
		const unsigned long __user *, sig)
{
	void __user *const sets[3] = { in, out, ex };
	unsigned long mask[2];
	u64 ns = ~0ull;
	long err = ts ? get_duration(ts, &ns) : 0;

	if (!err && sig && copy_from_user(mask, sig, sizeof(mask)))
		err = -EFAULT;
	return err ? err : do_select(n, sets, ns);
}
