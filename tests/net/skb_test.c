/* SPDX-License-Identifier: MIT */
/*
 * skb_test.c - structs, their ends, their memory, and queues.
 */
#include "net_test.h"

#include <octavo/slab.h>

/* ---- made ---------------------------------------------------------------- */

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
	KUNIT_EXPECT_EQ(test, skb_shinfo(skb)->nr_frags, 0);
	KUNIT_EXPECT_FALSE(test, skb_mac_header_was_set(skb));
	KUNIT_EXPECT_GE(test, skb->truesize, 1500 + sizeof(*skb));
	kfree_skb(skb);
	kfree_skb(NULL);
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live);
}

static void any_size(struct kunit *test)
{
	static const unsigned int sizes[] = { 0, 1, 63, 64, 65, 4000, 100000,
					      1 << 20 };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct sk_buff *skb = alloc_skb(sizes[i], GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, skb);
		memset(skb_put(skb, sizes[i]), 0xa5, sizes[i]);
		KUNIT_EXPECT_EQ(test, atomic_read(&skb_shinfo(skb)->dataref), 1);
		kfree_skb(skb);
	}
	KUNIT_EXPECT_NULL(test, alloc_skb(UINT_MAX, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, alloc_skb(UINT_MAX - 63, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, alloc_skb(KMALLOC_MAX_SIZE, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, alloc_skb_fclone(UINT_MAX - 300, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, netdev_alloc_skb(NULL, UINT_MAX - 10));
}

static void of_memory_that_is_there(struct kunit *test)
{
	void *p = kmalloc(4096, GFP_KERNEL);
	struct sk_buff *skb = build_skb(p, 0);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_PTR_EQ(test, skb->head, p);
	KUNIT_EXPECT_EQ(test, skb_end_offset(skb), SKB_WITH_OVERHEAD(4096));
	KUNIT_EXPECT_EQ(test, +skb->head_frag, 0);
	kfree_skb(skb);
	p = (void *)__get_free_page(GFP_KERNEL);
	skb = build_skb(p, PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, +skb->head_frag, 1);
	kfree_skb(skb);
	p = kmalloc(64, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, build_skb(p, 0));
	KUNIT_EXPECT_NULL(test, build_skb(p, 64));
	kfree(p);
}

static void to_receive_into(struct kunit *test)
{
	static const unsigned int sizes[] = { 0, 60, 1000, 1024, 1025, 1600, 9000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct sk_buff *skb = netdev_alloc_skb(NULL, sizes[i]);

		KUNIT_ASSERT_NOT_NULL(test, skb);
		KUNIT_EXPECT_EQ(test, skb_headroom(skb), NET_SKB_PAD);
		KUNIT_EXPECT_GE(test, skb_tailroom(skb), sizes[i]);
		skb_put_zero(skb, sizes[i]);
		consume_skb(skb);
	}
}

/* ---- ends ---------------------------------------------------------------- */

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
	skb_trim(skb, 11);
	KUNIT_EXPECT_EQ(test, skb->len, 10);
	KUNIT_EXPECT_PTR_EQ(test, skb_tail_pointer(skb), skb->data + 10);
	KUNIT_EXPECT_NULL(test, skb_pull(skb, 11));
	KUNIT_EXPECT_NULL(test, skb_pull(skb, UINT_MAX));
	skb_put_u8(skb, 7);
	KUNIT_EXPECT_EQ(test, skb->data[10], 7);
	KUNIT_EXPECT_EQ(test, skb_headroom(skb), TEST_HEADROOM + 16);
	kfree_skb(skb);
}

static void headers(struct kunit *test)
{
	struct sk_buff *skb = test_skb(test, 100, 0);

	skb_reset_mac_header(skb);
	skb_pull(skb, 14);
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, 20);
	skb_reset_mac_len(skb);
	KUNIT_EXPECT_EQ(test, skb->mac_len, 14);
	KUNIT_EXPECT_EQ(test, skb_mac_offset(skb), -14);
	KUNIT_EXPECT_EQ(test, skb_network_header_len(skb), 20);
	KUNIT_ASSERT_EQ(test, pskb_expand_head(skb, 128, 0, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, *(u8 *)skb_mac_header(skb), 0);
	KUNIT_EXPECT_EQ(test, *(u8 *)skb_network_header(skb), 14);
	KUNIT_EXPECT_EQ(test, *(u8 *)skb_transport_header(skb), 34);
	kfree_skb(skb);
}

static void put_too_much(void *skb)
{
	skb_put(skb, (unsigned int)skb_tailroom(skb) + 1);
}

static void put_all(void *skb)
{
	skb_put(skb, UINT_MAX);
}

static void put_behind_frags(void *arg)
{
	struct sk_buff *skb = arg;

	skb->data_len = 1;
	skb_put(skb, 1);
}

static void push_too_much(void *skb)
{
	skb_push(skb, TEST_HEADROOM + 1);
}

static void push_all(void *skb)
{
	skb_push(skb, UINT_MAX - 10);
}

static void reserve_too_late(void *skb)
{
	skb_reserve(skb, 1);
}

static void pull_beyond_linear(void *skb)
{
	__skb_pull(skb, 11);
}

static void frag_too_many(void *skb)
{
	skb_fill_page_desc(skb, MAX_SKB_FRAGS, NULL, 0, 1);
}

/* Beyond the ends it stops, and says where they are. */
static void bad_lengths_stop(struct kunit *test)
{
	static const struct {
		void (*fn)(void *skb);
		const char *text;
	} bad[] = {
		{ put_too_much, "skb_over_panic: text:* len:10 put:* head:* data:* tail:0x4a end:*" },
		{ put_all, "skb_over_panic: *put:4294967295 *" },
		{ put_behind_frags, "skb_over_panic: *" },
		{ push_too_much, "skb_under_panic: *len:10 put:65 *" },
		{ push_all, "skb_under_panic: *" },
		{ reserve_too_late, "skb_over_panic: *" },
		{ pull_beyond_linear, "BUG at *" },
		{ frag_too_many, "BUG at *" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		struct sk_buff *skb = test_skb(test, 10, 0);

		KUNIT_EXPECT_PANIC(test, bad[i].fn, skb, bad[i].text);
		KUNIT_EXPECT_EQ(test, skb->len, 10);
		kfree_skb(skb);
	}
}

/* Fragments are not cut off by a call that knows none. */
static void trim_with_frags(struct kunit *test)
{
	struct sk_buff *skb = test_skb(test, 10, 0);

	skb->data_len = 1;
	octavo_report_expect(1);
	skb_trim(skb, 1);
	KUNIT_EXPECT_EQ(test, skb->len, 10);
	skb->data_len = 0;
	kfree_skb(skb);
}

/* ---- parts of pages ------------------------------------------------------ */

static void parts_of_pages(struct kunit *test)
{
	struct page_frag_cache nc = {};
	void *parts[40];

	KUNIT_EXPECT_NULL(test, page_frag_alloc(&nc, 0, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, page_frag_alloc(&nc, PAGE_SIZE + 1, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, page_frag_alloc(&nc, UINT_MAX, GFP_KERNEL));
	for (unsigned int i = 0; i < ARRAY_SIZE(parts); i++) {
		parts[i] = page_frag_alloc_align(&nc, 1000 + i, GFP_KERNEL, 64);
		KUNIT_ASSERT_NOT_NULL(test, parts[i]);
		KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)parts[i], 64));
		memset(parts[i], (int)i, 1000 + i);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(parts); i++) {
		KUNIT_EXPECT_NULL(test, memchr_inv(parts[i], (int)i, 1000 + i));
		page_frag_free(parts[i]);
	}
	page_frag_cache_drain(&nc);
	KUNIT_EXPECT_NULL(test, nc.va);
}

/* A page whose parts are all back is used again. */
static void a_page_again(struct kunit *test)
{
	struct page_frag_cache nc = {};
	struct page *page = NULL;

	for (int i = 0; i < 100; i++) {
		void *p = page_frag_alloc(&nc, 3000, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		if (page)
			KUNIT_EXPECT_PTR_EQ(test, virt_to_head_page(p), page);
		page = virt_to_head_page(p);
		page_frag_free(p);
	}
	page_frag_cache_drain(&nc);
}

static void room_in_a_page(struct kunit *test)
{
	struct page_frag frag = {};
	struct page *page;

	KUNIT_ASSERT_TRUE(test, skb_page_frag_refill(100, &frag, GFP_KERNEL));
	page = frag.page;
	get_page(page);
	frag.offset = frag.size - 99;
	KUNIT_ASSERT_TRUE(test, skb_page_frag_refill(100, &frag, GFP_KERNEL));
	KUNIT_EXPECT_PTR_NE(test, frag.page, page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
	page = frag.page;
	frag.offset = frag.size;
	KUNIT_ASSERT_TRUE(test, skb_page_frag_refill(100, &frag, GFP_KERNEL));
	KUNIT_EXPECT_PTR_EQ(test, frag.page, page);
	KUNIT_EXPECT_EQ(test, frag.offset, 0);
	frag.offset = frag.size - 10;
	get_page(page);
	KUNIT_EXPECT_FALSE(test, skb_page_frag_refill(UINT_MAX, &frag, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, frag.page);
	put_page(page);
}

/* ---- queues -------------------------------------------------------------- */

static void queues(struct kunit *test)
{
	struct sk_buff_head list, other;
	struct sk_buff *skb, *tmp;
	unsigned int n = 0;

	skb_queue_head_init(&list);
	skb_queue_head_init(&other);
	KUNIT_EXPECT_NULL(test, skb_dequeue(&list));
	KUNIT_EXPECT_NULL(test, skb_peek_tail(&list));
	for (u8 i = 2; i < 6; i++)
		skb_queue_tail(&list, test_skb(test, 1, i));
	skb_queue_head(&list, test_skb(test, 1, 0));
	skb_append(skb_peek(&list), test_skb(test, 1, 1), &list);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&list), 6);
	skb_queue_walk(&list, skb)
		KUNIT_EXPECT_EQ(test, skb->data[0], n++);
	skb_queue_reverse_walk(&list, skb)
		KUNIT_EXPECT_EQ(test, skb->data[0], --n);
	skb_queue_walk_safe(&list, skb, tmp) {
		if (skb->data[0] % 2)
			continue;
		skb_unlink(skb, &list);
		skb_queue_tail(&other, skb);
	}
	KUNIT_EXPECT_EQ(test, skb_queue_len(&list), 3);
	skb_queue_splice_tail_init(&other, &list);
	KUNIT_EXPECT_TRUE(test, skb_queue_empty(&other));
	KUNIT_EXPECT_EQ(test, skb_queue_len(&list), 6);
	skb = skb_dequeue_tail(&list);
	KUNIT_EXPECT_EQ(test, skb->data[0], 4);
	KUNIT_EXPECT_NULL(test, skb->next);
	KUNIT_EXPECT_NULL(test, skb->prev);
	kfree_skb(skb);
	skb = skb_dequeue(&list);
	KUNIT_EXPECT_EQ(test, skb->data[0], 1);
	kfree_skb(skb);
	skb_queue_purge(&list);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&list), 0);
}

struct two {
	struct sk_buff_head list;
	struct sk_buff *skb;
};

static void queue_twice(void *arg)
{
	struct two *two = arg;

	__skb_queue_tail(&two->list, two->skb);
}

static void unlink_stranger(void *arg)
{
	struct two *two = arg;

	__skb_unlink(two->skb, &two->list);
}

static void queues_notice(struct kunit *test)
{
	struct two two = { .skb = test_skb(test, 1, 0) };

	skb_queue_head_init(&two.list);
	KUNIT_EXPECT_PANIC(test, unlink_stranger, &two, "BUG at *");
	__skb_queue_tail(&two.list, two.skb);
	KUNIT_EXPECT_PANIC(test, queue_twice, &two, "BUG at *");
	KUNIT_EXPECT_EQ(test, skb_queue_len(&two.list), 1);
	__skb_queue_purge(&two.list);
}

/* ---- several CPUs -------------------------------------------------------- */

#define ROUNDS		3000

struct shared {
	struct kunit *test;
	struct sk_buff_head list;
	struct sk_buff *skb;
};

/* Clones of one data made and freed on both; queued by one, freed by any. */
static void clone_and_pass(void *arg, unsigned int cpu)
{
	struct shared *sh = arg;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		struct sk_buff *n = skb_clone(sh->skb, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(sh->test, n);
		if ((i + cpu) % 2)
			skb_queue_tail(&sh->list, n);
		else
			kfree_skb(n);
		if (i % 3 == 0)
			kfree_skb(skb_dequeue(&sh->list));
	}
}

static void several_cpus(struct kunit *test, struct sk_buff *skb)
{
	unsigned long live = skb_nr_live() - 1;
	struct shared sh = { .test = test, .skb = skb };

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_queue_head_init(&sh.list);
	skb_put_u8(sh.skb, 9);
	/* Each CPU has a reference of the struct. */
	skb_get(sh.skb);
	kunit_run_on_cpus(test, 2, clone_and_pass, &sh);
	kfree_skb(sh.skb);
	skb_queue_purge(&sh.list);
	KUNIT_EXPECT_EQ(test, sh.skb->data[0], 9);
	KUNIT_EXPECT_EQ(test, atomic_read(&skb_shinfo(sh.skb)->dataref), 1);
	kfree_skb(sh.skb);
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live);
}

static void clones_on_two_cpus(struct kunit *test)
{
	several_cpus(test, alloc_skb(100, GFP_KERNEL));
}

static void pairs_on_two_cpus(struct kunit *test)
{
	several_cpus(test, alloc_skb_fclone(100, GFP_KERNEL));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(alloc_and_free),
	KUNIT_CASE(any_size),
	KUNIT_CASE(of_memory_that_is_there),
	KUNIT_CASE(to_receive_into),
	KUNIT_CASE(put_push_pull_trim),
	KUNIT_CASE(headers),
	KUNIT_CASE(bad_lengths_stop),
	KUNIT_CASE(trim_with_frags),
	KUNIT_CASE(parts_of_pages),
	KUNIT_CASE(a_page_again),
	KUNIT_CASE(room_in_a_page),
	KUNIT_CASE(queues),
	KUNIT_CASE(queues_notice),
	KUNIT_CASE(clones_on_two_cpus),
	KUNIT_CASE(pairs_on_two_cpus),
	{}
};

static struct kunit_suite suite = {
	.name = "skb",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
