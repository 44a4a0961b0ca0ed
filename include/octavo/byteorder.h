/* SPDX-License-Identifier: MIT */
/*
 * byteorder.h - numbers as the network has them, the high byte first, on
 * machines that all have the low byte first.
 */
#ifndef OCTAVO_BYTEORDER_H
#define OCTAVO_BYTEORDER_H

#include <octavo/types.h>

static inline u16 htons(u16 x)
{
	return __builtin_bswap16(x);
}

static inline u32 htonl(u32 x)
{
	return __builtin_bswap32(x);
}

#define ntohs(x)	htons(x)
#define ntohl(x)	htonl(x)
#define cpu_to_be16(x)	htons(x)
#define be16_to_cpu(x)	htons(x)
#define cpu_to_be32(x)	htonl(x)
#define be32_to_cpu(x)	htonl(x)
#define cpu_to_le16(x)	((u16)(x))
#define le16_to_cpu(x)	((u16)(x))
#define cpu_to_le32(x)	((u32)(x))
#define le32_to_cpu(x)	((u32)(x))
#define cpu_to_le64(x)	((u64)(x))
#define le64_to_cpu(x)	((u64)(x))

#endif
