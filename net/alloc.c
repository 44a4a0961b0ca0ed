/* SPDX-License-Identifier: MIT */
/*
 * alloc.c - making socket buffers.
 *
 *	skbuff_head_cache	a struct
 *	skbuff_fclone_cache	a pair: original, clone at hand, their count
 *	kmalloc()		the data: room, then skb_shared_info
 *
 * The bytes of a struct from its start to tail are cleared word by word, in
 * place: a loop or a string instruction takes longer to begin than this takes.
 *
 * Locking: none; the caches are made before and go after everything else.
 */
#include "internal.h"

#include <octavo/errno.h>
#include <octavo/page_frag.h>

struct kmem_cache *skbuff_head_cache;
struct kmem_cache *skbuff_fclone_cache;
static unsigned int nr_inits;

/* ---- starting and stopping ----------------------------------------------- */

static void destroy_caches(void)
{
	kmem_cache_destroy(skbuff_fclone_cache);
	kmem_cache_destroy(skbuff_head_cache);
	skbuff_fclone_cache = NULL;
	skbuff_head_cache = NULL;
}

int skb_init(void)
{
	if (nr_inits++)
		return 0;
	skbuff_head_cache = kmem_cache_create("skbuff_head_cache",
					      sizeof(struct sk_buff), 0,
					      SLAB_HWCACHE_ALIGN, NULL);
	skbuff_fclone_cache = kmem_cache_create("skbuff_fclone_cache",
						sizeof(struct sk_buff_fclones),
						0, SLAB_HWCACHE_ALIGN, NULL);
	if (skbuff_head_cache && skbuff_fclone_cache)
		return 0;
	destroy_caches();
	nr_inits = 0;
	return -ENOMEM;
}

void skb_exit(void)
{
	if (--nr_inits)
		return;
	netdev_frag_drain();
	destroy_caches();
}

static unsigned long nr_objects(struct kmem_cache *s)
{
	struct slabinfo info;

	if (!s)
		return 0;
	get_slabinfo(s, &info);
	return info.active_objs;
}

unsigned long skb_nr_live(void)
{
	return nr_objects(skbuff_head_cache) + nr_objects(skbuff_fclone_cache);
}

/* ---- making one ---------------------------------------------------------- */

/* Clear in words: up to the end of that in which @bytes end. */
static __always_inline void clear_words(void *p, size_t bytes)
{
	unsigned long *word = p;

	unrolled
	for (size_t i = 0; i < DIV_ROUND_UP(bytes, sizeof(long)); i++)
		WRITE_ONCE(word[i], 0);
}

static __always_inline void init_shinfo(struct skb_shared_info *shinfo)
{
	clear_words(shinfo, offsetof(struct skb_shared_info, dataref));
	atomic_set(&shinfo->dataref, 1);
}

/* Make an empty skb of a struct and @size bytes in front of skb_shared_info. */
static __always_inline void init_skb(struct sk_buff *skb, void *data,
				     unsigned int size)
{
	clear_words(skb, offsetof(struct sk_buff, tail));
	skb->head = data;
	skb->data = data;
	skb_reset_tail_pointer(skb);
	skb_set_end_offset(skb, size);
	skb->truesize = SKB_TRUESIZE(size);
	skb->mac_header = (u16)~0u;
	skb->transport_header = (u16)~0u;
	refcount_set(&skb->users, 1);
	init_shinfo(skb_shinfo(skb));
}

/* The struct is no matter of zeroing or zones: both are for the data. */
static noinline struct sk_buff *alloc_struct_slow(gfp_t gfp)
{
	return __kmem_cache_alloc(skbuff_head_cache,
				  gfp & ~(__GFP_ZERO | __GFP_DMA));
}

static __always_inline struct sk_buff *alloc_struct(gfp_t gfp)
{
	struct sk_buff *skb = slab_take(skbuff_head_cache);

	return likely(skb) ? skb : alloc_struct_slow(gfp);
}

struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp)
{
	struct sk_buff *skb;
	void *data;

	if (unlikely(size > SKB_MAX_SIZE))
		return NULL;
	size = SKB_DATA_ALIGN(size);
	skb = alloc_struct(gfp);
	if (unlikely(!skb))
		return NULL;
	data = __kmalloc(size + SHINFO_SIZE, gfp);
	if (unlikely(!data))
		goto undo_struct;
	init_skb(skb, data, size);
	return skb;

undo_struct:
	kmem_cache_free(skbuff_head_cache, skb);
	return NULL;
}

struct sk_buff *__alloc_skb(unsigned int size, gfp_t gfp, int flags, int node)
{
	bool pair = flags & SKB_ALLOC_FCLONE;
	struct kmem_cache *s = pair ? skbuff_fclone_cache : skbuff_head_cache;
	struct sk_buff *skb;
	void *data;

	if (unlikely(size > SKB_MAX_SIZE))
		return NULL;
	size = SKB_DATA_ALIGN(size);
	skb = kmem_cache_alloc_node(s, gfp & ~(__GFP_ZERO | __GFP_DMA), node);
	if (unlikely(!skb))
		return NULL;
	data = kmalloc_node(size + SHINFO_SIZE, gfp, node);
	if (unlikely(!data))
		goto undo_struct;
	init_skb(skb, data, size);
	if (pair) {
		skb->fclone = SKB_FCLONE_ORIG;
		refcount_set(&((struct sk_buff_fclones *)skb)->fclone_ref, 1);
	}
	return skb;

undo_struct:
	kmem_cache_free(s, skb);
	return NULL;
}

/* ---- of memory that is there --------------------------------------------- */

struct sk_buff *__build_skb(void *data, unsigned int frag_size)
{
	size_t size = frag_size ? frag_size : ksize(data);
	struct sk_buff *skb;

	if (size <= SHINFO_SIZE || !IS_ALIGNED((unsigned long)data, sizeof(long)))
		return NULL;
	size = ALIGN_DOWN(size - SHINFO_SIZE, sizeof(long));
	skb = alloc_struct(GFP_ATOMIC);
	if (!skb)
		return NULL;
	init_skb(skb, data, (unsigned int)size);
	return skb;
}

struct sk_buff *build_skb(void *data, unsigned int frag_size)
{
	struct sk_buff *skb = __build_skb(data, frag_size);

	if (skb && frag_size)
		skb->head_frag = 1;
	return skb;
}

/* Larger ones would waste what is left of a page. */
#define NETDEV_FRAG_MAX		1024u

struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int length,
				   gfp_t gfp)
{
	unsigned int room = NET_SKB_PAD + NET_IP_ALIGN;
	struct sk_buff *skb = NULL;
	void *data;

	if (length > SKB_MAX_SIZE - room)
		return NULL;
	if (length <= NETDEV_FRAG_MAX && !(gfp & (__GFP_DMA | __GFP_ZERO))) {
		unsigned int size = SKB_DATA_ALIGN(length + room) + SHINFO_SIZE;

		data = netdev_alloc_frag(size);
		if (!data)
			return NULL;
		skb = build_skb(data, size);
		if (!skb)
			page_frag_free(data);
	} else {
		skb = alloc_skb(length + room, gfp);
	}
	if (!skb)
		return NULL;
	skb_reserve(skb, room);
	skb->dev = dev;
	return skb;
}

/* ---- clones -------------------------------------------------------------- */

/* The second struct of a pair, if @skb is the first and nobody has it. */
static struct sk_buff *clone_at_hand(struct sk_buff *skb)
{
	struct sk_buff_fclones *pair = (struct sk_buff_fclones *)skb;
	int one = 1;

	if (skb->fclone != SKB_FCLONE_ORIG ||
	    !atomic_try_cmpxchg(&pair->fclone_ref.refs, &one, 2))
		return NULL;
	return &pair->skb2;
}

/* What a struct and its clone have in common, in words. */
struct common {
	unsigned long word[DIV_ROUND_UP(offsetof(struct sk_buff, users) -
						offsetof(struct sk_buff, dev),
					sizeof(long))];
};

/* Where registers are wide, moves are faster than what begins a string
 * instruction; where they are few, that is shorter. */
static __always_inline void copy_common(struct sk_buff *n,
					const struct sk_buff *skb)
{
	const struct common *from = (const struct common *)&skb->dev;
	struct common *to = (struct common *)&n->dev;

	if (sizeof(long) == 4) {
		*to = *from;
		return;
	}
	unrolled
	for (unsigned int i = 0; i < ARRAY_SIZE(to->word); i++)
		WRITE_ONCE(to->word[i], READ_ONCE(from->word[i]));
}

/* Make @n a clone of @skb, but for what clone_unusual() is for. */
static __always_inline void init_clone(struct sk_buff *n, struct sk_buff *skb)
{
	copy_common(n, skb);
	n->next = n->prev = NULL;
	n->sk = NULL;
	n->_skb_refdst = 0;
	n->destructor = NULL;
	refcount_set(&n->users, 1);
	/* A byte written in front of the copy would hold that up. */
	skb_data_get(skb);
	n->cloned = 1;
}

/* With a route, of a pair, of somebody else's data, of a payload, peeked at. */
static noinline struct sk_buff *clone_unusual(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *n;
	bool at_hand;

	if (skb_orphan_frags(skb, gfp))
		return NULL;
	n = clone_at_hand(skb);
	at_hand = n != NULL;
	if (!n)
		n = alloc_struct(gfp);
	if (!n)
		return NULL;
	init_clone(n, skb);
	skb_dst_copy(n, skb);
	if (skb->nohdr)
		n->hdr_len = (u16)skb_headroom(skb);
	n->nohdr = 0;
	n->peeked = 0;
	n->fclone = at_hand ? SKB_FCLONE_CLONE : SKB_FCLONE_UNAVAILABLE;
	return n;
}

struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *n;

	if (unlikely(skb->nohdr || skb->fclone || skb->peeked ||
		     skb->_skb_refdst || skb_shinfo(skb)->flags))
		return clone_unusual(skb, gfp);
	n = alloc_struct(gfp);
	if (likely(n))
		init_clone(n, skb);
	return n;
}
