/* SPDX-License-Identifier: MIT */
/*
 * minmax.h - more of what types.h has of min() and max().
 */
#ifndef OCTAVO_MINMAX_H
#define OCTAVO_MINMAX_H

#include <octavo/types.h>

#define min3(a, b, c)		min(min(a, b), c)
#define max3(a, b, c)		max(max(a, b), c)
#define clamp_t(type, v, lo, hi)	clamp((type)(v), (type)(lo), (type)(hi))
#define clamp_val(v, lo, hi)	clamp_t(__typeof__(v), v, lo, hi)

/* For arrays' lengths and initialisers: constants in, a constant out. */
#define MIN(a, b)		((a) < (b) ? (a) : (b))
#define MAX(a, b)		((a) > (b) ? (a) : (b))
#define MIN_T(type, a, b)	MIN((type)(a), (type)(b))
#define MAX_T(type, a, b)	MAX((type)(a), (type)(b))

/* The smaller of the two that is not 0; 0 if both are. */
#define min_not_zero(a, b)						\
	({								\
		__auto_type mnz_a = (a);				\
		__auto_type mnz_b = (b);				\
		mnz_a == 0 ? mnz_b :					\
			     mnz_b == 0 ? mnz_a : min(mnz_a, mnz_b);	\
	})

/* Is @v in [start, start + len)? For unsigned numbers; wraps with them. */
#define in_range(v, start, len)						\
	((__typeof__((start) + (len) + (v)))((v) - (start)) < (len))

#endif
