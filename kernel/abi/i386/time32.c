/* SPDX-License-Identifier: MIT */
/*
 * time32.c - calls with times of 32 bits, which end in 2038.
 */
#include "../../internal.h"
#include <octavo/math64.h>
#include <uapi/time.h>

static int get_timespec32(struct timespec64 *ts,
			  const struct old_timespec32 __user *uts)
{
	struct old_timespec32 val;

	if (copy_from_user(&val, uts, sizeof(val)))
		return -EFAULT;
	*ts = (struct timespec64){ val.tv_sec, val.tv_nsec };
	return 0;
}

/* A duration; NULL: for ever. */
static long get_timeout32(u64 *ns, const struct old_timespec32 __user *uts)
{
	struct timespec64 ts;

	*ns = ~0ull;
	if (!uts)
		return 0;
	return get_timespec32(&ts, uts) ? -EFAULT : timespec64_to_ns(&ts, ns);
}

static long put_timespec32(u64 ns, struct old_timespec32 __user *uts)
{
	struct timespec64 now = ns_to_timespec64(ns);
	struct old_timespec32 ts = { now.tv_sec, now.tv_nsec };

	return copy_to_user(uts, &ts, sizeof(ts)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(clock_gettime32, int, clock, struct old_timespec32 __user *, ts)
{
	long err;
	u64 ns = clock_ns(clock, &err);

	return err ? err : put_timespec32(ns, ts);
}

SYSCALL_DEFINE2(clock_getres_time32, int, clock, struct old_timespec32 __user *,
		ts)
{
	long err;

	clock_ns(clock, &err);
	return err || !ts ? err : put_timespec32(1, ts);
}

SYSCALL_DEFINE2(clock_settime32, int, clock,
		const struct old_timespec32 __user *, uts)
{
	struct timespec64 ts;

	if (clock != CLOCK_REALTIME)
		return -EINVAL;
	return get_timespec32(&ts, uts) ? -EFAULT :
					  do_clock_settime(clock, &ts);
}

SYSCALL_DEFINE1(stime, const int __user *, ut)
{
	struct timespec64 ts = { 0 };
	int sec;

	if (get_user(sec, ut))
		return -EFAULT;
	ts.tv_sec = sec;
	return do_clock_settime(CLOCK_REALTIME, &ts);
}

SYSCALL_DEFINE2(nanosleep_time32, const struct old_timespec32 __user *, req,
		struct old_timespec32 __user *, rem)
{
	struct timespec64 ts;
	u64 ns, left = 0;
	long err;

	if (get_timespec32(&ts, req))
		return -EFAULT;
	if (timespec64_to_ns(&ts, &ns))
		return -EINVAL;
	err = do_nanosleep(ns, &left);
	return left && rem && put_timespec32(left, rem) ? -EFAULT : err;
}

SYSCALL_DEFINE4(clock_nanosleep_time32, int, clock, int, flags,
		const struct old_timespec32 __user *, req,
		struct old_timespec32 __user *, rem)
{
	struct timespec64 ts;
	u64 left = 0;
	long err;

	clock_ns(clock, &err);
	if (err)
		return -EINVAL;
	if (clock == CLOCK_THREAD_CPUTIME_ID)
		return -EOPNOTSUPP;
	if (get_timespec32(&ts, req))
		return -EFAULT;
	err = do_clock_nanosleep(clock, flags, &ts, &left);
	if (left && rem && !(flags & TIMER_ABSTIME) && put_timespec32(left, rem))
		return -EFAULT;
	return err;
}

SYSCALL_DEFINE4(utimensat_time32, int, dfd, const char __user *, path,
		const struct old_timespec32 __user *, times, int, flags)
{
	struct timespec64 ts[2];

	if (!times)
		return do_utimes(dfd, path, NULL, flags);
	if (get_timespec32(&ts[0], times) || get_timespec32(&ts[1], times + 1))
		return -EFAULT;
	return do_utimes(dfd, path, ts, flags);
}

/* What is left of a wait; programs need not have it. */
static long put_left32(long ret, const struct poll_wait_for *w,
		       struct old_timespec32 __user *uts)
{
	if (!uts || !put_timespec32(w->left, uts))
		return ret;
	return ret == -ERESTARTNOHAND ? -EINTR : ret;
}

SYSCALL_DEFINE5(ppoll_time32, struct pollfd __user *, fds, unsigned int, nr,
		struct old_timespec32 __user *, ts,
		const u64 __user *, mask, size_t, size)
{
	struct poll_wait_for w = { .mask = mask, .mask_size = size };
	long err = get_timeout32(&w.ns, ts);

	return err ? err : put_left32(do_poll(fds, nr, &w), &w, ts);
}

SYSCALL_DEFINE6(pselect6_time32, int, n, void __user *, in, void __user *, out,
		void __user *, ex, struct old_timespec32 __user *, ts,
		const unsigned long __user *, sig)
{
	void __user *const sets[3] = { in, out, ex };
	struct poll_wait_for w = { 0 };
	long err = get_sigset_arg(&w, sig);

	if (!err)
		err = get_timeout32(&w.ns, ts);
	return err ? err : put_left32(do_select(n, sets, &w), &w, ts);
}

SYSCALL_DEFINE6(futex_time32, u32 __user *, uaddr, int, op, u32, val,
		const struct old_timespec32 __user *, uts,
		u32 __user *, uaddr2, u32, val3)
{
	struct timespec64 ts;

	if (futex_has_two(op))
		return do_futex_two(&(struct futex_pair){
			uaddr, uaddr2, op, val, (u32)(unsigned long)uts,
			val3 });
	if (!uts || !futex_is_wait(op))
		return do_futex(uaddr, op, val, NULL, val3);
	if (get_timespec32(&ts, uts))
		return -EFAULT;
	return do_futex(uaddr, op, val, &ts, val3);
}

SYSCALL_DEFINE2(sched_rr_get_interval_time32, pid_t, pid,
		struct old_timespec32 __user *, uts)
{
	u64 ns;
	long err = do_rr_interval(pid, &ns);

	return err ? err : put_timespec32(ns, uts);
}

SYSCALL_DEFINE4(rt_sigtimedwait_time32, const u64 __user *, set,
		struct k_siginfo __user *, info,
		const struct old_timespec32 __user *, uts, size_t, size)
{
	u64 ns;
	long err;

	if (size != sizeof(u64))
		return -EINVAL;
	err = get_timeout32(&ns, uts);
	return err ? err : ksys_sigtimedwait(set, size, ns, info);
}

SYSCALL_DEFINE5(recvmmsg_time32, int, fd, struct mmsghdr __user *, mmsg,
		unsigned int, nr, unsigned int, flags,
		struct old_timespec32 __user *, uts)
{
	struct timespec64 ts;
	u64 left;
	long n;

	if (!uts)
		return do_recvmmsg(fd, mmsg, nr, flags, NULL);
	if (get_timespec32(&ts, uts))
		return -EFAULT;
	if (timespec64_to_ns(&ts, &left))
		return -EINVAL;
	n = do_recvmmsg(fd, mmsg, nr, flags, &left);
	return n > 0 && put_timespec32(left, uts) ? -EFAULT : n;
}

/* ---- timers ------------------------------------------------------------ */

static long get_timer_spec32(struct timer_spec *to,
			     const struct old_timespec32 __user *uts)
{
	struct timespec64 interval, value;

	if (get_timespec32(&interval, uts) || get_timespec32(&value, uts + 1))
		return -EFAULT;
	return timespec64_to_ns(&interval, &to->interval) ||
	       timespec64_to_ns(&value, &to->value) ? -EINVAL : 0;
}

static long put_timer_spec32(const struct timer_spec *from,
			     struct old_timespec32 __user *uts)
{
	return put_timespec32(from->interval, uts) ||
	       put_timespec32(from->value, uts + 1) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(timer_settime32, int, id, int, flags,
		const struct old_timespec32 __user *, unew,
		struct old_timespec32 __user *, uold)
{
	struct timer_spec new, old;
	long err;

	if (!unew)
		return -EINVAL;
	err = get_timer_spec32(&new, unew);
	if (!err)
		err = do_timer_settime(id, flags, &new, &old);
	return err || !uold ? err : put_timer_spec32(&old, uold);
}

SYSCALL_DEFINE2(timer_gettime32, int, id, struct old_timespec32 __user *, uspec)
{
	struct timer_spec spec;
	long err = do_timer_gettime(id, &spec);

	return err ? err : put_timer_spec32(&spec, uspec);
}

SYSCALL_DEFINE4(timerfd_settime32, unsigned int, fd, int, flags,
		const struct old_timespec32 __user *, unew,
		struct old_timespec32 __user *, uold)
{
	struct timer_spec new, old;
	long err = get_timer_spec32(&new, unew);

	if (!err)
		err = do_timerfd_settime(fd, flags, &new, &old);
	return err || !uold ? err : put_timer_spec32(&old, uold);
}

SYSCALL_DEFINE2(timerfd_gettime32, unsigned int, fd,
		struct old_timespec32 __user *, uspec)
{
	struct timer_spec spec;
	long err = do_timerfd_gettime(fd, &spec);

	return err ? err : put_timer_spec32(&spec, uspec);
}
