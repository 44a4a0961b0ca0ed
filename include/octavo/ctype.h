/* SPDX-License-Identifier: MIT */
/*
 * ctype.h - kinds of characters: those of ASCII, and the letters of Latin 1,
 * which is what the field's tables know.
 */
#ifndef OCTAVO_CTYPE_H
#define OCTAVO_CTYPE_H

#include <octavo/types.h>

static inline int isdigit(int c)
{
	return c >= '0' && c <= '9';
}

static inline int isupper(int c)
{
	c &= 0xff;
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

static inline int islower(int c)
{
	c &= 0xff;
	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c != 0xf7);
}

static inline int isalpha(int c)
{
	return isupper(c) || islower(c);
}

static inline int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

static inline int isspace(int c)
{
	c &= 0xff;
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}

static inline int iscntrl(int c)
{
	c &= 0xff;
	return c < 0x20 || c == 0x7f;
}

static inline int isxdigit(int c)
{
	return isdigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static inline int isprint(int c)
{
	c &= 0xff;
	return (c >= 0x20 && c < 0x7f) || c >= 0xa0;
}

static inline int isgraph(int c)
{
	return isprint(c) && !isspace(c);
}

static inline int ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}

static inline int isascii(int c)
{
	return !(c & ~0x7f);
}

static inline int toascii(int c)
{
	return c & 0x7f;
}

static inline int tolower(int c)
{
	return isupper(c) ? (c & 0xff) + 0x20 : c;
}

static inline int toupper(int c)
{
	c &= 0xff;
	return islower(c) && c != 0xdf && c != 0xff ? c - 0x20 : c;
}

static inline int isodigit(int c)
{
	return c >= '0' && c <= '7';
}

#endif
