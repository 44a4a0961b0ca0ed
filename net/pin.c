/* SPDX-License-Identifier: MIT */
/*
 * pin.c - user pages as fragments of socket buffers.
 *
 * Pages that are pinned together have one owner of their pins, which every
 * fragment with one of them refers to as its destructor:
 *
 *	frag  frag  frag		each holds a reference of its page
 *	  \     |    /  .destructor	and one of the owner
 *	   struct pins			holds the pins
 *
 * Clones share fragments; a split or an expanded head counts up; so the pins
 * go with the last of all fragments, by put_page() in the end as any page does,
 * in whatever context that is.
 *
 * Locking: none; the counts are atomic.
 */
#include <octavo/errno.h>
#include <octavo/mm.h>
#include <octavo/uio.h>
#include "internal.h"

struct pins {
	struct skb_frag_destructor destructor;
	unsigned int nr;
	struct page *pages[];
};

static void let_go(struct skb_frag_destructor *d, const struct skb_frag *frag,
		   void *vaddr)
{
	struct pins *pins = container_of(d, struct pins, destructor);

	unpin_user_pages(pins->pages, pins->nr);
	kfree(pins);
}

/* An owner for @nr pins, with a reference for each. */
static struct pins *pins_alloc(struct page **pages, unsigned int nr)
{
	struct pins *pins = kmalloc(sizeof(*pins) + nr * sizeof(*pages),
				    GFP_KERNEL);

	if (!pins)
		return NULL;
	refcount_set(&pins->destructor.ref, nr);
	pins->destructor.map = false;
	pins->destructor.destroy = let_go;
	pins->nr = nr;
	memcpy(pins->pages, pages, nr * sizeof(*pages));
	return pins;
}

/* @nr pages become fragments; the caller's references become theirs. */
static void add_frags(struct sk_buff *skb, struct page **pages, size_t off,
		      size_t len, struct pins *pins)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	const unsigned int truesize = (unsigned int)ALIGN(off + len, PAGE_SIZE);

	skb_zcopy_downgrade_managed(skb);
	skb->len += (unsigned int)len;
	skb->data_len += (unsigned int)len;
	skb->truesize += truesize;
	while (len) {
		unsigned int n = (unsigned int)min(len, PAGE_SIZE - off);
		int i = shinfo->nr_frags;

		skb_fill_page_desc(skb, i, *pages++, (unsigned int)off, n);
		if (pins)
			skb_frag_set_destructor(skb, i, &pins->destructor);
		len -= n;
		off = 0;
	}
	shinfo->flags |= SKBFL_SHARED_FRAG;
}

/* Pages of the program's. Bytes, or -errno. */
static ssize_t add_pinned(struct sk_buff *skb, struct iov_iter *from,
			  size_t length, unsigned int room)
{
	struct page *array[MAX_SKB_FRAGS], **pages = array;
	struct pins *pins;
	unsigned int nr;
	size_t off;
	ssize_t n;

	n = iov_iter_extract_pages(from, &pages, length, room, 0, &off);
	if (n <= 0)
		return n;
	nr = (unsigned int)DIV_ROUND_UP(off + n, PAGE_SIZE);
	pins = pins_alloc(pages, nr);
	if (!pins) {
		unpin_user_pages(pages, nr);
		iov_iter_revert(from, n);
		return -ENOMEM;
	}
	for (unsigned int i = 0; i < nr; i++)
		get_page(pages[i]);
	add_frags(skb, pages, off, n, pins);
	return n;
}

/* Pages that somebody in the kernel has. */
static ssize_t add_referenced(struct sk_buff *skb, struct iov_iter *from,
			      size_t length, unsigned int room)
{
	struct page *pages[MAX_SKB_FRAGS];
	size_t off;
	ssize_t n = iov_iter_get_pages2(from, pages, length, room, &off);

	if (n > 0)
		add_frags(skb, pages, off, n, NULL);
	return n;
}

int __zerocopy_sg_from_iter(struct sk_buff *skb, struct iov_iter *from,
			    size_t length)
{
	ssize_t n = 0;

	if (WARN_ON(!from->data_source))
		return -EFAULT;
	length = min(length, iov_iter_count(from));
	if (length > UINT_MAX / 2 - skb->len)
		return -EMSGSIZE;
	while (n >= 0 && length) {
		unsigned int room = MAX_SKB_FRAGS - skb_shinfo(skb)->nr_frags;

		if (!room)
			return -EMSGSIZE;
		n = iov_iter_extract_will_pin(from) ?
			add_pinned(skb, from, length, room) :
			add_referenced(skb, from, length, room);
		if (!n)
			return -EFAULT;
		if (n > 0)
			length -= n;
	}
	return n < 0 ? (int)n : 0;
}

int zerocopy_sg_from_iter(struct sk_buff *skb, struct iov_iter *from)
{
	int copy = (int)min_t(size_t, skb_headlen(skb), iov_iter_count(from));

	if (skb_copy_datagram_from_iter(skb, 0, from, copy))
		return -EFAULT;
	return __zerocopy_sg_from_iter(skb, from, ~(size_t)0);
}
