/* SPDX-License-Identifier: MIT */
/*
 * irq.c - handlers of interrupt lines, see octavo/interrupt.h.
 *
 * A line is let in while it has a handler. A line that calls and calls with no
 * handler knowing why would be served for ever: after some thousand calls in
 * a row it is closed.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/errno.h>
#include <octavo/interrupt.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/slab.h>

#define MAX_UNWANTED	10000u

struct irqaction {
	irq_handler_t handler;
	void *dev_id;
	unsigned long flags;
	struct irqaction *next;
};

static struct irq_line {
	struct irqaction *actions;
	unsigned int unwanted;		/* calls in a row for nobody */
} lines[NR_IRQS];

bool generic_handle_irq(unsigned int irq)
{
	struct irq_line *line = &lines[irq];
	bool wanted = false;

	for (struct irqaction *a = line->actions; a; a = a->next)
		if (a->handler((int)irq, a->dev_id) == IRQ_HANDLED)
			wanted = true;
	if (wanted) {
		line->unwanted = 0;
	} else if (++line->unwanted == MAX_UNWANTED) {
		pr_err("irq %u: nobody cared; closed\n", irq);
		arch_irq_disable(irq);
	}
	return wanted;
}

/* Behind the others, so that they are asked in the order they came. */
static int add_action(unsigned int irq, struct irqaction *action,
		      const char *name)
{
	struct irqaction **end = &lines[irq].actions;
	const bool first = !*end;

	if (!first && !((*end)->flags & action->flags & IRQF_SHARED))
		return -EBUSY;
	while (*end)
		end = &(*end)->next;
	*end = action;
	return first ? arch_irq_enable(irq, name) : 0;
}

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
		const char *name, void *dev_id)
{
	struct irqaction *action;
	unsigned long irq_flags;
	int err;

	if (irq >= NR_IRQS || !handler || (flags & IRQF_SHARED && !dev_id))
		return -EINVAL;
	action = kmalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	*action = (struct irqaction){
		.handler = handler, .dev_id = dev_id, .flags = flags,
	};
	irq_flags = arch_irq_save();
	err = add_action(irq, action, name);
	if (err && lines[irq].actions == action)
		lines[irq].actions = NULL;
	arch_irq_restore(irq_flags);
	if (err)
		kfree(action);
	return err;
}

void free_irq(unsigned int irq, void *dev_id)
{
	struct irqaction **at = &lines[irq].actions, *action;
	unsigned long flags = arch_irq_save();

	while (*at && (*at)->dev_id != dev_id)
		at = &(*at)->next;
	action = *at;
	if (action)
		*at = action->next;
	if (action && !lines[irq].actions)
		arch_irq_disable(irq);
	lines[irq].unwanted = 0;
	arch_irq_restore(flags);
	WARN(!action, "irq %u has no such handler\n", irq);
	kfree(action);
}
