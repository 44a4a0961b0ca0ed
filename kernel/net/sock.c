/* SPDX-License-Identifier: MIT */
/*
 * sock.c - struct sock: memory that is on its way, waiting, callbacks.
 *
 * What a sock has sent and nobody has received yet is charged to it by
 * truesize, by skb_set_owner_w(), and given back by the destructor sock_wfree(),
 * which wakes who waits for room. sk_wmem_alloc begins at one, the owner's: so
 * the last of owner and sk_buffs frees the sock.
 *
 *	sock_put() -> refcnt 0 -> sk_free() -> wmem 0 -> destroy
 *	kfree_skb() -> sock_wfree() -------------^
 *
 * Locking: sk_lock for sk_socket; counters are atomic.
 */
#include "internal.h"
#include <octavo/highmem.h>

/* ---- making and freeing ------------------------------------------------- */

static LIST_HEAD(protos);

int proto_register(struct proto *prot, int alloc_slab)
{
	atomic_set(&prot->inuse, 0);
	prot->slab = kmem_cache_create(prot->name, prot->obj_size, 0, 0, NULL);
	if (!prot->slab)
		return -ENOMEM;
	list_add(&prot->node, &protos);
	return 0;
}

int proto_inuse(const char *name)
{
	const struct proto *prot;

	list_for_each_entry(prot, &protos, node)
		if (strcmp(prot->name, name) == 0)
			return atomic_read(&prot->inuse);
	return 0;
}

void proto_unregister(struct proto *prot)
{
	WARN_ON(atomic_read(&prot->inuse));
	list_del(&prot->node);
	kmem_cache_destroy(prot->slab);
	prot->slab = NULL;
}

struct sock *sk_alloc(int family, gfp_t gfp, struct proto *prot)
{
	struct sock *sk = kmem_cache_zalloc(prot->slab, gfp);

	if (!sk)
		return NULL;
	sk->sk_family = family;
	sk->sk_prot = prot;
	refcount_set(&sk->sk_refcnt, 1);
	refcount_set(&sk->sk_wmem_alloc, 1);
	atomic_inc(&prot->inuse);
	return sk;
}

static void sk_destroy(struct sock *sk)
{
	struct proto *prot = sk->sk_prot;

	if (sk->sk_destruct)
		sk->sk_destruct(sk);
	skb_queue_purge(&sk->sk_error_queue);
	WARN_ON(atomic_read(&sk->sk_rmem_alloc) |
		atomic_read(&sk->sk_omem_alloc));
	atomic_dec(&prot->inuse);
	kmem_cache_free(prot->slab, sk);
}

void sk_free(struct sock *sk)
{
	if (refcount_dec_and_test(&sk->sk_wmem_alloc))
		sk_destroy(sk);
}

/* ---- callbacks ---------------------------------------------------------- */

static void sock_def_wakeup(struct sock *sk)
{
	wake_up_key(&sk->sk_wq, 0, 0);
}

static void sock_def_error_report(struct sock *sk)
{
	wake_up_key(&sk->sk_wq, 0, POLLERR);
	sock_wake_async(sk);
}

static void sock_def_readable(struct sock *sk)
{
	smp_mb();
	if (waitqueue_active(&sk->sk_wq))
		wake_up_key(&sk->sk_wq, 1, POLLIN | POLLPRI | POLLRDNORM |
			    POLLRDBAND);
	sock_wake_async(sk);
}

static void sock_def_write_space(struct sock *sk)
{
	if (!sock_writeable(sk))
		return;
	smp_mb();
	if (waitqueue_active(&sk->sk_wq))
		wake_up_key(&sk->sk_wq, 1, POLLOUT | POLLWRNORM | POLLWRBAND);
	sock_wake_async(sk);
}

void sock_init_data(struct socket *sock, struct sock *sk)
{
	skb_queue_head_init(&sk->sk_receive_queue);
	skb_queue_head_init(&sk->sk_write_queue);
	skb_queue_head_init(&sk->sk_error_queue);
	init_waitqueue_head(&sk->sk_wq);
	spin_lock_init(&sk->sk_lock);
	sk->sk_state = TCP_CLOSE;
	sk->sk_allocation = GFP_KERNEL;
	sk->sk_rcvbuf = SOCK_BUF_DEFAULT;
	sk->sk_sndbuf = SOCK_BUF_DEFAULT;
	sk->sk_rcvlowat = 1;
	sk->sk_peek_off = -1;
	sk->sk_rcvtimeo = sk->sk_sndtimeo = SK_FOREVER;
	sk->sk_state_change = sock_def_wakeup;
	sk->sk_data_ready = sock_def_readable;
	sk->sk_write_space = sock_def_write_space;
	sk->sk_error_report = sock_def_error_report;
	sk->sk_uid = task_running() ? current_task()->fsuid : 0;
	if (!sock)
		return;
	sk->sk_type = sock->type;
	sk->sk_socket = sock;
	sock->sk = sk;
}

void sock_graft(struct sock *sk, struct socket *parent)
{
	WARN_ON(parent->sk);
	spin_lock(&sk->sk_lock);
	parent->sk = sk;
	sk->sk_socket = parent;
	if (parent->file)
		sk->sk_ino = parent->file->f_inode->i_ino;
	spin_unlock(&sk->sk_lock);
}

void sock_orphan(struct sock *sk)
{
	spin_lock(&sk->sk_lock);
	sock_set_flag(sk, SOCK_DEAD);
	sk->sk_socket = NULL;
	spin_unlock(&sk->sk_lock);
}

/* ---- charging ----------------------------------------------------------- */

void sock_wfree(struct sk_buff *skb)
{
	struct sock *sk = skb->sk;

	/* One stays charged while the callback looks at the sock. */
	if (refcount_sub_and_test(skb->truesize - 1, &sk->sk_wmem_alloc))
		BUG();
	sk->sk_write_space(sk);
	sk_free(sk);
}

void sock_rfree(struct sk_buff *skb)
{
	atomic_sub(skb->truesize, &skb->sk->sk_rmem_alloc);
}

void skb_set_owner_w(struct sk_buff *skb, struct sock *sk)
{
	skb_orphan(skb);
	skb->sk = sk;
	skb->destructor = sock_wfree;
	refcount_add(skb->truesize, &sk->sk_wmem_alloc);
}

void skb_set_owner_r(struct sk_buff *skb, struct sock *sk)
{
	skb_orphan(skb);
	skb->sk = sk;
	skb->destructor = sock_rfree;
	atomic_add(skb->truesize, &sk->sk_rmem_alloc);
}

/* ---- waiting ------------------------------------------------------------ */

static u64 deadline(u64 timeo, int noblock)
{
	u64 end;

	if (noblock || !timeo)
		return 0;
	if (timeo == SK_FOREVER ||
	    __builtin_add_overflow(arch_clock_ns(false), timeo, &end))
		return SK_FOREVER;
	return end;
}

u64 sock_rcvdeadline(const struct sock *sk, int noblock)
{
	return deadline(READ_ONCE(sk->sk_rcvtimeo), noblock);
}

u64 sock_snddeadline(const struct sock *sk, int noblock)
{
	return deadline(READ_ONCE(sk->sk_sndtimeo), noblock);
}

int sock_wait(wait_queue_entry_t *wait, u64 end)
{
	const struct task *task = task_running();

	if (!end || (end != SK_FOREVER && arch_clock_ns(false) >= end))
		return -EAGAIN;
	if (task && signal_pending(task))
		return end == SK_FOREVER ? -ERESTARTSYS : -EINTR;
	task_sleep_until(end);
	return 0;
}

/* ---- sending ------------------------------------------------------------ */

/* May one more be sent now? 0, or why not: -EAGAIN: wait. */
static int may_send(struct sock *sk)
{
	int err = sock_error(sk);

	if (err)
		return err;
	if (READ_ONCE(sk->sk_shutdown) & SEND_SHUTDOWN)
		return -EPIPE;
	return sk_wmem_alloc_get(sk) < READ_ONCE(sk->sk_sndbuf) ? 0 : -EAGAIN;
}

static int wait_for_wmem(struct sock *sk, u64 end)
{
	DEFINE_WAIT(wait);
	int err, stop = 0;

	for (;;) {
		sock_set_flag(sk, SOCK_NOSPACE);
		prepare_to_wait(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
		err = may_send(sk);
		if (err != -EAGAIN || stop)
			break;
		stop = sock_wait(&wait, end);
	}
	finish_wait(sk_sleep(sk), &wait);
	return err == -EAGAIN ? stop : err;
}

/* Pages for @data_len bytes behind the linear ones of @skb, in blocks of @order
 * as far as there are such. 0 or -ENOBUFS. */
static int add_pages(struct sk_buff *skb, unsigned long data_len, int order)
{
	for (int i = 0; data_len; i++) {
		struct page *page = NULL;
		size_t n;

		if (i == MAX_SKB_FRAGS)
			return -EMSGSIZE;
		while (order && data_len <= PAGE_SIZE << (order - 1))
			order--;
		if (order)
			page = alloc_pages(GFP_HIGHUSER | __GFP_COMP |
					   __GFP_NORETRY | __GFP_NOWARN, order);
		if (!page) {
			order = 0;
			page = alloc_page(GFP_HIGHUSER);
		}
		if (!page)
			return -ENOBUFS;
		n = min_t(size_t, data_len, PAGE_SIZE << order);
		skb_fill_page_desc(skb, i, page, 0, (int)n);
		skb->truesize += PAGE_SIZE << order;
		data_len -= n;
	}
	return 0;
}

static struct sk_buff *alloc_with_pages(unsigned long header_len,
					unsigned long data_len, int order,
					int *err, gfp_t gfp)
{
	struct sk_buff *skb = alloc_skb(header_len, gfp);

	*err = skb ? add_pages(skb, data_len, order) : -ENOBUFS;
	if (*err) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}

struct sk_buff *sock_alloc_send_pskb(struct sock *sk, unsigned long header_len,
				     unsigned long data_len, int noblock,
				     int *errcode, int max_page_order)
{
	struct sk_buff *skb = NULL;
	int err = may_send(sk);

	if (unlikely(err == -EAGAIN))
		err = wait_for_wmem(sk, sock_snddeadline(sk, noblock));
	if (likely(!err))
		skb = alloc_with_pages(header_len, data_len, max_page_order,
				       &err, sk->sk_allocation);
	if (skb)
		skb_set_owner_w(skb, sk);
	else
		*errcode = err;
	return skb;
}

/* ---- receiving ---------------------------------------------------------- */

int sock_queue_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	if (sk_rmem_alloc_get(sk) >= READ_ONCE(sk->sk_rcvbuf)) {
		atomic_inc(&sk->sk_drops);
		return -ENOMEM;
	}
	skb_set_owner_r(skb, sk);
	skb_queue_tail(&sk->sk_receive_queue, skb);
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_data_ready(sk);
	return 0;
}

/* The first one, taken out or (MSG_PEEK) with a reference; NULL: none. */
static struct sk_buff *first_skb(struct sock *sk, unsigned int flags)
{
	struct sk_buff_head *queue = &sk->sk_receive_queue;
	struct sk_buff *skb;
	unsigned long irq;

	if (!(flags & MSG_PEEK))
		return skb_dequeue(queue);
	spin_lock_irqsave(&queue->lock, irq);
	skb = skb_peek(queue);
	if (skb)
		skb_get(skb);
	spin_unlock_irqrestore(&queue->lock, irq);
	return skb;
}

/* True: there is nothing to wait for; *err says why. */
static bool no_more_to_come(struct sock *sk, int *err)
{
	*err = sock_error(sk);
	return *err || READ_ONCE(sk->sk_shutdown) & RCV_SHUTDOWN;
}

struct sk_buff *skb_recv_datagram(struct sock *sk, unsigned int flags, int *err)
{
	u64 end = sock_rcvdeadline(sk, flags & MSG_DONTWAIT);
	DEFINE_WAIT(wait);
	struct sk_buff *skb;
	int stop = 0;

	*err = sock_error(sk);
	if (*err)
		return NULL;
	skb = first_skb(sk, flags);
	if (skb)
		return skb;
	for (;;) {
		prepare_to_wait_exclusive(sk_sleep(sk), &wait,
					  TASK_INTERRUPTIBLE);
		skb = first_skb(sk, flags);
		if (skb || no_more_to_come(sk, err))
			break;
		*err = stop;
		if (stop)
			break;
		stop = sock_wait(&wait, end);
	}
	finish_wait(sk_sleep(sk), &wait);
	return skb;
}
