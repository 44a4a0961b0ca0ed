/* SPDX-License-Identifier: MIT */
/*
 * kstrtox_test.c - numbers from text.
 */
#include <kunit/test.h>
#include <octavo/kstrtox.h>

#define UNTOUCHED	0x5555

static const struct {
	const char *s;
	unsigned int base;
	int err;
	unsigned long long val;
} unsigned_table[] = {
	{ "0", 0, 0, 0 },
	{ "42", 10, 0, 42 },
	{ "42\n", 0, 0, 42 },
	{ "+42", 0, 0, 42 },
	{ "0x2a", 0, 0, 42 },
	{ "0X2A", 16, 0, 42 },
	{ "2a", 16, 0, 42 },
	{ "052", 0, 0, 42 },
	{ "101010", 2, 0, 42 },
	{ "18446744073709551615", 10, 0, ULLONG_MAX },
	{ "18446744073709551616", 10, -ERANGE, 0 },
	{ "0xffffffffffffffff", 0, 0, ULLONG_MAX },
	{ "0x10000000000000000", 0, -ERANGE, 0 },
	{ "", 0, -EINVAL, 0 },
	{ "\n", 0, -EINVAL, 0 },
	{ "+", 0, -EINVAL, 0 },
	{ "++1", 0, -EINVAL, 0 },
	{ "-1", 0, -EINVAL, 0 },
	{ "0x", 0, -EINVAL, 0 },
	{ " 1", 0, -EINVAL, 0 },
	{ "1 ", 0, -EINVAL, 0 },
	{ "1\n\n", 0, -EINVAL, 0 },
	{ "08", 0, -EINVAL, 0 },
	{ "12a", 10, -EINVAL, 0 },
};

static void kstrtox_unsigned(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(unsigned_table); i++) {
		unsigned long long v = UNTOUCHED;
		const char *s = unsigned_table[i].s;

		KUNIT_EXPECT_EQ_MSG(test, kstrtoull(s, unsigned_table[i].base,
						    &v),
				    unsigned_table[i].err, "\"%s\"", s);
		KUNIT_EXPECT_EQ_MSG(test, v, unsigned_table[i].err ? UNTOUCHED :
				    unsigned_table[i].val, "\"%s\"", s);
	}
}

static void kstrtox_signed(struct kunit *test)
{
	long long v = 0;
	int i = 0;

	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775808", 0, &v), 0);
	KUNIT_EXPECT_EQ(test, v, LLONG_MIN);
	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775809", 0, &v), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoll("9223372036854775808", 0, &v), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoll("-+1", 0, &v), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("-2147483648", 0, &i), 0);
	KUNIT_EXPECT_EQ(test, i, INT_MIN);
	KUNIT_EXPECT_EQ(test, kstrtoint("2147483648", 0, &i), -ERANGE);
}

static void kstrtox_narrow(struct kunit *test)
{
	unsigned int u = UNTOUCHED;
	u8 b = 0;

	KUNIT_EXPECT_EQ(test, kstrtouint("4294967296", 0, &u), -ERANGE);
	KUNIT_EXPECT_EQ(test, u, UNTOUCHED);
	KUNIT_EXPECT_EQ(test, kstrtouint("4294967295", 0, &u), 0);
	KUNIT_EXPECT_EQ(test, u, UINT_MAX);
	KUNIT_EXPECT_EQ(test, kstrtou8("256", 0, &b), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtou8("255", 0, &b), 0);
}

static void kstrtox_bool(struct kunit *test)
{
	bool v = false;

	KUNIT_EXPECT_EQ(test, kstrtobool("Yes", &v), 0);
	KUNIT_EXPECT_TRUE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("off", &v), 0);
	KUNIT_EXPECT_FALSE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("on", &v), 0);
	KUNIT_EXPECT_TRUE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("0", &v), 0);
	KUNIT_EXPECT_FALSE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("maybe", &v), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("o", &v), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("", &v), -EINVAL);
}

static void kstrtox_simple(struct kunit *test)
{
	static const char s[] = "0x1fz";
	char *end;

	KUNIT_EXPECT_EQ(test, simple_strtoull(s, &end, 0), 0x1f);
	KUNIT_EXPECT_PTR_EQ(test, end, s + 4);
	KUNIT_EXPECT_EQ(test, simple_strtoull("z", NULL, 0), 0);
}

static struct kunit_case kstrtox_cases[] = {
	KUNIT_CASE(kstrtox_unsigned),
	KUNIT_CASE(kstrtox_signed),
	KUNIT_CASE(kstrtox_narrow),
	KUNIT_CASE(kstrtox_bool),
	KUNIT_CASE(kstrtox_simple),
	{}
};

static struct kunit_suite kstrtox_suite = {
	.name = "kstrtox",
	.test_cases = kstrtox_cases,
};

kunit_test_suites(&kstrtox_suite);
