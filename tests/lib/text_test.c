/* SPDX-License-Identifier: MIT */
/*
 * text_test.c - text taken apart, dumped and put together; random numbers.
 */
#include <kunit/test.h>
#include <octavo/ctype.h>
#include <octavo/errno.h>
#include <octavo/fault_inject.h>
#include <octavo/hexdump.h>
#include <octavo/math.h>
#include <octavo/minmax.h>
#include <octavo/overflow.h>
#include <octavo/random.h>
#include <octavo/sscanf.h>
#include <octavo/strdup.h>
#include <octavo/string.h>
#include <octavo/unaligned.h>

static void sscanf_numbers(struct kunit *test)
{
	unsigned long long ull;
	unsigned char byte;
	int a, b, n = 0;
	unsigned int x;
	long l;

	KUNIT_EXPECT_EQ(test, sscanf("12 -7,0x1f", "%d %d,%x", &a, &b, &x), 3);
	KUNIT_EXPECT_EQ(test, a, 12);
	KUNIT_EXPECT_EQ(test, b, -7);
	KUNIT_EXPECT_EQ(test, x, 0x1fu);
	KUNIT_EXPECT_EQ(test, sscanf("0x10 010", "%i %li", &a, &l), 2);
	KUNIT_EXPECT_EQ(test, a, 16);
	KUNIT_EXPECT_EQ(test, l, 8);
	KUNIT_EXPECT_EQ(test, sscanf("18446744073709551615", "%llu", &ull), 1);
	KUNIT_EXPECT_EQ(test, ull, ~0ull);
	KUNIT_EXPECT_EQ(test, sscanf("ff:0a", "%2hhx:%n", &byte, &n), 1);
	KUNIT_EXPECT_EQ(test, byte, 0xff);
	KUNIT_EXPECT_EQ(test, n, 3);
	KUNIT_EXPECT_EQ(test, sscanf("1234", "%2d%2d", &a, &b), 2);
	KUNIT_EXPECT_EQ(test, a * 100 + b, 1234);
	KUNIT_EXPECT_EQ(test, sscanf("x", "%d", &a), 0);
	KUNIT_EXPECT_EQ(test, sscanf("5", "%*d%d", &a), 0);
	KUNIT_EXPECT_EQ(test, sscanf("-5", "%u", &x), 0);
}

static void sscanf_text(struct kunit *test)
{
	char word[8], rest[8], c;

	KUNIT_EXPECT_EQ(test, sscanf("  set key=val", "set %7[a-z]=%7s", word,
				     rest), 0);
	KUNIT_EXPECT_EQ(test, sscanf("set key=val", "set %7[a-z]=%7s", word,
				     rest), 2);
	KUNIT_EXPECT_STREQ(test, word, "key");
	KUNIT_EXPECT_STREQ(test, rest, "val");
	KUNIT_EXPECT_EQ(test, sscanf("50% ", "%3[^%]%%%c", word, &c), 2);
	KUNIT_EXPECT_STREQ(test, word, "50");
	KUNIT_EXPECT_EQ(test, c, ' ');
	KUNIT_EXPECT_EQ(test, sscanf("longer", "%3s", word), 1);
	KUNIT_EXPECT_STREQ(test, word, "lon");
	KUNIT_EXPECT_EQ(test, sscanf("", "%3s", word), 0);
}

static void hexdump_lines(struct kunit *test)
{
	static const u8 bytes[] = "Hello\n\xff";
	char line[80];

	KUNIT_EXPECT_EQ(test, hex_dump_to_buffer(bytes, 7, 16, 1, line,
						 sizeof(line), false), 20);
	KUNIT_EXPECT_STREQ(test, line, "48 65 6c 6c 6f 0a ff");
	KUNIT_EXPECT_EQ(test, hex_dump_to_buffer(bytes, 7, 16, 1, line,
						 sizeof(line), true), 49 + 7);
	KUNIT_EXPECT_STREQ(test, line + 49, "Hello..");
	KUNIT_EXPECT_EQ(test, hex_dump_to_buffer(bytes, 4, 16, 4, line,
						 sizeof(line), false), 8);
	KUNIT_EXPECT_STREQ(test, line, "6c6c6548");
	KUNIT_EXPECT_EQ(test, hex_dump_to_buffer(bytes, 4, 16, 1, line, 6,
						 false), 11);
	KUNIT_EXPECT_STREQ(test, line, "48 65");
}

static void hexdump_back(struct kunit *test)
{
	u8 bytes[3];
	char text[7] = "";

	KUNIT_EXPECT_EQ(test, hex2bin(bytes, "00fFa5", 3), 0);
	KUNIT_EXPECT_EQ(test, memcmp(bytes, "\0\xff\xa5", 3), 0);
	bin2hex(text, bytes, 3);
	KUNIT_EXPECT_STREQ(test, text, "00ffa5");
	KUNIT_EXPECT_EQ(test, hex2bin(bytes, "0g", 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, hex_to_bin('@'), -1);
}

static void text_allocated(struct kunit *test)
{
	char *s = kasprintf(GFP_KERNEL, "%s-%d", "disk", 7);

	KUNIT_EXPECT_STREQ(test, s, "disk-7");
	kfree(s);
	s = kmemdup_nul("abcdef", 3, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, s, "abc");
	kfree(s);
	KUNIT_EXPECT_NULL(test, kmemdup_nul(NULL, 3, GFP_KERNEL));
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	KUNIT_EXPECT_NULL(test, kasprintf(GFP_KERNEL, "%d", 1));
	fault_inject_disarm();
}

static void ctype_kinds(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, isdigit('7') && !isdigit('a'));
	KUNIT_EXPECT_TRUE(test, isxdigit('F') && !isxdigit('g'));
	KUNIT_EXPECT_TRUE(test, isspace('\v') && !isspace('\b'));
	KUNIT_EXPECT_TRUE(test, isprint(' ') && !isgraph(' ') && iscntrl('\n'));
	KUNIT_EXPECT_TRUE(test, ispunct('!') && !ispunct('a'));
	KUNIT_EXPECT_EQ(test, toupper('q'), 'Q');
	KUNIT_EXPECT_EQ(test, tolower('Q'), 'q');
	KUNIT_EXPECT_EQ(test, tolower('['), '[');
}

static void overflow_checks(struct kunit *test)
{
	size_t size;
	u8 byte;
	int i;

	KUNIT_EXPECT_TRUE(test, check_add_overflow((u8)200, (u8)100, &byte));
	KUNIT_EXPECT_EQ(test, byte, 44);
	KUNIT_EXPECT_FALSE(test, check_mul_overflow(6, 7, &i));
	KUNIT_EXPECT_EQ(test, i, 42);
	KUNIT_EXPECT_TRUE(test, check_sub_overflow((size_t)1, (size_t)2, &size));
	KUNIT_EXPECT_FALSE(test, check_shl_overflow(1, 30, &i));
	KUNIT_EXPECT_EQ(test, i, 1 << 30);
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, 31, &i));
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, 32, &i));
	KUNIT_EXPECT_EQ(test, array_size(SIZE_MAX / 2, 3), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, size_add(SIZE_MAX, 1), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, size_sub(SIZE_MAX, 1), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, array3_size(2, 3, 4), 24u);
}

static void math_rounding(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, round_up(17, 8), 24);
	KUNIT_EXPECT_EQ(test, round_down(17, 8), 16);
	KUNIT_EXPECT_EQ(test, roundup(17, 7), 21);
	KUNIT_EXPECT_EQ(test, rounddown(17, 7), 14);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-7, 2), -4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(7u, 3), 2u);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP_ULL(1ull << 40, 3), 366503875926ull);
	KUNIT_EXPECT_EQ(test, abs(-5), 5);
	KUNIT_EXPECT_EQ(test, gcd(48, 36), 12ul);
	KUNIT_EXPECT_EQ(test, lcm(4, 6), 12ul);
	KUNIT_EXPECT_EQ(test, lcm_not_zero(0, 6), 6ul);
	KUNIT_EXPECT_EQ(test, int_pow(10, 12), 1000000000000ull);
	KUNIT_EXPECT_EQ(test, int_sqrt64(1ull << 62), 1u << 31);
	KUNIT_EXPECT_EQ(test, int_sqrt64((1ull << 62) - 1), (1u << 31) - 1);
	KUNIT_EXPECT_EQ(test, min3(3, 1, 2), 1);
	KUNIT_EXPECT_EQ(test, min_not_zero(0, 4), 4);
	KUNIT_EXPECT_EQ(test, clamp_t(u8, 300, 10, 200), 44);
	KUNIT_EXPECT_TRUE(test, in_range(5, 3, 4));
	KUNIT_EXPECT_FALSE(test, in_range(7, 3, 4));
}

static void bytes_in_order(struct kunit *test)
{
	u8 b[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

	KUNIT_EXPECT_EQ(test, get_unaligned_be16(b + 1), 0x0203);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(b + 3), 0x07060504u);
	KUNIT_EXPECT_EQ(test, get_unaligned_be64(b), 0x0102030405060708ull);
	KUNIT_EXPECT_EQ(test, get_unaligned_be24(b), 0x010203u);
	put_unaligned_be32(0xa0b0c0d0, b + 1);
	KUNIT_EXPECT_EQ(test, b[1], 0xa0);
	KUNIT_EXPECT_EQ(test, be32_to_cpup((__be32 *)(b + 4)), 0xd0060708u);
	KUNIT_EXPECT_EQ(test, get_unaligned((u16 *)(b + 5)), 0x0706);
}

/* The same seed, the same numbers; below a limit all of them come. */
static void random_sequences(struct kunit *test)
{
	struct rnd_state a, b;
	u32 seen = 0;

	prandom_seed_state(&a, 4711);
	prandom_seed_state(&b, 4711);
	for (int i = 0; i < 100; i++)
		KUNIT_ASSERT_EQ(test, prandom_u32_state(&a), prandom_u32_state(&b));
	prandom_seed_state(&b, 4712);
	KUNIT_EXPECT_NE(test, prandom_u32_state(&a), prandom_u32_state(&b));
	for (int i = 0; i < 2000; i++) {
		u32 v = get_random_u32_below(7);

		KUNIT_ASSERT_LT(test, v, 7u);
		seen |= 1u << v;
		v = get_random_u32_inclusive(3, 4);
		KUNIT_ASSERT_TRUE(test, v == 3 || v == 4);
		KUNIT_ASSERT_LT(test, prandom_u32_max(5), 5u);
	}
	KUNIT_EXPECT_EQ(test, seen, 0x7fu);
}

static struct kunit_case text_cases[] = {
	KUNIT_CASE(sscanf_numbers),
	KUNIT_CASE(sscanf_text),
	KUNIT_CASE(hexdump_lines),
	KUNIT_CASE(hexdump_back),
	KUNIT_CASE(text_allocated),
	KUNIT_CASE(ctype_kinds),
	KUNIT_CASE(overflow_checks),
	KUNIT_CASE(math_rounding),
	KUNIT_CASE(bytes_in_order),
	KUNIT_CASE(random_sequences),
	{}
};

static struct kunit_suite text_suite = {
	.name = "text",
	.test_cases = text_cases,
};

kunit_test_suites(&text_suite);
