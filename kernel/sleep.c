/* SPDX-License-Identifier: MIT */
/*
 * sleep.c - sleeping and giving the CPU away, as drivers do it.
 *
 * A task sleeps on its own state (see octavo/wait.h), for ever or until a time.
 * The context that booted has no task and cannot sleep: it goes round until the
 * time is over, running what is due.
 */
#include "internal.h"
#include <octavo/delay.h>
#include <octavo/math64.h>
#include <octavo/semaphore.h>
#include <octavo/wait_timeout.h>

u64 get_jiffies_64(void)
{
	return INITIAL_JIFFIES +
	       div_u64(arch_clock_ns(false) - kernel.boot_ns, NSEC_PER_JIFFY);
}

unsigned long nsecs_to_jiffies(u64 ns)
{
	return (unsigned long)div_u64(ns, NSEC_PER_JIFFY);
}

/* What an interrupt would do on the way out. */
static void run_what_is_due(void)
{
	const unsigned long flags = arch_irq_save();

	sched_tick();
	arch_irq_restore(flags);
	if (READ_ONCE(kernel.pending))
		run_pending();
}

static bool is_over(u64 deadline)
{
	return deadline != ~0ull && arch_clock_ns(false) >= deadline;
}

/* Until woken, @deadline or a signal that @state lets through. */
static void sleep_in_state(u64 deadline)
{
	struct task_struct *self = current;
	unsigned int *word = &self->__state, state;

	might_sleep();
	while ((state = __atomic_load_n(word, __ATOMIC_ACQUIRE))) {
		if (signal_pending_state(state, self) || is_over(deadline))
			break;
		if (task_running())
			wait_until(word, state, deadline);
		else
			run_what_is_due();
	}
	WRITE_ONCE(self->__state, TASK_RUNNING);
}

int cond_resched_task(void)
{
	const unsigned long before = nr_context_switches();

	might_sleep();
	if (!task_running())
		return 0;
	run_what_is_due();
	if (need_resched())
		schedule();
	return nr_context_switches() != before;
}

void yield(void)
{
	might_sleep();
	if (!task_running())
		return;
	run_what_is_due();
	sched_yield_cpu();
}

void schedule_current(void)
{
	if (READ_ONCE(current->__state) == TASK_RUNNING)
		yield();
	else
		sleep_in_state(~0ull);
}

u64 schedule_ns(u64 ns)
{
	const u64 end = arch_clock_ns(false) + ns;
	u64 now;

	sleep_in_state(end);
	now = arch_clock_ns(false);
	return now < end ? end - now : 0;
}

long schedule_timeout(long timeout)
{
	const unsigned long end = jiffies + (unsigned long)timeout;
	long left;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		sleep_in_state(~0ull);
		return timeout;
	}
	if (timeout < 0) {
		octavo_report("schedule_timeout: %ld jiffies", timeout);
		WRITE_ONCE(current->__state, TASK_RUNNING);
		return 0;
	}
	schedule_ns((u64)timeout * NSEC_PER_JIFFY);
	left = (long)(end - jiffies);
	return left < 0 ? 0 : left;
}

long schedule_timeout_state(long timeout, unsigned int state)
{
	set_current_state(state);
	return schedule_timeout(timeout);
}

/* ---- delays ------------------------------------------------------------------- */

void sleep_ns(u64 ns)
{
	const u64 end = arch_clock_ns(false) + ns;

	do {
		set_current_state(TASK_UNINTERRUPTIBLE);
		sleep_in_state(end);
	} while (!is_over(end));
}

unsigned long msleep_interruptible(unsigned int ms)
{
	u64 left;

	set_current_state(TASK_INTERRUPTIBLE);
	left = schedule_ns((u64)ms * 1000000);
	return (unsigned long)div_u64(left + 999999, 1000000);
}

void spin_ns(u64 ns)
{
	const u64 end = arch_clock_ns(false) + ns;

	while (!is_over(end))
		cpu_relax();
}

/* ---- waits with a limit --------------------------------------------------------- */

long completion_wait(struct completion *x, unsigned int state, long timeout)
{
	DEFINE_WAIT(wait);
	long left = timeout;

	might_sleep();
	if (WAIT_MAY_BE_INTERRUPTED(state) && should_fail(FAULT_SIGNAL))
		return -ERESTARTSYS;
	if (timeout != MAX_SCHEDULE_TIMEOUT && should_fail(FAULT_TIMEOUT))
		return 0;
	for (;;) {
		prepare_to_wait_exclusive(&x->wait, &wait, state);
		if (try_wait_for_completion(x)) {
			left = left ? left : 1;
			break;
		}
		if (signal_pending_state(state, current)) {
			left = -ERESTARTSYS;
			break;
		}
		if (!left)
			break;
		left = schedule_timeout(left);
	}
	finish_wait(&x->wait, &wait);
	return left;
}

int down_timeout(struct semaphore *sem, long timeout)
{
	long left;

	might_sleep();
	if (should_fail(FAULT_TIMEOUT))
		return -ETIME;
	left = __wait_event_loop(sem->wait, !down_trylock(sem),
				 prepare_to_wait_exclusive,
				 TASK_UNINTERRUPTIBLE, timeout, , );
	return left ? 0 : -ETIME;
}

long wait_woken(wait_queue_entry_t *wait, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!(READ_ONCE(wait->flags) & WQ_FLAG_WOKEN))
		timeout = schedule_timeout(timeout);
	WRITE_ONCE(current->__state, TASK_RUNNING);
	__atomic_fetch_and(&wait->flags, ~WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return timeout;
}

int woken_wake_function(wait_queue_entry_t *wait, unsigned int mode, int flags,
			void *key)
{
	__atomic_fetch_or(&wait->flags, WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return default_wake_function(wait, mode, flags, key);
}
