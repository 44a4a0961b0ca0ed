/* SPDX-License-Identifier: MIT */
/*
 * bitops.h - single bits of words and of arrays of words.
 *
 * A bit array is unsigned long[]; bit nr lies in word nr / BITS_PER_LONG.
 * set_bit() and its like are atomic; the __ forms are for memory nobody else
 * changes. test_and_*() are fully ordered, the others not at all.
 */
#ifndef OCTAVO_BITOPS_H
#define OCTAVO_BITOPS_H

#include <octavo/types.h>

#define BIT(nr)			(1ul << (nr))
#define BIT_ULL(nr)		(1ull << (nr))
#define BIT_WORD(nr)		((unsigned long)(nr) / (8 * sizeof(long)))
#define BIT_MASK(nr)		(1ul << ((unsigned long)(nr) % (8 * sizeof(long))))
#define BITS_PER_BYTE		8
#define BITS_TO_LONGS(nr)	DIV_ROUND_UP(nr, 8 * sizeof(long))
/* Bits h down to l. */
#define GENMASK(h, l)		((~0ul << (l)) & (~0ul >> (8 * sizeof(long) - 1 - (h))))

static inline void set_bit(unsigned long nr, volatile unsigned long *addr)
{
	(void)__atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr),
				__ATOMIC_RELAXED);
}

static inline void clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	(void)__atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr),
				 __ATOMIC_RELAXED);
}

static inline void change_bit(unsigned long nr, volatile unsigned long *addr)
{
	(void)__atomic_fetch_xor(addr + BIT_WORD(nr), BIT_MASK(nr),
				 __ATOMIC_RELAXED);
}

/* Clear a bit that served as a lock: what came before is visible first. */
static inline void clear_bit_unlock(unsigned long nr,
				    volatile unsigned long *addr)
{
	(void)__atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr),
				 __ATOMIC_RELEASE);
}

static inline bool test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	return __atomic_load_n(addr + BIT_WORD(nr), __ATOMIC_RELAXED) &
	       BIT_MASK(nr);
}

static inline bool test_and_set_bit(unsigned long nr,
				    volatile unsigned long *addr)
{
	return __atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr),
				 __ATOMIC_SEQ_CST) & BIT_MASK(nr);
}

static inline bool test_and_clear_bit(unsigned long nr,
				      volatile unsigned long *addr)
{
	return __atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr),
				  __ATOMIC_SEQ_CST) & BIT_MASK(nr);
}

static inline bool test_and_change_bit(unsigned long nr,
				       volatile unsigned long *addr)
{
	return __atomic_fetch_xor(addr + BIT_WORD(nr), BIT_MASK(nr),
				  __ATOMIC_SEQ_CST) & BIT_MASK(nr);
}

/* Take a bit as a lock: what follows is not seen before. */
static inline bool test_and_set_bit_lock(unsigned long nr,
					 volatile unsigned long *addr)
{
	return __atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr),
				 __ATOMIC_ACQUIRE) & BIT_MASK(nr);
}

static inline void __set_bit(unsigned long nr, unsigned long *addr)
{
	addr[BIT_WORD(nr)] |= BIT_MASK(nr);
}

static inline void __clear_bit(unsigned long nr, unsigned long *addr)
{
	addr[BIT_WORD(nr)] &= ~BIT_MASK(nr);
}

static inline void __change_bit(unsigned long nr, unsigned long *addr)
{
	addr[BIT_WORD(nr)] ^= BIT_MASK(nr);
}

static inline bool __test_and_set_bit(unsigned long nr, unsigned long *addr)
{
	bool was = addr[BIT_WORD(nr)] & BIT_MASK(nr);

	__set_bit(nr, addr);
	return was;
}

static inline bool __test_and_clear_bit(unsigned long nr, unsigned long *addr)
{
	bool was = addr[BIT_WORD(nr)] & BIT_MASK(nr);

	__clear_bit(nr, addr);
	return was;
}

/* Lowest set bit, counted from 0; @w must not be 0. */
static inline unsigned int __ffs(unsigned long w)
{
	return (unsigned int)__builtin_ctzl(w);
}

/* Highest set bit, counted from 0; @w must not be 0. */
static inline unsigned int __fls(unsigned long w)
{
	return (unsigned int)(8 * sizeof(long) - 1) -
	       (unsigned int)__builtin_clzl(w);
}

/* Lowest clear bit; @w must not be all ones. */
static inline unsigned int ffz(unsigned long w)
{
	return __ffs(~w);
}

/* Lowest set bit counted from 1; 0 if there is none. */
#define ffs(w)		__builtin_ffs(w)

/* Highest set bit counted from 1; 0 if there is none. */
static inline int fls(unsigned int w)
{
	return w ? 32 - __builtin_clz(w) : 0;
}

#if __SIZEOF_LONG__ == 8

static inline int fls64(u64 w)
{
	return w ? 64 - __builtin_clzll(w) : 0;
}

/* Lowest set bit, counted from 0; @w must not be 0. */
static inline unsigned int __ffs64(u64 w)
{
	return (unsigned int)__builtin_ctzll(w);
}

#else	/* in two halves: for 64 bits at once libgcc would be called */

static inline int fls64(u64 w)
{
	return w >> 32 ? 32 + fls((u32)(w >> 32)) : fls((u32)w);
}

static inline unsigned int __ffs64(u64 w)
{
	return (u32)w ? (unsigned int)__builtin_ctz((u32)w) :
			32 + (unsigned int)__builtin_ctz((u32)(w >> 32));
}

#endif

static inline int fls_long(unsigned long w)
{
	return w ? (int)__fls(w) + 1 : 0;
}

/* How many bits are set; no libgcc helper behind it. */
static inline unsigned int hweight32(u32 w)
{
	w -= (w >> 1) & 0x55555555u;
	w = (w & 0x33333333u) + ((w >> 2) & 0x33333333u);
	w = (w + (w >> 4)) & 0x0f0f0f0fu;
	return (w * 0x01010101u) >> 24;
}

static inline unsigned int hweight64(u64 w)
{
	return hweight32((u32)w) + hweight32((u32)(w >> 32));
}

#define hweight8(w)		hweight32((u8)(w))
#define hweight16(w)		hweight32((u16)(w))
#define hweight_long(w)		hweight64((unsigned long)(w))

/* Logarithm to base 2, rounded down; @n must not be 0. */
#define ilog2(n)							\
	(__builtin_constant_p(n) ? 63 - __builtin_clzll((u64)(n)) :	\
				   fls64(n) - 1)

/* Smallest o with (1 << o) >= @n; 0 for 0 and 1. */
static inline int order_base_2(unsigned long n)
{
	return n > 1 ? fls_long(n - 1) : 0;
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return 1ul << order_base_2(n);
}

static inline unsigned long rounddown_pow_of_two(unsigned long n)
{
	return 1ul << __fls(n);
}

static inline u32 rol32(u32 w, unsigned int n)
{
	return (w << (n & 31)) | (w >> (-n & 31));
}

static inline u32 ror32(u32 w, unsigned int n)
{
	return (w >> (n & 31)) | (w << (-n & 31));
}

#include <asm/page.h>

/* The order of the smallest block of pages holding @size bytes, @size > 0. */
static inline unsigned int get_order(unsigned long size)
{
	return (unsigned int)fls_long((size - 1) >> PAGE_SHIFT);
}

#endif
