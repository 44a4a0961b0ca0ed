/* SPDX-License-Identifier: MIT */
/*
 * sys_time.c - clocks, sleeping and alarms.
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

/* Clocks of CPU time that are named by a number below 0: ~PID, 0 the caller's,
 * and behind it in three bits whether it is a thread's and what counts. */
#define CPU_CLOCK_THREAD	4
#define CPU_CLOCK_WHAT(clock)	((clock) & 3)
enum { COUNT_ALL, COUNT_USER, COUNT_RUN };

/* What the thread or process had, or -EINVAL; with tasklist_lock held. */
static long cpu_time_of(int clock, struct cpu_time *t)
{
	const struct signal_struct *sig, *self = current_task()->signal;
	const pid_t pid = ~(clock >> 3);
	const struct task *task;

	if (CPU_CLOCK_WHAT(clock) > COUNT_RUN)
		return -EINVAL;
	if (clock & CPU_CLOCK_THREAD) {
		task = pid ? find_task(pid) : current_task();
		if (!task || task->signal != self)
			return -EINVAL;
		*t = task_cpu_time(task);
		return 0;
	}
	sig = pid ? find_process(pid) : self;
	if (!sig || !sig->nr_threads)
		return -EINVAL;
	*t = process_cpu_time(sig);
	return 0;
}

long cpu_clock_ns(int clock, u64 *ns)
{
	struct cpu_time t = { 0 };
	long err = cpu_time_of(clock, &t);

	*ns = CPU_CLOCK_WHAT(clock) == COUNT_USER ? t.user_ns :
						     t.user_ns + t.kernel_ns;
	return err;
}

static u64 cpu_clock(int clock, long *err)
{
	u64 ns;

	lock_tasklist();
	*err = cpu_clock_ns(clock, &ns);
	unlock_tasklist();
	return ns;
}

int cpu_clock_id(int clock, bool own)
{
	const struct task *self = current_task();
	const bool thread = clock == CLOCK_THREAD_CPUTIME_ID ||
			    (clock < 0 && clock & CPU_CLOCK_THREAD);
	const int what = clock < 0 ? CPU_CLOCK_WHAT(clock) : COUNT_RUN;
	pid_t pid = clock < 0 ? ~(clock >> 3) : 0;

	if (own && !pid)
		pid = thread ? self->thread.pid : self->signal->pid;
	return (int)(~(unsigned int)pid << 3 |
		     (thread ? CPU_CLOCK_THREAD : 0) | (unsigned int)what);
}

u64 clock_ns(int clock, long *err)
{

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
	}
	if (is_cpu_clock(clock))
		return cpu_clock(cpu_clock_id(clock, false), err);
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
long get_duration(const struct __kernel_timespec __user *uts, u64 *ns)
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

/* CPU time goes no faster than time does. */
static long cpu_nanosleep(int clock, u64 end, u64 *left)
{
	long err = 0;
	u64 now;

	*left = 0;
	while (!err) {
		now = clock_ns(clock, &err);
		if (err || now >= end)
			break;
		if (signal_pending(current_task())) {
			*left = end - now;
			return -EINTR;
		}
		/* Really asleep: whoever's time it is may need this CPU. */
		sleep_until(arch_clock_ns(false) +
			    max_t(u64, end - now, 1000000));
	}
	return err;
}

long do_clock_nanosleep(int clock, int flags, const struct timespec64 *ts,
			u64 *left)
{
	long err;
	u64 ns, now = clock_ns(clock, &err);

	if (err || clock == CLOCK_THREAD_CPUTIME_ID ||
	    timespec64_to_ns(ts, &ns))
		return -EINVAL;
	if (is_cpu_clock(clock))
		return cpu_nanosleep(clock, flags & TIMER_ABSTIME ? ns :
				     now + ns, left);
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
	if (err)
		return -EINVAL;
	if (clock == CLOCK_THREAD_CPUTIME_ID)
		return -EOPNOTSUPP;
	if (get_timespec64(&ts, req))
		return -EFAULT;
	err = do_clock_nanosleep(clock, flags, &ts, &left);
	if (left && rem && !(flags & TIMER_ABSTIME) && put_timespec(left, rem))
		return -EFAULT;
	return err;
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

/* ITIMER_VIRTUAL counts user code's time, ITIMER_PROF the kernel's, too. */
static u64 itimer_clock(const struct signal_struct *sig, int which)
{
	const struct cpu_time t = process_cpu_time(sig);

	return which == ITIMER_VIRTUAL ? t.user_ns : t.user_ns + t.kernel_ns;
}

/* What is left of a timer, and its interval; then set it if @ns is not ~0. */
static void set_cpu_timer(int which, u64 ns, u64 interval,
			  struct timer_spec *old)
{
	struct signal_struct *sig = current_task()->signal;
	struct cpu_timer *timer = &sig->cpu_timers[which - ITIMER_VIRTUAL];
	u64 now;

	lock_tasklist();
	now = itimer_clock(sig, which);
	*old = (struct timer_spec){ .interval = timer->interval };
	if (timer->expires)
		old->value = timer->expires > now ? timer->expires - now : 1;
	if (ns != ~0ull)
		*timer = (struct cpu_timer){ ns ? now + ns : 0, interval };
	unlock_tasklist();
}

SYSCALL_DEFINE2(getitimer, int, which, struct __kernel_old_timeval __user *, to)
{
	const struct signal_struct *sig = current_task()->signal;
	struct timer_spec now;

	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	if (which != ITIMER_REAL) {
		set_cpu_timer(which, ~0ull, 0, &now);
		return put_itimer(to, now.value, now.interval);
	}
	lock_tasklist();
	now = (struct timer_spec){ sig->real_interval,
				   ktimer_left(&sig->real_timer) };
	unlock_tasklist();
	return put_itimer(to, now.value, now.interval);
}

SYSCALL_DEFINE3(setitimer, int, which,
		const struct __kernel_old_timeval __user *, new,
		struct __kernel_old_timeval __user *, uold)
{
	struct __kernel_old_timeval tv[2] = { 0 };
	struct timer_spec old;
	u64 ns, interval;

	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	if (new && copy_from_user(tv, new, sizeof(tv)))
		return -EFAULT;
	if (from_timeval(&tv[0], &interval) || from_timeval(&tv[1], &ns))
		return -EINVAL;
	if (which == ITIMER_REAL)
		set_real_timer(ns, interval, &old.value, &old.interval);
	else
		set_cpu_timer(which, ns, interval, &old);
	return put_itimer(uold, old.value, old.interval);
}

SYSCALL_DEFINE0(pause)
{
	const unsigned int word = 0;

	while (!signal_pending(current_task()))
		arch_wait(&word, 0);
	return -ERESTARTNOHAND;
}
