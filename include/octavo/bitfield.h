/* SPDX-License-Identifier: MIT */
/*
 * bitfield.h - fields of words, each named by the mask of its bits.
 */
#ifndef OCTAVO_BITFIELD_H
#define OCTAVO_BITFIELD_H

#include <octavo/byteorder.h>
#include <octavo/types.h>

#define BITFIELD_SHIFT(mask)	(__builtin_ffsll((long long)(mask)) - 1)

#define FIELD_MAX(mask)							\
	((__typeof__(mask))((mask) >> BITFIELD_SHIFT(mask)))
#define FIELD_FIT(mask, val)						\
	(!((((__typeof__(mask))(val)) << BITFIELD_SHIFT(mask)) & ~(mask)))
#define FIELD_PREP(mask, val)						\
	((((__typeof__(mask))(val)) << BITFIELD_SHIFT(mask)) & (mask))
#define FIELD_PREP_CONST(mask, val)	FIELD_PREP(mask, val)
#define FIELD_GET(mask, reg)						\
	((__typeof__(mask))(((reg) & (mask)) >> BITFIELD_SHIFT(mask)))
#define FIELD_MODIFY(mask, regp, val)					\
	do {								\
		*(regp) &= ~(mask);					\
		*(regp) |= FIELD_PREP(mask, val);			\
	} while (0)

/* u32_get_bits(v, mask), u32_encode_bits(v, mask), u32_replace_bits(old, v,
 * mask), u32p_replace_bits(p, v, mask); the same for le32, be32 and so on. */
#define BITFIELD_OPS(type, base, to, from)				\
static inline base type##_get_bits(to v, base mask)			\
{ return (base)((from(v) & mask) >> BITFIELD_SHIFT(mask)); }		\
static inline to type##_encode_bits(base v, base mask)			\
{ return (to)to_##type((base)((base)(v << BITFIELD_SHIFT(mask)) & mask)); } \
static inline to type##_replace_bits(to old, base v, base mask)		\
{ return (to)((old & ~to_##type(mask)) | type##_encode_bits(v, mask)); } \
static inline void type##p_replace_bits(to *p, base v, base mask)	\
{ *p = type##_replace_bits(*p, v, mask); }

#define to_u8(v)	((u8)(v))
#define to_u16(v)	((u16)(v))
#define to_u32(v)	((u32)(v))
#define to_u64(v)	((u64)(v))
#define to_le16(v)	cpu_to_le16(v)
#define to_le32(v)	cpu_to_le32(v)
#define to_le64(v)	cpu_to_le64(v)
#define to_be16(v)	cpu_to_be16(v)
#define to_be32(v)	cpu_to_be32(v)
#define to_be64(v)	cpu_to_be64(v)

BITFIELD_OPS(u8, u8, u8, to_u8)
BITFIELD_OPS(u16, u16, u16, to_u16)
BITFIELD_OPS(u32, u32, u32, to_u32)
BITFIELD_OPS(u64, u64, u64, to_u64)
BITFIELD_OPS(le16, u16, __le16, le16_to_cpu)
BITFIELD_OPS(le32, u32, __le32, le32_to_cpu)
BITFIELD_OPS(le64, u64, __le64, le64_to_cpu)
BITFIELD_OPS(be16, u16, __be16, be16_to_cpu)
BITFIELD_OPS(be32, u32, __be32, be32_to_cpu)
BITFIELD_OPS(be64, u64, __be64, be64_to_cpu)

#undef to_u8
#undef to_u16
#undef to_u32
#undef to_u64
#undef to_le16
#undef to_le32
#undef to_le64
#undef to_be16
#undef to_be32
#undef to_be64
#undef BITFIELD_OPS

#endif
