/* SPDX-License-Identifier: MIT */
/*
 * text.h - more of strings and bytes than string.h has: what drivers use.
 */
#ifndef OCTAVO_TEXT_H
#define OCTAVO_TEXT_H

#include <octavo/ctype.h>
#include <octavo/string.h>
#include <octavo/types.h>

/* Libc has these too; see string.h. */
#define strncat		octavo_strncat
#define stpcpy		octavo_stpcpy

/**
 * strnchr() - first occurrence of a character in a part of a string
 *
 * Context: Any context.
 * Return: where it is; NULL if it is not among the first @n, or behind NUL.
 */
char *strnchr(const char *s, size_t n, int c);

/**
 * strnstr() - first occurrence of a string in a part of another
 *
 * Context: Any context.
 * Return: where it is; NULL if it is not whole in the first @n.
 */
char *strnstr(const char *s, const char *what, size_t n);

/**
 * strreplace() - replace every occurrence of a character
 *
 * Context: Any context.
 * Return: @s.
 */
char *strreplace(char *s, char old, char new);

/**
 * skip_spaces() - step over white space
 *
 * Context: Any context.
 * Return: the first character that is none.
 */
char *skip_spaces(const char *s);

/**
 * strncat() - append at most @n characters
 * @dst: a string, in memory known to be large enough
 * @src: NUL-terminated, or longer
 * @n: how many of @src at most; a NUL is added
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: @dst.
 */
char *strncat(char *dst, const char *src, size_t n);

/**
 * stpcpy() - copy a string into memory known to be large enough
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: where the NUL went.
 */
char *stpcpy(char *dst, const char *src);

/**
 * sysfs_streq() - are two strings the same but for one newline at their ends?
 *
 * Context: Any context.
 * Return: true if so.
 */
bool sysfs_streq(const char *a, const char *b);

/**
 * match_string() - which of several strings is it?
 * @array: the strings, up to the first NULL
 * @n: how many at most; (size_t)-1: up to the NULL
 * @string: what is looked for
 *
 * Context: Any context.
 * Return: its index; -EINVAL if it is none of them.
 */
int match_string(const char *const *array, size_t n, const char *string);

/**
 * __sysfs_match_string() - as match_string(), compared by sysfs_streq()
 *
 * Context: Any context.
 * Return: see there.
 */
int __sysfs_match_string(const char *const *array, size_t n, const char *str);

#define sysfs_match_string(array, s)	\
	__sysfs_match_string(array, ARRAY_SIZE(array), s)

/**
 * memparse() - a size with K, M, G, T, P or E behind it
 * @s: the text, a number as for simple_strtoull() with base 0
 * @end: where what follows starts; may be NULL
 *
 * Context: Any context.
 * Return: bytes.
 */
unsigned long long memparse(const char *s, char **end);

/**
 * memset16() - fill with 16-bit words
 * @p: where
 * @v: the word
 * @n: how many words
 *
 * Context: Any context.
 * Return: @p.
 */
void *memset16(u16 *p, u16 v, size_t n);

/**
 * memset32() - fill with 32-bit words
 *
 * Context: Any context.
 * Return: @p.
 */
void *memset32(u32 *p, u32 v, size_t n);

/**
 * memset64() - fill with 64-bit words
 *
 * Context: Any context.
 * Return: @p.
 */
void *memset64(u64 *p, u64 v, size_t n);

/**
 * memcpy_and_pad() - copy what fits and fill the rest
 * @dst: where to
 * @dst_len: bytes at @dst
 * @src: where from
 * @n: bytes at @src
 * @pad: what the rest becomes
 *
 * Context: Any context.
 */
void memcpy_and_pad(void *dst, size_t dst_len, const void *src, size_t n,
		    int pad);

static inline void *memset_l(unsigned long *p, unsigned long v, size_t n)
{
	return sizeof(long) == 8 ? memset64((u64 *)p, v, n) :
				   memset32((u32 *)p, (u32)v, n);
}

static inline void *memset_p(void **p, void *v, size_t n)
{
	return memset_l((unsigned long *)p, (unsigned long)v, n);
}

static inline bool mem_is_zero(const void *p, size_t n)
{
	return !memchr_inv(p, 0, n);
}

/* How long the prefix is if @s begins with it, else 0. */
static inline size_t str_has_prefix(const char *s, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(s, prefix, len) ? 0 : len;
}

/* The white space at the front stays in place and is stepped over. */
static inline __must_check char *strstrip(char *s)
{
	return strim(s);
}

#define memset_after(obj, v, member)					\
	({								\
		u8 *ma_p = (u8 *)(obj);					\
		__auto_type ma_v = (v);					\
		size_t ma_at = offsetof(__typeof__(*(obj)), member) +	\
			       sizeof((obj)->member);			\
		memset(ma_p + ma_at, ma_v, sizeof(*(obj)) - ma_at);	\
	})
#define memset_startat(obj, v, member)					\
	({								\
		u8 *ms_p = (u8 *)(obj);					\
		__auto_type ms_v = (v);					\
		size_t ms_at = offsetof(__typeof__(*(obj)), member);	\
		memset(ms_p + ms_at, ms_v, sizeof(*(obj)) - ms_at);	\
	})

/* A string into an array of characters that needs no NUL, and back. */
#define strtomem_pad(dst, src, pad)	\
	memcpy_and_pad(dst, sizeof(dst), src, strnlen(src, sizeof(dst)), pad)
#define strtomem(dst, src)	\
	((void)memcpy(dst, src, strnlen(src, sizeof(dst))))
#define memtostr(dst, src)						\
	do {								\
		size_t mts_n = strnlen(src, min(sizeof(dst) - 1,	\
						sizeof(src)));		\
		memcpy(dst, src, mts_n);				\
		(dst)[mts_n] = '\0';					\
	} while (0)

/* ---- words for yes and no ---------------------------------------------------- */

static inline const char *str_yes_no(bool v)
{
	return v ? "yes" : "no";
}

static inline const char *str_on_off(bool v)
{
	return v ? "on" : "off";
}

static inline const char *str_true_false(bool v)
{
	return v ? "true" : "false";
}

static inline const char *str_enable_disable(bool v)
{
	return v ? "enable" : "disable";
}

static inline const char *str_enabled_disabled(bool v)
{
	return v ? "enabled" : "disabled";
}

static inline const char *str_read_write(bool v)
{
	return v ? "read" : "write";
}

static inline const char *str_up_down(bool v)
{
	return v ? "up" : "down";
}

static inline const char *str_plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static inline void string_upper(char *dst, const char *src)
{
	do {
		*dst++ = (char)toupper((unsigned char)*src);
	} while (*src++);
}

static inline void string_lower(char *dst, const char *src)
{
	do {
		*dst++ = (char)tolower((unsigned char)*src);
	} while (*src++);
}

#endif
