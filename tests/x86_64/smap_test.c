/* SPDX-License-Identifier: MIT */
/*
 * smap_test.c - the kernel reaches user memory by the user access calls only.
 *
 *	load, store		  a stray access: the CPU refuses it
 *	STAC load, store CLAC	  a user access: it succeeds
 *
 * The stray ones here have an entry in the exception table, so that the test
 * goes on behind them; without one they end in an oops (payload/crash.c).
 * A CPU without SMAP lets them through: the tests are skipped there.
 */
#include <kunit/test.h>
#include <octavo/extable.h>
#include <octavo/uaccess.h>
#include <octavo/vmstat.h>
#include "../user_mm.h"
#include "../../ports/x86/x86.h"

#define FLAGS_AC	0x40000ul

static unsigned long flags_now(void)
{
	unsigned long flags;

	__asm__ __volatile__("pushfq\n\tpopq %0" : "=r"(flags) : : "memory");
	return flags;
}

/* As a kernel with a bug would do it. Did the access succeed? */
static noinline bool stray_load(unsigned long addr, u32 *val)
{
	bool done = true;

	__asm__ __volatile__("1:	movl (%[p]), %k[v]\n"
			     "2:\n"
			     ".pushsection .text.fixup, \"ax\", @progbits\n"
			     "3:	movb $0, %[done]\n"
			     "	jmp 2b\n"
			     ".popsection\n"
			     _ASM_EXTABLE(1b, 3b)
			     : [v] "=&r"(*val), [done] "+q"(done)
			     : [p] "r"(addr) : "memory");
	return done;
}

static noinline bool stray_store(unsigned long addr, u32 val)
{
	bool done = true;

	__asm__ __volatile__("1:	movl %k[v], (%[p])\n"
			     "2:\n"
			     ".pushsection .text.fixup, \"ax\", @progbits\n"
			     "3:	movb $0, %[done]\n"
			     "	jmp 2b\n"
			     ".popsection\n"
			     _ASM_EXTABLE(1b, 3b)
			     : [done] "+q"(done)
			     : [v] "r"(val), [p] "r"(addr) : "memory");
	return done;
}

static void stray_access_traps(struct kunit *test)
{
	struct user_mm u;
	u32 val = 0;

	if (!x86_features.smap)
		kunit_skip(test, "no SMAP");
	user_mm_enter(test, &u, "w");
	KUNIT_EXPECT_EQ(test, put_user(0x1234u, (u32 __user *)u.base), 0);
	KUNIT_EXPECT_FALSE(test, stray_load(u.base, &val));
	KUNIT_EXPECT_FALSE(test, stray_store(u.base, 0x5678));
	KUNIT_EXPECT_EQ(test, get_user(val, (u32 __user *)u.base), 0);
	KUNIT_EXPECT_EQ(test, val, 0x1234u);
	user_mm_leave(&u);
}

/* The same stores and loads at kernel addresses succeed: what refuses them
 * above is the kind of page. */
static void kernel_memory_does_not(struct kunit *test)
{
	u32 word = 1, val = 0;

	KUNIT_EXPECT_TRUE(test, stray_store((unsigned long)&word, 7));
	KUNIT_EXPECT_TRUE(test, stray_load((unsigned long)&word, &val));
	KUNIT_EXPECT_EQ(test, val, 7u);
}

/* A page that is absent is not brought in for a stray access either. */
static void stray_access_gets_no_page(struct kunit *test)
{
	struct user_mm u;
	u32 val = 0;

	if (!x86_features.smap)
		kunit_skip(test, "no SMAP");
	user_mm_enter(test, &u, "w");
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, u.base + PAGE_SIZE, 1,
					    PROT_READ | PROT_WRITE));
	KUNIT_EXPECT_FALSE(test, stray_load(u.base + PAGE_SIZE, &val));
	user_mm_leave(&u);
}

/* Each way in and out of user memory, successful and not. */
static void use_every_way(struct user_mm *u)
{
	char __user *good = user_mm_ptr(u, 0);
	char __user *bad = user_mm_ptr(u, PAGE_SIZE);
	char buf[700] = { 0 };
	u64 __maybe_unused val;

	for (int i = 0; i < 2; i++) {
		char __user *p = i ? bad : good;

		(void)put_user(1, p);
		(void)put_user(1ul, (unsigned long __user *)p);
		(void)get_user(val, (u64 __user *)p);
		(void)!copy_to_user(p, buf, 24);
		(void)!copy_from_user(buf, p, 24);
		(void)!copy_to_user(p, buf, sizeof(buf));
		(void)!copy_from_user(buf, p, sizeof(buf));
		(void)!clear_user(p, sizeof(buf));
		(void)!clear_user(p, 5);
		(void)strnlen_user(p, 100);
		(void)strncpy_from_user(buf, p, 100);
	}
}

static void access_is_closed_again(struct kunit *test)
{
	struct user_mm u;
	u32 val;

	user_mm_enter(test, &u, "w.");
	KUNIT_EXPECT_EQ(test, flags_now() & FLAGS_AC, 0ul);
	use_every_way(&u);
	KUNIT_EXPECT_EQ(test, flags_now() & FLAGS_AC, 0ul);
	if (x86_features.smap)
		KUNIT_EXPECT_FALSE(test, stray_load(u.base, &val));
	user_mm_leave(&u);
}

static void cpu_has_it_on(void *arg, unsigned int cpu)
{
	struct kunit *test = arg;
	unsigned long cr4, cr0;

	__asm__ __volatile__("mov %%cr4, %0" : "=r"(cr4));
	__asm__ __volatile__("mov %%cr0, %0" : "=r"(cr0));
	KUNIT_EXPECT_EQ(test, cr4 >> 20 & 1, (unsigned long)x86_features.smep);
	KUNIT_EXPECT_EQ(test, cr4 >> 21 & 1, (unsigned long)x86_features.smap);
	KUNIT_EXPECT_EQ(test, cr0 >> 16 & 1, 1ul);
	KUNIT_EXPECT_EQ(test, flags_now() & FLAGS_AC, 0ul);
}

static void on_every_cpu(struct kunit *test)
{
	arch_run_on_cpus(nr_cpu_ids, cpu_has_it_on, test);
}

static struct kunit_case smap_cases[] = {
	KUNIT_CASE(stray_access_traps),
	KUNIT_CASE(kernel_memory_does_not),
	KUNIT_CASE(stray_access_gets_no_page),
	KUNIT_CASE(access_is_closed_again),
	KUNIT_CASE(on_every_cpu),
	{ }
};

static struct kunit_suite smap_suite = {
	.name = "x86_64_smap",
	.test_cases = smap_cases,
};
kunit_test_suite(smap_suite);
