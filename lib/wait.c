/* SPDX-License-Identifier: MIT */
/*
 * wait.c - wait queues and completions, see octavo/wait.h.
 *
 * A plain entry is in the queue or was woken: autoremove_wake_function() takes
 * it out and sets its task's word in one step under the queue's lock. All
 * wakers are done with an entry when they give the lock back, so a sleeper that
 * took it may go.
 */
#include <octavo/cpu.h>
#include <octavo/wait.h>
#include <uapi/errno.h>

/* With @set, the entry's task is the running one and about to sleep so. */
static void enqueue(wait_queue_head_t *wq, wait_queue_entry_t *wait,
		    unsigned int queue_flags, unsigned int set)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wait->flags = queue_flags;
	if (set)
		__atomic_store_n(&current->__state, set, __ATOMIC_RELAXED);
	if (!list_empty(&wait->entry))
		list_del_init(&wait->entry);
	if (queue_flags & WQ_FLAG_EXCLUSIVE)
		list_add_tail(&wait->entry, &wq->head);
	else
		list_add(&wait->entry, &wq->head);
	spin_unlock_irqrestore(&wq->lock, flags);
	/* The entry is seen before the condition is tested. */
	smp_mb();
}

void add_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	enqueue(wq, wait, 0, 0);
}

void add_wait_queue_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	enqueue(wq, wait, WQ_FLAG_EXCLUSIVE, 0);
}

void prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait,
		     unsigned int state)
{
	enqueue(wq, wait, 0, state);
}

void prepare_to_wait_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wait,
			       unsigned int state)
{
	enqueue(wq, wait, WQ_FLAG_EXCLUSIVE, state);
}

long prepare_to_wait_event(wait_queue_head_t *wq, wait_queue_entry_t *wait,
			   unsigned int state)
{
	if (signal_pending_state(state, current)) {
		remove_wait_queue(wq, wait);
		return -ERESTARTSYS;
	}
	enqueue(wq, wait, wait->flags & WQ_FLAG_EXCLUSIVE, state);
	return 0;
}

void wait_sleep(wait_queue_entry_t *wait)
{
	unsigned int *word = &current->__state, state;

	might_sleep();
	while ((state = __atomic_load_n(word, __ATOMIC_ACQUIRE)))
		arch_wait(word, state);
}

int wait_sleep_interruptible(wait_queue_entry_t *wait)
{
	unsigned int *word = &current->__state;
	unsigned int state = __atomic_load_n(word, __ATOMIC_ACQUIRE);

	might_sleep();
	if (!state)
		return 0;
	if (signal_pending_state(state, current))
		return -ERESTARTSYS;
	arch_wait(word, state);
	return 0;
}

void remove_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	if (!list_empty(&wait->entry))
		list_del_init(&wait->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}

void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	__atomic_store_n(&current->__state, TASK_RUNNING, __ATOMIC_RELAXED);
	remove_wait_queue(wq, wait);
}

/* ---- waking --------------------------------------------------------------- */

/* Whoever set itself a state meanwhile looks at its condition once more. */
static inline int wake_task(struct task_struct *task, unsigned int mode)
{
	unsigned int *word = &task->__state;

	if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & mode))
		return 0;
	__atomic_store_n(word, TASK_RUNNING, __ATOMIC_RELEASE);
	arch_wake(word, 1);
	return 1;
}

int wake_up_state(struct task_struct *task, unsigned int mode)
{
	/* What the task tests is seen before its state is. */
	smp_mb();
	return wake_task(task, mode);
}

int wake_up_process(struct task_struct *task)
{
	return wake_up_state(task, TASK_NORMAL);
}

int default_wake_function(wait_queue_entry_t *wait, unsigned int mode,
			  int flags, void *key)
{
	return wake_task(wait->private, mode);
}

int autoremove_wake_function(wait_queue_entry_t *wait, unsigned int mode,
			     int flags, void *key)
{
	if (!wake_task(wait->private, mode))
		return 0;
	list_del_init(&wait->entry);
	return 1;
}

/* 0: it had no use for that. */
static int wake_one(wait_queue_entry_t *wait, unsigned int mode, void *key)
{
	if (wait->func)
		return wait->func(wait, mode, 0, key);
	return autoremove_wake_function(wait, mode, 0, key);
}

void __wake_up_locked_key(wait_queue_head_t *wq, unsigned int mode,
			  unsigned int nr, void *key)
{
	wait_queue_entry_t *wait, *next;

	list_for_each_entry_safe(wait, next, &wq->head, entry) {
		const bool exclusive = wait->flags & WQ_FLAG_EXCLUSIVE;
		const int woken = wake_one(wait, mode, key);

		if (woken < 0 || (woken && exclusive && nr && !--nr))
			break;
	}
}

void __wake_up(wait_queue_head_t *wq, unsigned int mode, unsigned int nr,
	       void *key)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	__wake_up_locked_key(wq, mode, nr, key);
	spin_unlock_irqrestore(&wq->lock, flags);
}

/* ---- completions ------------------------------------------------------------ */

static void complete_nr(struct completion *x, bool all)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (all)
		x->done = UINT_MAX;
	else if (x->done < UINT_MAX - 1)
		x->done++;
	__wake_up_locked_key(&x->wait, TASK_NORMAL, all ? 0 : 1, NULL);
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
