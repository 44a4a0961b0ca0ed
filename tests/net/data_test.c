/* SPDX-License-Identifier: MIT */
/*
 * data_test.c - what works on the bytes of socket buffers.
 *
 * Most tests have the same packet, whose byte i is i:
 *
 *	| linear 40 | frag 0: 60 | frag 1: 5000, of two pages |
 *	| x: linear 30, frag 20 | y: linear 10 |		frag_list
 */
#include "net_test.h"

#include <octavo/scatterlist.h>
#include <octavo/slab.h>

#define FRAG0		40
#define FRAG1		100
#define LIST		5100
#define TOTAL		5160

/* A fragment whose bytes go on from @first. */
static void add_frag(struct kunit *test, struct sk_buff *skb, unsigned int len,
		     unsigned int first)
{
	unsigned int order = len > PAGE_SIZE - 100, at;
	struct page *page = alloc_pages(order ? GFP_KERNEL | __GFP_COMP :
						GFP_HIGHUSER, order);

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (unsigned int i = 0; i < len; i++) {
		u8 byte = (u8)(first + i);

		at = 100 + i;
		memcpy_to_page(page + at / PAGE_SIZE, at % PAGE_SIZE, &byte, 1);
	}
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 100, (int)len,
			PAGE_SIZE << order);
}

static struct sk_buff *with_frags(struct kunit *test)
{
	struct sk_buff *skb = test_skb(test, FRAG0, 0);

	add_frag(test, skb, FRAG1 - FRAG0, FRAG0);
	add_frag(test, skb, LIST - FRAG1, FRAG1);
	return skb;
}

static struct sk_buff *with_all(struct kunit *test)
{
	struct sk_buff *skb = with_frags(test);
	struct sk_buff *x = test_skb(test, 30, (u8)LIST);

	add_frag(test, x, 20, LIST + 30);
	x->next = test_skb(test, 10, (u8)(LIST + 50));
	skb_shinfo(skb)->frag_list = x;
	skb->len += 60;
	skb->data_len += 60;
	return skb;
}

/* Byte i of it is @first + i, for @len bytes. */
static void expect_bytes(struct kunit *test, const struct sk_buff *skb,
			 unsigned int first, unsigned int len)
{
	u8 *bytes = kmalloc(len + 1, GFP_KERNEL);
	unsigned int wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	KUNIT_EXPECT_EQ(test, skb->len, len);
	KUNIT_EXPECT_EQ(test, skb_copy_bits(skb, 0, bytes, (int)len), 0);
	for (unsigned int i = 0; i < len; i++)
		wrong += bytes[i] != (u8)(first + i);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	kfree(bytes);
}

/* ---- in and out ---------------------------------------------------------- */

static void ranges(struct kunit *test)
{
	static const struct {
		int offset, len, ret;
	} cases[] = {
		{ 0, TOTAL, 0 }, { 0, 0, 0 }, { TOTAL, 0, 0 },
		{ 0, TOTAL + 1, -EFAULT }, { TOTAL, 1, -EFAULT },
		{ TOTAL + 1, 0, -EFAULT }, { -1, 1, -EFAULT },
		{ 0, -1, -EFAULT }, { INT_MAX, INT_MAX, -EFAULT },
		{ INT_MIN, INT_MIN, -EFAULT }, { 100, INT_MAX, -EFAULT },
	};
	struct sk_buff *skb = with_all(test);
	u8 *buf = kunit_kzalloc(test, TOTAL + 16, GFP_KERNEL);
	struct scatterlist sg[8];

	sg_init_table(sg, 8);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_EXPECT_EQ(test, skb_copy_bits(skb, cases[i].offset, buf,
						    cases[i].len), cases[i].ret);
		if (!cases[i].ret)
			continue;
		KUNIT_EXPECT_EQ(test, skb_store_bits(skb, cases[i].offset, buf,
						     cases[i].len), cases[i].ret);
		KUNIT_EXPECT_EQ(test, skb_to_sgvec(skb, sg, cases[i].offset,
						   cases[i].len), cases[i].ret);
	}
	expect_bytes(test, skb, 0, TOTAL);
	kfree_skb(skb);
}

/* Every place where a copy can begin or end. */
static void every_offset(struct kunit *test)
{
	static const unsigned int edges[] = { 0, FRAG0, FRAG1, 100 + 3996, LIST,
					      LIST + 30, LIST + 50, TOTAL };
	struct sk_buff *skb = with_all(test);
	u8 *buf = kunit_kzalloc(test, TOTAL, GFP_KERNEL);

	for (unsigned int i = 0; i < ARRAY_SIZE(edges); i++) {
		for (unsigned int j = i; j < ARRAY_SIZE(edges); j++) {
			unsigned int from = edges[i] + (i < j), to = edges[j];

			KUNIT_ASSERT_EQ(test, skb_copy_bits(skb, (int)from, buf,
					(int)(to - from)), 0);
			if (to > from) {
				KUNIT_EXPECT_EQ(test, buf[0], (u8)from);
				KUNIT_EXPECT_EQ(test, buf[to - from - 1],
						(u8)(to - 1));
			}
			/* The same bytes back. */
			KUNIT_ASSERT_EQ(test, skb_store_bits(skb, (int)from, buf,
					(int)(to - from)), 0);
		}
	}
	expect_bytes(test, skb, 0, TOTAL);
	memset(buf, 0xee, 100);
	KUNIT_EXPECT_EQ(test, skb_store_bits(skb, LIST - 50, buf, 100), 0);
	KUNIT_EXPECT_EQ(test, skb_copy_bits(skb, LIST - 51, buf, 102), 0);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 1, 0xee, 100));
	KUNIT_EXPECT_EQ(test, buf[0], (u8)(LIST - 51));
	KUNIT_EXPECT_EQ(test, buf[101], (u8)(LIST + 50));
	kfree_skb(skb);
}

static void header_pointer(struct kunit *test)
{
	struct sk_buff *skb = with_all(test);
	u8 buf[64];

	KUNIT_EXPECT_PTR_EQ(test, skb_header_pointer(skb, 10, 30, buf),
			    skb->data + 10);
	KUNIT_EXPECT_PTR_EQ(test, skb_header_pointer(skb, 10, 31, buf), buf);
	KUNIT_EXPECT_EQ(test, buf[30], 40);
	KUNIT_EXPECT_NULL(test, skb_header_pointer(skb, TOTAL - 10, 11, buf));
	KUNIT_EXPECT_NULL(test, skb_header_pointer(skb, -1, 10, buf));
	KUNIT_EXPECT_NULL(test, skb_header_pointer(skb, 1, -1, buf));
	kfree_skb(skb);
}

/* ---- sums ---------------------------------------------------------------- */

static void sums(struct kunit *test)
{
	/* RFC 1071's example: the sum of its words is ddf2. */
	static const u8 example[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5,
				      0xf6, 0xf7 };
	static const u8 sum[2] = { 0xdd, 0xf2 };
	__sum16 got = (__sum16)~csum_fold(csum_partial(example, 8, 0));

	KUNIT_EXPECT_MEMEQ(test, &got, sum, 2);
	/* In two parts, of which the second begins at an odd offset. */
	for (int i = 0; i <= 8; i++)
		KUNIT_EXPECT_EQ(test, csum_fold(csum_block_add(
			csum_partial(example, i, 0),
			csum_partial(example + i, 8 - i, 0), i)), (__sum16)~got);
	KUNIT_EXPECT_EQ(test, csum_fold(csum_partial(example, -1, 0)), 0xffff);
	KUNIT_EXPECT_EQ(test, csum_add(0xffffffff, 2), 2);
	KUNIT_EXPECT_EQ(test, csum_fold(csum_sub(csum_add(7, 9), 9)),
			csum_fold(7));
}

static void sums_of_packets(struct kunit *test)
{
	struct sk_buff *skb = with_all(test);
	u8 *bytes = kunit_kzalloc(test, TOTAL, GFP_KERNEL);

	skb_copy_bits(skb, 0, bytes, TOTAL);
	for (int from = 0; from < 45; from++)
		for (int to = TOTAL - 70; to <= TOTAL; to += 7)
			KUNIT_ASSERT_EQ(test,
				csum_fold(skb_checksum(skb, from, to - from, 0)),
				csum_fold(csum_partial(bytes + from, to - from, 0)));
	kfree_skb(skb);
}

static void checksum_help(struct kunit *test)
{
	struct sk_buff *skb = with_all(test);

	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = (u16)(skb_headroom(skb) + 20);
	skb->csum_offset = TOTAL - 21;
	KUNIT_EXPECT_EQ(test, skb_checksum_help(skb), -EINVAL);
	skb->csum_offset = 16;
	skb_store_bits(skb, 36, "\0", 2);
	KUNIT_ASSERT_EQ(test, skb_checksum_help(skb), 0);
	KUNIT_EXPECT_EQ(test, +skb->ip_summed, CHECKSUM_NONE);
	/* With its sum in it a packet sums up to zero. */
	KUNIT_EXPECT_EQ(test, csum_fold(skb_checksum(skb, 20, TOTAL - 20, 0)), 0);
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = (u16)(skb_headroom(skb) - 1);
	KUNIT_EXPECT_EQ(test, skb_checksum_help(skb), -EINVAL);
	kfree_skb(skb);
}

/* ---- pulled and cut ------------------------------------------------------ */

static void may_pull(struct kunit *test)
{
	static const unsigned int lens[] = { 1, 40, 41, 100, 101, 4000, 5100,
					     5101, 5130, 5150, 5160 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lens); i++) {
		struct sk_buff *skb = with_all(test);

		KUNIT_EXPECT_TRUE(test, pskb_may_pull(skb, lens[i]));
		KUNIT_EXPECT_GE(test, skb_headlen(skb), lens[i]);
		expect_bytes(test, skb, 0, TOTAL);
		KUNIT_EXPECT_FALSE(test, pskb_may_pull(skb, TOTAL + 1));
		KUNIT_EXPECT_FALSE(test, pskb_may_pull(skb, UINT_MAX));
		KUNIT_EXPECT_NULL(test, __pskb_pull_tail(skb, -1));
		KUNIT_EXPECT_NULL(test, __pskb_pull_tail(skb, INT_MAX));
		KUNIT_EXPECT_EQ(test, skb_linearize(skb), 0);
		KUNIT_EXPECT_FALSE(test, skb_has_frag_list(skb));
		expect_bytes(test, skb, 0, TOTAL);
		kfree_skb(skb);
	}
}

/* Another skb has the same pages and the same frag_list, and keeps them. */
static void others_keep_theirs(struct kunit *test)
{
	static const unsigned int lens[] = { 0, 39, 41, 99, 101, 5101, 5131,
					     5150, 5155 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lens); i++) {
		struct sk_buff *skb = with_all(test);
		struct sk_buff *other = pskb_copy(skb, GFP_KERNEL);
		struct sk_buff *clone = skb_clone(skb, GFP_KERNEL);

		KUNIT_ASSERT_EQ(test, pskb_trim(skb, lens[i]), 0);
		expect_bytes(test, skb, 0, lens[i]);
		expect_bytes(test, other, 0, TOTAL);
		KUNIT_EXPECT_PTR_EQ(test, pskb_pull(other, lens[i]), other->data);
		expect_bytes(test, other, lens[i], TOTAL - lens[i]);
		expect_bytes(test, clone, 0, TOTAL);
		kfree_skb(skb);
		kfree_skb(other);
		kfree_skb(clone);
	}
}

static void padding(struct kunit *test)
{
	struct sk_buff *skb = test_skb(test, 20, 0);

	KUNIT_EXPECT_EQ(test, skb_put_padto(skb, 60), 0);
	KUNIT_EXPECT_EQ(test, skb->len, 60);
	KUNIT_EXPECT_NULL(test, memchr_inv(skb->data + 20, 0, 40));
	KUNIT_EXPECT_EQ(test, skb_padto(skb, 60), 0);
	KUNIT_EXPECT_EQ(test, __skb_pad(skb, 3000, false), 0);
	KUNIT_EXPECT_EQ(test, skb->len, 60);
	KUNIT_EXPECT_EQ(test, __skb_pad(skb, -1, false), -ENOMEM);
	kfree_skb(skb);
	skb = with_all(test);
	KUNIT_EXPECT_EQ(test, skb_put_padto(skb, TOTAL + 30), 0);
	skb_trim(skb, TOTAL);
	expect_bytes(test, skb, 0, TOTAL);
	/* Too much: it is gone. */
	KUNIT_EXPECT_EQ(test, skb_pad(skb, INT_MAX), -ENOMEM);
}

/* ---- copies and writing -------------------------------------------------- */

static void copies_are_apart(struct kunit *test)
{
	struct sk_buff *skb = with_all(test), *n;

	memcpy(skb->cb, "control", 8);
	skb->protocol = 0x0800;
	skb->priority = 6;
	skb_set_network_header(skb, -20);
	skb->data[-20] = 0x45;
	n = skb_copy(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_FALSE(test, skb_is_nonlinear(n));
	KUNIT_EXPECT_STREQ(test, n->cb, "control");
	KUNIT_EXPECT_EQ(test, n->protocol, 0x0800);
	KUNIT_EXPECT_EQ(test, n->priority, 6);
	KUNIT_EXPECT_EQ(test, *(u8 *)skb_network_header(n), 0x45);
	memset(n->data, 0, n->len);
	expect_bytes(test, skb, 0, TOTAL);
	kfree_skb(n);
	n = skb_copy_expand(skb, 500, 700, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_EQ(test, skb_headroom(n), 500);
	KUNIT_EXPECT_GE(test, skb_tailroom(n), 700);
	KUNIT_EXPECT_EQ(test, *(u8 *)skb_network_header(n), 0x45);
	expect_bytes(test, n, 0, TOTAL);
	kfree_skb(n);
	KUNIT_EXPECT_NULL(test, skb_copy_expand(skb, -1, 0, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, skb_copy_expand(skb, INT_MAX, INT_MAX, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, __pskb_copy(skb, INT_MAX, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, pskb_expand_head(skb, INT_MAX, INT_MAX, GFP_KERNEL),
			-ENOMEM);
	kfree_skb(skb);
}

static void expand_negative(void *skb)
{
	pskb_expand_head(skb, -1, 0, GFP_KERNEL);
}

static void expand_shared(void *skb)
{
	skb_get(skb);
	pskb_expand_head(skb, 0, 0, GFP_KERNEL);
}

static void expanding(struct kunit *test)
{
	struct sk_buff *skb = with_all(test), *n = skb_clone(skb, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_TRUE(test, skb_cloned(skb) && skb_cloned(n));
	KUNIT_EXPECT_EQ(test, skb_cow(n, 200), 0);
	KUNIT_EXPECT_GE(test, skb_headroom(n), 200);
	KUNIT_EXPECT_FALSE(test, skb_cloned(skb) || skb_cloned(n));
	n->data[0] = 77;
	expect_bytes(test, skb, 0, TOTAL);
	KUNIT_EXPECT_PTR_EQ(test, skb_shinfo(n)->frag_list,
			    skb_shinfo(skb)->frag_list);
	KUNIT_EXPECT_EQ(test, skb_cow(n, UINT_MAX), -ENOMEM);
	kfree_skb(n);
	KUNIT_EXPECT_PANIC(test, expand_negative, skb, "BUG at *");
	KUNIT_EXPECT_PANIC(test, expand_shared, skb, "BUG at *");
	kfree_skb(skb);
	kfree_skb(skb);
}

/* A sender keeps the payload; below, headers are put in front of clones. */
static void payload_only(struct kunit *test)
{
	struct sk_buff *skb = test_skb(test, 100, 0), *n;

	__skb_header_release(skb);
	n = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_EQ(test, atomic_read(&skb_shinfo(n)->dataref),
			(1 << SKB_DATAREF_SHIFT) + 2);
	KUNIT_EXPECT_FALSE(test, skb_header_cloned(n));
	KUNIT_EXPECT_TRUE(test, skb_cloned(n));
	KUNIT_EXPECT_EQ(test, n->hdr_len, TEST_HEADROOM);
	skb_push(n, 20);
	KUNIT_EXPECT_TRUE(test, skb_clone_writable(n, 20));
	KUNIT_EXPECT_FALSE(test, skb_clone_writable(n, 21));
	KUNIT_EXPECT_EQ(test, skb_cow_head(n, 0), 0);
	KUNIT_EXPECT_TRUE(test, skb_cloned(n));
	kfree_skb(skb);
	KUNIT_EXPECT_FALSE(test, skb_cloned(n));
	kfree_skb(n);
}

static void share_and_unshare(struct kunit *test)
{
	struct sk_buff *skb = with_all(test), *n, *held;

	KUNIT_EXPECT_PTR_EQ(test, skb_share_check(skb, GFP_KERNEL), skb);
	KUNIT_EXPECT_PTR_EQ(test, skb_unshare(skb, GFP_KERNEL), skb);
	held = skb_get(skb);
	n = skb_share_check(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_PTR_NE(test, n, held);
	KUNIT_EXPECT_FALSE(test, skb_shared(held));
	n = skb_unshare(n, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_FALSE(test, skb_cloned(held));
	expect_bytes(test, n, 0, TOTAL);
	kfree_skb(n);
	kfree_skb(held);
}

/* ---- fragments ----------------------------------------------------------- */

static void appending_pages(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(10, GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, skb_append_pagefrags(skb, page, 0, 100), 0);
	KUNIT_EXPECT_EQ(test, skb_append_pagefrags(skb, page, 100, 50), 0);
	KUNIT_EXPECT_EQ(test, skb_shinfo(skb)->nr_frags, 1);
	KUNIT_EXPECT_EQ(test, skb_frag_size(&skb_shinfo(skb)->frags[0]), 150);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	for (unsigned int i = 1; i < MAX_SKB_FRAGS; i++)
		KUNIT_EXPECT_EQ(test, skb_append_pagefrags(skb, page, 200, 10), 0);
	KUNIT_EXPECT_EQ(test, skb_append_pagefrags(skb, page, 200, 10), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, skb_append_pagefrags(skb, page, -1, 10), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, page_count(page), 1 + (int)MAX_SKB_FRAGS);
	skb_frag_ref(skb, 3);
	KUNIT_EXPECT_EQ(test, page_count(page), 2 + (int)MAX_SKB_FRAGS);
	skb_frag_unref(skb, 3);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
}

static void for_a_device(struct kunit *test)
{
	struct sk_buff *skb = with_all(test);
	u8 *bytes = kunit_kzalloc(test, TOTAL, GFP_KERNEL);
	struct scatterlist sg[8];
	unsigned int wrong = 0;

	sg_init_table(sg, 8);
	KUNIT_EXPECT_EQ(test, skb_to_sgvec(skb, sg, 0, TOTAL), 6);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(sg, 6, bytes, TOTAL), TOTAL);
	for (unsigned int i = 0; i < TOTAL; i++)
		wrong += bytes[i] != (u8)i;
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_TRUE(test, sg_is_last(&sg[5]));
	sg_init_table(sg, 8);
	KUNIT_EXPECT_EQ(test, skb_to_sgvec(skb, sg, 41, LIST + 31 - 41), 4);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(sg, 4, bytes, TOTAL),
			LIST + 31 - 41);
	KUNIT_EXPECT_EQ(test, bytes[0], 41);
	sg_init_table(sg, 5);
	KUNIT_EXPECT_EQ(test, skb_to_sgvec(skb, sg, 0, TOTAL), -EMSGSIZE);
	kfree_skb(skb);
}

/* ---- one and two --------------------------------------------------------- */

static void splitting(struct kunit *test)
{
	for (unsigned int at = 0; at <= LIST; at += at < 110 ? 10 : 499) {
		struct sk_buff *skb = with_frags(test);
		struct sk_buff *skb1 = alloc_skb(FRAG0, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, skb1);
		skb_split(skb, skb1, at);
		expect_bytes(test, skb, 0, at);
		expect_bytes(test, skb1, at, LIST - at);
		kfree_skb(skb);
		expect_bytes(test, skb1, at, LIST - at);
		kfree_skb(skb1);
	}
}

static void split_beyond(void *skb)
{
	skb_split(skb, skb, LIST + 1);
}

static void coalescing(struct kunit *test)
{
	struct sk_buff *to = with_frags(test), *from;
	bool stolen;
	int delta;

	/* A head of kmalloc cannot become a fragment. */
	from = test_skb(test, 100, (u8)LIST);
	KUNIT_EXPECT_FALSE(test, skb_try_coalesce(to, from, &stolen, &delta));
	kfree_skb(from);
	/* One of a page can. */
	from = netdev_alloc_skb(NULL, 100);
	KUNIT_ASSERT_NOT_NULL(test, from);
	for (unsigned int i = 0; i < 100; i++)
		skb_put_u8(from, (u8)(LIST + i));
	KUNIT_EXPECT_TRUE(test, skb_try_coalesce(to, from, &stolen, &delta));
	KUNIT_EXPECT_TRUE(test, stolen);
	KUNIT_EXPECT_GT(test, delta, 100);
	kfree_skb_partial(from, stolen);
	expect_bytes(test, to, 0, LIST + 100);
	kfree_skb(to);
	/* Into the room behind the linear bytes. */
	to = test_skb(test, 10, 0);
	from = test_skb(test, 20, 10);
	KUNIT_EXPECT_TRUE(test, skb_try_coalesce(to, from, &stolen, &delta));
	KUNIT_EXPECT_FALSE(test, stolen);
	kfree_skb_partial(from, stolen);
	expect_bytes(test, to, 0, 30);
	KUNIT_EXPECT_PANIC(test, split_beyond, to, "BUG at *");
	kfree_skb(to);
}

static void check_segments(struct kunit *test, struct sk_buff *skb,
			   netdev_features_t features, unsigned int mss)
{
	struct sk_buff *segs, *seg, *next, *last;
	unsigned int off = 0, n = 0;

	skb_shinfo(skb)->gso_size = (u16)mss;
	segs = skb_segment(skb, features);
	KUNIT_ASSERT_FALSE(test, IS_ERR_OR_NULL(segs));
	last = segs->prev;
	skb_list_walk_safe(segs, seg, next) {
		unsigned int len = min(mss, skb->len - off);

		KUNIT_EXPECT_MEMEQ(test, seg->data, "head", 4);
		KUNIT_EXPECT_PTR_EQ(test, skb_mac_header(seg), seg->data);
		KUNIT_EXPECT_EQ(test, skb_shinfo(seg)->gso_size, 0);
		KUNIT_EXPECT_EQ(test, seg->protocol, skb->protocol);
		if (!(features & NETIF_F_SG))
			KUNIT_EXPECT_FALSE(test, skb_is_nonlinear(seg));
		if (!next)
			KUNIT_EXPECT_PTR_EQ(test, last, seg);
		__skb_pull(seg, 4);
		expect_bytes(test, seg, off, len);
		off += len;
		n++;
		kfree_skb(seg);
	}
	KUNIT_EXPECT_EQ(test, off, skb->len);
	KUNIT_EXPECT_EQ(test, n, max(DIV_ROUND_UP(skb->len, mss), 1u));
}

static void segments(struct kunit *test)
{
	struct sk_buff *skb = with_all(test);

	KUNIT_EXPECT_EQ(test, PTR_ERR(skb_segment(skb, 0)), -EINVAL);
	skb_shinfo(skb)->gso_size = 100;
	KUNIT_EXPECT_EQ(test, PTR_ERR(skb_segment(skb, 0)), -EINVAL);
	skb_push(skb, 4);
	skb_reset_mac_header(skb);
	memcpy(skb->data, "head", 4);
	__skb_pull(skb, 4);
	skb->protocol = 0x0608;
	for (unsigned int mss = 33; mss < 2000; mss = mss * 2 + 7) {
		check_segments(test, skb, 0, mss);
		check_segments(test, skb, NETIF_F_SG, mss);
	}
	expect_bytes(test, skb, 0, TOTAL);
	kfree_skb(skb);
}

/* ---- in pieces ----------------------------------------------------------- */

static void in_pieces(struct kunit *test)
{
	struct sk_buff *skb = with_all(test);
	unsigned int got = 0, n, wrong = 0, pieces = 0;
	struct skb_seq_state st;
	const u8 *data;

	skb_prepare_seq_read(skb, 10, UINT_MAX, &st);
	while ((n = skb_seq_read(got, &data, &st)) != 0) {
		for (unsigned int i = 0; i < n; i++)
			wrong += data[i] != (u8)(10 + got + i);
		got += n;
		pieces++;
	}
	KUNIT_EXPECT_EQ(test, got, TOTAL - 10);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, pieces, 7);
	KUNIT_EXPECT_FALSE(test, in_atomic());
	skb_prepare_seq_read(skb, FRAG0, FRAG0 + 10, &st);
	KUNIT_EXPECT_EQ(test, skb_seq_read(0, &data, &st), 10);
	KUNIT_EXPECT_TRUE(test, in_atomic());
	KUNIT_EXPECT_EQ(test, skb_seq_read(UINT_MAX, &data, &st), 0);
	skb_abort_seq_read(&st);
	kfree_skb(skb);
}

/* ---- somebody else's data ------------------------------------------------ */

static void owners_are_told(struct kunit *test)
{
	struct sk_buff *skb = with_all(test), *n;

	skb_zcopy_init(skb, test_ubuf(test, 0));
	/* A clone may live long: the data is copied first. */
	n = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_EQ(test, test_nr_owners(), 0);
	KUNIT_EXPECT_NULL(test, skb_zcopy(skb));
	expect_bytes(test, n, 0, TOTAL);
	kfree_skb(n);
	skb_zcopy_init(skb, test_ubuf(test, SKBFL_DONT_ORPHAN));
	n = pskb_copy(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_EQ(test, refcount_read(&skb_zcopy(skb)->refcnt), 2);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, test_nr_owners(), 1);
	KUNIT_EXPECT_EQ(test, skb_copy_ubufs(skb_get(n), GFP_KERNEL), -EINVAL);
	kfree_skb(n);
	KUNIT_EXPECT_EQ(test, skb_orphan_frags_rx(n, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, test_nr_owners(), 0);
	expect_bytes(test, n, 0, TOTAL);
	kfree_skb(n);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(ranges),
	KUNIT_CASE(every_offset),
	KUNIT_CASE(header_pointer),
	KUNIT_CASE(sums),
	KUNIT_CASE(sums_of_packets),
	KUNIT_CASE(checksum_help),
	KUNIT_CASE(may_pull),
	KUNIT_CASE(others_keep_theirs),
	KUNIT_CASE(padding),
	KUNIT_CASE(copies_are_apart),
	KUNIT_CASE(expanding),
	KUNIT_CASE(payload_only),
	KUNIT_CASE(share_and_unshare),
	KUNIT_CASE(appending_pages),
	KUNIT_CASE(for_a_device),
	KUNIT_CASE(splitting),
	KUNIT_CASE(coalescing),
	KUNIT_CASE(segments),
	KUNIT_CASE(in_pieces),
	KUNIT_CASE(owners_are_told),
	{}
};

static struct kunit_suite suite = {
	.name = "skb_data",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
