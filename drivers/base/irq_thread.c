/* SPDX-License-Identifier: MIT */
/*
 * irq_thread.c - the thread of an interrupt's handler, see irq.c.
 *
 *	handler: IRQ_WAKE_THREAD -> wakes++, wake_up -> thread_fn() once for all
 *	                                                 that came until then
 *
 * Locking: interrupts off for `wakes` and `running`.
 */
#include <octavo/cpu.h>
#include <octavo/err.h>
#include <octavo/kthread.h>
#include <octavo/port.h>
#include <octavo/wait.h>
#include "threads.h"

static DECLARE_WAIT_QUEUE_HEAD(wakes_come);
static DECLARE_WAIT_QUEUE_HEAD(all_done);

/* Take what has come; false: nothing. */
static bool take(struct irqaction *a)
{
	unsigned long flags = arch_irq_save();
	const bool any = a->wakes > 0;

	a->wakes = 0;
	a->running = any;
	arch_irq_restore(flags);
	return any;
}

static int irq_thread(void *data)
{
	struct irqaction *a = data;

	while (!kthread_should_stop()) {
		wait_event(wakes_come, a->wakes || kthread_should_stop());
		if (!take(a))
			continue;
		a->thread_fn((int)a->irq, a->dev_id);
		if (a->flags & IRQF_ONESHOT)
			enable_irq(a->irq);
		a->running = false;
		wake_up_all(&all_done);
	}
	return 0;
}

int irq_thread_start(struct irqaction *a)
{
	struct task_struct *thread = kthread_run(irq_thread, a, "irq/%u-%s",
						 a->irq,
						 a->name ? a->name : "");

	if (IS_ERR(thread))
		return (int)PTR_ERR(thread);
	a->thread = thread;
	return 0;
}

void irq_thread_stop(struct irqaction *a)
{
	if (!a->thread)
		return;
	irq_thread_wait(a);
	kthread_stop(a->thread);
	a->thread = NULL;
}

void irq_thread_wake(struct irqaction *a)
{
	a->wakes++;
	wake_up_all(&wakes_come);
}

void irq_thread_wait(struct irqaction *a)
{
	if (a->thread)
		wait_event(all_done, !a->wakes && !a->running);
}
