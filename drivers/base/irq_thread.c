/* SPDX-License-Identifier: MIT */
/*
 * irq_thread.c - the thread of an interrupt's handler, see irq.c.
 */
#include <octavo/errno.h>
#include "threads.h"

int irq_thread_start(struct irqaction *a)
{
	return -EOPNOTSUPP;
}

void irq_thread_stop(struct irqaction *a)
{
}

void irq_thread_wake(struct irqaction *a)
{
}

void irq_thread_wait(struct irqaction *a)
{
}
