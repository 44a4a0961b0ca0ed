/* SPDX-License-Identifier: MIT */
/*
 * rwsem.c - the readers-writer semaphore, see octavo/rwsem.h for the word.
 *
 * Every change is one compare-and-exchange on the word, so nothing is touched
 * after the semaphore has been given back but its address, by arch_wake().
 *
 * 1. RWSEM_WWAIT is set by a writer that will not rest before it was inside.
 *    It stays while readers leave, which keeps new ones out.
 * 2. A writer that leaves or becomes a reader clears both waits bits and wakes
 *    everybody; who still cannot enter sets its bit again. So WWAIT set and
 *    nobody inside means that a writer has been woken and is on its way.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/port.h>
#include <octavo/rwsem.h>
#include <octavo/wait.h>
#include <uapi/errno.h>

static unsigned int get_count(const struct rw_semaphore *sem)
{
	return __atomic_load_n(&sem->count, __ATOMIC_RELAXED);
}

/* Change the word from *@old to @new, or learn what it is now. */
static bool change(struct rw_semaphore *sem, unsigned int *old,
		   unsigned int new)
{
	return __atomic_compare_exchange_n(&sem->count, old, new, true,
					   __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static struct task_struct *get_owner(const struct rw_semaphore *sem)
{
	return __atomic_load_n(&sem->owner, __ATOMIC_RELAXED);
}

static void set_owner(struct rw_semaphore *sem, struct task_struct *task)
{
	__atomic_store_n(&sem->owner, task, __ATOMIC_RELAXED);
}

/* Sleep with @bit set in the word, if it still is @count. */
static void wait_with(struct rw_semaphore *sem, unsigned int count,
		      unsigned int bit)
{
	if ((count & bit) || change(sem, &count, count | bit))
		arch_wait(&sem->count, count | bit);
}

static void check_not_writer(const struct rw_semaphore *sem)
{
	if (unlikely(get_owner(sem) == current))
		panic("rwsem %p: task %p takes it twice", sem, current);
}

static bool is_my_write(const struct rw_semaphore *sem, const char *call)
{
	if (likely((get_count(sem) & RWSEM_WRITER) &&
		   get_owner(sem) == current))
		return true;
	octavo_report("rwsem %p: %s by task %p, the writer is %p", sem, call,
		      current, get_owner(sem));
	return false;
}

bool down_read_trylock(struct rw_semaphore *sem)
{
	unsigned int count = get_count(sem);

	while (!(count & (RWSEM_WRITER | RWSEM_WWAIT)))
		if (change(sem, &count, count + 1))
			return true;
	return false;
}

/* One more look after a failed attempt, or a sleep. */
static void read_wait(struct rw_semaphore *sem)
{
	const unsigned int count = get_count(sem);

	check_not_writer(sem);
	if (count & (RWSEM_WRITER | RWSEM_WWAIT))
		wait_with(sem, count, RWSEM_RWAIT);
}

void down_read(struct rw_semaphore *sem)
{
	might_sleep();
	while (!down_read_trylock(sem))
		read_wait(sem);
}

static int read_signal(struct rw_semaphore *sem, unsigned int state)
{
	might_sleep();
	if (should_fail(FAULT_SIGNAL))
		return -EINTR;
	while (!down_read_trylock(sem)) {
		if (signal_pending_state(state, current))
			return -EINTR;
		read_wait(sem);
	}
	return 0;
}

int down_read_interruptible(struct rw_semaphore *sem)
{
	return read_signal(sem, TASK_INTERRUPTIBLE);
}

int down_read_killable(struct rw_semaphore *sem)
{
	return read_signal(sem, TASK_KILLABLE);
}

void up_read(struct rw_semaphore *sem)
{
	unsigned int count = get_count(sem), new;

	do {
		if (unlikely(!(count & RWSEM_READERS))) {
			octavo_report("rwsem %p: up_read without readers", sem);
			return;
		}
		new = count - 1;
		if (new == RWSEM_RWAIT)
			new = 0;
	} while (!change(sem, &count, new));
	if (!(new & RWSEM_READERS) && (count & RWSEM_WAITS))
		arch_wake(&sem->count, UINT_MAX);
}

bool down_write_trylock(struct rw_semaphore *sem)
{
	unsigned int count = get_count(sem);

	while (!(count & (RWSEM_WRITER | RWSEM_READERS)))
		if (change(sem, &count, count | RWSEM_WRITER)) {
			set_owner(sem, current);
			return true;
		}
	return false;
}

static void write_wait(struct rw_semaphore *sem)
{
	const unsigned int count = get_count(sem);

	check_not_writer(sem);
	if (count & (RWSEM_WRITER | RWSEM_READERS))
		wait_with(sem, count, RWSEM_WWAIT);
}

void down_write(struct rw_semaphore *sem)
{
	might_sleep();
	while (!down_write_trylock(sem))
		write_wait(sem);
}

/* A writer that gives up takes its bit along: it keeps readers out, and nobody
 * inside may be there to take it. */
static void write_gives_up(struct rw_semaphore *sem)
{
	unsigned int count = get_count(sem);

	while ((count & RWSEM_WWAIT) &&
	       !change(sem, &count, count & ~RWSEM_WAITS))
		;
	if (count & RWSEM_WAITS)
		arch_wake(&sem->count, UINT_MAX);
}

int down_write_killable(struct rw_semaphore *sem)
{
	might_sleep();
	if (should_fail(FAULT_SIGNAL))
		return -EINTR;
	while (!down_write_trylock(sem)) {
		if (signal_pending_state(TASK_KILLABLE, current)) {
			write_gives_up(sem);
			return -EINTR;
		}
		write_wait(sem);
	}
	return 0;
}

/* Go from writer to @new, waking whoever waits. */
static void leave_write(struct rw_semaphore *sem, unsigned int new)
{
	unsigned int count = get_count(sem);

	set_owner(sem, NULL);
	while (!change(sem, &count, new))
		;
	if (count & RWSEM_WAITS)
		arch_wake(&sem->count, UINT_MAX);
}

void up_write(struct rw_semaphore *sem)
{
	if (is_my_write(sem, "up_write"))
		leave_write(sem, 0);
}

void downgrade_write(struct rw_semaphore *sem)
{
	if (is_my_write(sem, "downgrade_write"))
		leave_write(sem, 1);
}

bool rwsem_is_locked(const struct rw_semaphore *sem)
{
	return get_count(sem) & (RWSEM_WRITER | RWSEM_READERS);
}
