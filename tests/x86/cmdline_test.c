/* SPDX-License-Identifier: MIT */
/*
 * cmdline_test.c - the boot options, right and wrong.
 */
#include <kunit/test.h>
#include <octavo/gfp.h>
#include "../../ports/x86/x86.h"

struct parsed {
	struct cmdline cl;
	struct boot_options o;
	const char *why;
	const char *words[64];
	char text[256];
};

static struct parsed *parse(struct kunit *test, const char *text)
{
	struct parsed *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_LT(test, strlen(text) / 2 + 4, ARRAY_SIZE(p->words));
	strscpy(p->text, text, sizeof(p->text));
	p->cl.text = p->text;
	p->cl.words = p->words;
	p->why = cmdline_parse(&p->cl, &p->o);
	return p;
}

static void expect_words(struct kunit *test, const char *const *words,
			 const char *const *want)
{
	for (; *want; want++, words++) {
		KUNIT_ASSERT_NOT_NULL(test, *words);
		KUNIT_EXPECT_STREQ(test, *words, *want);
	}
	KUNIT_EXPECT_NULL(test, *words);
}

#define EXPECT_WORDS(test, words, ...)					\
	expect_words(test, words, (const char *const[]){ __VA_ARGS__ __VA_OPT__(,) NULL })

static void nothing(struct kunit *test)
{
	const struct parsed *p = parse(test, "  ");

	KUNIT_EXPECT_NULL(test, p->why);
	EXPECT_WORDS(test, p->o.envp);
	EXPECT_WORDS(test, p->o.argv);
	KUNIT_EXPECT_FALSE(test, p->o.stats || p->o.link || p->o.pinned ||
				 p->o.wp_off || p->o.list);
}

static void all_options(struct kunit *test)
{
	const struct parsed *p = parse(test,
		"mem=64M lowmem=1g cpus=4 uaccess=pinned wp=off stats "
		"link=ttyS1 filter=vm.* seed=0x12 list PATH=/bin _A1=");

	KUNIT_EXPECT_NULL(test, p->why);
	KUNIT_EXPECT_EQ(test, p->o.mem, 64ull << 20);
	KUNIT_EXPECT_EQ(test, p->o.lowmem, 1ull << 30);
	KUNIT_EXPECT_EQ(test, p->o.cpus, 4);
	KUNIT_EXPECT_TRUE(test, p->o.pinned && p->o.wp_off && p->o.stats &&
				p->o.link && p->o.list);
	KUNIT_EXPECT_STREQ(test, p->o.filter, "vm.*");
	KUNIT_EXPECT_EQ(test, p->o.seed, 0x12);
	EXPECT_WORDS(test, p->o.envp, "PATH=/bin", "_A1=");
	EXPECT_WORDS(test, p->o.argv);
}

static void program(struct kunit *test)
{
	const struct parsed *p = parse(test,
		"stats HOME=/ -- busybox echo -- stats A=b mem=0");

	KUNIT_EXPECT_NULL(test, p->why);
	EXPECT_WORDS(test, p->o.envp, "HOME=/");
	EXPECT_WORDS(test, p->o.argv, "busybox", "echo", "--", "stats", "A=b",
		     "mem=0");
}

static void quoting(struct kunit *test)
{
	const struct parsed *p = parse(test,
		"A=\"two words\" -- a\\ b \"c \\\" d\" \"\" e\"f g\"h \\\\ "
		"\\-- \"tab\there\"\t\n last");

	KUNIT_EXPECT_NULL(test, p->why);
	EXPECT_WORDS(test, p->o.envp, "A=two words");
	EXPECT_WORDS(test, p->o.argv, "a b", "c \" d", "", "ef gh", "\\", "--",
		     "tab\there", "last");
}

/* Every byte that can be in an argument can be passed. */
static void every_byte(struct kunit *test)
{
	char text[16] = "-- ";

	for (unsigned int c = 1; c < 256; c++) {
		const struct parsed *p;

		text[3] = '\\';
		text[4] = (char)c;
		p = parse(test, text);
		KUNIT_EXPECT_NULL(test, p->why);
		KUNIT_ASSERT_NOT_NULL(test, p->o.argv[0]);
		KUNIT_EXPECT_EQ(test, (u8)p->o.argv[0][0], c);
		KUNIT_EXPECT_EQ(test, p->o.argv[0][1], 0);
		KUNIT_EXPECT_NULL(test, p->o.argv[1]);
		kunit_kfree(test, p);
	}
}

struct wrong {
	const char *text, *why;
};

static const struct wrong wrongs[] = {
	{ "bogus", "unknown boot option: 'bogus'" },
	{ "bogus=1", "unknown boot option: 'bogus=1'" },
	{ "me=1M", "unknown boot option: 'me=1M'" },
	{ "memory=1M", "unknown boot option: 'memory=1M'" },
	{ "mem", "unknown boot option: 'mem'" },
	{ "stats=1", "unknown boot option: 'stats=1'" },
	{ "1A=b", "unknown boot option: '1A=b'" },
	{ "=", "unknown boot option: '='" },
	{ "\"\"", "unknown boot option: ''" },
	{ "stats -", "unknown boot option: '-'" },
	{ "mem=", "boot option mem= wants a size such as 64M, not ''" },
	{ "mem=0", "boot option mem= wants a size such as 64M, not '0'" },
	{ "mem=1T", "boot option mem= wants a size such as 64M, not '1T'" },
	{ "mem=M", "boot option mem= wants a size such as 64M, not 'M'" },
	{ "mem=-1M", "boot option mem= wants a size such as 64M, not '-1M'" },
	{ "mem=99999999999G",
	  "boot option mem= wants a size such as 64M, not '99999999999G'" },
	{ "lowmem=1MB", "boot option lowmem= wants a size such as 64M, not '1MB'" },
	{ "cpus=0", "boot option cpus= wants 1 to 32, not '0'" },
	{ "cpus=33", "boot option cpus= wants 1 to 32, not '33'" },
	{ "cpus=x", "boot option cpus= wants 1 to 32, not 'x'" },
	{ "uaccess=fast", "boot option uaccess= wants direct or pinned, not 'fast'" },
	{ "wp=maybe", "boot option wp= wants on or off, not 'maybe'" },
	{ "link=ttyS0", "boot option link= wants ttyS1, not 'ttyS0'" },
	{ "seed=1x", "boot option seed= wants a number, not '1x'" },
	{ "-- a \"b", "the command line ends within quotes" },
	{ "-- a b\\", "the command line ends with a backslash" },
	{ "\"stats", "the command line ends within quotes" },
};

static void wrong(struct kunit *test)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(wrongs); i++) {
		const struct parsed *p = parse(test, wrongs[i].text);

		KUNIT_ASSERT_NOT_NULL_MSG(test, p->why, "%s", wrongs[i].text);
		KUNIT_EXPECT_STREQ(test, p->why, wrongs[i].why);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(nothing),
	KUNIT_CASE(all_options),
	KUNIT_CASE(program),
	KUNIT_CASE(quoting),
	KUNIT_CASE(every_byte),
	KUNIT_CASE(wrong),
	{}
};

static struct kunit_suite suite = { .name = "cmdline", .test_cases = cases };

kunit_test_suite(suite);
