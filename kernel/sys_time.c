/* SPDX-License-Identifier: MIT */
/*
 * sys_time.c - clocks, sleeping, and waiting for files to become ready.
 *
 * A sleep waits on a word nobody changes, until its timer or a signal ends it.
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

long put_timespec(u64 ns, struct __kernel_timespec __user *uts)
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

/* Until @end or a signal. */
static void sleep_until(u64 end)
{
	const unsigned int word = 0;

	while (arch_clock_ns(false) < end && !signal_pending(current_task()))
		wait_until(&word, 0, end);
}

/* A duration from user memory in ns; an absurdly long one is cut. */
static long get_duration(const struct __kernel_timespec __user *uts, u64 *ns)
{
	struct timespec64 ts;

	return get_timespec64(&ts, uts) ? -EFAULT : timespec64_to_ns(&ts, ns);
}

/* Sleeping goes on to the same end after a signal without a handler. */
static long sleep_restartable(u64 end, u64 *left)
{
	struct task *task = current_task();
	u64 now;

	if (task->sleep_until)
		end = task->sleep_until;
	task->sleep_until = 0;
	sleep_until(end);
	now = arch_clock_ns(false);
	*left = now < end ? end - now : 0;
	if (!*left)
		return 0;
	task->sleep_until = end;
	return -ERESTARTNOHAND;
}

long do_nanosleep(u64 ns, u64 *left)
{
	return sleep_restartable(arch_clock_ns(false) + ns, left);
}

long do_clock_nanosleep(int clock, int flags, const struct timespec64 *ts,
			u64 *left)
{
	long err;
	u64 ns, now = clock_ns(clock, &err);

	if (err || clock == CLOCK_THREAD_CPUTIME_ID ||
	    timespec64_to_ns(ts, &ns))
		return -EINVAL;
	if (flags & TIMER_ABSTIME)
		ns = ns > now ? ns - now : 0;
	return do_nanosleep(ns, left);
}

SYSCALL_DEFINE4(clock_nanosleep, int, clock, int, flags,
		const struct __kernel_timespec __user *, req,
		struct __kernel_timespec __user *, rem)
{
	struct timespec64 ts;
	u64 left = 0;
	long err;

	clock_ns(clock, &err);
	if (err || clock == CLOCK_THREAD_CPUTIME_ID)
		return -EINVAL;
	if (get_timespec64(&ts, req))
		return -EFAULT;
	err = do_clock_nanosleep(clock, flags, &ts, &left);
	if (left && rem && !(flags & TIMER_ABSTIME) && put_timespec(left, rem))
		return -EFAULT;
	return err;
}

/* ---- poll and select --------------------------------------------------- */

/*
 * Whoever polls hangs an entry into the queue of each file and sleeps on one
 * word. A file's ->poll calls poll_wait() for the queues that it wakes.
 */
struct poll_entry {
	wait_queue_entry_t wait;
	wait_queue_head_t *wq;
	struct poll_table_struct *table;
	struct file *file;		/* kept open meanwhile */
};

struct poll_table_struct {
	unsigned int triggered;
	unsigned int nr, room;
	struct poll_entry *entries;	/* NULL: only asks */
	struct file *file;		/* that is asked now */
};

static void poll_wake(wait_queue_entry_t *wait)
{
	struct poll_table_struct *pt =
		container_of(wait, struct poll_entry, wait)->table;

	__atomic_store_n(&pt->triggered, 1, __ATOMIC_RELEASE);
	arch_wake(&pt->triggered, 1);
}

void poll_wait(struct file *file, wait_queue_head_t *wq,
	       struct poll_table_struct *pt)
{
	struct poll_entry *e;

	if (!pt || !pt->entries)
		return;
	BUG_ON(pt->nr == pt->room);
	e = &pt->entries[pt->nr++];
	*e = (struct poll_entry){
		.wait = { .func = poll_wake }, .wq = wq, .table = pt,
		.file = get_file(pt->file),
	};
	INIT_LIST_HEAD(&e->wait.entry);
	prepare_to_wait(wq, &e->wait, TASK_INTERRUPTIBLE);
}

/* Room for @nr files, at most two queues each. */
static int poll_table_init(struct poll_table_struct *pt, unsigned int nr)
{
	*pt = (struct poll_table_struct){ .room = 2 * nr };
	pt->entries = kmalloc(pt->room * sizeof(*pt->entries) + 1, GFP_KERNEL);
	return pt->entries ? 0 : -ENOMEM;
}

static void poll_table_leave(struct poll_table_struct *pt)
{
	while (pt->nr) {
		struct poll_entry *e = &pt->entries[--pt->nr];

		finish_wait(e->wq, &e->wait);
		fput(e->file);
	}
}

static unsigned int poll_fd(int fd, unsigned int events,
			    struct poll_table_struct *pt)
{
	struct file *file;
	unsigned int mask;

	if (fd < 0)
		return 0;
	file = fget(fd);
	if (!file)
		return POLLNVAL;
	pt->file = file;
	mask = file_poll(file, pt) & (events | POLLERR | POLLHUP);
	fput(file);
	return mask;
}

/* Sleep till something may be ready: true, or till @end or a signal. */
static bool poll_sleep(struct poll_table_struct *pt, u64 end)
{
	bool woken;

	while (!READ_ONCE(pt->triggered) && !signal_pending(current_task()) &&
	       arch_clock_ns(false) < end)
		wait_until(&pt->triggered, 0, end);
	woken = READ_ONCE(pt->triggered);
	pt->triggered = 0;
	return woken;
}

static u64 end_of(u64 ns)
{
	return ns == ~0ull ? ns : arch_clock_ns(false) + ns;
}

static long poll_once(struct pollfd *fds, unsigned int nr,
		      struct poll_table_struct *pt)
{
	long ready = 0;

	for (unsigned int i = 0; i < nr; i++) {
		fds[i].revents = poll_fd(fds[i].fd, fds[i].events, pt);
		ready += fds[i].revents != 0;
	}
	return ready;
}

/* Look, sleep, look again. Ready ones, 0 after @ns, or -EINTR. */
static long poll_loop(struct pollfd *fds, unsigned int nr, u64 ns)
{
	struct poll_table_struct pt;
	u64 end = end_of(ns);
	long ready;
	int err = poll_table_init(&pt, nr);

	if (err)
		return err;
	for (;;) {
		bool more;

		ready = poll_once(fds, nr, &pt);
		more = !ready && ns && poll_sleep(&pt, end);
		poll_table_leave(&pt);
		if (!more)
			break;
	}
	if (!ready && signal_pending(current_task()))
		ready = -ERESTARTNOHAND;
	kfree(pt.entries);
	return ready;
}

long do_poll(struct pollfd __user *ufds, unsigned int nr, u64 ns)
{
	size_t size = nr * sizeof(struct pollfd);
	struct pollfd *fds;
	long ready;

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
	ready = poll_loop(fds, nr, ns);
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

/* What of @set is ready goes into @out. Their number, -EBADF. */
static long check_set(unsigned int n, const struct fd_set *set,
		      struct fd_set *out, unsigned int events,
		      struct poll_table_struct *pt)
{
	long ready = 0;

	*out = (struct fd_set){ 0 };
	for (unsigned int fd = 0; fd < n; fd++) {
		unsigned long bit = 1ul << fd % BITS_PER_LONG;
		unsigned int mask;

		if (!(set->bits[fd / BITS_PER_LONG] & bit))
			continue;
		mask = poll_fd(fd, events, pt);
		if (mask & POLLNVAL)
			return -EBADF;
		if (mask) {
			out->bits[fd / BITS_PER_LONG] |= bit;
			ready++;
		}
	}
	return ready;
}

static long check_sets(unsigned int n, const struct fd_set *in,
		       struct fd_set *out, struct poll_table_struct *pt)
{
	static const unsigned int events[3] = {
		POLLIN | POLLRDNORM, POLLOUT | POLLWRNORM, POLLPRI,
	};
	long ready = 0;

	for (int i = 0; i < 3; i++) {
		long r = check_set(n, &in[i], &out[i], events[i], pt);

		if (r < 0)
			return r;
		ready += r;
	}
	return ready;
}

static long select_loop(unsigned int n, const struct fd_set *in,
			struct fd_set *out, u64 ns)
{
	struct poll_table_struct pt;
	u64 end = end_of(ns);
	long ready = poll_table_init(&pt, 3 * n);
	bool more = !ready;

	while (more) {
		ready = check_sets(n, in, out, &pt);
		more = !ready && ns && poll_sleep(&pt, end);
		poll_table_leave(&pt);
	}
	if (!ready && signal_pending(current_task()))
		ready = -ERESTARTNOHAND;
	kfree(pt.entries);
	return ready;
}

long do_select(int n, void __user *const *usets, u64 ns)
{
	struct fd_set in[3], out[3];
	size_t size;
	long ready;

	if (n < 0)
		return -EINVAL;
	n = min(n, 1024);
	size = DIV_ROUND_UP(n, BITS_PER_LONG) * sizeof(long);
	for (int i = 0; i < 3; i++)
		if (get_set(n, usets[i], &in[i]))
			return -EFAULT;
	ready = select_loop(n, in, out, ns);
	for (int i = 0; ready >= 0 && i < 3; i++)
		if (usets[i] && copy_to_user(usets[i], &out[i], size))
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

/* ---- alarms ------------------------------------------------------------ */

/* Set the timer of the process to go off in @ns, 0: never, and then every
 * @interval. What it was set to goes to *@left and *@old. */
static void set_real_timer(u64 ns, u64 interval, u64 *left, u64 *old)
{
	struct signal_struct *sig = current_task()->signal;
	u64 now = arch_clock_ns(false);

	lock_tasklist();
	*old = sig->real_interval;
	*left = !sig->real_timer.armed ? 0 :
		sig->real_timer.expires > now ? sig->real_timer.expires - now :
						1;
	sig->real_interval = interval;
	if (ns)
		timer_start(&sig->real_timer, now + ns);
	else
		timer_stop(&sig->real_timer);
	unlock_tasklist();
}

SYSCALL_DEFINE1(alarm, unsigned int, seconds)
{
	u64 left, interval;

	set_real_timer((u64)seconds * NSEC_PER_SEC, 0, &left, &interval);
	return (long)div_u64(left + NSEC_PER_SEC - 1, NSEC_PER_SEC);
}

static struct __kernel_old_timeval to_timeval(u64 ns)
{
	struct timespec64 ts = ns_to_timespec64(ns + 999);

	return (struct __kernel_old_timeval){ ts.tv_sec, ts.tv_nsec / 1000 };
}

static int from_timeval(const struct __kernel_old_timeval *tv, u64 *ns)
{
	if (tv->tv_sec < 0 || (unsigned long)tv->tv_usec >= 1000000)
		return -EINVAL;
	*ns = min_t(u64, tv->tv_sec, SECONDS_MAX) * NSEC_PER_SEC +
	      (u64)tv->tv_usec * 1000;
	return 0;
}

/* struct itimerval: interval, then value. */
static long put_itimer(struct __kernel_old_timeval __user *to, u64 left,
		       u64 interval)
{
	const struct __kernel_old_timeval tv[2] = {
		to_timeval(interval), to_timeval(left),
	};

	return to && copy_to_user(to, tv, sizeof(tv)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(getitimer, int, which, struct __kernel_old_timeval __user *, to)
{
	const struct signal_struct *sig = current_task()->signal;
	u64 now = arch_clock_ns(false), left = 0, interval;

	if (which != ITIMER_REAL)
		return -EINVAL;
	lock_tasklist();
	interval = sig->real_interval;
	if (sig->real_timer.armed && sig->real_timer.expires > now)
		left = sig->real_timer.expires - now;
	unlock_tasklist();
	return put_itimer(to, left, interval);
}

SYSCALL_DEFINE3(setitimer, int, which,
		const struct __kernel_old_timeval __user *, new,
		struct __kernel_old_timeval __user *, old)
{
	struct __kernel_old_timeval tv[2] = { 0 };
	u64 ns, interval, left, was;

	if (which != ITIMER_REAL)
		return -EINVAL;
	if (new && copy_from_user(tv, new, sizeof(tv)))
		return -EFAULT;
	if (from_timeval(&tv[0], &interval) || from_timeval(&tv[1], &ns))
		return -EINVAL;
	set_real_timer(ns, interval, &left, &was);
	return put_itimer(old, left, was);
}

SYSCALL_DEFINE0(pause)
{
	const unsigned int word = 0;

	while (!signal_pending(current_task()))
		arch_wait(&word, 0);
	return -ERESTARTNOHAND;
}
