/* SPDX-License-Identifier: MIT */
/*
 * bytes.c - bytes of a socket buffer: out, in, summed, in pieces.
 *
 * One walk finds the bytes of a range and shows them piece by piece, each
 * linear and mapped: the linear ones, then page after page of each fragment,
 * then the same of each skb of frag_list.
 */
#include "internal.h"

#include <octavo/errno.h>
#include <octavo/highmem.h>

struct visit {
	void (*piece)(struct visit *v, u8 *p, unsigned int len);
	u8 *bytes;			/* to or from here */
	unsigned int done;		/* bytes seen */
	__wsum csum;
};

static void show(struct visit *v, u8 *p, unsigned int len)
{
	v->piece(v, p, len);
	v->done += len;
}

/* What of the range, from its start on, lies in the @size bytes behind @at. */
static unsigned int part(unsigned int at, unsigned int size, unsigned int off,
			 unsigned int len)
{
	if (off < at || off - at >= size)
		return 0;
	return min(size - (off - at), len);
}

static void walk_frag(const skb_frag_t *frag, unsigned int off,
		      unsigned int len, struct visit *v)
{
	unsigned int p_off, p_len, copied;
	struct page *p;

	skb_frag_foreach_page(frag, skb_frag_off(frag) + off, len, p, p_off,
			      p_len, copied) {
		u8 *mapped = kmap_atomic(p);

		show(v, mapped + p_off, p_len);
		kunmap_atomic(mapped);
	}
}

/* Show bytes [@off, @off + @len); how many of them there are not. */
static unsigned int walk(const struct sk_buff *skb, unsigned int off,
			 unsigned int len, struct visit *v)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	unsigned int at = skb_headlen(skb), now = part(0, at, off, len);
	const struct sk_buff *iter;

	if (now)
		show(v, skb->data + off, now);
	off += now;
	len -= now;
	for (unsigned int i = 0; len && i < shinfo->nr_frags; i++) {
		const skb_frag_t *frag = &shinfo->frags[i];

		now = part(at, skb_frag_size(frag), off, len);
		if (now)
			walk_frag(frag, off - at, now, v);
		at += skb_frag_size(frag);
		off += now;
		len -= now;
	}
	for (iter = shinfo->frag_list; len && iter; iter = iter->next) {
		now = part(at, iter->len, off, len);
		if (now && walk(iter, off - at, now, v))
			break;
		at += iter->len;
		off += now;
		len -= now;
	}
	return len;
}

static int walk_range(const struct sk_buff *skb, int offset, int len,
		      struct visit *v)
{
	if (offset < 0 || len < 0 || (unsigned int)offset > skb->len ||
	    (unsigned int)len > skb->len - (unsigned int)offset)
		return -EFAULT;
	return walk(skb, (unsigned int)offset, (unsigned int)len, v) ? -EFAULT : 0;
}

/* ---- out, in, summed ----------------------------------------------------- */

static void copy_out(struct visit *v, u8 *p, unsigned int len)
{
	memcpy(v->bytes + v->done, p, len);
}

static void copy_in(struct visit *v, u8 *p, unsigned int len)
{
	memcpy(p, v->bytes + v->done, len);
}

static void sum_up(struct visit *v, u8 *p, unsigned int len)
{
	v->csum = csum_block_add(v->csum, csum_partial(p, (int)len, 0),
				 (int)v->done);
}

static void copy_and_sum(struct visit *v, u8 *p, unsigned int len)
{
	copy_out(v, p, len);
	sum_up(v, p, len);
}

int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int len)
{
	struct visit v = { .piece = copy_out, .bytes = to };

	return walk_range(skb, offset, len, &v);
}

int skb_store_bits(struct sk_buff *skb, int offset, const void *from, int len)
{
	struct visit v = { .piece = copy_in, .bytes = (u8 *)from };

	return walk_range(skb, offset, len, &v);
}

__wsum skb_checksum(const struct sk_buff *skb, int offset, int len, __wsum csum)
{
	struct visit v = { .piece = sum_up, .csum = csum };
	int err = walk_range(skb, offset, len, &v);

	BUG_ON(err);
	return v.csum;
}

__wsum skb_copy_and_csum_bits(const struct sk_buff *skb, int offset, u8 *to,
			      int len)
{
	struct visit v = { .piece = copy_and_sum, .bytes = to };
	int err = walk_range(skb, offset, len, &v);

	BUG_ON(err);
	return v.csum;
}

int skb_checksum_help(struct sk_buff *skb)
{
	int start = skb_checksum_start_offset(skb);
	unsigned int field;
	__sum16 sum;

	if (skb->ip_summed != CHECKSUM_PARTIAL) {
		skb->ip_summed = CHECKSUM_NONE;
		return 0;
	}
	if (start < 0 || (unsigned int)start >= skb->len)
		return -EINVAL;
	field = (unsigned int)start + skb->csum_offset;
	if (field + sizeof(sum) > skb->len)
		return -EINVAL;
	if (!pskb_may_pull(skb, field + sizeof(sum)) || skb_cow(skb, 0))
		return -ENOMEM;
	sum = csum_fold(skb_checksum(skb, start, (int)skb->len - start, 0));
	if (!sum)
		sum = (__sum16)~0u;
	memcpy(skb->data + field, &sum, sizeof(sum));
	skb->ip_summed = CHECKSUM_NONE;
	return 0;
}

/* ---- sums ---------------------------------------------------------------- */

/* Words in memory order, which the machine's order leaves a valid sum. */
__wsum csum_partial(const void *buff, int len, __wsum sum)
{
	const u8 *p = buff, *end = p + (len > 0 ? len : 0);
	u64 total = sum;

	for (; end - p >= 4; p += 4) {
		u32 word;

		__builtin_memcpy(&word, p, 4);
		total += word;
	}
	if (end - p >= 2) {
		u16 half;

		__builtin_memcpy(&half, p, 2);
		total += half;
		p += 2;
	}
	if (p < end)
		total += *p;		/* the low byte of a word on x86 */
	total = (total & 0xffffffffu) + (total >> 32);
	return (__wsum)(total + (total >> 32));
}

/* ---- in pieces ----------------------------------------------------------- */

void skb_prepare_seq_read(struct sk_buff *skb, unsigned int from,
			  unsigned int to, struct skb_seq_state *st)
{
	*st = (struct skb_seq_state){
		.lower_offset = from,
		.upper_offset = min(to, skb->len),
		.root_skb = skb,
		.cur_skb = skb,
	};
}

void skb_abort_seq_read(struct skb_seq_state *st)
{
	if (st->frag_data)
		kunmap_atomic(st->frag_data);
	st->frag_data = NULL;
}

/* Bytes of the piece at @abs, of those up to @end of the current part that
 * lie at @p; no more than were asked for. */
static unsigned int piece(const struct skb_seq_state *st, unsigned int abs,
			  unsigned int end)
{
	return min(end, st->upper_offset) - abs;
}

/* The page of fragment frag_idx that has @abs; it begins at stepped_offset. */
static unsigned int read_frag(struct skb_seq_state *st, unsigned int abs,
			      const u8 **data)
{
	const skb_frag_t *frag = &skb_shinfo(st->cur_skb)->frags[st->frag_idx];
	unsigned int off = abs - st->stepped_offset;
	unsigned int at = skb_frag_off(frag) + off;
	unsigned int in_page = at & (PAGE_SIZE - 1);
	unsigned int here = min_t(unsigned int, PAGE_SIZE - in_page,
				  skb_frag_size(frag) - off);

	st->frag_data = kmap_atomic(skb_frag_page(frag) + (at >> PAGE_SHIFT));
	*data = st->frag_data + in_page;
	return piece(st, abs, abs + here);
}

/* Go on to the next skb of frag_list; false: there is none. */
static bool next_skb(struct skb_seq_state *st)
{
	struct sk_buff *next = st->cur_skb == st->root_skb ?
		skb_shinfo(st->root_skb)->frag_list : st->cur_skb->next;

	if (!next)
		return false;
	st->cur_skb = next;
	st->frag_idx = 0;
	st->in_frags = false;
	return true;
}


unsigned int skb_seq_read(unsigned int consumed, const u8 **data,
			  struct skb_seq_state *st)
{
	unsigned int abs = consumed + st->lower_offset;

	skb_abort_seq_read(st);
	if (abs < consumed || abs >= st->upper_offset)
		return 0;
	do {
		const struct skb_shared_info *shinfo = skb_shinfo(st->cur_skb);
		unsigned int linear = skb_headlen(st->cur_skb);

		if (!st->in_frags) {
			if (abs - st->stepped_offset < linear) {
				*data = st->cur_skb->data + abs - st->stepped_offset;
				return piece(st, abs, st->stepped_offset + linear);
			}
			st->stepped_offset += linear;
			st->in_frags = true;
		}
		for (; st->frag_idx < shinfo->nr_frags; st->frag_idx++) {
			unsigned int size =
				skb_frag_size(&shinfo->frags[st->frag_idx]);

			if (abs - st->stepped_offset < size)
				return read_frag(st, abs, data);
			st->stepped_offset += size;
		}
	} while (next_skb(st));
	return 0;
}
