/* SPDX-License-Identifier: MIT */
/*
 * skb_test.c - structs, their ends, clones and queues.
 */
#include "net_test.h"

static void alloc_and_free(struct kunit *test)
{
	unsigned long live = skb_nr_live();
	struct sk_buff *skb = alloc_skb(1500, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live + 1);
	KUNIT_EXPECT_EQ(test, skb->len, 0);
	KUNIT_EXPECT_EQ(test, skb_headroom(skb), 0);
	KUNIT_EXPECT_GE(test, skb_tailroom(skb), 1500);
	KUNIT_EXPECT_EQ(test, refcount_read(&skb->users), 1);
	KUNIT_EXPECT_NULL(test, memchr_inv(skb->cb, 0, sizeof(skb->cb)));
	KUNIT_EXPECT_EQ(test, atomic_read(&skb_shinfo(skb)->dataref), 1);
	KUNIT_EXPECT_FALSE(test, skb_mac_header_was_set(skb));
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live);
}

static void put_push_pull_trim(struct kunit *test)
{
	struct sk_buff *skb = test_skb(test, 100, 0);

	KUNIT_EXPECT_EQ(test, skb->len, 100);
	KUNIT_EXPECT_PTR_EQ(test, skb_pull(skb, 20), skb->data);
	KUNIT_EXPECT_EQ(test, skb->len, 80);
	KUNIT_EXPECT_EQ(test, skb->data[0], 20);
	skb_push(skb, 4);
	KUNIT_EXPECT_EQ(test, skb->data[0], 16);
	skb_trim(skb, 10);
	KUNIT_EXPECT_EQ(test, skb->len, 10);
	KUNIT_EXPECT_PTR_EQ(test, skb_tail_pointer(skb), skb->data + 10);
	KUNIT_EXPECT_NULL(test, skb_pull(skb, 11));
	skb_put_u8(skb, 7);
	KUNIT_EXPECT_EQ(test, skb->data[10], 7);
	kfree_skb(skb);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(alloc_and_free),
	KUNIT_CASE(put_push_pull_trim),
	{}
};

static struct kunit_suite suite = {
	.name = "skb",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
