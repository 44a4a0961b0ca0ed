/* SPDX-License-Identifier: MIT */
/*
 * math.h - rounding and absolute values.
 *
 * round_up() and round_down() want powers of two; roundup(), rounddown() and
 * the divisions take any divisor. What divides 64 bits is in math64.h.
 */
#ifndef OCTAVO_MATH_H
#define OCTAVO_MATH_H

#include <octavo/math64.h>
#include <octavo/types.h>

#define round_mask(x, y)	((__typeof__(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~round_mask(x, y))
#define roundup(x, y)							\
	({								\
		__typeof__(y) ru_y = (y);				\
		(((x) + (ru_y - 1)) / ru_y) * ru_y;			\
	})
#define rounddown(x, y)							\
	({								\
		__auto_type rd_x = (x);					\
		rd_x - (rd_x % (y));					\
	})

#define DIV_ROUND_DOWN_ULL(n, d)	div_u64(n, d)
#define DIV_ROUND_UP_ULL(n, d)						\
	({								\
		u32 dru_d = (d);					\
		div_u64((u64)(n) + dru_d - 1, dru_d);			\
	})
#define DIV64_U64_ROUND_UP(n, d)					\
	({								\
		u64 dru_d = (d);					\
		div64_u64((n) + dru_d - 1, dru_d);			\
	})
#if __SIZEOF_LONG__ == 8
#define DIV_ROUND_UP_SECTOR_T(n, d)	DIV_ROUND_UP(n, d)
#else
#define DIV_ROUND_UP_SECTOR_T(n, d)	DIV_ROUND_UP_ULL(n, d)
#endif

/* To the nearest; halves go away from 0. */
#define DIV_ROUND_CLOSEST(n, d)						\
	({								\
		__auto_type drc_n = (n);				\
		__auto_type drc_d = (d);				\
		((__typeof__(n))-1) > 0 || ((__typeof__(d))-1) > 0 ||	\
				(drc_n > 0) == (drc_d > 0) ?		\
			(drc_n + drc_d / 2) / drc_d :			\
			(drc_n - drc_d / 2) / drc_d;			\
	})
#define DIV_ROUND_CLOSEST_ULL(n, d)					\
	({								\
		u32 drc_d = (d);					\
		div_u64((u64)(n) + drc_d / 2, drc_d);			\
	})
#define DIV64_U64_ROUND_CLOSEST(n, d)					\
	({								\
		u64 drc_d = (d);					\
		div64_u64((n) + drc_d / 2, drc_d);			\
	})

/* x * n / d without losing what x * n does not hold. */
#define mult_frac(x, n, d)						\
	({								\
		__auto_type mf_x = (x);					\
		__auto_type mf_n = (n);					\
		__auto_type mf_d = (d);					\
		(mf_x / mf_d) * mf_n + (mf_x % mf_d) * mf_n / mf_d;	\
	})

/* Of the argument's own type; one of char's is int. */
#define abs(x)								\
	({								\
		__auto_type abs_x = (x);				\
		abs_x < 0 ? -abs_x : abs_x;				\
	})
#define abs_diff(a, b)							\
	({								\
		__auto_type ad_a = (a);					\
		__auto_type ad_b = (b);					\
		ad_a > ad_b ? ad_a - ad_b : ad_b - ad_a;		\
	})

/* Where @val of [0, @ep_ro) falls among as many parts of 32 bits. */
static inline u32 reciprocal_scale(u32 val, u32 ep_ro)
{
	return (u32)(((u64)val * ep_ro) >> 32);
}

/**
 * gcd() - the greatest common divisor
 *
 * Context: Any context.
 * Return: the largest number that divides both; the other if one is 0.
 * Source: Euclid.
 */
unsigned long gcd(unsigned long a, unsigned long b);

/**
 * lcm() - the least common multiple
 *
 * Context: Any context.
 * Return: 0 if one is 0; wraps when it does not fit.
 */
unsigned long lcm(unsigned long a, unsigned long b);

/**
 * lcm_not_zero() - as lcm(), but the other if one is 0
 *
 * Context: Any context.
 * Return: see there.
 */
unsigned long lcm_not_zero(unsigned long a, unsigned long b);

/**
 * int_pow() - a power
 *
 * Context: Any context.
 * Return: @base multiplied @exp times; wraps.
 */
u64 int_pow(u64 base, unsigned int exp);

/**
 * int_sqrt64() - square root of 64 bits
 *
 * Context: Any context.
 * Return: the largest r with r * r <= @n.
 */
u32 int_sqrt64(u64 n);

#endif
