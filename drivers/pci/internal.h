/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of the PCI bus share.
 *
 *	pci.c		the bus and what is on it
 *	driver.c	devices and their drivers, what /sys shows
 *	region.c	regions: requested, mapped, as long as the driver has them
 *	irq.c		lines and messages
 */
#ifndef DRIVERS_PCI_INTERNAL_H
#define DRIVERS_PCI_INTERNAL_H

#include <octavo/pci.h>

/* Change bits of the command register. */
void pci_change_command(struct pci_dev *pdev, u32 clear, u32 set);

#endif
