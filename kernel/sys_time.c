/* SPDX-License-Identifier: MIT */
/*
 * sys_time.c - clocks, sleeping, and waiting for files to become ready.
 *
 * There is no timer interrupt: a sleep watches the clock between waits on a
 * word nobody changes. Files are ready at once or, with one task, never; so
 * poll looks once and sleeps for its timeout if nothing is.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <uapi/time.h>

#define SECONDS_MAX	(1ull << 33)	/* longer ones are cut to this */

struct timespec64 ns_to_timespec64(u64 ns)
{
	u32 rest;
	u64 sec = div_u64_rem(ns, NSEC_PER_SEC, &rest);

	return (struct timespec64){ sec, rest };
}

int timespec64_to_ns(const struct timespec64 *ts, u64 *ns)
{
	if (ts->tv_sec < 0 || (unsigned long)ts->tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	*ns = min_t(u64, ts->tv_sec, SECONDS_MAX) * NSEC_PER_SEC +
	      ts->tv_nsec;
	return 0;
}

u64 clock_ns(int clock, long *err)
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
	struct timespec64 now = ns_to_timespec64(ns);
	struct __kernel_timespec ts = { now.tv_sec, now.tv_nsec };

	return copy_to_user(uts, &ts, sizeof(ts)) ? -EFAULT : 0;
}

/* In 32-bit programs the upper half of tv_nsec is padding. */
int get_timespec64(struct timespec64 *ts,
		   const struct __kernel_timespec __user *uts)
{
	struct __kernel_timespec val;

	if (copy_from_user(&val, uts, sizeof(val)))
		return -EFAULT;
	*ts = (struct timespec64){ val.tv_sec, (long)val.tv_nsec };
	return 0;
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

/* The clock is the machine's. */
long do_clock_settime(int clock, const struct timespec64 *ts)
{
	if (clock != CLOCK_REALTIME || ts->tv_sec < 0 ||
	    (unsigned long)ts->tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	return -EPERM;
}

SYSCALL_DEFINE2(clock_settime, int, clock,
		const struct __kernel_timespec __user *, uts)
{
	struct timespec64 ts;

	if (clock != CLOCK_REALTIME)
		return -EINVAL;
	return get_timespec64(&ts, uts) ? -EFAULT : do_clock_settime(clock, &ts);
}

SYSCALL_DEFINE2(gettimeofday, struct __kernel_old_timeval __user *, utv,
		int __user *, utz)
{
	struct timespec64 now = ns_to_timespec64(arch_clock_ns(true));
	struct __kernel_old_timeval tv = { now.tv_sec, now.tv_nsec / 1000 };
	const int tz[2] = { 0, 0 };

	if (utv && copy_to_user(utv, &tv, sizeof(tv)))
		return -EFAULT;
	return utz && copy_to_user(utz, tz, sizeof(tz)) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(time, long __user *, ut)
{
	long now = div_u64(arch_clock_ns(true), NSEC_PER_SEC);

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
	struct timespec64 ts;

	return get_timespec64(&ts, uts) ? -EFAULT : timespec64_to_ns(&ts, ns);
}

long do_nanosleep(u64 ns)
{
	sleep_until(arch_clock_ns(false) + ns);
	return 0;
}

long do_clock_nanosleep(int clock, int flags, const struct timespec64 *ts)
{
	long err;
	u64 ns, now = clock_ns(clock, &err);

	if (err || clock == CLOCK_THREAD_CPUTIME_ID ||
	    timespec64_to_ns(ts, &ns))
		return -EINVAL;
	if (flags & TIMER_ABSTIME)
		ns = ns > now ? ns - now : 0;
	return do_nanosleep(ns);
}

SYSCALL_DEFINE4(clock_nanosleep, int, clock, int, flags,
		const struct __kernel_timespec __user *, req,
		struct __kernel_timespec __user *, rem)
{
	struct timespec64 ts;
	long err;

	clock_ns(clock, &err);
	if (err || clock == CLOCK_THREAD_CPUTIME_ID)
		return -EINVAL;
	err = get_timespec64(&ts, req);
	return err ? err : do_clock_nanosleep(clock, flags, &ts);
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

long do_poll(struct pollfd __user *ufds, unsigned int nr, u64 ns)
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

long check_sigset(const void __user *set, size_t size)
{
	u64 val;

	if (!set)
		return 0;
	if (size != sizeof(val))
		return -EINVAL;
	return get_user(val, (const u64 __user *)set) ? -EFAULT : 0;
}

SYSCALL_DEFINE5(ppoll, struct pollfd __user *, fds, unsigned int, nr,
		const struct __kernel_timespec __user *, ts,
		const u64 __user *, mask, size_t, size)
{
	u64 ns = ~0ull;
	long err = ts ? get_duration(ts, &ns) : 0;

	if (!err)
		err = check_sigset(mask, size);
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

long do_select(int n, void __user *const *usets, u64 ns)
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
		void __user *, ex, const struct __kernel_old_timeval __user *, utv)
{
	void __user *const sets[3] = { in, out, ex };
	struct __kernel_old_timeval tv;
	u64 ns = ~0ull;

	if (utv) {
		if (copy_from_user(&tv, utv, sizeof(tv)))
			return -EFAULT;
		if (tv.tv_sec < 0 || tv.tv_usec < 0)
			return -EINVAL;
		ns = min_t(u64, tv.tv_sec, SECONDS_MAX) * NSEC_PER_SEC +
		     min_t(u64, tv.tv_usec, SECONDS_MAX) * 1000;
	}
	return do_select(n, sets, ns);
}

/* The mask comes as a pointer and a size. */
long check_sigset_arg(const void __user *sig)
{
	unsigned long arg[2];

	if (!sig)
		return 0;
	if (copy_from_user(arg, sig, sizeof(arg)))
		return -EFAULT;
	return check_sigset((const void __user *)arg[0], arg[1]);
}

SYSCALL_DEFINE6(pselect6, int, n, void __user *, in, void __user *, out,
		void __user *, ex, const struct __kernel_timespec __user *, ts,
		const unsigned long __user *, sig)
{
	void __user *const sets[3] = { in, out, ex };
	u64 ns = ~0ull;
	long err = ts ? get_duration(ts, &ns) : 0;

	if (!err)
		err = check_sigset_arg(sig);
	return err ? err : do_select(n, sets, ns);
}
