/* SPDX-License-Identifier: MIT */
/*
 * byteorder.h - numbers as the network has them, the high byte first, on
 * machines that all have the low byte first.
 */
#ifndef OCTAVO_BYTEORDER_H
#define OCTAVO_BYTEORDER_H

#include <octavo/types.h>

/* Macros, so that they are constants where their argument is one. */
#define htons(x)	((__be16)__builtin_bswap16(x))
#define htonl(x)	((__be32)__builtin_bswap32(x))
#define ntohs(x)	((u16)__builtin_bswap16(x))
#define ntohl(x)	((u32)__builtin_bswap32(x))

#define swab16(x)	((u16)__builtin_bswap16(x))
#define swab32(x)	((u32)__builtin_bswap32(x))
#define swab64(x)	((u64)__builtin_bswap64(x))

/* By value, ..p from memory, ..s in place; the little ones are plain. */
#define cpu_to_be16(x)	((__be16)__builtin_bswap16(x))
#define cpu_to_be32(x)	((__be32)__builtin_bswap32(x))
#define cpu_to_be64(x)	((__be64)__builtin_bswap64(x))
#define be16_to_cpu(x)	((u16)__builtin_bswap16(x))
#define be32_to_cpu(x)	((u32)__builtin_bswap32(x))
#define be64_to_cpu(x)	((u64)__builtin_bswap64(x))
#define cpu_to_le16(x)	((__le16)(x))
#define cpu_to_le32(x)	((__le32)(x))
#define cpu_to_le64(x)	((__le64)(x))
#define le16_to_cpu(x)	((u16)(x))
#define le32_to_cpu(x)	((u32)(x))
#define le64_to_cpu(x)	((u64)(x))

#define BYTEORDER_MORE(bits, end)					\
static inline __##end##bits cpu_to_##end##bits##p(const u##bits *p)	\
{ return cpu_to_##end##bits(*p); }					\
static inline u##bits end##bits##_to_cpup(const __##end##bits *p)	\
{ return end##bits##_to_cpu(*p); }					\
static inline void cpu_to_##end##bits##s(u##bits *p)			\
{ *p = cpu_to_##end##bits(*p); }					\
static inline void end##bits##_to_cpus(u##bits *p)			\
{ *p = end##bits##_to_cpu(*p); }					\
static inline void end##bits##_add_cpu(__##end##bits *p, u##bits v)	\
{ *p = cpu_to_##end##bits(end##bits##_to_cpu(*p) + v); }

BYTEORDER_MORE(16, be)
BYTEORDER_MORE(32, be)
BYTEORDER_MORE(64, be)
BYTEORDER_MORE(16, le)
BYTEORDER_MORE(32, le)
BYTEORDER_MORE(64, le)
#undef BYTEORDER_MORE

/* @n words in place. */
static inline void le32_to_cpu_array(u32 *buf, unsigned int n)
{
	while (n--)
		le32_to_cpus(buf++);
}

static inline void cpu_to_le32_array(u32 *buf, unsigned int n)
{
	le32_to_cpu_array(buf, n);
}

static inline void be32_to_cpu_array(u32 *dst, const __be32 *src, size_t n)
{
	while (n--)
		*dst++ = be32_to_cpup(src++);
}

static inline void cpu_to_be32_array(__be32 *dst, const u32 *src, size_t n)
{
	while (n--)
		*dst++ = cpu_to_be32p(src++);
}

#endif
