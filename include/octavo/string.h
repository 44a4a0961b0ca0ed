/* SPDX-License-Identifier: MIT */
/*
 * string.h - strings and bytes.
 *
 * The functions that libc has too live under octavo_ names in the library, so
 * that it never meets libc's in one program. Only memcpy, memset, memmove and
 * memcmp come from outside: every compiler asks for them anyway.
 */
#ifndef OCTAVO_STRING_H
#define OCTAVO_STRING_H

#include <octavo/types.h>

/**
 * memcpy() - copy bytes that do not overlap
 *
 * Context: Any context.
 * Return: @dst.
 */
void *memcpy(void *dst, const void *src, size_t n);

/**
 * memmove() - copy bytes that may overlap
 *
 * Context: Any context.
 * Return: @dst.
 */
void *memmove(void *dst, const void *src, size_t n);

/**
 * memset() - fill with one byte value
 *
 * Context: Any context.
 * Return: @dst.
 */
void *memset(void *dst, int c, size_t n);

/**
 * memcmp() - compare bytes
 *
 * Context: Any context.
 * Return: below, equal to or above 0, as @a is to @b.
 */
int memcmp(const void *a, const void *b, size_t n);

/* What the compiler knows: the few bytes of a known size need no call. */
#define memcpy(...)		__builtin_memcpy(__VA_ARGS__)
#define memset(...)		__builtin_memset(__VA_ARGS__)

#define strlen		octavo_strlen
#define strnlen		octavo_strnlen
#define strcmp		octavo_strcmp
#define strncmp		octavo_strncmp
#define strcasecmp	octavo_strcasecmp
#define strncasecmp	octavo_strncasecmp
#define strchr		octavo_strchr
#define strrchr		octavo_strrchr
#define strchrnul	octavo_strchrnul
#define strstr		octavo_strstr
#define strspn		octavo_strspn
#define strcspn		octavo_strcspn
#define strpbrk		octavo_strpbrk
#define strsep		octavo_strsep
#define strcpy		octavo_strcpy
#define strncpy		octavo_strncpy
#define strcat		octavo_strcat
#define strlcpy		octavo_strlcpy
#define strlcat		octavo_strlcat
#define memchr		octavo_memchr
#define memscan		octavo_memscan

/**
 * strlen() - length of a string in bytes
 *
 * Context: Any context.
 * Return: bytes before the NUL.
 */
size_t strlen(const char *s);

/**
 * strnlen() - length of a string, at most @max
 *
 * Context: Any context.
 * Return: bytes before the NUL, @max if there is none in the first @max bytes.
 */
size_t strnlen(const char *s, size_t max);

/**
 * strcmp() - compare strings byte by byte
 *
 * Context: Any context.
 * Return: below, equal to or above 0, as @a is to @b.
 */
int strcmp(const char *a, const char *b);

/**
 * strncmp() - compare at most @n bytes of two strings
 *
 * Context: Any context.
 * Return: below, equal to or above 0, as @a is to @b.
 */
int strncmp(const char *a, const char *b, size_t n);

/**
 * strcasecmp() - compare strings, A to Z as a to z
 *
 * Context: Any context.
 * Return: below, equal to or above 0, as @a is to @b.
 */
int strcasecmp(const char *a, const char *b);

/**
 * strncasecmp() - as strcasecmp(), at most @n bytes
 *
 * Context: Any context.
 * Return: below, equal to or above 0, as @a is to @b.
 */
int strncasecmp(const char *a, const char *b, size_t n);

/**
 * strchr() - first occurrence of a byte; NUL may be asked for
 *
 * Context: Any context.
 * Return: where it is, NULL if nowhere.
 */
char *strchr(const char *s, int c);

/**
 * strrchr() - last occurrence of a byte; NUL may be asked for
 *
 * Context: Any context.
 * Return: where it is, NULL if nowhere.
 */
char *strrchr(const char *s, int c);

/**
 * strchrnul() - first occurrence of a byte, or the end
 *
 * Context: Any context.
 * Return: where it is, or where the NUL is.
 */
char *strchrnul(const char *s, int c);

/**
 * strstr() - first occurrence of a string in another
 *
 * Context: Any context.
 * Return: where it is, NULL if nowhere; @s for an empty @find.
 */
char *strstr(const char *s, const char *find);

/**
 * strspn() - how many bytes at the start are all of @accept
 *
 * Context: Any context.
 * Return: bytes.
 */
size_t strspn(const char *s, const char *accept);

/**
 * strcspn() - how many bytes at the start are none of @reject
 *
 * Context: Any context.
 * Return: bytes.
 */
size_t strcspn(const char *s, const char *reject);

/**
 * strpbrk() - first byte that is one of @accept
 *
 * Context: Any context.
 * Return: where it is, NULL if nowhere.
 */
char *strpbrk(const char *s, const char *accept);

/**
 * strsep() - cut the next field off a string
 * @s: the rest of the string, NULL when there is none; moved behind the field
 * @ct: bytes that end a field; the one found is overwritten with NUL
 *
 * Context: Any context.
 * Return: the field, which may be empty; NULL if *@s is NULL.
 */
char *strsep(char **s, const char *ct);

/**
 * strcpy() - copy a string into memory known to be large enough
 *
 * For foreign code; the library itself uses strscpy().
 *
 * Context: Any context.
 * Return: @dst.
 */
char *strcpy(char *dst, const char *src);

/**
 * strncpy() - copy at most @n bytes, fill up with NUL
 *
 * The result has no NUL if @src has @n bytes or more. For foreign code.
 *
 * Context: Any context.
 * Return: @dst.
 */
char *strncpy(char *dst, const char *src, size_t n);

/**
 * strcat() - append to a string in memory known to be large enough
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: @dst.
 */
char *strcat(char *dst, const char *src);

/**
 * strlcpy() - copy a string, cut to fit
 * @dst: where to
 * @src: NUL-terminated
 * @size: bytes at @dst; the result is NUL-terminated if it is above 0
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: the length of @src.
 */
size_t strlcpy(char *dst, const char *src, size_t size);

/**
 * strlcat() - append to a string, cut to fit
 * @dst: a string
 * @src: NUL-terminated
 * @size: bytes at @dst
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: the length it would have had.
 */
size_t strlcat(char *dst, const char *src, size_t size);

/**
 * strscpy() - copy a string, cut to fit and always terminated
 * @dst: where to
 * @src: where from; not read behind its NUL nor behind @size bytes
 * @size: bytes at @dst
 *
 * Context: Any context.
 * Return: the length copied, -E2BIG if @src was cut or @size is 0.
 */
ssize_t strscpy(char *dst, const char *src, size_t size);

/**
 * strscpy_pad() - as strscpy(), and the rest of @dst becomes NUL
 *
 * Context: Any context.
 * Return: the length copied, -E2BIG if @src was cut or @size is 0.
 */
ssize_t strscpy_pad(char *dst, const char *src, size_t size);

/**
 * memchr() - first occurrence of a byte
 *
 * Context: Any context.
 * Return: where it is, NULL if nowhere in the @n bytes.
 */
void *memchr(const void *p, int c, size_t n);

/**
 * memchr_inv() - first byte that is not @c
 *
 * Context: Any context.
 * Return: where it is, NULL if all @n bytes are @c.
 */
void *memchr_inv(const void *p, int c, size_t n);

/**
 * memscan() - first occurrence of a byte, or the end
 *
 * Context: Any context.
 * Return: where it is, @p + @n if nowhere.
 */
void *memscan(void *p, int c, size_t n);

/**
 * strim() - cut white space off both ends
 * @s: overwritten at its end
 *
 * Context: Any context.
 * Return: the first byte that is not white space.
 */
char *strim(char *s);

/**
 * glob_match() - does a shell pattern match the whole of a string?
 * @pat: with *, ?, [a-z], [!a-z] and \ before a literal
 * @str: what is tried
 *
 * Context: Any context.
 * Return: true if it does.
 */
bool glob_match(const char *pat, const char *str);

static inline bool strstarts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* The part of a path behind its last slash. */
static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

/**
 * memzero_explicit() - clear memory so that the compiler cannot leave it out
 *
 * Context: Any context.
 */
static inline void memzero_explicit(void *p, size_t n)
{
	memset(p, 0, n);
	__asm__ __volatile__("" : : "r"(p) : "memory");
}

#endif
