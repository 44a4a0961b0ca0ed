/* SPDX-License-Identifier: MIT */
/*
 * pending.c - work that interrupts leave to the kernel.
 *
 * An interrupt handler says with raise_pending() what is to be done; it is done
 * when the boot CPU next goes to user code or is idle, with interrupts on.
 * Nothing of the kernel is in the middle of anything then, but for what sleeps.
 * It must not sleep itself, since the idle task may be the one that does it.
 *
 * Locking: the list of tasklets has a lock, taken with interrupts off and not
 * held while one runs.
 */
#include <octavo/tasklet.h>
#include "internal.h"

static DEFINE_SPINLOCK(tasklet_lock);
static LIST_HEAD(tasklets);		/* that wait, in order */
static LIST_HEAD(disabled);		/* that wait to be enabled */

void raise_pending(unsigned int what)
{
	__atomic_fetch_or(&kernel.pending, what, __ATOMIC_SEQ_CST);
	sched_note_work();
	/* Another CPU's: the boot CPU may be idle. */
	if (smp_processor_id())
		arch_wake(&kernel.pending, 1);
}

void tasklet_schedule(struct tasklet_struct *t)
{
	unsigned long flags;

	spin_lock_irqsave(&tasklet_lock, flags);
	/* One of zeros has never been on a list. */
	if (!t->list.next || list_empty(&t->list))
		list_add_tail(&t->list, t->count ? &disabled : &tasklets);
	spin_unlock_irqrestore(&tasklet_lock, flags);
	raise_pending(PENDING_TASKLETS);
}

void tasklet_enable(struct tasklet_struct *t)
{
	unsigned long flags;

	if (WARN_ON(!t->count) || --t->count)
		return;
	spin_lock_irqsave(&tasklet_lock, flags);
	if (t->list.next && !list_empty(&t->list))
		list_move_tail(&t->list, &tasklets);
	spin_unlock_irqrestore(&tasklet_lock, flags);
	raise_pending(PENDING_TASKLETS);
}

void tasklet_kill(struct tasklet_struct *t)
{
	unsigned long flags;

	if (!t->list.next)
		return;
	spin_lock_irqsave(&tasklet_lock, flags);
	list_del_init(&t->list);
	spin_unlock_irqrestore(&tasklet_lock, flags);
}

static const void *function_of(const struct tasklet_struct *t)
{
	return t->use_callback ? (void *)t->callback : (void *)t->func;
}

static void run_one(struct tasklet_struct *t)
{
	const void *fn = function_of(t);
	const unsigned int before = softirq_enter();

	if (t->use_callback)
		t->callback(t);
	else
		t->func(t->data);
	async_end(before, "tasklet", fn);
	softirq_exit();
}

static bool visit_tasklets(struct async_visitor *v, const struct list_head *list)
{
	const struct tasklet_struct *t;

	list_for_each_entry(t, list, list)
		if (!async_visit(v, ASYNC_TASKLET, t, function_of(t), NULL))
			return false;
	return true;
}

bool async_walk_tasklets(struct async_visitor *v)
{
	unsigned long flags;
	bool more;

	spin_lock_irqsave(&tasklet_lock, flags);
	more = visit_tasklets(v, &tasklets) && visit_tasklets(v, &disabled);
	spin_unlock_irqrestore(&tasklet_lock, flags);
	return more;
}

/* Each of those that wait now; one that comes meanwhile has its turn next time. */
static void run_tasklets(void)
{
	struct tasklet_struct *t;
	unsigned long flags;
	LIST_HEAD(now);

	spin_lock_irqsave(&tasklet_lock, flags);
	list_splice_init(&tasklets, &now);
	while ((t = list_first_entry_or_null(&now, struct tasklet_struct,
					     list))) {
		if (t->count) {
			list_move_tail(&t->list, &disabled);
			continue;
		}
		list_del_init(&t->list);
		spin_unlock_irqrestore(&tasklet_lock, flags);
		run_one(t);
		spin_lock_irqsave(&tasklet_lock, flags);
	}
	spin_unlock_irqrestore(&tasklet_lock, flags);
}

void run_pending(void)
{
	const unsigned int what =
		__atomic_exchange_n(&kernel.pending, 0, __ATOMIC_SEQ_CST);

	if (what & PENDING_INPUT)
		console_input();
	if (what & PENDING_TASKLETS)
		run_tasklets();
	if (what & PENDING_TIMERS)
		run_timers();
	if (what & PENDING_RCU)
		run_rcu();
	if (what & PENDING_WORKERS)
		workers_start(GFP_ATOMIC);
}
