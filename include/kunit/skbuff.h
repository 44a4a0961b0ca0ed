/* SPDX-License-Identifier: MIT */
/*
 * kunit/skbuff.h - packets that a test gives back when it ends.
 */
#ifndef KUNIT_SKBUFF_H
#define KUNIT_SKBUFF_H

#include <kunit/test.h>
#include <octavo/skbuff.h>

static inline void kunit_action_kfree_skb(void *skb)
{
	kfree_skb(skb);
}

/* A packet with @len cleared bytes of room, until the end of @test; or NULL. */
static inline struct sk_buff *kunit_zalloc_skb(struct kunit *test, int len,
					       gfp_t gfp)
{
	struct sk_buff *skb = alloc_skb((unsigned int)len, gfp | __GFP_ZERO);

	if (!skb || skb_pad(skb, len))
		return NULL;
	if (kunit_add_action_or_reset(test, kunit_action_kfree_skb, skb))
		return NULL;
	return skb;
}

/* Give it back before. */
static inline void kunit_kfree_skb(struct kunit *test, struct sk_buff *skb)
{
	if (skb)
		kunit_release_action(test, kunit_action_kfree_skb, skb);
}

#endif
