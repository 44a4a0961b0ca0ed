/* SPDX-License-Identifier: MIT */
/*
 * interrupt.h - interrupts, tasklets.
 */
#ifndef DOOR_LINUX_INTERRUPT_H
#define DOOR_LINUX_INTERRUPT_H

#include <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/irqreturn.h>
#include <octavo/interrupt.h>
#include <octavo/tasklet.h>

#define request_any_context_irq(irq, handler, flags, name, dev_id)	\
	request_irq(irq, handler, flags, name, dev_id)
#define disable_hardirq(irq)		(disable_irq(irq), true)
#define irq_set_affinity_and_hint(irq, mask)	irq_set_affinity_hint(irq, mask)
#define irq_update_affinity_hint(irq, mask)	irq_set_affinity_hint(irq, mask)

#endif
