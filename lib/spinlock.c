/* SPDX-License-Identifier: MIT */
/*
 * spinlock.c - waiting for spinlocks, and readers-writer locks.
 *
 * A wait costs nobody but the waiter: it reads its own cached copy of the word
 * until that is invalidated. Every SPINS_BEFORE_YIELD rounds it lets the host
 * run something else, because on the hosted machine the owner may not be
 * running at all.
 */
#include <octavo/bug.h>
#include <octavo/spinlock.h>

#define SPINS_BEFORE_YIELD	256

static void relax(unsigned int *spins)
{
	if (++*spins % SPINS_BEFORE_YIELD)
		cpu_relax();
	else
		cpu_relax_long();
}

void spin_lock_slow(spinlock_t *lock, unsigned int me)
{
	unsigned int spins = 0, word;

	do {
		while ((word = __atomic_load_n(&lock->word,
					       __ATOMIC_RELAXED)) != 0) {
			if (unlikely(word == me))
				panic("spin lock %p: CPU %u takes it twice",
				      lock, me - 1);
			relax(&spins);
		}
	} while (!__spin_trylock(lock, me));
}

void spin_unlock_bad(spinlock_t *lock, unsigned int word)
{
	if (!word)
		octavo_report("spin lock %p: unlock of a free lock", lock);
	else
		octavo_report("spin lock %p: CPU %u unlocks what CPU %u holds",
			      lock, smp_processor_id(), word - 1);
}

void spin_lock_call(spinlock_t *lock)
{
	__spin_lock(lock);
}

void spin_unlock_call(spinlock_t *lock)
{
	__spin_unlock(lock);
}

/* The state with interrupts on, as it was found last. */
static unsigned long irqs_on_flags;

void local_irq_disable(void)
{
	const bool were_on = !arch_irqs_disabled();
	const unsigned long flags = arch_irq_save();

	if (were_on)
		__atomic_store_n(&irqs_on_flags, flags, __ATOMIC_RELAXED);
}

void local_irq_enable(void)
{
	if (unlikely(!arch_irqs_disabled()))
		octavo_report("interrupts are enabled which are not disabled");
	else
		arch_irq_restore(__atomic_load_n(&irqs_on_flags,
						 __ATOMIC_RELAXED));
}

bool read_trylock(rwlock_t *lock)
{
	unsigned int count = __atomic_load_n(&lock->count, __ATOMIC_RELAXED);

	preempt_disable();
	while (!(count & (RWLOCK_WRITER | RWLOCK_WAITING)))
		if (__atomic_compare_exchange_n(&lock->count, &count,
						count + 1, true,
						__ATOMIC_ACQUIRE,
						__ATOMIC_RELAXED))
			return true;
	preempt_enable();
	return false;
}

void read_lock(rwlock_t *lock)
{
	unsigned int spins = 0;

	while (!read_trylock(lock))
		relax(&spins);
}

void read_unlock(rwlock_t *lock)
{
	unsigned int count = __atomic_load_n(&lock->count, __ATOMIC_RELAXED);

	if (unlikely(!(count & ~(RWLOCK_WRITER | RWLOCK_WAITING)))) {
		octavo_report("rwlock %p: read_unlock without readers", lock);
		return;
	}
	__atomic_fetch_sub(&lock->count, 1, __ATOMIC_RELEASE);
	preempt_enable();
}

bool write_trylock(rwlock_t *lock)
{
	unsigned int count = __atomic_load_n(&lock->count, __ATOMIC_RELAXED);

	preempt_disable();
	/* RWLOCK_WAITING alone: free, and some writer waits; we are as good. */
	while (!(count & ~RWLOCK_WAITING))
		if (__atomic_compare_exchange_n(&lock->count, &count,
						RWLOCK_WRITER, true,
						__ATOMIC_ACQUIRE,
						__ATOMIC_RELAXED))
			return true;
	preempt_enable();
	return false;
}

void write_lock(rwlock_t *lock)
{
	unsigned int spins = 0;

	/* A writer that gets in clears the bit; others set it anew. */
	while (!write_trylock(lock)) {
		if (!(__atomic_load_n(&lock->count, __ATOMIC_RELAXED) &
		      RWLOCK_WAITING))
			__atomic_fetch_or(&lock->count, RWLOCK_WAITING,
					  __ATOMIC_RELAXED);
		relax(&spins);
	}
}

void write_unlock(rwlock_t *lock)
{
	if (unlikely(!(__atomic_load_n(&lock->count, __ATOMIC_RELAXED) &
		       RWLOCK_WRITER))) {
		octavo_report("rwlock %p: write_unlock without a writer", lock);
		return;
	}
	__atomic_fetch_and(&lock->count, ~RWLOCK_WRITER, __ATOMIC_RELEASE);
	preempt_enable();
}
