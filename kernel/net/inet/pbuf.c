/* SPDX-License-Identifier: MIT */
/*
 * pbuf.c - packets that are sk_buffs to the kernel and pbufs to lwIP.
 *
 * Received: a chain of pbufs, one for each piece, that each hold the sk_buff.
 *
 *	pbuf --------> pbuf --------> pbuf
 *	  |payload       |              |
 *	  v              v              v
 *	[linear]      [frag 0]      [frag 1]     of one sk_buff
 *
 * What is left of them when TCP has had its header, and cut off what it had
 * already, is found again by pbuf_to_parts(): where in which sk_buff it is.
 *
 * Sent: lwIP has put headers in front of memory that we gave it. Large pieces
 * become fragments, whose pages get one more reference; small ones and those
 * in slab memory, which has no references, are copied.
 *
 * A fragment in high memory has an address only while somebody has it mapped:
 * the sender has. Where nobody has, the bytes are copied to low memory first.
 */
#include <octavo/err.h>
#include <octavo/highmem.h>
#include <octavo/zerocopy.h>
#include "internal.h"

#define COPY_BREAK	256u		/* smaller pieces are copied */
#define HEADERS		128u		/* room for them, linear, */
#define LINEAR_MAX	2048u		/* and most for small packets */

struct skb_pbuf {
	struct pbuf_custom pc;		/* first; that is the pbuf */
	struct sk_buff *skb;
	const char *base;		/* of the piece, and */
	u32 off;			/* where it is in the sk_buff */
};

static struct kmem_cache *skb_pbufs;

int inet_pbuf_init(void)
{
	skb_pbufs = kmem_cache_create("skb_pbuf", sizeof(struct skb_pbuf), 0,
				      0, NULL);
	return skb_pbufs ? 0 : -ENOMEM;
}

void inet_pbuf_exit(void)
{
	kmem_cache_destroy(skb_pbufs);
}

/* ---- received ---------------------------------------------------------- */

static void skb_pbuf_free(struct pbuf *p)
{
	struct skb_pbuf *sp = (struct skb_pbuf *)p;

	kfree_skb(sp->skb);
	kmem_cache_free(skb_pbufs, sp);
}

static bool is_skb_pbuf(const struct pbuf *p)
{
	return p->flags & PBUF_FLAG_IS_CUSTOM &&
	       ((const struct pbuf_custom *)p)->custom_free_function ==
		       skb_pbuf_free;
}

/* Append a piece to the chain; false without memory. */
static bool append(struct pbuf **chain, struct sk_buff *skb, char *data,
		   u32 off, u32 len)
{
	struct skb_pbuf *sp = kmem_cache_alloc(skb_pbufs,
					       GFP_ATOMIC | __GFP_NOWARN);
	struct pbuf *p;

	if (!sp)
		return false;
	*sp = (struct skb_pbuf){
		.pc.custom_free_function = skb_pbuf_free,
		.skb = skb_get(skb), .base = data, .off = off,
	};
	p = pbuf_alloced_custom(PBUF_RAW, (u16)len, PBUF_REF, &sp->pc, data,
				(u16)len);
	if (*chain)
		pbuf_cat(*chain, p);
	else
		*chain = p;
	return true;
}

/* A page of a fragment at a time where it is in high memory. */
static bool append_frag(struct pbuf **chain, struct sk_buff *skb,
			const skb_frag_t *frag, u32 off)
{
	struct page *page = skb_frag_page(frag);
	u32 at = skb_frag_off(frag), left = skb_frag_size(frag);

	while (left) {
		u32 len = left;

		if (PageHighMem(page))
			len = min(left, (u32)(PAGE_SIZE - at % PAGE_SIZE));
		if (!append(chain, skb, (char *)page_address(page + at / PAGE_SIZE) +
				    at % PAGE_SIZE, off, len))
			return false;
		at += len;
		off += len;
		left -= len;
	}
	return true;
}

static bool has_addresses(const struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);

	for (unsigned int i = 0; i < si->nr_frags; i++) {
		const skb_frag_t *f = &si->frags[i];
		struct page *page = skb_frag_page(f) +
				    skb_frag_off(f) / PAGE_SIZE;
		struct page *last = skb_frag_page(f) +
			(skb_frag_off(f) + skb_frag_size(f) - 1) / PAGE_SIZE;

		for (; page <= last && PageHighMem(page); page++)
			if (!page_address(page))
				return false;
	}
	return true;
}

static bool append_all(struct pbuf **chain, struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	u32 off = skb_headlen(skb);

	if (!append(chain, skb, (char *)skb->data, 0, off))
		return false;
	for (unsigned int i = 0; i < si->nr_frags; i++) {
		if (!append_frag(chain, skb, &si->frags[i], off))
			return false;
		off += skb_frag_size(&si->frags[i]);
	}
	return true;
}

struct pbuf *skb_to_pbuf(struct sk_buff *skb)
{
	struct pbuf *chain = NULL;
	bool ok = skb->len <= 0xffff;

	if (ok && (skb_has_frag_list(skb) || !has_addresses(skb)))
		ok = skb_linearize(skb) == 0;
	if (ok)
		ok = append_all(&chain, skb);
	kfree_skb(skb);			/* the pbufs hold it */
	if (ok)
		return chain;
	if (chain)
		pbuf_free(chain);
	return NULL;
}

/* ---- found again ------------------------------------------------------- */

static u32 offset_of(const struct pbuf *p)
{
	const struct skb_pbuf *sp = (const struct skb_pbuf *)p;

	return sp->off + (u32)((const char *)p->payload - sp->base);
}

/* Pieces of one sk_buff from @p on, one behind the other, and how many: the
 * next @p. */
static struct pbuf *one_part(struct pbuf *p, struct skb_part *part,
			     unsigned int *nr)
{
	const struct sk_buff *skb = ((struct skb_pbuf *)p)->skb;

	*part = (struct skb_part){ .off = offset_of(p) };
	*nr = 0;
	while (p && is_skb_pbuf(p) && ((struct skb_pbuf *)p)->skb == skb &&
	       offset_of(p) == part->off + part->len) {
		part->len += p->len;
		++*nr;
		p = p->next;
	}
	return p;
}

/* The sk_buff whose @nr pieces begin at @p; a clone if it has more of them. */
static struct sk_buff *take_skb(const struct pbuf *p,
				const struct skb_part *part, unsigned int nr)
{
	struct sk_buff *skb = ((const struct skb_pbuf *)p)->skb;

	if (refcount_read(&skb->users) == nr)
		skb_get(skb);
	else
		skb = skb_clone(skb, GFP_ATOMIC | __GFP_NOWARN);
	if (skb)
		*SKB_PART(skb) = *part;
	return skb;
}

/* Bytes that are lwIP's own, copied. */
static struct sk_buff *copy_pbuf(const struct pbuf *p)
{
	struct sk_buff *skb = alloc_skb(p->len, GFP_ATOMIC | __GFP_NOWARN);

	if (skb) {
		skb_put_data(skb, p->payload, p->len);
		*SKB_PART(skb) = (struct skb_part){ .len = p->len };
	}
	return skb;
}

int pbuf_to_parts(struct pbuf *p,
		  void (*add)(void *arg, struct sk_buff *skb), void *arg)
{
	struct pbuf *at = p, *next;
	struct sk_buff *parts = NULL, **last = &parts, *skb;
	struct skb_part part;
	unsigned int nr;

	for (; at; at = next) {
		next = at->next;
		if (!at->len)
			continue;
		if (is_skb_pbuf(at)) {
			next = one_part(at, &part, &nr);
			skb = take_skb(at, &part, nr);
		} else {
			skb = copy_pbuf(at);
		}
		if (!skb) {
			kfree_skb_list(parts);
			return -ENOMEM;
		}
		*last = skb;
		last = &skb->next;
	}
	pbuf_free(p);
	while ((skb = parts)) {
		parts = skb->next;
		skb->next = NULL;
		add(arg, skb);
	}
	return 0;
}

/* Of several sk_buffs: fragments put together again. */
static struct sk_buff *copy_chain(const struct pbuf *p)
{
	struct sk_buff *skb = alloc_skb(p->tot_len, GFP_ATOMIC | __GFP_NOWARN);

	if (!skb)
		return NULL;
	pbuf_copy_partial(p, skb_put(skb, p->tot_len), p->tot_len, 0);
	*SKB_PART(skb) = (struct skb_part){ .len = p->tot_len };
	return skb;
}

struct sk_buff *pbuf_to_datagram(const struct pbuf *p)
{
	struct pbuf *at = (struct pbuf *)p;
	struct skb_part part;
	struct sk_buff *skb;
	unsigned int nr;

	if (!is_skb_pbuf(at) || one_part(at, &part, &nr))
		return copy_chain(p);
	skb = skb_clone(((struct skb_pbuf *)at)->skb,
			GFP_ATOMIC | __GFP_NOWARN);
	if (skb)
		*SKB_PART(skb) = part;
	return skb;
}

/* ---- sent -------------------------------------------------------------- */

/* Memory that lwIP was given, in pages that have references to count. */
static bool by_reference(const struct pbuf *p)
{
	return p->len >= COPY_BREAK && !(p->flags & PBUF_FLAG_IS_CUSTOM) &&
	       (pbuf_match_type(p, PBUF_ROM) || pbuf_match_type(p, PBUF_REF)) &&
	       !PageSlab(compound_head(kmap_to_page(p->payload)));
}

/* lwIP joins pieces whose addresses follow each other, so there may be several
 * blocks of pages in one pbuf. */
static int add_reference(struct sk_buff *skb, const struct pbuf *p)
{
	char *data = p->payload;
	u32 left = p->len;

	while (left) {
		struct page *page = kmap_to_page(data);
		struct page *head = compound_head(page);
		const u32 at = (u32)(page - head) * PAGE_SIZE +
			       (unsigned long)data % PAGE_SIZE;
		const u32 n = min_t(u32, left,
				    (PAGE_SIZE << compound_order(head)) - at);

		if (PageSlab(head) ||
		    skb_append_pagefrags(skb, head, (int)at, n))
			return -EMSGSIZE;
		skb->len += n;
		skb->data_len += n;
		skb->truesize += n;
		data += n;
		left -= n;
	}
	return 0;
}

/* Room in @skb for up to @len bytes: where, and *@n bytes. NULL: none. */
static char *more_room(struct sk_buff *skb, u32 *fill, u32 len, u32 *n)
{
	const int nr = skb_shinfo(skb)->nr_frags;
	struct page *page;

	if (!nr && skb_tailroom(skb) > 0) {
		*n = min(len, (u32)skb_tailroom(skb));
		return skb_put(skb, *n);
	}
	if (nr && *fill < PAGE_SIZE) {
		page = skb_frag_page(&skb_shinfo(skb)->frags[nr - 1]);
		*n = min_t(u32, len, PAGE_SIZE - *fill);
		skb_coalesce_rx_frag(skb, nr - 1, (int)*n, 0);
	} else {
		page = nr < (int)MAX_SKB_FRAGS ?
			alloc_page(GFP_ATOMIC | __GFP_NOWARN) : NULL;
		if (!page)
			return NULL;
		*fill = 0;
		*n = min_t(u32, len, PAGE_SIZE);
		skb_add_rx_frag(skb, nr, page, 0, (int)*n, PAGE_SIZE);
	}
	*fill += *n;
	return (char *)page_address(page) + *fill - *n;
}

/* *@fill: bytes used of the last fragment's page, if that is for copies. */
static int add_copy(struct sk_buff *skb, const struct pbuf *p, u32 *fill)
{
	const char *data = p->payload;
	u32 left = p->len, n;

	while (left) {
		char *to = more_room(skb, fill, left, &n);

		if (!to)
			return -ENOMEM;
		memcpy(to, data, n);
		data += n;
		left -= n;
	}
	return 0;
}

static int add_all(struct sk_buff *skb, const struct pbuf *p, bool copy)
{
	u32 fill = PAGE_SIZE;
	int err = 0;

	for (; p && !err; p = p->next) {
		if (!p->len)
			continue;
		if (copy || !by_reference(p)) {
			err = add_copy(skb, p, &fill);
		} else {
			err = add_reference(skb, p);
			fill = PAGE_SIZE;
		}
	}
	return err;
}

/* What is linear: all that comes before the first reference, if it is not much. */
static u32 linear_size(const struct pbuf *p, bool copy)
{
	u32 len = 0;

	for (; p && (copy || !by_reference(p)); p = p->next)
		len += p->len;
	return len <= LINEAR_MAX ? len : HEADERS;
}

static struct sk_buff *make_skb(const struct pbuf *p, bool copy)
{
	struct sk_buff *skb = alloc_skb(NET_SKB_PAD + linear_size(p, copy),
					GFP_ATOMIC | __GFP_NOWARN);

	if (!skb)
		return NULL;
	skb_reserve(skb, NET_SKB_PAD);
	if (add_all(skb, p, copy) == 0)
		return skb;
	kfree_skb(skb);
	return NULL;
}

struct sk_buff *pbuf_to_skb(const struct pbuf *p, struct net_device *dev,
			    struct ubuf_info *uarg)
{
	struct sk_buff *skb = IS_ERR(uarg) ? NULL : make_skb(p, false);

	if (skb) {
		skb_zcopy_set(skb, uarg, NULL);
	} else {
		skb = make_skb(p, true);	/* with fewer fragments */
		if (!IS_ERR_OR_NULL(uarg))
			msg_zerocopy_copied(uarg);
	}
	if (skb)
		skb->dev = dev;
	return skb;
}

/* ---- to be sent -------------------------------------------------------- */

static bool refer(struct pbuf **chain, void *data, u32 len)
{
	struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16)len, PBUF_REF);

	if (!p)
		return false;
	p->payload = data;
	if (*chain)
		pbuf_cat(*chain, p);
	else
		*chain = p;
	return true;
}

struct pbuf *pbuf_of_skb(struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	struct pbuf *chain = NULL;
	bool ok = refer(&chain, skb->data, skb_headlen(skb));

	for (unsigned int i = 0; ok && i < si->nr_frags; i++)
		ok = refer(&chain, skb_frag_address(&si->frags[i]),
			   skb_frag_size(&si->frags[i]));
	if (ok || !chain)
		return chain;
	pbuf_free(chain);
	return NULL;
}
