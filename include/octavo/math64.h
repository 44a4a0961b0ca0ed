/* SPDX-License-Identifier: MIT */
/*
 * math64.h - 64-bit division without the compiler's helper functions.
 *
 * A 32-bit machine divides 64 bits by calling into libgcc, which the library
 * does not link. So u64 is divided here only; on 64-bit machines these are
 * the plain operators.
 */
#ifndef OCTAVO_MATH64_H
#define OCTAVO_MATH64_H

#include <octavo/types.h>

#if __SIZEOF_POINTER__ == 8

static inline u64 div64_u64_rem(u64 n, u64 d, u64 *rem)
{
	*rem = n % d;
	return n / d;
}

#else

/**
 * div64_u64_rem() - divide 64 bits by 64 bits
 * @n: dividend
 * @d: divisor, not 0
 * @rem: where the remainder goes
 *
 * Cost: 64 steps at most.
 * Context: Any context.
 * Return: the quotient, rounded down.
 * Source: long division in base 2.
 */
u64 div64_u64_rem(u64 n, u64 d, u64 *rem);

#endif

static inline u64 div64_u64(u64 n, u64 d)
{
	u64 rem;

	return div64_u64_rem(n, d, &rem);
}

static inline u64 div_u64_rem(u64 n, u32 d, u32 *rem)
{
	u64 rem64, q = div64_u64_rem(n, d, &rem64);

	*rem = (u32)rem64;
	return q;
}

static inline u64 div_u64(u64 n, u32 d)
{
	u32 rem;

	return div_u64_rem(n, d, &rem);
}

/* Signed, rounded towards 0. */
static inline s64 div_s64(s64 n, s32 d)
{
	u64 q = div64_u64(n < 0 ? -(u64)n : (u64)n,
			  d < 0 ? -(u64)(s64)d : (u64)d);

	return (n < 0) != (d < 0) ? (s64)-q : (s64)q;
}

/* Divide the lvalue @n by @base, which has 32 bits; answers the remainder. */
#define do_div(n, base)							\
	({								\
		u32 div_rem;						\
		(n) = div_u64_rem(n, base, &div_rem);			\
		div_rem;						\
	})

/* a * b / c with all bits in between; c not 0, the result must fit. */
#define mul_u64_u32_div(a, b, c)	div_u64((a) * (u64)(b), c)

/**
 * int_sqrt() - square root
 * @n: any number
 *
 * Context: Any context.
 * Return: the largest r with r * r <= @n.
 */
unsigned long int_sqrt(unsigned long n);

#endif
