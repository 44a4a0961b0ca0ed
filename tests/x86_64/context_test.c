/* SPDX-License-Identifier: MIT */
/*
 * context_test.c - what of user code's registers a context keeps that the
 * kernel's stack does not: the thread pointer.
 */
#include <kunit/test.h>
#include <octavo/gfp.h>
#include <octavo/port.h>

#define STACK_ORDER	2u

static struct arch_context main_context, other_context;
static unsigned long seen;

static void other(void)
{
	for (unsigned long base = 0x1000;; base += 0x1000) {
		arch_set_user_tls(base);
		arch_context_switch(&other_context, &main_context, NULL, 0);
		seen = arch_get_user_tls() - base;
	}
}

static void contexts_keep_the_thread_pointer(struct kunit *test)
{
	const size_t size = PAGE_SIZE << STACK_ORDER;
	void *stack = (void *)__get_free_pages(GFP_KERNEL, STACK_ORDER);
	const unsigned long before = arch_get_user_tls();

	KUNIT_ASSERT_NOT_NULL(test, stack);
	arch_context_init(&other_context, stack, size, other);
	for (unsigned long base = 0x700000; base < 0x708000; base += 0x1000) {
		arch_set_user_tls(base);
		seen = 0;
		arch_context_switch(&main_context, &other_context, stack, size);
		KUNIT_EXPECT_EQ(test, arch_get_user_tls(), base);
		KUNIT_EXPECT_EQ(test, seen, 0ul);
	}
	arch_set_user_tls(before);
	free_pages((unsigned long)stack, STACK_ORDER);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(contexts_keep_the_thread_pointer),
	{ }
};

static struct kunit_suite suite = {
	.name = "x86_64_context", .test_cases = cases,
};

kunit_test_suite(suite);
