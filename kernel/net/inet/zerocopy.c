/* SPDX-License-Identifier: MIT */
/*
 * zerocopy.c - TCP that sends a program's pages as they are (MSG_ZEROCOPY).
 *
 * The pages are pinned as fragments of an sk_buff in the write queue, like the
 * kernel's own pages of other writes; those of high memory are mapped by kmap()
 * as long as lwIP may want their address. A packet with some of them holds the
 * ubuf_info of the call as well, so that the program is told when neither the
 * queue nor a device has its pages any more. Which call a packet is of is found
 * by its sequence number:
 *
 *	write queue:  [ skb, uarg 0 ][ skb ][ skb, uarg 1 ]
 *		      ^ lastack - acked
 *	packet:		    [ seqno ... )
 *
 * A packet that has bytes of two calls can tell only one of them when it is
 * gone: it is copied.
 *
 * UDP copies, and says so by SO_EE_CODE_ZEROCOPY_COPIED.
 */
#include <lwip/priv/tcp_priv.h>
#include <octavo/highmem.h>
#include <octavo/zerocopy.h>
#include "internal.h"

#define MAPS_MAX	256u		/* of the windows that kmap() has */

static unsigned int nr_maps;		/* windows in use */
static unsigned int nr_written;		/* zero-copy sk_buffs in write queues */

/* ---- in the write queue ------------------------------------------------------------ */

static unsigned int nr_high(const struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	unsigned int nr = 0;

	for (unsigned int i = 0; i < si->nr_frags; i++)
		nr += PageHighMem(skb_frag_page(&si->frags[i]));
	return nr;
}

/* False: there are too many windows in use already. */
static bool map_frags(const struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	const unsigned int nr = nr_high(skb);

	if (nr > MAPS_MAX - nr_maps)
		return false;
	nr_maps += nr;
	for (unsigned int i = 0; i < si->nr_frags; i++)
		kmap(skb_frag_page(&si->frags[i]));
	return true;
}

static void unmap_frags(const struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);

	nr_maps -= nr_high(skb);
	for (unsigned int i = 0; i < si->nr_frags; i++)
		kunmap(skb_frag_page(&si->frags[i]));
}

struct sk_buff *inet_zerocopy_skb(struct sock *sk, struct msghdr *msg, u32 len,
				  struct ubuf_info *uarg)
{
	struct sk_buff *skb = alloc_skb(0, GFP_KERNEL);
	int n;

	if (!skb)
		return ERR_PTR(-ENOBUFS);
	n = skb_zerocopy_iter_stream(sk, skb, msg, (int)len, uarg);
	if (n > 0 && map_frags(skb)) {
		nr_written++;
		return skb;
	}
	if (n > 0)
		iov_iter_revert(&msg->msg_iter, (size_t)n);
	kfree_skb(skb);
	return n < 0 ? ERR_PTR(n) : NULL;
}

void inet_free_written(struct sk_buff *skb)
{
	if (skb_zcopy(skb)) {
		unmap_frags(skb);
		nr_written--;
	}
	kfree_skb(skb);
}

/* ---- in packets --------------------------------------------------------------------- */

static struct tcp_sock *sock_of(const struct ip_hdr *ip,
				const struct tcp_hdr *tcp)
{
	struct inet_sock *at = NULL;

	while ((at = inet_next_sock(at, IPPROTO_TCP))) {
		const struct tcp_pcb *pcb = at->tcp;

		if (pcb && pcb->state != LISTEN &&
		    pcb->local_port == ntohs(tcp->src) &&
		    pcb->remote_port == ntohs(tcp->dest) &&
		    pcb->local_ip.addr == ip->src.addr &&
		    pcb->remote_ip.addr == ip->dest.addr)
			return tcp_sk(&at->sk);
	}
	return NULL;
}

/* Whose are the @len bytes from @seq on? If @copied they are told so, too. */
static struct ubuf_info *uarg_of_bytes(struct tcp_sock *tp, u32 seq, u32 len,
				       bool copied)
{
	u32 start = tp->inet.tcp->lastack - tp->acked;
	struct ubuf_info *found = NULL;
	struct sk_buff *skb;

	skb_queue_walk(&tp->inet.sk.sk_write_queue, skb) {
		struct ubuf_info *uarg = skb_zcopy(skb);
		const u32 end = start + SKB_PART(skb)->len;

		if (uarg && (s32)(end - seq) > 0 &&
		    (s32)(seq + len - start) > 0) {
			if (copied)
				msg_zerocopy_copied(uarg);
			found = found && found != uarg ? ERR_PTR(-EEXIST) :
							 uarg;
		}
		start = end;
	}
	return found;
}

struct ubuf_info *inet_uarg_of(const struct pbuf *p, u32 off)
{
	const struct ip_hdr *ip = (const struct ip_hdr *)
		((const char *)p->payload + off);
	const struct tcp_hdr *tcp;
	struct ubuf_info *uarg;
	struct tcp_sock *tp;
	u32 headers, len;

	if (likely(!nr_written) || p->len < off + IP_HLEN ||
	    IPH_PROTO(ip) != IP_PROTO_TCP)
		return NULL;
	headers = off + IPH_HL_BYTES(ip);
	tcp = (const struct tcp_hdr *)((const char *)p->payload + headers);
	if (p->len < headers + TCP_HLEN)
		return NULL;
	headers += TCPH_HDRLEN_BYTES(tcp);
	tp = sock_of(ip, tcp);
	if (!tp || p->tot_len <= headers)
		return NULL;
	len = p->tot_len - headers;
	uarg = uarg_of_bytes(tp, ntohl(tcp->seqno), len, false);
	if (IS_ERR(uarg))
		uarg_of_bytes(tp, ntohl(tcp->seqno), len, true);
	return uarg;
}

/* ---- telling ---------------------------------------------------------------------------- */

int inet_recv_error(struct sock *sk, struct msghdr *msg, size_t len)
{
	return sock_recv_errqueue(sk, msg, SOL_IP, IP_RECVERR);
}
