/* SPDX-License-Identifier: MIT */
/*
 * wait.h - sleeping until a condition holds.
 *
 * A task sleeps on a word of its own, task_struct.__state. It hangs an entry
 * into the queue that says who it is, and so a wake-up finds the word:
 *
 *	sleeper: enqueue, __state = TASK_*;  test the condition;
 *		 arch_wait(&__state, TASK_*)
 *	waker:	 make the condition true;  dequeue, __state = TASK_RUNNING,
 *		 arch_wake(&__state)
 *
 * The queue's lock orders the two, so a wake-up between test and sleep is not
 * lost: the word has changed by then. finish_wait() takes the lock too, after
 * which no waker touches the entry. wake_up_process() does the waker's part
 * without a queue.
 *
 * The interruptible forms end with -ERESTARTSYS when the kernel around the
 * library has set current->sigpending and made arch_wait() return.
 *
 * In a driver the begin of a wait is a point where faults are injected:
 * FAULT_SIGNAL where a signal may end it, FAULT_TIMEOUT where time may.
 */
#ifndef OCTAVO_WAIT_H
#define OCTAVO_WAIT_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/list.h>
#include <octavo/spinlock.h>
#include <uapi/errno.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

struct wait_queue_entry;

/* Called instead of waking a sleeper, with the queue's lock held; the entry
 * stays unless it takes itself out. @mode: TASK_* that are to be woken; @key:
 * what the waker said, see poll_to_key(). Not 0: counts as woken, if it is
 * exclusive; below 0: the others are not woken any more. */
typedef int (*wait_queue_func_t)(struct wait_queue_entry *wait,
				 unsigned int mode, int flags, void *key);

#define WQ_FLAG_EXCLUSIVE	0x01u	/* wake_up() wakes one of these */

typedef struct wait_queue_entry {
	unsigned int flags;		/* WQ_FLAG_* */
	void *private;			/* who sleeps: struct task_struct */
	wait_queue_func_t func;		/* NULL: autoremove_wake_function() */
	struct list_head entry;
} wait_queue_entry_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)	\
	{ __SPIN_LOCK_UNLOCKED(name), LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name)		\
	wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name)	DECLARE_WAIT_QUEUE_HEAD(name)
#define DEFINE_WAIT_FUNC(name, function)	\
	wait_queue_entry_t name = { 0, current, function,	\
				    LIST_HEAD_INIT((name).entry) }
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, NULL)
#define DECLARE_WAITQUEUE(name, task)		\
	wait_queue_entry_t name = { 0, task, default_wake_function,	\
				    LIST_HEAD_INIT((name).entry) }

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

/* The same, in order against a condition that was made true before. */
static inline bool wq_has_sleeper(const wait_queue_head_t *wq)
{
	smp_mb();
	return waitqueue_active(wq);
}

/**
 * wake_up_process() - let a task go on
 * @task: whoever it is must be sure that it is there
 *
 * It goes on if it sleeps in any state that is not TASK_RUNNING; if it is
 * about to, it does not sleep.
 *
 * Context: Any context.
 * Return: 1 if it had set itself a state, 0 if it runs.
 */
int wake_up_process(struct task_struct *task);

/**
 * wake_up_state() - let a task go on that sleeps in one of some states
 * @task: as for wake_up_process()
 * @mode: TASK_* or-ed
 *
 * Context: Any context.
 * Return: 1 if it had set itself one of them, 0 if not.
 */
int wake_up_state(struct task_struct *task, unsigned int mode);

/**
 * default_wake_function() - wake who sleeps and leave it in the queue
 * @wait: in a queue, of which the lock is held
 * @mode: states to be woken
 * @flags: for others
 * @key: for others
 *
 * Context: Any context.
 * Return: 1 if it was woken.
 */
int default_wake_function(wait_queue_entry_t *wait, unsigned int mode,
			  int flags, void *key);

/**
 * autoremove_wake_function() - wake who sleeps and take it out of the queue
 * @wait: in a queue, of which the lock is held
 * @mode: states to be woken
 * @flags: for others
 * @key: for others
 *
 * Context: Any context.
 * Return: 1 if it was woken.
 */
int autoremove_wake_function(wait_queue_entry_t *wait, unsigned int mode,
			     int flags, void *key);

/* What DECLARE_WAITQUEUE() does, later. */
static inline void init_waitqueue_entry(wait_queue_entry_t *wait,
					struct task_struct *task)
{
	*wait = (wait_queue_entry_t){ 0, task, default_wake_function,
				      LIST_HEAD_INIT(wait->entry) };
}

/* An entry that calls @func. */
static inline void init_waitqueue_func_entry(wait_queue_entry_t *wait,
					     wait_queue_func_t func)
{
	*wait = (wait_queue_entry_t){ 0, NULL, func,
				      LIST_HEAD_INIT(wait->entry) };
}

/* What DEFINE_WAIT() does, later. */
static inline void init_wait(wait_queue_entry_t *wait)
{
	*wait = (wait_queue_entry_t){ 0, current, NULL,
				      LIST_HEAD_INIT(wait->entry) };
}

/**
 * add_wait_queue() - hang an entry into a queue
 * @wq: the queue
 * @wait: in no queue; stays the caller's
 *
 * The caller sets its state itself before it tests its condition.
 *
 * Context: Any context.
 * Locks: takes the queue's.
 * Pairs with: remove_wait_queue().
 */
void add_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wait);

/**
 * add_wait_queue_exclusive() - as add_wait_queue(), to be woken one by one
 * @wq: the queue
 * @wait: in no queue; stays the caller's
 *
 * Context: Any context.
 * Locks: takes the queue's.
 * Pairs with: remove_wait_queue().
 */
void add_wait_queue_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wait);

/**
 * remove_wait_queue() - take an entry out of a queue
 * @wq: the queue
 * @wait: in it, or taken out by a waker; may go away afterwards
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void remove_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wait);

/**
 * prepare_to_wait() - join a queue, before testing the condition
 * @wq: the queue
 * @wait: made by DEFINE_WAIT() by this task; stays the caller's
 * @state: TASK_* that it will sleep in; it is this task's from now on
 *
 * Context: May sleep.
 * Locks: takes the queue's.
 * Pairs with: finish_wait().
 */
void prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait,
		     unsigned int state);

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
			       wait_queue_entry_t *wait, unsigned int state);

/**
 * prepare_to_wait_event() - join a queue unless a signal is there
 * @wq: the queue
 * @wait: made by DEFINE_WAIT() by this task; stays the caller's
 * @state: as for prepare_to_wait()
 *
 * Context: May sleep.
 * Locks: takes the queue's.
 * Return: 0, or -ERESTARTSYS: a signal ends a wait in @state, and the task is
 *	in no queue.
 * Pairs with: finish_wait().
 */
long prepare_to_wait_event(wait_queue_head_t *wq, wait_queue_entry_t *wait,
			   unsigned int state);

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
 * @wait: prepared with TASK_INTERRUPTIBLE, or TASK_KILLABLE
 *
 * May return early for no reason; the caller looks at its condition again.
 *
 * Context: May sleep.
 * Return: 0, or -ERESTARTSYS if the task is to act on a signal (a fatal one,
 *	if it is TASK_KILLABLE).
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
 * __wake_up() - wake everybody, but of the exclusive sleepers only some
 * @wq: the queue
 * @mode: who sleeps in another state than these TASK_* is left alone
 * @nr: how many exclusive ones, the longest waiting first; 0: all
 * @key: for entries with a function; NULL: anything
 *
 * Context: Any context.
 * Locks: takes the queue's.
 */
void __wake_up(wait_queue_head_t *wq, unsigned int mode, unsigned int nr,
	       void *key);

/**
 * __wake_up_locked_key() - as __wake_up(), by who holds the queue's lock
 * @wq: the queue
 * @mode: as for __wake_up()
 * @nr: as for __wake_up()
 * @key: as for __wake_up()
 *
 * Context: Any context.
 */
void __wake_up_locked_key(wait_queue_head_t *wq, unsigned int mode,
			  unsigned int nr, void *key);

/* POLL* events as a key, and back. */
#define poll_to_key(events)	((void *)(unsigned long)(events))
#define key_to_poll(key)	((unsigned int)(unsigned long)(key))

#define wake_up(wq)			__wake_up(wq, TASK_NORMAL, 1, NULL)
#define wake_up_nr(wq, nr)		__wake_up(wq, TASK_NORMAL, nr, NULL)
#define wake_up_all(wq)			__wake_up(wq, TASK_NORMAL, 0, NULL)
#define wake_up_sync(wq)		wake_up(wq)
#define wake_up_locked(wq)					\
	__wake_up_locked_key(wq, TASK_NORMAL, 1, NULL)
#define wake_up_all_locked(wq)					\
	__wake_up_locked_key(wq, TASK_NORMAL, 0, NULL)
#define wake_up_key(wq, nr, key)				\
	__wake_up(wq, TASK_NORMAL, nr, poll_to_key(key))
#define wake_up_poll(wq, events)	wake_up_key(wq, 1, events)
#define wake_up_interruptible(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(wq, nr)			\
	__wake_up(wq, TASK_INTERRUPTIBLE, nr, NULL)
#define wake_up_interruptible_all(wq)				\
	__wake_up(wq, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(wq)	wake_up_interruptible(wq)
#define wake_up_interruptible_poll(wq, events)			\
	__wake_up(wq, TASK_INTERRUPTIBLE, 1, poll_to_key(events))
#define wake_up_interruptible_sync_poll(wq, events)		\
	wake_up_interruptible_poll(wq, events)

/* Does a signal end the wait of the running task in @state? */
static inline bool signal_pending_state(unsigned int state,
					const struct task_struct *task)
{
	if (state & TASK_INTERRUPTIBLE)
		return READ_ONCE(task->sigpending);
	return state & TASK_WAKEKILL && READ_ONCE(task->sigkill);
}

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

/* A wait begins that a signal may end: is it to? Asked in drivers only. */
#ifdef OCTAVO_DRIVER
#define wait_is_interrupted()	should_fail(FAULT_SIGNAL)
#else
#define wait_is_interrupted()	false
#endif

/* 0 when @cond holds, -ERESTARTSYS when a signal came first. @prepare joins the
 * queue, in @state. */
#define __wait_event_signal(wq, cond, prepare, state)			\
	({								\
		int wait_err = wait_is_interrupted() ? -ERESTARTSYS : 0; \
		might_sleep();						\
		if (!wait_err && !(cond)) {				\
			DEFINE_WAIT(wait_entry);			\
			for (;;) {					\
				prepare(&(wq), &wait_entry, state);	\
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
#define wait_event_interruptible(wq, cond)				\
	__wait_event_signal(wq, cond, prepare_to_wait, TASK_INTERRUPTIBLE)
#define wait_event_interruptible_exclusive(wq, cond)			\
	__wait_event_signal(wq, cond, prepare_to_wait_exclusive,	\
			    TASK_INTERRUPTIBLE)
#define wait_event_killable(wq, cond)					\
	__wait_event_signal(wq, cond, prepare_to_wait, TASK_KILLABLE)

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
