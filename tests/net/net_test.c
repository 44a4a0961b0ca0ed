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

/* ---- who is told --------------------------------------------------------- */

static atomic_t nr_owners;

long test_nr_owners(void)
{
	return atomic_read(&nr_owners);
}

static void destroy(struct skb_frag_destructor *d, const struct skb_frag *frag,
		    void *vaddr)
{
	WARN_ON(d->map != (vaddr != NULL));
	WARN_ON(page_count(frag->bv_page) < 1);
	kfree(d);
	atomic_dec(&nr_owners);
}

struct skb_frag_destructor *test_destructor(struct kunit *test, bool map)
{
	struct skb_frag_destructor *d =
		kmalloc(sizeof(*d), GFP_KERNEL | __GFP_NOFAIL);

	d->map = map;
	d->destroy = destroy;
	refcount_set(&d->ref, 1);
	atomic_inc(&nr_owners);
	return d;
}

static void complete(struct sk_buff *skb, struct ubuf_info *uarg, bool success)
{
	if (!refcount_dec_and_test(&uarg->refcnt))
		return;
	kfree(uarg);
	atomic_dec(&nr_owners);
}

struct ubuf_info *test_ubuf(struct kunit *test, u8 flags)
{
	struct ubuf_info *uarg = kmalloc(sizeof(*uarg),
					 GFP_KERNEL | __GFP_NOFAIL);

	uarg->callback = complete;
	uarg->flags = SKBFL_ZEROCOPY_FRAG | flags;
	refcount_set(&uarg->refcnt, 1);
	atomic_inc(&nr_owners);
	return uarg;
}
