/* SPDX-License-Identifier: MIT */
/*
 * sscanf.c - values from text, see octavo/sscanf.h.
 *
 * One conversion after the other takes what it can from the text; the first
 * that finds nothing ends it.
 */
#include <octavo/ctype.h>
#include <octavo/bitmap.h>
#include <octavo/sscanf.h>
#include <octavo/string.h>

struct conv {
	bool skip;			/* * */
	int width;			/* -1: none given */
	char length;			/* 'H' hh, h, l, 'L' ll, z, t, j, 0 */
	char kind;
};

static const char *skip_space(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

static const char *parse_conv(const char *fmt, struct conv *c)
{
	*c = (struct conv){ .width = -1 };
	if (*fmt == '*') {
		c->skip = true;
		fmt++;
	}
	if (isdigit(*fmt))
		c->width = 0;
	for (; isdigit(*fmt) && c->width < 10000; fmt++)
		c->width = c->width * 10 + *fmt - '0';
	if (*fmt && strchr("hlLzZtj", *fmt)) {
		c->length = *fmt++;
		if (*fmt == c->length && (*fmt == 'h' || *fmt == 'l')) {
			c->length = *fmt == 'h' ? 'H' : 'L';
			fmt++;
		}
	}
	c->kind = *fmt;
	return *fmt ? fmt + 1 : fmt;
}

static void store(const struct conv *c, u64 v, va_list *args)
{
	switch (c->length) {
	case 'H':
		*va_arg(*args, u8 *) = (u8)v;
		break;
	case 'h':
		*va_arg(*args, u16 *) = (u16)v;
		break;
	case 'l':
	case 'z':
	case 'Z':
	case 't':
		*va_arg(*args, unsigned long *) = (unsigned long)v;
		break;
	case 'L':
	case 'j':
		*va_arg(*args, u64 *) = v;
		break;
	default:
		*va_arg(*args, u32 *) = (u32)v;
	}
}

static int digit(char c)
{
	if (isdigit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static unsigned int base_of(char kind)
{
	switch (kind) {
	case 'x':
	case 'X':
		return 16;
	case 'o':
		return 8;
	case 'i':
		return 0;
	default:
		return 10;
	}
}

/* Step over 0x, and find out the base if it is open. */
static const char *take_prefix(const char *s, const char *end,
			       unsigned int *base)
{
	bool hex = end - s > 2 && s[0] == '0' && (s[1] | 0x20) == 'x' &&
		   digit(s[2]) < 16;

	if (*base == 0)
		*base = hex ? 16 : *s == '0' ? 8 : 10;
	return hex && *base == 16 ? s + 2 : s;
}

/* The number at @s; NULL if there is none. */
static const char *take_number(const char *s, const struct conv *c, u64 *v)
{
	const char *end, *first;
	unsigned int base = base_of(c->kind);
	bool minus;

	s = skip_space(s);
	end = s + strnlen(s, c->width < 0 ? INT_MAX : (size_t)c->width);
	minus = s < end && *s == '-';
	if (minus && c->kind != 'd' && c->kind != 'i')
		return NULL;
	if (s < end && (*s == '-' || *s == '+'))
		s++;
	if (s == end)
		return NULL;
	s = take_prefix(s, end, &base);
	for (first = s, *v = 0; s < end && digit(*s) < (int)base; s++)
		*v = *v * base + (u64)digit(*s);
	if (minus)
		*v = -*v;
	return s > first ? s : NULL;
}

static const char *put_text(const char *s, size_t len, bool nul,
			    const struct conv *c, va_list *args)
{
	char *to = c->skip ? NULL : va_arg(*args, char *);

	if (to) {
		memcpy(to, s, len);
		if (nul)
			to[len] = '\0';
	}
	return s + len;
}

static const char *take_word(const char *s, const struct conv *c, va_list *args)
{
	size_t max = c->width < 0 ? INT_MAX : (size_t)c->width, len = 0;

	s = skip_space(s);
	while (len < max && s[len] && !isspace((unsigned char)s[len]))
		len++;
	return len ? put_text(s, len, true, c, args) : NULL;
}

static const char *take_chars(const char *s, const struct conv *c,
			      va_list *args)
{
	size_t want = c->width < 0 ? 1 : (size_t)c->width;

	if (!*s)
		return NULL;
	return put_text(s, strnlen(s, want), false, c, args);
}

/* The characters of [...] at *@fmt, which is moved behind it. */
static bool parse_set(const char **fmt, unsigned long *set)
{
	const char *f = *fmt;
	bool invert = *f == '^';
	const char *first = f + invert;

	bitmap_zero(set, 256);
	for (f = first; *f && (*f != ']' || f == first); f++) {
		unsigned char from = (unsigned char)*f, to = from;

		if (f[1] == '-' && f[2] && f[2] != ']') {
			to = (unsigned char)f[2];
			f += 2;
		}
		for (unsigned int ch = from; ch <= to; ch++)
			__set_bit(ch, set);
	}
	if (*f != ']')
		return false;
	*fmt = f + 1;
	if (invert)
		bitmap_complement(set, set, 256);
	return true;
}

static const char *take_set(const char *s, const char **fmt,
			    const struct conv *c, va_list *args)
{
	size_t max = c->width < 0 ? INT_MAX : (size_t)c->width, len = 0;
	DECLARE_BITMAP(set, 256);

	if (!parse_set(fmt, set))
		return NULL;
	while (len < max && s[len] && test_bit((unsigned char)s[len], set))
		len++;
	return len ? put_text(s, len, true, c, args) : NULL;
}

/* What the conversion takes of @s; NULL: nothing fits. */
static const char *convert(const char *s, const char **fmt,
			   const struct conv *c, va_list *args)
{
	u64 v;

	switch (c->kind) {
	case 's':
		return take_word(s, c, args);
	case 'c':
		return take_chars(s, c, args);
	case '[':
		return take_set(s, fmt, c, args);
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		s = take_number(s, c, &v);
		if (s && !c->skip)
			store(c, v, args);
		return s;
	default:
		return NULL;
	}
}

int vsscanf(const char *buf, const char *fmt, va_list args)
{
	const char *s = buf;
	struct conv c;
	va_list ap;
	int nr = 0;

	va_copy(ap, args);
	while (*fmt) {
		if (isspace((unsigned char)*fmt)) {
			fmt = skip_space(fmt);
			s = skip_space(s);
			continue;
		}
		if (*fmt != '%' || fmt[1] == '%') {
			fmt += *fmt == '%';
			if (*s++ != *fmt++)
				break;
			continue;
		}
		fmt = parse_conv(fmt + 1, &c);
		if (c.kind == 'n') {
			store(&c, (u64)(s - buf), &ap);
			continue;
		}
		s = convert(s, &fmt, &c, &ap);
		if (!s)
			break;
		nr += !c.skip;
	}
	va_end(ap);
	return nr;
}

int sscanf(const char *buf, const char *fmt, ...)
{
	va_list args;
	int nr;

	va_start(args, fmt);
	nr = vsscanf(buf, fmt, args);
	va_end(args);
	return nr;
}
