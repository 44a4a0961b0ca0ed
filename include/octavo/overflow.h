/* SPDX-License-Identifier: MIT */
/*
 * overflow.h - arithmetic that says when it does not fit.
 *
 * check_*() store the wrapped result and answer whether it wrapped; size_*()
 * and what is made of them saturate at SIZE_MAX, which no allocator grants.
 */
#ifndef OCTAVO_OVERFLOW_H
#define OCTAVO_OVERFLOW_H

#include <octavo/types.h>

static inline bool __must_check octavo_overflowed(bool overflow)
{
	return unlikely(overflow);
}

#define check_add_overflow(a, b, d)	\
	octavo_overflowed(__builtin_add_overflow(a, b, d))
#define check_sub_overflow(a, b, d)	\
	octavo_overflowed(__builtin_sub_overflow(a, b, d))
#define check_mul_overflow(a, b, d)	\
	octavo_overflowed(__builtin_mul_overflow(a, b, d))

/* *d = a << s; true if bits, or the sign, are lost. */
#define check_shl_overflow(a, s, d)					\
	octavo_overflowed(({						\
		__auto_type shl_a = (a);				\
		__auto_type shl_d = (d);				\
		int shl_s = (int)(s);					\
		bool shl_bad = shl_s < 0 ||				\
			       shl_s >= (int)(8 * sizeof(*shl_d));	\
		unsigned int shl_by = shl_bad ? 0 : (unsigned int)shl_s;\
		*shl_d = (__typeof__(*shl_d))((u64)shl_a << shl_by);	\
		shl_bad || shl_a < 0 || *shl_d < 0 ||			\
			(u64)(*shl_d >> shl_by) != (u64)shl_a;		\
	}))

#define wrapping_add(type, a, b)					\
	({ type wr_v; (void)__builtin_add_overflow(a, b, &wr_v); wr_v; })
#define wrapping_sub(type, a, b)					\
	({ type wr_v; (void)__builtin_sub_overflow(a, b, &wr_v); wr_v; })
#define wrapping_mul(type, a, b)					\
	({ type wr_v; (void)__builtin_mul_overflow(a, b, &wr_v); wr_v; })

/* Does the value of @x not fit into the type of @T (a type or a variable)? */
#define overflows_type(n, T)						\
	({								\
		__typeof__(T) of_v;					\
		__builtin_add_overflow(n, 0, &of_v);			\
	})
#define type_max(t)							\
	((__typeof__(t))(((__typeof__(t))-1) > (__typeof__(t))0 ?	\
		(__typeof__(t))-1 :					\
		(__typeof__(t))((1ull << (8 * sizeof(t) - 1)) - 1)))
#define type_min(t)		((__typeof__(t))~type_max(t))

static inline size_t __must_check size_mul(size_t a, size_t b)
{
	size_t size;

	return __builtin_mul_overflow(a, b, &size) ? SIZE_MAX : size;
}

static inline size_t __must_check size_add(size_t a, size_t b)
{
	size_t size;

	return __builtin_add_overflow(a, b, &size) ? SIZE_MAX : size;
}

static inline size_t __must_check size_sub(size_t a, size_t b)
{
	size_t size;

	if (a == SIZE_MAX || b == SIZE_MAX)
		return SIZE_MAX;
	return __builtin_sub_overflow(a, b, &size) ? SIZE_MAX : size;
}

#define array_size(a, b)	size_mul(a, b)
#define array3_size(a, b, c)	size_mul(size_mul(a, b), c)
#define flex_array_size(p, member, count)				\
	size_mul(count, sizeof(*(p)->member))
#define struct_size(p, member, count)					\
	size_add(sizeof(*(p)), flex_array_size(p, member, count))
#define struct_size_t(type, member, count)				\
	struct_size((type *)NULL, member, count)

#endif
