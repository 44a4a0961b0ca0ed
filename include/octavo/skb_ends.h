/* SPDX-License-Identifier: MIT */
/*
 * skb_ends.h - where the parts of a socket buffer are, and moving its ends.
 * Included by skbuff.h.
 *
 *	head        data          tail        end
 *	| headroom  | linear bytes | tailroom | skb_shared_info
 *	     <- skb_push   skb_put ->
 *		    skb_pull ->   <- skb_trim
 *
 * What would go over an end stops with the values printed.
 */
#ifndef OCTAVO_SKB_ENDS_H
#define OCTAVO_SKB_ENDS_H

#include <octavo/skbuff.h>

/* ---- where things are ---------------------------------------------------- */

#if NET_SKBUFF_DATA_USES_OFFSET
static inline unsigned char *skb_tail_pointer(const struct sk_buff *skb)
{
	return skb->head + skb->tail;
}

static inline unsigned char *skb_end_pointer(const struct sk_buff *skb)
{
	return skb->head + skb->end;
}

static inline unsigned int skb_end_offset(const struct sk_buff *skb)
{
	return skb->end;
}

static inline void skb_set_tail_pointer(struct sk_buff *skb, int offset)
{
	skb->tail = (unsigned int)(skb->data - skb->head + offset);
}

static inline void skb_set_end_offset(struct sk_buff *skb, unsigned int offset)
{
	skb->end = offset;
}
#else
static inline unsigned char *skb_tail_pointer(const struct sk_buff *skb)
{
	return skb->tail;
}

static inline unsigned char *skb_end_pointer(const struct sk_buff *skb)
{
	return skb->end;
}

static inline unsigned int skb_end_offset(const struct sk_buff *skb)
{
	return (unsigned int)(skb->end - skb->head);
}

static inline void skb_set_tail_pointer(struct sk_buff *skb, int offset)
{
	skb->tail = skb->data + offset;
}

static inline void skb_set_end_offset(struct sk_buff *skb, unsigned int offset)
{
	skb->end = skb->head + offset;
}
#endif

static inline void skb_reset_tail_pointer(struct sk_buff *skb)
{
	skb_set_tail_pointer(skb, 0);
}

#define skb_shinfo(skb)		((struct skb_shared_info *)skb_end_pointer(skb))

static inline struct skb_shared_hwtstamps *skb_hwtstamps(struct sk_buff *skb)
{
	return &skb_shinfo(skb)->hwtstamps;
}

/* Bytes that are not linear? */
static inline bool skb_is_nonlinear(const struct sk_buff *skb)
{
	return skb->data_len != 0;
}

/* Linear bytes. */
static inline unsigned int skb_headlen(const struct sk_buff *skb)
{
	return skb->len - skb->data_len;
}

static inline unsigned int skb_headroom(const struct sk_buff *skb)
{
	return (unsigned int)(skb->data - skb->head);
}

/* Free bytes between tail and end; 0 if there are bytes behind the linear
 * ones, to which nothing can be appended here. */
static inline int skb_tailroom(const struct sk_buff *skb)
{
	return skb_is_nonlinear(skb) ? 0
				     : (int)(skb_end_pointer(skb) -
					     skb_tail_pointer(skb));
}

static inline bool skb_has_frag_list(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->frag_list != NULL;
}

/* May the data have other users? */
static inline bool skb_cloned(const struct sk_buff *skb)
{
	return skb->cloned && (atomic_read(&skb_shinfo(skb)->dataref) &
			       SKB_DATAREF_MASK) != 1;
}

/* May the header have other users? Those that read payload only do not count. */
static inline bool skb_header_cloned(const struct sk_buff *skb)
{
	int dataref;

	if (!skb->cloned)
		return false;
	dataref = atomic_read(&skb_shinfo(skb)->dataref);
	dataref = (dataref & SKB_DATAREF_MASK) - (dataref >> SKB_DATAREF_SHIFT);
	return dataref != 1;
}

/* From now on this one reads payload only. */
static inline void __skb_header_release(struct sk_buff *skb)
{
	skb->nohdr = 1;
	atomic_set(&skb_shinfo(skb)->dataref, 1 + (1 << SKB_DATAREF_SHIFT));
}

static inline void *skb_mac_header(const struct sk_buff *skb)
{
	return skb->head + skb->mac_header;
}

static inline bool skb_mac_header_was_set(const struct sk_buff *skb)
{
	return skb->mac_header != (u16)~0u;
}

static inline bool skb_transport_header_was_set(const struct sk_buff *skb)
{
	return skb->transport_header != (u16)~0u;
}

static inline void *skb_network_header(const struct sk_buff *skb)
{
	return skb->head + skb->network_header;
}

static inline void *skb_transport_header(const struct sk_buff *skb)
{
	return skb->head + skb->transport_header;
}

/* Where a header is: at data, or @offset bytes behind it. */
static inline void skb_set_mac_header(struct sk_buff *skb, int offset)
{
	skb->mac_header = (u16)(skb->data - skb->head + offset);
}

static inline void skb_set_network_header(struct sk_buff *skb, int offset)
{
	skb->network_header = (u16)(skb->data - skb->head + offset);
}

static inline void skb_set_transport_header(struct sk_buff *skb, int offset)
{
	skb->transport_header = (u16)(skb->data - skb->head + offset);
}

#define skb_reset_mac_header(skb)	skb_set_mac_header(skb, 0)
#define skb_reset_network_header(skb)	skb_set_network_header(skb, 0)
#define skb_reset_transport_header(skb)	skb_set_transport_header(skb, 0)

static inline void skb_reset_mac_len(struct sk_buff *skb)
{
	skb->mac_len = (u16)(skb->network_header - skb->mac_header);
}

static inline int skb_network_offset(const struct sk_buff *skb)
{
	return (int)((unsigned char *)skb_network_header(skb) - skb->data);
}

static inline int skb_mac_offset(const struct sk_buff *skb)
{
	return (int)((unsigned char *)skb_mac_header(skb) - skb->data);
}

static inline int skb_transport_offset(const struct sk_buff *skb)
{
	return (int)((unsigned char *)skb_transport_header(skb) - skb->data);
}

static inline u32 skb_network_header_len(const struct sk_buff *skb)
{
	return (u32)(skb->transport_header - skb->network_header);
}

static inline int skb_checksum_start_offset(const struct sk_buff *skb)
{
	return (int)(skb->csum_start - skb_headroom(skb));
}

static inline u16 skb_get_queue_mapping(const struct sk_buff *skb)
{
	return skb->queue_mapping;
}

static inline void skb_set_queue_mapping(struct sk_buff *skb, u16 queue)
{
	skb->queue_mapping = queue;
}

/* Time stamps are taken by nobody yet: a driver may ask. */
static inline void skb_tx_timestamp(struct sk_buff *skb)
{
}

/* ---- moving the ends ----------------------------------------------------- */

/**
 * skb_over_panic() - stop: there is no room behind the data
 * @skb: the skb
 * @len: bytes that were to be appended
 * @addr: who wanted that
 *
 * Context: Any context.
 */
__noreturn __cold void skb_over_panic(const struct sk_buff *skb,
				      unsigned int len, void *addr);

/**
 * skb_under_panic() - stop: there is no room in front of the data
 * @skb: the skb
 * @len: bytes that were to be prepended
 * @addr: who wanted that
 *
 * Context: Any context.
 */
__noreturn __cold void skb_under_panic(const struct sk_buff *skb,
				       unsigned int len, void *addr);

/* Leave @len bytes of an empty skb as headroom. */
static inline void skb_reserve(struct sk_buff *skb, unsigned int len)
{
	if (unlikely(skb_headlen(skb) ||
		     len > (unsigned int)(skb_end_pointer(skb) -
					  skb_tail_pointer(skb))))
		skb_over_panic(skb, len, __builtin_return_address(0));
	skb->data += len;
	skb->tail += len;
}

/* Append @len linear bytes: where they are. Not if there are others behind. */
static inline void *skb_put(struct sk_buff *skb, unsigned int len)
{
	void *tail = skb_tail_pointer(skb);

	if (unlikely(len > (unsigned int)skb_tailroom(skb)))
		skb_over_panic(skb, len, __builtin_return_address(0));
	skb->tail += len;
	skb->len += len;
	return tail;
}

static inline void *skb_put_zero(struct sk_buff *skb, unsigned int len)
{
	return memset(skb_put(skb, len), 0, len);
}

static inline void *skb_put_data(struct sk_buff *skb, const void *data,
				 unsigned int len)
{
	return memcpy(skb_put(skb, len), data, len);
}

static inline void skb_put_u8(struct sk_buff *skb, u8 val)
{
	*(u8 *)skb_put(skb, 1) = val;
}

/* Prepend @len bytes: the new data. */
static inline void *skb_push(struct sk_buff *skb, unsigned int len)
{
	if (unlikely(len > skb_headroom(skb) || len > UINT_MAX - skb->len))
		skb_under_panic(skb, len, __builtin_return_address(0));
	skb->data -= len;
	skb->len += len;
	return skb->data;
}

/* Take @len bytes off the start, which must be linear. */
static inline void *__skb_pull(struct sk_buff *skb, unsigned int len)
{
	BUG_ON(len > skb_headlen(skb));
	skb->len -= len;
	return skb->data += len;
}

/* Take @len bytes off the start: the new data; NULL: there are not so many.
 * Those that are not linear must be pulled first, see pskb_pull(). */
static inline void *skb_pull(struct sk_buff *skb, unsigned int len)
{
	return unlikely(len > skb->len) ? NULL : __skb_pull(skb, len);
}

#define __skb_put(skb, len)	skb_put(skb, len)
#define __skb_push(skb, len)	skb_push(skb, len)

/* Cut the end of an skb that has no frags; more than there is changes nothing. */
static inline void skb_trim(struct sk_buff *skb, unsigned int len)
{
	if (skb->len <= len || WARN_ON(skb_is_nonlinear(skb)))
		return;
	skb->len = len;
	skb_set_tail_pointer(skb, (int)len);
}

#define __skb_trim(skb, len)	skb_trim(skb, len)

#endif
