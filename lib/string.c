/* SPDX-License-Identifier: MIT */
/*
 * string.c - strings. Byte by byte: nothing hot in the library uses them.
 */
#include <octavo/string.h>
#include <octavo/err.h>

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return (size_t)(p - s);
}

size_t strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (!*a || *a != *b)
			return (unsigned char)*a - (unsigned char)*b;
	return 0;
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (!*a || lower(*a) != lower(*b))
			return lower(*a) - lower(*b);
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, SIZE_MAX);
}

char *strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}

char *strchr(const char *s, int c)
{
	s = strchrnul(s, c);
	return *s == (char)c ? (char *)s : NULL;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}

char *strstr(const char *s, const char *find)
{
	size_t len = strlen(find);

	for (; *s; s++)
		if (strncmp(s, find, len) == 0)
			return (char *)s;
	return len ? NULL : (char *)s;
}

size_t strspn(const char *s, const char *accept)
{
	size_t n = 0;

	while (s[n] && strchr(accept, s[n]))
		n++;
	return n;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t n = 0;

	while (s[n] && !strchr(reject, s[n]))
		n++;
	return n;
}

char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : NULL;
}

char *strsep(char **s, const char *ct)
{
	char *field = *s, *end;

	if (!field)
		return NULL;
	end = strpbrk(field, ct);
	if (end)
		*end++ = '\0';
	*s = end;
	return field;
}

char *strcpy(char *dst, const char *src)
{
	return memcpy(dst, src, strlen(src) + 1);
}

char *strncpy(char *dst, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dst, src, len);
	memset(dst + len, 0, n - len);
	return dst;
}

char *strcat(char *dst, const char *src)
{
	strcpy(dst + strlen(dst), src);
	return dst;
}

ssize_t strscpy(char *dst, const char *src, size_t size)
{
	size_t len = strnlen(src, size);

	if (!size)
		return -E2BIG;
	if (len == size) {
		memcpy(dst, src, size - 1);
		dst[size - 1] = '\0';
		return -E2BIG;
	}
	memcpy(dst, src, len + 1);
	return (ssize_t)len;
}

ssize_t strscpy_pad(char *dst, const char *src, size_t size)
{
	ssize_t len = strscpy(dst, src, size);

	if (len >= 0)
		memset(dst + len, 0, size - (size_t)len);
	return len;
}

size_t strlcpy(char *dst, const char *src, size_t size)
{
	if (size)
		strscpy(dst, src, size);
	return strlen(src);
}

size_t strlcat(char *dst, const char *src, size_t size)
{
	size_t len = strnlen(dst, size);

	if (len == size)
		return size + strlen(src);
	return len + strlcpy(dst + len, src, size - len);
}

void *memscan(void *p, int c, size_t n)
{
	unsigned char *b = p;

	while (n && *b != (unsigned char)c)
		b++, n--;
	return b;
}

void *memchr(const void *p, int c, size_t n)
{
	const unsigned char *found = memscan((void *)p, c, n);

	return found == (const unsigned char *)p + n ? NULL : (void *)found;
}

/* Checking poison scans whole objects, so this one goes word by word. */
void *memchr_inv(const void *p, int c, size_t n)
{
	const unsigned char *b = p;
	unsigned long want = (unsigned char)c * (~0ul / 0xff), word;

	for (; n >= sizeof(word); b += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, b, sizeof(word));
		if (word != want)
			break;
	}
	for (; n; b++, n--)
		if (*b != (unsigned char)c)
			return (void *)b;
	return NULL;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char *strim(char *s)
{
	size_t len;

	while (is_space(*s))
		s++;
	len = strlen(s);
	while (len && is_space(s[len - 1]))
		len--;
	s[len] = '\0';
	return s;
}

/* Match one [...] at @pat against @c; answers what follows it, or NULL if the
 * bracket is never closed. */
static const char *match_class(const char *pat, char c, bool *hit)
{
	bool invert = pat[1] == '!' || pat[1] == '^';
	const char *p = pat + 1 + invert;
	bool found = false;

	do {
		unsigned char lo = (unsigned char)*p++, hi = lo;

		if (!lo)
			return NULL;
		if (p[0] == '-' && p[1] && p[1] != ']') {
			hi = (unsigned char)p[1];
			p += 2;
		}
		found |= lo <= (unsigned char)c && (unsigned char)c <= hi;
	} while (*p != ']');
	*hit = found != invert;
	return p + 1;
}

/* Match what stands at *@pat, which is no star, against @c, and step on. */
static bool match_one(const char **pat, char c)
{
	const char *p = *pat, *next;
	bool hit = false;

	if (*p == '[') {
		next = match_class(p, c, &hit);
		if (next) {
			*pat = next;
			return hit;
		}
	} else if (*p == '?') {
		*pat = p + 1;
		return true;
	} else if (*p == '\\' && p[1]) {
		p++;
	}
	*pat = p + 1;
	return *p == c;
}

bool glob_match(const char *pat, const char *str)
{
	const char *star = NULL, *resume = NULL;

	while (*str) {
		if (*pat == '*') {
			star = ++pat;
			resume = str;
		} else if (*pat && match_one(&pat, *str)) {
			str++;
		} else if (star) {
			pat = star;
			str = ++resume;
		} else {
			return false;
		}
	}
	while (*pat == '*')
		pat++;
	return !*pat;
}
