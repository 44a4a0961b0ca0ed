/* SPDX-License-Identifier: MIT */
/*
 * vsprintf.c - printf into a buffer that is never left.
 *
 * Characters go through put(), which counts all of them and stores those that
 * fit, so that the answer is the length of the whole text.
 *
 *	%[flags][width][.precision][length]conversion
 *
 * An unknown conversion is shown as it stands. Letters behind %p, which show
 * what is pointed to, are vsprintf_pointer.c's.
 */
#include <octavo/math64.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <octavo/vsprintf_pointer.h>

#define POINTER_TEXT	256

enum {
	LEFT = 1,		/* - */
	PLUS = 2,		/* + */
	SPACE = 4,
	ALT = 8,		/* # */
	ZERO = 16,		/* 0 */
	UPPER = 32,		/* X */
	SIGNED = 64,		/* d, i */
};

struct out {
	char *buf;
	size_t size, len;
};

struct spec {
	unsigned int flags, base;
	int width, precision;	/* precision -1: none given */
	int length;		/* 'H' for hh, h, l, 'L' for ll, z, t, j, 0 */
};

static void put(struct out *out, char c)
{
	if (out->len < out->size)
		out->buf[out->len] = c;
	out->len++;
}

static void put_repeated(struct out *out, char c, int n)
{
	while (n-- > 0)
		put(out, c);
}

static void put_bytes(struct out *out, const char *s, int len)
{
	while (len-- > 0)
		put(out, *s++);
}

/* Text in a field of spec->width. */
static void put_field(struct out *out, const struct spec *spec, const char *s,
		      int len)
{
	if (!(spec->flags & LEFT))
		put_repeated(out, ' ', spec->width - len);
	put_bytes(out, s, len);
	if (spec->flags & LEFT)
		put_repeated(out, ' ', spec->width - len);
}

/* The digits of @v, last first, into @digits; how many. */
static int make_digits(char *digits, u64 v, const struct spec *spec)
{
	const char *set = spec->flags & UPPER ? "0123456789ABCDEF" :
						"0123456789abcdef";
	int n = 0;

	while (v) {
		u32 digit;

		v = div_u64_rem(v, spec->base, &digit);
		digits[n++] = set[digit];
	}
	return n;
}

/* What stands before the digits: a sign, or 0x; how long it is. */
static int make_prefix(char *prefix, const struct spec *spec, bool negative,
		       bool is_zero)
{
	int n = 0;

	if (negative)
		prefix[n++] = '-';
	else if ((spec->flags & (SIGNED | PLUS)) == (SIGNED | PLUS))
		prefix[n++] = '+';
	else if ((spec->flags & (SIGNED | SPACE)) == (SIGNED | SPACE))
		prefix[n++] = ' ';
	if (spec->base == 16 && (spec->flags & ALT) && !is_zero) {
		prefix[n++] = '0';
		prefix[n++] = spec->flags & UPPER ? 'X' : 'x';
	}
	return n;
}

static void put_number(struct out *out, const struct spec *spec, u64 v,
		       bool negative)
{
	char digits[24], prefix[3];
	int n = make_digits(digits, v, spec);
	int np = make_prefix(prefix, spec, negative, !v);
	int zeros = (spec->precision < 0 ? 1 : spec->precision) - n;
	int pad;

	if (spec->base == 8 && (spec->flags & ALT) && zeros <= 0 &&
	    (n || spec->precision == 0))
		zeros = 1;
	if (zeros < 0)
		zeros = 0;
	pad = spec->width - np - zeros - n;
	if ((spec->flags & (ZERO | LEFT)) == ZERO && spec->precision < 0) {
		zeros += pad > 0 ? pad : 0;
		pad = 0;
	}
	if (!(spec->flags & LEFT))
		put_repeated(out, ' ', pad);
	put_bytes(out, prefix, np);
	put_repeated(out, '0', zeros);
	while (n)
		put(out, digits[--n]);
	if (spec->flags & LEFT)
		put_repeated(out, ' ', pad);
}

static const char *parse_flags(const char *fmt, struct spec *spec)
{
	static const char chars[] = "-+ #0";
	const char *at;

	while (*fmt && (at = strchr(chars, *fmt)) != NULL) {
		spec->flags |= 1u << (at - chars);
		fmt++;
	}
	return fmt;
}

/* A number in the format, or the next argument for a star. */
static const char *parse_int(const char *fmt, va_list *args, int *val)
{
	*val = 0;
	if (*fmt == '*') {
		*val = va_arg(*args, int);
		return fmt + 1;
	}
	while (*fmt >= '0' && *fmt <= '9' && *val < INT_MAX / 10 - 1)
		*val = *val * 10 + (*fmt++ - '0');
	return fmt;
}

static const char *parse_length(const char *fmt, struct spec *spec)
{
	switch (*fmt) {
	case 'h':
	case 'l':
		spec->length = *fmt;
		if (fmt[1] != fmt[0])
			return fmt + 1;
		spec->length = *fmt == 'h' ? 'H' : 'L';
		return fmt + 2;
	case 'z':
	case 't':
	case 'j':
	case 'L':
		spec->length = *fmt;
		return fmt + 1;
	default:
		return fmt;
	}
}

static const char *parse_spec(const char *fmt, va_list *args,
			      struct spec *spec)
{
	*spec = (struct spec){ .base = 10, .precision = -1 };
	fmt = parse_flags(fmt, spec);
	fmt = parse_int(fmt, args, &spec->width);
	if (spec->width < 0) {
		spec->flags |= LEFT;
		spec->width = spec->width == INT_MIN ? 0 : -spec->width;
	}
	if (*fmt == '.') {
		fmt = parse_int(fmt + 1, args, &spec->precision);
		if (spec->precision < 0)
			spec->precision = -1;
	}
	return parse_length(fmt, spec);
}

static s64 get_signed(va_list *args, int length)
{
	switch (length) {
	case 'H':
		return (signed char)va_arg(*args, int);
	case 'h':
		return (short)va_arg(*args, int);
	case 'l':
	case 'z':
	case 't':
		return va_arg(*args, long);
	case 'L':
	case 'j':
		return va_arg(*args, long long);
	default:
		return va_arg(*args, int);
	}
}

static u64 get_unsigned(va_list *args, int length)
{
	switch (length) {
	case 'H':
		return (unsigned char)va_arg(*args, int);
	case 'h':
		return (unsigned short)va_arg(*args, int);
	case 'l':
	case 'z':
	case 't':
		return va_arg(*args, unsigned long);
	case 'L':
	case 'j':
		return va_arg(*args, unsigned long long);
	default:
		return va_arg(*args, unsigned int);
	}
}

static void put_signed(struct out *out, struct spec *spec, s64 v)
{
	spec->flags |= SIGNED;
	put_number(out, spec, v < 0 ? -(u64)v : (u64)v, v < 0);
}

static void put_string(struct out *out, const struct spec *spec, const char *s)
{
	size_t max = spec->precision < 0 ? INT_MAX : (size_t)spec->precision;

	if (!s)
		s = "(null)";
	put_field(out, spec, s, (int)strnlen(s, max));
}

static void put_pointer(struct out *out, struct spec *spec, const void *p)
{
	spec->base = 16;
	if (!spec->width) {
		spec->width = 2 * (int)sizeof(void *);
		spec->flags |= ZERO;
	}
	put_number(out, spec, (unsigned long)p, false);
}

/* %pV: a format of its own, with its own arguments. */
static void put_format(struct out *out, const struct va_format *vaf)
{
	size_t left = out->len < out->size ? out->size - out->len : 0;

	out->len += (size_t)vsnprintf(left ? out->buf + out->len : NULL, left,
				      vaf->fmt, *vaf->va);
}

/* %p and the letters behind it, if they say what is pointed to. */
static const char *convert_pointer(struct out *out, const char *fmt,
				   struct spec *spec, va_list *args)
{
	const void *p = va_arg(*args, const void *);
	int letters = pointer_letters(fmt), len;
	char text[POINTER_TEXT];

	if (!letters) {
		put_pointer(out, spec, p);
		return fmt;
	}
	if (*fmt == 'V') {
		put_format(out, p);
		return fmt + 1;
	}
	len = format_pointer(text, sizeof(text), fmt, p, spec->width);
	/* With these the width is how much there is at @p. */
	if (*fmt == 'h' || *fmt == 'b')
		spec->width = 0;
	put_field(out, spec, text, len);
	return fmt + letters;
}

/* The conversion at @fmt; false if it is none. */
static bool convert(struct out *out, char conversion, struct spec *spec,
		    va_list *args)
{
	char c;

	switch (conversion) {
	case 'd':
	case 'i':
		put_signed(out, spec, get_signed(args, spec->length));
		return true;
	case 'X':
		spec->flags |= UPPER;
		fallthrough;
	case 'x':
		spec->base = 16;
		break;
	case 'o':
		spec->base = 8;
		break;
	case 'u':
		break;
	case 'c':
		c = (char)va_arg(*args, int);
		put_field(out, spec, &c, 1);
		return true;
	case 's':
		put_string(out, spec, va_arg(*args, const char *));
		return true;
	case '%':
		put(out, '%');
		return true;
	default:
		return false;
	}
	put_number(out, spec, get_unsigned(args, spec->length), false);
	return true;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct out out = { buf, size > INT_MAX ? 0 : size, 0 };
	va_list ap;

	va_copy(ap, args);
	while (*fmt) {
		const char *start = fmt;
		struct spec spec;

		if (*fmt != '%') {
			put(&out, *fmt++);
			continue;
		}
		fmt = parse_spec(fmt + 1, &ap, &spec);
		if (*fmt == 'p') {
			fmt = convert_pointer(&out, fmt + 1, &spec, &ap);
			continue;
		}
		if (*fmt && convert(&out, *fmt, &spec, &ap)) {
			fmt++;
			continue;
		}
		put_bytes(&out, start, (int)(fmt - start));
	}
	va_end(ap);
	if (out.size)
		buf[min(out.len, out.size - 1)] = '\0';
	return (int)out.len;
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int len = vsnprintf(buf, size, fmt, args);

	if (!size)
		return 0;
	return (size_t)len < size ? len : (int)size - 1;
}

int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}

int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsprintf(buf, fmt, args);
	va_end(args);
	return len;
}
