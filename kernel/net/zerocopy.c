/* SPDX-License-Identifier: MIT */
/*
 * zerocopy.c - MSG_ZEROCOPY: who is told when, and whose pins they are.
 *
 * The notification is allocated before anything is sent, so that telling
 * cannot fail: an sk_buff without data, whose cb is first the ubuf_info of the
 * call and then, when that is done with, the error to be read.
 *
 *	cb: [ ubuf_info_msgzc: id, len, pins ] -> [ sock_extended_err ]
 *	      charged to sk_omem_alloc, holds the sock until it is queued
 *
 * Locking: the lock of sk_error_queue while notifications are put together;
 * pins_lock for the users. Both are taken with interrupts off, as the last
 * reference to data may go anywhere.
 */
#include <octavo/zerocopy.h>
#include "internal.h"

#define OPTMEM_MAX	20480		/* as Linux's net.core.optmem_max */
#define UARG_FLAGS	(SKBFL_ZEROCOPY_FRAG | SKBFL_DONT_ORPHAN)

/* In the cb of what is on an error queue. */
struct notification {
	struct sock_extended_err ee;
};

#define NOTIFICATION(skb)	((struct notification *)(skb)->cb)

/* ---- pins of a user ---------------------------------------------------------- */

struct pin_user {
	struct list_head node;
	u32 uid;
	unsigned long pages;		/* when 0 it is freed */
};

static LIST_HEAD(pin_users);
static DEFINE_SPINLOCK(pins_lock);

static struct pin_user *pin_user_of(u32 uid)
{
	struct pin_user *user;

	list_for_each_entry(user, &pin_users, node)
		if (user->uid == uid)
			return user;
	return NULL;
}

/* @fresh becomes the user's if there is none: NULL then. */
static int charge(struct mmpin *mmp, unsigned long nr, unsigned long max,
		  struct pin_user **fresh)
{
	struct pin_user *user = mmp->user ?: pin_user_of((*fresh)->uid);

	if (!user) {
		user = *fresh;
		list_add(&user->node, &pin_users);
		*fresh = NULL;
	}
	if (nr > max || user->pages > max - nr) {
		if (!user->pages) {
			list_del(&user->node);
			*fresh = user;
		}
		return -ENOBUFS;
	}
	user->pages += nr;
	mmp->user = user;
	mmp->num_pg += (unsigned int)nr;
	return 0;
}

int mm_account_pinned_pages(struct mmpin *mmp, size_t size)
{
	struct pin_user *fresh;
	unsigned long irq;
	u64 limit;
	int err;

	if (!size || !task_running() || capable())
		return 0;
	limit = rlimit(RLIMIT_MEMLOCK);
	if (limit == RLIM_INFINITY)
		return 0;
	fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	if (!fresh)
		return -ENOBUFS;
	fresh->uid = current_task()->uid;
	spin_lock_irqsave(&pins_lock, irq);
	err = charge(mmp, (size >> PAGE_SHIFT) + 2,
		     (unsigned long)min_t(u64, limit >> PAGE_SHIFT, ULONG_MAX),
		     &fresh);
	spin_unlock_irqrestore(&pins_lock, irq);
	kfree(fresh);
	return err;
}

void mm_unaccount_pinned_pages(struct mmpin *mmp)
{
	struct pin_user *user = mmp->user;
	unsigned long irq;

	if (!user)
		return;
	spin_lock_irqsave(&pins_lock, irq);
	user->pages -= mmp->num_pg;
	if (user->pages)
		user = NULL;
	else
		list_del(&user->node);
	spin_unlock_irqrestore(&pins_lock, irq);
	kfree(user);
	mmp->user = NULL;
	mmp->num_pg = 0;
}

/* ---- notifications ------------------------------------------------------------- */

static void sock_ofree(struct sk_buff *skb)
{
	atomic_sub(skb->truesize, &skb->sk->sk_omem_alloc);
}

/* An sk_buff without data, charged to what @sk needs besides its queues. */
static struct sk_buff *sock_omalloc(struct sock *sk)
{
	struct sk_buff *skb;

	if (atomic_read(&sk->sk_omem_alloc) > OPTMEM_MAX)
		return NULL;
	skb = alloc_skb(0, GFP_KERNEL);
	if (!skb)
		return NULL;
	atomic_add(skb->truesize, &sk->sk_omem_alloc);
	skb->sk = sk;
	skb->destructor = sock_ofree;
	return skb;
}

static struct sk_buff *skb_of(struct ubuf_info_msgzc *uarg)
{
	return container_of((void *)uarg, struct sk_buff, cb);
}

static bool is_zerocopy(const struct sk_buff *skb)
{
	const struct sock_extended_err *ee = &NOTIFICATION(skb)->ee;

	return !ee->ee_errno && ee->ee_origin == SO_EE_ORIGIN_ZEROCOPY;
}

/* Put @ee together with the last notification if it goes on there. */
static bool extend(struct sk_buff_head *queue, const struct sock_extended_err *ee)
{
	struct sk_buff *last = skb_peek_tail(queue);
	struct sock_extended_err *old;

	if (!last || !is_zerocopy(last))
		return false;
	old = &NOTIFICATION(last)->ee;
	if (old->ee_code != ee->ee_code || old->ee_data + 1 != ee->ee_info ||
	    ee->ee_data - old->ee_info >= INT_MAX)
		return false;
	old->ee_data = ee->ee_data;
	return true;
}

/* @skb becomes the notification. */
static void notify(struct sock *sk, struct sk_buff *skb,
		   const struct sock_extended_err *ee)
{
	struct sk_buff_head *queue = &sk->sk_error_queue;
	unsigned long irq;
	bool extended;

	spin_lock_irqsave(&queue->lock, irq);
	extended = extend(queue, ee);
	if (!extended) {
		memset(skb->cb, 0, sizeof(skb->cb));
		NOTIFICATION(skb)->ee = *ee;
		__skb_queue_tail(queue, skb);
	}
	spin_unlock_irqrestore(&queue->lock, irq);
	if (extended)
		kfree_skb(skb);
	sk->sk_error_report(sk);
}

static void end_call(struct ubuf_info_msgzc *uarg)
{
	const struct sock_extended_err ee = {
		.ee_origin = SO_EE_ORIGIN_ZEROCOPY,
		.ee_code = uarg->zerocopy ? 0 : SO_EE_CODE_ZEROCOPY_COPIED,
		.ee_info = uarg->id,
		.ee_data = uarg->id + uarg->len - 1,
	};
	struct sk_buff *skb = skb_of(uarg);
	struct sock *sk = skb->sk;

	mm_unaccount_pinned_pages(&uarg->mmp);
	if (uarg->len && !sock_flag(sk, SOCK_DEAD))
		notify(sk, skb, &ee);
	else
		kfree_skb(skb);
	sock_put(sk);
}

/* Data of the call goes, or is replaced by a copy. */
static void msg_zerocopy_callback(struct sk_buff *skb, struct ubuf_info *ubuf,
				  bool success)
{
	struct ubuf_info_msgzc *uarg = uarg_to_msgzc(ubuf);

	if (!success)
		uarg->zerocopy = 0;
	if (refcount_dec_and_test(&ubuf->refcnt))
		end_call(uarg);
}

/* ---- a call ------------------------------------------------------------------------ */

struct ubuf_info *msg_zerocopy_alloc(struct sock *sk, size_t size)
{
	struct ubuf_info_msgzc *uarg;
	struct sk_buff *skb = sock_omalloc(sk);

	BUILD_BUG_ON(sizeof(*uarg) > sizeof(skb->cb));
	if (!skb)
		return NULL;
	uarg = (struct ubuf_info_msgzc *)skb->cb;
	*uarg = (struct ubuf_info_msgzc){
		.ubuf.callback = msg_zerocopy_callback,
		.ubuf.flags = UARG_FLAGS,
		.len = 1,
		.zerocopy = 1,
		.bytelen = (u32)size,
	};
	if (mm_account_pinned_pages(&uarg->mmp, size)) {
		kfree_skb(skb);
		return NULL;
	}
	uarg->id = (u32)atomic_inc_return(&sk->sk_zckey) - 1;
	refcount_set(&uarg->ubuf.refcnt, 1);
	sock_hold(sk);
	return &uarg->ubuf;
}

int msg_zerocopy_begin(struct sock *sk, const struct msghdr *msg, size_t len,
		       struct ubuf_info **uarg)
{
	*uarg = NULL;
	if (likely(!(msg->msg_flags & MSG_ZEROCOPY)) || !len ||
	    !sock_flag(sk, SOCK_ZEROCOPY))
		return 0;
	*uarg = msg_zerocopy_alloc(sk, len);
	return *uarg ? 0 : -ENOBUFS;
}

void msg_zerocopy_put_abort(struct ubuf_info *uarg)
{
	if (!uarg)
		return;
	atomic_dec(&skb_of(uarg_to_msgzc(uarg))->sk->sk_zckey);
	uarg_to_msgzc(uarg)->len = 0;
	net_zcopy_put(uarg);
}

int skb_zerocopy_iter_stream(struct sock *sk, struct sk_buff *skb,
			     struct msghdr *msg, int len,
			     struct ubuf_info *uarg)
{
	const unsigned int before = skb->len, truesize = skb->truesize;
	const struct ubuf_info *old = skb_zcopy(skb);
	int err;

	if (old && old != uarg)
		return -EEXIST;
	err = __zerocopy_sg_from_iter(skb, &msg->msg_iter, (size_t)len);
	if (skb->sk && skb->truesize > truesize)
		refcount_add((int)(skb->truesize - truesize),
			     &sk->sk_wmem_alloc);
	if (skb->len == before)
		return err;
	skb_zcopy_set(skb, uarg, NULL);
	return (int)(skb->len - before);
}

/* ---- reading them ------------------------------------------------------------------ */

int sock_recv_errqueue(struct sock *sk, struct msghdr *msg, int level, int type)
{
	struct {
		struct sock_extended_err ee;
		unsigned char offender[16];	/* struct sockaddr_in */
	} about = { .offender = { 0 } };
	struct sk_buff *skb = skb_dequeue(&sk->sk_error_queue);
	int err;

	if (!skb)
		return -EAGAIN;
	about.ee = NOTIFICATION(skb)->ee;
	kfree_skb(skb);
	msg->msg_flags |= MSG_ERRQUEUE;
	err = put_cmsg(msg, level, type, sizeof(about), &about);
	return err;
}
