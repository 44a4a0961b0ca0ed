/* SPDX-License-Identifier: MIT */
/*
 * posix_timer.c - timer_create(2) and its family.
 *
 * Timers belong to a process, which has a list of them. One that goes off sends
 * its signal; while that is still waiting to be delivered, further times are
 * only counted, and told with it.
 *
 * Locking: tasklist_lock.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <uapi/time.h>

#define SIGEV_SIGNAL	0
#define SIGEV_NONE	1
#define SIGEV_THREAD	2
#define SIGEV_THREAD_ID	4
#define TIMERS_MAX	1024u		/* of a process */

struct posix_timer {
	struct list_head node;
	int id, clock;
	int notify, signo;
	pid_t tid;			/* SIGEV_THREAD_ID */
	unsigned long value;
	struct signal_struct *owner;
	struct ktimer timer;
	u64 expires;			/* of CPU time, 0: does not run */
	u64 interval;
	u64 overrun;
	int last_overrun;
	bool queued;			/* the signal, not yet delivered */
};

/* What sigevent_t looks like, up to the thread's number. */
struct k_sigevent {
	unsigned long value;
	int signo, notify, tid;
};

/* How often a timer was due until @now; it is set to the next time. */
u64 ktimer_forward(struct ktimer *timer, u64 interval, u64 now)
{
	u64 times = 1;

	if (!interval)
		return 1;
	if (now > timer->expires)
		times += div64_u64(now - timer->expires, interval);
	timer_start(timer, timer->expires + times * interval);
	return times;
}

u64 ktimer_left(const struct ktimer *timer)
{
	const u64 now = arch_clock_ns(false);

	if (!timer->armed)
		return 0;
	return timer->expires > now ? timer->expires - now : 1;
}

/* When a time of @clock is for timers, which know the monotonic one only. */
u64 clock_to_expiry(int clock, int flags, u64 ns)
{
	const u64 now = arch_clock_ns(false);
	u64 then;
	long unused;

	if (!(flags & TIMER_ABSTIME))
		return now + ns;
	then = clock_ns(clock, &unused);
	return ns > then ? now + (ns - then) : now;
}

bool clock_has_timers(int clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC ||
	       clock == CLOCK_BOOTTIME || clock == CLOCK_TAI;
}

static void send_expiry(struct posix_timer *t)
{
	const struct kernel_siginfo info = {
		.si_signo = t->signo, .si_code = SI_TIMER,
		.si_pid = t->id, .si_value = t->value,
	};
	struct task *task;

	if (t->queued) {
		t->overrun++;
		return;
	}
	if (!(t->notify & SIGEV_THREAD_ID)) {
		t->queued = send_group_locked(t->owner, &info);
		return;
	}
	task = find_task(t->tid);
	if (task && task->signal == t->owner)
		t->queued = send_thread_locked(task, &info);
}

static void posix_timer_fired(struct ktimer *timer)
{
	struct posix_timer *t = container_of(timer, struct posix_timer, timer);
	u64 times;

	lock_tasklist();
	times = ktimer_forward(timer, t->interval, arch_clock_ns(false));
	if (t->notify != SIGEV_NONE) {
		send_expiry(t);
		t->overrun += times - 1;
	}
	unlock_tasklist();
}

/* As posix_timer_fired() for a timer of CPU time, which the tick looks at. */
static void cpu_timer_look(struct posix_timer *t)
{
	u64 now, times = 1;

	if (!t->expires || cpu_clock_ns(t->clock, &now) || now < t->expires)
		return;
	if (t->interval) {
		times += div64_u64(now - t->expires, t->interval);
		t->expires += times * t->interval;
	} else {
		t->expires = 0;
	}
	if (t->notify != SIGEV_NONE) {
		send_expiry(t);
		t->overrun += times - 1;
	}
}

void posix_cpu_timers_run(struct signal_struct *sig)
{
	struct posix_timer *t;

	list_for_each_entry(t, &sig->timers, node)
		cpu_timer_look(t);
}

static struct posix_timer *find_timer(int id)
{
	struct posix_timer *t;

	list_for_each_entry(t, &current_task()->signal->timers, node)
		if (t->id == id)
			return t;
	return NULL;
}

/* The signal of a timer is about to be delivered. */
void posix_timer_delivered(struct kernel_siginfo *info)
{
	struct posix_timer *t = find_timer(info->si_pid);

	if (!t)
		return;
	t->last_overrun = (int)min_t(u64, t->overrun, INT_MAX);
	info->si_uid = (u32)t->last_overrun;
	t->overrun = 0;
	t->queued = false;
}

static void drop_timer(struct posix_timer *t)
{
	timer_stop(&t->timer);
	list_del(&t->node);
}

void stop_posix_timers(struct signal_struct *sig)
{
	struct posix_timer *t;

	list_for_each_entry(t, &sig->timers, node)
		timer_stop(&t->timer);
}

void posix_timers_exit(struct signal_struct *sig)
{
	struct posix_timer *t, *next;
	LIST_HEAD(gone);

	lock_tasklist();
	stop_posix_timers(sig);
	list_splice_init(&sig->timers, &gone);
	unlock_tasklist();
	list_for_each_entry_safe(t, next, &gone, node)
		kfree(t);
}

/* ---- system calls ------------------------------------------------------ */

static long check_event(const struct k_sigevent *ev)
{
	const struct task *task;
	bool ours;

	if (ev->notify == SIGEV_NONE)
		return 0;
	if (ev->notify & ~(SIGEV_THREAD | SIGEV_THREAD_ID) ||
	    ev->signo < 1 || ev->signo > NSIG)
		return -EINVAL;
	if (!(ev->notify & SIGEV_THREAD_ID))
		return 0;
	lock_tasklist();
	task = find_task(ev->tid);
	ours = task && task->signal == current_task()->signal;
	unlock_tasklist();
	return ours ? 0 : -EINVAL;
}

/* Room in the list of the process for one more; its number, or -EAGAIN. */
static long join_process(struct posix_timer *t)
{
	struct signal_struct *sig = t->owner;
	unsigned int nr = 0;
	struct posix_timer *other;

	lock_tasklist();
	list_for_each_entry(other, &sig->timers, node)
		nr++;
	if (nr < TIMERS_MAX) {
		t->id = sig->next_timer++ & INT_MAX;
		list_add_tail(&t->node, &sig->timers);
	}
	unlock_tasklist();
	return nr < TIMERS_MAX ? t->id : -EAGAIN;
}

static void delete_timer(struct posix_timer *t)
{
	lock_tasklist();
	drop_timer(t);
	unlock_tasklist();
	kfree(t);
}

SYSCALL_DEFINE3(timer_create, int, clock, const struct k_sigevent __user *, uev,
		int __user *, uid)
{
	struct k_sigevent ev = { .signo = SIGALRM };
	struct posix_timer *t;
	long id;

	clock_ns(clock, &id);
	if (id || (!clock_has_timers(clock) && !is_cpu_clock(clock)))
		return -EINVAL;
	if (uev && copy_from_user(&ev, uev, sizeof(ev)))
		return -EFAULT;
	id = check_event(&ev);
	if (id)
		return id;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -EAGAIN;
	t->clock = is_cpu_clock(clock) ? cpu_clock_id(clock, true) : clock;
	t->notify = ev.notify;
	t->signo = ev.signo;
	t->tid = ev.tid;
	t->value = ev.value;
	t->owner = current_task()->signal;
	t->timer.fn = posix_timer_fired;
	id = join_process(t);
	if (id < 0) {
		kfree(t);
		return id;
	}
	if (!uev)
		t->value = (unsigned long)id;
	if (put_user((int)id, uid)) {
		delete_timer(t);
		return -EFAULT;
	}
	return 0;
}

static struct timer_spec spec_of(const struct posix_timer *t)
{
	struct timer_spec spec = { .interval = t->interval };
	u64 now;

	if (t->clock >= 0)
		spec.value = ktimer_left(&t->timer);
	else if (t->expires && !cpu_clock_ns(t->clock, &now))
		spec.value = t->expires > now ? t->expires - now : 1;
	return spec;
}

/* Times that were over before the timer was set, of those that it repeats. */
static u64 times_missed(const struct posix_timer *t, u64 value)
{
	long unused;
	const u64 now = clock_ns(t->clock, &unused);

	return t->interval && now > value ?
		div64_u64(now - value, t->interval) : 0;
}

static void set_timer(struct posix_timer *t, int flags, u64 value)
{
	u64 now = 0;

	timer_stop(&t->timer);
	t->expires = 0;
	if (!value)
		return;
	if (t->clock < 0) {
		if (!(flags & TIMER_ABSTIME))
			cpu_clock_ns(t->clock, &now);
		t->expires = now + value;
		return;
	}
	if (flags & TIMER_ABSTIME)
		t->overrun = times_missed(t, value);
	timer_start(&t->timer, clock_to_expiry(t->clock, flags, value));
}

long do_timer_settime(int id, int flags, const struct timer_spec *new,
		      struct timer_spec *old)
{
	struct posix_timer *t;

	lock_tasklist();
	t = find_timer(id);
	if (t) {
		*old = spec_of(t);
		t->interval = new->interval;
		t->overrun = 0;
		t->queued = false;
		set_timer(t, flags, new->value);
	}
	unlock_tasklist();
	return t ? 0 : -EINVAL;
}

long do_timer_gettime(int id, struct timer_spec *spec)
{
	const struct posix_timer *t;

	lock_tasklist();
	t = find_timer(id);
	if (t)
		*spec = spec_of(t);
	unlock_tasklist();
	return t ? 0 : -EINVAL;
}

long get_timer_spec(struct timer_spec *to, const void __user *from)
{
	const struct __kernel_timespec __user *uts = from;
	struct timespec64 interval, value;

	if (get_timespec64(&interval, uts) || get_timespec64(&value, uts + 1))
		return -EFAULT;
	return timespec64_to_ns(&interval, &to->interval) ||
	       timespec64_to_ns(&value, &to->value) ? -EINVAL : 0;
}

long put_timer_spec(const struct timer_spec *from, void __user *to)
{
	struct __kernel_timespec __user *uts = to;

	return put_timespec(from->interval, uts) ||
	       put_timespec(from->value, uts + 1) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(timer_settime, int, id, int, flags, const void __user *, unew,
		void __user *, uold)
{
	struct timer_spec new, old;
	long err;

	if (!unew)
		return -EINVAL;
	err = get_timer_spec(&new, unew);
	if (!err)
		err = do_timer_settime(id, flags, &new, &old);
	return err || !uold ? err : put_timer_spec(&old, uold);
}

SYSCALL_DEFINE2(timer_gettime, int, id, void __user *, uspec)
{
	struct timer_spec spec;
	long err = do_timer_gettime(id, &spec);

	return err ? err : put_timer_spec(&spec, uspec);
}

SYSCALL_DEFINE1(timer_getoverrun, int, id)
{
	const struct posix_timer *t;
	long ret = -EINVAL;

	lock_tasklist();
	t = find_timer(id);
	if (t)
		ret = t->last_overrun;
	unlock_tasklist();
	return ret;
}

SYSCALL_DEFINE1(timer_delete, int, id)
{
	struct posix_timer *t;

	lock_tasklist();
	t = find_timer(id);
	if (t)
		drop_timer(t);
	unlock_tasklist();
	kfree(t);
	return t ? 0 : -EINVAL;
}
