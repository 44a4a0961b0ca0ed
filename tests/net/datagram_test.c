/* SPDX-License-Identifier: MIT */
/*
 * datagram_test.c - bytes of socket buffers to and from user memory, by copy
 * and by pinned pages.
 *
 * The skbs have all that an skb can have:
 *
 *	[ linear ][ frag ][ frag over a border ][ skb [ linear ][ frag ] ]
 */
#include <octavo/uio.h>
#include <octavo/vmstat.h>
#include "../user_mm.h"
#include "net_test.h"

#define LINEAR	100u
#define LEN	(2 * LINEAR + 700u + 5000u + 300u)

static unsigned long pins_held(void)
{
	return vm_event(FOLL_PIN_ACQUIRED) - vm_event(FOLL_PIN_RELEASED);
}

/* Byte @n of what is sent or received. */
static u8 byte(unsigned int n)
{
	return (u8)(n * 7 + n / 256 * 13 + 1);
}

static void free_skb(void *skb)
{
	kfree_skb(skb);
}

static void add_frag(struct kunit *test, struct sk_buff *skb, unsigned int off,
		     unsigned int len)
{
	struct page *page = alloc_pages(GFP_HIGHUSER | __GFP_COMP, 1);

	KUNIT_ASSERT_NOT_NULL(test, page);
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, (int)off,
			(int)len, 2 * PAGE_SIZE);
}

static struct sk_buff *part(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(LINEAR + 16, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 16);
	skb_put(skb, LINEAR);
	return skb;
}

/* LEN bytes of every kind. */
static struct sk_buff *whole(struct kunit *test)
{
	struct sk_buff *skb = part(test), *list = part(test);

	KUNIT_ASSERT_EQ(test, kunit_add_action(test, free_skb, skb), 0);
	add_frag(test, skb, 11, 700);
	add_frag(test, skb, 2000, 5000);
	add_frag(test, list, PAGE_SIZE - 100, 300);
	skb_shinfo(skb)->frag_list = list;
	skb->len += list->len;
	skb->data_len += list->len;
	skb->truesize += list->truesize;
	return skb;
}

static void fill(struct sk_buff *skb)
{
	for (unsigned int n = 0; n < skb->len; n++) {
		u8 b = byte(n);

		skb_store_bits(skb, (int)n, &b, 1);
	}
}

/* ---- by copy ------------------------------------------------------------------ */

/* Some bytes of a full skb to user memory of which @room can be written. */
static void receive_one(struct kunit *test, struct user_mm *u,
			struct sk_buff *skb, unsigned int room)
{
	unsigned int off = kunit_random_below(test, LEN);
	unsigned int len = kunit_random_below(test, LEN - off + 1);
	unsigned long addr = u->base + 2 * PAGE_SIZE - room;
	struct iov_iter i;
	static u8 got[2 * PAGE_SIZE];
	int ret;

	iov_iter_ubuf(&i, ITER_DEST, (void __user *)addr, len + 5);
	ret = skb_copy_datagram_iter(skb, (int)off, &i, (int)len);
	KUNIT_EXPECT_EQ_MSG(test, ret, len > room ? -EFAULT : 0,
			    "%u at %u, room for %u", len, off, room);
	KUNIT_EXPECT_EQ(test, i.count, ret ? len + 5 : 5);
	user_mm_peek(u, addr, got, (int)min(len, room));
	for (unsigned int n = 0; n < min(len, room); n++)
		if (got[n] != byte(off + n)) {
			KUNIT_FAIL(test, "byte %u of %u at %u", n, len, off);
			return;
		}
}

static void receive(struct kunit *test)
{
	struct sk_buff *skb = whole(test);
	struct user_mm u;

	fill(skb);
	user_mm_enter(test, &u, "ww.");
	for (unsigned int n = 0; n < 400; n++) {
		uaccess_set_mode(n & 1 ? UACCESS_PINNED : UACCESS_DIRECT);
		receive_one(test, &u, skb, kunit_random_below(test, 2 *
							      PAGE_SIZE));
	}
	user_mm_leave(&u);
}

/* A full iterator is no error, as who receives may want less. */
static void receive_less(struct kunit *test)
{
	struct sk_buff *skb = whole(test);
	static u8 buf[LEN];
	struct kvec vec = { buf, LEN };
	struct iov_iter i;

	fill(skb);
	for (unsigned int len = 0; len < LEN; len += 97) {
		iov_iter_kvec(&i, ITER_DEST, &vec, 1, len);
		KUNIT_EXPECT_EQ(test, skb_copy_datagram_iter(skb, 0, &i, LEN),
				0);
		KUNIT_EXPECT_EQ(test, i.count, 0);
	}
	KUNIT_EXPECT_EQ(test, buf[50], byte(50));
}

static void bad_ranges(struct kunit *test)
{
	static const int bad[][2] = {
		{ -1, 1 }, { 0, -1 }, { 0, LEN + 1 }, { LEN + 1, 0 },
		{ LEN, 1 }, { 1, LEN }, { INT_MAX, INT_MAX }, { 1, INT_MAX },
		{ INT_MIN, INT_MIN },
	};
	struct sk_buff *skb = whole(test);
	struct iov_iter i;
	char c = 0;
	struct kvec vec = { &c, 1 };

	for (unsigned int n = 0; n < ARRAY_SIZE(bad); n++) {
		iov_iter_discard(&i, ITER_DEST, 1000000);
		KUNIT_EXPECT_EQ(test, skb_copy_datagram_iter(skb, bad[n][0], &i,
							     bad[n][1]),
				-EFAULT);
		KUNIT_EXPECT_EQ(test, i.count, 1000000);
		iov_iter_kvec(&i, ITER_SOURCE, &vec, 1, 1);
		KUNIT_EXPECT_EQ(test, skb_copy_datagram_from_iter(skb, bad[n][0],
							&i, bad[n][1]),
				-EFAULT);
	}
	KUNIT_EXPECT_EQ(test, skb_copy_datagram_from_iter(skb, LEN, &i, 0), 0);
	KUNIT_EXPECT_EQ(test, skb_copy_datagram_from_iter(skb, 0, &i, 2),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, i.count, 1);
}

/* Some bytes of user memory, @room of which can be read, into an skb. */
static void send_one(struct kunit *test, struct user_mm *u, struct sk_buff *skb,
		     unsigned int room)
{
	unsigned int off = kunit_random_below(test, LEN);
	unsigned int len = kunit_random_below(test, LEN - off + 1);
	unsigned long addr = u->base + 2 * PAGE_SIZE - room;
	static u8 bytes[2 * PAGE_SIZE], got[LEN];
	struct iov_iter i;
	int ret;

	for (unsigned int n = 0; n < room; n++)
		bytes[n] = byte(off + n);
	user_mm_poke(u, addr, bytes, (int)room);
	iov_iter_ubuf(&i, ITER_SOURCE, (void __user *)addr, len);
	ret = skb_copy_datagram_from_iter(skb, (int)off, &i, (int)len);
	KUNIT_EXPECT_EQ(test, ret, len > room ? -EFAULT : 0);
	KUNIT_EXPECT_EQ(test, i.count, ret ? len : 0);
	if (ret)
		return;
	skb_copy_bits(skb, (int)off, got, (int)len);
	KUNIT_EXPECT_MEMEQ(test, got, bytes, len);
}

static void send(struct kunit *test)
{
	struct sk_buff *skb = whole(test);
	struct user_mm u;

	user_mm_enter(test, &u, "ww.");
	for (unsigned int n = 0; n < 200; n++) {
		uaccess_set_mode(n & 1 ? UACCESS_PINNED : UACCESS_DIRECT);
		send_one(test, &u, skb, kunit_random_below(test, 2 * PAGE_SIZE));
	}
	user_mm_leave(&u);
}

/* ---- by pinned pages ------------------------------------------------------------- */

/* User memory with known bytes, some pages of it. */
static void letters(struct user_mm *u, unsigned int pages)
{
	static u8 page[PAGE_SIZE];

	for (unsigned int p = 0; p < pages; p++) {
		for (unsigned int n = 0; n < PAGE_SIZE; n++)
			page[n] = byte(p * PAGE_SIZE + n);
		user_mm_poke(u, u->base + p * PAGE_SIZE, page, PAGE_SIZE);
	}
}

/* Are the bytes of @skb those at @at of letters()? */
static void expect_letters(struct kunit *test, const struct sk_buff *skb,
			   unsigned int at)
{
	for (unsigned int n = 0; n < skb->len; n++) {
		u8 b = 0;

		KUNIT_ASSERT_EQ(test, skb_copy_bits(skb, (int)n, &b, 1), 0);
		if (b != byte(at + n)) {
			KUNIT_FAIL(test, "byte %u of %u", n, skb->len);
			return;
		}
	}
}

static struct sk_buff *empty(struct kunit *test, unsigned int linear)
{
	struct sk_buff *skb = alloc_skb(linear + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put(skb, linear);
	return skb;
}

static void pinned_pages(struct kunit *test)
{
	struct sk_buff *skb;
	struct iov_iter i;
	struct user_mm u;
	unsigned int truesize;

	user_mm_enter(test, &u, "wwww");
	letters(&u, 4);
	for (unsigned int linear = 0; linear < 300; linear += 290) {
		skb = empty(test, linear);
		truesize = skb->truesize;
		iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, 100), 10000);
		KUNIT_EXPECT_EQ(test, zerocopy_sg_from_iter(skb, &i), 0);
		KUNIT_EXPECT_EQ(test, i.count, 0);
		KUNIT_EXPECT_EQ(test, skb->len, 10000);
		KUNIT_EXPECT_EQ(test, skb->data_len, 10000 - linear);
		KUNIT_EXPECT_EQ(test, skb_shinfo(skb)->nr_frags, 3);
		KUNIT_EXPECT_EQ(test, skb->truesize - truesize, 3 * PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, pins_held(), 3);
		expect_letters(test, skb, 100);
		kfree_skb(skb);
		KUNIT_EXPECT_EQ(test, pins_held(), 0);
	}
	user_mm_leave(&u);
}

/* Whoever has a fragment last lets go of the pins: clones, splits, copies of
 * the head; the process may be gone. */
static void last_fragment(struct kunit *test)
{
	struct sk_buff *skb, *clone, *copy, *rest = empty(test, 0);
	struct iov_iter i;
	struct user_mm u;

	user_mm_enter(test, &u, "wwww");
	letters(&u, 4);
	skb = empty(test, 0);
	iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, 0), 4 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, zerocopy_sg_from_iter(skb, &i), 0);
	user_mm_leave(&u);
	KUNIT_EXPECT_EQ(test, pins_held(), 4);
	clone = skb_clone(skb, GFP_KERNEL);
	copy = pskb_copy(skb, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, clone && copy);
	kfree_skb(skb);
	expect_letters(test, clone, 0);
	kfree_skb(clone);
	KUNIT_EXPECT_EQ(test, pins_held(), 4);
	skb_split(copy, rest, PAGE_SIZE + 500);
	expect_letters(test, copy, 0);
	kfree_skb(copy);
	KUNIT_EXPECT_EQ(test, pins_held(), 4);
	expect_letters(test, rest, PAGE_SIZE + 500);
	KUNIT_EXPECT_EQ(test, skb_copy_ubufs(rest, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, pins_held(), 0);
	expect_letters(test, rest, PAGE_SIZE + 500);
	kfree_skb(rest);
}

/* What a program writes after it has sent is seen; a child's is not, and the
 * page stays the parent's. */
static void whose_bytes(struct kunit *test)
{
	struct sk_buff *skb = empty(test, 0);
	struct mm_struct *child;
	struct iov_iter i;
	struct user_mm u;
	u8 b = 0;

	user_mm_enter(test, &u, "w");
	iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, 0), 10);
	KUNIT_EXPECT_EQ(test, zerocopy_sg_from_iter(skb, &i), 0);
	child = mm_alloc();
	KUNIT_ASSERT_NOT_NULL(test, child);
	KUNIT_EXPECT_EQ(test, dup_mmap(child, u.mm), 0);
	user_mm_poke(&u, u.base, "p", 1);
	access_process_vm(child, u.base, "c", 1, FOLL_WRITE);
	skb_copy_bits(skb, 0, &b, 1);
	KUNIT_EXPECT_EQ(test, b, 'p');
	mmput(child);
	user_mm_leave(&u);
	kfree_skb(skb);
}

static void no_more_fragments(struct kunit *test)
{
	const unsigned int max = MAX_SKB_FRAGS;
	struct sk_buff *skb = empty(test, 0);
	struct iov_iter i;
	struct user_mm u;

	user_mm_enter(test, &u, "wwwwwwwwwwwwwwwwwwww");
	letters(&u, 20);
	iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, 10), 19 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, zerocopy_sg_from_iter(skb, &i), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, skb->len, max * PAGE_SIZE - 10);
	KUNIT_EXPECT_EQ(test, i.count, 19 * PAGE_SIZE - skb->len);
	expect_letters(test, skb, 10);
	KUNIT_EXPECT_EQ(test, __zerocopy_sg_from_iter(skb, &i, 1), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, __zerocopy_sg_from_iter(skb, &i, 0), 0);
	user_mm_leave(&u);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, pins_held(), 0);
}

/* A hole, then each pin and each allocation that fails. */
static void not_all_of_it(struct kunit *test)
{
	struct sk_buff *skb;
	struct iovec iov[2];
	struct iov_iter i;
	struct user_mm u;

	user_mm_enter(test, &u, "ww.");
	letters(&u, 2);
	skb = empty(test, 0);
	iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, 50), 3 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, zerocopy_sg_from_iter(skb, &i), -EFAULT);
	KUNIT_EXPECT_EQ(test, skb->len, 2 * PAGE_SIZE - 50);
	KUNIT_EXPECT_EQ(test, i.count, PAGE_SIZE + 50);
	expect_letters(test, skb, 50);
	KUNIT_EXPECT_EQ(test, pskb_trim(skb, 0), 0);
	KUNIT_EXPECT_EQ(test, pins_held(), 0);
	kfree_skb(skb);
	iov[0] = (struct iovec){ (void *)u.base, 100 };
	iov[1] = (struct iovec){ (void *)(u.base + 100), PAGE_SIZE };
	for (unsigned int nth = 1; nth < 4; nth++)
		for (unsigned int kind = 0; kind < 2; kind++) {
			skb = empty(test, 0);
			iov_iter_init(&i, ITER_SOURCE, iov, 2, PAGE_SIZE + 100);
			fault_inject_arm(kind ? FAULT_PIN : FAULT_SLAB_ALLOC,
					 nth, true);
			zerocopy_sg_from_iter(skb, &i);
			fault_inject_disarm();
			KUNIT_EXPECT_EQ(test, skb->len + i.count,
					PAGE_SIZE + 100);
			expect_letters(test, skb, 0);
			kfree_skb(skb);
			KUNIT_EXPECT_EQ(test, pins_held(), 0);
		}
	user_mm_leave(&u);
}

/* Pages that are the kernel's are referenced; its memory has none to give. */
static void kernel_pages(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	struct sk_buff *skb = empty(test, 0);
	struct bio_vec bv;
	struct kvec vec = { &bv, sizeof(bv) };
	struct iov_iter i;
	u8 b = 0;

	KUNIT_ASSERT_NOT_NULL(test, page);
	memcpy_to_page(page, 7, "x", 1);
	bvec_set_page(&bv, page, 10, 7);
	iov_iter_bvec(&i, ITER_SOURCE, &bv, 1, 10);
	KUNIT_EXPECT_EQ(test, __zerocopy_sg_from_iter(skb, &i, 4), 0);
	KUNIT_EXPECT_EQ(test, skb->len, 4);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	put_page(page);
	skb_copy_bits(skb, 0, &b, 1);
	KUNIT_EXPECT_EQ(test, b, 'x');
	iov_iter_kvec(&i, ITER_SOURCE, &vec, 1, sizeof(bv));
	KUNIT_EXPECT_EQ(test, __zerocopy_sg_from_iter(skb, &i, 4), -EFAULT);
	octavo_report_expect(1);
	iov_iter_kvec(&i, ITER_DEST, &vec, 1, sizeof(bv));
	KUNIT_EXPECT_EQ(test, __zerocopy_sg_from_iter(skb, &i, 4), -EFAULT);
	kfree_skb(skb);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(receive),
	KUNIT_CASE(receive_less),
	KUNIT_CASE(bad_ranges),
	KUNIT_CASE(send),
	KUNIT_CASE(pinned_pages),
	KUNIT_CASE(last_fragment),
	KUNIT_CASE(whose_bytes),
	KUNIT_CASE(no_more_fragments),
	KUNIT_CASE(not_all_of_it),
	KUNIT_CASE(kernel_pages),
	{}
};

static struct kunit_suite suite = {
	.name = "datagram",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
