/* SPDX-License-Identifier: MIT */
/*
 * skb.c - the socket buffer rows.
 */
#include <octavo/skbuff.h>
#include "bench.h"

#define PACKET		1500
#define NR_FRAGS	4

static void *skb_setup(void)
{
	return skb_init() ? NULL : &skbuff_head_cache;
}

static void skb_teardown(void *arg)
{
	skb_exit();
}

static void skb_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct sk_buff *skb = alloc_skb(PACKET, GFP_KERNEL);

		bench_use(skb);
		kfree_skb(skb);
	}
}

/* With the pages: four of them allocated and put. */
static void skb_frags(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct sk_buff *skb = alloc_skb(PACKET, GFP_KERNEL);

		for (int i = 0; i < NR_FRAGS; i++)
			skb_add_rx_frag(skb, i, alloc_page(GFP_KERNEL), 0,
					PAGE_SIZE, PAGE_SIZE);
		bench_use(skb);
		kfree_skb(skb);
	}
}

static void *clone_setup(void)
{
	return skb_init() ? NULL : alloc_skb(PACKET, GFP_KERNEL);
}

static void clone_teardown(void *arg)
{
	kfree_skb(arg);
	skb_exit();
}

static void skb_clone_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct sk_buff *n = skb_clone(arg, GFP_KERNEL);

		bench_use(n);
		kfree_skb(n);
	}
}

BENCH(skb_pair, .fn = skb_pair, .ops = 100000, .setup = skb_setup,
      .teardown = skb_teardown);
BENCH(skb_clone, .fn = skb_clone_pair, .ops = 100000, .setup = clone_setup,
      .teardown = clone_teardown);
BENCH(skb_frags_4, .fn = skb_frags, .ops = 50000, .setup = skb_setup,
      .teardown = skb_teardown);
