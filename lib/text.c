/* SPDX-License-Identifier: MIT */
/*
 * text.c - more of strings and bytes: what drivers use, see octavo/text.h.
 */
#include <octavo/errno.h>
#include <octavo/kstrtox.h>
#include <octavo/minmax.h>
#include <octavo/text.h>

char *strnchr(const char *s, size_t n, int c)
{
	for (; n--; s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			break;
	}
	return NULL;
}

char *strnstr(const char *s, const char *what, size_t n)
{
	size_t len = strlen(what);

	for (n = strnlen(s, n); n >= len; n--, s++) {
		if (!memcmp(s, what, len))
			return (char *)s;
	}
	return NULL;
}

char *strreplace(char *s, char old, char new)
{
	for (char *p = s; *p; p++) {
		if (*p == old)
			*p = new;
	}
	return s;
}

char *skip_spaces(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return (char *)s;
}

char *strncat(char *dst, const char *src, size_t n)
{
	char *end = dst + strlen(dst);
	size_t len = strnlen(src, n);

	memcpy(end, src, len);
	end[len] = '\0';
	return dst;
}

char *stpcpy(char *dst, const char *src)
{
	size_t len = strlen(src);

	memcpy(dst, src, len + 1);
	return dst + len;
}

bool sysfs_streq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	a += *a == '\n' && !a[1] && !*b;
	b += *b == '\n' && !b[1] && !*a;
	return *a == *b;
}

int match_string(const char *const *array, size_t n, const char *string)
{
	for (size_t i = 0; i < n && array[i]; i++) {
		if (!strcmp(array[i], string))
			return (int)i;
	}
	return -EINVAL;
}

int __sysfs_match_string(const char *const *array, size_t n, const char *str)
{
	for (size_t i = 0; i < n && array[i]; i++) {
		if (sysfs_streq(array[i], str))
			return (int)i;
	}
	return -EINVAL;
}

unsigned long long memparse(const char *s, char **end)
{
	static const char units[] = "kmgtpe";
	unsigned long long v;
	const char *unit;
	char *rest;

	v = simple_strtoull(s, &rest, 0);
	unit = *rest ? strchr(units, *rest | 0x20) : NULL;
	if (unit) {
		v <<= 10 * (unit - units + 1);
		rest++;
	}
	if (end)
		*end = rest;
	return v;
}

void *memset16(u16 *p, u16 v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = v;
	return p;
}

void *memset32(u32 *p, u32 v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = v;
	return p;
}

void *memset64(u64 *p, u64 v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = v;
	return p;
}

void memcpy_and_pad(void *dst, size_t dst_len, const void *src, size_t n,
		    int pad)
{
	n = min(n, dst_len);
	memcpy(dst, src, n);
	memset((u8 *)dst + n, pad, dst_len - n);
}
