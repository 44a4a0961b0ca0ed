/* SPDX-License-Identifier: MIT */
/*
 * sys_sched.c - priorities, scheduling policies and CPUs.
 *
 * User code runs on CPU 0. Of the policies SCHED_FIFO and SCHED_RR run before
 * all others, by priority; the others share what is left by their nice.
 *
 * Locking: tasklist_lock to find a thread; its policy is read by the scheduler
 * when it becomes ready.
 */
#include "internal.h"
#include <uapi/time.h>
#include <uapi/sched.h>

#define NICE_MIN	(-20)
#define NICE_MAX	19
#define RT_PRIO_MAX	99
#define RR_SLICE_NS	(100ull * 1000 * 1000)

/* ---- nice -------------------------------------------------------------- */

#define PRIO_PROCESS	0
#define PRIO_PGRP	1
#define PRIO_USER	2

/* Is @t one of those that getpriority(2) calls @which, @who? */
static bool prio_means(const struct task *t, int which, int who)
{
	const struct task *self = current_task();

	if (!t->signal)
		return false;
	switch (which) {
	case PRIO_PROCESS:
		return t->thread.pid == (who ? who : self->thread.pid);
	case PRIO_PGRP:
		return t->signal->pgid == (who ? who : self->signal->pgid);
	}
	return t->uid == (who ? (u32)who : self->uid);
}

static bool may_schedule(const struct task *t)
{
	const struct task *self = current_task();

	return !self->euid || self->euid == t->uid || self->euid == t->euid;
}

/* 1 to 40, so that it is no error. */
SYSCALL_DEFINE2(getpriority, int, which, int, who)
{
	long best = -ESRCH;
	unsigned long i;
	struct task *t;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	lock_tasklist();
	xa_for_each(&kernel.tasks, i, t)
		if (prio_means(t, which, who))
			best = max_t(long, best, 20 - t->nice);
	unlock_tasklist();
	return best;
}

static long change_nice(struct task *t, int nice)
{
	if (!may_schedule(t))
		return -EPERM;
	if (nice < t->nice && !capable() &&
	    20 - nice > (int)min_t(u64, rlimit(RLIMIT_NICE), 40))
		return -EACCES;
	t->nice = nice;
	return 0;
}

SYSCALL_DEFINE3(setpriority, int, which, int, who, int, nice)
{
	long err = -ESRCH;
	unsigned long i;
	struct task *t;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	nice = clamp(nice, NICE_MIN, NICE_MAX);
	lock_tasklist();
	xa_for_each(&kernel.tasks, i, t) {
		long this;

		if (!prio_means(t, which, who))
			continue;
		this = change_nice(t, nice);
		if (this || err == -ESRCH)
			err = this;
	}
	unlock_tasklist();
	return err;
}

/* ---- priorities of reading and writing --------------------------------------- */

#define IOPRIO_CLASS(prio)	((prio) >> 13)
#define IOPRIO_LEVEL(prio)	((prio) & 0x1fff)
enum { IOPRIO_NONE, IOPRIO_RT, IOPRIO_BE, IOPRIO_IDLE };
#define IOPRIO_LEVELS		8

static long check_ioprio(int prio)
{
	if (prio < 0 || IOPRIO_CLASS(prio) > IOPRIO_IDLE)
		return -EINVAL;
	switch (IOPRIO_CLASS(prio)) {
	case IOPRIO_NONE:
		return IOPRIO_LEVEL(prio) ? -EINVAL : 0;
	case IOPRIO_RT:
		if (!capable())
			return -EPERM;
		fallthrough;
	case IOPRIO_BE:
		return IOPRIO_LEVEL(prio) >= IOPRIO_LEVELS ? -EINVAL : 0;
	}
	return 0;
}

/* Kept and told: nothing here is slow enough to be put in an order. */
SYSCALL_DEFINE3(ioprio_set, int, which, int, who, int, prio)
{
	long err = check_ioprio(prio);
	unsigned long i;
	struct task *t;

	if (err)
		return err;
	if (which <= PRIO_PROCESS || which > PRIO_USER + 1)
		return -EINVAL;
	err = -ESRCH;
	lock_tasklist();
	xa_for_each(&kernel.tasks, i, t) {
		if (!prio_means(t, which - 1, who))
			continue;
		err = may_schedule(t) ? 0 : -EPERM;
		if (err)
			break;
		t->ioprio = (u16)prio;
	}
	unlock_tasklist();
	return err;
}

/* The best of them: the lowest number. */
SYSCALL_DEFINE2(ioprio_get, int, which, int, who)
{
	long best = -ESRCH;
	unsigned long i;
	struct task *t;

	if (which <= PRIO_PROCESS || which > PRIO_USER + 1)
		return -EINVAL;
	lock_tasklist();
	xa_for_each(&kernel.tasks, i, t)
		if (prio_means(t, which - 1, who))
			best = best < 0 ? t->ioprio :
					  min_t(long, best, t->ioprio);
	unlock_tasklist();
	return best;
}

/* ---- policies ---------------------------------------------------------- */

static bool is_realtime(unsigned int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

/* The thread of that number, 0: the caller's; or NULL. */
static struct task *task_or_self(pid_t pid)
{
	struct task *t = pid ? find_task(pid) : current_task();

	return t && t->signal ? t : NULL;
}

/* What is to change of a thread, in the shapes that the calls have. */
struct sched_change {
	int policy;			/* -1: stays */
	int prio;			/* of the real-time ones; or 0 */
	int nice;
	bool set_nice;
};

static long change_policy(struct task *t, const struct sched_change *c)
{
	const unsigned int policy = c->policy < 0 ? t->policy :
						    (unsigned int)c->policy;

	if (policy > SCHED_IDLE || policy == 4)
		return -EINVAL;
	if (c->prio < 0 || c->prio > RT_PRIO_MAX ||
	    is_realtime(policy) != (c->prio != 0))
		return -EINVAL;
	if (!may_schedule(t))
		return -EPERM;
	if (is_realtime(policy) && !capable() &&
	    (u64)c->prio > rlimit(RLIMIT_RTPRIO))
		return -EPERM;
	t->policy = policy;
	t->rt_prio = c->prio;
	return c->set_nice && !is_realtime(policy) ? change_nice(t, c->nice) :
						     0;
}

static long set_policy(pid_t pid, const struct sched_change *c)
{
	struct task *t;
	long err;

	lock_tasklist();
	t = task_or_self(pid);
	err = t ? change_policy(t, c) : -ESRCH;
	unlock_tasklist();
	return err;
}

/* The policy and priority of a thread now, or -errno. */
static long get_policy(pid_t pid, struct sched_change *c)
{
	const struct task *t;

	if (pid < 0)
		return -EINVAL;
	lock_tasklist();
	t = task_or_self(pid);
	if (t)
		*c = (struct sched_change){
			.policy = (int)t->policy, .prio = t->rt_prio,
			.nice = t->nice,
		};
	unlock_tasklist();
	return t ? 0 : -ESRCH;
}

static long set_scheduler(pid_t pid, int policy, const int __user *param)
{
	struct sched_change c = { .policy = policy };

	if (pid < 0 || !param)
		return -EINVAL;
	if (get_user(c.prio, param))
		return -EFAULT;
	if (policy >= 0)
		c.policy = policy & ~SCHED_RESET_ON_FORK;
	return set_policy(pid, &c);
}

SYSCALL_DEFINE3(sched_setscheduler, pid_t, pid, int, policy,
		const int __user *, param)
{
	return policy < 0 ? -EINVAL : set_scheduler(pid, policy, param);
}

SYSCALL_DEFINE2(sched_setparam, pid_t, pid, const int __user *, param)
{
	return set_scheduler(pid, -1, param);
}

SYSCALL_DEFINE1(sched_getscheduler, pid_t, pid)
{
	struct sched_change c;
	long err = get_policy(pid, &c);

	return err ? err : c.policy;
}

SYSCALL_DEFINE2(sched_getparam, pid_t, pid, int __user *, param)
{
	struct sched_change c;
	long err;

	if (!param)
		return -EINVAL;
	err = get_policy(pid, &c);
	return err ? err : put_user(c.prio, param);
}

/* The first words of sched_setattr(2)'s structure. */
struct k_sched_attr {
	u32 size, policy;
	u64 flags;
	s32 nice;
	u32 priority;
	u64 runtime, deadline, period;
};

SYSCALL_DEFINE3(sched_setattr, pid_t, pid, const struct k_sched_attr __user *,
		uattr, unsigned int, flags)
{
	struct k_sched_attr attr;
	struct sched_change c;

	if (!uattr || pid < 0 || flags)
		return -EINVAL;
	if (copy_from_user(&attr, uattr, sizeof(attr)))
		return -EFAULT;
	if (attr.size && attr.size < sizeof(attr))
		return -EINVAL;
	if (attr.priority > RT_PRIO_MAX || attr.policy > SCHED_IDLE)
		return -EINVAL;
	c = (struct sched_change){
		.policy = (int)attr.policy, .prio = (int)attr.priority,
		.nice = clamp(attr.nice, NICE_MIN, NICE_MAX), .set_nice = true,
	};
	return set_policy(pid, &c);
}

SYSCALL_DEFINE4(sched_getattr, pid_t, pid, struct k_sched_attr __user *, uattr,
		unsigned int, size, unsigned int, flags)
{
	struct k_sched_attr attr = { .size = sizeof(attr) };
	struct sched_change c;
	long err;

	if (!uattr || size < sizeof(attr) || size > PAGE_SIZE || flags)
		return -EINVAL;
	err = get_policy(pid, &c);
	if (err)
		return err;
	attr.policy = (u32)c.policy;
	attr.priority = (u32)c.prio;
	attr.nice = is_realtime(attr.policy) ? 0 : c.nice;
	return copy_to_user(uattr, &attr, sizeof(attr)) ? -EFAULT : 0;
}

static long priority_bound(int policy, int realtime)
{
	if (policy < 0 || policy > SCHED_DEADLINE || policy == 4)
		return -EINVAL;
	return is_realtime((unsigned int)policy) ? realtime : 0;
}

SYSCALL_DEFINE1(sched_get_priority_max, int, policy)
{
	return priority_bound(policy, RT_PRIO_MAX);
}

SYSCALL_DEFINE1(sched_get_priority_min, int, policy)
{
	return priority_bound(policy, 1);
}

long do_rr_interval(pid_t pid, u64 *ns)
{
	struct sched_change c;
	long err = get_policy(pid, &c);

	if (err)
		return err;
	*ns = c.policy == SCHED_FIFO ? 0 : c.policy == SCHED_RR ? RR_SLICE_NS :
	      SCHED_SLICE_NS;
	return 0;
}

SYSCALL_DEFINE2(sched_rr_get_interval, pid_t, pid,
		struct __kernel_timespec __user *, uts)
{
	u64 ns;
	long err = do_rr_interval(pid, &ns);

	return err ? err : put_timespec(ns, uts);
}

/* ---- CPUs -------------------------------------------------------------- */

static long check_task(pid_t pid, bool change)
{
	const struct task *t;
	long err;

	lock_tasklist();
	t = task_or_self(pid);
	err = !t ? -ESRCH : change && !may_schedule(t) ? -EPERM : 0;
	unlock_tasklist();
	return err;
}

SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, unsigned int, len,
		unsigned long __user *, mask)
{
	long err;

	if (len < sizeof(long) || len & (sizeof(long) - 1))
		return -EINVAL;
	err = check_task(pid, false);
	if (err)
		return err;
	return put_user(1ul, mask) ? -EFAULT : (long)sizeof(long);
}

SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, unsigned int, len,
		const unsigned long __user *, mask)
{
	unsigned long val = 0;
	long err;

	if (copy_from_user(&val, mask, min_t(size_t, len, sizeof(val))))
		return -EFAULT;
	err = check_task(pid, true);
	if (err)
		return err;
	return val & 1 ? 0 : -EINVAL;
}

SYSCALL_DEFINE0(sched_yield)
{
	sched_yield_cpu();
	return 0;
}

SYSCALL_DEFINE3(getcpu, u32 __user *, cpu, u32 __user *, node, void __user *,
		unused)
{
	if (cpu && put_user(0u, cpu))
		return -EFAULT;
	return node ? put_user(0u, node) : 0;
}
