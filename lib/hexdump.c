/* SPDX-License-Identifier: MIT */
/*
 * hexdump.c - bytes as hexadecimal text, and back.
 *
 * A line of 16 bytes in groups of 1, with text:
 *
 *	prefix: 48 65 6c 6c 6f 0a ...                      Hello.
 *
 * The text starts in a column of its own, however few bytes there are. Groups
 * of more than one byte are numbers of the machine.
 */
#include <octavo/ctype.h>
#include <octavo/errno.h>
#include <octavo/hexdump.h>
#include <octavo/string.h>
#include <octavo/unaligned.h>

#define LINE_MAX_LEN	(32 * 3 + 2 + 32 + 1)

const char hex_asc[] = "0123456789abcdef";
const char hex_asc_upper[] = "0123456789ABCDEF";

int hex_to_bin(unsigned char ch)
{
	if (isdigit(ch))
		return ch - '0';
	ch |= 0x20;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

int hex2bin(u8 *dst, const char *src, size_t count)
{
	for (; count; count--, src += 2) {
		int hi = hex_to_bin((unsigned char)src[0]);
		int lo = hi < 0 ? -1 : hex_to_bin((unsigned char)src[1]);

		if (lo < 0)
			return -EINVAL;
		*dst++ = (u8)(hi << 4 | lo);
	}
	return 0;
}

char *bin2hex(char *dst, const void *src, size_t count)
{
	const u8 *byte = src;

	while (count--)
		dst = hex_byte_pack(dst, *byte++);
	return dst;
}

static u64 read_group(const u8 *p, int size)
{
	switch (size) {
	case 8:
		return get_unaligned((const u64 *)p);
	case 4:
		return get_unaligned((const u32 *)p);
	case 2:
		return get_unaligned((const u16 *)p);
	default:
		return *p;
	}
}

static int put_groups(char *line, const u8 *p, int len, int size)
{
	int at = 0;

	for (int i = 0; i < len; i += size)
		at += sprintf(line + at, "%s%0*llx", i ? " " : "", 2 * size,
			      (unsigned long long)read_group(p + i, size));
	return at;
}

static int put_text(char *line, const u8 *p, int len)
{
	for (int i = 0; i < len; i++)
		line[i] = isascii(p[i]) && isprint(p[i]) ? (char)p[i] : '.';
	line[len] = '\0';
	return len;
}

int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize,
		       char *linebuf, size_t linebuflen, bool ascii)
{
	char line[LINE_MAX_LEN];
	int n, at, column;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	n = len < (size_t)rowsize ? (int)len : rowsize;
	if (groupsize > 8 || !is_power_of_2(groupsize) || n % groupsize)
		groupsize = 1;
	line[0] = '\0';
	at = put_groups(line, buf, n, groupsize);
	column = rowsize * 2 + rowsize / groupsize + 1;
	if (ascii && n) {
		memset(line + at, ' ', (size_t)(column - at));
		at = column + put_text(line + column, buf, n);
	}
	if (linebuflen)
		strscpy(linebuf, line, linebuflen);
	return at;
}

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type,
		    int rowsize, int groupsize, const void *buf, size_t len,
		    bool ascii)
{
	const u8 *p = buf;
	char line[LINE_MAX_LEN];

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (size_t at = 0; at < len; at += (size_t)rowsize) {
		hex_dump_to_buffer(p + at, len - at, rowsize, groupsize, line,
				   sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			printk("%s%s%p: %s\n", level, prefix_str,
			       (const void *)(p + at), line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			printk("%s%s%.8lx: %s\n", level, prefix_str,
			       (unsigned long)at, line);
		else
			printk("%s%s%s\n", level, prefix_str, line);
	}
}
