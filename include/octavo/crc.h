/* SPDX-License-Identifier: MIT */
/*
 * crc.h - cyclic redundancy checks.
 *
 * Each takes the value so far, so that data may come in pieces; who starts and
 * who inverts is the caller, as on Linux.
 */
#ifndef OCTAVO_CRC_H
#define OCTAVO_CRC_H

#include <octavo/types.h>

/**
 * crc32_le() - polynomial 0xedb88320, low bit first: Ethernet, zip
 * @crc: the value so far
 * @p: bytes
 * @len: how many
 *
 * Context: Any context.
 * Return: the new value.
 */
u32 crc32_le(u32 crc, const void *p, size_t len);

/**
 * crc32_be() - polynomial 0x04c11db7, high bit first
 *
 * Context: Any context.
 * Return: the new value.
 */
u32 crc32_be(u32 crc, const void *p, size_t len);

/**
 * crc32c() - polynomial 0x82f63b78 (Castagnoli), low bit first
 *
 * Context: Any context.
 * Return: the new value.
 */
u32 crc32c(u32 crc, const void *p, size_t len);

/**
 * crc16() - polynomial 0xa001, low bit first: ANSI, Modbus
 *
 * Context: Any context.
 * Return: the new value.
 */
u16 crc16(u16 crc, const void *p, size_t len);

/**
 * crc_ccitt() - polynomial 0x8408, low bit first: PPP, HDLC
 *
 * Context: Any context.
 * Return: the new value.
 */
u16 crc_ccitt(u16 crc, const void *p, size_t len);

/**
 * crc_itu_t() - polynomial 0x1021, high bit first: XMODEM
 *
 * Context: Any context.
 * Return: the new value.
 */
u16 crc_itu_t(u16 crc, const void *p, size_t len);

/**
 * crc8_lsb() - any polynomial of 8 bits, low bit first
 * @poly: the polynomial, reversed
 * @crc: the value so far
 * @p: bytes
 * @len: how many
 *
 * Context: Any context.
 * Return: the new value.
 */
u8 crc8_lsb(u8 poly, u8 crc, const void *p, size_t len);

#define crc32(crc, p, len)	crc32_le(crc, p, len)
#define __crc32c_le(crc, p, len)	crc32c(crc, p, len)
#define crc32c_le(crc, p, len)	crc32c(crc, p, len)
#define ether_crc_le(len, p)	crc32_le(~0u, p, (size_t)(len))

#endif
