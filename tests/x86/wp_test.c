/* SPDX-License-Identifier: MIT */
/*
 * wp_test.c - a CPU that ignores write protection in kernel mode.
 *
 *			page is shared, or read-only
 *	CR0.WP on	a store traps: the fault copies the page, or refuses
 *	CR0.WP off	a store goes through, into what others see
 *	... and pinned	copy_to_user() asks the tables first: as with WP on
 *
 * Each test turns WP off by itself; booted with wp=off it is off already and
 * stays so.
 */
#include "../user_mm.h"
#include "../../ports/x86/x86.h"

#define CR0_WP	0x10000ul

static unsigned long read_cr0(void)
{
	unsigned long cr0;

	__asm__ __volatile__("mov %%cr0, %0" : "=r"(cr0));
	return cr0;
}

static void write_cr0(unsigned long cr0)
{
	__asm__ __volatile__("mov %0, %%cr0" : : "r"(cr0) : "memory");
}

/* One byte by a plain store, with WP as given. Bytes not stored. */
static unsigned long store(struct user_mm *u, char c, bool wp)
{
	unsigned long cr0 = read_cr0(), left;

	write_cr0(wp ? cr0 | CR0_WP : cr0 & ~CR0_WP);
	left = arch_copy_user((__force void *)user_mm_ptr(u, 0), &c, 1);
	write_cr0(cr0);
	return left;
}

/* The same by copy_to_user() in pinned mode, WP off. */
static unsigned long copy_pinned(struct user_mm *u, char c)
{
	const enum uaccess_mode mode = uaccess_set_mode(UACCESS_PINNED);
	unsigned long cr0 = read_cr0(), left;

	write_cr0(cr0 & ~CR0_WP);
	left = copy_to_user(user_mm_ptr(u, 0), &c, 1);
	write_cr0(cr0);
	uaccess_set_mode(mode);
	return left;
}

static char byte_of(struct mm_struct *mm, unsigned long addr)
{
	char c = '?';

	access_process_vm(mm, addr, &c, 1, FOLL_FORCE);
	return c;
}

/* A page that holds 'A', shared with @child as after fork(2). */
static struct mm_struct *share(struct kunit *test, struct user_mm *u)
{
	struct mm_struct *child;

	user_mm_enter(test, u, "w");
	user_mm_poke(u, u->base, "A", 1);
	child = mm_alloc();
	KUNIT_EXPECT_NOT_NULL(test, child);
	KUNIT_EXPECT_EQ(test, dup_mmap(child, u->mm), 0);
	return child;
}

static void expect_bytes(struct kunit *test, struct user_mm *u,
			 struct mm_struct *child, const char *want)
{
	KUNIT_EXPECT_EQ(test, byte_of(u->mm, u->base), want[0]);
	KUNIT_EXPECT_EQ(test, byte_of(child, u->base), want[1]);
}

static void shared_page(struct kunit *test)
{
	struct user_mm u;
	struct mm_struct *child = share(test, &u);

	/* What would have happened: the child sees its parent's store. */
	KUNIT_EXPECT_EQ(test, store(&u, 'X', false), 0ul);
	expect_bytes(test, &u, child, "XX");
	/* Nobody has a copy yet: the same page, the right way. */
	KUNIT_EXPECT_EQ(test, copy_pinned(&u, 'B'), 0ul);
	expect_bytes(test, &u, child, "BX");
	mmput(child);
	user_mm_leave(&u);
}

static void shared_page_protected(struct kunit *test)
{
	struct user_mm u;
	struct mm_struct *child = share(test, &u);

	KUNIT_EXPECT_EQ(test, store(&u, 'B', true), 0ul);
	expect_bytes(test, &u, child, "BA");
	mmput(child);
	user_mm_leave(&u);
}

static void read_only_page(struct kunit *test)
{
	struct user_mm u;

	user_mm_enter(test, &u, "r");
	user_mm_poke(&u, u.base, "A", 1);
	KUNIT_EXPECT_EQ(test, store(&u, 'B', true), 1ul);
	KUNIT_EXPECT_EQ(test, copy_pinned(&u, 'B'), 1ul);
	KUNIT_EXPECT_EQ(test, byte_of(u.mm, u.base), 'A');
	/* And what would have happened. */
	KUNIT_EXPECT_EQ(test, store(&u, 'X', false), 0ul);
	KUNIT_EXPECT_EQ(test, byte_of(u.mm, u.base), 'X');
	user_mm_leave(&u);
}

static void boot_option(struct kunit *test)
{
	const bool off = boot_info.options.wp_off;

	KUNIT_EXPECT_EQ(test, !(read_cr0() & CR0_WP), off);
	if (off)
		KUNIT_EXPECT_EQ(test, (int)octavo_uaccess_mode,
				(int)UACCESS_PINNED);
}

static struct kunit_case wp_cases[] = {
	KUNIT_CASE(shared_page),
	KUNIT_CASE(shared_page_protected),
	KUNIT_CASE(read_only_page),
	KUNIT_CASE(boot_option),
	{ }
};

static struct kunit_suite wp_suite = {
	.name = "x86_wp",
	.test_cases = wp_cases,
};
kunit_test_suite(wp_suite);
