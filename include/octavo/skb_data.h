/* SPDX-License-Identifier: MIT */
/*
 * skb_data.h - what works on the bytes of a socket buffer. Included by
 * skbuff.h.
 *
 * Offsets count from skb->data on, over linear bytes, fragments and frag_list
 * alike. A range that is not inside the skb is -EFAULT, and nothing is changed
 * then. Where memory is needed and there is none, the skb is as it was.
 */
#ifndef OCTAVO_SKB_DATA_H
#define OCTAVO_SKB_DATA_H

#include <octavo/skbuff.h>
#include <octavo/checksum.h>

struct scatterlist;

/* ---- data that is somebody else's: zero copy ----------------------------- */

/* Who is to be told when the data goes; NULL: nobody. */
static inline struct ubuf_info *skb_zcopy(const struct sk_buff *skb)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);

	return shinfo->flags & SKBFL_ZEROCOPY_ENABLE ? shinfo->destructor_arg :
						       NULL;
}

static inline bool skb_zcopy_pure(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->flags & SKBFL_PURE_ZEROCOPY;
}

static inline bool skb_zcopy_managed(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->flags & SKBFL_MANAGED_FRAG_REFS;
}

static inline void net_zcopy_get(struct ubuf_info *uarg)
{
	refcount_inc(&uarg->refcnt);
}

static inline void net_zcopy_put(struct ubuf_info *uarg)
{
	if (uarg)
		uarg->callback(NULL, uarg, true);
}

/* The data is @uarg's; takes over one reference of it. */
static inline void skb_zcopy_init(struct sk_buff *skb, struct ubuf_info *uarg)
{
	skb_shinfo(skb)->destructor_arg = uarg;
	skb_shinfo(skb)->flags |= uarg->flags;
}

/* The same with a reference of its own, unless it has one or @have_ref gives
 * the caller's away. */
static inline void skb_zcopy_set(struct sk_buff *skb, struct ubuf_info *uarg,
				 bool *have_ref)
{
	if (!skb || !uarg || skb_zcopy(skb))
		return;
	if (have_ref && *have_ref)
		*have_ref = false;
	else
		net_zcopy_get(uarg);
	skb_zcopy_init(skb, uarg);
}

/* Tell who is to be told, once. @success: nothing was copied. */
static inline void skb_zcopy_clear(struct sk_buff *skb, bool success)
{
	struct ubuf_info *uarg = skb_zcopy(skb);

	if (!uarg)
		return;
	uarg->callback(skb, uarg, success);
	skb_shinfo(skb)->flags &= (u8)~SKBFL_ALL_ZEROCOPY;
}

/**
 * skb_zcopy_downgrade_managed() - have references of one's own
 * @skb: takes one of each fragment's page if they are managed by the owner
 *	of the zero-copy data, and are not from now on
 *
 * Context: Any context.
 */
void skb_zcopy_downgrade_managed(struct sk_buff *skb);

/**
 * skb_copy_ubufs() - replace fragments that are somebody's by copies
 * @skb: used by nobody else; gets a data of its own if it is cloned
 * @gfp: what may be done to get the pages
 *
 * Tells the owner that its data was copied.
 *
 * Context: Decided by @gfp.
 * Return: 0; -EINVAL: somebody else has the struct; -ENOMEM.
 */
int skb_copy_ubufs(struct sk_buff *skb, gfp_t gfp);

/* Before zero-copy data is kept for who knows how long: copy it, unless its
 * owner has said that this need not be. */
static inline int skb_orphan_frags(struct sk_buff *skb, gfp_t gfp)
{
	unsigned int flags = skb_shinfo(skb)->flags;

	if (likely(!(flags & SKBFL_ZEROCOPY_ENABLE)) ||
	    (flags & SKBFL_DONT_ORPHAN))
		return 0;
	return skb_copy_ubufs(skb, gfp);
}

/* The same towards a receiver, which is never to see its sender's pages. */
static inline int skb_orphan_frags_rx(struct sk_buff *skb, gfp_t gfp)
{
	return likely(!skb_zcopy(skb)) ? 0 : skb_copy_ubufs(skb, gfp);
}

/* ---- fragments ----------------------------------------------------------- */

static inline unsigned int skb_frag_size(const skb_frag_t *frag)
{
	return frag->bv_len;
}

static inline void skb_frag_size_set(skb_frag_t *frag, unsigned int size)
{
	frag->bv_len = size;
}

static inline void skb_frag_size_add(skb_frag_t *frag, int delta)
{
	frag->bv_len += (unsigned int)delta;
}

static inline void skb_frag_size_sub(skb_frag_t *frag, int delta)
{
	frag->bv_len -= (unsigned int)delta;
}

static inline unsigned int skb_frag_off(const skb_frag_t *frag)
{
	return frag->bv_offset;
}

static inline void skb_frag_off_set(skb_frag_t *frag, unsigned int offset)
{
	frag->bv_offset = offset;
}

static inline void skb_frag_off_add(skb_frag_t *frag, int delta)
{
	frag->bv_offset += (unsigned int)delta;
}

static inline struct page *skb_frag_page(const skb_frag_t *frag)
{
	return frag->bv_page;
}

/* Its first byte, for a page that is not of high memory; else NULL. */
static inline void *skb_frag_address_safe(const skb_frag_t *frag)
{
	char *p = page_address(frag->bv_page);

	return p ? p + frag->bv_offset : NULL;
}

/* The same for a page that is known to have an address. */
static inline void *skb_frag_address(const skb_frag_t *frag)
{
	return (char *)page_address(frag->bv_page) + frag->bv_offset;
}

/* One fragment more that is like this one. */
static inline void __skb_frag_ref(skb_frag_t *frag)
{
	get_page(frag->bv_page);
	if (unlikely(frag->destructor))
		refcount_inc(&frag->destructor->ref);
}

static inline void skb_frag_ref(struct sk_buff *skb, int f)
{
	__skb_frag_ref(&skb_shinfo(skb)->frags[f]);
}

/**
 * __skb_frag_unref() - let go of a fragment
 * @frag: the fragment; not to be used afterwards
 *
 * Runs its destructor if that has no other fragment, then puts the page.
 *
 * Context: Any context.
 */
void __skb_frag_unref(skb_frag_t *frag);

/* As __skb_frag_unref(), unless the zero-copy data's owner does that. */
static inline void skb_frag_unref(struct sk_buff *skb, int f)
{
	if (!skb_zcopy_managed(skb))
		__skb_frag_unref(&skb_shinfo(skb)->frags[f]);
}

/* Have @d called when fragment @f goes; takes over one reference of @d. */
static inline void skb_frag_set_destructor(struct sk_buff *skb, int f,
					   struct skb_frag_destructor *d)
{
	skb_shinfo(skb)->frags[f].destructor = d;
}

/* Describe fragment @i; a reference of the page becomes the fragment's. Counts
 * nothing. */
static inline void __skb_fill_page_desc(struct sk_buff *skb, int i,
					struct page *page, unsigned int off,
					unsigned int size)
{
	BUG_ON((unsigned int)i >= MAX_SKB_FRAGS);
	skb_shinfo(skb)->frags[i] = (skb_frag_t){
		.bv_page = page, .bv_len = size, .bv_offset = off,
	};
}

/* The same, and it is the last fragment. */
static inline void skb_fill_page_desc(struct sk_buff *skb, int i,
				      struct page *page, unsigned int off,
				      unsigned int size)
{
	__skb_fill_page_desc(skb, i, page, off, size);
	skb_shinfo(skb)->nr_frags = (u8)(i + 1);
}

/* Does [@off of @page begin where fragment @i - 1 ends? */
static inline bool skb_can_coalesce(const struct sk_buff *skb, int i,
				    const struct page *page, unsigned int off)
{
	const skb_frag_t *frag;

	if (!i || skb_zcopy(skb))
		return false;
	frag = &skb_shinfo(skb)->frags[i - 1];
	return page == frag->bv_page && !frag->destructor &&
	       off == frag->bv_offset + frag->bv_len;
}

/* Charge @size bytes more that are not linear. */
static inline void skb_charge(struct sk_buff *skb, int size,
			      unsigned int truesize)
{
	BUG_ON(size < 0 || (unsigned int)size > UINT_MAX - skb->len);
	skb->len += (unsigned int)size;
	skb->data_len += (unsigned int)size;
	skb->truesize += truesize;
}

/* Add fragment @i, that of fragments there are: @size bytes of @page from @off
 * on, for which @truesize bytes are charged. A reference of the page becomes the
 * fragment's. Nobody else has the skb. */
static inline void skb_add_rx_frag(struct sk_buff *skb, int i,
				   struct page *page, int off, int size,
				   unsigned int truesize)
{
	BUG_ON(off < 0);
	skb_charge(skb, size, truesize);
	skb_fill_page_desc(skb, i, page, (unsigned int)off, (unsigned int)size);
}

/* Fragment @i, the last, is @size bytes longer. */
static inline void skb_coalesce_rx_frag(struct sk_buff *skb, int i, int size,
					unsigned int truesize)
{
	BUG_ON((unsigned int)i >= skb_shinfo(skb)->nr_frags);
	skb_charge(skb, size, truesize);
	skb_frag_size_add(&skb_shinfo(skb)->frags[i], size);
}

/**
 * skb_append_pagefrags() - add a part of a page, to the last fragment if it
 *	goes on there
 * @skb: used by nobody else; its len is the caller's to change
 * @page: gets a reference if it becomes a fragment
 * @offset: bytes into @page
 * @size: bytes
 *
 * Context: Any context.
 * Return: 0; -EMSGSIZE: no fragment is left.
 */
int skb_append_pagefrags(struct sk_buff *skb, struct page *page, int offset,
			 size_t size);

/* Walk the pages of a range of a fragment: @p, the offset in it, the bytes,
 * and how many came before. */
#define skb_frag_foreach_page(f, f_off, f_len, p, p_off, p_len, copied)	\
	for (p = skb_frag_page(f) + ((f_off) >> PAGE_SHIFT),		\
	     p_off = (f_off) & (PAGE_SIZE - 1),				\
	     p_len = min_t(u32, f_len, PAGE_SIZE - p_off),		\
	     copied = 0;						\
	     copied < (f_len);						\
	     copied += p_len, p++, p_off = 0,				\
	     p_len = min_t(u32, (f_len) - copied, PAGE_SIZE))

/* Bytes that are linear or in fragments: all but those of frag_list. */
static inline unsigned int skb_pagelen(const struct sk_buff *skb)
{
	unsigned int len = skb_headlen(skb);

	for (unsigned int i = 0; i < skb_shinfo(skb)->nr_frags; i++)
		len += skb_frag_size(&skb_shinfo(skb)->frags[i]);
	return len;
}

#define skb_walk_frags(skb, iter)	\
	for (iter = skb_shinfo(skb)->frag_list; iter; iter = iter->next)

static inline void skb_frag_list_init(struct sk_buff *skb)
{
	skb_shinfo(skb)->frag_list = NULL;
}

static inline bool skb_is_gso(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->gso_size;
}

static inline void skb_gso_reset(struct sk_buff *skb)
{
	skb_shinfo(skb)->gso_size = 0;
	skb_shinfo(skb)->gso_segs = 0;
	skb_shinfo(skb)->gso_type = 0;
}

/* ---- copies -------------------------------------------------------------- */

/**
 * skb_clone() - another struct for the same data
 * @skb: the original
 * @gfp: what may be done to get memory
 *
 * The clone has no owner and no destructor.
 *
 * Context: Decided by @gfp.
 * Return: the clone, on no queue, with one user; NULL without memory.
 * Pairs with: kfree_skb().
 */
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp);

/**
 * skb_copy_header() - copy what is known of a packet
 * @new: gets it
 * @old: from here: all but lengths, pointers, owner and counts
 *
 * Context: Any context.
 */
void skb_copy_header(struct sk_buff *new, const struct sk_buff *old);

/**
 * skb_copy() - copy struct and data
 * @skb: the original
 * @gfp: what may be done to get memory
 *
 * Context: Decided by @gfp.
 * Return: a linear skb with the same headroom, all of whose bytes may be
 *	written; NULL without memory.
 * Pairs with: kfree_skb().
 */
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp);

/**
 * skb_copy_expand() - copy struct and data, with more room
 * @skb: the original
 * @newheadroom: bytes in front of the data, at least 0
 * @newtailroom: bytes behind it, at least 0
 * @gfp: what may be done to get memory
 *
 * Context: Decided by @gfp.
 * Return: as skb_copy().
 */
struct sk_buff *skb_copy_expand(const struct sk_buff *skb, int newheadroom,
				int newtailroom, gfp_t gfp);

/**
 * __pskb_copy_fclone() - copy struct and linear bytes, share the rest
 * @skb: the original
 * @headroom: bytes in front of the data, at least 0
 * @gfp: what may be done to get memory
 * @fclone: with room for one clone
 *
 * Context: Decided by @gfp.
 * Return: the copy; NULL without memory.
 * Pairs with: kfree_skb().
 */
struct sk_buff *__pskb_copy_fclone(struct sk_buff *skb, int headroom, gfp_t gfp,
				   bool fclone);

static inline struct sk_buff *__pskb_copy(struct sk_buff *skb, int headroom,
					  gfp_t gfp)
{
	return __pskb_copy_fclone(skb, headroom, gfp, false);
}

static inline struct sk_buff *pskb_copy(struct sk_buff *skb, gfp_t gfp)
{
	return __pskb_copy(skb, (int)skb_headroom(skb), gfp);
}

/**
 * pskb_expand_head() - give an skb a head of its own, with more room
 * @skb: used by nobody else; pointers into its head are void afterwards
 * @nhead: more bytes in front of the data, at least 0
 * @ntail: more bytes behind it, at least 0
 * @gfp: what may be done to get memory
 *
 * Context: Decided by @gfp.
 * Return: 0; -ENOMEM, also if the sum is beyond what kmalloc() has.
 */
int pskb_expand_head(struct sk_buff *skb, int nhead, int ntail, gfp_t gfp);

/**
 * skb_realloc_headroom() - another skb with a head of its own, with headroom
 * @skb: stays as it is
 * @headroom: bytes in front of the data, at least
 *
 * What is not linear is shared.
 *
 * Context: Any context.
 * Return: it; NULL without memory.
 * Pairs with: kfree_skb().
 */
struct sk_buff *skb_realloc_headroom(struct sk_buff *skb, unsigned int headroom);

/* See to it that nobody else has the data. */
static inline int skb_unclone(struct sk_buff *skb, gfp_t gfp)
{
	return skb_cloned(skb) ? pskb_expand_head(skb, 0, 0, gfp) : 0;
}

/* May the first @len bytes be written though the data is cloned? */
static inline bool skb_clone_writable(const struct sk_buff *skb,
				      unsigned int len)
{
	return !skb_header_cloned(skb) && skb_headroom(skb) + len <= skb->hdr_len;
}

static inline int __skb_cow(struct sk_buff *skb, unsigned int headroom,
			    bool cloned)
{
	unsigned int more = 0;

	if (headroom > skb_headroom(skb))
		more = headroom - skb_headroom(skb);
	if (more > SKB_MAX_ALLOC)
		return -ENOMEM;
	if (more || cloned)
		return pskb_expand_head(skb, (int)ALIGN(more, NET_SKB_PAD), 0,
					GFP_ATOMIC);
	return 0;
}

/* Before data is written: have it alone, with @headroom bytes in front. */
static inline int skb_cow(struct sk_buff *skb, unsigned int headroom)
{
	return __skb_cow(skb, headroom, skb_cloned(skb));
}

/* The same for who writes the header only. */
static inline int skb_cow_head(struct sk_buff *skb, unsigned int headroom)
{
	return __skb_cow(skb, headroom, skb_header_cloned(skb));
}

/* A struct that nobody else has: @skb, or a clone, and a user less. NULL without
 * memory. @skb is gone then too. */
static inline struct sk_buff *skb_share_check(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *nskb;

	if (!skb_shared(skb))
		return skb;
	nskb = skb_clone(skb, gfp);
	if (nskb)
		consume_skb(skb);
	else
		kfree_skb(skb);
	return nskb;
}

/* The same for the data: @skb, or a copy. */
static inline struct sk_buff *skb_unshare(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *nskb;

	if (!skb_cloned(skb))
		return skb;
	nskb = skb_copy(skb, gfp);
	if (nskb)
		consume_skb(skb);
	else
		kfree_skb(skb);
	return nskb;
}

/* ---- linear bytes, and the end cut off ----------------------------------- */

/**
 * __pskb_pull_tail() - make more bytes linear
 * @skb: used by nobody else
 * @delta: how many behind the linear ones, at least 0
 *
 * Context: Any context.
 * Return: the end of the linear bytes; NULL: no memory, or there are not so
 *	many; nothing is changed then.
 */
void *__pskb_pull_tail(struct sk_buff *skb, int delta);

/* Are the first @len bytes linear, or can they be made so? */
static inline bool pskb_may_pull(struct sk_buff *skb, unsigned int len)
{
	if (likely(len <= skb_headlen(skb)))
		return true;
	if (unlikely(len > skb->len))
		return false;
	return __pskb_pull_tail(skb, (int)(len - skb_headlen(skb))) != NULL;
}

/* skb_pull() of bytes that need not be linear. NULL without memory, too. */
static inline void *pskb_pull(struct sk_buff *skb, unsigned int len)
{
	return pskb_may_pull(skb, len) ? __skb_pull(skb, len) : NULL;
}

/* Make all bytes linear: 0 or -ENOMEM. */
static inline int skb_linearize(struct sk_buff *skb)
{
	if (!skb_is_nonlinear(skb))
		return 0;
	return __pskb_pull_tail(skb, (int)skb->data_len) ? 0 : -ENOMEM;
}

/**
 * ___pskb_trim() - cut the end off
 * @skb: used by nobody else
 * @len: bytes that stay, at most skb->len
 *
 * Context: Any context.
 * Return: 0; -ENOMEM: it had to be separated from a clone.
 */
int ___pskb_trim(struct sk_buff *skb, unsigned int len);

/* skb_trim() of an skb that may have fragments. */
static inline int pskb_trim(struct sk_buff *skb, unsigned int len)
{
	return len < skb->len ? ___pskb_trim(skb, len) : 0;
}

/**
 * __skb_pad() - put zeros behind the data
 * @skb: used by nobody else; its len stays
 * @pad: how many, at least 0
 * @free_on_error: free @skb when it fails
 *
 * Context: Any context.
 * Return: 0, -ENOMEM.
 */
int __skb_pad(struct sk_buff *skb, int pad, bool free_on_error);

static inline int skb_pad(struct sk_buff *skb, int pad)
{
	return __skb_pad(skb, pad, true);
}

/* Have at least @len bytes that may be sent; len stays. */
static inline int skb_padto(struct sk_buff *skb, unsigned int len)
{
	return likely(skb->len >= len) ? 0 : skb_pad(skb, (int)(len - skb->len));
}

/* The same, and they count. */
static inline int skb_put_padto(struct sk_buff *skb, unsigned int len)
{
	unsigned int more;

	if (skb->len >= len)
		return 0;
	more = len - skb->len;
	if (skb_pad(skb, (int)more))
		return -ENOMEM;
	skb_put(skb, more);
	return 0;
}

/* ---- bytes in and out ---------------------------------------------------- */

/**
 * skb_copy_bits() - copy bytes out
 * @skb: from here
 * @offset: first byte
 * @to: room for @len bytes
 * @len: bytes
 *
 * Context: Any context.
 * Return: 0, -EFAULT.
 */
int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int len);

/**
 * skb_store_bits() - copy bytes in
 * @skb: the data is not looked after: see skb_cow()
 * @offset: first byte
 * @from: @len bytes
 * @len: bytes
 *
 * Context: Any context.
 * Return: 0, -EFAULT.
 */
int skb_store_bits(struct sk_buff *skb, int offset, const void *from, int len);

/* @len bytes at @offset, linear: in place, else in @buffer. NULL: not so many. */
static inline void *skb_header_pointer(const struct sk_buff *skb, int offset,
				       int len, void *buffer)
{
	if (offset >= 0 && len >= 0 &&
	    (unsigned int)offset <= skb_headlen(skb) &&
	    (unsigned int)len <= skb_headlen(skb) - (unsigned int)offset)
		return skb->data + offset;
	return skb_copy_bits(skb, offset, buffer, len) < 0 ? NULL : buffer;
}

/**
 * skb_checksum() - sum of bytes
 * @skb: from here
 * @offset: first byte
 * @len: bytes; all in @skb, or it stops
 * @csum: what to add it to
 *
 * Context: Any context.
 * Return: the sum, not folded.
 */
__wsum skb_checksum(const struct sk_buff *skb, int offset, int len, __wsum csum);

/**
 * skb_copy_and_csum_bits() - skb_copy_bits() and skb_checksum()
 * @skb: from here
 * @offset: first byte
 * @to: room for @len bytes
 * @len: bytes; all in @skb, or it stops
 *
 * Context: Any context.
 * Return: the sum, not folded.
 */
__wsum skb_copy_and_csum_bits(const struct sk_buff *skb, int offset, u8 *to,
			      int len);

/**
 * skb_checksum_help() - do what CHECKSUM_PARTIAL leaves to the device
 * @skb: used by nobody else
 *
 * Context: Any context.
 * Return: 0; -EINVAL: csum_start and csum_offset make no sense; -ENOMEM.
 */
int skb_checksum_help(struct sk_buff *skb);

/* Reading in pieces, each linear. */
struct skb_seq_state {
	u32 lower_offset;
	u32 upper_offset;
	u32 frag_idx;
	u32 stepped_offset;		/* where cur_skb's current part begins */
	struct sk_buff *root_skb;
	struct sk_buff *cur_skb;
	u8 *frag_data;			/* the mapped page, or NULL */
	bool in_frags;			/* the linear bytes of cur_skb are done */
};

/**
 * skb_prepare_seq_read() - begin reading in pieces
 * @skb: from here; not to be changed until the end
 * @from: first byte
 * @to: behind the last; at most skb->len is read
 * @st: where it is
 *
 * Context: Any context.
 */
void skb_prepare_seq_read(struct sk_buff *skb, unsigned int from,
			  unsigned int to, struct skb_seq_state *st);

/**
 * skb_seq_read() - the next piece
 * @consumed: bytes from the start that are not wanted any more: where the
 *	piece is to begin
 * @data: the piece; valid until the next call. With kmap_atomic() of its page
 *	if it is a fragment's: the caller may not sleep until the end.
 * @st: from skb_prepare_seq_read()
 *
 * Context: Any context.
 * Return: its bytes; 0 at the end, and all is unmapped.
 * Pairs with: skb_abort_seq_read(), if it has not come to the end.
 */
unsigned int skb_seq_read(unsigned int consumed, const u8 **data,
			  struct skb_seq_state *st);

/**
 * skb_abort_seq_read() - end reading before the end
 * @st: from skb_prepare_seq_read()
 *
 * Context: Any context.
 */
void skb_abort_seq_read(struct skb_seq_state *st);

/**
 * skb_to_sgvec_nomark() - describe bytes to a device
 * @skb: stays while the list is used
 * @sg: an initialised list; entries are filled from the first on
 * @offset: first byte
 * @len: bytes
 *
 * An entry for the linear bytes, one for each fragment.
 *
 * Context: Any context.
 * Return: entries filled; -EMSGSIZE: there are too few; -EFAULT.
 */
int skb_to_sgvec_nomark(struct sk_buff *skb, struct scatterlist *sg, int offset,
			int len);

/**
 * skb_to_sgvec() - the same, and the last entry ends the list
 * @skb: stays while the list is used
 * @sg: an initialised list
 * @offset: first byte
 * @len: bytes
 *
 * Context: Any context.
 * Return: as skb_to_sgvec_nomark().
 */
int skb_to_sgvec(struct sk_buff *skb, struct scatterlist *sg, int offset,
		 int len);

/* ---- one from two, two from one ------------------------------------------ */

/**
 * skb_split() - give the bytes from a place on to another skb
 * @skb: keeps those in front; nobody else has it or its data; no frag_list
 * @skb1: empty, with tailroom for the linear ones among them, its frags free
 * @len: where; at most skb->len
 *
 * Context: Any context.
 */
void skb_split(struct sk_buff *skb, struct sk_buff *skb1, u32 len);

/**
 * skb_try_coalesce() - move the bytes of one skb behind those of another
 * @to: used by nobody else
 * @from: used by nobody else; to be freed by kfree_skb_partial() if it works
 * @fragstolen: its head is @to's now
 * @delta_truesize: what @to is charged more
 *
 * Context: Any context.
 * Return: true if it worked; false: nothing is changed.
 */
bool skb_try_coalesce(struct sk_buff *to, struct sk_buff *from,
		      bool *fragstolen, int *delta_truesize);

/**
 * kfree_skb_partial() - free an skb, or what is left when its head was taken
 * @skb: the last user's
 * @head_stolen: from skb_try_coalesce()
 *
 * Context: Any context.
 */
void kfree_skb_partial(struct sk_buff *skb, bool head_stolen);

/**
 * skb_segment() - cut a large packet into packets of gso_size
 * @head_skb: the packet; stays as it is. From mac_header to data are its
 *	headers, which every segment gets.
 * @features: with NETIF_F_SG segments have @head_skb's pages; else they are
 *	linear copies
 *
 * The headers are those of the original: who knows the protocol corrects
 * lengths and sums in them.
 *
 * Context: Any context.
 * Return: the segments, linked by next, the first's prev is the last; an
 *	ERR_PTR(): -ENOMEM, -EINVAL: no gso_size, or no mac header in front.
 * Pairs with: kfree_skb_list().
 */
struct sk_buff *skb_segment(struct sk_buff *head_skb, netdev_features_t features);

#endif
