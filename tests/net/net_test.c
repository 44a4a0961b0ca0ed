/* SPDX-License-Identifier: MIT */
/*
 * net_test.c - what the suites of socket buffers share.
 */
#include "net_test.h"

int net_suite_init(struct kunit_suite *suite)
{
	return skb_init();
}

void net_suite_exit(struct kunit_suite *suite)
{
	skb_exit();
}

struct sk_buff *test_skb(struct kunit *test, unsigned int len, u8 first)
{
	struct sk_buff *skb = alloc_skb(TEST_HEADROOM + len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, TEST_HEADROOM);
	for (unsigned int i = 0; i < len; i++)
		skb_put_u8(skb, (u8)(first + i));
	return skb;
}
