/* SPDX-License-Identifier: MIT */
/*
 * bitrev.h - the order of bits turned round; decimal digits in half bytes.
 */
#ifndef OCTAVO_BITREV_H
#define OCTAVO_BITREV_H

#include <octavo/types.h>

static inline u8 bitrev8(u8 v)
{
	v = (u8)(v >> 4 | v << 4);
	v = (u8)((v & 0xcc) >> 2 | (v & 0x33) << 2);
	return (u8)((v & 0xaa) >> 1 | (v & 0x55) << 1);
}

static inline u16 bitrev16(u16 v)
{
	return (u16)(bitrev8((u8)v) << 8 | bitrev8((u8)(v >> 8)));
}

static inline u32 bitrev32(u32 v)
{
	return (u32)bitrev16((u16)v) << 16 | bitrev16((u16)(v >> 16));
}

static inline unsigned int bcd2bin(u8 v)
{
	return (v & 0x0fu) + (v >> 4) * 10u;
}

static inline u8 bin2bcd(unsigned int v)
{
	return (u8)((v / 10) << 4 | v % 10);
}

#endif
