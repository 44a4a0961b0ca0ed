/* SPDX-License-Identifier: MIT */
/*
 * wait.h - sleeping until a condition holds.
 *
 * Each sleeper hangs an entry of its own into the queue and sleeps on a word
 * in it:
 *
 *	sleeper: enqueue, woken = 0;  test the condition;  arch_wait(&woken, 0)
 *	waker:   make the condition true;  dequeue, woken = 1, arch_wake()
 *
 * The queue's lock orders the two, so a wake-up between test and sleep is not
 * lost: the word has changed by then. finish_wait() takes the lock too, after
 * which no waker touches the entry.
 *
 * The interruptible forms end with -ERESTARTSYS when the kernel around the
 * library has set current->sigpending and made arch_wait() return.
 */
#ifndef OCTAVO_WAIT_H
#define OCTAVO_WAIT_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/list.h>
#include <octavo/spinlock.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

typedef struct wait_queue_entry {
	unsigned int woken;
	bool exclusive;			/* wake_up() wakes one of these */
	struct list_head entry;
	/* Instead of waking a sleeper on @woken, with the queue's lock held;
	 * the entry stays unless it takes itself out. @key is what the waker
	 * said. True: counts as woken, if it is exclusive. NULL: none. */
	bool (*func)(struct wait_queue_entry *wait, unsigned int key);
} wait_queue_entry_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)	\
	{ __SPIN_LOCK_UNLOCKED(name), LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name)		\
	wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DEFINE_WAIT(name)			\
	wait_queue_entry_t name = { 0, false, LIST_HEAD_INIT((name).entry), NULL }

#define TASK_RUNNING		0
#define TASK_INTERRUPTIBLE	1
#define TASK_UNINTERRUPTIBLE	2

static inline void init_waitqueue_head(wait_queue_head_t *wq)
{
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->head);
}

/* Does anybody wait? Order it against the condition with smp_mb(). */
static inline bool waitqueue_active(const wait_queue_head_t *wq)
{
	return !list_empty(&wq->head);
}

/**
 * prepare_to_wait() - join a queue, before testing the condition
 * @wq: the queue
 * @wait: made by DEFINE_WAIT(); stays the caller's
 * @state: TASK_UNINTERRUPTIBLE or TASK_INTERRUPTIBLE, the same here
 *
 * Context: May sleep.
 * Locks: takes the queue's.
 * Pairs with: finish_wait().
 */
void prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait,
		     int state);

/**
 * prepare_to_wait_exclusive() - as prepare_to_wait(), to be woken one by one
 * @wq: the queue
 * @wait: made by DEFINE_WAIT(); stays the caller's
 * @state: as for prepare_to_wait()
 *
 * Context: May sleep.
 * Locks: takes the queue's.
 * Pairs with: finish_wait().
 */
void prepare_to_wait_exclusive(wait_queue_head_t *wq,
			       wait_queue_entry_t *wait, int state);

/**
 * wait_sleep() - sleep until woken
 * @wait: prepared; returns at once if it was woken since
 *
 * Stands where Linux's loops call schedule().
 *
 * Context: May sleep.
 */
void wait_sleep(wait_queue_entry_t *wait);

/**
 * wait_sleep_interruptible() - sleep until woken or interrupted
 * @wait: prepared
 *
 * May return early for no reason; the caller looks at its condition again.
 *
 * Context: May sleep.
 * Return: 0, or -ERESTARTSYS if the task is to act on a signal.
 */
int wait_sleep_interruptible(wait_queue_entry_t *wait);

/**
 * finish_wait() - leave a queue
 * @wq: the queue
 * @wait: in the queue or taken out by a waker; may go away afterwards
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait);

/**
 * wake_up_nr() - wake everybody, but of the exclusive sleepers only some
 * @wq: the queue
 * @nr: how many exclusive ones, the longest waiting first; 0: all
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void wake_up_nr(wait_queue_head_t *wq, unsigned int nr);

/**
 * wake_up_key() - as wake_up_nr(), and say what has happened
 * @wq: the queue
 * @nr: as for wake_up_nr()
 * @key: for entries with a function: POLL* events; 0: any of them
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void wake_up_key(wait_queue_head_t *wq, unsigned int nr, unsigned int key);

#define wake_up_poll(wq, events)	wake_up_key(wq, 1, events)
#define wake_up(wq)			wake_up_nr(wq, 1)
#define wake_up_all(wq)			wake_up_nr(wq, 0)
#define wake_up_interruptible(wq)	wake_up_nr(wq, 1)
#define wake_up_interruptible_all(wq)	wake_up_nr(wq, 0)

#define __wait_event(wq, cond, prepare)					\
	do {								\
		DEFINE_WAIT(wait_entry);				\
		for (;;) {						\
			prepare(&(wq), &wait_entry,			\
				TASK_UNINTERRUPTIBLE);			\
			if (cond)					\
				break;					\
			wait_sleep(&wait_entry);			\
		}							\
		finish_wait(&(wq), &wait_entry);			\
	} while (0)

/* Sleep until @cond is true; it is evaluated after every wake-up of @wq. */
#define wait_event(wq, cond)						\
	do {								\
		might_sleep();						\
		if (!(cond))						\
			__wait_event(wq, cond, prepare_to_wait);	\
	} while (0)
#define wait_event_exclusive(wq, cond)					\
	do {								\
		might_sleep();						\
		if (!(cond))						\
			__wait_event(wq, cond, prepare_to_wait_exclusive);\
	} while (0)

/* 0 when @cond holds, -ERESTARTSYS when a signal came first. */
#define wait_event_interruptible(wq, cond)				\
	({								\
		int wait_err = 0;					\
		might_sleep();						\
		if (!(cond)) {						\
			DEFINE_WAIT(wait_entry);			\
			for (;;) {					\
				prepare_to_wait(&(wq), &wait_entry,	\
						TASK_INTERRUPTIBLE);	\
				if (cond)				\
					break;				\
				wait_err = wait_sleep_interruptible(	\
					&wait_entry);			\
				if (wait_err)				\
					break;				\
			}						\
			finish_wait(&(wq), &wait_entry);		\
		}							\
		wait_err;						\
	})
#define wait_event_killable(wq, cond)		\
	({ wait_event(wq, cond); 0; })

/* ---- completion: "it has happened", counted -------------------------------- */

struct completion {
	unsigned int done;		/* UINT_MAX: for ever */
	wait_queue_head_t wait;
};

#define COMPLETION_INITIALIZER(name)	\
	{ 0, __WAIT_QUEUE_HEAD_INITIALIZER((name).wait) }
#define DECLARE_COMPLETION(name)	\
	struct completion name = COMPLETION_INITIALIZER(name)

static inline void init_completion(struct completion *x)
{
	x->done = 0;
	init_waitqueue_head(&x->wait);
}

#define reinit_completion(x)	((void)((x)->done = 0))

/**
 * complete() - let one waiter pass
 * @x: may go away as soon as the waiter has passed
 *
 * Context: Any context.
 * Locks: takes the queue's.
 * Pairs with: wait_for_completion().
 */
void complete(struct completion *x);

/**
 * complete_all() - let every waiter pass, now and later
 * @x: the completion
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void complete_all(struct completion *x);

/**
 * wait_for_completion() - sleep until let pass
 * @x: the completion
 *
 * Context: May sleep.
 * Locks: takes the queue's.
 */
void wait_for_completion(struct completion *x);

/**
 * try_wait_for_completion() - pass if that needs no waiting
 * @x: the completion
 *
 * Context: Any context.
 * Locks: takes the queue's.
 * Return: true if passed.
 */
bool try_wait_for_completion(struct completion *x);

/**
 * completion_done() - would wait_for_completion() pass at once?
 * @x: the completion
 *
 * Context: Any context.
 * Return: true if so, as of a moment ago.
 */
bool completion_done(const struct completion *x);

#endif
