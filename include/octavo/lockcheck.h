/* SPDX-License-Identifier: MIT */
/*
 * lockcheck.h - drivers' locks are watched: who takes which, where, and while
 * holding what.
 *
 * In a driver the names of the lock calls below are macros that pass on where
 * they stand. What is found is reported with both places:
 *
 *	order		two locks were taken in one order once, in the other now
 *	deadlock	a task takes what it holds
 *	not held	a lock is given back that the task does not hold
 *	left held	a call into the driver returns with a lock
 *	interrupts	a lock that interrupts (timers, tasklets) take, too, is
 *			taken while these may come
 *
 * Locks are told apart by class: all that were initialised at one place are
 * one class, and each that was initialised statically is one. So an order that
 * was seen once for two objects is known for all.
 */
#ifndef OCTAVO_LOCKCHECK_H
#define OCTAVO_LOCKCHECK_H

#include <octavo/mutex.h>
#include <octavo/rwsem.h>
#include <octavo/spinlock.h>
#include <octavo/types.h>

/* Where a lock call stands, and what it calls the lock. */
struct lock_site {
	const char *file, *name;
	int line;
};

enum lock_kind {
	LOCK_SPIN, LOCK_READ, LOCK_WRITE, LOCK_MUTEX, LOCK_RWSEM_READ,
	LOCK_RWSEM_WRITE,
};

/**
 * lockcheck_new() - a lock is initialised
 * @lock: its address
 * @site: where; it gives the class
 *
 * Context: Any context.
 */
void lockcheck_new(const void *lock, const struct lock_site *site);

/**
 * lockcheck_before() - a lock is going to be taken, maybe after waiting
 * @lock: which
 * @kind: how
 * @subclass: 0, or what mutex_lock_nested() says
 * @site: where
 *
 * Context: Any context.
 * Return: false: the task holds it; reported, and it must not be taken.
 */
bool lockcheck_before(const void *lock, enum lock_kind kind,
		      unsigned int subclass, const struct lock_site *site);

/**
 * lockcheck_taken() - a lock was taken
 * @lock: which
 * @kind: how
 * @subclass: as for lockcheck_before()
 * @site: where
 *
 * Context: Any context.
 */
void lockcheck_taken(const void *lock, enum lock_kind kind,
		     unsigned int subclass, const struct lock_site *site);

/**
 * lockcheck_release() - a lock is going to be given back
 * @lock: which
 * @site: where
 *
 * Context: Any context.
 * Return: false: it must not be: it is not held (reported), or it was not taken
 *	when lockcheck_before() said so.
 */
bool lockcheck_release(const void *lock, const struct lock_site *site);

/**
 * lockcheck_leave() - a call into a driver is over
 * @what: in words, as in "the system call"
 *
 * Reports the locks that the running task still holds and forgets them.
 *
 * Context: Any context.
 */
void lockcheck_leave(const char *what);

/**
 * lockcheck_is_held() - does the running task hold a lock?
 * @lock: which
 *
 * Context: Any context.
 * Return: true if so.
 */
bool lockcheck_is_held(const void *lock);

/**
 * lockcheck_describe() - the lock that was taken last and is held
 * @buf: for the text, as in "&dev->lock, taken at x.c:10"
 * @size: of @buf, in bytes
 *
 * Context: Any context.
 * Return: false: the running task holds none that may not be slept with.
 */
bool lockcheck_describe(char *buf, size_t size);

/**
 * lockcheck_show_held() - say which locks are held, by whom, and since where
 *
 * Context: Any context; for last words: nothing is said if the tables are
 *	being changed.
 */
void lockcheck_show_held(void);

/**
 * lockcheck_reset() - forget all locks
 *
 * When a module goes: the places in it do.
 *
 * Context: Any context.
 */
void lockcheck_reset(void);

/* ---- the calls, with a place ------------------------------------------------ */

/* For each in the list: NAME(lock) of octavo/spinlock.h, mutex.h or rwsem.h. */
#define LOCK_CALLS_TAKE(X)						\
	X(spin_lock, spinlock_t) X(read_lock, rwlock_t)			\
	X(write_lock, rwlock_t) X(mutex_lock, struct mutex)		\
	X(down_read, struct rw_semaphore) X(down_write, struct rw_semaphore)
#define LOCK_CALLS_GIVE(X)						\
	X(spin_unlock, spinlock_t) X(read_unlock, rwlock_t)		\
	X(write_unlock, rwlock_t) X(mutex_unlock, struct mutex)		\
	X(up_read, struct rw_semaphore) X(up_write, struct rw_semaphore)
#define LOCK_CALLS_TRY(X)						\
	X(spin_trylock, spinlock_t) X(read_trylock, rwlock_t)		\
	X(write_trylock, rwlock_t) X(mutex_trylock, struct mutex)	\
	X(down_read_trylock, struct rw_semaphore)			\
	X(down_write_trylock, struct rw_semaphore)
/* 0 or -EINTR. */
#define LOCK_CALLS_SIGNAL(X)						\
	X(mutex_lock_interruptible, struct mutex)			\
	X(mutex_lock_killable, struct mutex)				\
	X(down_read_interruptible, struct rw_semaphore)			\
	X(down_read_killable, struct rw_semaphore)			\
	X(down_write_killable, struct rw_semaphore)

#define X(name, type)							\
	void name##_at(type *lock, unsigned int subclass,		\
		       const struct lock_site *site);
LOCK_CALLS_TAKE(X)
#undef X
#define X(name, type)							\
	void name##_at(type *lock, const struct lock_site *site);
LOCK_CALLS_GIVE(X)
#undef X
#define X(name, type)							\
	bool name##_at(type *lock, const struct lock_site *site);
LOCK_CALLS_TRY(X)
#undef X
#define X(name, type)							\
	__must_check int name##_at(type *lock, unsigned int subclass,	\
				   const struct lock_site *site);
LOCK_CALLS_SIGNAL(X)
#undef X

#ifdef OCTAVO_DRIVER

#define LOCK_HERE(lock)							\
	({								\
		static const struct lock_site lock_here = {		\
			.file = __FILE__, .name = #lock,		\
			.line = __LINE__ };				\
		&lock_here;						\
	})

#undef spin_lock_init
#define spin_lock_init(l)						\
	do {								\
		spinlock_t *lock_new = (l);				\
		lock_new->word = 0;					\
		lockcheck_new(lock_new, LOCK_HERE(l));			\
	} while (0)
#undef rwlock_init
#define rwlock_init(l)							\
	do {								\
		rwlock_t *lock_new = (l);				\
		lock_new->count = 0;					\
		lockcheck_new(lock_new, LOCK_HERE(l));			\
	} while (0)
#undef mutex_init
#define mutex_init(l)							\
	do {								\
		struct mutex *lock_new = (l);				\
		*lock_new = (struct mutex)__MUTEX_INITIALIZER(l);	\
		lockcheck_new(lock_new, LOCK_HERE(l));			\
	} while (0)
#undef init_rwsem
#define init_rwsem(l)							\
	do {								\
		struct rw_semaphore *lock_new = (l);			\
		*lock_new = (struct rw_semaphore)__RWSEM_INITIALIZER(l); \
		lockcheck_new(lock_new, LOCK_HERE(l));			\
	} while (0)

#define spin_lock(l)			spin_lock_at(l, 0, LOCK_HERE(l))
#define spin_lock_nested(l, sub)	spin_lock_at(l, sub, LOCK_HERE(l))
#define spin_trylock(l)			spin_trylock_at(l, LOCK_HERE(l))
#define spin_unlock(l)			spin_unlock_at(l, LOCK_HERE(l))
#define read_lock(l)			read_lock_at(l, 0, LOCK_HERE(l))
#define read_trylock(l)			read_trylock_at(l, LOCK_HERE(l))
#define read_unlock(l)			read_unlock_at(l, LOCK_HERE(l))
#define write_lock(l)			write_lock_at(l, 0, LOCK_HERE(l))
#define write_trylock(l)		write_trylock_at(l, LOCK_HERE(l))
#define write_unlock(l)			write_unlock_at(l, LOCK_HERE(l))
#define mutex_lock(l)			mutex_lock_at(l, 0, LOCK_HERE(l))
#define mutex_lock_nested(l, sub)	mutex_lock_at(l, sub, LOCK_HERE(l))
#define mutex_lock_io(l)		mutex_lock(l)
#define mutex_trylock(l)		mutex_trylock_at(l, LOCK_HERE(l))
#define mutex_lock_interruptible(l)	\
	mutex_lock_interruptible_at(l, 0, LOCK_HERE(l))
#define mutex_lock_interruptible_nested(l, sub)	\
	mutex_lock_interruptible_at(l, sub, LOCK_HERE(l))
#define mutex_lock_killable(l)		\
	mutex_lock_killable_at(l, 0, LOCK_HERE(l))
#define mutex_unlock(l)			mutex_unlock_at(l, LOCK_HERE(l))
#define down_read(l)			down_read_at(l, 0, LOCK_HERE(l))
#define down_read_nested(l, sub)	down_read_at(l, sub, LOCK_HERE(l))
#define down_read_trylock(l)		down_read_trylock_at(l, LOCK_HERE(l))
#define down_read_interruptible(l)	\
	down_read_interruptible_at(l, 0, LOCK_HERE(l))
#define down_read_killable(l)		\
	down_read_killable_at(l, 0, LOCK_HERE(l))
#define up_read(l)			up_read_at(l, LOCK_HERE(l))
#define down_write(l)			down_write_at(l, 0, LOCK_HERE(l))
#define down_write_nested(l, sub)	down_write_at(l, sub, LOCK_HERE(l))
#define down_write_trylock(l)		down_write_trylock_at(l, LOCK_HERE(l))
#define down_write_killable(l)		\
	down_write_killable_at(l, 0, LOCK_HERE(l))
#define up_write(l)			up_write_at(l, LOCK_HERE(l))

/* What spinlock.h has as functions, once more in terms of these. */
#define spin_lock_irq(l)	do { local_irq_disable(); spin_lock(l); } while (0)
#define spin_unlock_irq(l)	do { spin_unlock(l); local_irq_enable(); } while (0)
#define spin_lock_bh(l)		do { local_bh_disable(); spin_lock(l); } while (0)
#define spin_unlock_bh(l)	do { spin_unlock(l); local_bh_enable(); } while (0)
#define spin_unlock_irqrestore(l, flags)				\
	do { spin_unlock(l); local_irq_restore(flags); } while (0)
#define spin_trylock_bh(l)						\
	({								\
		local_bh_disable();					\
		bool spin_got = spin_trylock(l);			\
		if (!spin_got)						\
			local_bh_enable();				\
		spin_got;						\
	})
#define spin_trylock_irq(l)						\
	({								\
		local_irq_disable();					\
		bool spin_got = spin_trylock(l);			\
		if (!spin_got)						\
			local_irq_enable();				\
		spin_got;						\
	})
#define spin_lock_irqsave_nested(l, flags, sub)				\
	do { local_irq_save(flags); spin_lock_nested(l, sub); } while (0)
#define read_lock_irq(l)	do { local_irq_disable(); read_lock(l); } while (0)
#define read_unlock_irq(l)	do { read_unlock(l); local_irq_enable(); } while (0)
#define read_lock_bh(l)		do { local_bh_disable(); read_lock(l); } while (0)
#define read_unlock_bh(l)	do { read_unlock(l); local_bh_enable(); } while (0)
#define write_lock_irq(l)	do { local_irq_disable(); write_lock(l); } while (0)
#define write_unlock_irq(l)	do { write_unlock(l); local_irq_enable(); } while (0)
#define write_lock_bh(l)	do { local_bh_disable(); write_lock(l); } while (0)
#define write_unlock_bh(l)	do { write_unlock(l); local_bh_enable(); } while (0)
#define raw_spin_trylock(l)		spin_trylock(l)
#define raw_spin_lock_irq(l)		spin_lock_irq(l)
#define raw_spin_unlock_irq(l)		spin_unlock_irq(l)
#define raw_spin_lock_bh(l)		spin_lock_bh(l)
#define raw_spin_unlock_bh(l)		spin_unlock_bh(l)
#define DEFINE_RAW_SPINLOCK(name)	DEFINE_SPINLOCK(name)
#define assert_spin_locked(l)		BUG_ON(!spin_is_locked(l))
#define spin_is_contended(l)		((void)(l), 0)
#define SINGLE_DEPTH_NESTING		1

struct lock_class_key { };
struct lockdep_map { };

#define lockdep_is_held(l)		lockcheck_is_held(l)
#define lockdep_assert_held(l)		\
	WARN(!lockcheck_is_held(l), "%s is not held", #l)
#define lockdep_assert_held_write(l)	lockdep_assert_held(l)
#define lockdep_assert_held_read(l)	lockdep_assert_held(l)
#define lockdep_assert_held_once(l)	lockdep_assert_held(l)
#define lockdep_assert_not_held(l)	\
	WARN(lockcheck_is_held(l), "%s is held", #l)
#define lockdep_assert_none_held_once()	((void)0)
#define lockdep_assert_irqs_disabled()	WARN_ON(!irqs_disabled())
#define lockdep_assert_irqs_enabled()	WARN_ON(irqs_disabled())
#define lockdep_set_class(l, key)	((void)(l), (void)(key))
#define lockdep_set_class_and_name(l, key, name)	lockdep_set_class(l, key)
#define lockdep_set_subclass(l, sub)	((void)(l), (void)(sub))
#define lockdep_set_novalidate_class(l)	((void)(l))
#define lockdep_register_key(key)	((void)(key))
#define lockdep_unregister_key(key)	((void)(key))
#define lockdep_off()			((void)0)
#define lockdep_on()			((void)0)
#define might_lock(l)			((void)(l))
#define __mutex_init(l, name, key)	mutex_init(l)
#define DEFINE_STATIC_MUTEX(name)	static DEFINE_MUTEX(name)

#endif	/* OCTAVO_DRIVER */

#endif
