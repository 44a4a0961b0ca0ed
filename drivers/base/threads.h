/* SPDX-License-Identifier: MIT */
/*
 * threads.h - a handler of an interrupt and its thread, see irq.c.
 */
#ifndef DRIVERS_BASE_THREADS_H
#define DRIVERS_BASE_THREADS_H

#include <octavo/interrupt.h>

struct task_struct;

struct irqaction {
	irq_handler_t handler, thread_fn;
	void *dev_id;
	unsigned long flags;
	const char *name;
	unsigned int irq;
	unsigned int wakes;		/* not yet answered by the thread */
	bool running;
	struct task_struct *thread;	/* NULL: it has none */
	struct irqaction *next;
};

/* Make @a's thread. 0, -ENOMEM. */
int irq_thread_start(struct irqaction *a);
/* It ends when it is done with what it has; nothing if there is none. */
void irq_thread_stop(struct irqaction *a);
void irq_thread_wake(struct irqaction *a);
/* Until it has nothing to do. */
void irq_thread_wait(struct irqaction *a);

#endif
