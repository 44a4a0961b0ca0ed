/* SPDX-License-Identifier: MIT */
/*
 * hexdump.h - bytes as hexadecimal text, and back.
 */
#ifndef OCTAVO_HEXDUMP_H
#define OCTAVO_HEXDUMP_H

#include <octavo/printk.h>
#include <octavo/types.h>

enum {
	DUMP_PREFIX_NONE,
	DUMP_PREFIX_ADDRESS,
	DUMP_PREFIX_OFFSET,
};

extern const char hex_asc[], hex_asc_upper[];

#define hex_asc_lo(x)		hex_asc[(x) & 0x0f]
#define hex_asc_hi(x)		hex_asc[((x) & 0xf0) >> 4]
#define hex_asc_upper_lo(x)	hex_asc_upper[(x) & 0x0f]
#define hex_asc_upper_hi(x)	hex_asc_upper[((x) & 0xf0) >> 4]

static inline char *hex_byte_pack(char *buf, u8 byte)
{
	*buf++ = hex_asc_hi(byte);
	*buf++ = hex_asc_lo(byte);
	return buf;
}

static inline char *hex_byte_pack_upper(char *buf, u8 byte)
{
	*buf++ = hex_asc_upper_hi(byte);
	*buf++ = hex_asc_upper_lo(byte);
	return buf;
}

/**
 * hex_to_bin() - the value of a hexadecimal digit
 *
 * Context: Any context.
 * Return: 0 to 15, -1 for any other character.
 */
int hex_to_bin(unsigned char ch);

/**
 * hex2bin() - bytes from pairs of digits
 * @dst: room for @count bytes
 * @src: 2 * @count digits; nothing needs to follow them
 * @count: how many bytes
 *
 * Context: Any context.
 * Return: 0; -EINVAL for what is no digit, and then @dst has what came before.
 */
int __must_check hex2bin(u8 *dst, const char *src, size_t count);

/**
 * bin2hex() - pairs of digits from bytes
 * @dst: room for 2 * @count characters; no NUL is written
 * @src: the bytes
 * @count: how many
 *
 * Context: Any context.
 * Return: behind the last character.
 */
char *bin2hex(char *dst, const void *src, size_t count);

/**
 * hex_dump_to_buffer() - one line of a dump
 * @buf: the bytes
 * @len: how many; what @rowsize does not hold is left out
 * @rowsize: 16 or 32 bytes a line, anything else is 16
 * @groupsize: 1, 2, 4 or 8 bytes a number, anything else is 1, as is what
 *	@len is no multiple of
 * @linebuf: where the text goes; always ends with NUL if @linebuflen is not 0
 * @linebuflen: bytes at @linebuf
 * @ascii: also as text, behind the numbers
 *
 * Context: Any context.
 * Return: the length of the whole line, without NUL.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize,
		       char *linebuf, size_t linebuflen, bool ascii);

/**
 * print_hex_dump() - put a dump on the console
 * @level: a KERN_ level
 * @prefix_str: in front of each line
 * @prefix_type: DUMP_PREFIX_*: what more is in front
 * @rowsize: as for hex_dump_to_buffer()
 * @groupsize: as for hex_dump_to_buffer()
 * @buf: the bytes
 * @len: how many
 * @ascii: also as text
 *
 * Context: Any context.
 */
void print_hex_dump(const char *level, const char *prefix_str, int prefix_type,
		    int rowsize, int groupsize, const void *buf, size_t len,
		    bool ascii);

#define print_hex_dump_debug(prefix, type, rowsize, groupsize, buf, len, ascii) \
	print_hex_dump(KERN_DEBUG, prefix, type, rowsize, groupsize, buf, len, ascii)
#define print_hex_dump_bytes(prefix, type, buf, len)	\
	print_hex_dump_debug(prefix, type, 16, 1, buf, len, true)

#endif
