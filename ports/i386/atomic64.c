/* SPDX-License-Identifier: MIT */
/*
 * atomic64.c - the functions that compilers call for atomic 64-bit words.
 *
 * Without vector registers gcc has no instruction that loads or stores 64 bits
 * at once and calls these, which hosts have in a library. CMPXCHG8B does all
 * of it. The names are the compiler's own, so C gets at them by label only.
 */
#include <octavo/types.h>

#define LABEL(name)	__asm__("__atomic_" #name)

/* What *@p was; it is @new now if that was @old. */
static inline u64 cmpxchg8b(volatile u64 *p, u64 old, u64 new)
{
	__asm__ __volatile__("lock; cmpxchg8b %1"
			     : "+A"(old), "+m"(*p)
			     : "b"((u32)new), "c"((u32)(new >> 32))
			     : "memory");
	return old;
}

u64 atomic_load_8(volatile u64 *p, int order) LABEL(load_8);
u64 atomic_load_8(volatile u64 *p, int order)
{
	return cmpxchg8b(p, 0, 0);
}

bool atomic_compare_exchange_8(volatile u64 *p, u64 *old, u64 new, int order,
			       int failed) LABEL(compare_exchange_8);
bool atomic_compare_exchange_8(volatile u64 *p, u64 *old, u64 new, int order,
			       int failed)
{
	const u64 seen = cmpxchg8b(p, *old, new);
	const bool done = seen == *old;

	*old = seen;
	return done;
}

/* *@p becomes an expression of its value `was` and of @v. */
#define FETCH_OP(name, expr)						\
	u64 atomic_##name(volatile u64 *p, u64 v, int order) LABEL(name); \
	u64 atomic_##name(volatile u64 *p, u64 v, int order)		\
	{								\
		u64 was = *p, seen;					\
									\
		while ((seen = cmpxchg8b(p, was, expr)) != was)		\
			was = seen;					\
		return was;						\
	}

FETCH_OP(exchange_8, v)
FETCH_OP(fetch_add_8, was + v)
FETCH_OP(fetch_sub_8, was - v)
FETCH_OP(fetch_and_8, was & v)
FETCH_OP(fetch_or_8, was | v)
FETCH_OP(fetch_xor_8, was ^ v)

void atomic_store_8(volatile u64 *p, u64 v, int order) LABEL(store_8);
void atomic_store_8(volatile u64 *p, u64 v, int order)
{
	atomic_exchange_8(p, v, order);
}
