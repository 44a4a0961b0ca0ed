/* SPDX-License-Identifier: MIT */
/*
 * pci.c - the way to PCI devices: configuration mechanism 1, and their
 * interrupts, which are inputs of the old controllers.
 *
 * Source: PCI Local Bus Specification 3.0, 3.2.2.3.2.
 */
#include <octavo/interrupt.h>
#include <octavo/port.h>
#include "x86.h"

#define CONFIG_ADDRESS	0xcf8
#define CONFIG_DATA	0xcfc
#define CONFIG_ENABLE	0x80000000u

/* Have the data port show the register at @where. */
static void select_register(u32 where)
{
	outl(CONFIG_ENABLE | (where & ~3u), CONFIG_ADDRESS);
}

u32 arch_pci_read(u32 where, unsigned int size)
{
	unsigned long flags = arch_irq_save();
	u32 val;

	select_register(where);
	val = inl(CONFIG_DATA) >> 8 * (where & 3);
	arch_irq_restore(flags);
	return size == 4 ? val : val & ((1u << 8 * size) - 1);
}

void arch_pci_write(u32 where, unsigned int size, u32 val)
{
	unsigned long flags = arch_irq_save();
	const u16 port = CONFIG_DATA + (where & 3);

	select_register(where);
	if (size == 1)
		outb((u8)val, port);
	else if (size == 2)
		outw((u16)val, port);
	else
		outl(val, port);
	arch_irq_restore(flags);
}

static void line_interrupt(void *arg)
{
	generic_handle_irq((unsigned int)(unsigned long)arg);
}

int arch_irq_enable(unsigned int irq, const char *name)
{
	return request_isa_irq(irq, name, line_interrupt,
			       (void *)(unsigned long)irq);
}

void arch_irq_disable(unsigned int irq)
{
	free_isa_irq(irq);
}

/* The local APICs would take them; lines are enough for the devices here. */
bool arch_msi_message(unsigned int irq, u64 *address, u16 *data)
{
	return false;
}

/* ---- ports --------------------------------------------------------------------------- */

u32 arch_port_read(u16 port, unsigned int size)
{
	u32 val;

	if (size == 4)
		return inl(port);
	if (size == 1)
		return inb(port);
	__asm__ __volatile__("inw %1, %w0" : "=a"(val) : "Nd"(port));
	return val & 0xffff;
}

void arch_port_write(u32 val, u16 port, unsigned int size)
{
	if (size == 1)
		outb((u8)val, port);
	else if (size == 2)
		outw((u16)val, port);
	else
		outl(val, port);
}
