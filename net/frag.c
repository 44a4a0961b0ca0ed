/* SPDX-License-Identifier: MIT */
/*
 * frag.c - fragments of a socket buffer, and lists for devices.
 */
#include "internal.h"

#include <octavo/errno.h>
#include <octavo/scatterlist.h>

/* ---- adding to them ------------------------------------------------------ */

int skb_append_pagefrags(struct sk_buff *skb, struct page *page, int offset,
			 size_t size)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	unsigned int i = shinfo->nr_frags;

	if (offset < 0 || size > INT_MAX)
		return -EMSGSIZE;
	if (skb_can_coalesce(skb, (int)i, page, (unsigned int)offset)) {
		skb_frag_size_add(&shinfo->frags[i - 1], (int)size);
		return 0;
	}
	if (i >= MAX_SKB_FRAGS)
		return -EMSGSIZE;
	skb_zcopy_downgrade_managed(skb);
	get_page(page);
	skb_fill_page_desc(skb, (int)i, page, (unsigned int)offset,
			   (unsigned int)size);
	return 0;
}

/* ---- lists for devices --------------------------------------------------- */

/* Where the next entry goes; .next NULL: the list is over. */
struct sg_fill {
	struct scatterlist *next;
	int nr;
};

static bool add_entry(struct sg_fill *f, struct page *page, unsigned int off,
		      unsigned int len)
{
	if (!f->next)
		return false;
	sg_set_page(f->next, page, len, off);
	f->next = sg_next(f->next);
	f->nr++;
	return true;
}

/* What of [@off, @off + @len) lies in the @size bytes behind @at, for off not
 * in front of them. */
static unsigned int part(unsigned int at, unsigned int size, unsigned int off,
			 unsigned int len)
{
	return off - at < size ? min(size - (off - at), len) : 0;
}

static int fill_frags(struct sk_buff *skb, struct sg_fill *f, unsigned int off,
		      unsigned int len)
{
	unsigned int at = 0;

	for (unsigned int i = 0; len && i < skb_shinfo(skb)->nr_frags; i++) {
		const skb_frag_t *frag = &skb_shinfo(skb)->frags[i];
		unsigned int now = part(at, skb_frag_size(frag), off, len);

		if (now && !add_entry(f, skb_frag_page(frag),
				      skb_frag_off(frag) + off - at, now))
			return -EMSGSIZE;
		at += skb_frag_size(frag);
		off += now;
		len -= now;
	}
	return 0;
}

/* Bytes [@off, @off + @len), which are inside the skb. */
static int fill(struct sk_buff *skb, struct sg_fill *f, unsigned int off,
		unsigned int len)
{
	unsigned int linear = skb_headlen(skb), pages = skb_pagelen(skb), now;
	struct sk_buff *iter;
	int err;

	now = part(0, linear, off, len);
	if (now && !add_entry(f, virt_to_page(skb->data + off),
			      (unsigned int)offset_in_page(skb->data + off), now))
		return -EMSGSIZE;
	off += now;
	len -= now;
	if (len && off < pages) {
		now = min(pages - off, len);
		err = fill_frags(skb, f, off - linear, now);
		if (err)
			return err;
		off += now;
		len -= now;
	}
	for (iter = skb_shinfo(skb)->frag_list; len && iter; iter = iter->next) {
		now = part(pages, iter->len, off, len);
		err = now ? fill(iter, f, off - pages, now) : 0;
		if (err)
			return err;
		pages += iter->len;
		off += now;
		len -= now;
	}
	return len ? -EFAULT : 0;
}

int skb_to_sgvec_nomark(struct sk_buff *skb, struct scatterlist *sg, int offset,
			int len)
{
	struct sg_fill f = { .next = sg };
	int err;

	if (offset < 0 || len < 0 || (unsigned int)offset > skb->len ||
	    (unsigned int)len > skb->len - (unsigned int)offset)
		return -EFAULT;
	err = fill(skb, &f, (unsigned int)offset, (unsigned int)len);
	return err ? err : f.nr;
}

int skb_to_sgvec(struct sk_buff *skb, struct scatterlist *sg, int offset,
		 int len)
{
	int nr = skb_to_sgvec_nomark(skb, sg, offset, len);

	for (int i = 1; i < nr; i++)
		sg = sg_next(sg);
	if (nr > 0)
		sg_mark_end(sg);
	return nr;
}
