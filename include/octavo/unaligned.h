/* SPDX-License-Identifier: MIT */
/*
 * unaligned.h - numbers at any address, in either order of bytes.
 */
#ifndef OCTAVO_UNALIGNED_H
#define OCTAVO_UNALIGNED_H

#include <octavo/byteorder.h>
#include <octavo/types.h>

/* Through a packed structure the compiler knows that nothing is aligned. */
#define get_unaligned(ptr)						\
	({								\
		const struct {						\
			__typeof__(*(ptr)) x;				\
		} __packed *gu_p = (const void *)(ptr);			\
		gu_p->x;						\
	})
#define put_unaligned(val, ptr)						\
	do {								\
		struct {						\
			__typeof__(*(ptr)) x;				\
		} __packed *pu_p = (void *)(ptr);			\
		pu_p->x = (val);					\
	} while (0)

#define UNALIGNED(bits, end)						\
static inline u##bits get_unaligned_##end##bits(const void *p)		\
{									\
	return end##bits##_to_cpu(get_unaligned((const u##bits *)p));	\
}									\
static inline void put_unaligned_##end##bits(u##bits val, void *p)	\
{									\
	put_unaligned(cpu_to_##end##bits(val), (u##bits *)p);		\
}

UNALIGNED(16, le)
UNALIGNED(32, le)
UNALIGNED(64, le)
UNALIGNED(16, be)
UNALIGNED(32, be)
UNALIGNED(64, be)
#undef UNALIGNED

static inline u32 get_unaligned_be24(const void *p)
{
	const u8 *b = p;

	return (u32)b[0] << 16 | (u32)b[1] << 8 | b[2];
}

static inline u32 get_unaligned_le24(const void *p)
{
	const u8 *b = p;

	return (u32)b[2] << 16 | (u32)b[1] << 8 | b[0];
}

static inline void put_unaligned_be24(u32 val, void *p)
{
	u8 *b = p;

	b[0] = (u8)(val >> 16);
	b[1] = (u8)(val >> 8);
	b[2] = (u8)val;
}

static inline void put_unaligned_le24(u32 val, void *p)
{
	u8 *b = p;

	b[2] = (u8)(val >> 16);
	b[1] = (u8)(val >> 8);
	b[0] = (u8)val;
}

static inline u64 get_unaligned_be48(const void *p)
{
	const u8 *b = p;

	return (u64)get_unaligned_be16(b) << 32 | get_unaligned_be32(b + 2);
}

static inline void put_unaligned_be48(u64 val, void *p)
{
	u8 *b = p;

	put_unaligned_be16((u16)(val >> 32), b);
	put_unaligned_be32((u32)val, b + 2);
}

#endif
