/* SPDX-License-Identifier: MIT */
/*
 * kstrtox.h - numbers from text.
 *
 * The whole string must be a number, but for one newline at its end. Base 0
 * means: 0x before hex, 0 before octal, else decimal; base 16 may have 0x.
 * One sign is allowed, for unsigned numbers only "+".
 */
#ifndef OCTAVO_KSTRTOX_H
#define OCTAVO_KSTRTOX_H

#include <octavo/types.h>
#include <octavo/errno.h>

/**
 * kstrtoull() - an unsigned number from a string
 * @s: the string
 * @base: 0, 2 to 16
 * @res: where the number goes; untouched if there is none
 *
 * Context: Any context.
 * Return: 0; -EINVAL no number, or more than one; -ERANGE too large.
 */
int __must_check kstrtoull(const char *s, unsigned int base,
			   unsigned long long *res);

/**
 * kstrtoll() - a number from a string
 * @s: the string
 * @base: 0, 2 to 16
 * @res: where the number goes; untouched if there is none
 *
 * Context: Any context.
 * Return: as kstrtoull().
 */
int __must_check kstrtoll(const char *s, unsigned int base, long long *res);

/**
 * kstrtobool() - yes or no from a string
 * @s: y, t, 1, on or n, f, 0, of(f), large or small; more may follow
 * @res: where the answer goes; untouched if there is none
 *
 * Context: Any context.
 * Return: 0; -EINVAL for anything else.
 */
int __must_check kstrtobool(const char *s, bool *res);

/**
 * simple_strtoull() - the number at the start of a string
 * @s: the string
 * @endp: where what follows the number starts; may be NULL
 * @base: 0, 2 to 16
 *
 * Wraps when it is too large.
 *
 * Context: Any context.
 * Return: the number; 0 if there is none, and then *@endp is @s.
 */
unsigned long long simple_strtoull(const char *s, char **endp,
				   unsigned int base);

static inline unsigned long simple_strtoul(const char *s, char **endp,
					   unsigned int base)
{
	return (unsigned long)simple_strtoull(s, endp, base);
}

static inline long long simple_strtoll(const char *s, char **endp,
				       unsigned int base)
{
	if (*s == '-')
		return -(long long)simple_strtoull(s + 1, endp, base);
	return (long long)simple_strtoull(s, endp, base);
}

static inline long simple_strtol(const char *s, char **endp, unsigned int base)
{
	return (long)simple_strtoll(s, endp, base);
}

/* The same for narrower types; -ERANGE if the number does not fit. */
#define KSTRTO(name, type, wide, wide_fn)				\
	static inline int __must_check name(const char *s,		\
					    unsigned int base, type *res) \
	{								\
		wide v;							\
		int err = wide_fn(s, base, &v);				\
									\
		if (err)						\
			return err;					\
		if (v != (wide)(type)v)					\
			return -ERANGE;					\
		*res = (type)v;						\
		return 0;						\
	}

KSTRTO(kstrtoul, unsigned long, unsigned long long, kstrtoull)
KSTRTO(kstrtouint, unsigned int, unsigned long long, kstrtoull)
KSTRTO(kstrtou64, u64, unsigned long long, kstrtoull)
KSTRTO(kstrtou32, u32, unsigned long long, kstrtoull)
KSTRTO(kstrtou16, u16, unsigned long long, kstrtoull)
KSTRTO(kstrtou8, u8, unsigned long long, kstrtoull)
KSTRTO(kstrtol, long, long long, kstrtoll)
KSTRTO(kstrtoint, int, long long, kstrtoll)
KSTRTO(kstrtos64, s64, long long, kstrtoll)
KSTRTO(kstrtos32, s32, long long, kstrtoll)
KSTRTO(kstrtos16, s16, long long, kstrtoll)
KSTRTO(kstrtos8, s8, long long, kstrtoll)
#undef KSTRTO

#endif
