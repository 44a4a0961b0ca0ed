/* SPDX-License-Identifier: MIT */
/*
 * memory.c - the four functions every compiler asks for.
 *
 * The library takes them from outside; a kernel that has none may begin with
 * these. They are not fast.
 */
#include <octavo/string.h>

void *memcpy(void *dst, const void *src, size_t n)
{
	char *d = dst;
	const char *s = src;

	while (n--) {
		*d++ = *s++;
		barrier();	/* or this loop becomes a call of memcpy() */
	}
	return dst;
}

void *memmove(void *dst, const void *src, size_t n)
{
	char *d = dst;
	const char *s = src;

	if (d <= s)
		return memcpy(dst, src, n);
	while (n--) {
		d[n] = s[n];
		barrier();
	}
	return dst;
}

void *memset(void *dst, int c, size_t n)
{
	char *d = dst;

	while (n--) {
		*d++ = (char)c;
		barrier();
	}
	return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n && *x == *y; n--, x++, y++)
		barrier();
	return n ? *x - *y : 0;
}
