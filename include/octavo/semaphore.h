/* SPDX-License-Identifier: MIT */
/*
 * semaphore.h - a count that is waited for to be more than 0.
 *
 * Without an owner: anybody may up() it, interrupts too.
 */
#ifndef OCTAVO_SEMAPHORE_H
#define OCTAVO_SEMAPHORE_H

#include <octavo/compiler.h>
#include <octavo/wait.h>

struct semaphore {
	unsigned int count;		/* under the queue's lock */
	wait_queue_head_t wait;
};

#define __SEMAPHORE_INITIALIZER(name, n)	\
	{ (n), __WAIT_QUEUE_HEAD_INITIALIZER((name).wait) }
#define SEMAPHORE_1(name)	\
	struct semaphore name = __SEMAPHORE_INITIALIZER(name, 1)
#define SEMAPHORE_2(name, n)	\
	struct semaphore name = __SEMAPHORE_INITIALIZER(name, n)
#define SEMAPHORE_PICK(a, b, name, ...)	name
/* With a count, as since 6.4, or without: 1. */
#define DEFINE_SEMAPHORE(...)						\
	SEMAPHORE_PICK(__VA_ARGS__, SEMAPHORE_2, SEMAPHORE_1)(__VA_ARGS__)

static inline void sema_init(struct semaphore *sem, int n)
{
	sem->count = (unsigned int)n;
	init_waitqueue_head(&sem->wait);
}

/**
 * down() - take one, sleep until there is one
 * @sem: the semaphore
 *
 * Context: May sleep.
 * Pairs with: up().
 */
void down(struct semaphore *sem);

/**
 * down_interruptible() - take one unless a signal comes first
 * @sem: the semaphore
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: none was taken.
 */
__must_check int down_interruptible(struct semaphore *sem);

/**
 * down_killable() - take one unless a fatal signal comes first
 * @sem: the semaphore
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: none was taken.
 */
__must_check int down_killable(struct semaphore *sem);

/**
 * down_trylock() - take one if there is one
 * @sem: the semaphore
 *
 * Context: Any context.
 * Return: 0 if taken, 1 if not: the other way round than others.
 */
__must_check int down_trylock(struct semaphore *sem);

/**
 * down_timeout() - take one unless the time is over first
 * @sem: the semaphore
 * @timeout: jiffies
 *
 * Context: May sleep.
 * Return: 0, or -ETIME: none was taken.
 */
__must_check int down_timeout(struct semaphore *sem, long timeout);

/**
 * up() - give one back, or put one in
 * @sem: the semaphore
 *
 * Context: Any context.
 */
void up(struct semaphore *sem);

#endif
