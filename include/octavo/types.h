/* SPDX-License-Identifier: MIT */
/*
 * types.h - the words everything else is written in.
 *
 * Values that must not mix have types of their own: a user address is an
 * unsigned long (or a __user pointer), a physical address a phys_addr_t, a
 * frame number an unsigned long called pfn, and a void * is something the
 * kernel may dereference now.
 */
#ifndef OCTAVO_TYPES_H
#define OCTAVO_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <octavo/compiler.h>

/* A type and no macro: drivers' macros make names of it. */
#ifdef bool
#undef bool
typedef _Bool			bool;
#endif

typedef unsigned char		u8;
typedef unsigned short		u16;
typedef unsigned int		u32;
typedef unsigned long long	u64;
typedef signed char		s8;
typedef short			s16;
typedef int			s32;
typedef long long		s64;

/* A driver's uint64_t is its u64, as on Linux; elsewhere the compiler's. */
#ifdef OCTAVO_DRIVER
typedef u8			uint8_t;
typedef u16			uint16_t;
typedef u32			uint32_t;
typedef u64			uint64_t;
typedef s8			int8_t;
typedef s16			int16_t;
typedef s32			int32_t;
typedef s64			int64_t;
typedef unsigned long		uintptr_t;
typedef long			intptr_t;
#define SIZE_MAX		__SIZE_MAX__
#else
#include <stdint.h>
#endif

typedef long			ssize_t;
typedef long long		loff_t;
typedef unsigned int		umode_t;
typedef u32			dev_t;
typedef int			pid_t;
typedef unsigned int		__poll_t;	/* POLL* */

/* A physical address: 64 bits, so that a 32-bit machine with PAE fits. */
typedef u64			phys_addr_t;

/* The address by which a device reaches memory. */
typedef u64			dma_addr_t;

/* Values whose bytes have an order: the network's is big-endian. */
typedef u16			__be16;
typedef u32			__be32;
typedef u64			__be64;
typedef u16			__le16;
typedef u32			__le32;
typedef u64			__le64;
/* Sums of 16-bit words. */
typedef u16			__sum16;
typedef u32			__wsum;

/* Nanoseconds. */
typedef s64			ktime_t;

/* Allocation flags, see gfp.h. */
typedef unsigned int		gfp_t;

/* How a file was opened, see fs.h; events of a poll, see poll.h. */
typedef unsigned int		fmode_t;
typedef unsigned int		__poll_t;

/* A page of a file; a block of 512 bytes, and how many. */
typedef unsigned long		pgoff_t;
typedef u64			sector_t;
typedef u64			blkcnt_t;

/* Something to be called later: lies in what it is about. */
struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
} __aligned(sizeof(void *));
#define rcu_head		callback_head

/* Spelt out: with gcc <limits.h> wants a libc behind it. */
#ifndef INT_MAX
#define CHAR_BIT		8
#define SCHAR_MAX		__SCHAR_MAX__
#define UCHAR_MAX		(2 * SCHAR_MAX + 1)
#define SHRT_MAX		__SHRT_MAX__
#define USHRT_MAX		(2 * SHRT_MAX + 1)
#define INT_MAX			__INT_MAX__
#define INT_MIN			(-INT_MAX - 1)
#define UINT_MAX		(2u * INT_MAX + 1u)
#define LONG_MAX		__LONG_MAX__
#define LONG_MIN		(-LONG_MAX - 1l)
#define ULONG_MAX		(2ul * LONG_MAX + 1ul)
#define LLONG_MAX		__LONG_LONG_MAX__
#define LLONG_MIN		(-LLONG_MAX - 1ll)
#define ULLONG_MAX		(2ull * LLONG_MAX + 1ull)
#endif

#define BITS_PER_LONG		(8 * __SIZEOF_LONG__)

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define ALIGN(x, a)						\
	(((x) + (__typeof__(x))(a) - 1) & ~((__typeof__(x))(a) - 1))
#define ALIGN_DOWN(x, a)	((x) & ~((__typeof__(x))(a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))

/* Names of their own for each use, so that uses nest. */
#define UNIQUE_2(name, n)	name##_##n
#define UNIQUE_1(name, n)	UNIQUE_2(name, n)
#define UNIQUE_NAME(name)	UNIQUE_1(name, __COUNTER__)
#define MIN_MAX(op, a, b, x, y)					\
	({ __auto_type x = (a); __auto_type y = (b); x op y ? x : y; })

#define min(a, b)	MIN_MAX(<, a, b, UNIQUE_NAME(x), UNIQUE_NAME(y))
#define max(a, b)	MIN_MAX(>, a, b, UNIQUE_NAME(x), UNIQUE_NAME(y))
#define min_t(t, a, b)		min((t)(a), (t)(b))
#define max_t(t, a, b)		max((t)(a), (t)(b))
#define clamp(v, lo, hi)	min(max(v, lo), hi)
#define swap(a, b)						\
	do {							\
		__auto_type swap_t = (a);			\
		(a) = (b);					\
		(b) = swap_t;					\
	} while (0)

#define is_power_of_2(n)	((n) != 0 && ((n) & ((n) - 1)) == 0)

#endif
