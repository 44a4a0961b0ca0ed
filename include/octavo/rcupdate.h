/* SPDX-License-Identifier: MIT */
/*
 * rcupdate.h - readers that take no lock, and freeing after them.
 *
 * A reader may not sleep, and the kernel is not preemptible: so when a task
 * sleeps, or the CPU is idle or goes to user code, no reader is in the middle.
 * Callbacks are called then, where tasklets run. A driver that sleeps as a
 * reader is told so.
 */
#ifndef OCTAVO_RCUPDATE_H
#define OCTAVO_RCUPDATE_H

#include <octavo/atomic.h>
#include <octavo/cpu.h>
#include <octavo/types.h>

typedef void (*rcu_callback_t)(struct rcu_head *head);

#define __rcu

static inline void rcu_read_lock(void)
{
	current->rcu_depth++;
	preempt_disable();
}

/**
 * rcu_unlock_bad() - report an rcu_read_unlock() of who reads nothing
 *
 * Context: Any context.
 */
__cold void rcu_unlock_bad(void);

static inline void rcu_read_unlock(void)
{
	if (unlikely(!current->rcu_depth)) {
		rcu_unlock_bad();
		return;
	}
	preempt_enable();
	current->rcu_depth--;
}

#define rcu_read_lock_held()	(current->rcu_depth != 0)
#define rcu_read_lock_bh()	\
	do { local_bh_disable(); rcu_read_lock(); } while (0)
#define rcu_read_unlock_bh()	\
	do { rcu_read_unlock(); local_bh_enable(); } while (0)
#define rcu_read_lock_sched()	preempt_disable()
#define rcu_read_unlock_sched()	preempt_enable()

#define rcu_dereference(p)		smp_load_acquire(&(p))
#define rcu_dereference_raw(p)		rcu_dereference(p)
#define rcu_dereference_check(p, c)	rcu_dereference(p)
#define rcu_dereference_bh(p)		rcu_dereference(p)
#define rcu_dereference_sched(p)	rcu_dereference(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_access_pointer(p)		READ_ONCE(p)
#define rcu_assign_pointer(p, v)	\
	__atomic_store_n(&(p), (v), __ATOMIC_RELEASE)
#define RCU_INIT_POINTER(p, v)		WRITE_ONCE(p, v)
#define RCU_INITIALIZER(v)		(v)
#define rcu_pointer_handoff(p)		(p)
#define rcu_replace_pointer(p, v, c)					\
	({								\
		__typeof__(p) rcu_old = (p);				\
		rcu_assign_pointer(p, v);				\
		rcu_old;						\
	})
#define rcu_swap_protected(p, v, c)					\
	do {								\
		__typeof__(v) rcu_old = (p);				\
		rcu_assign_pointer(p, v);				\
		(v) = rcu_old;						\
	} while (0)

/**
 * call_rcu() - have a function called when all readers of now are done
 * @head: in what will be freed; not used until then
 * @func: called with it, in_interrupt() true
 *
 * Context: Any context.
 */
void call_rcu(struct rcu_head *head, rcu_callback_t func);

/**
 * synchronize_rcu() - wait until all readers of now are done
 *
 * Reported within rcu_read_lock(), where it would never end.
 *
 * Context: May sleep.
 */
void synchronize_rcu(void);

/**
 * rcu_barrier() - wait until all functions of call_rcu() have been called
 *
 * Context: May sleep.
 */
void rcu_barrier(void);

/**
 * kvfree_rcu_ptr() - free memory when all readers of now are done
 * @ptr: of kmalloc() or vmalloc()
 * @head: in it; or NULL: the call may sleep instead
 * @offset: of @head in it
 *
 * Context: Any context if @head is not NULL, else may sleep.
 */
void kvfree_rcu_ptr(void *ptr, struct rcu_head *head, size_t offset);

#define RCU_FREE_2(ptr, member)						\
	do {								\
		__typeof__(ptr) rcu_ptr = (ptr);			\
		if (rcu_ptr)						\
			kvfree_rcu_ptr(rcu_ptr, &rcu_ptr->member,	\
				       __builtin_offsetof(		\
					__typeof__(*(ptr)), member));	\
	} while (0)
#define RCU_FREE_1(ptr)			kvfree_rcu_ptr(ptr, NULL, 0)
#define RCU_FREE(a, b, name, ...)	name
#define kfree_rcu(...)							\
	RCU_FREE(__VA_ARGS__, RCU_FREE_2, RCU_FREE_1)(__VA_ARGS__)
#define kvfree_rcu(...)			kfree_rcu(__VA_ARGS__)
#define kfree_rcu_mightsleep(ptr)	RCU_FREE_1(ptr)
#define kvfree_rcu_mightsleep(ptr)	RCU_FREE_1(ptr)

#define call_rcu_hurry(head, func)	call_rcu(head, func)
#define synchronize_rcu_expedited()	synchronize_rcu()
#define synchronize_net()		synchronize_rcu()
#define synchronize_sched()		synchronize_rcu()
#define cond_synchronize_rcu(state)	((void)(state), synchronize_rcu())
#define get_state_synchronize_rcu()	0ul
#define rcu_head_init(head)		((void)(head))
#define init_rcu_head(head)		((void)(head))
#define destroy_rcu_head(head)		((void)(head))
#define RCU_LOCKDEP_WARN(cond, text)	WARN(cond, "%s", text)

#endif
