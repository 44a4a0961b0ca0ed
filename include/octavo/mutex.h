/* SPDX-License-Identifier: MIT */
/*
 * mutex.h - a lock one sleeps for.
 *
 * One word in three states: 0 free, 1 taken, 2 taken and somebody may sleep.
 * Taking a free mutex and giving back an uncontended one are one atomic
 * operation each; otherwise sleepers meet in arch_wait() on the word.
 *
 * The owner is the task (current): taking a mutex one holds is a BUG, giving
 * back another's is reported and changes nothing.
 *
 * Source: Ulrich Drepper, "Futexes Are Tricky" (2011), the second mutex.
 */
#ifndef OCTAVO_MUTEX_H
#define OCTAVO_MUTEX_H

#include <octavo/types.h>

struct task_struct;

struct mutex {
	unsigned int state;
	struct task_struct *owner;
};

#define __MUTEX_INITIALIZER(name)	{ 0, NULL }
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)
#define mutex_init(m)		(*(m) = (struct mutex){ 0, NULL })
#define mutex_destroy(m)	((void)(m))

/**
 * mutex_lock() - take a mutex, sleep until it is free
 * @m: not held by this task
 *
 * Context: May sleep.
 * Pairs with: mutex_unlock().
 */
void mutex_lock(struct mutex *m);

/**
 * mutex_trylock() - take a mutex if it is free
 * @m: the mutex
 *
 * Context: Any context, not interrupts.
 * Return: true if taken.
 */
bool mutex_trylock(struct mutex *m);

/**
 * mutex_unlock() - give a mutex back and wake one that waits
 * @m: held by this task
 *
 * Context: Any context, not interrupts.
 */
void mutex_unlock(struct mutex *m);

/**
 * mutex_is_locked() - does anybody hold it?
 * @m: the mutex
 *
 * Context: Any context.
 * Return: true if so, as of a moment ago.
 */
bool mutex_is_locked(const struct mutex *m);

/**
 * mutex_lock_interruptible() - take a mutex unless a signal comes first
 * @m: not held by this task
 *
 * A point where FAULT_SIGNAL is injected, whether the mutex is free or not.
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: the mutex is not held.
 * Pairs with: mutex_unlock().
 */
__must_check int mutex_lock_interruptible(struct mutex *m);

/**
 * mutex_lock_killable() - take a mutex unless a fatal signal comes first
 * @m: not held by this task
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: the mutex is not held.
 * Pairs with: mutex_unlock().
 */
__must_check int mutex_lock_killable(struct mutex *m);

#endif
