/* SPDX-License-Identifier: MIT */
/*
 * refcount.h - a count of references that does not wrap.
 *
 * Misuse saturates: an increment of 0 (the object is gone), an overflow or a
 * decrement below 0 is reported and leaves REFCOUNT_SATURATED, from where the
 * count never comes back. The object then leaks, which is better than freeing
 * it twice.
 */
#ifndef OCTAVO_REFCOUNT_H
#define OCTAVO_REFCOUNT_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/spinlock.h>

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n)	{ ATOMIC_INIT(n) }
#define REFCOUNT_SATURATED	(INT_MIN / 2)

/**
 * refcount_report() - saturate a count that was misused
 * @r: the count
 * @what: what was done
 *
 * Context: Any context.
 */
__cold void refcount_report(refcount_t *r, const char *what);

static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return (unsigned int)atomic_read(&r->refs);
}

static inline void refcount_add(int i, refcount_t *r)
{
	int old = atomic_fetch_add_relaxed(i, &r->refs);

	if (unlikely(old == 0))
		refcount_report(r, "increment of 0");
	else if (unlikely(old < 0 || old > INT_MAX - i))
		refcount_report(r, "overflow");
}

static inline void refcount_inc(refcount_t *r)
{
	refcount_add(1, r);
}

/* Take a reference unless there is none left; was there one? */
static inline bool refcount_inc_not_zero(refcount_t *r)
{
	int old = atomic_read(&r->refs);

	do {
		if (!old)
			return false;
	} while (!atomic_try_cmpxchg_relaxed(&r->refs, &old,
					     (int)((unsigned int)old + 1)));
	if (unlikely(old < 0 || old == INT_MAX))
		refcount_report(r, "overflow");
	return true;
}

/* Drop @i references; true if they were the last. */
static inline bool refcount_sub_and_test(int i, refcount_t *r)
{
	int old = atomic_fetch_sub(i, &r->refs);

	if (old == i)
		return true;
	if (unlikely(old < i))
		refcount_report(r, "underflow");
	return false;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	return refcount_sub_and_test(1, r);
}

/* Drop a reference that is known not to be the last. */
static inline void refcount_dec(refcount_t *r)
{
	if (unlikely(atomic_fetch_sub_release(1, &r->refs) <= 1))
		refcount_report(r, "decrement to 0");
}

/* Drop a reference; if it was the last, return true with @lock held. */
static inline bool refcount_dec_and_lock(refcount_t *r, spinlock_t *lock)
{
	int old = atomic_read(&r->refs);

	while (old > 1)
		if (atomic_try_cmpxchg_release(&r->refs, &old, old - 1))
			return false;
	spin_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	spin_unlock(lock);
	return false;
}

#endif
