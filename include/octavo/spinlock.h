/* SPDX-License-Identifier: MIT */
/*
 * spinlock.h - locks for a few instructions.
 *
 * A lock is one word: 0, or the owner's CPU number + 1. Taking a free lock is
 * one compare-and-exchange, giving it back one store. A waiter reads until
 * the word is 0 and only then tries again (test-and-test-and-set), backs off
 * with cpu_relax() and, since the hosted machine's CPUs may be put aside by
 * the host while they hold a lock, now and then with cpu_relax_long().
 *
 * 1. The holder's preempt_count is raised: it may not sleep.
 * 2. Taking a lock one holds is a BUG (it would never end). Giving back a lock
 *    this CPU does not hold is reported and changes nothing.
 * 3. A lock that an interrupt handler takes too is taken with _irqsave.
 */
#ifndef OCTAVO_SPINLOCK_H
#define OCTAVO_SPINLOCK_H

#include <octavo/types.h>
#include <octavo/cpu.h>
#include <octavo/port.h>

typedef struct spinlock {
	unsigned int word;		/* 0 free, CPU number + 1 taken */
} spinlock_t;
typedef spinlock_t raw_spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name)	{ 0 }
#define DEFINE_SPINLOCK(name)	spinlock_t name = __SPIN_LOCK_UNLOCKED(name)
#define spin_lock_init(lock)	((void)((lock)->word = 0))

/**
 * spin_lock_slow() - wait for a lock that is taken
 * @lock: the lock
 * @me: this CPU's number + 1
 *
 * What spin_lock() calls when its first attempt fails.
 *
 * Context: Any context.
 */
void spin_lock_slow(spinlock_t *lock, unsigned int me);

/**
 * spin_unlock_bad() - report an unlock by somebody who is not the owner
 * @lock: the lock
 * @word: what it holds
 *
 * Context: Any context.
 */
__cold void spin_unlock_bad(spinlock_t *lock, unsigned int word);

/* One attempt without touching preempt_count; @me is the CPU number + 1. */
static inline bool __spin_trylock(spinlock_t *lock, unsigned int me)
{
	unsigned int free = 0;

	return likely(__atomic_compare_exchange_n(&lock->word, &free, me,
						  false, __ATOMIC_ACQUIRE,
						  __ATOMIC_RELAXED));
}

static __always_inline void __spin_lock(spinlock_t *lock)
{
	const unsigned int me = smp_processor_id() + 1;

	this_cpu_var(preempt_count)++;
	if (unlikely(!__spin_trylock(lock, me)))
		spin_lock_slow(lock, me);
}

/* Take the lock if it is free; true if it was. */
static inline bool spin_trylock(spinlock_t *lock)
{
	this_cpu_var(preempt_count)++;
	if (__spin_trylock(lock, smp_processor_id() + 1))
		return true;
	this_cpu_var(preempt_count)--;
	return false;
}

static __always_inline void __spin_unlock(spinlock_t *lock)
{
	unsigned int word = __atomic_load_n(&lock->word, __ATOMIC_RELAXED);

	if (unlikely(word != smp_processor_id() + 1)) {
		spin_unlock_bad(lock, word);
		return;
	}
	__atomic_store_n(&lock->word, 0, __ATOMIC_RELEASE);
	this_cpu_var(preempt_count)--;
}

/**
 * spin_lock_call() - spin_lock() out of line
 * @lock: the lock
 *
 * Context: Any context.
 */
void spin_lock_call(spinlock_t *lock);

/**
 * spin_unlock_call() - spin_unlock() out of line
 * @lock: the lock
 *
 * Context: Any context.
 */
void spin_unlock_call(spinlock_t *lock);

static __always_inline void spin_lock(spinlock_t *lock)
{
	if (SMALL_CODE)
		spin_lock_call(lock);
	else
		__spin_lock(lock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	if (SMALL_CODE)
		spin_unlock_call(lock);
	else
		__spin_unlock(lock);
}

static inline bool spin_is_locked(const spinlock_t *lock)
{
	return __atomic_load_n(&lock->word, __ATOMIC_RELAXED) != 0;
}

/* Does this CPU hold it? For asserts. */
static inline bool spin_is_mine(const spinlock_t *lock)
{
	return __atomic_load_n(&lock->word, __ATOMIC_RELAXED) ==
	       smp_processor_id() + 1;
}

#define spin_lock_irqsave(lock, flags)					\
	do {								\
		(flags) = arch_irq_save();				\
		spin_lock(lock);					\
	} while (0)

static inline void spin_unlock_irqrestore(spinlock_t *lock,
					  unsigned long flags)
{
	spin_unlock(lock);
	arch_irq_restore(flags);
}

#define spin_trylock_irqsave(lock, flags)				\
	({								\
		(flags) = arch_irq_save();				\
		bool spin_got = spin_trylock(lock);			\
		if (!spin_got)						\
			arch_irq_restore(flags);			\
		spin_got;						\
	})

#define raw_spin_lock_init(lock)		spin_lock_init(lock)
#define raw_spin_lock(lock)			spin_lock(lock)
#define raw_spin_unlock(lock)			spin_unlock(lock)
#define raw_spin_lock_irqsave(lock, flags)	spin_lock_irqsave(lock, flags)
#define raw_spin_unlock_irqrestore(lock, flags)	\
	spin_unlock_irqrestore(lock, flags)

#define local_irq_save(flags)		((void)((flags) = arch_irq_save()))
#define local_irq_restore(flags)	arch_irq_restore(flags)
#define irqs_disabled()			arch_irqs_disabled()

/**
 * local_irq_disable() - interrupts off, by who knows that they are on
 *
 * Context: Any context.
 * Pairs with: local_irq_enable().
 */
void local_irq_disable(void);

/**
 * local_irq_enable() - interrupts on, whoever put them off
 *
 * Context: Any context.
 */
void local_irq_enable(void);

/* Tasklets and timers do not run on this CPU until local_bh_enable(). Nests. */
static inline void local_bh_disable(void)
{
	this_cpu_var(preempt_count) += SOFTIRQ_DISABLE_OFFSET;
	barrier();
}

static inline void local_bh_enable(void)
{
	barrier();
	this_cpu_var(preempt_count) -= SOFTIRQ_DISABLE_OFFSET;
}

static inline void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	spin_lock(lock);
}

static inline void spin_unlock_irq(spinlock_t *lock)
{
	spin_unlock(lock);
	local_irq_enable();
}

static inline void spin_lock_bh(spinlock_t *lock)
{
	local_bh_disable();
	spin_lock(lock);
}

static inline void spin_unlock_bh(spinlock_t *lock)
{
	spin_unlock(lock);
	local_bh_enable();
}

/* ---- readers and writers --------------------------------------------------
 *
 * count: readers inside, or RWLOCK_WRITER. A waiting writer sets
 * RWLOCK_WAITING, which keeps new readers out, so that it gets its turn. So a
 * reader must not take the lock a second time.
 */
typedef struct rwlock {
	unsigned int count;
} rwlock_t;

#define RWLOCK_WRITER		0x80000000u
#define RWLOCK_WAITING		0x40000000u

#define __RW_LOCK_UNLOCKED(name)	{ 0 }
#define DEFINE_RWLOCK(name)	rwlock_t name = __RW_LOCK_UNLOCKED(name)
#define rwlock_init(lock)	((void)((lock)->count = 0))

/**
 * read_lock() - enter as one of many readers
 * @lock: not held by this CPU in any way
 *
 * Context: Any context.
 * Pairs with: read_unlock().
 */
void read_lock(rwlock_t *lock);

/**
 * read_trylock() - enter as a reader if that needs no waiting
 * @lock: the lock
 *
 * Context: Any context.
 * Return: true if entered.
 */
bool read_trylock(rwlock_t *lock);

/**
 * read_unlock() - leave as a reader
 * @lock: held for reading; reported if nobody reads
 *
 * Context: Any context.
 */
void read_unlock(rwlock_t *lock);

/**
 * write_lock() - enter alone
 * @lock: not held by this CPU in any way
 *
 * Context: Any context.
 * Pairs with: write_unlock().
 */
void write_lock(rwlock_t *lock);

/**
 * write_trylock() - enter alone if that needs no waiting
 * @lock: the lock
 *
 * Context: Any context.
 * Return: true if entered.
 */
bool write_trylock(rwlock_t *lock);

/**
 * write_unlock() - leave as the writer
 * @lock: held for writing; reported if it is not
 *
 * Context: Any context.
 */
void write_unlock(rwlock_t *lock);

#define read_lock_irqsave(lock, flags)					\
	do {								\
		(flags) = arch_irq_save();				\
		read_lock(lock);					\
	} while (0)
#define read_unlock_irqrestore(lock, flags)				\
	do {								\
		read_unlock(lock);					\
		arch_irq_restore(flags);				\
	} while (0)
#define write_lock_irqsave(lock, flags)					\
	do {								\
		(flags) = arch_irq_save();				\
		write_lock(lock);					\
	} while (0)
#define write_unlock_irqrestore(lock, flags)				\
	do {								\
		write_unlock(lock);					\
		arch_irq_restore(flags);				\
	} while (0)

#endif
