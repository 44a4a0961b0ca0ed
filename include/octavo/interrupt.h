/* SPDX-License-Identifier: MIT */
/*
 * interrupt.h - interrupts of devices.
 *
 *	device -> machine -> generic_handle_irq(irq) -> the handlers of its line
 *
 * A handler runs with interrupts off, may not sleep, and says whether it was
 * its device that called. Lines may be shared: each handler is asked.
 *
 * Locking: interrupts of devices come to CPU 0, where handlers are also added
 * and removed; so none of them runs while the list of them changes.
 */
#ifndef OCTAVO_INTERRUPT_H
#define OCTAVO_INTERRUPT_H

#include <octavo/types.h>

typedef enum irqreturn {
	IRQ_NONE,			/* not from this device */
	IRQ_HANDLED,
} irqreturn_t;

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

#define IRQF_SHARED	0x80ul		/* others may have the line too */
#define NR_IRQS		24u

/**
 * request_irq() - have a handler called for an interrupt
 * @irq: the line, as pci_irq_vector() says
 * @handler: called with @irq and @dev_id
 * @flags: IRQF_SHARED, with @dev_id then not NULL; or 0
 * @name: for /proc/interrupts; not copied
 * @dev_id: passed on, and names the handler to free_irq()
 *
 * Context: May sleep.
 * Return: 0; -EINVAL for a bad argument, -EBUSY if the line is not free (or is
 *	not shared by all), -ENOMEM.
 * Pairs with: free_irq().
 */
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
		const char *name, void *dev_id);

/**
 * free_irq() - remove a handler
 * @irq: the line
 * @dev_id: as for request_irq()
 *
 * It is not running, and not called any more, when this returns.
 *
 * Context: May sleep.
 */
void free_irq(unsigned int irq, void *dev_id);

/**
 * generic_handle_irq() - a line is asserted: call its handlers
 * @irq: the line
 *
 * Called by a machine between irq_enter() and irq_exit().
 *
 * Context: Any context; interrupts off.
 * Return: true if a device wanted something.
 */
bool generic_handle_irq(unsigned int irq);

#endif
