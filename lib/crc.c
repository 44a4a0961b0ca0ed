/* SPDX-License-Identifier: MIT */
/*
 * crc.c - cyclic redundancy checks, bit by bit: no tables to make or keep.
 *
 * Source: W. W. Peterson, "Cyclic codes for error detection", 1961.
 */
#include <octavo/crc.h>

/* Low bit first: @poly is reversed. */
static u32 reflected(u32 poly, u32 crc, const u8 *p, size_t len)
{
	while (len--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? poly : 0);
	}
	return crc;
}

u32 crc32_le(u32 crc, const void *p, size_t len)
{
	return reflected(0xedb88320, crc, p, len);
}

u32 crc32c(u32 crc, const void *p, size_t len)
{
	return reflected(0x82f63b78, crc, p, len);
}

u16 crc16(u16 crc, const void *p, size_t len)
{
	return (u16)reflected(0xa001, crc, p, len);
}

u16 crc_ccitt(u16 crc, const void *p, size_t len)
{
	return (u16)reflected(0x8408, crc, p, len);
}

u8 crc8_lsb(u8 poly, u8 crc, const void *p, size_t len)
{
	return (u8)reflected(poly, crc, p, len);
}

u32 crc32_be(u32 crc, const void *p, size_t len)
{
	const u8 *byte = p;

	while (len--) {
		crc ^= (u32)*byte++ << 24;
		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc >> 31 ? 0x04c11db7 : 0);
	}
	return crc;
}

u16 crc_itu_t(u16 crc, const void *p, size_t len)
{
	const u8 *byte = p;
	u32 v = crc;

	while (len--) {
		v ^= (u32)*byte++ << 8;
		for (int bit = 0; bit < 8; bit++)
			v = v << 1 ^ (v & 0x8000 ? 0x1021 : 0);
	}
	return (u16)v;
}
