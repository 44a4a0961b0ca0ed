/* SPDX-License-Identifier: MIT */
/*
 * lockcheck_test.c - each mistake with locks is made, and reported with its
 * places.
 *
 * The calls are those that drivers have, with places written out.
 */
#include <kunit/test.h>
#include <octavo/bug.h>
#include <octavo/lockcheck.h>
#include <octavo/string.h>

#define SITE(n, text)							\
	static const struct lock_site site_##n = {			\
		.file = "drv.c", .name = text, .line = n }

SITE(1, "&a");
SITE(2, "&b");
SITE(10, "&a");
SITE(11, "&b");
SITE(20, "&b");
SITE(21, "&a");
SITE(30, "&x->lock");

static struct mutex a, b, c;
static spinlock_t spin;

static int lockcheck_init_test(struct kunit *test)
{
	lockcheck_reset();
	mutex_init(&a);
	mutex_init(&b);
	mutex_init(&c);
	spin_lock_init(&spin);
	return 0;
}

static void lockcheck_exit_test(struct kunit *test)
{
	lockcheck_reset();
}

static void expect_text(struct kunit *test, const char *text)
{
	KUNIT_EXPECT_NOT_NULL(test, strstr(octavo_last_report(), text));
}

static void order(struct kunit *test)
{
	lockcheck_new(&a, &site_1);
	lockcheck_new(&b, &site_2);
	mutex_lock_at(&a, 0, &site_10);
	mutex_lock_at(&b, 0, &site_11);
	mutex_unlock_at(&b, &site_11);
	mutex_unlock_at(&a, &site_10);
	mutex_lock_at(&b, 0, &site_20);
	octavo_report_expect(1);
	mutex_lock_at(&a, 0, &site_21);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "&a (drv.c:21) is taken with &b (drv.c:20) held; before, &b (drv.c:11) was taken with &a (drv.c:10) held");
	mutex_unlock_at(&a, &site_21);
	mutex_unlock_at(&b, &site_20);
}

/* Two of one class, in whatever order. */
static void same_class(struct kunit *test)
{
	lockcheck_new(&a, &site_30);
	lockcheck_new(&b, &site_30);
	lockcheck_new(&c, &site_30);
	mutex_lock_at(&a, 0, &site_10);
	mutex_lock_at(&c, 1, &site_11);	/* said to be meant */
	mutex_unlock_at(&c, &site_11);
	octavo_report_expect(1);
	mutex_lock_at(&b, 0, &site_20);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "of the same kind");
	mutex_unlock_at(&b, &site_20);
	mutex_unlock_at(&a, &site_10);
}

static void deadlock(struct kunit *test)
{
	spin_lock_at(&spin, 0, &site_10);
	octavo_report_expect(1);
	spin_lock_at(&spin, 0, &site_20);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "deadlock: &b (drv.c:20) is taken by who holds it since drv.c:10");
	spin_unlock_at(&spin, &site_20);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&spin));
	spin_unlock_at(&spin, &site_10);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&spin));
}

static void not_held(struct kunit *test)
{
	octavo_report_expect(1);
	mutex_unlock_at(&a, &site_10);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "not held: &a (drv.c:10)");
}

static void left_held(struct kunit *test)
{
	mutex_lock_at(&a, 0, &site_10);
	octavo_report_expect(1);
	lockcheck_leave("the test");
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "left held: the test returns with &a held, taken at drv.c:10");
	mutex_unlock(&a);
}

static void interrupts(struct kunit *test)
{
	unsigned long flags;

	spin_lock_at(&spin, 0, &site_10);
	spin_unlock_at(&spin, &site_10);
	flags = arch_irq_save();
	irq_enter();
	octavo_report_expect(1);
	spin_lock_at(&spin, 0, &site_20);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "interrupts: &b is taken in an interrupt (drv.c:20) and while one may come (drv.c:10)");
	spin_unlock_at(&spin, &site_20);
	irq_exit();
	arch_irq_restore(flags);
}

static void sleeping(struct kunit *test)
{
	spin_lock_at(&spin, 0, &site_10);
	octavo_report_expect(1);
	might_sleep();
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	expect_text(test, "held: &a, taken at drv.c:10");
	spin_unlock_at(&spin, &site_10);
}

/* What is right is not reported. */
static void quiet(struct kunit *test)
{
	const unsigned long before = octavo_report_count();

	for (int i = 0; i < 3; i++) {
		mutex_lock_at(&a, 0, &site_10);
		spin_lock_at(&spin, 0, &site_11);
		KUNIT_EXPECT_TRUE(test, lockcheck_is_held(&spin));
		spin_unlock_at(&spin, &site_11);
		mutex_unlock_at(&a, &site_10);
		KUNIT_EXPECT_TRUE(test, mutex_trylock_at(&a, &site_10));
		mutex_unlock_at(&a, &site_10);
		KUNIT_EXPECT_FALSE(test, lockcheck_is_held(&a));
	}
	KUNIT_EXPECT_EQ(test, octavo_report_count(), before);
}

static struct kunit_case lockcheck_cases[] = {
	KUNIT_CASE(order),
	KUNIT_CASE(same_class),
	KUNIT_CASE(deadlock),
	KUNIT_CASE(not_held),
	KUNIT_CASE(left_held),
	KUNIT_CASE(interrupts),
	KUNIT_CASE(sleeping),
	KUNIT_CASE(quiet),
	{}
};

static struct kunit_suite lockcheck_suite = {
	.name = "lockcheck",
	.init = lockcheck_init_test,
	.exit = lockcheck_exit_test,
	.test_cases = lockcheck_cases,
};

kunit_test_suites(&lockcheck_suite);
