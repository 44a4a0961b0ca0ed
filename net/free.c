/* SPDX-License-Identifier: MIT */
/*
 * free.c - letting go of socket buffers.
 *
 *	last user	route dropped
 *	  of a struct	destructor
 *			release hooks of its family
 *	last struct	zero-copy completion
 *	  of the data	each fragment, first to last: destructor, page put
 *			frag_list, head to tail, each released the same way
 *			head
 *	always		the struct, to its cache or its pair
 *
 * This is the order of Linux 6.x: the completion comes before the fragments.
 * Data that a clone still has is only counted down. Fragments that belong to the
 * zero-copy data's owner (SKBFL_MANAGED_FRAG_REFS) are left to it.
 *
 * A freed struct has no users, so freeing it again is found by its count
 * before anything else is touched.
 */
#include "internal.h"

#include <octavo/errno.h>
#include <octavo/highmem.h>
#include <octavo/page_frag.h>

static LIST_HEAD(release_hooks);
unsigned long skb_nr_hooks;
static atomic_long_t nr_dropped[SKB_DROP_REASON_MAX];

/* ---- release hooks ------------------------------------------------------- */

int skb_register_release_hook(struct skb_release_hook *hook)
{
	if (!hook->release)
		return -EINVAL;
	list_add_tail(&hook->list, &release_hooks);
	skb_nr_hooks++;
	return 0;
}

void skb_unregister_release_hook(struct skb_release_hook *hook)
{
	list_del(&hook->list);
	skb_nr_hooks--;
}

static void run_hooks(struct sk_buff *skb)
{
	struct skb_release_hook *hook;

	list_for_each_entry(hook, &release_hooks, list)
		if (hook->family == skb->family)
			hook->release(hook, skb);
}

/* ---- what belongs to the struct ------------------------------------------ */

static noinline void release_head_state(struct sk_buff *skb)
{
	skb_dst_drop(skb);
	if (skb->destructor) {
		WARN_ON_ONCE(in_hardirq());
		skb->destructor(skb);
		skb->destructor = NULL;
		skb->sk = NULL;
	}
	if (skb_nr_hooks)
		run_hooks(skb);
}

/* Mostly there is nothing, and one test says so. */
void skb_release_head_state(struct sk_buff *skb)
{
	if (unlikely(skb->_skb_refdst | (unsigned long)skb->destructor |
		     skb_nr_hooks))
		release_head_state(skb);
}

/* ---- what belongs to the data -------------------------------------------- */

static void destroy_frag(const skb_frag_t *frag)
{
	struct skb_frag_destructor *d = frag->destructor;
	unsigned long off = frag->bv_offset;
	void *page;

	if (!refcount_dec_and_test(&d->ref))
		return;
	if (!d->map) {
		d->destroy(d, frag, NULL);
		return;
	}
	page = kmap_atomic(frag->bv_page + (off >> PAGE_SHIFT));
	d->destroy(d, frag, (char *)page + offset_in_page(off));
	kunmap_atomic(page);
}

/* Mostly it is the last reference of a page by itself, which is freed as it
 * was allocated. */
static __always_inline void put_frag_page(struct page *page)
{
	if (likely(count_of(&page->_refcount) == 1 &&
		   !(page->flags & (PAGE_ORDER_MASK | 1u << PG_head |
				    1u << PG_lru))))
		__free_page(page);
	else
		put_page(page);
}

static __always_inline void put_frag(const skb_frag_t *frag)
{
	if (unlikely(frag->destructor))
		destroy_frag(frag);
	put_frag_page(frag->bv_page);
}

void __skb_frag_unref(skb_frag_t *frag)
{
	put_frag(frag);
}

static noinline void release_parts(struct sk_buff *skb)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	bool managed = shinfo->flags & SKBFL_MANAGED_FRAG_REFS;

	if (shinfo->flags & SKBFL_ZEROCOPY_ENABLE)
		skb_zcopy_clear(skb, true);
	if (!managed)
		for (unsigned int i = 0; i < shinfo->nr_frags; i++)
			put_frag(&shinfo->frags[i]);
	if (shinfo->frag_list)
		kfree_skb_list(shinfo->frag_list);
}

void skb_free_head(struct sk_buff *skb)
{
	if (skb->head_frag)
		page_frag_free(skb->head);
	else
		kfree(skb->head);
}

/* Drop the reference of a payload reader, who counts twice. */
static noinline bool put_payload(struct sk_buff *skb)
{
	int mine = (1 << SKB_DATAREF_SHIFT) + 1;

	return atomic_sub_return(mine, &skb_shinfo(skb)->dataref) == 0;
}

/* Drop one reference of data that may have others; was it the last? Who sees
 * only its own knows that nobody can take another. */
static __always_inline bool put_data(struct sk_buff *skb)
{
	atomic_t *dataref = &skb_shinfo(skb)->dataref;

	if (unlikely(skb->nohdr))
		return put_payload(skb);
	if (count_of(dataref) == 1) {
		smp_rmb();
		return true;
	}
	return atomic_dec_and_test(dataref);
}

static __always_inline void release_data(struct sk_buff *skb)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);

	if (skb->cloned && !put_data(skb))
		return;
	if (unlikely(shinfo->nr_frags | shinfo->flags |
		     (unsigned long)shinfo->frag_list))
		release_parts(skb);
	skb_free_head(skb);
}

void skb_release_data(struct sk_buff *skb)
{
	release_data(skb);
}

/* ---- the struct ---------------------------------------------------------- */

static noinline void free_of_pair(struct sk_buff *skb)
{
	struct sk_buff_fclones *pair =
		skb->fclone == SKB_FCLONE_ORIG ?
			container_of(skb, struct sk_buff_fclones, skb1) :
			container_of(skb, struct sk_buff_fclones, skb2);

	if (refcount_dec_and_test(&pair->fclone_ref))
		kmem_cache_free(skbuff_fclone_cache, pair);
}

static __always_inline void free_struct(struct sk_buff *skb)
{
	refcount_set(&skb->users, 0);
	if (unlikely(skb->fclone != SKB_FCLONE_UNAVAILABLE))
		free_of_pair(skb);
	else
		kmem_cache_free(skbuff_head_cache, skb);
}

static __always_inline void free_skb(struct sk_buff *skb)
{
	skb_release_head_state(skb);
	release_data(skb);
	free_struct(skb);
}

void __kfree_skb(struct sk_buff *skb)
{
	free_skb(skb);
}

void kfree_skb_partial(struct sk_buff *skb, bool head_stolen)
{
	if (!head_stolen) {
		__kfree_skb(skb);
		return;
	}
	skb_release_head_state(skb);
	free_struct(skb);
}

/* Drop the reference of one of many; was it the last all the same? */
static noinline bool put_one_of_many(struct sk_buff *skb)
{
	return refcount_dec_and_test(&skb->users);
}

/* Was this the last user? The only one needs no atomic operation, but must
 * see what others did before they let go. */
static __always_inline bool put_user(struct sk_buff *skb)
{
	if (unlikely(count_of(&skb->users.refs) != 1))
		return put_one_of_many(skb);
	smp_rmb();
	return true;
}

void kfree_skb(struct sk_buff *skb)
{
	if (likely(skb) && likely(put_user(skb)))
		free_skb(skb);
}

void kfree_skb_reason(struct sk_buff *skb, enum skb_drop_reason reason)
{
	if (!skb || !put_user(skb))
		return;
	if (reason > SKB_DROP_REASON_NOT_SPECIFIED && reason < SKB_DROP_REASON_MAX)
		atomic_long_inc(&nr_dropped[reason]);
	__kfree_skb(skb);
}

unsigned long skb_nr_dropped(enum skb_drop_reason reason)
{
	return reason < SKB_DROP_REASON_MAX ?
		(unsigned long)atomic_long_read(&nr_dropped[reason]) : 0;
}

void kfree_skb_list_reason(struct sk_buff *segs, enum skb_drop_reason reason)
{
	while (segs) {
		struct sk_buff *next = segs->next;

		/* Who else has it may have it in the same list. */
		kfree_skb_reason(segs, reason);
		segs = next;
	}
}
