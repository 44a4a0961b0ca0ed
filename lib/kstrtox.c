/* SPDX-License-Identifier: MIT */
/*
 * kstrtox.c - numbers from text.
 */
#include <octavo/kstrtox.h>

/* What a digit is worth; 99 for what is none. */
static unsigned int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	c |= 'a' - 'A';
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	return 99;
}

/* Step over a prefix; the base it or @base says. */
static unsigned int take_base(const char **s, unsigned int base)
{
	const char *p = *s;
	bool hex = p[0] == '0' && (p[1] | ('a' - 'A')) == 'x' &&
		   digit_value(p[2]) < 16;

	if (hex && (base == 0 || base == 16)) {
		*s = p + 2;
		return 16;
	}
	if (base)
		return base;
	return p[0] == '0' ? 8 : 10;
}

/* Read digits; sets *@overflow if 64 bits do not hold them. */
static unsigned long long take_digits(const char **s, unsigned int base,
				      bool *overflow)
{
	unsigned long long v = 0;
	unsigned int digit;

	while ((digit = digit_value(**s)) < base) {
		if (__builtin_mul_overflow(v, (unsigned long long)base, &v) ||
		    __builtin_add_overflow(v, (unsigned long long)digit, &v))
			*overflow = true;
		(*s)++;
	}
	return v;
}

/* The number that all of @s must be, without sign. */
static int whole_number(const char *s, unsigned int base,
			unsigned long long *res)
{
	bool overflow = false;
	const char *start;
	unsigned long long v;

	base = take_base(&s, base);
	start = s;
	v = take_digits(&s, base, &overflow);
	if (s == start)
		return -EINVAL;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = v;
	return 0;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	return whole_number(*s == '+' ? s + 1 : s, base, res);
}

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	bool negative = *s == '-';
	unsigned long long v;
	int err;

	err = whole_number(negative || *s == '+' ? s + 1 : s, base, &v);
	if (err)
		return err;
	if (v > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = (long long)(negative ? -v : v);
	return 0;
}

int kstrtobool(const char *s, bool *res)
{
	char c = (char)(s[0] | ('a' - 'A')), next;

	if (c == 'y' || c == 't' || c == '1') {
		*res = true;
		return 0;
	}
	if (c == 'n' || c == 'f' || c == '0') {
		*res = false;
		return 0;
	}
	if (c != 'o')
		return -EINVAL;
	next = (char)(s[1] | ('a' - 'A'));
	if (next != 'n' && next != 'f')
		return -EINVAL;
	*res = next == 'n';
	return 0;
}

unsigned long long simple_strtoull(const char *s, char **endp,
				   unsigned int base)
{
	bool overflow = false;
	const char *p = s;
	unsigned long long v;

	base = take_base(&p, base);
	v = take_digits(&p, base, &overflow);
	if (endp)
		*endp = (char *)p;
	return v;
}
