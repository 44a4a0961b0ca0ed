/* SPDX-License-Identifier: MIT */
/*
 * atomic.h - integers that several CPUs change at once.
 *
 * Three types with one set of operations each: atomic_t (int), atomic_long_t
 * (long) and atomic64_t (s64). Ordering follows Linux's rule:
 *
 *	returns nothing (atomic_inc, atomic_set) or only
 *	reads (atomic_read)				no ordering
 *	changes and returns a value (atomic_add_return,
 *	atomic_fetch_or, atomic_xchg, ..._and_test)	fully ordered
 *	a conditional one that did not change anything	no ordering
 *	..._relaxed, ..._acquire, ..._release		as the name says
 *
 * Everything is made of the compiler's __atomic builtins, so that
 * ThreadSanitizer sees what orders what. Arithmetic wraps.
 */
#ifndef OCTAVO_ATOMIC_H
#define OCTAVO_ATOMIC_H

#include <octavo/types.h>

typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
/* On i386 a long long is aligned to 4 bytes, and may lie in two cache lines. */
typedef struct { s64 counter __aligned(8); } atomic64_t;

#define ATOMIC_INIT(i)		{ (i) }
#define ATOMIC_LONG_INIT(i)	{ (i) }
#define ATOMIC64_INIT(i)	{ (i) }

/* ---- plain words ---------------------------------------------------------- */

#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)

/* Store @v into *@p, answer what was there; fully ordered. */
#define xchg(p, v)		__atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)

/* If *@p is @old make it @new; answers what was there; fully ordered. */
#define cmpxchg(p, old, new)						\
	({								\
		__typeof__(*(p)) cmpxchg_old = (old);			\
		__atomic_compare_exchange_n(p, &cmpxchg_old, new, false,\
					    __ATOMIC_SEQ_CST,		\
					    __ATOMIC_RELAXED);		\
		cmpxchg_old;						\
	})

/* As cmpxchg(), but answers whether it did, and puts what it saw in *@oldp. */
#define try_cmpxchg(p, oldp, new)					\
	__atomic_compare_exchange_n(p, oldp, new, false,		\
				    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)

/* ThreadSanitizer knows no fences: there an exchange stands in for one. */
#ifdef __SANITIZE_THREAD__
#define OCTAVO_TSAN		1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define OCTAVO_TSAN		1
#endif
#endif
#ifndef OCTAVO_TSAN
#define OCTAVO_TSAN		0
#endif

#if OCTAVO_TSAN
extern unsigned int octavo_fence_word;	/* lib/report.c */
#define smp_mb()		((void)xchg(&octavo_fence_word, 0u))
#define smp_rmb()		smp_mb()
#define smp_wmb()		smp_mb()
#else
#define smp_mb()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__atomic_thread_fence(__ATOMIC_RELEASE)
#endif
#define smp_mb__before_atomic()	smp_mb()
/* On x86 an atomic operation that changes memory is a barrier by itself. */
#if (defined(__i386__) || defined(__x86_64__)) && !OCTAVO_TSAN
#define smp_mb__after_atomic()	barrier()
#else
#define smp_mb__after_atomic()	smp_mb()
#endif

/* ---- the three types -------------------------------------------------------
 *
 * For P = atomic, atomic_long, atomic64 and op = add, sub, and, or, xor,
 * andnot (and inc, dec without the operand @i):
 *
 *	P_read(v) P_set(v, i) P_read_acquire(v) P_set_release(v, i)
 *	P_op(i, v)			changes *v
 *	P_op_return(i, v)		... and answers the new value
 *	P_fetch_op(i, v)		... and answers the old value
 *	P_xchg(v, i) P_cmpxchg(v, old, new) P_try_cmpxchg(v, &old, new)
 *	P_sub_and_test(i, v) P_dec_and_test(v) P_inc_and_test(v)  new == 0?
 *	P_add_negative(i, v)		new < 0?
 *	P_add_unless(v, a, u)		add a unless it is u; did it?
 *	P_fetch_add_unless(v, a, u)	... answers the old value
 *	P_inc_not_zero(v), P_dec_if_positive(v)
 */
#define ATOMIC_ORDERED(P, T, V, sfx, order)				\
static inline V P##_add_return##sfx(V i, T *v)				\
{ return __atomic_add_fetch(&v->counter, i, order); }			\
static inline V P##_sub_return##sfx(V i, T *v)				\
{ return __atomic_sub_fetch(&v->counter, i, order); }			\
static inline V P##_inc_return##sfx(T *v)				\
{ return __atomic_add_fetch(&v->counter, 1, order); }			\
static inline V P##_dec_return##sfx(T *v)				\
{ return __atomic_sub_fetch(&v->counter, 1, order); }			\
static inline V P##_fetch_add##sfx(V i, T *v)				\
{ return __atomic_fetch_add(&v->counter, i, order); }			\
static inline V P##_fetch_sub##sfx(V i, T *v)				\
{ return __atomic_fetch_sub(&v->counter, i, order); }			\
static inline V P##_fetch_inc##sfx(T *v)				\
{ return __atomic_fetch_add(&v->counter, 1, order); }			\
static inline V P##_fetch_dec##sfx(T *v)				\
{ return __atomic_fetch_sub(&v->counter, 1, order); }			\
static inline V P##_fetch_and##sfx(V i, T *v)				\
{ return __atomic_fetch_and(&v->counter, i, order); }			\
static inline V P##_fetch_or##sfx(V i, T *v)				\
{ return __atomic_fetch_or(&v->counter, i, order); }			\
static inline V P##_fetch_xor##sfx(V i, T *v)				\
{ return __atomic_fetch_xor(&v->counter, i, order); }			\
static inline V P##_fetch_andnot##sfx(V i, T *v)			\
{ return __atomic_fetch_and(&v->counter, ~i, order); }			\
static inline V P##_xchg##sfx(T *v, V new)				\
{ return __atomic_exchange_n(&v->counter, new, order); }		\
static inline bool P##_try_cmpxchg##sfx(T *v, V *old, V new)		\
{									\
	return __atomic_compare_exchange_n(&v->counter, old, new,	\
					   false, order,		\
					   __ATOMIC_RELAXED);		\
}									\
static inline V P##_cmpxchg##sfx(T *v, V old, V new)			\
{									\
	P##_try_cmpxchg##sfx(v, &old, new);				\
	return old;							\
}

#define ATOMIC_PLAIN(P, T, V)						\
static inline V P##_read(const T *v)					\
{ return __atomic_load_n(&v->counter, __ATOMIC_RELAXED); }		\
static inline V P##_read_acquire(const T *v)				\
{ return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE); }		\
static inline void P##_set(T *v, V i)					\
{ __atomic_store_n(&v->counter, i, __ATOMIC_RELAXED); }			\
static inline void P##_set_release(T *v, V i)				\
{ __atomic_store_n(&v->counter, i, __ATOMIC_RELEASE); }			\
static inline void P##_add(V i, T *v)					\
{ (void)__atomic_fetch_add(&v->counter, i, __ATOMIC_RELAXED); }		\
static inline void P##_sub(V i, T *v)					\
{ (void)__atomic_fetch_sub(&v->counter, i, __ATOMIC_RELAXED); }		\
static inline void P##_inc(T *v)					\
{ (void)__atomic_fetch_add(&v->counter, 1, __ATOMIC_RELAXED); }		\
static inline void P##_dec(T *v)					\
{ (void)__atomic_fetch_sub(&v->counter, 1, __ATOMIC_RELAXED); }		\
static inline void P##_and(V i, T *v)					\
{ (void)__atomic_fetch_and(&v->counter, i, __ATOMIC_RELAXED); }		\
static inline void P##_or(V i, T *v)					\
{ (void)__atomic_fetch_or(&v->counter, i, __ATOMIC_RELAXED); }		\
static inline void P##_xor(V i, T *v)					\
{ (void)__atomic_fetch_xor(&v->counter, i, __ATOMIC_RELAXED); }		\
static inline void P##_andnot(V i, T *v)				\
{ (void)__atomic_fetch_and(&v->counter, ~i, __ATOMIC_RELAXED); }

#define ATOMIC_TESTS(P, T, V)						\
static inline bool P##_sub_and_test(V i, T *v)				\
{ return P##_sub_return(i, v) == 0; }					\
static inline bool P##_dec_and_test(T *v)				\
{ return P##_sub_return(1, v) == 0; }					\
static inline bool P##_inc_and_test(T *v)				\
{ return P##_add_return(1, v) == 0; }					\
static inline bool P##_add_negative(V i, T *v)				\
{ return P##_add_return(i, v) < 0; }					\
static inline V P##_fetch_add_unless(T *v, V a, V u)			\
{									\
	V old = P##_read(v);						\
	while (old != u && !P##_try_cmpxchg(v, &old,			\
					    (V)((u64)old + (u64)a)))	\
		;							\
	return old;							\
}									\
static inline bool P##_add_unless(T *v, V a, V u)			\
{ return P##_fetch_add_unless(v, a, u) != u; }				\
static inline bool P##_inc_not_zero(T *v)				\
{ return P##_add_unless(v, 1, 0); }					\
static inline V P##_dec_if_positive(T *v)				\
{									\
	V old = P##_read(v);						\
	while (old > 0 && !P##_try_cmpxchg(v, &old, old - 1))		\
		;							\
	return (V)((u64)old - 1);					\
}

#define ATOMIC_TYPE(P, T, V)						\
	ATOMIC_PLAIN(P, T, V)						\
	ATOMIC_ORDERED(P, T, V, , __ATOMIC_SEQ_CST)			\
	ATOMIC_ORDERED(P, T, V, _relaxed, __ATOMIC_RELAXED)		\
	ATOMIC_ORDERED(P, T, V, _acquire, __ATOMIC_ACQUIRE)		\
	ATOMIC_ORDERED(P, T, V, _release, __ATOMIC_RELEASE)		\
	ATOMIC_TESTS(P, T, V)

ATOMIC_TYPE(atomic, atomic_t, int)
ATOMIC_TYPE(atomic_long, atomic_long_t, long)
ATOMIC_TYPE(atomic64, atomic64_t, s64)

#undef ATOMIC_TYPE
#undef ATOMIC_TESTS
#undef ATOMIC_PLAIN
#undef ATOMIC_ORDERED

#endif
