/* SPDX-License-Identifier: MIT */
/*
 * mutex.c - the three-state mutex, see octavo/mutex.h.
 *
 * Whoever had to wait takes the mutex as "2, somebody may sleep", since it
 * cannot know whether others still do; so the last to leave may wake nobody,
 * but no sleeper is forgotten.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/mutex.h>
#include <octavo/port.h>
#include <octavo/wait.h>
#include <uapi/errno.h>

static struct task_struct *get_owner(const struct mutex *m)
{
	return __atomic_load_n(&m->owner, __ATOMIC_RELAXED);
}

static void set_owner(struct mutex *m, struct task_struct *task)
{
	__atomic_store_n(&m->owner, task, __ATOMIC_RELAXED);
}

bool mutex_trylock(struct mutex *m)
{
	unsigned int free = 0;

	if (!__atomic_compare_exchange_n(&m->state, &free, 1, false,
					 __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return false;
	set_owner(m, current);
	return true;
}

static void check_not_owner(const struct mutex *m)
{
	if (unlikely(get_owner(m) == current))
		panic("mutex %p: task %p takes it twice", m, current);
}

void mutex_lock(struct mutex *m)
{
	might_sleep();
	if (likely(mutex_trylock(m)))
		return;
	check_not_owner(m);
	while (__atomic_exchange_n(&m->state, 2, __ATOMIC_ACQUIRE))
		arch_wait(&m->state, 2);
	set_owner(m, current);
}

/* The 2 that a sleeper leaves behind costs the next unlock a look. */
static int lock_signal(struct mutex *m, unsigned int state)
{
	might_sleep();
	if (should_fail(FAULT_SIGNAL))
		return -EINTR;
	if (likely(mutex_trylock(m)))
		return 0;
	check_not_owner(m);
	while (__atomic_exchange_n(&m->state, 2, __ATOMIC_ACQUIRE)) {
		if (signal_pending_state(state, current))
			return -EINTR;
		arch_wait(&m->state, 2);
	}
	set_owner(m, current);
	return 0;
}

int mutex_lock_interruptible(struct mutex *m)
{
	return lock_signal(m, TASK_INTERRUPTIBLE);
}

int mutex_lock_killable(struct mutex *m)
{
	return lock_signal(m, TASK_KILLABLE);
}

void mutex_unlock(struct mutex *m)
{
	struct task_struct *owner = get_owner(m);

	if (unlikely(!mutex_is_locked(m))) {
		octavo_report("mutex %p: unlock of a free mutex", m);
		return;
	}
	if (unlikely(owner != current)) {
		octavo_report("mutex %p: task %p unlocks what task %p holds",
			      m, current, owner);
		return;
	}
	set_owner(m, NULL);
	if (__atomic_exchange_n(&m->state, 0, __ATOMIC_RELEASE) == 2)
		arch_wake(&m->state, 1);
}

bool mutex_is_locked(const struct mutex *m)
{
	return __atomic_load_n(&m->state, __ATOMIC_RELAXED) != 0;
}
