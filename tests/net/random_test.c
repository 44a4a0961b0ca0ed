/* SPDX-License-Identifier: MIT */
/*
 * random_test.c - random operations on socket buffers against a plain model.
 *
 * A slot holds an skb and, as an array, the bytes that it must have. After each
 * operation the bytes of the slots it was about are compared; every few, those
 * of all, and every count of references there is: users of each struct, holders
 * of each data, references of each page, fragment destructor and zero-copy
 * owner must be as many as a walk over all slots finds.
 *
 * Some operations find no memory. Then nothing may have changed.
 *
 * One run takes OPS of them; for a million:
 *
 *	suites --filter skb_random --repeat 40
 */
#include "net_test.h"
#include "refs.h"

#include <octavo/slab.h>

#define OPS		25000
#define NR_SLOTS	20
#define MAX_LEN		9000u

struct slot {
	struct sk_buff *skb;
	unsigned int len;
	u8 bytes[MAX_LEN];
};

struct model {
	struct kunit *test;
	struct slot *slots;
	unsigned long live;		/* before */
	u8 *scratch;
	const char *op;
};

static u32 below(struct model *m, u32 n)
{
	return n ? kunit_random_below(m->test, n) : 0;
}

/* Random bytes; cheap, as there are many. */
static void scribble(struct model *m, u8 *p, unsigned int len)
{
	u32 r = kunit_random_u32(m->test);

	for (unsigned int i = 0; i < len; i++, r = r * 1664525 + 1013904223)
		p[i] = (u8)(r >> 24);
}

static struct slot *empty_slot(struct model *m)
{
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		if (!m->slots[i].skb)
			return &m->slots[i];
	return NULL;
}

static void check_bytes(struct model *m, const struct slot *s)
{
	if (!s->skb)
		return;
	KUNIT_ASSERT_EQ_MSG(m->test, s->skb->len, s->len, "%s", m->op);
	KUNIT_ASSERT_EQ(m->test, skb_copy_bits(s->skb, 0, m->scratch,
					       (int)s->len), 0);
	KUNIT_ASSERT_TRUE_MSG(m->test, !memcmp(m->scratch, s->bytes, s->len),
			      "%s: other bytes", m->op);
}

static void check_all(struct model *m)
{
	struct refs *refs = refs_begin(m->test);

	for (unsigned int i = 0; i < NR_SLOTS; i++) {
		check_bytes(m, &m->slots[i]);
		if (m->slots[i].skb)
			refs_add_skb(refs, m->slots[i].skb);
	}
	refs_check(refs, m->op);
	KUNIT_ASSERT_EQ_MSG(m->test, skb_nr_live() - m->live,
			    refs_nr_objects(refs), "%s", m->op);
	refs_end(refs);
}

/* ---- new ones ------------------------------------------------------------ */

static struct sk_buff *random_alloc(struct model *m, unsigned int size)
{
	struct sk_buff *skb;
	void *page;

	switch (below(m, 4)) {
	case 0:
		return alloc_skb_fclone(size, GFP_KERNEL);
	case 1:
		if (size > SKB_MAX_HEAD(0))
			return NULL;
		page = (void *)__get_free_page(GFP_KERNEL);
		skb = page ? build_skb(page, PAGE_SIZE) : NULL;
		if (!skb)
			free_page((unsigned long)page);
		return skb;
	default:
		return alloc_skb(size, GFP_KERNEL);
	}
}

static void op_new(struct model *m, struct slot *s)
{
	unsigned int headroom = below(m, 200), len = below(m, 2000);
	struct sk_buff *skb = random_alloc(m, headroom + len);

	if (!skb)
		return;
	skb_reserve(skb, headroom);
	scribble(m, skb_put(skb, len), len);
	memcpy(s->bytes, skb->data, len);
	s->skb = skb;
	s->len = len;
}

static bool alone(const struct sk_buff *skb)
{
	return !skb_shared(skb) && !skb_cloned(skb);
}

/* Bytes of a page, which may be a high one or of a compound page. */
static struct page *random_page(struct model *m, u8 *bytes, unsigned int off,
				unsigned int len)
{
	unsigned int order = off + len > PAGE_SIZE;
	struct page *page = alloc_pages(GFP_HIGHUSER | (order ? __GFP_COMP : 0),
					order);

	if (!page)
		return NULL;
	scribble(m, bytes, len);
	for (unsigned int done = 0; done < len;) {
		unsigned int at = off + done;
		unsigned int now = min_t(unsigned int, len - done,
					 PAGE_SIZE - at % PAGE_SIZE);

		memcpy_to_page(page + at / PAGE_SIZE, at % PAGE_SIZE,
			       bytes + done, now);
		done += now;
	}
	return page;
}

static void op_add_frag(struct model *m, struct slot *s)
{
	unsigned int len = 1 + below(m, 1500), off = below(m, PAGE_SIZE);
	struct skb_shared_info *shinfo = skb_shinfo(s->skb);
	struct page *page;
	unsigned int i = shinfo->nr_frags;

	if (!alone(s->skb) || shinfo->frag_list || i == MAX_SKB_FRAGS ||
	    s->len + len > MAX_LEN)
		return;
	page = random_page(m, s->bytes + s->len, off, len);
	if (!page)
		return;
	skb_zcopy_downgrade_managed(s->skb);
	skb_add_rx_frag(s->skb, (int)i, page, (int)off, (int)len, len);
	s->len += len;
	if (!below(m, 4))
		skb_frag_set_destructor(s->skb, (int)i,
					test_destructor(m->test, below(m, 2)));
	if (!below(m, 8) && !skb_zcopy(s->skb))
		skb_zcopy_init(s->skb, test_ubuf(m->test, below(m, 2) ?
				SKBFL_DONT_ORPHAN : 0));
}

/* Whether everything on the list may be written to. */
static bool own_list(const struct sk_buff *skb)
{
	const struct sk_buff *iter;

	skb_walk_frags(skb, iter)
		if (skb_shared(iter))
			return false;
	return true;
}

/* Another slot's skb goes to the end of the frag_list. */
static void op_add_list(struct model *m, struct slot *s)
{
	struct slot *o = &m->slots[below(m, NR_SLOTS)];
	struct sk_buff **link = &skb_shinfo(s->skb)->frag_list;

	if (o == s || !o->skb || skb_shared(o->skb) || !alone(s->skb) ||
	    !own_list(s->skb) || s->len + o->len > MAX_LEN || !o->len ||
	    skb_has_frag_list(o->skb))
		return;
	while (*link)
		link = &(*link)->next;
	*link = o->skb;
	memcpy(s->bytes + s->len, o->bytes, o->len);
	s->len += o->len;
	s->skb->len += o->len;
	s->skb->data_len += o->len;
	s->skb->truesize += o->skb->truesize;
	o->skb = NULL;
}

/* ---- copies -------------------------------------------------------------- */

static struct sk_buff *random_copy(struct model *m, struct sk_buff *skb)
{
	switch (below(m, 6)) {
	case 0:
		return skb_copy(skb, GFP_KERNEL);
	case 1:
		return pskb_copy(skb, GFP_KERNEL);
	case 2:
		return skb_copy_expand(skb, (int)below(m, 300),
				       (int)below(m, 300), GFP_KERNEL);
	case 3:
		return skb_realloc_headroom(skb, below(m, 300));
	default:
		return skb_clone(skb, GFP_KERNEL);
	}
}

static void op_copy(struct model *m, struct slot *s)
{
	struct slot *n = empty_slot(m);

	if (!n)
		return;
	n->skb = random_copy(m, s->skb);
	n->len = s->len;
	memcpy(n->bytes, s->bytes, s->len);
	check_bytes(m, n);
}

static void op_users(struct model *m, struct slot *s)
{
	bool share = below(m, 2);
	struct sk_buff *held = NULL;

	/* Another user, so that there is something to check. */
	if (share)
		held = skb_get(s->skb);
	if (below(m, 2))
		s->skb = skb_share_check(s->skb, GFP_KERNEL);
	else if (!share)
		s->skb = skb_unshare(s->skb, GFP_KERNEL);
	if (held)
		kfree_skb(held);
}

/* ---- the same bytes, laid out otherwise ---------------------------------- */

static void op_layout(struct model *m, struct slot *s)
{
	struct sk_buff *skb = s->skb;

	switch (below(m, 8)) {
	case 0:
		pskb_expand_head(skb, (int)below(m, 200), (int)below(m, 200),
				 GFP_KERNEL);
		break;
	case 1:
		skb_linearize(skb);
		break;
	case 2:
		pskb_may_pull(skb, below(m, s->len + 10));
		break;
	case 3:
		skb_unclone(skb, GFP_KERNEL);
		break;
	case 4:
		skb_orphan_frags(skb, GFP_KERNEL);
		break;
	case 5:
		skb_orphan_frags_rx(skb, GFP_KERNEL);
		break;
	case 6:
		skb_cow_head(skb, below(m, 200));
		break;
	default:
		if (alone(skb) && !skb->nohdr)
			__skb_header_release(skb);
		break;
	}
}

/* ---- other bytes --------------------------------------------------------- */

static void op_pull(struct model *m, struct slot *s)
{
	unsigned int n = below(m, min(s->len, 300u) + 1);

	if (!pskb_pull(s->skb, n))
		return;
	s->len -= n;
	memmove(s->bytes, s->bytes + n, s->len);
}

static void op_push(struct model *m, struct slot *s)
{
	unsigned int n = below(m, 100);

	if (s->len + n > MAX_LEN || skb_cow(s->skb, n))
		return;
	scribble(m, skb_push(s->skb, n), n);
	memmove(s->bytes + n, s->bytes, s->len);
	memcpy(s->bytes, s->skb->data, n);
	s->len += n;
}

static void op_put(struct model *m, struct slot *s)
{
	unsigned int n = below(m, 200);

	if (s->len + n > MAX_LEN || skb_is_nonlinear(s->skb) ||
	    skb_unclone(s->skb, GFP_KERNEL) ||
	    (unsigned int)skb_tailroom(s->skb) < n)
		return;
	scribble(m, s->bytes + s->len, n);
	skb_put_data(s->skb, s->bytes + s->len, n);
	s->len += n;
}

static void op_trim(struct model *m, struct slot *s)
{
	unsigned int len = s->len - below(m, min(s->len, 500u) + 1);

	if (!pskb_trim(s->skb, len))
		s->len = len;
}

static void op_write(struct model *m, struct slot *s)
{
	unsigned int linear, off, n;

	if (skb_cow(s->skb, 0))
		return;
	linear = skb_headlen(s->skb);
	off = below(m, linear + 1);
	n = below(m, linear - off + 1);
	scribble(m, s->bytes + off, n);
	KUNIT_EXPECT_EQ(m->test, skb_store_bits(s->skb, (int)off, s->bytes + off,
						(int)n), 0);
}

static void op_pad(struct model *m, struct slot *s)
{
	unsigned int n = below(m, 64);

	if (s->len + n > MAX_LEN)
		return;
	if (skb_put_padto(s->skb, s->len + n)) {
		s->skb = NULL;
		return;
	}
	memset(s->bytes + s->len, 0, n);
	s->len += n;
}

/* ---- two ----------------------------------------------------------------- */

static void op_split(struct model *m, struct slot *s)
{
	unsigned int at = below(m, s->len + 1);
	struct slot *n = empty_slot(m);
	struct sk_buff *skb1;

	if (!n || skb_has_frag_list(s->skb) || skb_unclone(s->skb, GFP_KERNEL))
		return;
	skb1 = alloc_skb(skb_headlen(s->skb), GFP_KERNEL);
	if (!skb1)
		return;
	skb_split(s->skb, skb1, at);
	n->skb = skb1;
	n->len = s->len - at;
	memcpy(n->bytes, s->bytes + at, n->len);
	s->len = at;
	check_bytes(m, n);
}

static void op_coalesce(struct model *m, struct slot *s)
{
	struct slot *o = &m->slots[below(m, NR_SLOTS)];
	bool stolen;
	int delta;

	if (o == s || !o->skb || s->len + o->len > MAX_LEN)
		return;
	if (!skb_try_coalesce(s->skb, o->skb, &stolen, &delta))
		return;
	memcpy(s->bytes + s->len, o->bytes, o->len);
	s->len += o->len;
	kfree_skb_partial(o->skb, stolen);
	o->skb = NULL;
}

static void op_segment(struct model *m, struct slot *s)
{
	unsigned int off = 0, mss = 1 + below(m, 1500), hdr;
	struct sk_buff *segs, *seg;

	if (skb_unclone(s->skb, GFP_KERNEL))
		return;
	hdr = below(m, min(skb_headroom(s->skb), 60u) + 1);
	skb_set_mac_header(s->skb, -(int)hdr);
	skb_shinfo(s->skb)->gso_size = (u16)mss;
	segs = skb_segment(s->skb, below(m, 2) ? NETIF_F_SG : 0);
	skb_gso_reset(s->skb);
	if (IS_ERR(segs))
		return;
	for (seg = segs; seg; seg = seg->next) {
		unsigned int len = seg->len - hdr;

		KUNIT_ASSERT_EQ(m->test, len, min(mss, s->len - off));
		KUNIT_ASSERT_PTR_EQ(m->test, skb_mac_header(seg), seg->data);
		KUNIT_ASSERT_MEMEQ(m->test, seg->data, s->skb->data - hdr, hdr);
		skb_copy_bits(seg, (int)hdr, m->scratch, (int)len);
		KUNIT_ASSERT_MEMEQ(m->test, m->scratch, s->bytes + off, len);
		off += len;
	}
	KUNIT_ASSERT_EQ(m->test, off, s->len);
	kfree_skb_list(segs);
}

/* ---- reading ------------------------------------------------------------- */

static void op_seq_read(struct model *m, struct slot *s)
{
	unsigned int from = below(m, s->len + 1), to = below(m, s->len + 50);
	unsigned int end = min(to, s->len), got = 0, n;
	struct skb_seq_state st;
	const u8 *data;

	skb_prepare_seq_read(s->skb, from, to, &st);
	while ((n = skb_seq_read(got, &data, &st)) != 0) {
		KUNIT_ASSERT_LE(m->test, from + got + n, end);
		KUNIT_ASSERT_MEMEQ(m->test, data, s->bytes + from + got, n);
		/* Some is looked at again. */
		got += below(m, 4) ? n : 1 + below(m, n);
		if (!below(m, 16)) {
			skb_abort_seq_read(&st);
			return;
		}
	}
	KUNIT_ASSERT_EQ(m->test, from + got, max(from, end));
}

static void op_read(struct model *m, struct slot *s)
{
	unsigned int off = below(m, s->len + 1), n = below(m, s->len - off + 1);
	__wsum sum = csum_partial(s->bytes + off, (int)n, 7);

	KUNIT_ASSERT_EQ(m->test, csum_fold(skb_checksum(s->skb, (int)off, (int)n,
							7)), csum_fold(sum));
	sum = csum_partial(s->bytes + off, (int)n, 0);
	KUNIT_ASSERT_EQ(m->test, csum_fold(skb_copy_and_csum_bits(s->skb, (int)off,
			m->scratch, (int)n)), csum_fold(sum));
	KUNIT_ASSERT_MEMEQ(m->test, m->scratch, s->bytes + off, n);
	KUNIT_ASSERT_EQ(m->test, skb_copy_bits(s->skb, (int)off, m->scratch,
					       (int)(s->len - off) + 1), -EFAULT);
	op_seq_read(m, s);
}

static void op_free(struct model *m, struct slot *s)
{
	kfree_skb(s->skb);
	s->skb = NULL;
}

/* ---- all of them --------------------------------------------------------- */

static const struct {
	const char *name;
	unsigned int weight;
	void (*op)(struct model *m, struct slot *s);
} ops[] = {
	{ "add_frag", 6, op_add_frag },	{ "add_list", 4, op_add_list },
	{ "copy", 5, op_copy },		{ "users", 2, op_users },
	{ "layout", 5, op_layout },	{ "pull", 3, op_pull },
	{ "push", 2, op_push },		{ "put", 2, op_put },
	{ "trim", 2, op_trim },		{ "write", 2, op_write },
	{ "pad", 1, op_pad },		{ "split", 2, op_split },
	{ "coalesce", 2, op_coalesce },	{ "segment", 1, op_segment },
	{ "read", 2, op_read },		{ "free", 5, op_free },
};

static unsigned int random_op(struct model *m)
{
	unsigned int all = 0, i = 0, r;

	for (unsigned int k = 0; k < ARRAY_SIZE(ops); k++)
		all += ops[k].weight;
	for (r = below(m, all); r >= ops[i].weight; i++)
		r -= ops[i].weight;
	return i;
}

static void step(struct model *m)
{
	struct slot *s = &m->slots[below(m, NR_SLOTS)];
	unsigned int i = random_op(m);

	m->op = s->skb ? ops[i].name : "new";
	if (!below(m, 10))
		fault_inject_arm(FAULT_SLAB_ALLOC, 1 + below(m, 3), false);
	if (!s->skb)
		op_new(m, s);
	else
		ops[i].op(m, s);
	fault_inject_disarm();
	check_bytes(m, s);
}

static void against_a_model(struct kunit *test)
{
	struct model m = { .test = test, .live = skb_nr_live(), .op = "start" };

	m.slots = kunit_kzalloc(test, NR_SLOTS * sizeof(*m.slots), GFP_KERNEL);
	m.scratch = kunit_kzalloc(test, MAX_LEN + 64, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.slots);
	KUNIT_ASSERT_NOT_NULL(test, m.scratch);
	for (unsigned int n = 1; n <= OPS; n++) {
		step(&m);
		if (n % 50 == 0)
			check_all(&m);
	}
	m.op = "end";
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		if (m.slots[i].skb)
			op_free(&m, &m.slots[i]);
	check_all(&m);
	KUNIT_EXPECT_EQ(test, test_nr_owners(), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_SLOW(against_a_model),
	{}
};

static struct kunit_suite suite = {
	.name = "skb_random",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
