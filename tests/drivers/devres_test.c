/* SPDX-License-Identifier: MIT */
/*
 * devres_test.c - platform devices, their drivers, and what goes with them;
 * each allocation failing once.
 */
#include "../kernel/fixture.h"
#include <octavo/devres.h>
#include <octavo/drivers.h>
#include <octavo/err.h>
#include <octavo/fault_inject.h>
#include <octavo/interrupt.h>
#include <octavo/platform_device.h>
#include <octavo/property.h>

#define LINE		5u
#define MAX_POINTS	500ul

static int actions, probes, removes;
static unsigned int order;

static void count_action(void *data)
{
	actions++;
	order = order * 10 + (unsigned int)(unsigned long)data;
}

static irqreturn_t handler(int irq, void *dev_id)
{
	return IRQ_HANDLED;
}

static int toy_probe(struct platform_device *pdev)
{
	u32 val = 0;
	int err;

	if (!devm_kzalloc(&pdev->dev, 100, GFP_KERNEL))
		return -ENOMEM;
	err = devm_add_action_or_reset(&pdev->dev, count_action, (void *)1);
	if (!err)
		err = devm_add_action_or_reset(&pdev->dev, count_action,
					       (void *)2);
	if (!err)
		err = devm_request_irq(&pdev->dev, LINE, handler, 0, NULL,
				       pdev);
	if (err)
		return err;
	if (device_property_read_u32(&pdev->dev, "size", &val) || val != 7)
		return -EINVAL;
	probes++;
	return 0;
}

static void toy_remove(struct platform_device *pdev)
{
	removes++;
}

static struct platform_driver toy = {
	.probe = toy_probe, .remove = toy_remove,
	.driver = { .name = "toy" },
};

static struct platform_device *make_toy(void)
{
	const struct property_entry props[] = {
		PROPERTY_ENTRY_U32("size", 7), { 0 },
	};
	const struct platform_device_info info = {
		.name = "toy", .id = 3, .properties = props,
	};

	return platform_device_register_full(&info);
}

static void goes_with_the_driver(struct kunit *test)
{
	struct platform_device *pdev;

	actions = probes = removes = 0;
	order = 0;
	KUNIT_ASSERT_EQ(test, drivers_init(), 0);
	pdev = make_toy();
	KUNIT_ASSERT_FALSE(test, IS_ERR(pdev));
	KUNIT_ASSERT_EQ(test, __platform_driver_register(&toy, NULL), 0);
	KUNIT_EXPECT_EQ(test, probes, 1);
	KUNIT_EXPECT_STREQ(test, dev_name(&pdev->dev), "toy.3");
	KUNIT_EXPECT_EQ(test, irq_inject_interrupt(LINE), 0);
	KUNIT_EXPECT_EQ(test, __platform_driver_register(&toy, NULL), -EBUSY);
	platform_driver_unregister(&toy);
	KUNIT_EXPECT_EQ(test, removes, 1);
	KUNIT_EXPECT_EQ(test, actions, 2);
	KUNIT_EXPECT_EQ(test, order, 21u);	/* the last one first */
	KUNIT_EXPECT_EQ(test, irq_inject_interrupt(LINE), -EINVAL);
	platform_device_unregister(pdev);
	drivers_exit();
}

static void groups(struct kunit *test)
{
	struct device dev = { 0 };
	void *id;

	device_initialize(&dev);
	order = 0;
	KUNIT_EXPECT_EQ(test, devm_add_action(&dev, count_action, (void *)1), 0);
	id = devres_open_group(&dev, NULL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, id);
	KUNIT_EXPECT_EQ(test, devm_add_action(&dev, count_action, (void *)2), 0);
	devres_close_group(&dev, id);
	KUNIT_EXPECT_EQ(test, devm_add_action(&dev, count_action, (void *)3), 0);
	KUNIT_EXPECT_EQ(test, devres_release_group(&dev, id), 1);
	KUNIT_EXPECT_EQ(test, order, 2u);
	KUNIT_EXPECT_EQ(test, devres_release_all(&dev), 2);
	KUNIT_EXPECT_EQ(test, order, 231u);
}

/* Whatever has no memory, nothing is left. */
static void without_memory(struct kunit *test)
{
	unsigned long nth = 1;

	KUNIT_ASSERT_EQ(test, drivers_init(), 0);
	for (; nth < MAX_POINTS; nth++) {
		struct platform_device *pdev;
		bool failed;
		int err;

		fault_inject_arm(FAULT_SLAB_ALLOC, nth, false);
		pdev = make_toy();
		err = __platform_driver_register(&toy, NULL);
		failed = fault_inject_failed(FAULT_SLAB_ALLOC);
		fault_inject_disarm();
		if (!err)
			platform_driver_unregister(&toy);
		if (!IS_ERR(pdev))
			platform_device_unregister(pdev);
		KUNIT_EXPECT_EQ(test, irq_inject_interrupt(LINE), -EINVAL);
		if (!failed)
			break;
	}
	drivers_exit();
	KUNIT_EXPECT_LT(test, nth, MAX_POINTS);
	KUNIT_EXPECT_GT(test, nth, 10ul);
}

static void kept_out(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, 0, "t", NULL), 0);
	disable_irq(LINE);
	disable_irq(LINE);
	KUNIT_EXPECT_EQ(test, irq_inject_interrupt(LINE), 0);
	enable_irq(LINE);
	enable_irq(LINE);
	free_irq(LINE, NULL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(goes_with_the_driver), KUNIT_CASE(groups),
	KUNIT_CASE(without_memory), KUNIT_CASE(kept_out),
	{}
};

static struct kunit_suite suite = {
	.name = "driver_core", .init = ktest_init, .exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
