/* SPDX-License-Identifier: MIT */
/*
 * bits.h - masks of bits, and constants with a type.
 */
#ifndef DOOR_LINUX_BITS_H
#define DOOR_LINUX_BITS_H

#include <linux/build_bug.h>
#include <octavo/bitops.h>

#define _UL(x)			__PASTE(x, UL)
#define _ULL(x)			__PASTE(x, ULL)
#define UL(x)			_UL(x)
#define ULL(x)			_ULL(x)
#define _AC(x, suffix)		__PASTE(x, suffix)
#define _AT(type, x)		((type)(x))
#define _BITUL(x)		(UL(1) << (x))
#define _BITULL(x)		(ULL(1) << (x))

#define BITS_PER_LONG_LONG	64
#define BITS_PER_TYPE(type)	(sizeof(type) * BITS_PER_BYTE)
#define BIT_ULL_MASK(nr)	(1ULL << ((nr) % BITS_PER_LONG_LONG))
#define BIT_ULL_WORD(nr)	((nr) / BITS_PER_LONG_LONG)
#define GENMASK_ULL(h, l)	((~0ULL << (l)) & (~0ULL >> (63 - (h))))
#define BITS_TO_U64(nr)		DIV_ROUND_UP(nr, 64)
#define BITS_TO_U32(nr)		DIV_ROUND_UP(nr, 32)
#define BITS_TO_BYTES(nr)	DIV_ROUND_UP(nr, 8)
#define BIT_U8(nr)		((u8)BIT(nr))
#define BIT_U16(nr)		((u16)BIT(nr))
#define BIT_U32(nr)		((u32)BIT(nr))
#define BIT_U64(nr)		((u64)BIT_ULL(nr))

#define __ALIGN_KERNEL_MASK(x, mask)	(((x) + (mask)) & ~(mask))
#define __ALIGN_KERNEL(x, a)	\
	__ALIGN_KERNEL_MASK(x, (__typeof__(x))(a) - 1)
#define __KERNEL_DIV_ROUND_UP(n, d)	DIV_ROUND_UP(n, d)

#endif
