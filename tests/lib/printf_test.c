/* SPDX-License-Identifier: MIT */
/*
 * printf_test.c - exact texts, and buffers of every size.
 *
 * What is right was taken from the C standard and checked once against a
 * libc's snprintf().
 */
#include <kunit/test.h>

static char buf[256];

/* Formats that the compiler would rather not see. */
static __printf(1, 0)
int vformat(const char *fmt, va_list args)
{
	memset(buf, '#', sizeof(buf));
	return vsnprintf(buf, sizeof(buf), fmt, args);
}

static int format(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vformat(fmt, args);
	va_end(args);
	return len;
}

#define EXPECT_TEXT(test, want, ...)					\
	do {								\
		int et_len = format(__VA_ARGS__);			\
		KUNIT_EXPECT_STREQ(test, buf, want);			\
		KUNIT_EXPECT_EQ(test, et_len, sizeof(want) - 1);	\
		KUNIT_EXPECT_EQ(test, buf[sizeof(want)], '#');		\
	} while (0)

static void printf_integers(struct kunit *test)
{
	EXPECT_TEXT(test, "0", "%d", 0);
	EXPECT_TEXT(test, "-2147483648", "%d", INT_MIN);
	EXPECT_TEXT(test, "2147483647", "%i", INT_MAX);
	EXPECT_TEXT(test, "4294967295", "%u", UINT_MAX);
	EXPECT_TEXT(test, "-9223372036854775808", "%lld", LLONG_MIN);
	EXPECT_TEXT(test, "18446744073709551615", "%llu", ULLONG_MAX);
	EXPECT_TEXT(test, "ffffffffffffffff", "%llx", ULLONG_MAX);
	EXPECT_TEXT(test, "1777777777777777777777", "%llo", ULLONG_MAX);
	EXPECT_TEXT(test, "DEADBEEF", "%X", 0xdeadbeef);
	EXPECT_TEXT(test, "0xdeadbeef", "%#x", 0xdeadbeef);
	EXPECT_TEXT(test, "0XBEEF", "%#X", 0xbeef);
	EXPECT_TEXT(test, "0", "%#x", 0);
	EXPECT_TEXT(test, "0", "%#o", 0);
	EXPECT_TEXT(test, "017", "%#o", 017);
}

static void printf_lengths(struct kunit *test)
{
	EXPECT_TEXT(test, "-1", "%hhd", 0x1ff);
	EXPECT_TEXT(test, "255", "%hhu", 0x1ff);
	EXPECT_TEXT(test, "-32768", "%hd", 0x18000);
	EXPECT_TEXT(test, "32768", "%hu", 0x18000);
	EXPECT_TEXT(test, "-5", "%ld", -5l);
	EXPECT_TEXT(test, "5", "%zu", (size_t)5);
	EXPECT_TEXT(test, "-5", "%zd", (ssize_t)-5);
	EXPECT_TEXT(test, "-5", "%td", (ptrdiff_t)-5);
	EXPECT_TEXT(test, "77", "%ju", (unsigned long long)77);
	EXPECT_TEXT(test, "-77", "%jd", -77ll);
}

static void printf_width_and_flags(struct kunit *test)
{
	EXPECT_TEXT(test, "   42", "%5d", 42);
	EXPECT_TEXT(test, "42   |", "%-5d|", 42);
	EXPECT_TEXT(test, "00042", "%05d", 42);
	EXPECT_TEXT(test, "-0042", "%05d", -42);
	EXPECT_TEXT(test, "42   |", "%-05d|", 42);
	EXPECT_TEXT(test, "+42", "%+d", 42);
	EXPECT_TEXT(test, " 42", "% d", 42);
	EXPECT_TEXT(test, "+42", "% +d", 42);
	EXPECT_TEXT(test, "42", "%+u", 42);
	EXPECT_TEXT(test, "0x002a", "%#06x", 42);
	EXPECT_TEXT(test, "  0x2a", "%#6x", 42);
	EXPECT_TEXT(test, "   42", "%*d", 5, 42);
	EXPECT_TEXT(test, "42   |", "%*d|", -5, 42);
	EXPECT_TEXT(test, "123456", "%3d", 123456);
}

static void printf_precision(struct kunit *test)
{
	EXPECT_TEXT(test, "00042", "%.5d", 42);
	EXPECT_TEXT(test, "-00042", "%.5d", -42);
	EXPECT_TEXT(test, "   00042", "%8.5d", 42);
	EXPECT_TEXT(test, "00042   |", "%-8.5d|", 42);
	EXPECT_TEXT(test, "   00042", "%08.5d", 42);
	EXPECT_TEXT(test, "", "%.0d", 0);
	EXPECT_TEXT(test, "0", "%#.0o", 0);
	EXPECT_TEXT(test, "0017", "%#.4o", 017);
	EXPECT_TEXT(test, "0x002a", "%#.4x", 42);
	EXPECT_TEXT(test, "00042", "%.*d", 5, 42);
	EXPECT_TEXT(test, "42", "%.*d", -5, 42);
}

static void printf_strings(struct kunit *test)
{
	char unterminated[3] = { 'a', 'b', 'c' };

	EXPECT_TEXT(test, "text", "%s", "text");
	EXPECT_TEXT(test, "  text", "%6s", "text");
	EXPECT_TEXT(test, "text  |", "%-6s|", "text");
	EXPECT_TEXT(test, "te", "%.2s", "text");
	EXPECT_TEXT(test, "    te", "%6.2s", "text");
	EXPECT_TEXT(test, "abc", "%.3s", unterminated);
	EXPECT_TEXT(test, "", "%.0s", "text");
	EXPECT_TEXT(test, "(null)", "%s", (char *)NULL);
	EXPECT_TEXT(test, "x", "%c", 'x');
	EXPECT_TEXT(test, "  x", "%3c", 'x');
	EXPECT_TEXT(test, "x  |", "%-3c|", 'x');
}

static void printf_others(struct kunit *test)
{
	static const char *const unknown[] = { "%y", "100%", "%-5!" };
	const size_t w = 2 * sizeof(void *);

	EXPECT_TEXT(test, "%", "%%");
	EXPECT_TEXT(test, "a1b2c", "a%db%dc", 1, 2);
	format("%p", (void *)0xabc);
	KUNIT_EXPECT_EQ(test, strlen(buf), w);
	KUNIT_EXPECT_STREQ(test, buf + w - 4, "0abc");
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		format(unknown[i]);
		KUNIT_EXPECT_STREQ(test, buf, unknown[i]);
	}
}

/* Whatever the size: the same answer, the text's start, a NUL, and no byte
 * beyond. */
static void printf_every_size(struct kunit *test)
{
	static const char want[] = "value -7 of 0x2a in text!";
	const int len = sizeof(want) - 1;

	for (size_t size = 0; size < sizeof(want) + 4; size++) {
		int n;

		memset(buf, '#', sizeof(buf));
		n = snprintf(buf, size, "value %d of %#x in %s!", -7, 42,
			     "text");
		KUNIT_EXPECT_EQ(test, n, len);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(buf + size, '#',
						     sizeof(buf) - size), NULL);
		if (!size)
			continue;
		n = min(len, (int)size - 1);
		KUNIT_EXPECT_MEMEQ(test, buf, want, (size_t)n);
		KUNIT_EXPECT_EQ(test, buf[n], '\0');
		KUNIT_EXPECT_EQ(test, scnprintf(buf, size, "value %d of %#x in %s!",
						-7, 42, "text"), n);
	}
	KUNIT_EXPECT_EQ(test, snprintf(NULL, 0, "%s", "abc"), 3);
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 0, "%s", "abc"), 0);
	KUNIT_EXPECT_EQ(test, sprintf(buf, "%d", 12), 2);
}

/* Print a random number in base 8, 10, 16, read it back. */
static void printf_round_trip(struct kunit *test)
{
	static const char *const formats[] = { "%llo", "%llu", "%llx" };
	static const unsigned int bases[] = { 8, 10, 16 };

	for (int i = 0; i < 30000; i++) {
		u64 v = (u64)kunit_random_u32(test) << 32 |
			kunit_random_u32(test), back = 0;

		v >>= kunit_random_below(test, 64);
		format(formats[i % 3], v);
		for (const char *p = buf; *p; p++)
			back = back * bases[i % 3] + (u64)(*p <= '9' ?
						 *p - '0' : *p - 'a' + 10);
		KUNIT_ASSERT_EQ(test, back, v);
	}
}

static struct kunit_case printf_cases[] = {
	KUNIT_CASE(printf_integers),
	KUNIT_CASE(printf_lengths),
	KUNIT_CASE(printf_width_and_flags),
	KUNIT_CASE(printf_precision),
	KUNIT_CASE(printf_strings),
	KUNIT_CASE(printf_others),
	KUNIT_CASE(printf_every_size),
	KUNIT_CASE(printf_round_trip),
	{}
};

static struct kunit_suite printf_suite = {
	.name = "printf",
	.test_cases = printf_cases,
};

kunit_test_suites(&printf_suite);
