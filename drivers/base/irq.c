/* SPDX-License-Identifier: MIT */
/*
 * irq.c - handlers of interrupts, see octavo/interrupt.h.
 *
 *	lines[irq] -> action -> action		those who share it, in the order
 *	                |                       they came
 *	              thread			sleeps until the handler wakes it
 *
 * A line is let in while it has a handler and nobody keeps it out. A line that
 * calls and calls with no handler knowing why would be served for ever: after
 * some thousand calls in a row it is closed.
 *
 * Invariants:
 *  1. `depth` is how often the number is disabled; the machine lets the line in
 *     only at 0 and with an action.
 *  2. What is injected while it is kept out is remembered, once, in `pending`.
 *
 * Locking: interrupts off.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/errno.h>
#include <octavo/interrupt.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include "threads.h"

#define MAX_UNWANTED	10000u

static struct irq_line {
	struct irqaction *actions;
	unsigned int unwanted;		/* calls in a row for nobody */
	unsigned int depth;		/* disable_irq()s */
	bool pending, oneshot;
} lines[NR_IRQS];

static unsigned long msi_taken;		/* a bit for each from NR_LINES on */

/* ---- the machine's side --------------------------------------------------------- */

static void let_in(unsigned int irq, const char *name)
{
	if (irq < NR_LINES)
		arch_irq_enable(irq, name);
}

static void keep_out(unsigned int irq)
{
	if (irq < NR_LINES)
		arch_irq_disable(irq);
}

static bool ask(struct irqaction *a, unsigned int irq)
{
	irqreturn_t ret = a->handler ? a->handler((int)irq, a->dev_id) :
				       IRQ_WAKE_THREAD;

	if (ret != IRQ_WAKE_THREAD)
		return ret == IRQ_HANDLED;
	if (WARN_ONCE(!a->thread_fn, "irq %u: %s has no thread to wake\n", irq,
		      a->name))
		return true;
	if (a->flags & IRQF_ONESHOT) {
		lines[irq].depth++;
		keep_out(irq);
	}
	irq_thread_wake(a);
	return true;
}

bool generic_handle_irq(unsigned int irq)
{
	struct irq_line *line = &lines[irq];
	bool wanted = false;

	for (struct irqaction *a = line->actions; a; a = a->next)
		wanted |= ask(a, irq);
	if (wanted) {
		line->unwanted = 0;
	} else if (++line->unwanted == MAX_UNWANTED) {
		pr_err("irq %u: nobody cared; closed\n", irq);
		keep_out(irq);
	}
	return wanted;
}

/* As if it came from outside. */
static void deliver(unsigned int irq)
{
	unsigned long flags = arch_irq_save();

	irq_enter();
	generic_handle_irq(irq);
	irq_exit();
	arch_irq_restore(flags);
}

int irq_inject_interrupt(unsigned int irq)
{
	if (irq >= NR_IRQS || !lines[irq].actions)
		return -EINVAL;
	if (lines[irq].depth)
		lines[irq].pending = true;
	else
		deliver(irq);
	return 0;
}

/* ---- handlers come and go --------------------------------------------------------- */

/* Behind the others, so that they are asked in the order they came. */
static int add_action(struct irqaction *action)
{
	struct irq_line *line = &lines[action->irq];
	struct irqaction **end = &line->actions;

	if (*end && !((*end)->flags & action->flags & IRQF_SHARED))
		return -EBUSY;
	if (*end) {
		while (*end)
			end = &(*end)->next;
		*end = action;
		return 0;
	}
	line->depth = action->flags & IRQF_NO_AUTOEN ? 1 : 0;
	line->pending = false;
	line->unwanted = 0;
	*end = action;
	if (line->depth || action->irq >= NR_LINES)
		return 0;
	return arch_irq_enable(action->irq, action->name);
}

static bool is_bad(unsigned int irq, irq_handler_t handler,
		   irq_handler_t thread_fn, unsigned long flags, void *dev_id)
{
	if (irq >= NR_IRQS || (!handler && !thread_fn))
		return true;
	/* Without a handler nothing says whose it is, nor keeps the line from
	 * calling on. */
	if (!handler && !(flags & IRQF_ONESHOT))
		return true;
	return flags & IRQF_SHARED && !dev_id;
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler,
			 irq_handler_t thread_fn, unsigned long flags,
			 const char *name, void *dev_id)
{
	struct irqaction *action;
	unsigned long irq_flags;
	int err = 0;

	if (irq == IRQ_NOTCONNECTED)
		return -ENOTCONN;
	if (is_bad(irq, handler, thread_fn, flags, dev_id))
		return -EINVAL;
	action = kzalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	*action = (struct irqaction){
		.handler = handler, .thread_fn = thread_fn, .dev_id = dev_id,
		.flags = flags, .name = name, .irq = irq,
	};
	if (thread_fn)
		err = irq_thread_start(action);
	if (err)
		goto out_free;
	irq_flags = arch_irq_save();
	err = add_action(action);
	if (err && lines[irq].actions == action)
		lines[irq].actions = NULL;
	arch_irq_restore(irq_flags);
	if (!err)
		return 0;
	irq_thread_stop(action);
out_free:
	kfree(action);
	return err;
}

const void *free_irq(unsigned int irq, void *dev_id)
{
	struct irqaction **at, *action;
	const char *name;
	unsigned long flags;

	if (WARN(irq >= NR_IRQS, "irq %u: there is none\n", irq))
		return NULL;
	flags = arch_irq_save();
	at = &lines[irq].actions;
	while (*at && (*at)->dev_id != dev_id)
		at = &(*at)->next;
	action = *at;
	if (action)
		*at = action->next;
	if (action && !lines[irq].actions)
		keep_out(irq);
	lines[irq].unwanted = 0;
	arch_irq_restore(flags);
	if (WARN(!action, "irq %u has no such handler\n", irq))
		return NULL;
	name = action->name;
	irq_thread_stop(action);
	kfree(action);
	return name;
}

/* ---- out and in ------------------------------------------------------------------------ */

void disable_irq_nosync(unsigned int irq)
{
	unsigned long flags = arch_irq_save();

	if (irq < NR_IRQS && !lines[irq].depth++)
		keep_out(irq);
	arch_irq_restore(flags);
}

void enable_irq(unsigned int irq)
{
	unsigned long flags = arch_irq_save();
	struct irq_line *line = &lines[irq];
	bool call = false;

	if (irq >= NR_IRQS || WARN(!line->depth, "irq %u is enabled\n", irq))
		goto out;
	if (!--line->depth && line->actions) {
		call = line->pending;
		line->pending = false;
		let_in(irq, line->actions->name);
	}
	if (call)
		deliver(irq);
out:
	arch_irq_restore(flags);
}

void synchronize_irq(unsigned int irq)
{
	might_sleep();
	if (irq >= NR_IRQS)
		return;
	for (struct irqaction *a = lines[irq].actions; a; a = a->next)
		irq_thread_wait(a);
}

void disable_irq(unsigned int irq)
{
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}

int irq_set_affinity_hint(unsigned int irq, const struct cpumask *mask)
{
	return irq < NR_IRQS ? 0 : -EINVAL;
}

unsigned long irq_nr_actions(void)
{
	unsigned long nr = 0;

	for (unsigned int irq = 0; irq < NR_IRQS; irq++)
		for (struct irqaction *a = lines[irq].actions; a; a = a->next)
			nr++;
	return nr;
}

/* ---- messages ----------------------------------------------------------------------------- */

int msi_alloc(unsigned int nr)
{
	const unsigned long mask = nr < NR_MSI ? (1ul << nr) - 1 : 0xffffffff;

	if (!nr || nr > NR_MSI)
		return -ENOSPC;
	for (unsigned int first = 0; first + nr <= NR_MSI; first++) {
		if (msi_taken & mask << first)
			continue;
		msi_taken |= mask << first;
		return (int)(NR_LINES + first);
	}
	return -ENOSPC;
}

void msi_free(unsigned int irq, unsigned int nr)
{
	for (; nr; nr--, irq++) {
		WARN(lines[irq].actions, "irq %u has a handler\n", irq);
		msi_taken &= ~(1ul << (irq - NR_LINES));
	}
}
