/* SPDX-License-Identifier: MIT */
/*
 * interrupt.h - interrupts of devices.
 *
 *	device -> machine -> generic_handle_irq(irq) -> the handlers of its line
 *	                                                  | IRQ_WAKE_THREAD
 *	                                             the handler's thread
 *
 * A handler runs with interrupts off, may not sleep, and says whether it was
 * its device that called. Lines may be shared: each handler is asked. What has
 * to sleep is done by a thread that belongs to the handler.
 *
 * Numbers below NR_LINES are wires; those from there on are messages that a
 * device writes, given out by pci_alloc_irq_vectors(). On a machine without the
 * device, irq_inject_interrupt() stands in for it.
 *
 * Locking: interrupts of devices come to CPU 0, where handlers are also added
 * and removed; so none of them runs while the list of them changes.
 */
#ifndef OCTAVO_INTERRUPT_H
#define OCTAVO_INTERRUPT_H

#include <octavo/types.h>

struct device;

typedef enum irqreturn {
	IRQ_NONE	= 0,		/* not from this device */
	IRQ_HANDLED	= 1,
	IRQ_WAKE_THREAD	= 2,		/* its thread is to go on */
} irqreturn_t;

#define IRQ_RETVAL(x)	((x) ? IRQ_HANDLED : IRQ_NONE)

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

/* How a line calls: where that is not the board's choice. */
#define IRQF_TRIGGER_NONE	0x00000000ul
#define IRQF_TRIGGER_RISING	0x00000001ul
#define IRQF_TRIGGER_FALLING	0x00000002ul
#define IRQF_TRIGGER_HIGH	0x00000004ul
#define IRQF_TRIGGER_LOW	0x00000008ul
#define IRQF_TRIGGER_MASK	0x0000000ful
#define IRQF_SHARED		0x00000080ul	/* others may have it, too */
#define IRQF_PROBE_SHARED	0x00000100ul
#define IRQF_TIMER		0x00014200ul
#define IRQF_PERCPU		0x00000400ul
#define IRQF_NOBALANCING	0x00000800ul
/* Closed until the thread is done. */
#define IRQF_ONESHOT		0x00002000ul
#define IRQF_NO_SUSPEND		0x00004000ul
#define IRQF_FORCE_RESUME	0x00008000ul
#define IRQF_NO_THREAD		0x00010000ul
#define IRQF_EARLY_RESUME	0x00020000ul
#define IRQF_COND_SUSPEND	0x00040000ul
#define IRQF_NO_AUTOEN		0x00080000ul	/* until enable_irq() */

#define IRQ_NOTCONNECTED	(1u << 31)

#define NR_LINES	24u
#define NR_MSI		32u
#define NR_IRQS		(NR_LINES + NR_MSI)

struct cpumask;

/**
 * request_threaded_irq() - have a handler called, and its thread woken
 * @irq: the number, as pci_irq_vector() says
 * @handler: called with @irq and @dev_id, interrupts off; NULL: only wakes the
 *	thread, then @flags has IRQF_ONESHOT
 * @thread_fn: called by a thread of its own when @handler said
 *	IRQ_WAKE_THREAD; may sleep. NULL: there is none
 * @flags: IRQF_*; with IRQF_SHARED @dev_id is not NULL
 * @name: for /proc/interrupts; not copied
 * @dev_id: passed on, and names the handler to free_irq()
 *
 * Context: May sleep.
 * Return: 0; -EINVAL for a bad argument or number, -EBUSY if the number is not
 *	free (or is not shared by all), -ENOMEM.
 * Pairs with: free_irq().
 */
int request_threaded_irq(unsigned int irq, irq_handler_t handler,
			 irq_handler_t thread_fn, unsigned long flags,
			 const char *name, void *dev_id);

/**
 * request_irq() - have a handler called for an interrupt
 * @irq: the number, as pci_irq_vector() says
 * @handler: called with @irq and @dev_id
 * @flags: IRQF_SHARED, with @dev_id then not NULL; or 0
 * @name: for /proc/interrupts; not copied
 * @dev_id: passed on, and names the handler to free_irq()
 *
 * Context: May sleep.
 * Return: as request_threaded_irq().
 * Pairs with: free_irq().
 */
static inline int request_irq(unsigned int irq, irq_handler_t handler,
			      unsigned long flags, const char *name,
			      void *dev_id)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev_id);
}

/**
 * free_irq() - remove a handler
 * @irq: the number
 * @dev_id: as for request_irq()
 *
 * It is not running, nor is its thread, and it is not called any more, when
 * this returns.
 *
 * Context: May sleep.
 * Return: the name it was requested with; NULL: there is no such handler,
 *	which is reported.
 */
const void *free_irq(unsigned int irq, void *dev_id);

/**
 * devm_request_threaded_irq() - request_threaded_irq() until the driver goes
 * @dev: the device: its name is taken where @name is NULL
 * @irq: the number
 * @handler: see request_threaded_irq()
 * @thread_fn: as there
 * @flags: as there
 * @name: as there
 * @dev_id: as there
 *
 * Context: May sleep.
 * Return: as there.
 */
int devm_request_threaded_irq(struct device *dev, unsigned int irq,
			      irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name,
			      void *dev_id);

static inline int devm_request_irq(struct device *dev, unsigned int irq,
				   irq_handler_t handler, unsigned long flags,
				   const char *name, void *dev_id)
{
	return devm_request_threaded_irq(dev, irq, handler, NULL, flags, name,
					 dev_id);
}

/**
 * devm_free_irq() - remove a handler before the driver goes
 * @dev: the device
 * @irq: the number
 * @dev_id: as for devm_request_irq()
 *
 * Context: May sleep.
 */
void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id);

/**
 * disable_irq_nosync() - keep an interrupt out
 * @irq: the number; calls nest
 *
 * Context: Any context.
 */
void disable_irq_nosync(unsigned int irq);

/**
 * disable_irq() - keep an interrupt out, and wait for its handlers
 * @irq: the number; calls nest
 *
 * Context: May sleep.
 */
void disable_irq(unsigned int irq);

/**
 * enable_irq() - undo one disable_irq()
 * @irq: the number; more calls than of disable_irq() are reported
 *
 * What called meanwhile calls now.
 *
 * Context: Any context.
 */
void enable_irq(unsigned int irq);

/**
 * synchronize_irq() - wait for handlers and their threads
 * @irq: the number
 *
 * Context: May sleep.
 */
void synchronize_irq(unsigned int irq);

/**
 * irq_inject_interrupt() - be the device that calls
 * @irq: the number
 *
 * For tests: the handlers are called, with interrupts off, as if the device had
 * asserted its line.
 *
 * Context: Any context, not interrupts.
 * Return: 0; -EINVAL for a bad number or one without a handler; kept back while
 *	disable_irq() holds.
 */
int irq_inject_interrupt(unsigned int irq);

/**
 * irq_set_affinity_hint() - where a driver would like to have it
 * @irq: the number
 * @mask: ignored: interrupts of devices come to CPU 0
 *
 * Context: May sleep.
 * Return: 0, -EINVAL.
 */
int irq_set_affinity_hint(unsigned int irq, const struct cpumask *mask);

/**
 * generic_handle_irq() - a line is asserted: call its handlers
 * @irq: the number
 *
 * Called by a machine between irq_enter() and irq_exit().
 *
 * Context: Any context; interrupts off.
 * Return: true if a device wanted something.
 */
bool generic_handle_irq(unsigned int irq);

/**
 * irq_nr_actions() - how many handlers there are
 *
 * Context: Any context.
 * Return: calls of request_irq() without their free_irq().
 */
unsigned long irq_nr_actions(void);

/**
 * msi_alloc() - numbers for messages of a device
 * @nr: how many in a row, not 0
 *
 * Context: May sleep.
 * Return: the first, -ENOSPC.
 * Pairs with: msi_free().
 */
int msi_alloc(unsigned int nr);

/**
 * msi_free() - give numbers back
 * @irq: the first, from msi_alloc()
 * @nr: how many
 *
 * Context: May sleep.
 */
void msi_free(unsigned int irq, unsigned int nr);

#endif
