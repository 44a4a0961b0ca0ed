/* SPDX-License-Identifier: MIT */
/*
 * rcu.c - calling functions after the readers, see octavo/rcupdate.h.
 *
 * Callbacks wait in a list until the boot CPU next does what interrupts left,
 * when no reader is in the middle. SRCU, whose readers may sleep, counts them.
 *
 * Locking: rcu.lock, interrupts off; not held while a callback runs.
 */
#include "internal.h"
#include <octavo/rcupdate.h>
#include <octavo/sched.h>
#include <octavo/srcu.h>
#include <octavo/slab.h>

#define MAX_OFFSET	4096ul		/* a smaller "function" is an offset */

static struct {
	spinlock_t lock;
	struct rcu_head *first, **end;
} rcu;

void rcu_unlock_bad(void)
{
	octavo_report("rcu_read_unlock by task %p, which does not read",
		      current);
}

static bool waits_already(const struct rcu_head *head)
{
	unsigned int looked = 0;

	for (const struct rcu_head *h = rcu.first; h && looked < 256;
	     h = h->next, looked++)
		if (h == head)
			return true;
	return false;
}

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	unsigned long flags;

	spin_lock_irqsave(&rcu.lock, flags);
	if (unlikely(waits_already(head))) {
		spin_unlock_irqrestore(&rcu.lock, flags);
		octavo_report("call_rcu: %p waits already: it would be freed twice",
			      head);
		return;
	}
	head->func = func;
	head->next = NULL;
	if (!rcu.first)
		rcu.end = &rcu.first;
	*rcu.end = head;
	rcu.end = &head->next;
	spin_unlock_irqrestore(&rcu.lock, flags);
	raise_pending(PENDING_RCU);
}

static void call_back(struct rcu_head *head)
{
	const rcu_callback_t func = head->func;
	unsigned int before;

	if ((unsigned long)func < MAX_OFFSET) {
		kfree((char *)head - (unsigned long)func);
		return;
	}
	before = softirq_enter();
	func(head);
	async_end(before, "RCU", (void *)func);
	softirq_exit();
}

void run_rcu(void)
{
	struct rcu_head *head, *next;
	unsigned long flags;

	spin_lock_irqsave(&rcu.lock, flags);
	head = rcu.first;
	rcu.first = NULL;
	spin_unlock_irqrestore(&rcu.lock, flags);
	for (; head; head = next) {
		next = head->next;
		call_back(head);
	}
}

void synchronize_rcu(void)
{
	might_sleep();
	if (unlikely(current->rcu_depth)) {
		octavo_report("synchronize_rcu by task %p within rcu_read_lock(), which would never end",
			      current);
		return;
	}
	cond_resched_task();
}

void rcu_barrier(void)
{
	might_sleep();
	while (READ_ONCE(rcu.first))
		run_rcu();
}

void kvfree_rcu_ptr(void *ptr, struct rcu_head *head, size_t offset)
{
	if (head) {
		BUG_ON(offset >= MAX_OFFSET);
		call_rcu(head, (rcu_callback_t)offset);
	} else if (ptr) {
		synchronize_rcu();
		kfree(ptr);
	}
}

bool async_walk_rcu(struct async_visitor *v)
{
	unsigned long flags;
	bool more = true;

	spin_lock_irqsave(&rcu.lock, flags);
	for (const struct rcu_head *h = rcu.first; h && more; h = h->next)
		if ((unsigned long)h->func >= MAX_OFFSET)
			more = async_visit(v, ASYNC_RCU, h, (void *)h->func,
					   NULL);
	spin_unlock_irqrestore(&rcu.lock, flags);
	return more;
}

/* ---- SRCU ------------------------------------------------------------------------ */

int init_srcu_struct(struct srcu_struct *ssp)
{
	*ssp = (struct srcu_struct){ 0 };
	init_waitqueue_head(&ssp->wait);
	mutex_init(&ssp->mutex);
	return 0;
}

void cleanup_srcu_struct(struct srcu_struct *ssp)
{
	if (ssp->readers[0] || ssp->readers[1])
		octavo_report("cleanup_srcu_struct: %p has readers", ssp);
}

int srcu_read_lock(struct srcu_struct *ssp)
{
	const unsigned int idx = READ_ONCE(ssp->idx) & 1;

	__atomic_fetch_add(&ssp->readers[idx], 1, __ATOMIC_SEQ_CST);
	return (int)idx;
}

void srcu_read_unlock(struct srcu_struct *ssp, int idx)
{
	if (unlikely((idx & ~1) || !READ_ONCE(ssp->readers[idx]))) {
		octavo_report("srcu_read_unlock: %p has no reader %d", ssp, idx);
		return;
	}
	if (!__atomic_sub_fetch(&ssp->readers[idx], 1, __ATOMIC_SEQ_CST))
		wake_up_all(&ssp->wait);
}

void synchronize_srcu(struct srcu_struct *ssp)
{
	unsigned int old;

	mutex_lock(&ssp->mutex);
	old = ssp->idx & 1;
	WRITE_ONCE(ssp->idx, old ^ 1);
	wait_event(ssp->wait, !READ_ONCE(ssp->readers[old]));
	mutex_unlock(&ssp->mutex);
}
