/* SPDX-License-Identifier: MIT */
/*
 * rwsem.h - many readers or one writer, asleep while they wait.
 *
 *	31	30	 29	 28 ........ 0
 *	writer	w.waits	 r.waits  readers inside
 *
 * 1. A writer is inside: the reader count is 0, and the other way round.
 * 2. A writer that waits sets "w.waits", which keeps new readers out: a stream
 *    of readers does not starve it. So a task must not take the semaphore for
 *    reading twice.
 * 3. Whoever leaves and finds a waits bit clears it and wakes all sleepers;
 *    who still has to wait sets it again.
 *
 * A reader in possession costs one atomic operation each way.
 */
#ifndef OCTAVO_RWSEM_H
#define OCTAVO_RWSEM_H

#include <octavo/types.h>

struct task_struct;

struct rw_semaphore {
	unsigned int count;
	struct task_struct *owner;	/* the writer */
};

#define RWSEM_WRITER		0x80000000u
#define RWSEM_WWAIT		0x40000000u
#define RWSEM_RWAIT		0x20000000u
#define RWSEM_WAITS		(RWSEM_WWAIT | RWSEM_RWAIT)
#define RWSEM_READERS		0x1fffffffu

#define __RWSEM_INITIALIZER(name)	{ 0, NULL }
#define DECLARE_RWSEM(name)	\
	struct rw_semaphore name = __RWSEM_INITIALIZER(name)
#define init_rwsem(sem)		(*(sem) = (struct rw_semaphore){ 0, NULL })

/**
 * down_read() - enter as one of many readers
 * @sem: not held by this task in any way
 *
 * Context: May sleep.
 * Pairs with: up_read().
 */
void down_read(struct rw_semaphore *sem);

/**
 * down_read_trylock() - enter as a reader if that needs no waiting
 * @sem: the semaphore
 *
 * Context: Any context.
 * Return: true if entered.
 */
bool down_read_trylock(struct rw_semaphore *sem);

/**
 * up_read() - leave as a reader
 * @sem: held for reading; reported if nobody reads
 *
 * Context: Any context.
 */
void up_read(struct rw_semaphore *sem);

/**
 * down_write() - enter alone
 * @sem: not held by this task in any way; BUG if it is the writer
 *
 * Context: May sleep.
 * Pairs with: up_write().
 */
void down_write(struct rw_semaphore *sem);

/**
 * down_write_trylock() - enter alone if that needs no waiting
 * @sem: the semaphore
 *
 * Context: Any context.
 * Return: true if entered.
 */
bool down_write_trylock(struct rw_semaphore *sem);

/**
 * up_write() - leave as the writer
 * @sem: held for writing by this task; reported if it is not
 *
 * Context: Any context.
 */
void up_write(struct rw_semaphore *sem);

/**
 * downgrade_write() - go on as a reader, without letting a writer in between
 * @sem: held for writing by this task
 *
 * Context: Any context.
 * Pairs with: up_read().
 */
void downgrade_write(struct rw_semaphore *sem);

/**
 * rwsem_is_locked() - is anybody inside?
 * @sem: the semaphore
 *
 * Context: Any context.
 * Return: true if so, as of a moment ago.
 */
bool rwsem_is_locked(const struct rw_semaphore *sem);

/**
 * down_read_interruptible() - enter as a reader unless a signal comes first
 * @sem: not held by this task in any way
 *
 * A point where FAULT_SIGNAL is injected, as are the two that follow.
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: not entered.
 * Pairs with: up_read().
 */
__must_check int down_read_interruptible(struct rw_semaphore *sem);

/**
 * down_read_killable() - enter as a reader unless a fatal signal comes first
 * @sem: not held by this task in any way
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: not entered.
 * Pairs with: up_read().
 */
__must_check int down_read_killable(struct rw_semaphore *sem);

/**
 * down_write_killable() - enter alone unless a fatal signal comes first
 * @sem: not held by this task in any way
 *
 * Context: May sleep.
 * Return: 0, or -EINTR: not entered.
 * Pairs with: up_write().
 */
__must_check int down_write_killable(struct rw_semaphore *sem);

#endif
