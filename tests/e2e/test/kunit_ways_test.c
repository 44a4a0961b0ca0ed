// SPDX-License-Identifier: MIT
/*
 * kunit_ways_test.c - a suite that uses what KUnit offers, as one written for
 * Linux would: resources, actions, parameters, stubs, user memory.
 */
#include <kunit/device.h>
#include <kunit/resource.h>
#include <kunit/skbuff.h>
#include <kunit/static_stub.h>
#include <kunit/test-bug.h>
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static int order;

static void count_action(void *ctx)
{
	*(int *)ctx += 1;
}

static void put_number(unsigned long n)
{
	order = order * 10 + (int)n;
}
KUNIT_DEFINE_ACTION_WRAPPER(put_number_action, put_number, unsigned long);

static void actions(struct kunit *test)
{
	static int done;

	done = 0;
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, count_action, &done), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, count_action,
							&done), 0);
	kunit_release_action(test, count_action, &done);
	KUNIT_EXPECT_EQ(test, done, 1);
	kunit_remove_action(test, count_action, &done);
	KUNIT_EXPECT_EQ(test, done, 1);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, put_number_action,
					       (void *)1), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, put_number_action,
					       (void *)2), 0);
}

static void actions_came_last_first(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, order, 21);
}

static int make_page(struct kunit_resource *res, void *context)
{
	res->data = kzalloc(*(size_t *)context, GFP_KERNEL);
	return res->data ? 0 : -ENOMEM;
}

static void free_page_of(struct kunit_resource *res)
{
	kfree(res->data);
	order = 77;
}

static void resources(struct kunit *test)
{
	static struct kunit_resource named;
	size_t size = 100;
	struct kunit_resource *res;
	char *data = kunit_alloc_resource(test, make_page, free_page_of,
					  GFP_KERNEL, &size);

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, data[99], 0);
	res = kunit_find_resource(test, kunit_resource_instance_match, data);
	KUNIT_ASSERT_NOT_NULL(test, res);
	kunit_put_resource(res);
	KUNIT_EXPECT_EQ(test, kunit_add_named_resource(test, NULL, NULL, &named,
						       "it", &order), 0);
	KUNIT_EXPECT_EQ(test, kunit_add_named_resource(test, NULL, NULL, &named,
						       "it", &order), -EEXIST);
	res = kunit_find_named_resource(test, "it");
	KUNIT_ASSERT_PTR_EQ(test, res, &named);
	KUNIT_EXPECT_PTR_EQ(test, res->data, (void *)&order);
	kunit_put_resource(res);
	KUNIT_EXPECT_EQ(test, kunit_destroy_named_resource(test, "it"), 0);
	KUNIT_EXPECT_NULL(test, kunit_find_named_resource(test, "it"));
	KUNIT_EXPECT_EQ(test, kunit_destroy_resource(test,
			kunit_resource_instance_match, data), 0);
	KUNIT_EXPECT_EQ(test, order, 77);
}

static noinline int sensor(int nr)
{
	KUNIT_STATIC_STUB_REDIRECT(sensor, nr);
	return nr;
}

static int fake_sensor(int nr)
{
	return 100 + nr;
}

static void stubs(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sensor(1), 1);
	kunit_activate_static_stub(test, sensor, fake_sensor);
	KUNIT_EXPECT_EQ(test, sensor(1), 101);
	kunit_deactivate_static_stub(test, sensor);
	KUNIT_EXPECT_EQ(test, sensor(1), 1);
	kunit_activate_static_stub(test, sensor, fake_sensor);
}

static void stubs_end_with_their_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sensor(2), 2);
	KUNIT_EXPECT_PTR_EQ(test, kunit_get_current_test(), test);
}

static void user_memory(struct kunit *test)
{
	char *kmem = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	unsigned long user = kunit_vm_mmap(test, NULL, 0, 2 * PAGE_SIZE,
					   PROT_READ | PROT_WRITE | PROT_EXEC,
					   MAP_ANONYMOUS | MAP_PRIVATE, 0);

	KUNIT_ASSERT_NOT_NULL(test, kmem);
	KUNIT_ASSERT_NE_MSG(test, user, 0, "no user memory");
	memset(kmem, 'a', PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, copy_to_user((char __user *)user, kmem, 100), 0);
	KUNIT_EXPECT_EQ(test, put_user('b', (char __user *)user), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(kmem, (char __user *)user, 2), 0);
	KUNIT_EXPECT_MEMEQ(test, kmem, "ba", 2);
}

struct pair {
	const char *name;
	int a, b;
};

static const struct pair pairs[] = { { "small", 1, 2 }, { "large", 100, 200 } };
KUNIT_ARRAY_PARAM_DESC(pair, pairs, name);

static void params(struct kunit *test)
{
	const struct pair *p = test->param_value;

	KUNIT_EXPECT_LT(test, p->a, p->b);
	KUNIT_EXPECT_PTR_EQ(test, p, &pairs[test->param_index]);
}

static void devices_and_packets(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "of-a-test");
	struct sk_buff *skb = kunit_zalloc_skb(test, 40, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_EXPECT_STREQ(test, dev_name(dev), "of-a-test");
	kunit_device_unregister(test, dev);
	dev = kunit_device_register_with_driver(test, "other",
			kunit_driver_create(test, "its-driver"));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	kunit_kfree_skb(test, skb);
	KUNIT_EXPECT_NOT_NULL(test, kunit_zalloc_skb(test, 40, GFP_KERNEL));
}

static void skipped(struct kunit *test)
{
	kunit_skip(test, "for a reason & <more>");
}

static int ways_init(struct kunit *test)
{
	test->priv = kunit_kstrdup(test, "of the test", GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static void priv(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, (char *)test->priv, "of the test");
	kunit_info(test, "said by the test");
}

static struct kunit_case ways_cases[] = {
	KUNIT_CASE(actions),
	KUNIT_CASE(actions_came_last_first),
	KUNIT_CASE(resources),
	KUNIT_CASE(stubs),
	KUNIT_CASE(stubs_end_with_their_test),
	KUNIT_CASE(user_memory),
	KUNIT_CASE_PARAM(params, pair_gen_params),
	KUNIT_CASE(devices_and_packets),
	KUNIT_CASE_SLOW(skipped),
	KUNIT_CASE(priv),
	{}
};

static struct kunit_suite ways_suite = {
	.name = "ways",
	.init = ways_init,
	.test_cases = ways_cases,
};

kunit_test_suites(&ways_suite);
MODULE_LICENSE("Dual MIT/GPL");
