/* SPDX-License-Identifier: MIT */
/*
 * wait.c - wait queues and completions, see octavo/wait.h.
 *
 * An entry without a function is in the queue or was woken: wake_one() takes it
 * out and sets its word in one step under the queue's lock. All wakers are done with an entry
 * when they give the lock back, so a sleeper that took it may go.
 */
#include <octavo/cpu.h>
#include <octavo/wait.h>
#include <uapi/errno.h>

static void enqueue(wait_queue_head_t *wq, wait_queue_entry_t *wait,
		    bool exclusive)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wait->exclusive = exclusive;
	__atomic_store_n(&wait->woken, 0, __ATOMIC_RELAXED);
	if (!list_empty(&wait->entry))
		list_del_init(&wait->entry);
	if (exclusive)
		list_add_tail(&wait->entry, &wq->head);
	else
		list_add(&wait->entry, &wq->head);
	spin_unlock_irqrestore(&wq->lock, flags);
	/* The entry is seen before the condition is tested. */
	smp_mb();
}

void prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait, int state)
{
	enqueue(wq, wait, false);
}

void prepare_to_wait_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wait,
			       int state)
{
	enqueue(wq, wait, true);
}

void wait_sleep(wait_queue_entry_t *wait)
{
	might_sleep();
	while (!__atomic_load_n(&wait->woken, __ATOMIC_ACQUIRE))
		arch_wait(&wait->woken, 0);
}

int wait_sleep_interruptible(wait_queue_entry_t *wait)
{
	might_sleep();
	if (__atomic_load_n(&wait->woken, __ATOMIC_ACQUIRE))
		return 0;
	if (READ_ONCE(current->sigpending))
		return -ERESTARTSYS;
	arch_wait(&wait->woken, 0);
	return 0;
}

void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	if (!list_empty(&wait->entry))
		list_del_init(&wait->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}

/* False: it had no use for that. */
static bool wake_one(wait_queue_entry_t *wait, unsigned int key)
{
	if (wait->func)
		return wait->func(wait, key);
	list_del_init(&wait->entry);
	__atomic_store_n(&wait->woken, 1, __ATOMIC_RELEASE);
	arch_wake(&wait->woken, 1);
	return true;
}

static void wake_locked(wait_queue_head_t *wq, unsigned int nr,
			unsigned int key)
{
	wait_queue_entry_t *wait, *next;

	list_for_each_entry_safe(wait, next, &wq->head, entry) {
		const bool exclusive = wait->exclusive;

		if (wake_one(wait, key) && exclusive && nr && !--nr)
			break;
	}
}

void wake_up_key(wait_queue_head_t *wq, unsigned int nr, unsigned int key)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wake_locked(wq, nr, key);
	spin_unlock_irqrestore(&wq->lock, flags);
}

void wake_up_nr(wait_queue_head_t *wq, unsigned int nr)
{
	wake_up_key(wq, nr, 0);
}

static void complete_nr(struct completion *x, bool all)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (all)
		x->done = UINT_MAX;
	else if (x->done < UINT_MAX - 1)
		x->done++;
	wake_locked(&x->wait, all ? 0 : 1, 0);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

void complete(struct completion *x)
{
	complete_nr(x, false);
}

void complete_all(struct completion *x)
{
	complete_nr(x, true);
}

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool passed;

	spin_lock_irqsave(&x->wait.lock, flags);
	passed = x->done != 0;
	if (passed && x->done != UINT_MAX)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return passed;
}

void wait_for_completion(struct completion *x)
{
	wait_event_exclusive(x->wait, try_wait_for_completion(x));
}

bool completion_done(const struct completion *x)
{
	return __atomic_load_n(&x->done, __ATOMIC_RELAXED) != 0;
}
