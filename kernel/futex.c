/* SPDX-License-Identifier: MIT */
/*
 * futex.c - waiting for a word of user memory to change.
 *
 * With one task nobody else could wake a sleeper or be woken: a wait ends by
 * its timeout, one without is refused.
 */
#include "internal.h"
#include <uapi/time.h>

/* How long from now: @ts counts from now, or names a time. */
static int wait_length(int op, const struct timespec64 *ts, u64 *ns)
{
	int clock = op & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME :
						CLOCK_MONOTONIC;
	int err = timespec64_to_ns(ts, ns);
	long unused;
	u64 now;

	if (err || (op & FUTEX_CMD_MASK) == FUTEX_WAIT)
		return err;
	now = clock_ns(clock, &unused);
	*ns = *ns > now ? *ns - now : 0;
	return 0;
}

static long futex_wait(u32 __user *uaddr, int op, u32 val,
		       const struct timespec64 *ts)
{
	u64 ns = 0;
	u32 word;

	if (ts && wait_length(op, ts, &ns))
		return -EINVAL;
	if (get_user(word, uaddr))
		return -EFAULT;
	if (word != val)
		return -EAGAIN;
	if (!ts)
		return -EDEADLK;
	do_nanosleep(ns);
	return -ETIMEDOUT;
}

bool futex_is_wait(int op)
{
	op &= FUTEX_CMD_MASK;
	return op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET;
}

long do_futex(u32 __user *uaddr, int op, u32 val,
	      const struct timespec64 *ts)
{
	if ((unsigned long)uaddr & 3)
		return -EINVAL;
	if (!access_ok(uaddr, sizeof(*uaddr)))
		return -EFAULT;
	switch (op & FUTEX_CMD_MASK) {
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
		return futex_wait(uaddr, op, val, ts);
	case FUTEX_WAKE:
	case FUTEX_WAKE_BITSET:
		return 0;
	}
	return -ENOSYS;
}

bool futex_has_bits(int op, u32 val3)
{
	op &= FUTEX_CMD_MASK;
	return val3 || (op != FUTEX_WAIT_BITSET && op != FUTEX_WAKE_BITSET);
}

SYSCALL_DEFINE6(futex, u32 __user *, uaddr, int, op, u32, val,
		const struct __kernel_timespec __user *, uts,
		u32 __user *, uaddr2, u32, val3)
{
	struct timespec64 ts;

	if (!futex_has_bits(op, val3))
		return -EINVAL;
	if (!uts || !futex_is_wait(op))
		return do_futex(uaddr, op, val, NULL);
	if (get_timespec64(&ts, uts))
		return -EFAULT;
	return do_futex(uaddr, op, val, &ts);
}
