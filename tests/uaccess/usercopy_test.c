/* SPDX-License-Identifier: MIT */
/*
 * usercopy_test.c - checks of a user copy: the range, the size, the kernel's
 * object; and the exception table.
 */
#include <octavo/extable.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include "../user_mm.h"

static void expect_report(struct kunit *test, const char *glob)
{
	KUNIT_EXPECT_TRUE_MSG(test, glob_match(glob, octavo_last_report()),
			      "last report: %s", octavo_last_report());
}

/* Hide a value from the compiler. */
#define HIDE(x)							\
	({							\
		__auto_type hidden = (x);			\
		__asm__("" : "+r"(hidden));			\
		hidden;						\
	})

/* ---- the range ---------------------------------------------------------- */

static void range_arithmetic(struct kunit *test)
{
	static const struct {
		unsigned long addr, size;
		bool ok;
	} cases[] = {
		{ 0, 0, true },
		{ 0, 1, true },		/* what is mapped is not asked */
		{ 0, TASK_SIZE, true },
		{ 0, TASK_SIZE + 1, false },
		{ 1, TASK_SIZE, false },
		{ TASK_SIZE - 1, 0, true },
		{ TASK_SIZE - 1, 1, true },
		{ TASK_SIZE - 1, 2, false },
		{ TASK_SIZE, 0, true },
		{ TASK_SIZE, 1, false },
		{ TASK_SIZE + 1, 0, false },
		{ 0x1000, -1ul, false },
		{ 0x1000, -0x1000ul, false },
		{ 0x1000, -0x800ul, false },
		{ -1ul, 0, false },
		{ -1ul, 1, false },
		{ -1ul, 2, false },
		{ -1ul, -1ul, false },
		{ -4096ul, 4096, false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    access_ok(cases[i].addr, cases[i].size),
				    cases[i].ok, "%lx + %lx", cases[i].addr,
				    cases[i].size);
}

static void kernel_addresses(struct kunit *test)
{
	unsigned long victim = 0x1111, n = HIDE(sizeof(victim));
	void __user *bad = (void __user *)&victim;
	char buf[16];
	int val = 5;

	memset(buf, 7, sizeof(buf));
	KUNIT_EXPECT_EQ(test, copy_to_user(bad, buf, n), n);
	KUNIT_EXPECT_EQ(test, copy_to_user(bad, buf, 8), 8);
	KUNIT_EXPECT_EQ(test, clear_user(bad, n), n);
	KUNIT_EXPECT_EQ(test, put_user(5, (int __user *)bad), -EFAULT);
	KUNIT_EXPECT_EQ(test, victim, 0x1111);
	KUNIT_EXPECT_EQ(test, get_user(val, (int __user *)bad), -EFAULT);
	KUNIT_EXPECT_EQ(test, val, 0);
	KUNIT_EXPECT_EQ(test, strnlen_user(bad, 4), 0);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, bad, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(bad, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, copy_to_user_nofault(bad, buf, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, copy_from_user_nofault(buf, bad, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, buf[0], 7);
}

/* A failed range check clears the whole destination, a short read the rest. */
static void failed_range_zeroes(struct kunit *test)
{
	char buf[40];

	memset(buf, 7, sizeof(buf));
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, (void __user *)TASK_SIZE,
					     HIDE(32ul)), 32);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf, 0, 32));
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 32, 7, 8));
	memset(buf, 7, sizeof(buf));
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, (void __user *)(TASK_SIZE - 4),
					     8), 8);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf, 0, 8));
	KUNIT_EXPECT_EQ(test, buf[8], 7);
}

static void no_address_space(struct kunit *test)
{
	char buf[40] = { 1 };
	void __user *p = (void __user *)HIDE(0x100000ul);

	KUNIT_ASSERT_NULL(test, current->mm);
	KUNIT_EXPECT_EQ(test, copy_to_user(p, buf, 40), 40);
	KUNIT_EXPECT_EQ(test, copy_to_user(p, buf, HIDE(40ul)), 40);
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, NULL, 40), 40);
	KUNIT_EXPECT_EQ(test, put_user(1, (u64 __user *)p), -EFAULT);
	KUNIT_EXPECT_EQ(test, strnlen_user(p, 100), 0);
	uaccess_set_mode(UACCESS_PINNED);
	KUNIT_EXPECT_EQ(test, copy_to_user(p, buf, 40), 40);
	KUNIT_EXPECT_EQ(test, clear_user(p, 40), 40);
	KUNIT_EXPECT_EQ(test, put_user(1, (u64 __user *)p), -EFAULT);
	KUNIT_EXPECT_EQ(test, strnlen_user(p, 100), 0);
	uaccess_set_mode(UACCESS_DIRECT);
}

/* ---- the size ------------------------------------------------------------- */

static void negative_size(struct kunit *test)
{
	char *buf = kunit_kzalloc(test, 64, GFP_KERNEL);
	void __user *p = (void __user *)0x100000ul;
	unsigned long n = HIDE(-5ul);

	octavo_report_expect(4);
	KUNIT_EXPECT_EQ(test, copy_to_user(p, buf, n), n);
	expect_report(test, "usercopy: size -5 is negative");
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, p, n), n);
	KUNIT_EXPECT_EQ(test, clear_user(p, n), n);
	KUNIT_EXPECT_EQ(test, copy_from_user(HIDE(buf), p, -1ul), -1ul);
	expect_report(test, "usercopy: size -1 is negative");
	KUNIT_EXPECT_NULL(test, memchr_inv(buf, 0, 64));
}

static void longer_than_the_array(struct kunit *test)
{
	char buf[8] = { 1 };
	void __user *p = (void __user *)0x100000ul;

	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, copy_to_user(p, buf, HIDE(16ul)), 16);
	expect_report(test, "usercopy: 16 bytes of an object of 8");
}

/* ---- the kernel's object ---------------------------------------------------- */

static bool passes(const void *p, unsigned long n)
{
	return check_object_size(p, HIDE(n), true);
}

static void object_good(struct kunit *test)
{
	static char in_data[32];
	char on_stack[32];
	char *p = kunit_kmalloc(test, 64, GFP_KERNEL);
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	char *big = page_address(page);

	KUNIT_EXPECT_TRUE(test, passes(in_data, 32));
	KUNIT_EXPECT_TRUE(test, passes(on_stack, 32));
	KUNIT_EXPECT_TRUE(test, passes(p, 64));
	KUNIT_EXPECT_TRUE(test, passes(p + 63, 1));
	KUNIT_EXPECT_TRUE(test, passes(p + 10, 54));
	KUNIT_EXPECT_TRUE(test, passes(big, 2 * PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, passes(big + PAGE_SIZE + 1, PAGE_SIZE - 1));
	KUNIT_EXPECT_TRUE(test, passes(NULL, 0));
	__free_pages(page, 1);
}

static void expect_refused(struct kunit *test, const void *p, unsigned long n,
			   const char *why)
{
	octavo_report_expect(1);
	KUNIT_EXPECT_FALSE_MSG(test, passes(p, n), "%s", why);
	KUNIT_EXPECT_EQ_MSG(test, octavo_report_expect(0), 0, "%s", why);
	expect_report(test, why);
}

static void object_bad_address(struct kunit *test)
{
	expect_refused(test, NULL, 1,
		       "usercopy: 1 bytes from kernel address *: not within a null pointer");
	expect_refused(test, ZERO_SIZE_PTR, 1, "*a null pointer");
	expect_refused(test, (void *)-8ul, 16, "*the end of the address space");
	expect_refused(test, (void *)0x100000ul, 16, "*user memory");
	expect_refused(test, (void *)(TASK_SIZE - 1), 16, "*user memory");
}

static void object_slab(struct kunit *test)
{
	char *p = kunit_kmalloc(test, 64, GFP_KERNEL);

	expect_refused(test, p, 65, "usercopy: 65 bytes from kernel address *");
	expect_refused(test, p + 60, 5, "usercopy: 5 bytes from kernel address *");
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, copy_from_user(p, (void __user *)0x100000ul,
					     HIDE(65ul)), 65);
	expect_report(test, "usercopy: 65 bytes to kernel address *");
}

static void object_pages(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	char *p = page_address(page);

	expect_refused(test, p, 2 * PAGE_SIZE + 1, "*a compound page");
	expect_refused(test, p + PAGE_SIZE, PAGE_SIZE + 1, "*a compound page");
	__free_pages(page, 1);
	expect_refused(test, p, 8, "*a free page");

	/* As if the second had been free by itself before. */
	page = alloc_pages(GFP_KERNEL, 1);
	SetPageFree(page + 1);
	p = page_address(page);
	KUNIT_EXPECT_TRUE(test, passes(p + PAGE_SIZE - 8, 16));
	__free_pages(page, 1);

	page = alloc_pages(GFP_KERNEL, 1);
	split_page(page, 1);
	p = page_address(page);
	__free_page(page + 1);
	KUNIT_EXPECT_TRUE(test, passes(p, PAGE_SIZE));
	expect_refused(test, p + 1, PAGE_SIZE, "*a free page");
	__free_page(page);
}

static void object_window(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	char *p = kmap_local_page(page);

	if (PageHighMem(page)) {
		KUNIT_EXPECT_TRUE(test, passes(p + 4000, 96));
		expect_refused(test, p + 4000, 97, "*a kmap window");
	}
	kunmap_local(p);
	__free_page(page);
}

/* ---- the exception table ---------------------------------------------------- */

extern const struct exception_table_entry __start_ex_table[]
	__attribute__((__visibility__("hidden")));
extern const struct exception_table_entry __stop_ex_table[]
	__attribute__((__visibility__("hidden")));

static void every_entry_is_found(struct kunit *test)
{
	const struct exception_table_entry *e;
	unsigned long before = 0;

	KUNIT_EXPECT_GT(test, __stop_ex_table - __start_ex_table, 50);
	for (e = __start_ex_table; e < __stop_ex_table; e++) {
		KUNIT_ASSERT_GT(test, ex_insn(e), before);
		before = ex_insn(e);
		KUNIT_ASSERT_EQ(test, search_exception_tables(before),
				ex_fixup(e));
	}
}

static void others_are_not_found(struct kunit *test)
{
	unsigned long first = ex_insn(__start_ex_table);
	unsigned long last = ex_insn(HIDE(&__stop_ex_table[0]) - 1);

	KUNIT_EXPECT_EQ(test, search_exception_tables(0), 0);
	KUNIT_EXPECT_EQ(test, search_exception_tables(-1ul), 0);
	KUNIT_EXPECT_EQ(test, search_exception_tables(first - 1), 0);
	KUNIT_EXPECT_EQ(test, search_exception_tables(last + 1), 0);
	KUNIT_EXPECT_EQ(test, search_exception_tables(
				(unsigned long)others_are_not_found), 0);
}

static void kernel_nofault(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	void *window = kmap_local_page(page);
	u64 from = 0x1234, to = 0;

	kunmap_local(window);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&to, &from, 8), 0);
	KUNIT_EXPECT_EQ(test, to, 0x1234);
	if (PageHighMem(page))
		KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&to, window, 8),
				-EFAULT);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&to, NULL, 8), -ERANGE);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&to, (void *)-4ul, 8),
			-ERANGE);
	__free_page(page);
}

static struct kunit_case usercopy_cases[] = {
	KUNIT_CASE(range_arithmetic),
	KUNIT_CASE(kernel_addresses),
	KUNIT_CASE(failed_range_zeroes),
	KUNIT_CASE(no_address_space),
	KUNIT_CASE(negative_size),
	KUNIT_CASE(longer_than_the_array),
	KUNIT_CASE(object_good),
	KUNIT_CASE(object_bad_address),
	KUNIT_CASE(object_slab),
	KUNIT_CASE(object_pages),
	KUNIT_CASE(object_window),
	KUNIT_CASE(every_entry_is_found),
	KUNIT_CASE(others_are_not_found),
	KUNIT_CASE(kernel_nofault),
	{}
};

static struct kunit_suite usercopy_suite = {
	.name = "usercopy",
	.test_cases = usercopy_cases,
};

kunit_test_suite(usercopy_suite);
