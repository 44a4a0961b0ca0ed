/* SPDX-License-Identifier: MIT */
/*
 * refs.c - counting who holds what, by walking over socket buffers.
 *
 * A table of things that are counted, with how many holders were met. What is
 * behind a thing is walked when it is first met.
 */
#include "refs.h"
#include "net_test.h"

#include <octavo/slab.h>

#define NR_THINGS	2048u		/* a power of two */

enum kind { STRUCT, PAIR, DATA, PAGE, DESTRUCTOR, UBUF, NR_KINDS };

static const char *const kind_names[NR_KINDS] = {
	"struct", "pair", "data", "page", "destructor", "zero-copy owner",
};

struct thing {
	const void *key;
	enum kind kind;
	long met;
};

struct refs {
	struct kunit *test;
	unsigned long nr[NR_KINDS];
	struct thing things[NR_THINGS];
};

struct refs *refs_begin(struct kunit *test)
{
	struct refs *refs = kzalloc(sizeof(*refs), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, refs);
	refs->test = test;
	return refs;
}

void refs_end(struct refs *refs)
{
	kfree(refs);
}

unsigned long refs_nr_objects(const struct refs *refs)
{
	return refs->nr[STRUCT] + refs->nr[PAIR];
}

/* @weight holders more of something; true if it was not met before. */
static bool meet(struct refs *refs, enum kind kind, const void *key, long weight)
{
	unsigned long h = (unsigned long)key / 8 * 2654435761ul >> 7;
	struct thing *t;

	for (;; h++) {
		t = &refs->things[h % NR_THINGS];
		if (!t->key || (t->key == key && t->kind == kind))
			break;
	}
	t->met += weight;
	if (t->key)
		return false;
	t->key = key;
	t->kind = kind;
	KUNIT_ASSERT_LT(refs->test, ++refs->nr[kind], NR_THINGS / NR_KINDS);
	return true;
}

static void add_frag(struct refs *refs, const skb_frag_t *frag)
{
	meet(refs, PAGE, compound_head(frag->bv_page), 1);
	if (frag->destructor)
		meet(refs, DESTRUCTOR, frag->destructor, 1);
}

static void add_data(struct refs *refs, const struct sk_buff *skb)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	const struct sk_buff *iter;

	if (skb->head_frag)
		meet(refs, PAGE, virt_to_head_page(skb->head), 1);
	for (unsigned int i = 0; i < shinfo->nr_frags; i++)
		add_frag(refs, &shinfo->frags[i]);
	if (skb_zcopy(skb))
		meet(refs, UBUF, skb_zcopy(skb), 1);
	skb_walk_frags(skb, iter)
		refs_add_skb(refs, iter);
}

void refs_add_skb(struct refs *refs, const struct sk_buff *skb)
{
	const char *first = (const char *)skb;

	if (!meet(refs, STRUCT, skb, 1))
		return;
	if (skb->fclone) {
		refs->nr[STRUCT]--;
		if (skb->fclone == SKB_FCLONE_CLONE)
			first -= offsetof(struct sk_buff_fclones, skb2);
		meet(refs, PAIR, first, 1);
	}
	if (meet(refs, DATA, skb_shinfo(skb),
		 skb->nohdr ? 1 + (1 << SKB_DATAREF_SHIFT) : 1))
		add_data(refs, skb);
}

/* The count that it keeps itself. */
static long says(const struct thing *t)
{
	switch (t->kind) {
	case STRUCT:
		return refcount_read(&((const struct sk_buff *)t->key)->users);
	case PAIR:
		return refcount_read(&((const struct sk_buff_fclones *)t->key)
					     ->fclone_ref);
	case DATA:
		return atomic_read(&((const struct skb_shared_info *)t->key)
					   ->dataref);
	case PAGE:
		return page_ref_count(t->key);
	case DESTRUCTOR:
		return refcount_read(&((const struct skb_frag_destructor *)t->key)
					     ->ref);
	default:
		return refcount_read(&((const struct ubuf_info *)t->key)->refcnt);
	}
}

void refs_check(struct refs *refs, const char *when)
{
	for (unsigned int i = 0; i < NR_THINGS; i++) {
		const struct thing *t = &refs->things[i];

		if (t->key)
			KUNIT_ASSERT_EQ_MSG(refs->test, says(t), t->met,
					    "%s after %s", kind_names[t->kind],
					    when);
	}
}
