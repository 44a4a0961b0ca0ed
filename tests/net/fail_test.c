/* SPDX-License-Identifier: MIT */
/*
 * fail_test.c - each allocation of each operation fails once.
 *
 * The operation is given an skb that has everything: linear bytes, fragments
 * in low and high memory, a frag_list that another skb shares, a clone. When
 * it fails, bytes and references must be what they were; whether it fails or
 * not, nothing may be left when all is freed.
 */
#include "net_test.h"
#include "refs.h"

#include <octavo/slab.h>

#define LINEAR		200u
#define LIST		300u		/* bytes of each of the two in the list */

struct scene {
	struct kunit *test;
	struct sk_buff *skb;
	struct sk_buff *other;		/* shares pages and frag_list */
	struct sk_buff *clone;		/* or NULL */
	unsigned int len;
	u8 *bytes, *scratch;
};

static void add_page(struct scene *sc, struct sk_buff *skb, gfp_t gfp, u8 fill)
{
	struct page *page = alloc_page(gfp);

	KUNIT_ASSERT_NOT_NULL(sc->test, page);
	memset_page(page, 0, fill, PAGE_SIZE);
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 100, 700, PAGE_SIZE);
}

static struct sk_buff *piece(struct scene *sc, unsigned int linear, u8 first)
{
	struct sk_buff *skb = test_skb(sc->test, linear, first);

	add_page(sc, skb, GFP_KERNEL, (u8)(first + 1));
	add_page(sc, skb, GFP_HIGHUSER, (u8)(first + 2));
	return skb;
}

static void build(struct scene *sc, bool clone)
{
	struct sk_buff *skb = piece(sc, LINEAR, 1), *x, *y;

	x = piece(sc, LIST, 50);
	y = piece(sc, LIST, 100);
	skb_shinfo(skb)->frag_list = x;
	x->next = y;
	skb->len += x->len + y->len;
	skb->data_len += x->len + y->len;
	sc->skb = skb;
	sc->len = skb->len;
	sc->other = pskb_copy(skb, GFP_KERNEL);
	sc->clone = clone ? skb_clone(skb, GFP_KERNEL) : NULL;
	KUNIT_ASSERT_NOT_NULL(sc->test, sc->other);
	KUNIT_ASSERT_EQ(sc->test, skb_copy_bits(skb, 0, sc->bytes,
						(int)sc->len), 0);
}

static void same_bytes(struct scene *sc, struct sk_buff *skb)
{
	if (!skb)
		return;
	KUNIT_ASSERT_EQ(sc->test, skb->len, sc->len);
	KUNIT_ASSERT_EQ(sc->test, skb_copy_bits(skb, 0, sc->scratch,
						(int)sc->len), 0);
	KUNIT_ASSERT_TRUE(sc->test, !memcmp(sc->scratch, sc->bytes, sc->len));
}

static void check_refs(struct scene *sc, const char *when)
{
	struct sk_buff *const all[] = { sc->skb, sc->other, sc->clone };
	struct refs *refs = refs_begin(sc->test);

	for (unsigned int i = 0; i < ARRAY_SIZE(all); i++)
		if (all[i])
			refs_add_skb(refs, all[i]);
	refs_check(refs, when);
	refs_end(refs);
}

static void tear_down(struct scene *sc)
{
	kfree_skb(sc->skb);
	kfree_skb(sc->other);
	kfree_skb(sc->clone);
}

/* ---- operations: 0 or -ENOMEM ------------------------------------------------------ */

static int new_skb(struct sk_buff *n)
{
	kfree_skb(n);
	return n ? 0 : -ENOMEM;
}

static int op_alloc(struct scene *sc)
{
	return new_skb(alloc_skb(1500, GFP_KERNEL)) ?:
	       new_skb(alloc_skb_fclone(20000, GFP_KERNEL));
}

static int op_netdev(struct scene *sc)
{
	netdev_frag_drain();
	return new_skb(netdev_alloc_skb(NULL, 200)) ?:
	       new_skb(netdev_alloc_skb(NULL, 5000));
}

static int op_build(struct scene *sc)
{
	void *p = kmalloc(4096, GFP_KERNEL);
	struct sk_buff *skb = p ? build_skb(p, 0) : NULL;

	if (!skb)
		kfree(p);
	return new_skb(skb);
}

static int op_clone(struct scene *sc)
{
	return new_skb(skb_clone(sc->skb, GFP_KERNEL));
}

static int op_copy(struct scene *sc)
{
	return new_skb(skb_copy(sc->skb, GFP_KERNEL)) ?:
	       new_skb(skb_copy_expand(sc->skb, 100, 100, GFP_KERNEL));
}

static int op_pskb_copy(struct scene *sc)
{
	return new_skb(pskb_copy(sc->skb, GFP_KERNEL)) ?:
	       new_skb(__pskb_copy_fclone(sc->skb, 10, GFP_KERNEL, true));
}

static int op_headroom(struct scene *sc)
{
	return new_skb(skb_realloc_headroom(sc->skb, 10)) ?:
	       new_skb(skb_realloc_headroom(sc->skb, 1000));
}

static int op_expand(struct scene *sc)
{
	return pskb_expand_head(sc->skb, 100, 100, GFP_KERNEL) ?:
	       skb_cow(sc->skb, 500);
}

static int op_share_check(struct scene *sc)
{
	struct sk_buff *held = skb_get(sc->skb);

	sc->skb = skb_share_check(sc->skb, GFP_KERNEL);
	kfree_skb(held);
	return sc->skb ? 0 : -ENOMEM;
}

static int op_unshare(struct scene *sc)
{
	sc->skb = skb_unshare(sc->skb, GFP_KERNEL);
	return sc->skb ? 0 : -ENOMEM;
}

static int op_linearize(struct scene *sc)
{
	return skb_linearize(sc->skb);
}

/* Into the first of the list, into the second. */
static int op_pull(struct scene *sc)
{
	return pskb_may_pull(sc->skb, LINEAR + 1400 + LIST + 50) &&
	       pskb_may_pull(sc->skb, LINEAR + 2800 + LIST + 500) ? 0 : -ENOMEM;
}

/* In the list: cut and put back, so that the bytes are the same. */
static int op_trim(struct scene *sc)
{
	struct sk_buff *n = pskb_copy(sc->skb, GFP_KERNEL);
	int err;

	if (!n)
		return -ENOMEM;
	err = pskb_trim(n, n->len - 900) ?: pskb_trim(n, LINEAR + 1000) ?:
	      pskb_trim(n, 10);
	kfree_skb(n);
	return err;
}

static int op_pad(struct scene *sc)
{
	return __skb_pad(sc->skb, 2000, false);
}

static int op_segment(struct scene *sc)
{
	struct sk_buff *segs;
	int err;

	skb_set_mac_header(sc->skb, -20);
	skb_shinfo(sc->skb)->gso_size = 500;
	segs = skb_segment(sc->skb, NETIF_F_SG);
	err = IS_ERR(segs) ? (int)PTR_ERR(segs) : 0;
	if (!err)
		kfree_skb_list(segs);
	return err;
}

static int op_ubufs(struct scene *sc)
{
	if (!skb_zcopy(sc->skb) && !sc->clone)
		skb_zcopy_init(sc->skb, test_ubuf(sc->test, 0));
	return skb_copy_ubufs(sc->skb, GFP_KERNEL);
}

static int op_checksum(struct scene *sc)
{
	struct sk_buff *n = skb_clone(sc->skb, GFP_KERNEL);
	int err;

	if (!n)
		return -ENOMEM;
	n->ip_summed = CHECKSUM_PARTIAL;
	n->csum_start = (u16)skb_headroom(n);
	n->csum_offset = LINEAR + 50;
	err = skb_checksum_help(n);
	kfree_skb(n);
	return err;
}

static int op_refill(struct scene *sc)
{
	struct page_frag frag = {};

	if (!skb_page_frag_refill(1000, &frag, GFP_KERNEL))
		return -ENOMEM;
	put_page(frag.page);
	return 0;
}

static int (*const ops[])(struct scene *sc) = {
	op_alloc, op_netdev, op_build, op_clone, op_copy, op_pskb_copy,
	op_headroom, op_expand, op_share_check, op_unshare, op_linearize,
	op_pull, op_trim, op_pad, op_segment, op_ubufs, op_checksum, op_refill,
};

/* ---- sweeping ------------------------------------------------------------ */

struct sweep {
	enum fault_kind kind;
	bool clone;
	unsigned int failed;
};

/* Run operation @i with the @nth allocation failing; how many there were. */
static unsigned long once(struct scene *sc, struct sweep *sw, unsigned int i,
			  unsigned long nth)
{
	unsigned long live = skb_nr_live(), points;
	int err;

	build(sc, sw->clone);
	fault_inject_arm(sw->kind, nth, false);
	err = ops[i](sc);
	points = fault_inject_points(sw->kind);
	fault_inject_disarm();
	KUNIT_EXPECT_TRUE_MSG(sc->test, err == 0 || err == -ENOMEM, "%d", err);
	sw->failed += err != 0;
	same_bytes(sc, sc->skb);
	same_bytes(sc, sc->other);
	same_bytes(sc, sc->clone);
	check_refs(sc, "an operation");
	tear_down(sc);
	KUNIT_ASSERT_EQ(sc->test, skb_nr_live(), live);
	KUNIT_ASSERT_EQ(sc->test, test_nr_owners(), 0);
	return points;
}

static void sweep(struct kunit *test, enum fault_kind kind, bool clone)
{
	struct scene sc = {
		.test = test,
		.bytes = kunit_kzalloc(test, 8192, GFP_KERNEL),
		.scratch = kunit_kzalloc(test, 8192, GFP_KERNEL),
	};
	struct sweep sw = { .kind = kind, .clone = clone };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++) {
		unsigned long points = once(&sc, &sw, i, 0);

		for (unsigned long nth = 1; nth <= points; nth++)
			once(&sc, &sw, i, nth);
	}
	KUNIT_EXPECT_GT(test, sw.failed, 0);
}

static void without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, false);
}

static void without_objects_cloned(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, true);
}

static void without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC, false);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(without_objects),
	KUNIT_CASE(without_objects_cloned),
	KUNIT_CASE(without_pages),
	{}
};

static struct kunit_suite suite = {
	.name = "skb_fail",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
