/* SPDX-License-Identifier: MIT */
/*
 * zerocopy.c - data that is somebody else's, and copies of it.
 *
 *	skb_shared_info --destructor_arg--> ubuf_info --callback--> its owner
 *
 * Each data that points to a ubuf_info holds one reference of it, and tells it
 * once: when its last holder goes, or when its fragments are replaced.
 */
#include "internal.h"

#include <octavo/errno.h>
#include <octavo/highmem.h>

void skb_zcopy_downgrade_managed(struct sk_buff *skb)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);

	if (likely(!(shinfo->flags & SKBFL_MANAGED_FRAG_REFS)))
		return;
	shinfo->flags &= (u8)~SKBFL_MANAGED_FRAG_REFS;
	for (unsigned int i = 0; i < shinfo->nr_frags; i++)
		__skb_frag_ref(&shinfo->frags[i]);
}

/* Pages for @len bytes, of one size, that are not more than fragments. */
struct copies {
	struct page *pages[MAX_SKB_FRAGS];
	unsigned int nr;
	unsigned int size;		/* bytes of each */
};

static void free_copies(struct copies *c)
{
	while (c->nr)
		put_page(c->pages[--c->nr]);
}

static bool alloc_copies(struct copies *c, unsigned int len, gfp_t gfp)
{
	unsigned int order = 0;

	while ((unsigned long)len > (PAGE_SIZE << order) * MAX_SKB_FRAGS)
		order++;
	c->nr = 0;
	c->size = PAGE_SIZE << order;
	while ((unsigned long)c->nr * c->size < len) {
		struct page *page = alloc_pages(order ? gfp | __GFP_COMP : gfp,
						order);

		if (!page) {
			free_copies(c);
			return false;
		}
		c->pages[c->nr++] = page;
	}
	return true;
}

/* Copy [@off, @off + @len) of the copies from the fragments, which begin
 * behind the linear bytes. */
static void fill_page(struct sk_buff *skb, struct page *page, unsigned int off,
		      unsigned int len)
{
	unsigned int start = skb_headlen(skb) + off;

	for (unsigned int done = 0; done < len; page++) {
		unsigned int now = min_t(unsigned int, len - done, PAGE_SIZE);
		void *to = kmap_atomic(page);
		int err = skb_copy_bits(skb, (int)(start + done), to, (int)now);

		kunmap_atomic(to);
		BUG_ON(err);
		done += now;
	}
}

static void replace_frags(struct sk_buff *skb, const struct copies *c,
			  unsigned int len)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);

	for (unsigned int i = 0; i < c->nr; i++)
		fill_page(skb, c->pages[i], i * c->size,
			  min(c->size, len - i * c->size));
	for (unsigned int i = 0; i < shinfo->nr_frags; i++)
		skb_frag_unref(skb, (int)i);
	for (unsigned int i = 0; i < c->nr; i++)
		__skb_fill_page_desc(skb, (int)i, c->pages[i], 0,
				     min(c->size, len - i * c->size));
	shinfo->nr_frags = (u8)c->nr;
}

int skb_copy_ubufs(struct sk_buff *skb, gfp_t gfp)
{
	unsigned int len;
	struct copies c;

	if (skb_shared(skb))
		return -EINVAL;
	if (skb_unclone(skb, gfp))
		return -ENOMEM;
	len = skb_pagelen(skb) - skb_headlen(skb);
	if (len) {
		if (!alloc_copies(&c, len, gfp))
			return -ENOMEM;
		replace_frags(skb, &c, len);
	}
	skb_zcopy_clear(skb, false);
	return 0;
}
