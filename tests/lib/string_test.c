/* SPDX-License-Identifier: MIT */
/*
 * string_test.c - strings, patterns, errors as pointers.
 */
#include <kunit/test.h>
#include <octavo/string.h>

static int sign(int v)
{
	return v < 0 ? -1 : v > 0;
}

static void string_lengths(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strlen(""), 0);
	KUNIT_EXPECT_EQ(test, strlen("abc"), 3);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 2), 2);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 9), 3);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 0), 0);
}

static void string_comparisons(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strcmp("abc", "abc"), 0);
	KUNIT_EXPECT_EQ(test, sign(strcmp("abc", "abd")), -1);
	KUNIT_EXPECT_EQ(test, sign(strcmp("abc", "ab")), 1);
	KUNIT_EXPECT_EQ(test, sign(strcmp("\xff", "a")), 1);
	KUNIT_EXPECT_EQ(test, strncmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_EQ(test, strncmp("abc", "xyz", 0), 0);
	KUNIT_EXPECT_EQ(test, strncmp("ab", "ab", 9), 0);
	KUNIT_EXPECT_EQ(test, strcasecmp("AbC", "aBc"), 0);
	KUNIT_EXPECT_EQ(test, sign(strncasecmp("ABx", "aby", 3)), -1);
	KUNIT_EXPECT_TRUE(test, strstarts("prefix", "pre"));
	KUNIT_EXPECT_FALSE(test, strstarts("pr", "pre"));
}

static void string_searches(struct kunit *test)
{
	static const char s[] = "a.b.c";

	KUNIT_EXPECT_PTR_EQ(test, strchr(s, '.'), s + 1);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, '.'), s + 3);
	KUNIT_EXPECT_PTR_EQ(test, strchr(s, '\0'), s + 5);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, '\0'), s + 5);
	KUNIT_EXPECT_NULL(test, strchr(s, 'x'));
	KUNIT_EXPECT_PTR_EQ(test, strchrnul(s, 'x'), s + 5);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, "b.c"), s + 2);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, ""), s);
	KUNIT_EXPECT_NULL(test, strstr(s, "b.d"));
	KUNIT_EXPECT_NULL(test, strstr("", "x"));
	KUNIT_EXPECT_EQ(test, strspn(s, "a."), 2);
	KUNIT_EXPECT_EQ(test, strcspn(s, "bc"), 2);
	KUNIT_EXPECT_PTR_EQ(test, strpbrk(s, "cb"), s + 2);
	KUNIT_EXPECT_STREQ(test, kbasename("/a/b/c"), "c");
	KUNIT_EXPECT_STREQ(test, kbasename("c"), "c");
}

static void string_bounded_copies(struct kunit *test)
{
	char buf[8];

	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", sizeof(buf)), 3);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abcdefg", sizeof(buf)), 7);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abcdefgh", sizeof(buf)), -E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "abcdefg");
	KUNIT_EXPECT_EQ(test, strscpy(buf, "x", 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "x", sizeof(buf)), 1);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 1, 0, sizeof(buf) - 1));
	KUNIT_EXPECT_EQ(test, strlcpy(buf, "longer than that", sizeof(buf)),
			16);
	KUNIT_EXPECT_STREQ(test, buf, "longer ");
	KUNIT_EXPECT_EQ(test, strlcat(buf, "x", sizeof(buf)), 8);
	strcpy(buf, "ab");
	KUNIT_EXPECT_EQ(test, strlcat(buf, "cd", sizeof(buf)), 4);
	strcat(buf, "e");
	KUNIT_EXPECT_STREQ(test, buf, "abcde");
	strncpy(buf, "xyz", 2);
	KUNIT_EXPECT_STREQ(test, buf, "xycde");
}

static void string_fields(struct kunit *test)
{
	char text[] = "one,two,,end", padded[] = " \t in between \n", none[] = "";
	char *rest = text;

	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "one");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "two");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "end");
	KUNIT_EXPECT_NULL(test, strsep(&rest, ",;"));
	KUNIT_EXPECT_STREQ(test, strim(padded), "in between");
	KUNIT_EXPECT_STREQ(test, strim(none), "");
}

/* A different byte is found wherever it is, from every alignment. */
static void string_memchr_inv(struct kunit *test)
{
	u8 buf[64];

	memset(buf, 0x6b, sizeof(buf));
	for (size_t from = 0; from < 9; from++) {
		KUNIT_EXPECT_NULL(test, memchr_inv(buf + from, 0x6b,
						   sizeof(buf) - from));
		for (size_t at = from; at < sizeof(buf); at++) {
			buf[at] ^= 0x80;
			KUNIT_EXPECT_PTR_EQ(test, memchr_inv(buf + from, 0x6b,
						sizeof(buf) - from), buf + at);
			KUNIT_EXPECT_NULL(test, memchr_inv(buf + from, 0x6b,
							   at - from));
			buf[at] ^= 0x80;
		}
	}
	buf[9] = 1;
	KUNIT_EXPECT_PTR_EQ(test, memchr(buf, 1, sizeof(buf)), buf + 9);
	KUNIT_EXPECT_NULL(test, memchr(buf, 1, 9));
	KUNIT_EXPECT_PTR_EQ(test, memscan(buf, 2, sizeof(buf)), buf + 64);
}

static const struct {
	const char *pat, *str;
	bool match;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "*", "anything", true },
	{ "a*c", "abbbc", true },
	{ "a*c", "abbbd", false },
	{ "a?c", "abc", true },
	{ "a?c", "ac", false },
	{ "*.test_*", "suite.test_one", true },
	{ "*a*b*c", "xxaxxbxxbc", true },
	{ "*a*b*c", "xxaxxbxxbcd", false },
	{ "[a-c]x", "bx", true },
	{ "[a-c]x", "dx", false },
	{ "[!a-c]x", "dx", true },
	{ "[]x]", "]", true },
	{ "[ab", "[ab", true },
	{ "\\*", "*", true },
	{ "\\*", "x", false },
	{ "a**b", "ab", true },
};

static void string_globs(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(globs); i++)
		KUNIT_EXPECT_EQ_MSG(test, glob_match(globs[i].pat,
						     globs[i].str),
				    globs[i].match, "%s against %s",
				    globs[i].str, globs[i].pat);
}

static void string_error_pointers(struct kunit *test)
{
	int x;

	KUNIT_EXPECT_TRUE(test, IS_ERR(ERR_PTR(-ENOMEM)));
	KUNIT_EXPECT_TRUE(test, IS_ERR(ERR_PTR(-MAX_ERRNO)));
	KUNIT_EXPECT_FALSE(test, IS_ERR(ERR_PTR(-MAX_ERRNO - 1)));
	KUNIT_EXPECT_FALSE(test, IS_ERR(&x));
	KUNIT_EXPECT_FALSE(test, IS_ERR(NULL));
	KUNIT_EXPECT_TRUE(test, IS_ERR_OR_NULL(NULL));
	KUNIT_EXPECT_EQ(test, PTR_ERR(ERR_PTR(-EIO)), -EIO);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(ERR_PTR(-EIO)), -EIO);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(&x), 0);
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(string_lengths),
	KUNIT_CASE(string_comparisons),
	KUNIT_CASE(string_searches),
	KUNIT_CASE(string_bounded_copies),
	KUNIT_CASE(string_fields),
	KUNIT_CASE(string_memchr_inv),
	KUNIT_CASE(string_globs),
	KUNIT_CASE(string_error_pointers),
	{}
};

static struct kunit_suite string_suite = {
	.name = "string",
	.test_cases = string_cases,
};

kunit_test_suites(&string_suite);
