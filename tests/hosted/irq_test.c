/* SPDX-License-Identifier: MIT */
/*
 * irq_test.c - the imitated interrupt state is stricter than a CPU's flag.
 */
#include <kunit/test.h>
#include <octavo/port.h>

static void irqs_out_of_order(struct kunit *test)
{
	unsigned long outer = arch_irq_save();

	(void)arch_irq_save();
	octavo_report_expect(1);
	arch_irq_restore(outer);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0ul);
	KUNIT_EXPECT_FALSE(test, arch_irqs_disabled());
}

static struct kunit_case cases[] = {
	KUNIT_CASE(irqs_out_of_order),
	{}
};

static struct kunit_suite suite = { .name = "hosted_irq", .test_cases = cases };

kunit_test_suite(suite);
