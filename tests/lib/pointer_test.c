/* SPDX-License-Identifier: MIT */
/*
 * pointer_test.c - what letters behind %p show; strings as drivers use them.
 */
#include <kunit/test.h>
#include <octavo/err.h>
#include <octavo/kstrtox.h>
#include <octavo/printk.h>
#include <octavo/text.h>

static char text[128];

#define EXPECT_TEXT(want, ...)						\
	do {								\
		snprintf(text, sizeof(text), __VA_ARGS__);		\
		KUNIT_EXPECT_STREQ(test, text, want);			\
	} while (0)

static void pointer_addresses(struct kunit *test)
{
	static const u8 mac[] = { 0, 0x11, 0x22, 0xaa, 0xbb, 0xff };
	static const u8 ip4[] = { 192, 0, 2, 7 };
	static const u8 ip6[16] = { 0x20, 1, 0xd, 0xb8, [15] = 1 };
	static const u8 any[16];

	EXPECT_TEXT("00:11:22:aa:bb:ff|", "%pM|", mac);
	EXPECT_TEXT("001122aabbff", "%pm", mac);
	EXPECT_TEXT("ff:bb:aa:22:11:00", "%pMR", mac);
	EXPECT_TEXT("192.0.2.7", "%pI4", ip4);
	EXPECT_TEXT("192.000.002.007", "%pi4", ip4);
	EXPECT_TEXT("2001:0db8:0000:0000:0000:0000:0000:0001", "%pI6", ip6);
	EXPECT_TEXT("2001:db8::1", "%pI6c", ip6);
	EXPECT_TEXT("::", "%pI6c", any);
}

static void pointer_bytes(struct kunit *test)
{
	static const u8 b[] = { 1, 0x23, 0xff };
	static const u8 uuid[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
				   14, 0xef };
	unsigned long bits[2] = { 0x8d, 0 };

	EXPECT_TEXT("01 23 ff", "%*ph", 3, b);
	EXPECT_TEXT("01:23", "%2phC", b);
	EXPECT_TEXT("01-23-ff.", "%3phD.", b);
	EXPECT_TEXT("0123ff", "%*phN", 3, b);
	EXPECT_TEXT("00010203-0405-0607-0809-0a0b0c0d0eef", "%pUb", uuid);
	EXPECT_TEXT("03020100-0504-0706-0809-0A0B0C0D0EEF", "%pUL", uuid);
	EXPECT_TEXT("8d", "%*pb", 8, bits);
	EXPECT_TEXT("0,0000008d", "%*pb", 36, bits);
	EXPECT_TEXT("0,2-3,7", "%*pbl", 8, bits);
}

static void pointer_values(struct kunit *test)
{
	phys_addr_t pa = 0x1234;

	EXPECT_TEXT("-ENOMEM", "%pe", ERR_PTR(-ENOMEM));
	EXPECT_TEXT("  -EIO", "%6pe", ERR_PTR(-EIO));
	EXPECT_TEXT("0x0000000000001234", "%pa", &pa);
	EXPECT_TEXT("(null)", "%pM", NULL);
	EXPECT_TEXT("(efault)", "%pI4", (void *)64);
	snprintf(text, sizeof(text), "%px", &pa);
	EXPECT_TEXT(strcpy((char[32]){ 0 }, text), "%p", &pa);
}

static void show_nested(char *buf, size_t size, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	snprintf(buf, size, "<%pV>", &vaf);
	va_end(args);
}

static void pointer_to_format(struct kunit *test)
{
	show_nested(text, sizeof(text), "%s %d", "nested", 5);
	KUNIT_EXPECT_STREQ(test, text, "<nested 5>");
	show_nested(text, 6, "%s %d", "nested", 5);
	KUNIT_EXPECT_STREQ(test, text, "<nest");
}

static void strings_in_parts(struct kunit *test)
{
	char s[16] = "a-b-c";

	KUNIT_EXPECT_PTR_EQ(test, strnchr(s, 2, '-'), s + 1);
	KUNIT_EXPECT_NULL(test, strnchr(s, 1, '-'));
	KUNIT_EXPECT_NULL(test, strnchr(s, 16, 'x'));
	KUNIT_EXPECT_PTR_EQ(test, strnstr(s, "b-", 4), s + 2);
	KUNIT_EXPECT_NULL(test, strnstr(s, "b-", 3));
	KUNIT_EXPECT_STREQ(test, strreplace(s, '-', '+'), "a+b+c");
	KUNIT_EXPECT_STREQ(test, skip_spaces(" \t x"), "x");
	KUNIT_EXPECT_STREQ(test, strncat(s, "defg", 2), "a+b+cde");
	KUNIT_EXPECT_EQ(test, str_has_prefix("memory", "mem"), 3);
	KUNIT_EXPECT_EQ(test, str_has_prefix("me", "mem"), 0);
}

static void strings_of_sysfs(struct kunit *test)
{
	static const char *const modes[] = { "off", "on", "auto" };

	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on"));
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on", "on\n"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on\n\n", "on"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("one", "on"));
	KUNIT_EXPECT_EQ(test, sysfs_match_string(modes, "auto\n"), 2);
	KUNIT_EXPECT_EQ(test, match_string(modes, 3, "auto\n"), -EINVAL);
	KUNIT_EXPECT_EQ(test, match_string(modes, 3, "on"), 1);
}

static void numbers_of_sizes(struct kunit *test)
{
	char *end;

	KUNIT_EXPECT_EQ(test, memparse("64K,", &end), 65536ull);
	KUNIT_EXPECT_EQ(test, *end, ',');
	KUNIT_EXPECT_EQ(test, memparse("0x10", &end), 16ull);
	KUNIT_EXPECT_EQ(test, *end, '\0');
	KUNIT_EXPECT_EQ(test, memparse("3g", NULL), 3ull << 30);
	KUNIT_EXPECT_EQ(test, simple_strtol("-12x", &end, 10), -12);
	KUNIT_EXPECT_EQ(test, *end, 'x');
}

static void words_filled(struct kunit *test)
{
	u16 w[4] = { 0 };
	char padded[6];

	memset16(w, 0xabcd, 3);
	KUNIT_EXPECT_EQ(test, w[2], 0xabcd);
	KUNIT_EXPECT_EQ(test, w[3], 0);
	memcpy_and_pad(padded, sizeof(padded), "ab", 2, '.');
	KUNIT_EXPECT_EQ(test, memcmp(padded, "ab....", 6), 0);
	strtomem_pad(padded, "longer than that", 0);
	KUNIT_EXPECT_EQ(test, memcmp(padded, "longer", 6), 0);
	KUNIT_EXPECT_FALSE(test, mem_is_zero(w, sizeof(w)));
}

static struct kunit_case pointer_cases[] = {
	KUNIT_CASE(pointer_addresses),
	KUNIT_CASE(pointer_bytes),
	KUNIT_CASE(pointer_values),
	KUNIT_CASE(pointer_to_format),
	KUNIT_CASE(strings_in_parts),
	KUNIT_CASE(strings_of_sysfs),
	KUNIT_CASE(numbers_of_sizes),
	KUNIT_CASE(words_filled),
	{}
};

static struct kunit_suite pointer_suite = {
	.name = "pointer",
	.test_cases = pointer_cases,
};

kunit_test_suites(&pointer_suite);
