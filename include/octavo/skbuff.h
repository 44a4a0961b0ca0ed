/* SPDX-License-Identifier: MIT */
/*
 * skbuff.h - socket buffers: one packet, or a piece of a stream.
 *
 *	struct sk_buff			  the data, shared by clones
 *	+-----------+			  +----------------+
 *	| head      |-------------------> | headroom       |
 *	| data      |---------------------> linear bytes   | len - data_len
 *	| tail      |------------------------->            |
 *	| end       |---------------------> tailroom       |
 *	+-----------+			  +----------------+
 *					  | skb_shared_info|
 *					  |   frags[]      |--> parts of pages
 *					  |   frag_list    |--> skb -> skb -> NULL
 *					  +----------------+
 *
 * The bytes of an skb are, in this order: the linear ones, those of frags[],
 * those of each skb of frag_list. len counts all, data_len those that are not
 * linear, truesize what memory is charged for them.
 *
 * 1. users counts those who hold the struct; dataref those structs that point
 *    to the data. Who writes to the data must be alone with it: skb_cow().
 * 2. head <= data <= tail <= end, and skb_shared_info starts at end.
 * 3. An skb is on at most one queue; next and prev are NULL when it is on none.
 * 4. What is released when, in which order: docs/skbuff.md and net/free.c.
 *
 * What asks for more bytes than there are is answered with NULL or an errno
 * where Linux has one, and stops with the values printed where it has not.
 *
 * Here is the struct and its life. What is included at the end: skb_ends.h, where
 * things are and moving its ends; skb_queue.h, queues; skb_data.h, what works on
 * the bytes: fragments, copies, checksums.
 */
#ifndef OCTAVO_SKBUFF_H
#define OCTAVO_SKBUFF_H

#include <octavo/atomic.h>
#include <octavo/bug.h>
#include <octavo/config.h>
#include <octavo/dst.h>
#include <octavo/errno.h>
#include <octavo/gfp.h>
#include <octavo/list.h>
#include <octavo/page.h>
#include <octavo/refcount.h>
#include <octavo/slab.h>
#include <octavo/spinlock.h>
#include <octavo/string.h>
#include <octavo/types.h>

struct net_device;
struct sk_buff;
struct sock;

/* ---- constants ----------------------------------------------------------- */

/* What is known of the checksum: skb->ip_summed. */
#define CHECKSUM_NONE		0
#define CHECKSUM_UNNECESSARY	1
#define CHECKSUM_COMPLETE	2
#define CHECKSUM_PARTIAL	3

/* skb->pkt_type. */
#define PACKET_HOST		0	/* to us */
#define PACKET_BROADCAST	1
#define PACKET_MULTICAST	2
#define PACKET_OTHERHOST	3
#define PACKET_OUTGOING		4
#define PACKET_LOOPBACK		5

#define SMP_CACHE_BYTES		L1_CACHE_BYTES
#define NET_SKB_PAD		64u	/* headroom of received packets */
#define NET_IP_ALIGN		0u

/* 64 KiB in pages, and one more at each end. */
#define MAX_SKB_FRAGS		(65536 / PAGE_SIZE + 2)
#define GSO_BY_FRAGS		0xffffu
#define GSO_MAX_SEGS		65535u

/* skb_shared_info.gso_type. */
#define SKB_GSO_TCPV4		(1u << 0)
#define SKB_GSO_DODGY		(1u << 1)
#define SKB_GSO_TCP_ECN		(1u << 2)
#define SKB_GSO_TCP_FIXEDID	(1u << 3)
#define SKB_GSO_TCPV6		(1u << 4)
#define SKB_GSO_UDP		(1u << 16)
#define SKB_GSO_UDP_L4		(1u << 17)
#define SKB_GSO_FRAGLIST	(1u << 18)

/* What a device can do, as far as skbs care. */
typedef u64 netdev_features_t;
#define NETIF_F_SG		((netdev_features_t)1 << 0)
#define NETIF_F_IP_CSUM		((netdev_features_t)1 << 1)
#define NETIF_F_HW_CSUM		((netdev_features_t)1 << 3)
#define NETIF_F_HIGHDMA		((netdev_features_t)1 << 5)
#define NETIF_F_FRAGLIST	((netdev_features_t)1 << 6)

/* __alloc_skb()'s flags. */
#define SKB_ALLOC_FCLONE	0x01	/* with room for one clone */
#define SKB_ALLOC_RX		0x02	/* for a receive path */

/* skb->fclone: whose memory the struct lies in. */
enum {
	SKB_FCLONE_UNAVAILABLE,	/* skbuff_head_cache */
	SKB_FCLONE_ORIG,	/* first of a pair */
	SKB_FCLONE_CLONE,	/* second of a pair */
};

/* Why a packet was dropped. */
enum skb_drop_reason {
	SKB_NOT_DROPPED_YET,
	SKB_CONSUMED,		/* not dropped: its work is done */
	SKB_DROP_REASON_NOT_SPECIFIED,
	SKB_DROP_REASON_NO_SOCKET,
	SKB_DROP_REASON_PKT_TOO_SMALL,
	SKB_DROP_REASON_SOCKET_FILTER,
	SKB_DROP_REASON_SOCKET_RCVBUFF,
	SKB_DROP_REASON_PROTO_MEM,
	SKB_DROP_REASON_UNHANDLED_PROTO,
	SKB_DROP_REASON_NOMEM,
	SKB_DROP_REASON_HDR_TRUNC,
	SKB_DROP_REASON_SKB_CSUM,
	SKB_DROP_REASON_SKB_UCOPY_FAULT,
	SKB_DROP_REASON_DEV_READY,
	SKB_DROP_REASON_FULL_RING,
	SKB_DROP_REASON_QUEUE_PURGE,
	SKB_DROP_REASON_MAX,
};

/* ---- the data's end: skb_shared_info ------------------------------------- */

struct skb_frag;

/*
 * Asks to be told when a fragment goes. Its owner counts; every fragment that
 * has it holds one reference, so a copy of a fragment takes another.
 */
struct skb_frag_destructor {
	refcount_t ref;
	bool map;		/* call it with the page mapped */
	/* The last reference is gone, the page's is not yet. @vaddr: the
	 * fragment's first byte if .map, else NULL; the page is mapped by
	 * kmap_atomic() then, so it may not sleep. */
	void (*destroy)(struct skb_frag_destructor *d,
			const struct skb_frag *frag, void *vaddr);
};

typedef struct skb_frag {
	struct page *bv_page;	/* head or tail page; the frag owns a reference */
	unsigned int bv_len;	/* may go over the page's end if compound */
	unsigned int bv_offset;
	struct skb_frag_destructor *destructor;	/* NULL: none */
} skb_frag_t;

struct skb_shared_hwtstamps {
	ktime_t hwtstamp;
};

/* skb_shared_info.flags. */
#define SKBFL_ZEROCOPY_ENABLE	(1u << 0)	/* destructor_arg: ubuf_info */
#define SKBFL_SHARED_FRAG	(1u << 1)	/* others may change the bytes */
#define SKBFL_PURE_ZEROCOPY	(1u << 2)	/* no linear payload */
#define SKBFL_DONT_ORPHAN	(1u << 3)	/* never copy: of ours alone */
#define SKBFL_MANAGED_FRAG_REFS	(1u << 4)	/* pages are the ubuf_info's */
#define SKBFL_ZEROCOPY_FRAG	(SKBFL_ZEROCOPY_ENABLE | SKBFL_SHARED_FRAG)
#define SKBFL_ALL_ZEROCOPY	(SKBFL_ZEROCOPY_FRAG | SKBFL_PURE_ZEROCOPY | \
				 SKBFL_DONT_ORPHAN | SKBFL_MANAGED_FRAG_REFS)

/* skb_shared_info.tx_flags. */
#define SKBTX_HW_TSTAMP		(1u << 0)
#define SKBTX_SW_TSTAMP		(1u << 1)
#define SKBTX_IN_PROGRESS	(1u << 2)

struct skb_shared_info {
	u8 flags;			/* SKBFL_* */
	u8 meta_len;
	u8 nr_frags;
	u8 tx_flags;			/* SKBTX_* */
	u16 gso_size;			/* payload of a segment; 0: one packet */
	u16 gso_segs;
	struct sk_buff *frag_list;
	struct skb_shared_hwtstamps hwtstamps;
	unsigned int gso_type;		/* SKB_GSO_* */
	u32 tskey;
	/* All above is cleared when allocated. Low half: structs that point
	 * here; high half: those of them that are not interested in headers. */
	atomic_t dataref;
	void *destructor_arg;		/* only if .flags says so */
	skb_frag_t frags[MAX_SKB_FRAGS];
};

#define SKB_DATAREF_SHIFT	16
#define SKB_DATAREF_MASK	((1 << SKB_DATAREF_SHIFT) - 1)

#define SKB_DATA_ALIGN(x)	ALIGN(x, SMP_CACHE_BYTES)
#define SKB_WITH_OVERHEAD(x)	\
	((x) - SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))
#define SKB_MAX_ORDER(x, order)	SKB_WITH_OVERHEAD((PAGE_SIZE << (order)) - (x))
#define SKB_MAX_HEAD(x)		SKB_MAX_ORDER(x, 0)
#define SKB_MAX_ALLOC		SKB_MAX_ORDER(0, 2)
#define SKB_TRUESIZE(x)		((x) + SKB_DATA_ALIGN(sizeof(struct sk_buff)) + \
				 SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))

/* Who is told when the last reference to zero-copy data goes. Every
 * skb_shared_info that has it holds one reference. */
struct ubuf_info {
	/* Drops the reference. @skb may be NULL; @success: nothing was copied. */
	void (*callback)(struct sk_buff *skb, struct ubuf_info *uarg,
			 bool success);
	refcount_t refcnt;
	u8 flags;			/* SKBFL_*: given to the skb */
};

struct mmpin {
	void *user;			/* whom the pins are charged to */
	unsigned int num_pg;
};

/* That of MSG_ZEROCOPY. */
struct ubuf_info_msgzc {
	struct ubuf_info ubuf;
	union {
		struct {
			unsigned long desc;
			void *ctx;
		};
		struct {
			u32 id;
			u16 len;
			u16 zerocopy:1;
			u32 bytelen;
		};
	};
	struct mmpin mmp;
};

#define uarg_to_msgzc(uarg)	\
	container_of((uarg), struct ubuf_info_msgzc, ubuf)

/* ---- the struct ---------------------------------------------------------- */

/* An offset from head where pointers are wide, as in Linux. */
#if __SIZEOF_POINTER__ == 8
#define NET_SKBUFF_DATA_USES_OFFSET	1
typedef unsigned int sk_buff_data_t;
#else
#define NET_SKBUFF_DATA_USES_OFFSET	0
typedef unsigned char *sk_buff_data_t;
#endif

struct sk_buff {
	union {
		struct {
			/* These first, as struct sk_buff_head has them. */
			struct sk_buff *next;
			struct sk_buff *prev;
		};
		struct list_head list;
	};
	struct sock *sk;
	unsigned long _skb_refdst;	/* struct dst_entry *, SKB_DST_NOREF */
	void (*destructor)(struct sk_buff *skb);

	/* From here to truesize a clone has the same. */
	union {
		struct net_device *dev;
		unsigned long dev_scratch;
	};
	union {
		ktime_t tstamp;
		u64 skb_mstamp_ns;
	};
	char cb[48] __aligned(8);	/* the layer's that has the skb */
	unsigned int len;
	unsigned int data_len;
	u16 mac_len;
	u16 hdr_len;			/* writable header of a clone */
	u16 queue_mapping;
	u8 cloned:1,			/* the data may have others */
	   nohdr:1,			/* this one reads payload only */
	   fclone:2,
	   peeked:1,
	   head_frag:1,			/* head is of a page, not of kmalloc */
	   pfmemalloc:1;
	u8 pkt_type:3,
	   ip_summed:2;
	union {
		__wsum csum;		/* CHECKSUM_COMPLETE: of all bytes */
		struct {
			u16 csum_start;	/* CHECKSUM_PARTIAL: from head */
			u16 csum_offset;	/* and where, from csum_start */
		};
	};
	u32 priority;
	/* Unlike Linux: AF_*, whose release hooks run. */
	u8 family;
	__be16 protocol;
	u16 transport_header;		/* from head; ~0: none */
	u16 network_header;
	u16 mac_header;
	/* What follows is not cleared when allocated but set. */
	sk_buff_data_t tail;
	sk_buff_data_t end;
	unsigned char *head;
	unsigned char *data;
	unsigned int truesize;
	refcount_t users;
};

/* A struct with one for a clone at hand. */
struct sk_buff_fclones {
	struct sk_buff skb1;
	struct sk_buff skb2;
	refcount_t fclone_ref;		/* how many of the two are in use */
};

struct sk_buff_head {
	/* These first, as struct sk_buff has them. */
	struct sk_buff *next;
	struct sk_buff *prev;
	u32 qlen;
	spinlock_t lock;
};

extern struct kmem_cache *skbuff_head_cache;
extern struct kmem_cache *skbuff_fclone_cache;

/* ---- starting and stopping ----------------------------------------------- */

/**
 * skb_init() - make the caches of socket buffers
 *
 * After mm_init(); kernel_boot() does it. Each further call only counts.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: skb_exit().
 */
int skb_init(void);

/**
 * skb_exit() - undo one skb_init()
 *
 * The last one gives back the caches and what CPUs keep of pages for
 * fragments. An skb that is still there is reported as a leak.
 *
 * Context: May sleep. Nobody uses skbs.
 */
void skb_exit(void);

/**
 * skb_nr_live() - how many socket buffers are there?
 *
 * Counted from the slabs, so it costs nothing anywhere else. A pair whose
 * original or clone is in use counts as one.
 *
 * Context: Any context; exact while nobody allocates or frees.
 * Return: structs in use; 0 before skb_init().
 */
unsigned long skb_nr_live(void);

/* ---- allocating and freeing ---------------------------------------------- */

/**
 * __alloc_skb() - allocate a socket buffer
 * @size: bytes of room
 * @gfp: what may be done to get it
 * @flags: SKB_ALLOC_FCLONE: have memory for one clone at hand
 * @node: where from, or NUMA_NO_NODE
 *
 * Context: Decided by @gfp.
 * Return: an empty skb with one user, no headroom and at least @size bytes of
 *	tailroom; NULL without memory or if @size is beyond what kmalloc() has.
 * Pairs with: kfree_skb(), consume_skb().
 */
struct sk_buff *__alloc_skb(unsigned int size, gfp_t gfp, int flags, int node);

/**
 * alloc_skb() - __alloc_skb() of the ordinary kind
 * @size: bytes of room
 * @gfp: what may be done to get it
 *
 * Context: Decided by @gfp.
 * Return: as __alloc_skb().
 * Pairs with: kfree_skb(), consume_skb().
 */
struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp);

/* With room for one clone, which skb_clone() then need not allocate. */
static inline struct sk_buff *alloc_skb_fclone(unsigned int size, gfp_t gfp)
{
	return __alloc_skb(size, gfp, SKB_ALLOC_FCLONE, NUMA_NO_NODE);
}

/**
 * __build_skb() - make a socket buffer of memory that is there
 * @data: from kmalloc(), or of a page; becomes the skb's when it succeeds
 * @frag_size: bytes of @data, skb_shared_info's included; 0: @data is from
 *	kmalloc() and all of it is to be used
 *
 * Context: Any context.
 * Return: an empty skb whose head is @data, head_frag not set; NULL without
 *	memory or if skb_shared_info does not fit.
 */
struct sk_buff *__build_skb(void *data, unsigned int frag_size);

/**
 * build_skb() - __build_skb() of a page's part or of kmalloc()
 * @data: as for __build_skb()
 * @frag_size: as for __build_skb(); if not 0, @data is of a page and its
 *	reference goes over to the skb
 *
 * Context: Any context.
 * Return: as __build_skb().
 * Pairs with: kfree_skb().
 */
struct sk_buff *build_skb(void *data, unsigned int frag_size);

/**
 * __netdev_alloc_skb() - allocate an skb to receive into
 * @dev: its dev afterwards; may be NULL
 * @length: bytes of room behind NET_SKB_PAD bytes of headroom
 * @gfp: what may be done to get it
 *
 * Small ones share pages, see page_frag_alloc().
 *
 * Context: Decided by @gfp.
 * Return: as __alloc_skb().
 */
struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int length,
				   gfp_t gfp);

/* __netdev_alloc_skb() for interrupts. */
static inline struct sk_buff *netdev_alloc_skb(struct net_device *dev,
					       unsigned int length)
{
	return __netdev_alloc_skb(dev, length, GFP_ATOMIC);
}

static inline struct sk_buff *dev_alloc_skb(unsigned int length)
{
	return netdev_alloc_skb(NULL, length);
}

/**
 * __kfree_skb() - free an skb whatever its users
 * @skb: the last user's
 *
 * Context: Any context.
 */
void __kfree_skb(struct sk_buff *skb);

/**
 * kfree_skb() - drop a reference
 * @skb: may be NULL; freed with the last reference
 *
 * Context: Any context.
 */
void kfree_skb(struct sk_buff *skb);

/**
 * kfree_skb_reason() - drop a reference: the packet is lost
 * @skb: may be NULL; freed with the last reference
 * @reason: why; counted, see skb_nr_dropped()
 *
 * Context: Any context.
 */
void kfree_skb_reason(struct sk_buff *skb, enum skb_drop_reason reason);

/* Drop a reference: the packet has done its work. */
static inline void consume_skb(struct sk_buff *skb)
{
	kfree_skb(skb);
}

/**
 * kfree_skb_list_reason() - kfree_skb_reason() of each skb of a list
 * @segs: linked by next, which ends with NULL; may be NULL
 * @reason: why
 *
 * Context: Any context.
 */
void kfree_skb_list_reason(struct sk_buff *segs, enum skb_drop_reason reason);

static inline void kfree_skb_list(struct sk_buff *segs)
{
	kfree_skb_list_reason(segs, SKB_DROP_REASON_NOT_SPECIFIED);
}

/**
 * skb_nr_dropped() - how many skbs were freed for a reason?
 * @reason: the reason; those below SKB_DROP_REASON_NO_SOCKET are not counted
 *
 * Context: Any context.
 * Return: freed since the start by kfree_skb_reason() with that reason.
 */
unsigned long skb_nr_dropped(enum skb_drop_reason reason);

#define dev_kfree_skb(skb)	consume_skb(skb)
#define dev_kfree_skb_any(skb)	consume_skb(skb)
#define dev_kfree_skb_irq(skb)	consume_skb(skb)
#define dev_consume_skb_any(skb)	consume_skb(skb)

/* One user more. */
static inline struct sk_buff *skb_get(struct sk_buff *skb)
{
	refcount_inc(&skb->users);
	return skb;
}

/* Does somebody else hold the struct? */
static inline bool skb_shared(const struct sk_buff *skb)
{
	return refcount_read(&skb->users) != 1;
}

/**
 * skb_release_head_state() - let go of what belongs to the struct, not to its data
 * @skb: becomes nobody's: no route, no destructor, no owner
 *
 * What __kfree_skb() begins with: route, destructor, release hooks.
 *
 * Context: Any context but a hard interrupt if it has a destructor.
 */
void skb_release_head_state(struct sk_buff *skb);

/* Take it from its owner. */
static inline void skb_orphan(struct sk_buff *skb)
{
	if (skb->destructor) {
		skb->destructor(skb);
		skb->destructor = NULL;
		skb->sk = NULL;
	} else {
		BUG_ON(skb->sk);
	}
}

/* ---- release hooks ------------------------------------------------------- */

/*
 * Called when an skb of a protocol family is released, after its destructor
 * and before its data. As long as none is registered nobody looks for them.
 */
struct skb_release_hook {
	u8 family;			/* sk_buff.family */
	void (*release)(struct skb_release_hook *hook, struct sk_buff *skb);
	struct list_head list;
};

/**
 * skb_register_release_hook() - have a function called at each release
 * @hook: .family and .release set; stays the caller's. Hooks of one family
 *	run in the order in which they were registered.
 *
 * Context: May sleep; no skb is released on another CPU meanwhile.
 * Return: 0; -EINVAL: no function.
 * Pairs with: skb_unregister_release_hook().
 */
int skb_register_release_hook(struct skb_release_hook *hook);

/**
 * skb_unregister_release_hook() - stop that
 * @hook: a registered one
 *
 * Context: May sleep; no skb is released on another CPU meanwhile.
 */
void skb_unregister_release_hook(struct skb_release_hook *hook);

/* ---- the route ----------------------------------------------------------- */

#define SKB_DST_NOREF		1ul

static inline struct dst_entry *skb_dst(const struct sk_buff *skb)
{
	return (struct dst_entry *)(skb->_skb_refdst & ~SKB_DST_NOREF);
}

/* The skb takes over one reference of @dst. */
static inline void skb_dst_set(struct sk_buff *skb, struct dst_entry *dst)
{
	skb->_skb_refdst = (unsigned long)dst;
}

/* The skb takes none; @dst stays as long as the skb. */
static inline void skb_dst_set_noref(struct sk_buff *skb, struct dst_entry *dst)
{
	skb->_skb_refdst = (unsigned long)dst | SKB_DST_NOREF;
}

static inline void skb_dst_drop(struct sk_buff *skb)
{
	unsigned long refdst = skb->_skb_refdst;

	if (!refdst)
		return;
	skb->_skb_refdst = 0;
	if (!(refdst & SKB_DST_NOREF))
		dst_release((struct dst_entry *)refdst);
}

static inline void skb_dst_copy(struct sk_buff *to, const struct sk_buff *from)
{
	unsigned long refdst = from->_skb_refdst;

	if (refdst && !(refdst & SKB_DST_NOREF))
		dst_hold((struct dst_entry *)refdst);
	to->_skb_refdst = refdst;
}

#include <octavo/skb_ends.h>
#include <octavo/skb_queue.h>
#include <octavo/skb_data.h>
#include <octavo/skb_user.h>

#endif
