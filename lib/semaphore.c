/* SPDX-License-Identifier: MIT */
/*
 * semaphore.c - counts that are waited for, see octavo/semaphore.h.
 *
 * The count changes under the lock of the queue of who waits.
 */
#include <octavo/fault_inject.h>
#include <octavo/semaphore.h>

int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	bool got;

	spin_lock_irqsave(&sem->wait.lock, flags);
	got = sem->count > 0;
	if (got)
		sem->count--;
	spin_unlock_irqrestore(&sem->wait.lock, flags);
	return !got;
}

void down(struct semaphore *sem)
{
	wait_event_exclusive(sem->wait, !down_trylock(sem));
}

static int down_state(struct semaphore *sem, unsigned int state)
{
	if (should_fail(FAULT_SIGNAL))
		return -EINTR;
	return __wait_event_signal(sem->wait, !down_trylock(sem),
				   prepare_to_wait_exclusive, state) ?
		-EINTR : 0;
}

int down_interruptible(struct semaphore *sem)
{
	return down_state(sem, TASK_INTERRUPTIBLE);
}

int down_killable(struct semaphore *sem)
{
	return down_state(sem, TASK_KILLABLE);
}

void up(struct semaphore *sem)
{
	unsigned long flags;

	spin_lock_irqsave(&sem->wait.lock, flags);
	sem->count++;
	__wake_up_locked_key(&sem->wait, TASK_NORMAL, 1, NULL);
	spin_unlock_irqrestore(&sem->wait.lock, flags);
}
